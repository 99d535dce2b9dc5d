import type { Written } from '../../../model/span.ts';
import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import { isTemplate } from '../arguments.ts';
import type { AnsibleData } from '../data.ts';
import { allTasks, type Play, writtenText } from '../model.ts';
import { roleName } from '../project/files.ts';
import { layoutOf } from '../project/layout.ts';
import type { AnsibleReading } from '../reading.ts';
import type { LintConfig } from './config.ts';
import type { LintTask, Report } from './rule.ts';

/** Variables, and the names they have: of Python, of Ansible itself, of another role. */
export function variableNames(
  reading: AnsibleReading,
  tasks: readonly LintTask[],
  data: AnsibleData,
  config: LintConfig,
  report: Report,
): void {
  const reserved = reservedNames(data);
  const role = layoutOf(reading.source.path).roleName;
  const check = (name: Written, node: string, prefix: string | undefined): void => {
    const found = fault(name.value, reserved, prefix, config);
    if (found !== undefined) report(found.id, { span: name.span, node }, found.message);
  };
  if (reading.kind === 'vars') {
    const root = reading.tree.roots.find((each) => each !== undefined);
    for (const name of keysOf(root)) if (!/^\d/.test(name.value)) check(name, '', role);
  }
  for (const play of reading.plays) {
    for (const name of keysOf(entryOf(play.map, 'vars')?.value)) check(name, play.path, undefined);
    ofRoles(play, data, (name, prefix) => check(name, play.path, prefix));
  }
  for (const task of allTasks(reading.tasks))
    if (task.kind === 'block')
      for (const name of keysOf(entryOf(task.map, 'vars')?.value)) check(name, task.path, undefined);
  for (const each of tasks) ofTask(each, role, check);
}

function ofTask(
  { task, module, given }: LintTask,
  role: string | undefined,
  check: (name: Written, node: string, prefix: string | undefined) => void,
): void {
  if (task.kind === 'block') return;
  const called = /\.(include|import)_role$/.test(module)
    ? given.list.find(({ name }) => name.value === 'name' || name.value === 'role')?.text
    : undefined;
  for (const name of keysOf(entryOf(task.map, 'vars')?.value)) check(name, task.path, shortRole(called));
  if (module === 'ansible.builtin.set_fact')
    for (const { name } of given.list)
      if (name.value !== 'cacheable' && !name.value.startsWith('__')) check(name, task.path, role);
  const registered = writtenText(entryOf(task.map, 'register')?.value);
  if (registered !== undefined) check(registered, task.path, role);
}

/** Parameters and variables given to the roles of a play. */
function ofRoles(play: Play, data: AnsibleData, check: (name: Written, prefix: string | undefined) => void): void {
  const roles = entryOf(play.map, 'roles')?.value;
  for (const role of roles?.kind === 'list' ? roles.items : []) {
    if (role.kind !== 'map') continue;
    const prefix = shortRole(roleName(role)?.value);
    for (const name of keysOf(entryOf(role, 'vars')?.value)) check(name, prefix);
    const keywords = data.keywords('Role');
    for (const name of keysOf(role))
      if (!Object.hasOwn(keywords, name.value) && !/^(role|name|when|tags|vars|src|version|scm)$/.test(name.value))
        check(name, prefix);
  }
}

/** Undefined for a role of a collection, or one that only a run knows: it names its variables as it likes. */
function shortRole(name: string | undefined): string | undefined {
  return name === undefined || name.includes('.') || isTemplate(name) ? undefined : name.split('/').at(-1);
}

function keysOf(node: TreeNode | undefined): Written[] {
  if (node?.kind !== 'map') return [];
  return node.entries.flatMap((entry) => {
    const value = keyText(entry);
    return value === undefined || value === '<<' ? [] : [{ value, span: entry.key.span }];
  });
}

const PYTHON = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Names that Ansible gives a value itself, and takes none for. */
const READ_ONLY = new Set(
  (
    'ansible_check_mode ansible_collection_name ansible_config_file ansible_dependent_role_names ansible_diff_mode ansible_forks ' +
    'ansible_index_var ansible_inventory_sources ansible_limit ansible_local ansible_loop ansible_loop_var ansible_parent_role_names ' +
    'ansible_parent_role_paths ansible_play_batch ansible_play_hosts ansible_play_hosts_all ansible_play_name ansible_play_role_names ' +
    'ansible_playbook_python ansible_role_name ansible_role_names ansible_run_tags ansible_search_path ansible_skip_tags ansible_verbosity ' +
    'ansible_version group_names groups hostvars inventory_dir inventory_file inventory_hostname inventory_hostname_short omit play_hosts ' +
    'playbook_dir role_name role_names role_path'
  ).split(' '),
);

/** Keywords that Ansible takes as names of variables all the same. */
const NOT_RESERVED = new Set(['*', 'gather_subset', 'role', 'with_*', 'user', 'validate_argspec']);
/** Functions that templates have. */
const FUNCTIONS = 'cycler dict joiner lipsum lookup namespace now q query range undef'.split(' ');

/** Keywords of plays and tasks: Ansible warns of variables with their names. */
function reservedNames(data: AnsibleData): ReadonlySet<string> {
  const objects = ['Play', 'Role', 'Block', 'Task'] as const;
  const all = objects.flatMap((object) => Object.keys(data.keywords(object)));
  return new Set([...all, ...FUNCTIONS, 'local_action', 'with_'].filter((name) => !NOT_RESERVED.has(name)));
}

function fault(
  name: string,
  reserved: ReadonlySet<string>,
  role: string | undefined,
  config: LintConfig,
): { readonly id: string; readonly message: string } | undefined {
  if (isTemplate(name)) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them.
  if (!/^[\u0000-\u007f]*$/.test(name))
    return { id: 'var-naming[non-ascii]', message: `A variable is named with ASCII characters: ${name}.` };
  if (PYTHON.has(name)) return { id: 'var-naming[no-keyword]', message: `${name} is a word of Python.` };
  if (reserved.has(name))
    return { id: 'var-naming[no-reserved]', message: `${name} is a keyword of Ansible: name the variable otherwise.` };
  if (READ_ONLY.has(name))
    return { id: 'var-naming[read-only]', message: `Ansible gives ${name} its value: what is written here is lost.` };
  if (FREE.has(name)) return undefined;
  if (!config.takesName(name))
    return {
      id: 'var-naming[pattern]',
      message: `A variable is named with small letters, digits and underscores: ${name}.`,
    };
  // A role whose name cannot begin one has other variables anyway.
  const prefix = role !== undefined && /^\w+$/.test(role) ? role : undefined;
  if (prefix !== undefined && !name.replace(/^_+/, '').startsWith(`${prefix}_`))
    return {
      id: 'var-naming[no-role-prefix]',
      message: `Variables of a role begin with its name, so that no two roles mean the same: ${prefix}_${name}.`,
    };
  return undefined;
}

const FREE = new Set(
  'ansible_facts ansible_become_user ansible_connection ansible_host ansible_python_interpreter ansible_user ansible_remote_tmp'.split(
    ' ',
  ),
);
