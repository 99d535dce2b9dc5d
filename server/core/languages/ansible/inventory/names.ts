import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import type { AnsibleReading } from '../reading.ts';
import type { IniInventory } from './ini.ts';

export interface InventoryNames {
  readonly groups: readonly string[];
  readonly hosts: readonly string[];
}

/** Groups and hosts of all inventories, with those that have variables of their own. */
export function inventoryNames(entries: readonly InventoryNames[]): InventoryNames {
  const groups = new Set<string>(['all']);
  const hosts = new Set<string>(['localhost']);
  for (const entry of entries) {
    for (const group of entry.groups) groups.add(group);
    for (const host of entry.hosts) hosts.add(host);
  }
  return { groups: [...groups], hosts: [...hosts] };
}

type Source = Pick<AnsibleReading, 'source' | 'kind' | 'ini' | 'tree'>;

/** Groups and hosts of one file: of an inventory, or the one that it has variables of. */
export function groupsAndHosts({ source, kind, ini, tree }: Source): InventoryNames {
  const groups = new Set<string>();
  const hosts = new Set<string>();
  const found = /(^|\/)(group_vars|host_vars)\/([^/]+)/.exec(source.path);
  const name = found?.[3]?.replace(/\.ya?ml$/, '');
  if (name !== undefined) (found?.[2] === 'group_vars' ? groups : hosts).add(name);
  if (kind === 'inventory') {
    for (const section of ini?.sections ?? []) {
      if (section.name.value !== 'ungrouped') groups.add(section.name.value);
      if (section.kind !== 'vars')
        for (const line of section.lines) (section.kind === 'children' ? groups : hosts).add(line.name.value);
    }
    for (const root of tree.roots) collect(root, groups, hosts, 0);
  }
  return { groups: [...groups], hosts: [...hosts] };
}

const DEEPEST = 12;

function collect(node: TreeNode | undefined, groups: Set<string>, hosts: Set<string>, depth: number): void {
  if (node?.kind !== 'map' || depth > DEEPEST) return;
  for (const entry of node.entries) {
    groups.add(keyText(entry) ?? '');
    const own = entryOf(entry.value, 'hosts')?.value;
    if (own?.kind === 'map') for (const host of own.entries) hosts.add(keyText(host) ?? '');
    collect(entryOf(entry.value, 'children')?.value, groups, hosts, depth + 1);
  }
}

/** Hosts of each group of an inventory in INI form; undefined for one with ranges or child groups, and for one listed twice. */
export function groupSizes({ ini }: { readonly ini?: IniInventory }): ReadonlyMap<string, number | undefined> {
  const sizes = new Map<string, number | undefined>();
  for (const { name, kind, lines } of ini?.sections ?? []) {
    if (kind === 'vars') continue;
    const countable =
      kind === 'hosts' && !sizes.has(name.value) && !lines.some((line) => /[[:\]]/.test(line.name.value));
    sizes.set(name.value, countable ? lines.length : undefined);
  }
  return sizes;
}

/** Hosts of each group that one inventory alone lists. */
export function sizesOfGroups(
  entries: readonly { readonly sizes: ReadonlyMap<string, number | undefined> }[],
): ReadonlyMap<string, number | undefined> {
  const found = new Map<string, number | undefined>();
  for (const { sizes } of entries)
    for (const [group, size] of sizes) found.set(group, found.has(group) ? undefined : size);
  return found;
}
