import type { Span } from '../../model/span.ts';
import { type Cursor, MAXIMUM_DEPTH } from './cursor.ts';
import { TOKEN } from './tokens.ts';
import type { HclMissing } from './tree.ts';

/** A node for what is not there: before the next token, or at the end of the line that lacks it. */
export function missing(cursor: Cursor): HclMissing {
  const at = cursor.passed;
  const { start } = cursor.span;
  const gap = cursor.text.slice(at, start);
  const place = gap.includes('\n') ? at + (/^[ \t]*/.exec(gap)?.[0].length ?? 0) : start;
  return { kind: 'missing', span: { start: place, end: place } };
}

/** Passes everything up to the end of what is nested too deep. */
export function tooDeep(cursor: Cursor): HclMissing {
  cursor.report(`Nested deeper than ${MAXIMUM_DEPTH} levels; the rest is not read`, undefined, 'nesting-too-deep');
  const node = missing(cursor);
  for (let open = 0; cursor.kind !== TOKEN.end; cursor.skip()) {
    if (isOpener(cursor.kind)) open++;
    if (isCloser(cursor.kind) && open-- === 0) break;
    if (open === 0 && (cursor.kind === TOKEN.newline || cursor.kind === TOKEN.comma)) break;
  }
  return node;
}

export function isOpener(kind: number): boolean {
  return (
    kind === TOKEN.openBrace ||
    kind === TOKEN.openBracket ||
    kind === TOKEN.openParenthesis ||
    kind === TOKEN.interpolation ||
    kind === TOKEN.directive ||
    kind === TOKEN.openQuote ||
    kind === TOKEN.openHeredoc
  );
}

export function isCloser(kind: number): boolean {
  return (
    kind === TOKEN.closeBrace ||
    kind === TOKEN.closeBracket ||
    kind === TOKEN.closeParenthesis ||
    kind === TOKEN.sequenceEnd ||
    kind === TOKEN.closeQuote ||
    kind === TOKEN.closeHeredoc
  );
}

/** `, found "x"` for messages. */
export function found(cursor: Cursor): string {
  const { kind } = cursor;
  if (kind === TOKEN.end) return ', found the end of the file';
  if (kind === TOKEN.newline || cursor.startsLine()) return ', found the end of the line';
  const { word } = cursor;
  return `, found ${JSON.stringify(word.length > 20 ? `${word.slice(0, 20)}…` : word)}`;
}

/**
 * Expects a closing bracket. Text that fits nowhere is passed up to it, but never past the end of what is around: a closer
 * of an outer bracket, or a line that begins an attribute or a block.
 */
export function closeOf(
  cursor: Cursor,
  kind: typeof TOKEN.closeParenthesis | typeof TOKEN.closeBracket | typeof TOKEN.closeBrace,
  sign: string,
  what: string,
  open: Span,
): Span | undefined {
  const direct = cursor.accept(kind);
  if (direct) return direct;
  if (cursor.kind === TOKEN.end) cursor.report(`${what} are not closed: "${sign}" is missing`, open);
  else cursor.report(`Expected "${sign}" to close ${what}${found(cursor)}`);
  for (let open = 0; cursor.kind !== TOKEN.end && cursor.kind !== TOKEN.newline && !cursor.leaves(); cursor.skip()) {
    if (isOpener(cursor.kind)) open++;
    if (!isCloser(cursor.kind)) continue;
    if (open > 0) open--;
    else if (cursor.kind === kind) return cursor.skip();
    else if (belongsOutside(cursor)) return undefined;
  }
  return undefined;
}

/** A closer that some bracket around can use. */
function belongsOutside(cursor: Cursor): boolean {
  if (cursor.kind === TOKEN.closeParenthesis) return cursor.parentheses > 1;
  if (cursor.kind === TOKEN.closeBracket) return cursor.brackets > 1;
  return true;
}
