import type { Comment } from './comment.ts';
import type { Span, Written } from './span.ts';

/**
 * The neutral tree of YAML and JSON, whatever read it. Scalars stay text: what they mean is judged by who reads them,
 * so `Version: 2012-10-17` and `yes` never change meaning by YAML version.
 */
export type TreeNode = ScalarNode | MapNode | ListNode | AliasNode;

interface NodeBase {
  /** The node as written, quotes included, tag and anchor excluded. Collections end with their last child (flow: the closing bracket). */
  readonly span: Span;
  readonly tag?: Written;
  readonly anchor?: Written;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'empty';

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  /** Decoded text: quotes, escapes, folding and indentation removed. */
  readonly text: string;
  readonly style: ScalarStyle;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly TreeEntry[];
}

export interface TreeEntry {
  readonly key: TreeNode;
  /** An `empty` scalar where nothing was written. */
  readonly value: TreeNode;
  /** From the key to the end of the value. */
  readonly span: Span;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly TreeNode[];
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  /** Undefined when no such anchor stands before it. Never expanded: walk it with a budget. */
  readonly target?: TreeNode;
}

export interface TreeProblem {
  readonly code:
    | 'syntax'
    | 'tab-indentation'
    | 'too-deep'
    | 'too-large'
    | 'unclosed-quote'
    | 'undefined-alias'
    | 'several-documents'
    | 'duplicate-key'
    | 'comment'
    | 'trailing-comma';
  readonly message: string;
  readonly span: Span;
}

/** One parsed text. Sound parts of a broken text are kept; `problems` say what is wrong, ranges inside the text. */
export interface Tree {
  readonly text: string;
  readonly notation: 'yaml' | 'json';
  /** One root per document of the stream; `undefined` for an empty document. */
  readonly roots: readonly (TreeNode | undefined)[];
  readonly comments: readonly Comment[];
  readonly problems: readonly TreeProblem[];
  /** Which reader gave the tree; `repaired` parts may be incomplete, so absence of something in them is no evidence. */
  readonly tier: 'fast' | 'tolerant' | 'repaired' | 'refused';
}

/** Key of an entry as text; undefined for a collection used as a key. */
export function keyText(entry: TreeEntry): string | undefined {
  return entry.key.kind === 'scalar' ? entry.key.text : undefined;
}

/** Entry of a map by key; the last one wins, as in every YAML reader. Follows one alias. */
export function entryOf(node: TreeNode | undefined, key: string): TreeEntry | undefined {
  const map = node?.kind === 'alias' ? node.target : node;
  return map?.kind === 'map' ? map.entries.findLast((entry) => keyText(entry) === key) : undefined;
}
