import type { Span, Written } from '../../model/span.ts';
import type { AliasNode, TreeEntry, TreeNode, TreeProblem } from '../../model/tree.ts';

interface Open {
  span: { start: number; end: number };
  tag?: Written;
  anchor?: Written;
}

/** A collection that is still being filled; as a `TreeNode` it is complete once its frame is closed. */
export type Building =
  | (Open & { readonly kind: 'map'; readonly flow: boolean; readonly entries: TreeEntry[] })
  | (Open & { readonly kind: 'list'; readonly flow: boolean; readonly items: TreeNode[] });

export interface Frame {
  readonly node: Building;
  /** True when the collection has brackets of its own. */
  readonly bracket: boolean;
  key?: TreeNode | undefined;
}

export function endOf(node: Building): number {
  const last = node.kind === 'map' ? node.entries.at(-1)?.span.end : node.items.at(-1)?.span.end;
  return Math.max(last ?? 0, node.kind === 'list' && last === node.span.start ? node.span.start + 1 : node.span.start);
}

/** Anchors of one document. An alias refers to the nearest definition before it, never to a node that contains it. */
export class Anchors {
  readonly problems: TreeProblem[] = [];
  readonly #nodes = new Map<string, TreeNode>();
  readonly #open = new Set<TreeNode>();

  clear(): void {
    this.#nodes.clear();
    this.#open.clear();
  }

  define(node: TreeNode): void {
    if (!node.anchor) return;
    this.#nodes.set(node.anchor.value, node);
    if (node.kind !== 'scalar') this.#open.add(node);
  }

  close(node: TreeNode): void {
    if (node.anchor) this.#open.delete(node);
  }

  alias(name: string, span: Span): AliasNode {
    const target = this.#nodes.get(name);
    if (target && !this.#open.has(target)) return { kind: 'alias', name, target, span };
    const message = target
      ? `Alias *${name} stands inside the node it refers to. A node that contains itself can never be expanded; write the value out.`
      : `Alias *${name} has no anchor before it. Define &${name} above, or write the value here.`;
    this.problems.push({ code: 'undefined-alias', message, span });
    return { kind: 'alias', name, span };
  }
}
