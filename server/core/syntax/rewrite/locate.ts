import type { Span } from '../../model/span.ts';
import type { ListNode, MapNode, Tree, TreeEntry, TreeNode } from '../../model/tree.ts';

/** One level of the way from a root to a place. */
export type Step =
  | { readonly kind: 'entry'; readonly map: MapNode; readonly entry: TreeEntry }
  | { readonly kind: 'item'; readonly list: ListNode; readonly item: TreeNode };

/** Steps from the root to the deepest entry or item that contains the span, outermost first. */
export function stepsTo(tree: Tree, span: Span): readonly Step[] {
  const root = tree.roots.find((node) => node && covers(whole(node), span));
  const steps: Step[] = [];
  for (let node: TreeNode | undefined = root; node; ) {
    const step = stepInto(node, span);
    if (!step) break;
    steps.push(step);
    node = step.kind === 'item' ? step.item : covers(whole(step.entry.key), span) ? step.entry.key : step.entry.value;
  }
  return steps;
}

function stepInto(node: TreeNode, span: Span): Step | undefined {
  if (node.kind === 'map') {
    const entry = node.entries.find((one) => covers(one.span, span));
    return entry && { kind: 'entry', map: node, entry };
  }
  if (node.kind !== 'list') return undefined;
  const item = node.items.find((one) => covers(whole(one), span));
  return item && { kind: 'item', list: node, item };
}

/** The value that has this span (of itself, with its tag, of its entry, or of its key); a scalar before what contains it. */
export function valueAt(tree: Tree, span: Span): TreeNode | undefined {
  const steps = stepsTo(tree, span);
  const nodes = [...tree.roots, ...steps.map(nodeOf)];
  const exact = nodes.filter((node) => node !== undefined && isOf(node, span));
  return exact.find((node) => node?.kind === 'scalar') ?? exact[0] ?? entryAt(steps, span)?.value;
}

/** The map or list that has this span, or is the value of the entry or key that has it; an empty value can become one. */
export function collectionAt(tree: Tree, span: Span, kind: 'map' | 'list'): TreeNode | undefined {
  const steps = stepsTo(tree, span);
  const fits = (node: TreeNode | undefined) =>
    node !== undefined && (node.kind === kind || (node.kind === 'scalar' && node.style === 'empty'));
  const nodes = [...tree.roots, ...steps.map(nodeOf)].filter((node) => node !== undefined && isOf(node, span));
  const value = entryAt(steps, span)?.value;
  return nodes.find(fits) ?? (fits(value) ? value : undefined);
}

function nodeOf(step: Step): TreeNode {
  return step.kind === 'item' ? step.item : step.entry.value;
}

/** The deepest entry whose own span, or whose key's span, is this one. */
function entryAt(steps: readonly Step[], span: Span): TreeEntry | undefined {
  const step = steps.findLast(
    (one) => one.kind === 'entry' && (equal(one.entry.span, span) || equal(one.entry.key.span, span)),
  );
  return step?.kind === 'entry' ? step.entry : undefined;
}

/** A node with its tag and anchor. */
export function whole(node: TreeNode): Span {
  const start = Math.min(
    node.span.start,
    node.tag?.span.start ?? node.span.start,
    node.anchor ? node.anchor.span.start - 1 : node.span.start,
  );
  return { start, end: node.span.end };
}

function isOf(node: TreeNode, span: Span): boolean {
  return equal(node.span, span) || equal(whole(node), span);
}

export function equal(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

export function covers(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
