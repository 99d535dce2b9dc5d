import type { Comment } from '../../model/comment.ts';
import type { Span, Written } from '../../model/span.ts';
import type { TreeNode, TreeProblem } from '../../model/tree.ts';
import type { Stream } from './events.ts';

/** Offset in the text that was read → offset in the author's text. Never decreasing. */
export type OffsetMap = (offset: number) => number;

/**
 * The same stream with every span moved; aliases still refer to the (moved) node they name. What ends before `from` does not move:
 * those nodes are taken as they are.
 */
export function mapSpans(stream: Stream, map: OffsetMap, from = 0): Stream {
  const mover = new Mover(map, from);
  return {
    roots: stream.roots.map((root) => root && mover.node(root)),
    starts: stream.starts.map(map),
    comments: stream.comments.map((comment): Comment => ({ ...comment, span: mover.span(comment.span) })),
    problems: stream.problems.map((problem): TreeProblem => ({ ...problem, span: mover.span(problem.span) })),
  };
}

class Mover {
  readonly #map: OffsetMap;
  readonly #from: number;
  readonly #moved = new Map<TreeNode, TreeNode>();

  constructor(map: OffsetMap, from: number) {
    this.#map = map;
    this.#from = from;
  }

  span({ start, end }: Span): Span {
    return { start: this.#map(start), end: this.#map(end) };
  }

  node(node: TreeNode): TreeNode {
    if (node.span.end < this.#from) return node;
    const moved = this.#copy(node);
    if (node.anchor) this.#moved.set(node, moved);
    return moved;
  }

  #copy(node: TreeNode): TreeNode {
    const span = this.span(node.span);
    const tag = node.tag && { tag: this.#written(node.tag) };
    const anchor = node.anchor && { anchor: this.#written(node.anchor) };
    const properties = { span, ...tag, ...anchor };
    if (node.kind === 'scalar') return { ...node, ...properties };
    if (node.kind === 'list') return { ...node, ...properties, items: node.items.map((item) => this.node(item)) };
    if (node.kind === 'alias') {
      const target = node.target && (this.#moved.get(node.target) ?? node.target);
      return { kind: 'alias', name: node.name, ...properties, ...(target && { target }) };
    }
    const entries = node.entries.map(({ key, value, span: entrySpan }) => ({
      key: this.node(key),
      value: this.node(value),
      span: this.span(entrySpan),
    }));
    return { ...node, ...properties, entries };
  }

  #written({ value, span }: Written): Written {
    return { value, span: this.span(span) };
  }
}
