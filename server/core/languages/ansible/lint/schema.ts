import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../../model/tree.ts';
import { closest } from '../../../schema/closest.ts';
import type { DataSource } from '../../../schema/data.ts';
import { resolvePlain } from '../../../syntax/yaml11.ts';
import { isTemplate } from '../arguments.ts';
import { allTasks, writtenText } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import type { Report } from './rule.ts';

/** Keys and values that the schemas of ansible-lint refuse, where no check of every project says so already. */
export function schemas(reading: AnsibleReading, data: DataSource, report: Report): void {
  const root = reading.tree.roots.find((each) => each !== undefined);
  for (const [id, map, node] of placesOf(reading, root)) {
    const { keys, types = {} } = KEYS[id] ?? { keys: [] };
    for (const entry of map.entries) {
      const key = keyText(entry) ?? '';
      const at = { span: entry.key.span, node };
      // A key that is nearly right is said by another check.
      if (!keys.includes(key) && key !== '<<' && closest(key, keys) === undefined)
        report(`schema[${id}]`, at, `There is no key ${key} here. There are: ${keys.join(', ')}.`);
      const wanted = Object.hasOwn(types, key) ? types[key] : undefined;
      if (wanted !== undefined && isWrong(entry.value, wanted))
        report(`schema[${id}]`, { span: entry.value.span, node }, `${key} wants ${WORDS[wanted]}.`);
    }
  }
  if (reading.kind === 'galaxy') licenses(root, report);
  if (reading.kind === 'vars') numbers(root, report);
  movedLoops(reading, report);
  becomeMethods(reading, data, report);
}

type Type = 'text' | 'list';
const WORDS = { text: 'a text: put it in quotes', list: 'a list' };

interface Keys {
  readonly keys: readonly string[];
  readonly types?: Readonly<Record<string, Type>>;
}

function listed(names: string, type: Type): Record<string, Type> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}

const LINT_LISTS = listed(
  'enable_list exclude_paths kinds mock_modules mock_roles only_builtins_allow_collections only_builtins_allow_modules rulesdir ' +
    'skip_list supported_ansible_also tags warn_list write_exclude_list write_list',
  'list',
);

const GALAXY_INFO =
  'author cloud_platforms company description galaxy_tags github_branch issue_tracker_url license min_ansible_container_version ' +
  'min_ansible_version namespace platforms role_name standalone video_links collections categories';

/** By the name of the schema; names and types as the tools that read these files take them. */
const KEYS: Readonly<Record<string, Keys>> = {
  requirements: { keys: ['roles', 'collections'] },
  'meta-runtime': { keys: ['requires_ansible', 'plugin_routing', 'action_groups', 'import_redirection'] },
  'ansible-lint-config': {
    keys: [
      ...Object.keys(LINT_LISTS),
      ...(
        'display_relative_path extra_vars loop_var_prefix max_block_depth max_tasks offline profile progressive project_dir quiet rules ' +
        'sarif_file skip_action_validation strict task_name_prefix use_default_rules var_naming_pattern verbosity'
      ).split(' '),
    ],
    types: LINT_LISTS,
  },
  'execution-environment': {
    keys: 'version images dependencies build_arg_defaults ansible_config additional_build_files additional_build_steps options'.split(
      ' ',
    ),
  },
  'role-arg-spec': {
    keys: 'short_description description author options attributes examples seealso version_added'.split(' '),
  },
  inventory: { keys: ['hosts', 'children', 'vars', 'groups'] },
  galaxy: {
    keys: (
      'namespace name version readme authors description license license_file tags dependencies repository documentation homepage issues ' +
      'build_ignore manifest'
    ).split(' '),
  },
  meta: {
    keys: GALAXY_INFO.split(' '),
    types: listed(
      'author company description issue_tracker_url min_ansible_container_version min_ansible_version namespace role_name github_branch',
      'text',
    ),
  },
};

/** Mappings that a schema is about. */
function placesOf(
  { kind, source: { path } }: AnsibleReading,
  root: TreeNode | undefined,
): (readonly [id: string, map: MapNode, node: string])[] {
  if (root?.kind !== 'map') return [];
  const at = (id: string, node: TreeNode | undefined, name = '') =>
    node?.kind === 'map' && node.tag === undefined ? [[id, node, name] as const] : [];
  if (/(^|\/)(\.ansible-lint(\.ya?ml)?|\.config\/ansible-lint\.ya?ml)$/.test(path))
    return at('ansible-lint-config', root);
  if (/(^|\/)execution-environment\.ya?ml$/.test(path)) return at('execution-environment', root);
  if (/(^|\/)meta\/runtime\.ya?ml$/.test(path)) return at('meta-runtime', root);
  if (kind === 'requirements' || kind === 'galaxy') return at(kind, root);
  if (kind === 'meta') return at('meta', entryOf(root, 'galaxy_info')?.value, 'galaxy_info');
  if (kind === 'argument-specs') {
    const specs = entryOf(root, 'argument_specs')?.value;
    const each = specs?.kind === 'map' && /(^|\/)meta\//.test(path) ? specs.entries : [];
    return each.flatMap((entry) => at('role-arg-spec', entry.value, keyText(entry)));
  }
  const inventory =
    /(^|\/)(inventory|inventories)\/[^/]+\.ya?ml$/.test(path) && (kind === 'inventory' || kind === 'other');
  return inventory ? ['all', 'ungrouped'].flatMap((name) => at('inventory', entryOf(root, name)?.value, name)) : [];
}

/** A template or an alias may be anything. */
function isWrong(node: TreeNode, wanted: Type): boolean {
  if (node.kind !== 'scalar' || node.tag !== undefined || isTemplate(node.text)) return false;
  if (wanted === 'list') return node.style !== 'empty';
  return node.style === 'plain' && ['bool', 'int', 'float'].includes(resolvePlain(node.text).kind);
}

/** Names of licenses that the list of SPDX does not have. */
const NO_LICENSE =
  /^(A?L?GPL|A?L?GPL ?v?\d(\.\d)?\+?|BSD|BSD ?v?\d|Apache|Apache ?v?\d(\.\d)?|Apache License.*|GNU .*|MIT License|license)$/i;

function licenses(root: TreeNode | undefined, report: Report): void {
  const node = entryOf(root, 'license')?.value;
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  for (const said of items.flatMap((item) => writtenText(item) ?? []))
    if (NO_LICENSE.test(said.value.slice(0, 100)))
      report(
        'schema[galaxy]',
        { span: said.span, node: 'license' },
        `${said.value} is no name of the SPDX list: GPL-3.0-or-later, Apache-2.0, MIT …`,
      );
}

function numbers(root: TreeNode | undefined, report: Report): void {
  for (const { key } of root?.kind === 'map' ? root.entries : [])
    if (key.kind === 'scalar' && key.style === 'plain' && /^\d+$/.test(key.text))
      report(
        'schema[vars]',
        { span: key.span, node: '' },
        'The name of a variable is a text and begins with a letter.',
      );
}

/** Loops whose lookup is in a collection now. */
const MOVED = new Set(['with_flattened', 'with_cartesian', 'with_filetree']);

function movedLoops({ kind, tasks }: AnsibleReading, report: Report): void {
  for (const { map, path } of allTasks(tasks))
    for (const entry of map.entries) {
      const key = keyText(entry) ?? '';
      if (!MOVED.has(key)) continue;
      const now = key.replace('with_', 'with_community.general.');
      report(`schema[${kind}]`, { span: entry.key.span, node: path }, `${key} is ${now} now.`, [
        { title: `Change to ${now}`, safety: 'safe', edits: [{ span: entry.key.span, text: now }] },
      ]);
    }
}

function becomeMethods({ kind, plays, tasks }: AnsibleReading, data: DataSource, report: Report): void {
  const plugins = data.json('ansible/plugins.json') as { become?: Readonly<Record<string, unknown>> } | undefined;
  const known = new Set(Object.keys(plugins?.become ?? {}).map((name) => name.split('.').at(-1) ?? ''));
  if (known.size === 0) return;
  for (const { map, path } of [...plays, ...allTasks(tasks)]) {
    const entry: TreeEntry | undefined = entryOf(map, 'become_method');
    const said = writtenText(entry?.value);
    if (said === undefined || isTemplate(said.value) || said.value.includes('.') || known.has(said.value)) continue;
    report(
      `schema[${kind}]`,
      { span: said.span, node: path },
      `There is no plugin ${said.value} to become another user.`,
    );
  }
}
