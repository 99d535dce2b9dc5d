import type { Span } from '../../model/span.ts';

/**
 * The whole lines of an entry with the comment lines right above it that are indented like everything in its section. Undefined when
 * something else stands on its first line.
 */
export function blockOf(text: string, span: Span): Span | undefined {
  let start = text.lastIndexOf('\n', span.start - 1) + 1;
  if (/\S/.test(text.slice(start, span.start))) return undefined;
  const isNested = start < span.start;
  while (isNested && start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^[ \t]+#/.test(text.slice(above, start))) break;
    start = above;
  }
  const newline = text.indexOf('\n', Math.max(span.end - 1, span.start));
  return { start, end: newline < 0 ? text.length : newline + 1 };
}
