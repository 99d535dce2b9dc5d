import type { Span } from '../../model/span.ts';
import type { ListNode, MapNode, Tree } from '../../model/tree.ts';
import { lineEnd } from '../yaml/gaps.ts';
import { keepsBlankLines } from './insert.ts';
import { afterLine, columnOf, indentOf, type Layout, startOfLine, startsLine } from './layout.ts';
import { covers, equal, type Step, stepsTo, whole } from './locate.ts';
import type { Edits } from './set.ts';

export function removeEntry(tree: Tree, at: Span): Edits {
  let steps = stepsTo(tree, at);
  for (let step = steps.at(-1); step; step = steps.at(-1)) {
    const parts = partsOf(step);
    const removal = removalOf(tree, step);
    // A block collection cannot be empty: what holds it goes with its last part.
    if (parts.length > 1 || isFlow(step)) return removal && [{ span: removal, text: '' }];
    steps = steps.slice(0, -1);
  }
  return undefined;
}

export function moveEntry(tree: Tree, at: Span, before: Span, layout: Layout): Edits {
  const steps = stepsTo(tree, at);
  const step = steps.findLast((one) => {
    if (one.kind !== 'entry') return false;
    const target = one.map.entries.find((entry) => covers(entry.span, before));
    return target !== undefined && target !== one.entry;
  });
  if (step?.kind !== 'entry') return steps.length > 0 && stepsTo(tree, before).length > 0 ? [] : undefined;
  const { map, entry } = step;
  const target = map.entries.find((one) => covers(one.span, before));
  const index = map.entries.indexOf(entry);
  if (!target || map.entries[index + 1] === target) return [];
  const removal = removalOf(tree, step);
  if (!removal || keepsBlankLines(tree.text, entry.value)) return undefined;
  return map.flow
    ? moveInFlow(tree, entry.span, target.span, removal, layout)
    : moveLines(tree, entry.span, target.span, removal, layout);
}

function moveLines(tree: Tree, entry: Span, target: Span, removal: Span, layout: Layout): Edits {
  const { text } = tree;
  const from = startsLine(text, entry.start) ? commentStart(tree, entry.start) : entry.start;
  const to = startsLine(text, target.start) ? commentStart(tree, target.start) : target.start;
  const indent = ' '.repeat(columnOf(text, entry.start));
  const put = `${text.slice(from, lineEnd(text, entry.end))}${layout.eol}${indent}`;
  return [
    { span: removal, text: '' },
    { span: { start: to, end: to }, text: put },
  ];
}

function moveInFlow(tree: Tree, entry: Span, target: Span, removal: Span, layout: Layout): Edits {
  const { text } = tree;
  const separator = startsLine(text, target.start) ? `,${layout.eol}${indentOf(text, target.start)}` : ', ';
  return [
    { span: removal, text: '' },
    { span: { start: target.start, end: target.start }, text: text.slice(entry.start, entry.end) + separator },
  ];
}

function isFlow(step: Step): boolean {
  return step.kind === 'entry' ? step.map.flow : step.list.flow;
}

function partsOf(step: Step): readonly Span[] {
  if (step.kind === 'entry') return step.map.entries.map((entry) => entry.span);
  return step.list.items.map(whole);
}

/** What is cut out with an entry or item; undefined when a comment of somebody else would go with it. */
function removalOf(tree: Tree, step: Step): Span | undefined {
  const parts = partsOf(step);
  const own = step.kind === 'entry' ? step.entry.span : whole(step.item);
  const index = parts.findIndex((part) => equal(part, own));
  if (index < 0) return undefined;
  const flow = isFlow(step);
  const span = flow ? flowRemoval(parts, index) : blockRemoval(tree, step, parts, index);
  const strange = tree.comments.some(
    (comment) =>
      span &&
      covers(span, comment.span) &&
      !covers(own, comment.span) &&
      (flow || !belongs(tree, span, own, comment.span)),
  );
  return strange ? undefined : span;
}

/** Comment lines directly above an entry, and the comment behind its last line, go with it. */
function belongs(tree: Tree, span: Span, own: Span, comment: Span): boolean {
  return comment.end <= own.start ? comment.start >= span.start : comment.start < lineEnd(tree.text, own.end);
}

function flowRemoval(parts: readonly Span[], index: number): Span {
  const own = parts[index] as Span;
  const next = parts[index + 1];
  const before = parts[index - 1];
  if (next) return { start: own.start, end: next.start };
  return before ? { start: before.end, end: own.end } : own;
}

function blockRemoval(tree: Tree, step: Step, parts: readonly Span[], index: number): Span | undefined {
  const { text } = tree;
  const own = parts[index] as Span;
  const start = step.kind === 'item' ? dashOf(text, step.list, own) : own.start;
  if (start === undefined) return undefined;
  if (!startsLine(text, start)) {
    const next = parts[index + 1];
    const nextStart = next && (step.kind === 'item' ? dashOf(text, step.list, next) : next.start);
    return nextStart === undefined ? undefined : { start, end: nextStart };
  }
  const first = startOfLine(text, commentStart(tree, start));
  const end = afterLine(text, own.end);
  const previous = step.kind === 'item' ? step.list.items[index - 1] : step.map.entries[index - 1]?.value;
  // Blank lines behind the removed part would become text of the block before it.
  if (previous && end < text.length && lineEnd(text, end) === end && keepsBlankLines(text, previous)) return undefined;
  if (end < text.length || lineEnd(text, own.end) < text.length || first === 0) return { start: first, end };
  return { start: beforeBreak(text, first), end };
}

/** The dash of an item: the nearest one before it in the column of its list. */
function dashOf(text: string, list: ListNode | MapNode, item: Span): number | undefined {
  const column = columnOf(text, list.span.start);
  for (let at = item.start - 1; at >= list.span.start; at--) {
    if (text[at] === '-' && columnOf(text, at) === column) return at;
  }
  return undefined;
}

/** Start of the comment lines that stand directly above, in the same column. */
function commentStart(tree: Tree, start: number): number {
  const { text } = tree;
  const column = columnOf(text, start);
  let first = start;
  for (let line = startOfLine(text, start); line > 0; ) {
    const above = startOfLine(text, beforeBreak(text, line));
    const at = above + column;
    if (text.slice(above, at).trim() !== '' || text[at] !== '#' || !isComment(tree, at)) break;
    first = at;
    line = above;
  }
  return first;
}

function isComment(tree: Tree, at: number): boolean {
  return tree.comments.some((comment) => comment.own && comment.span.start === at);
}

function beforeBreak(text: string, lineStart: number): number {
  const at = lineStart - 1;
  return text[at] === '\n' && text[at - 1] === '\r' ? at - 1 : at;
}
