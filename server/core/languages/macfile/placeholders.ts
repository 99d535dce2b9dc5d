import type { Span } from '../../model/span.ts';
import type { Tree, TreeEntry, TreeNode } from '../../model/tree.ts';

/** `{NAME}` as written. `name` is empty for `{}`. */
export interface Placeholder {
  readonly name: string;
  readonly span: Span;
}

/** The class of names that `mac` looks for after replacement, and the same with digits, which it replaces but does not look for. */
const PLACEHOLDER = /\{([A-Za-z_-]*|[A-Za-z_][\w-]*)\}/g;

export function placeholdersIn(text: string): readonly Placeholder[] {
  if (!text.includes('{')) return [];
  return [...text.matchAll(PLACEHOLDER)].map(({ 0: whole, 1: name = '', index }) => ({
    name,
    span: { start: index, end: index + whole.length },
  }));
}

export function hasPlaceholder(text: string): boolean {
  return text.search(PLACEHOLDER) >= 0;
}

/** True for `{NAME}` and nothing else. */
export function isPlaceholder(text: string): boolean {
  return /^\{[A-Za-z_][\w-]*\}$/.test(text);
}

export interface Mask {
  /** As long as the original, and plain scalars where YAML would see flow maps. */
  readonly text: string;
  readonly unmask: (masked: string) => string;
}

/**
 * Makes the braces of placeholders invisible to YAML: `version: {INF_VERSION}` is text to `mac`, which replaces placeholders before
 * it reads YAML, but a flow map to a YAML reader. Offsets stay what they are.
 */
export function maskPlaceholders(text: string, placeholders: readonly Placeholder[]): Mask {
  if (placeholders.length === 0) return { text, unmask: (masked) => masked };
  const [open, close] = unusedPair(text);
  const pieces: string[] = [];
  let at = 0;
  for (const { name, span } of placeholders) {
    pieces.push(text.slice(at, span.start), open, name, close);
    at = span.end;
  }
  pieces.push(text.slice(at));
  return {
    text: pieces.join(''),
    unmask: (masked) => masked.replaceAll(open, '{').replaceAll(close, '}'),
  };
}

/** Two private-use characters that the text does not hold itself. */
function unusedPair(text: string): readonly [string, string] {
  for (let code = 0xe000; code < 0xf8fe; code += 2) {
    const pair = [String.fromCharCode(code), String.fromCharCode(code + 1)] as const;
    if (!text.includes(pair[0]) && !text.includes(pair[1])) return pair;
  }
  return ['\uf8fe', '\uf8ff'];
}

/** The tree of a masked text with the braces back in every scalar, comment and message. Shared nodes stay shared. */
export function unmaskTree(tree: Tree, text: string, { unmask }: Mask): Tree {
  const done = new Map<TreeNode, TreeNode>();
  const walk = (node: TreeNode): TreeNode => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const shown = rebuild(node, walk, unmask);
    done.set(node, shown);
    return shown;
  };
  return {
    ...tree,
    text,
    roots: tree.roots.map((root) => root && walk(root)),
    comments: tree.comments.map((comment) => ({ ...comment, text: unmask(comment.text) })),
    problems: tree.problems.map((problem) => ({ ...problem, message: unmask(problem.message) })),
  };
}

function rebuild(node: TreeNode, walk: (node: TreeNode) => TreeNode, unmask: Mask['unmask']): TreeNode {
  switch (node.kind) {
    case 'scalar':
      return { ...node, text: unmask(node.text) };
    case 'list':
      return { ...node, items: node.items.map(walk) };
    case 'map':
      return { ...node, entries: node.entries.map(rebuildEntry) };
    case 'alias':
      return node.target === undefined ? node : { ...node, target: walk(node.target) };
  }
  function rebuildEntry({ key, value, span }: TreeEntry): TreeEntry {
    return { key: walk(key), value: walk(value), span };
  }
}
