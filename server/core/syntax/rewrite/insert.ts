import type { NewValue } from '../../model/intent.ts';
import type { Edit, Span } from '../../model/span.ts';
import type { ListNode, MapNode, ScalarNode, Tree, TreeNode } from '../../model/tree.ts';
import { keyText } from '../../model/tree.ts';
import { lineEnd } from '../yaml/gaps.ts';
import { afterLine, columnOf, indentOf, type Layout, startsLine } from './layout.ts';
import { collectionAt, stepsTo, whole } from './locate.ts';
import type { Edits } from './set.ts';
import { blockEntry, blockItem, flowPart } from './value.ts';

export function insertKey(
  tree: Tree,
  span: Span,
  key: string,
  value: NewValue,
  after: string | undefined,
  layout: Layout,
): Edits {
  const map = collectionAt(tree, span, 'map');
  if (map?.kind === 'scalar') return fillEmpty(tree, map, key, value, layout);
  if (map?.kind !== 'map') return undefined;
  if (map.entries.some((entry) => keyText(entry) === key)) return [];
  const anchor = map.entries.findLast((entry) => keyText(entry) === after) ?? map.entries.at(-1);
  if (map.flow) {
    return flowInsert(tree, map, anchor && { start: anchor.span.start, end: anchor.span.end }, key, value, layout);
  }
  if (!anchor) return undefined;
  const column = columnOf(tree.text, map.entries[0]?.span.start ?? 0);
  return blockInsert(tree, anchor.value, anchor.span.end, column, blockEntry(key, value, column, layout), layout);
}

export function insertItem(tree: Tree, span: Span, value: NewValue, layout: Layout): Edits {
  const list = collectionAt(tree, span, 'list');
  if (list?.kind === 'scalar') return fillEmpty(tree, list, undefined, value, layout);
  if (list?.kind !== 'list') return undefined;
  if (list.items.some((item) => item.kind === 'scalar' && item.text === value)) return [];
  const last = list.items.at(-1);
  if (list.flow) return flowInsert(tree, list, last && whole(last), undefined, value, layout);
  if (!last) return undefined;
  const column = columnOf(tree.text, list.span.start);
  return blockInsert(tree, last, last.span.end, column, blockItem(value, column, layout), layout);
}

/** On a line of its own behind the line where the neighbour ends. */
function blockInsert(tree: Tree, last: TreeNode, end: number, column: number, put: string, layout: Layout): Edits {
  const at = lineEnd(tree.text, keptEnd(tree.text, last, end));
  return [{ span: { start: at, end: at }, text: `${layout.eol}${' '.repeat(column)}${put}` }];
}

/** `|+` owns the blank lines behind it. */
function keptEnd(text: string, node: TreeNode, end: number): number {
  if (!keepsBlankLines(text, node)) return end;
  let at = lineEnd(text, end);
  for (let next = afterLine(text, at); next < text.length && lineEnd(text, next) === next; next = afterLine(text, next))
    at = next;
  return at;
}

/** True when the last thing in the node is a block scalar that keeps its trailing line breaks. */
export function keepsBlankLines(text: string, node: TreeNode): boolean {
  let last = node;
  for (;;) {
    const next =
      last.kind === 'map' ? last.entries.at(-1)?.value : last.kind === 'list' ? last.items.at(-1) : undefined;
    if (!next) break;
    last = next;
  }
  const block = last.kind === 'scalar' && (last.style === 'literal' || last.style === 'folded');
  return block && text.slice(last.span.start, last.span.start + 3).includes('+');
}

/** The first entry or item of a value that nobody wrote yet. */
function fillEmpty(tree: Tree, empty: ScalarNode, key: string | undefined, value: NewValue, layout: Layout): Edits {
  const step = stepsTo(tree, empty.span).findLast((one) => one.kind === 'entry' && one.entry.value === empty);
  if (layout.json || step?.kind !== 'entry' || step.map.flow) return undefined;
  const { text } = tree;
  if (empty.anchor || empty.tag || text.slice(empty.span.end, lineEnd(text, empty.span.end)).trim() !== '')
    return undefined;
  const parent = columnOf(text, step.entry.key.span.start);
  const column = parent + (key === undefined ? layout.listIndent : layout.step.length);
  const put = key === undefined ? blockItem(value, column, layout) : blockEntry(key, value, column, layout);
  return [{ span: empty.span, text: `${layout.eol}${' '.repeat(column)}${put}` }];
}

function flowInsert(
  tree: Tree,
  node: MapNode | ListNode,
  last: Span | undefined,
  key: string | undefined,
  value: NewValue,
  layout: Layout,
): Edits {
  const { text } = tree;
  if (!last) return fillBrackets(tree, node, key, value, layout);
  if (!startsLine(text, last.start)) {
    const indent = indentOf(text, node.span.start);
    return [{ span: { start: last.end, end: last.end }, text: `, ${flowPart(key, value, indent, layout)}` }];
  }
  const indent = indentOf(text, last.start);
  const line = `${layout.eol}${indent}${flowPart(key, value, indent, layout)}`;
  const end = lineEnd(text, last.end);
  const rest = text.slice(last.end, end).trim();
  if (!rest.startsWith('#')) return [{ span: { start: last.end, end: last.end }, text: `,${line}` }];
  const comma: Edit = { span: { start: last.end, end: last.end }, text: ',' };
  return [comma, { span: { start: end, end }, text: line }];
}

function fillBrackets(
  tree: Tree,
  node: MapNode | ListNode,
  key: string | undefined,
  value: NewValue,
  layout: Layout,
): Edits {
  const inner = { start: node.span.start + 1, end: node.span.end - 1 };
  if (inner.end < inner.start || tree.text.slice(inner.start, inner.end).trim() !== '') return undefined;
  const indent = indentOf(tree.text, node.span.start);
  if (!layout.json) {
    const part = flowPart(key, value, indent, layout);
    return [{ span: inner, text: key === undefined ? part : ` ${part} ` }];
  }
  if (!layout.pretty) return [{ span: inner, text: flowPart(key, value, indent, layout) }];
  const deeper = indent + layout.step;
  return [{ span: inner, text: `${layout.eol}${deeper}${flowPart(key, value, deeper, layout)}${layout.eol}${indent}` }];
}
