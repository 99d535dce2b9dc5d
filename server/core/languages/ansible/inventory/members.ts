import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import type { Project } from '../../language.ts';
import { allEntries } from '../project/entry.ts';
import { kept, readingAt } from '../project/per-file.ts';
import type { AnsibleReading } from '../reading.ts';

/** Which groups and hosts belong to a group, over all inventories of the project. */
export interface Members {
  readonly children: ReadonlyMap<string, ReadonlySet<string>>;
  readonly hosts: ReadonlyMap<string, ReadonlySet<string>>;
}

export function membersOf(project: Project): Members {
  return kept(project, 'ansible group members', '', () => {
    const children = new Map<string, Set<string>>();
    const hosts = new Map<string, Set<string>>();
    for (const { path, kind } of allEntries(project)) {
      const reading = kind === 'inventory' ? readingAt(path, project) : undefined;
      if (reading) collect(reading, children, hosts);
    }
    return { children, hosts };
  });
}

function collect({ ini, tree }: AnsibleReading, children: Map<string, Set<string>>, hosts: Map<string, Set<string>>) {
  for (const { name, kind, lines } of ini?.sections ?? []) {
    if (kind === 'vars') continue;
    const into = kind === 'children' ? children : hosts;
    for (const line of lines) add(into, name.value, line.name.value);
  }
  const below = (group: string, node: TreeNode, depth: number): void => {
    const own = entryOf(node, 'hosts')?.value;
    if (own?.kind === 'map') for (const entry of own.entries) add(hosts, group, keyText(entry) ?? '');
    const inner = entryOf(node, 'children')?.value;
    if (inner?.kind !== 'map' || depth > DEEPEST) return;
    for (const entry of inner.entries) {
      add(children, group, keyText(entry) ?? '');
      below(keyText(entry) ?? '', entry.value, depth + 1);
    }
  };
  for (const root of tree.roots)
    if (root?.kind === 'map') for (const entry of root.entries) below(keyText(entry) ?? '', entry.value, 0);
}

const DEEPEST = 12;

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

/** Names of groups and hosts in a host pattern; what it takes out or cuts is in it all the same. */
export function namesInPattern(patterns: readonly string[]): readonly string[] {
  const names = patterns.flatMap((pattern) => pattern.split(/[:,]/)).map((name) => name.replace(/^[&!]/, '').trim());
  return [...new Set(names.filter((name) => name !== '' && !name.startsWith('{')))];
}

/** These groups, those around them and those in them: whose variables the hosts of a play may get. */
export function relatedGroups(names: readonly string[], { children }: Members): readonly string[] {
  const found = new Set(['all', ...names, ...closed(names, (name) => children.get(name) ?? [])]);
  const parents = [...children].filter(([, inner]) => [...inner].some((name) => found.has(name)));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [name, inner] of children) if ([...inner].some((each) => found.has(each))) found.add(name);
  }
  return parents.length === 0 ? [...found] : [...found].toSorted();
}

/** Hosts behind names; a group whose hosts nobody lists stands for itself, and `*` for everything. */
export function machinesOf(names: readonly string[], { children, hosts }: Members): readonly string[] {
  if (names.length === 0 || names.some((name) => name === 'all' || /[*?~[]/.test(name))) return ['*'];
  const groups = [...names, ...closed(names, (name) => children.get(name) ?? [])];
  const leaves = groups.flatMap((name): readonly string[] => {
    const own = hosts.get(name);
    return own ? [...own] : children.has(name) ? [] : [name];
  });
  return [...new Set(leaves)].toSorted();
}

function closed(start: readonly string[], next: (name: string) => Iterable<string>): readonly string[] {
  const found = new Set<string>();
  const queue = [...start];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const each of next(at)) if (!found.has(each)) queue.push(each);
    for (const each of next(at)) found.add(each);
  }
  return [...found];
}
