import type { Related } from '../model/finding.ts';
import type { MapNode, Tree, TreeNode, TreeProblem } from '../model/tree.ts';
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
    found.push(...duplicatesIn(node));
    for (const { key, value } of node.entries) open.push(key, value);
  }
  return found.sort((a, b) => a.span.start - b.span.start);
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
