import type { Written } from '../../../model/span.ts';
import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import { argumentsOf } from '../arguments.ts';
import type { IniInventory } from '../inventory/ini.ts';
import { allTasks, type FileKind, type Play, type Task, writtenText } from '../model.ts';
import { bare } from '../project/files.ts';

/** A place that gives a variable its value. */
export interface Definition {
  readonly name: Written;
  /** One of the tiers of Ansible's order of precedence (`names.json`). */
  readonly tier: Tier;
  /** Task or play; empty in a file of variables. */
  readonly node: string;
  /** Module whose result is registered. */
  readonly module?: string;
}

/** With what it is given, where that is written. */
export interface GivenDefinition extends Definition {
  readonly value: TreeNode | undefined;
}

export type Tier =
  | 'role defaults'
  | 'inventory file group vars'
  | 'inventory file host vars'
  | 'playbook group_vars/all'
  | 'playbook group_vars/*'
  | 'playbook host_vars/*'
  | 'play vars'
  | 'play vars_prompt'
  | 'play vars_files'
  | 'role vars'
  | 'block vars'
  | 'task vars'
  | 'set_facts and registered vars'
  | 'role and include_role params'
  | 'loop';

/** Lowest first; a later one wins. */
export const TIERS: readonly Tier[] = [
  'role defaults',
  'inventory file group vars',
  'playbook group_vars/all',
  'playbook group_vars/*',
  'inventory file host vars',
  'playbook host_vars/*',
  'play vars',
  'play vars_prompt',
  'play vars_files',
  'role vars',
  'block vars',
  'task vars',
  'set_facts and registered vars',
  'role and include_role params',
  'loop',
];

/** Known in one role or one play only, so that the same name elsewhere is another variable. */
export function isLocal({ tier }: Definition): boolean {
  return tier === 'set_facts and registered vars' || tier === 'block vars' || tier === 'task vars' || tier === 'loop';
}

interface Source {
  readonly source: { readonly path: string };
  readonly kind: FileKind;
  readonly plays: readonly Play[];
  readonly tasks: readonly Task[];
  readonly ini?: IniInventory;
  readonly tree: { readonly roots: readonly (TreeNode | undefined)[] };
}

export function definitionsIn({ source, kind, plays, tasks, tree, ini }: Source): GivenDefinition[] {
  const root = tree.roots.find((each) => each !== undefined);
  if (kind === 'vars') return ofMap(root, tierOf(source.path), '');
  if (kind === 'inventory') return ini ? ofIni(ini) : inventory(root, 0);
  if (kind === 'argument-specs') return specified(root);
  return [...plays.flatMap(ofPlay), ...[...allTasks(tasks)].flatMap(ofTask)];
}

function tierOf(path: string): Tier {
  if (/(^|\/)defaults\//.test(path)) return 'role defaults';
  if (/(^|\/)host_vars\//.test(path)) return 'playbook host_vars/*';
  if (/(^|\/)group_vars\/all(\/|\.|$)/.test(path)) return 'playbook group_vars/all';
  if (/(^|\/)group_vars\//.test(path)) return 'playbook group_vars/*';
  return /(^|\/)roles\/[^/]+\/vars\//.test(path) ? 'role vars' : 'play vars_files';
}

function ofMap(node: TreeNode | undefined, tier: Tier, path: string): GivenDefinition[] {
  if (node?.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }): GivenDefinition[] =>
    key.kind === 'scalar' && isName(key.text)
      ? [{ name: bare({ value: key.text, span: key.span }), tier, value, node: path }]
      : [],
  );
}

export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** Keys of a role that are keywords; every other one is a parameter. */
const ROLE_KEYS =
  /^(role|name|tags|when|vars|become.*|delegate_to|delegate_facts|environment|no_log|collections|any_errors_fatal|check_mode|connection|debugger|diff|ignore_errors|ignore_unreachable|module_defaults|port|remote_user|run_once|throttle|timeout)$/;

export function isRoleKeyword(key: string): boolean {
  return ROLE_KEYS.test(key);
}

function ofPlay({ map, path }: Play): GivenDefinition[] {
  const prompts = entryOf(map, 'vars_prompt')?.value;
  const roles = entryOf(map, 'roles')?.value;
  const vars = entryOf(map, 'vars')?.value;
  return [
    ...(vars?.kind === 'list' ? vars.items : [vars]).flatMap((each) => ofMap(each, 'play vars', path)),
    ...(prompts?.kind === 'list' ? prompts.items : []).flatMap((item) =>
      named(entryOf(item, 'name')?.value, 'play vars_prompt', path),
    ),
    ...(roles?.kind === 'list' ? roles.items : []).flatMap((role) => [
      ...ofMap(entryOf(role, 'vars')?.value, 'role and include_role params', path),
      ...ofMap(role, 'role and include_role params', path).filter(({ name }) => !ROLE_KEYS.test(name.value)),
    ]),
  ];
}

function named(node: TreeNode | undefined, tier: Tier, path: string, module?: string): GivenDefinition[] {
  const name = writtenText(node);
  return name && isName(name.value)
    ? [{ name: bare(name), tier, value: undefined, node: path, ...(module !== undefined && { module }) }]
    : [];
}

function ofTask(task: Task): GivenDefinition[] {
  const { map, path, kind, action } = task;
  const control = entryOf(map, 'loop_control')?.value;
  const short = action?.name.value.split('.').at(-1) ?? '';
  const isRole = short === 'include_role' || short === 'import_role';
  return [
    ...ofMap(
      entryOf(map, 'vars')?.value,
      kind === 'block' ? 'block vars' : isRole ? 'role and include_role params' : 'task vars',
      path,
    ),
    ...named(entryOf(map, 'register')?.value, 'set_facts and registered vars', path, action?.name.value),
    ...['loop_var', 'index_var'].flatMap((key) => named(entryOf(control, key)?.value, 'loop', path)),
    ...(short === 'set_fact' ? facts(task) : []),
    ...(short === 'include_vars'
      ? named(entryOf(action?.args, 'name')?.value, 'set_facts and registered vars', path)
      : []),
  ];
}

function facts(task: Task): GivenDefinition[] {
  return argumentsOf(task, false).list.flatMap(({ name, node }): GivenDefinition[] =>
    isName(name.value) && name.value !== 'cacheable'
      ? [{ name: bare(name), tier: 'set_facts and registered vars', value: node, node: task.path }]
      : [],
  );
}

const DEEPEST = 12;

/** Groups of a YAML inventory with their `vars`, hosts with theirs. */
function inventory(node: TreeNode | undefined, depth: number): GivenDefinition[] {
  if (node?.kind !== 'map' || depth > DEEPEST) return [];
  return node.entries.flatMap(({ value }) => {
    const hosts = entryOf(value, 'hosts')?.value;
    return [
      ...ofMap(entryOf(value, 'vars')?.value, 'inventory file group vars', ''),
      ...(hosts?.kind === 'map' ? hosts.entries : []).flatMap((host) =>
        ofMap(host.value, 'inventory file host vars', ''),
      ),
      ...inventory(entryOf(value, 'children')?.value, depth + 1),
    ];
  });
}

function ofIni({ sections }: IniInventory): GivenDefinition[] {
  return sections.flatMap(({ kind, lines }) =>
    kind === 'children'
      ? []
      : lines.flatMap(({ pairs }) =>
          pairs.flatMap(({ key }): GivenDefinition[] =>
            isName(key.value)
              ? [
                  {
                    name: key,
                    tier: kind === 'vars' ? 'inventory file group vars' : 'inventory file host vars',
                    value: undefined,
                    node: '',
                  },
                ]
              : [],
          ),
        ),
  );
}

/** Options that a role says it takes. */
function specified(root: TreeNode | undefined): GivenDefinition[] {
  const specs = entryOf(root, 'argument_specs')?.value;
  if (specs?.kind !== 'map') return [];
  return specs.entries.flatMap((entry) =>
    ofMap(entryOf(entry.value, 'options')?.value, 'role defaults', keyText(entry) ?? ''),
  );
}
