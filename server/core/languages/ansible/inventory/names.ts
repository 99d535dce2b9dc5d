import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import type { AnsibleReading } from '../reading.ts';

export interface InventoryNames {
  readonly groups: readonly string[];
  readonly hosts: readonly string[];
}

/** Groups and hosts of all inventories, with those that have variables of their own. */
export function inventoryNames(readings: readonly AnsibleReading[]): InventoryNames {
  const groups = new Set<string>(['all']);
  const hosts = new Set<string>(['localhost']);
  for (const reading of readings) {
    const found = /(^|\/)(group_vars|host_vars)\/([^/]+)/.exec(reading.source.path);
    const name = found?.[3]?.replace(/\.ya?ml$/, '');
    if (name !== undefined) (found?.[2] === 'group_vars' ? groups : hosts).add(name);
    if (reading.kind !== 'inventory') continue;
    for (const section of reading.ini?.sections ?? []) {
      if (section.name.value !== 'ungrouped') groups.add(section.name.value);
      if (section.kind !== 'vars')
        for (const line of section.lines) (section.kind === 'children' ? groups : hosts).add(line.name.value);
    }
    for (const root of reading.tree.roots) collect(root, groups, hosts, 0);
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

/** Hosts of a group, where one inventory in INI form lists them without ranges or child groups. */
export function groupSize(readings: readonly AnsibleReading[], group: string): number | undefined {
  const found = readings.flatMap(({ ini }) => (ini?.sections ?? []).filter(({ name }) => name.value === group));
  const lists = found.filter(({ kind }) => kind === 'hosts');
  const [only] = lists;
  if (only === undefined || lists.length !== 1 || found.some(({ kind }) => kind === 'children')) return undefined;
  return only.lines.some(({ name }) => /[[:\]]/.test(name.value)) ? undefined : only.lines.length;
}
