import type { Related } from '../model/finding.ts';
import type { MapNode, Tree, TreeEntry, TreeNode, TreeProblem } from '../model/tree.ts';
import { keyText } from '../model/tree.ts';

/** A key that stands twice in one map. `span` is the later key, `related` the first one. */
export interface DuplicateKey extends TreeProblem {
  readonly code: 'duplicate-key';
  readonly key: string;
  readonly related: readonly Related[];
}

/** Duplicate keys of every map of the tree, in order of appearance. Merge keys (`<<`) may repeat. */
export function duplicateKeys(tree: Tree): readonly DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const open: TreeNode[] = tree.roots.filter((root) => root !== undefined);
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'list') for (const item of node.items) open.push(item);
    if (node.kind !== 'map') continue;
    if (mayRepeat(node)) found.push(...duplicatesIn(node));
    for (const { key, value } of node.entries) open.push(key, value);
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** Most maps are small, and comparing their keys one by one costs less than a table of them. */
const SMALL = 8;

function mayRepeat({ entries }: MapNode): boolean {
  if (entries.length > SMALL) return true;
  for (let i = 1; i < entries.length; i++) {
    const key = keyText(entries[i] as TreeEntry);
    for (let j = 0; key !== undefined && j < i; j++) if (keyText(entries[j] as TreeEntry) === key) return true;
  }
  return false;
}

function duplicatesIn(map: MapNode): DuplicateKey[] {
  const first = new Map<string, { start: number; end: number }>();
  const found: DuplicateKey[] = [];
  for (const entry of map.entries) {
    const key = keyText(entry);
    if (key === undefined || (key === '<<' && entry.key.kind === 'scalar' && entry.key.style === 'plain')) continue;
    const before = first.get(key);
    if (!before) first.set(key, entry.key.span);
    else
      found.push({
        code: 'duplicate-key',
        key,
        message: `The key '${shortened(key)}' stands twice in this map; the later one silently wins. Remove or rename one of them.`,
        span: entry.key.span,
        related: [{ message: 'First written here.', span: before }],
      });
  }
  return found;
}

function shortened(key: string): string {
  return key.length > 60 ? `${key.slice(0, 57)}...` : key;
}
