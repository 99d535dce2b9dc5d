import type { Span, Written } from '../../model/span.ts';
import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { BLOCK_LISTS, isBlock, isTaskKeyword, PLAY_LISTS } from './keywords.ts';

export type FileKind =
  | 'playbook'
  | 'tasks'
  | 'handlers'
  | 'vars'
  | 'meta'
  | 'requirements'
  | 'inventory'
  | 'galaxy'
  | 'argument-specs'
  | 'molecule'
  | 'execution-environment'
  | 'runtime'
  | 'lint-config'
  | 'config'
  | 'template'
  | 'vault'
  | 'other';

export interface Play {
  readonly path: string;
  readonly map: MapNode;
  readonly name: Written | undefined;
  readonly tasks: readonly Task[];
}

/** A task, a handler or a block. `children` are the tasks of a block's lists. */
export interface Task {
  /** `plays.Web servers.tasks.Install nginx`; an unnamed one by its position. */
  readonly path: string;
  readonly map: MapNode;
  readonly kind: 'task' | 'handler' | 'block';
  readonly name: Written | undefined;
  readonly action: Action | undefined;
  /** Keys that are neither keywords nor the module: misspelt keywords, or a second module. */
  readonly strange: readonly TreeEntry[];
  readonly children: readonly Task[];
  readonly play: Play | undefined;
  /** `collections:` of the play: where short names are looked up first. */
  readonly collections: readonly string[];
  /** `module_defaults` in a scope around it may give its module options. */
  readonly hasDefaults: boolean;
}

export interface Action {
  /** As written: `apt`, `ansible.builtin.apt`. */
  readonly name: Written;
  readonly args: TreeNode;
  /** Entry that holds it: the module's own key, `action` or `local_action`. */
  readonly entry: TreeEntry;
}

interface Scope {
  readonly play: Play | undefined;
  readonly collections: readonly string[];
  /** Modules and groups that have defaults. */
  readonly defaults: readonly string[];
  readonly knows: (name: string) => boolean;
}

/** Plays of a playbook, with all their tasks. */
export function playsOf(root: TreeNode | undefined, knows: (name: string) => boolean): Play[] {
  return maps(root).map(([map, index]) => {
    const name = writtenText(entryOf(map, 'name')?.value);
    const path = `plays.${name?.value ?? index}`;
    const scope: Scope = {
      play: undefined,
      collections: texts(entryOf(map, 'collections')?.value),
      defaults: defaultsIn(map),
      knows,
    };
    const play: { path: string; map: MapNode; name: Written | undefined; tasks: Task[] } = {
      path,
      map,
      name,
      tasks: [],
    };
    for (const list of PLAY_LISTS) {
      const kind = list === 'handlers' ? 'handler' : 'task';
      play.tasks.push(...tasksOf(entryOf(map, list)?.value, kind, `${path}.${list}`, { ...scope, play }));
    }
    return play;
  });
}

/** Tasks of a tasks or handlers file. */
export function tasksOfFile(
  root: TreeNode | undefined,
  kind: 'task' | 'handler',
  knows: (name: string) => boolean,
): Task[] {
  return tasksOf(root, kind, 'tasks', { play: undefined, collections: [], defaults: [], knows });
}

/** Every task with those inside its blocks, outer ones first. */
export function* allTasks(tasks: readonly Task[]): Iterable<Task> {
  for (const task of tasks) {
    yield task;
    yield* allTasks(task.children);
  }
}

/** Blocks in blocks are followed this deep. */
const DEEPEST = 50;

function tasksOf(node: TreeNode | undefined, kind: 'task' | 'handler', path: string, scope: Scope, depth = 0): Task[] {
  if (depth > DEEPEST) return [];
  const taken = new Set<string>();
  return maps(node).map(([map, index]) => {
    const name = writtenText(entryOf(map, 'name')?.value);
    const own = name !== undefined && !taken.has(name.value) ? name.value : String(index);
    taken.add(own);
    return taskOf(map, name, kind, `${path}.${own}`, scope, depth);
  });
}

function taskOf(
  map: MapNode,
  name: Written | undefined,
  kind: 'task' | 'handler',
  path: string,
  scope: Scope,
  depth: number,
): Task {
  const defaults = [...scope.defaults, ...defaultsIn(map)];
  const common = { path, map, name, play: scope.play, collections: scope.collections };
  if (isBlock(map)) {
    const inner = { ...scope, defaults };
    const children = BLOCK_LISTS.flatMap((list) =>
      tasksOf(entryOf(map, list)?.value, kind, `${path}.${list}`, inner, depth + 1),
    );
    return { ...common, hasDefaults: false, kind: 'block', action: undefined, strange: [], children };
  }
  const { action, strange } = actionOf(map, scope.knows);
  const hasDefaults = action !== undefined && defaults.some((each) => mayGive(each, action.name.value));
  return { ...common, hasDefaults, kind, action, strange, children: [] };
}

/** Modules and groups that a play gives defaults: they hold in the roles and files that it runs as well. */
export function defaultsOf(plays: readonly Play[]): string[] {
  return plays.flatMap(({ map }) => defaultsIn(map));
}

/** Names of modules and groups; what only a run knows stands for everything. */
function defaultsIn(map: MapNode): string[] {
  const written = entryOf(map, 'module_defaults')?.value;
  if (written === undefined) return [];
  const maps = written.kind === 'list' ? written.items : [written];
  return maps.flatMap((each) => (each.kind === 'map' ? each.entries.map((entry) => keyText(entry) ?? '*') : ['*']));
}

/** Modules are named in short and in full; whether one belongs to a group is not looked up. */
export function mayGive(name: string, module: string): boolean {
  const last = (each: string): string => each.slice(each.lastIndexOf('.') + 1);
  return /[*{]|^group\/|^<<$/.test(name) || last(name) === last(module);
}

/** The one key that is no keyword. With several, the one that names a known module, else the first dotted, else the first. */
function actionOf(map: MapNode, knows: Scope['knows']): { action: Action | undefined; strange: TreeEntry[] } {
  const others = map.entries.filter((entry) => !isTaskKeyword(keyText(entry) ?? ''));
  const via = map.entries.find((entry) => keyText(entry) === 'action' || keyText(entry) === 'local_action');
  const chosen =
    others.find((entry) => knows(keyText(entry) ?? '')) ??
    others.find((entry) => (keyText(entry) ?? '').includes('.')) ??
    (via ? undefined : others[0]);
  const strange = others.filter((entry) => entry !== chosen);
  if (chosen !== undefined)
    return {
      action: { name: { value: keyText(chosen) ?? '', span: chosen.key.span }, args: chosen.value, entry: chosen },
      strange,
    };
  return { action: via && viaAction(via), strange };
}

/** `action: apt name=x`, `action: {module: apt, name: x}`. */
function viaAction(entry: TreeEntry): Action | undefined {
  const { value } = entry;
  const module = value.kind === 'map' ? writtenText(entryOf(value, 'module')?.value) : undefined;
  if (module !== undefined) return { name: module, args: value, entry };
  if (value.kind !== 'scalar') return undefined;
  const name = /^\S+/.exec(value.text)?.[0];
  if (name === undefined || name.includes('{{')) return undefined;
  const start = value.span.start + (value.style === 'single' || value.style === 'double' ? 1 : 0);
  return {
    name: { value: name, span: { start, end: Math.min(start + name.length, value.span.end) } },
    args: value,
    entry,
  };
}

function maps(node: TreeNode | undefined): [MapNode, number][] {
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item, index): [MapNode, number][] => (item.kind === 'map' ? [[item, index]] : []));
}

export function writtenText(node: TreeNode | undefined): Written | undefined {
  return node?.kind === 'scalar' && node.style !== 'empty' ? { value: node.text, span: node.span } : undefined;
}

export function texts(node: TreeNode | undefined): string[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap((item) => writtenText(item)?.value ?? []);
}

/** Header of a task: its name, else its first key. */
export function headerOf({ name, map }: { readonly name: Written | undefined; readonly map: MapNode }): Span {
  return name?.span ?? map.entries[0]?.key.span ?? map.span;
}
