import type { Span } from '../model/span.ts';
import { keyText, type ListNode, type MapNode, type Tree, type TreeEntry, type TreeNode } from '../model/tree.ts';

/**
 * Where the cursor stands, for completion and hover, also in text that is not finished.
 * `path` are keys and list indices from the root; for a key it is the path of the map that gets the key.
 */
export interface TreePlace {
  readonly role: 'key' | 'value';
  readonly path: readonly string[];
  /** What completion replaces: the word under the cursor without its quotes. Zero-width where nothing is written. */
  readonly span: Span;
  /** Text of `span` before the cursor. */
  readonly prefix: string;
  /** The map of a key place; undefined where the map has no entry yet. */
  readonly map: MapNode | undefined;
  /** The scalar or key under the cursor. */
  readonly node: TreeNode | undefined;
  /** The place starts a list item in block style: it may become a plain value or the first key of a map. */
  readonly item: boolean;
  /** Inside `{}` or `[]`. */
  readonly flow: boolean;
  /** Column of the key in block style. */
  readonly column: number;
}

export function placeAt(tree: Tree, offset: number): TreePlace {
  const root = rootAt(tree, offset);
  const found = root === undefined ? undefined : descend(tree.text, root, [], offset);
  if (found !== undefined) return found;
  if (tree.notation === 'json')
    return {
      ...NOWHERE,
      flow: true,
      span: { start: offset, end: offset },
      map: root?.kind === 'map' ? root : undefined,
    };
  return blockPlace(tree, root, offset);
}

const NOWHERE: TreePlace = {
  role: 'key',
  path: [],
  span: { start: 0, end: 0 },
  prefix: '',
  map: undefined,
  node: undefined,
  item: false,
  flow: false,
  column: 0,
};

/** The document of the stream that the offset belongs to: the last one that starts before it. */
function rootAt(tree: Tree, offset: number): TreeNode | undefined {
  const roots = tree.roots.filter((root) => root !== undefined);
  return roots.findLast((root) => root.span.start <= offset) ?? roots[0];
}

/** Follows nodes whose text holds the offset. Undefined when it stands between them in block style. */
function descend(text: string, node: TreeNode, path: readonly string[], offset: number): TreePlace | undefined {
  if (node.kind === 'map') return descendMap(text, node, path, offset);
  if (node.kind === 'list') return descendList(text, node, path, offset);
  return holds(node, offset) ? valuePlace(text, node, path, offset) : undefined;
}

function descendMap(text: string, map: MapNode, path: readonly string[], offset: number): TreePlace | undefined {
  for (const entry of map.entries) {
    if (holds(entry.key, offset) && entry.key.span.end > entry.key.span.start)
      return keyPlace(text, entry, map, path, offset);
    const name = keyText(entry);
    if (name === undefined || offset <= entry.key.span.end) continue;
    const inner = descend(text, entry.value, [...path, name], offset);
    if (inner !== undefined) return inner;
    if (isEmptyHere(text, entry, offset)) return valuePlace(text, entry.value, [...path, name], offset);
  }
  if (!map.flow || offset <= map.span.start || offset >= map.span.end) return undefined;
  return flowPlace(text, map, path, offset);
}

function descendList(text: string, list: ListNode, path: readonly string[], offset: number): TreePlace | undefined {
  for (const [index, item] of list.items.entries()) {
    const inner = descend(text, item, [...path, String(index)], offset);
    if (inner !== undefined)
      return item.kind === 'scalar' && (item.style === 'plain' || item.style === 'empty')
        ? { ...inner, item: !list.flow }
        : inner;
  }
  if (!list.flow || offset <= list.span.start || offset >= list.span.end) return undefined;
  const span = wordAt(text, offset);
  const before = list.items.filter((item) => item.span.start < span.start).length;
  return {
    ...NOWHERE,
    role: 'value',
    path: [...path, String(before)],
    span,
    prefix: text.slice(span.start, offset),
    flow: true,
  };
}

function holds(node: TreeNode, offset: number): boolean {
  return node.span.start <= offset && offset <= node.span.end;
}

/** The cursor stands behind `key:` on the same line, and there is no value yet. */
function isEmptyHere(text: string, { key, value }: TreeEntry, offset: number): boolean {
  if (value.kind !== 'scalar' || value.style !== 'empty') return false;
  const between = text.slice(key.span.end, offset);
  return (
    /^\s*:[ \t]*(![\w:.-]+[ \t]+)?$/.test(between) &&
    !between.includes('\n') &&
    /^[ \t]*(#.*)?(\r?\n|[,}\]]|$)/.test(text.slice(offset, offset + 500))
  );
}

function keyPlace(text: string, { key }: TreeEntry, map: MapNode, path: readonly string[], offset: number): TreePlace {
  const span = inner(key);
  return {
    ...NOWHERE,
    path,
    span,
    prefix: text.slice(span.start, Math.max(span.start, offset)),
    map,
    node: key,
    flow: map.flow,
    column: columnOf(text, key.span.start),
  };
}

function valuePlace(text: string, node: TreeNode, path: readonly string[], offset: number): TreePlace {
  const empty = node.kind === 'scalar' && node.style === 'empty';
  const span = empty ? { start: offset, end: offset } : inner(node);
  return {
    ...NOWHERE,
    role: 'value',
    path,
    span,
    prefix: text.slice(span.start, Math.max(span.start, offset)),
    node,
    column: columnOf(text, offset),
  };
}

function inner(node: TreeNode): Span {
  const quoted =
    node.kind === 'scalar' &&
    (node.style === 'single' || node.style === 'double') &&
    node.span.end > node.span.start + 1;
  return quoted ? { start: node.span.start + 1, end: node.span.end - 1 } : node.span;
}

/** Between the entries of a `{}`: behind a colon a value, else a key. */
function flowPlace(text: string, map: MapNode, path: readonly string[], offset: number): TreePlace {
  const span = wordAt(text, offset);
  const prefix = text.slice(span.start, offset);
  const before = text.slice(map.span.start, span.start).trimEnd();
  const entry = map.entries.findLast((each) => each.key.span.end <= span.start);
  const name = entry && keyText(entry);
  if (before.endsWith(':') && name !== undefined)
    return { ...NOWHERE, role: 'value', path: [...path, name], span, prefix, flow: true };
  return { ...NOWHERE, path, span, prefix, map, flow: true };
}

function wordAt(text: string, offset: number): Span {
  let start = offset;
  while (
    start > 0 &&
    /[\w.:$/-]/.test(text.charAt(start - 1)) &&
    !(text.charAt(start - 1) === ':' && !/[\w:]/.test(text.charAt(start)))
  )
    start--;
  let end = offset;
  while (end < text.length && /[\w.$/-]/.test(text.charAt(end))) end++;
  return { start, end };
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Nobody types in longer lines, and the expressions below take their time on them. */
const LONGEST_LINE = 400;

/** A line of its own in block style: the indentation says which map or list it continues. */
function blockPlace(tree: Tree, root: TreeNode | undefined, offset: number): TreePlace {
  const start = lineStart(tree.text, offset);
  if (offset - start > LONGEST_LINE) return NOWHERE;
  const [, indent = '', dashes = '', typed = ''] =
    /^(\s*)((?:-[ \t]+)*)(.*)$/.exec(tree.text.slice(start, offset)) ?? [];
  const column = indent.length + dashes.length;
  const rest = /^[\w.:$/-]*/.exec(tree.text.slice(offset, offset + 200))?.[0] ?? '';
  const colon = /^(['"]?)([\w.$/:-]*?)\1\s*:[ \t]+(.*)$/.exec(typed);
  const span = { start: offset - (colon?.[3] ?? typed).length, end: offset + rest.length };
  const path = root === undefined ? [] : containerAt(tree.text, root, start, indent.length, column, dashes !== '');
  const map = nodeAt(root, path);
  const common = { span, prefix: tree.text.slice(span.start, offset), column, item: dashes !== '' };
  if (colon !== null) return { ...NOWHERE, ...common, role: 'value', path: [...path, colon[2] ?? ''] };
  return { ...NOWHERE, ...common, path, map: map?.kind === 'map' ? map : undefined };
}

/** Path of the collection that a line at this indentation belongs to: entries left of it open, equal ones are siblings. */
function containerAt(
  text: string,
  root: TreeNode,
  line: number,
  indent: number,
  column: number,
  dashed: boolean,
): string[] {
  const path: string[] = [];
  for (let node: TreeNode | undefined = root; node !== undefined; ) {
    if (node.kind === 'map' && !node.flow) {
      const entry: TreeEntry | undefined = node.entries.findLast((each) => each.key.span.start < line);
      const left = entry && columnOf(text, entry.key.span.start);
      const name = entry && keyText(entry);
      const opens = left !== undefined && (left < indent || (left === indent && dashed && entry?.value.kind !== 'map'));
      if (entry === undefined || name === undefined || !opens) return path;
      path.push(name);
      node = entry.value;
    } else if (node.kind === 'list' && !node.flow) {
      const index: number = node.items.findLastIndex((each) => each.span.start < line);
      const item: TreeNode | undefined = node.items[index];
      const dash = item && columnOf(text, text.lastIndexOf('-', item.span.start));
      if (dashed && (dash === undefined || dash >= indent))
        return [...path, String(node.items.filter((each) => each.span.start < line).length)];
      if (item === undefined || dash === undefined || dash >= column) return path;
      path.push(String(index));
      node = item;
    } else {
      return dashed && node.kind === 'scalar' ? [...path, '0'] : path;
    }
  }
  return path;
}

/** Node under a path of keys and indices. */
export function nodeAt(root: TreeNode | undefined, path: readonly string[]): TreeNode | undefined {
  let node = root;
  for (const step of path) {
    const at: TreeNode | undefined = node?.kind === 'alias' ? node.target : node;
    if (at?.kind === 'list') node = at.items[Number(step)];
    else node = at?.kind === 'map' ? at.entries.findLast((entry) => keyText(entry) === step)?.value : undefined;
  }
  return node;
}
