import { joinPath } from '../../../model/paths.ts';
import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import { matchesWhole } from '../../../syntax/safe-pattern.ts';
import { readYaml } from '../../../syntax/yaml.ts';
import type { Neighbour, Project } from '../../language.ts';
import { texts } from '../model.ts';
import { projectFiles, projectFolders } from '../project/above.ts';
import { kept } from '../project/per-file.ts';
import { inProfile, isOptIn, isStyle, naming, ruleOf, WARNED } from './profiles.ts';

/** What a project's `.ansible-lint` says, as far as it decides which findings appear. */
export interface LintConfig {
  /** How a finding with this id (`name[casing]`) is reported; undefined = not at all. */
  severity(id: string): 'warning' | 'info' | 'hint' | undefined;
  /** Whether the project skips the id, whatever its profile says. */
  skips(id: string): boolean;
  /** Whether variables may be named so. */
  takesName(name: string): boolean;
  /** Whether variables of loops in a role may be named so; undefined where the project does not care. */
  readonly takesLoopVariable: ((name: string, role: string) => boolean) | undefined;
  /** What the names of tasks of a file begin with. */
  prefixOf(stem: string): string;
  readonly mostTasks: number;
  readonly deepestBlock: number;
  /** Releases of Ansible that are supported beside the usual ones: `2.9`. */
  readonly supported: readonly string[];
  /** What may be used beside the modules of Ansible itself. */
  readonly allowed: { readonly collections: readonly string[]; readonly modules: readonly string[] };
  /** Modules and roles that are elsewhere. */
  readonly mocked: ReadonlySet<string>;
}

/** Findings of files that a project means to repair one day. */
const IGNORED = ['.ansible-lint-ignore', '.config/ansible-lint-ignore.txt'];
const NAMES = ['.ansible-lint', '.ansible-lint.yml', '.config/ansible-lint.yml'];
/** Folders looked in above a file. */
const HIGHEST = 8;

const LAYOUT = ['.yamllint', '.yamllint.yml', '.yamllint.yaml'];
const ALL = [...NAMES, ...IGNORED, ...LAYOUT];

export function lintNeighbours(path: string): Neighbour {
  return projectFiles(path, HIGHEST, ALL);
}

/** Undefined where the project does not use ansible-lint: then its style rules are off. */
export function lintConfig(path: string, project: Project): LintConfig | undefined {
  const folders = projectFolders(path, HIGHEST);
  const settings = kept(project, 'ansible lint settings', folders[0] ?? '', () => settingsIn(folders, project));
  if (settings === undefined) return undefined;
  return configFor(path.slice(settings.folder === '' ? 0 : settings.folder.length + 1), settings);
}

interface LintSettings {
  readonly folder: string;
  readonly root: TreeNode | undefined;
  /** Text of the file with the findings to be repaired one day. */
  readonly ignored: string;
  /** A project with a configuration of yamllint has a layout of its own, which is not judged here. */
  readonly layout: boolean;
}

/** Of the nearest folder that has some. */
function settingsIn(folders: readonly string[], project: Project): LintSettings | undefined {
  const textsOf = (folder: string, names: readonly string[]): readonly string[] =>
    names.flatMap((name) => project.text(joinPath(folder, name)) ?? []);
  const folder = folders.find((each) => textsOf(each, NAMES).length > 0);
  if (folder === undefined) return undefined;
  return {
    folder,
    root: readYaml(textsOf(folder, NAMES)[0] ?? '').roots.find((each) => each !== undefined),
    ignored: textsOf(folder, IGNORED)[0] ?? '',
    layout: folders.some((each) => textsOf(each, LAYOUT).length > 0),
  };
}

/** `file` is relative to the folder of the settings. */
function configFor(file: string, { root, ignored, layout }: LintSettings): LintConfig | undefined {
  const list = (key: string): readonly string[] => texts(entryOf(root, key)?.value);
  const one = (key: string): string | undefined => list(key)[0];
  if (list('exclude_paths').some((excluded) => isExcluded(file, excluded))) return undefined;
  if (/^(false|no|off)$/i.test(one('use_default_rules') ?? '')) return undefined;
  const judged = rulesFor(kindIn(entryOf(root, 'kinds')?.value, file));
  if (judged === 'none') return undefined;
  const tags = list('tags');
  const wanted = naming(tags);
  const skipped = naming(list('skip_list'));
  const warned = naming(entryOf(root, 'warn_list') === undefined ? WARNED : list('warn_list'));
  const enabled = naming(list('enable_list'));
  const { postponed, silenced } = ignoredIn(ignored, file);
  const chosen = inProfile(one('profile'));
  const pattern = one('var_naming_pattern');
  const loopVariable = one('loop_var_prefix');
  return {
    severity(id) {
      if (skipped(id) || silenced(id) || (layout && ruleOf(id) === 'yaml')) return undefined;
      if ((tags.length > 0 && !wanted(id)) || (judged === 'layout' && ruleOf(id) !== 'yaml')) return undefined;
      if (!enabled(id) && (isOptIn(id) || !chosen(id))) return undefined;
      if (isStyle(id) || postponed(id)) return 'hint';
      return warned(id) ? 'info' : 'warning';
    },
    skips: (id) => skipped(id) || silenced(id),
    takesName: (name) => (pattern === undefined ? USUAL_NAME.test(name) : beginsWith(pattern, name)),
    takesLoopVariable:
      loopVariable === undefined
        ? undefined
        : (name, role) => beginsWith(loopVariable.replaceAll('{role}', role.replace(/[-\s.]/g, '_')), name),
    prefixOf: (stem) => (one('task_name_prefix') ?? '{stem} | ').replaceAll('{stem}', stem),
    mostTasks: wholeNumber(one('max_tasks')) ?? 100,
    deepestBlock: wholeNumber(one('max_block_depth')) ?? 20,
    supported: list('supported_ansible_also'),
    allowed: {
      collections: list('only_builtins_allow_collections'),
      modules: list('only_builtins_allow_modules'),
    },
    mocked: new Set([...list('mock_modules'), ...list('mock_roles')]),
  };
}

/** What the project calls a file in `kinds`, a list of `- tasks: "examples/*.yml"`: the first that fits. */
function kindIn(node: TreeNode | undefined, file: string): string | undefined {
  const rows = node?.kind === 'list' ? node.items.flatMap((item) => (item.kind === 'map' ? item.entries : [])) : [];
  const found = rows.find(({ value }) =>
    texts(value).some((pattern) => alternatives(pattern).some((each) => fitsWhole(file, each))),
  );
  return found && (keyText(found) ?? '');
}

/** Of YAML that is no Ansible only the layout is judged, of anything else nothing; the other kinds are told from the content. */
function rulesFor(kind: string | undefined): 'all' | 'layout' | 'none' {
  if (kind === 'yaml') return 'layout';
  return kind === '' || kind === 'text' || kind === 'jinja2' || kind === 'python' ? 'none' : 'all';
}

/** `*.{yml,yaml}` is both; a pattern with more of them than that is taken by its first ones. */
function alternatives(pattern: string): string[] {
  let all = [pattern];
  for (let round = 0; round < 3; round++)
    all = all.flatMap((each) => {
      const [whole, words] = /\{([^{}]*)\}/.exec(each) ?? [];
      return whole === undefined ? [each] : (words ?? '').split(',').map((word) => each.replace(whole, () => word));
    });
  return all.slice(0, 50);
}

function fitsWhole(file: string, pattern: string): boolean {
  const wanted = pattern
    .replace(/^\.\//, '')
    .split('/')
    .filter((part, at, all) => part !== '**' || all[at - 1] !== '**');
  return wanted.filter((part) => part === '**').length <= 3 && fitsParts(file.split('/'), wanted);
}

/** Lines of `roles/a/tasks/main.yml name[casing]`; with the word `skip` nothing is said at all. */
function ignoredIn(text: string, file: string) {
  const rows = text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  const of = (skip: boolean) =>
    rows.flatMap(([path, id, word]) => (path === file && id !== undefined && (word === 'skip') === skip ? [id] : []));
  return { postponed: naming(of(false)), silenced: naming(of(true)) };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** A file, a folder, or a pattern: `*` stands for anything but `/`, two of them for that as well. */
function isExcluded(file: string, excluded: string): boolean {
  const plain = excluded.replace(/^\.\//, '').replace(/\/\**$/, '');
  if (plain === '') return false;
  if (file === plain || file.startsWith(`${plain}/`)) return true;
  if (!plain.includes('*')) return false;
  const parts = file.split('/');
  const wanted = plain.split('/').filter((part, at, all) => part !== '**' || all[at - 1] !== '**');
  if (wanted.filter((part) => part === '**').length > 3) return false;
  return parts.some((_, count) => fitsParts(parts.slice(0, count + 1), wanted));
}

/** `**` takes any number of folders. */
function fitsParts(parts: readonly string[], wanted: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return parts.length === 0;
  if (first === '**')
    return parts.some((_, at) => fitsParts(parts.slice(at), rest)) || (rest.length === 0 && parts.length > 0);
  const [part, ...others] = parts;
  return part !== undefined && fitsPart(part, first) && fitsParts(others, rest);
}

function fitsPart(part: string, wanted: string): boolean {
  const pattern = wanted.replace(/[.+?()[\]{}|^$\\]/g, '\\$&').replace(/\*+/g, '.*');
  return matchesWhole(pattern, part) === true;
}

const USUAL_NAME = /^[a-z_][a-z0-9_]*$/;

/**
 * Whether a name begins with what the pattern says, as Python's `match` has it. A pattern that cannot be seen to run in short time
 * is not tried: then every name is taken.
 */
function beginsWith(pattern: string, name: string): boolean {
  const either = /^\^?\(([^()\\[\]]*)\)(?![*+?{])(.*)$/.exec(pattern);
  const branches = either === null ? [pattern] : (either[1] ?? '').split('|').map((each) => `${each}${either[2]}`);
  const fits = branches.map((each) => matchesWhole(/(^|[^\\])\$$/.test(each) ? each : `${each}.*`, name));
  return fits.some((each) => each ?? true);
}
