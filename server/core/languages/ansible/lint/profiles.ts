/** Rules of each profile; a profile has those of the ones before it. */
const PROFILES: readonly (readonly [name: string, rules: string])[] = [
  ['min', ''],
  [
    'basic',
    'command-instead-of-module command-instead-of-shell deprecated-bare-vars deprecated-local-action deprecated-module inline-env-var ' +
      'key-order literal-compare jinja no-free-form no-jinja-when no-tabs partial-become playbook-extension role-name schema name var-naming yaml',
  ],
  ['moderate', 'name[template] name[imperative] name[casing]'],
  ['safety', 'avoid-implicit latest package-latest risky-file-permissions risky-octal risky-shell-pipe'],
  [
    'shared',
    'galaxy ignore-errors meta-incorrect meta-no-tags meta-video-links meta-runtime no-changed-when no-handler no-relative-paths',
  ],
  ['production', 'fqcn'],
];
const NOT_BASIC: ReadonlySet<string> = new Set(['name[template]', 'name[casing]']);

/** Whether a profile has a rule; without a profile every rule is in force. */
export function inProfile(profile: string | undefined): (id: string) => boolean {
  const last = PROFILES.findIndex(([name]) => name === profile);
  if (last === -1) return () => true;
  const chosen = new Set(PROFILES.slice(0, last + 1).flatMap(([, rules]) => rules.split(' ')));
  return (id) => chosen.has(id) || (chosen.has(ruleOf(id)) && !NOT_BASIC.has(id));
}

/** Words that a list of ids may hold in place of the rules that have them as a tag. */
const TAGS: Readonly<Record<string, string>> = {
  'command-shell': 'command-instead-of-module command-instead-of-shell inline-env-var no-changed-when risky-shell-pipe',
  deprecations: 'deprecated-bare-vars deprecated-local-action deprecated-module no-jinja-when role-name',
  experimental: 'complexity no-log-password only-builtins',
  formatting: 'fqcn jinja jinja-template-extension key-order no-tabs playbook-extension risky-octal yaml',
  idempotency: 'latest no-changed-when package-latest',
  idiom:
    'command-instead-of-module command-instead-of-shell empty-string-compare inline-env-var literal-compare loop-var-prefix name no-handler ' +
    'no-relative-paths run-once var-naming',
  metadata:
    'galaxy galaxy-version-incorrect meta-incorrect meta-no-tags meta-runtime meta-video-links role-argument-spec role-name',
  'opt-in':
    'empty-string-compare galaxy-version-incorrect jinja-template-extension no-log-password no-prompting no-same-owner only-builtins ' +
    'role-argument-spec name[prefix]',
  risk: 'no-free-form',
  security: 'no-log-password',
  syntax: 'no-free-form',
  unpredictability: 'avoid-implicit ignore-errors partial-become risky-file-permissions',
};

/** Rules that only `enable_list` switches on. */
const OPT_IN: ReadonlySet<string> = new Set(TAGS['opt-in']?.split(' '));

export function isOptIn(id: string): boolean {
  return OPT_IN.has(id) || OPT_IN.has(ruleOf(id));
}

/** What is only information where the configuration has no list of its own. */
export const WARNED: readonly string[] = ['experimental', 'jinja[spacing]', 'fqcn[deep]'];

/** Ids of older releases. */
const RENAMED: ReadonlyMap<string, string> = new Map(
  (
    '102 no-jinja-when 104 deprecated-bare-vars 105 deprecated-module 106 role-name 202 risky-octal 203 no-tabs 205 playbook-extension ' +
    '206 jinja[spacing] 207 jinja[invalid] 208 risky-file-permissions 301 no-changed-when 302 no-free-form 303 command-instead-of-module ' +
    '304 inline-env-var 305 command-instead-of-shell 306 risky-shell-pipe 401 latest[git] 402 latest[hg] 403 package-latest ' +
    '404 no-relative-paths 501 partial-become 502 name[missing] 503 no-handler 504 deprecated-local-action 601 literal-compare ' +
    '602 empty-string-compare 702 meta-no-tags 703 meta-incorrect 704 meta-video-links deprecated-command-syntax no-free-form ' +
    'fqcn-builtins fqcn[action-core] git-latest latest[git] hg-latest latest[hg] no-jinja-nesting jinja[invalid] ' +
    'no-loop-var-prefix loop-var-prefix unnamed-task name[missing] var-spacing jinja[spacing]'
  )
    .split(' ')
    .flatMap((word, index, all): [string, string][] => (index % 2 === 0 ? [[word, all[index + 1] ?? word]] : [])),
);

/** The id of today. */
export function renamed(id: string): string {
  return RENAMED.get(id) ?? id;
}

/** Whether a list of ids, old ids and tags names an id: itself, its rule, or a tag of its rule. */
export function naming(words: readonly string[]): (id: string) => boolean {
  const ids = new Set(words.flatMap((word) => RENAMED.get(word) ?? [word, ...tagged(word)]));
  return (id) => ids.has(id) || ids.has(ruleOf(id));
}

function tagged(word: string): readonly string[] {
  return Object.hasOwn(TAGS, word) ? (TAGS[word]?.split(' ') ?? []) : [];
}

/** `name[casing]` belongs to the rule `name`. */
export function ruleOf(id: string): string {
  return id.replace(/\[.*$/, '');
}

/** How things are written: nothing here changes what a play does. */
const STYLE: ReadonlySet<string> = new Set([
  'complexity',
  'fqcn',
  'jinja',
  'jinja-template-extension',
  'key-order',
  'name[casing]',
  'name[prefix]',
  'name[template]',
  'name[unique]',
  'no-tabs',
  'var-naming[no-role-prefix]',
  'var-naming[pattern]',
  'yaml',
]);

export function isStyle(id: string): boolean {
  return STYLE.has(id) || STYLE.has(ruleOf(id));
}
