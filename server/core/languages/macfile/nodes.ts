import type { NodeSpan } from '../language.ts';

/** Path of the innermost node around an offset; empty at the top of the file. `nodes` stand outer before inner, in document order. */
export function nodeAt(nodes: readonly NodeSpan[], offset: number): string {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= 0; at--) {
    const node = nodes[at];
    if (node !== undefined && offset <= node.span.end) return node.path;
  }
  return '';
}
