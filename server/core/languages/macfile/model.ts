import type { Span } from '../../model/span.ts';
import { entryOf, keyText, type MapNode, type ScalarNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';

/** One `name: body` of a section. */
export interface Named {
  readonly name: string;
  readonly key: Span;
  readonly entry: TreeEntry;
  /** The body with aliases followed. */
  readonly body: TreeNode;
}

export type EntryKind = 'role' | 'resource' | 'action' | 'none';

export interface Macfile {
  /** A library is used through `parents`, has no work list and is never run by itself. */
  readonly kind: 'main' | 'library';
  readonly root: MapNode | undefined;
  readonly parents: readonly Named[];
  readonly roles: readonly Named[];
  readonly actions: readonly Named[];
  readonly resources: readonly Named[];
  readonly infrastructures: readonly Named[];
  readonly defaults: readonly Named[];
}

export function macfileOf(node: TreeNode | undefined): Macfile {
  const root = follow(node);
  const map = root?.kind === 'map' ? root : undefined;
  return {
    kind: kindOf(map),
    root: map,
    parents: section(map, 'parents'),
    roles: section(map, 'roles'),
    actions: section(map, 'actions'),
    resources: section(map, 'resources'),
    infrastructures: section(map, 'infrastructures'),
    defaults: section(map, 'defaults'),
  };
}

function kindOf(root: MapNode | undefined): Macfile['kind'] {
  const has = (key: string) => entryOf(root, key) !== undefined;
  const isMain = has('infrastructures') || has('roles') || has('parents');
  return !isMain && (has('defaults') || has('resources') || has('actions')) ? 'library' : 'main';
}

/** Named children of a section; of two with one name the last counts, as in the tool, at the place of the first. */
function section(root: MapNode | undefined, key: string): readonly Named[] {
  return namedIn(entryOf(root, key)?.value);
}

export function namedIn(node: TreeNode | undefined): readonly Named[] {
  const map = follow(node);
  if (map?.kind !== 'map') return [];
  const byName = new Map<string, Named>();
  for (const entry of map.entries) {
    const name = keyText(entry);
    if (name === undefined) continue;
    byName.set(name, { name, key: entry.key.span, entry, body: follow(entry.value) ?? entry.value });
  }
  return [...byName.values()];
}

/** The node an alias stands for; the node itself otherwise. */
export function follow(node: TreeNode | undefined): TreeNode | undefined {
  return node?.kind === 'alias' ? (node.target ?? node) : node;
}

export function bodyMap(named: Named): MapNode | undefined {
  return named.body.kind === 'map' ? named.body : undefined;
}

/** Scalar under a key, aliases followed. */
export function scalarAt(node: TreeNode | undefined, key: string): ScalarNode | undefined {
  const value = follow(entryOf(node, key)?.value);
  return value?.kind === 'scalar' ? value : undefined;
}

export function isEmpty(node: TreeNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && isNull(node));
}

/** `~`, `null` and nothing at all. */
export function isNull(node: ScalarNode): boolean {
  if (node.style === 'empty') return true;
  return node.style === 'plain' && /^(~|null|Null|NULL|)$/.test(node.text);
}

/** Role first, then resource, then action: the order in which the tool looks. */
export function entryKind(body: TreeNode | undefined): EntryKind {
  if (entryOf(body, 'role') !== undefined) return 'role';
  if (entryOf(body, 'resource') !== undefined) return 'resource';
  return entryOf(body, 'action') !== undefined ? 'action' : 'none';
}

/** The map under `instance create` of a role. */
export function instanceOf(role: Named): TreeNode | undefined {
  return follow(entryOf(role.body, 'instance create')?.value);
}

/** One pair of an `environment` list. Only the first key of an item is used. */
export interface EnvironmentItem {
  readonly key: string;
  readonly keySpan: Span;
  readonly entry: TreeEntry;
  readonly value: TreeNode;
}

export function environmentOf(node: TreeNode | undefined): readonly EnvironmentItem[] {
  const list = follow(entryOf(node, 'environment')?.value);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) => {
    const map = follow(item);
    const entry = map?.kind === 'map' ? map.entries[0] : undefined;
    const key = entry && keyText(entry);
    if (entry === undefined || key === undefined) return [];
    return [{ key, keySpan: entry.key.span, entry, value: follow(entry.value) ?? entry.value }];
  });
}
