import type { Span } from '../../server/core/model/span.ts';
import type { ScalarNode, Tree, TreeNode } from '../../server/core/model/tree.ts';

export function* nodesOf(tree: Tree): Iterable<TreeNode> {
  const open = tree.roots.filter((root) => root !== undefined);
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    if (node.kind === 'list') for (const item of node.items) open.push(item);
    if (node.kind === 'map') for (const { key, value } of node.entries) open.push(key, value);
  }
}

export function scalarsOf(tree: Tree): readonly ScalarNode[] {
  return [...nodesOf(tree)].filter((node) => node.kind === 'scalar');
}

/** Every span that a tree hands out. */
export function spansOf(tree: Tree): readonly Span[] {
  const spans: Span[] = [...tree.comments, ...tree.problems].map(({ span }) => span);
  for (const node of nodesOf(tree)) {
    spans.push(node.span);
    if (node.tag) spans.push(node.tag.span);
    if (node.anchor) spans.push(node.anchor.span);
    if (node.kind === 'map') for (const { span } of node.entries) spans.push(span);
  }
  return spans;
}
