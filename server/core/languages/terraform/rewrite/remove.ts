import type { Edit, Span } from '../../../model/span.ts';
import type { HclTuple } from '../../../syntax/hcl.ts';
import { newlineOf, wholeLines } from '../check/edits.ts';
import type { TerraformReading } from '../read/reading.ts';
import { type Node, nodeAt } from './locate.ts';

/** Removes an argument, block, entry or item with the comment lines right above it. */
export function removeEntry(reading: TerraformReading, at: Span): readonly Edit[] | undefined {
  const node = nodeAt(reading, at);
  if (!node) return undefined;
  const { text } = reading.source;
  if (node.kind === 'item') return [{ span: itemSpan(text, node.parent, node.span), text: '' }];
  if (node.kind === 'entry' && isInline(text, node)) return [{ span: inlineEntry(text, node), text: '' }];
  return [{ span: withComments(reading, wholeLines(text, withComma(text, node.span))), text: '' }];
}

function isInline(text: string, { span, parent }: Extract<Node, { kind: 'entry' }>): boolean {
  return !text.slice(parent.span.start, span.start).includes('\n');
}

function withComma(text: string, { start, end }: Span): Span {
  const comma = /^[ \t]*,/.exec(text.slice(end));
  return { start, end: end + (comma?.[0].length ?? 0) };
}

function inlineEntry(text: string, { span, parent }: Extract<Node, { kind: 'entry' }>): Span {
  return betweenCommas(text, parent.span, span);
}

function itemSpan(text: string, { span: outer }: HclTuple, span: Span): Span {
  const whole = wholeLines(text, withComma(text, span));
  return whole.end > span.end + 1 && text.slice(outer.start, span.start).includes('\n') && whole.start < span.start
    ? whole
    : betweenCommas(text, outer, span);
}

/** With the comma behind it, or the one before it when it is the last. */
function betweenCommas(text: string, outer: Span, { start, end }: Span): Span {
  const after = /^\s*,[ \t]*/.exec(text.slice(end, outer.end));
  if (after) return { start, end: end + after[0].length };
  const before = /,\s*$/.exec(text.slice(outer.start, start));
  return { start: start - (before?.[0].length ?? 0), end };
}

/** Comments on lines of their own right above belong to what is removed. */
function withComments(reading: TerraformReading, span: Span): Span {
  const { text } = reading.source;
  let { start } = span;
  for (const { span: comment, own } of reading.comments.toReversed()) {
    if (!own || comment.end > start) continue;
    const gap = text.slice(comment.end, start);
    if (!/^\r?\n[ \t]*$/.test(gap)) break;
    start = text.lastIndexOf('\n', comment.start - 1) + 1;
  }
  return { start, end: span.end };
}

/** Moves whole lines before another entry of the same body or object. */
export function moveEntry(reading: TerraformReading, at: Span, before: Span): readonly Edit[] | undefined {
  const { text } = reading.source;
  const from = nodeAt(reading, at);
  const to = nodeAt(reading, before);
  if (!from || !to || from.kind === 'item' || from.parent !== to.parent) return undefined;
  const source = withComments(reading, wholeLines(text, withComma(text, from.span)));
  const target = withComments(reading, wholeLines(text, withComma(text, to.span)));
  if (source.start === target.start || text[source.end - 1] !== '\n') return undefined;
  const moved = text.slice(source.start, source.end);
  const line = moved.endsWith('\n') ? moved : moved + newlineOf(text);
  return [
    { span: source, text: '' },
    { span: { start: target.start, end: target.start }, text: line },
  ];
}
