import { foldersAbove, joinPath } from '../../../model/paths.ts';
import { entryOf } from '../../../model/tree.ts';
import { matchesWhole } from '../../../syntax/safe-pattern.ts';
import { readYaml } from '../../../syntax/yaml.ts';
import type { Neighbour, Project } from '../../language.ts';
import { texts } from '../model.ts';

/** What a project's `.ansible-lint` says, as far as it decides which findings appear. */
export interface LintConfig {
  /** How a finding with this id (`name[casing]`) is reported; undefined = not at all. */
  severity(id: string): 'warning' | 'info' | undefined;
  /** Whether variables may be named so. */
  takesName(name: string): boolean;
}

const NAMES = ['.ansible-lint', '.ansible-lint.yml', '.config/ansible-lint.yml'];
/** Folders looked in above a file. */
const HIGHEST = 6;

export function lintNeighbours(): readonly Neighbour[] {
  NEIGHBOURS ??= Array.from({ length: HIGHEST }, (_, up) => '../'.repeat(up)).flatMap((folder) =>
    [...NAMES, ...LAYOUT].map((name): Neighbour => ({ kind: 'file', path: `${folder}${name}` })),
  );
  return NEIGHBOURS;
}

/** The same for every file: made once. */
let NEIGHBOURS: readonly Neighbour[] | undefined;

/** Undefined where the project does not use ansible-lint: then its style rules are off. */
export function lintConfig(path: string, project: Project): LintConfig | undefined {
  for (const folder of foldersAbove(path).slice(0, HIGHEST))
    for (const name of NAMES) {
      const text = project.text(joinPath(folder, name));
      if (text !== undefined)
        return parse(text, usesYamllint(path, project), path.slice(folder === '' ? 0 : folder.length + 1));
    }
  return undefined;
}

const LAYOUT = ['.yamllint', '.yamllint.yml', '.yamllint.yaml'];

/** A project with a configuration of yamllint has a layout of its own, which is not judged here. */
function usesYamllint(path: string, project: Project): boolean {
  return foldersAbove(path)
    .slice(0, HIGHEST)
    .some((folder) => LAYOUT.some((name) => project.text(joinPath(folder, name)) !== undefined));
}

/** Rules of each profile; a profile has those of the ones before it. */
const PROFILES: readonly (readonly [name: string, rules: string])[] = [
  ['min', ''],
  [
    'basic',
    'command-instead-of-module command-instead-of-shell deprecated-bare-vars deprecated-local-action deprecated-module inline-env-var ' +
      'key-order literal-compare jinja no-free-form no-jinja-when no-tabs partial-become playbook-extension role-name name var-naming yaml',
  ],
  ['moderate', 'name[template] name[imperative] name[casing]'],
  ['safety', 'avoid-implicit latest package-latest risky-file-permissions risky-octal risky-shell-pipe'],
  [
    'shared',
    'galaxy ignore-errors meta-incorrect meta-no-tags meta-video-links meta-runtime no-changed-when no-handler no-relative-paths',
  ],
  ['production', 'fqcn'],
];
const NOT_BASIC = new Set(['name[template]', 'name[casing]']);
/** Rules that only `enable_list` switches on. */
const OPT_IN = new Set(['empty-string-compare', 'no-log-password', 'no-same-owner', 'no-prompting', 'only-builtins']);

/** Ids of older releases. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['fqcn-builtins', 'fqcn[action-core]'],
  ['git-latest', 'latest[git]'],
  ['hg-latest', 'latest[hg]'],
  ['unnamed-task', 'name[missing]'],
  ['var-spacing', 'jinja[spacing]'],
  ['deprecated-command-syntax', 'no-free-form'],
  ['no-jinja-nesting', 'jinja[invalid]'],
  ['role-name[path]', 'role-name'],
]);

/** `file` is relative to the folder of the configuration. */
function parse(text: string, layout: boolean, file: string): LintConfig | undefined {
  const root = readYaml(text).roots.find((each) => each !== undefined);
  if (texts(entryOf(root, 'exclude_paths')?.value).some((excluded) => isExcluded(file, excluded))) return undefined;
  const list = (key: string): ReadonlySet<string> =>
    new Set(texts(entryOf(root, key)?.value).map((id) => RENAMED.get(id) ?? id));
  const [profile] = texts(entryOf(root, 'profile')?.value);
  const [pattern] = texts(entryOf(root, 'var_naming_pattern')?.value);
  const skipped = list('skip_list');
  const warned = list('warn_list');
  const enabled = list('enable_list');
  const last = PROFILES.findIndex(([name]) => name === profile);
  const chosen =
    last === -1 ? undefined : new Set(PROFILES.slice(0, last + 1).flatMap(([, rules]) => rules.split(' ')));
  const named = (set: ReadonlySet<string>, id: string): boolean => set.has(id) || set.has(ruleOf(id));
  const inProfile = (id: string): boolean => {
    if (chosen === undefined) return true;
    return chosen.has(id) || (chosen.has(ruleOf(id)) && !NOT_BASIC.has(id));
  };
  return {
    severity(id) {
      if (named(skipped, id) || (layout && ruleOf(id) === 'yaml')) return undefined;
      if (!named(enabled, id) && (OPT_IN.has(ruleOf(id)) || !inProfile(id))) return undefined;
      return named(warned, id) ? 'info' : 'warning';
    },
    takesName: (name) => fitsPattern(pattern, name),
  };
}

/** A file, a folder, or a pattern that ends in `*`. */
function isExcluded(file: string, excluded: string): boolean {
  const plain = excluded.replace(/^\.\//, '').replace(/\/?\**$/, '');
  return plain !== '' && (file === plain || file.startsWith(`${plain}/`));
}

/** `name[casing]` belongs to the rule `name`. */
export function ruleOf(id: string): string {
  return id.replace(/\[.*$/, '');
}

const USUAL_NAME = /^[a-z_][a-z0-9_]*$/;

/**
 * Whether a name begins with what the pattern says, as Python's `match` has it. A pattern that cannot be seen to run in short time
 * is not tried: then every name is taken.
 */
function fitsPattern(pattern: string | undefined, name: string): boolean {
  if (pattern === undefined) return USUAL_NAME.test(name);
  return matchesWhole(/(^|[^\\])\$$/.test(pattern) ? pattern : `${pattern}.*`, name) ?? true;
}
