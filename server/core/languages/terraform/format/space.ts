import { TOKEN } from '../../../syntax/hcl/tokens.ts';
import type { Line } from './line.ts';
import { bracketChange, type Piece } from './piece.ts';

/** One blank or none between the tokens of a line. */
export function spaceTokens(lines: readonly Line[]): void {
  for (const { lead, assign, newline } of lines) {
    spaceCell(lead);
    if (assign[0]) assign[0].spaces = 1;
    spaceCell(assign);
    if (newline) newline.spaces = 0;
  }
}

function spaceCell(cell: readonly Piece[]): void {
  cell.forEach((subject, i) => {
    const after = cell[i + 1];
    if (after) after.spaces = isSpaced(subject, cell[i - 1], after) ? 1 : 0;
  });
}

const is = (piece: Piece | undefined, text: string): boolean =>
  piece?.kind === TOKEN.operator && piece.original === text;

/** Rules in order; the first that knows the pair decides. */
function isSpaced(subject: Piece, before: Piece | undefined, after: Piece): boolean {
  const { kind } = subject;
  if (kind === TOKEN.identifier && after.kind === TOKEN.openParenthesis) return false;
  if (kind === TOKEN.identifier && after.kind === TOKEN.doubleColon) return false;
  if (kind === TOKEN.doubleColon && after.kind === TOKEN.identifier) return false;
  if (kind === TOKEN.dot || after.kind === TOKEN.dot) return false;
  if (after.kind === TOKEN.comma || after.kind === TOKEN.ellipsis) return false;
  if (kind === TOKEN.comma) return true;
  if (isInTemplate(subject, after)) return false;
  if (kind === TOKEN.identifier && subject.original === 'in' && before?.kind === TOKEN.identifier) return true;
  if (
    after.kind === TOKEN.openBracket &&
    (kind === TOKEN.identifier || kind === TOKEN.number || bracketChange(subject) < 0)
  )
    return false;
  if (is(subject, '!')) return false;
  if (is(subject, '-')) return !isNegation(before);
  if (kind === TOKEN.openBrace || after.kind === TOKEN.closeBrace)
    return !(kind === TOKEN.openBrace && after.kind === TOKEN.closeBrace);
  return afterBracket(subject, after);
}

function isInTemplate({ kind }: Piece, after: Piece): boolean {
  if (kind === TOKEN.text || kind === TOKEN.openQuote || kind === TOKEN.openHeredoc) return true;
  return after.kind === TOKEN.text || after.kind === TOKEN.closeQuote || after.kind === TOKEN.closeHeredoc;
}

function afterBracket(subject: Piece, after: Piece): boolean {
  const sequence = subject.kind === TOKEN.interpolation || subject.kind === TOKEN.directive;
  if (sequence && after.kind === TOKEN.openBrace) return true;
  if (subject.kind === TOKEN.closeBrace && after.kind === TOKEN.sequenceEnd) return true;
  if (subject.kind === TOKEN.sequenceEnd && (after.kind === TOKEN.interpolation || after.kind === TOKEN.directive))
    return false;
  return bracketChange(subject) <= 0 && bracketChange(after) >= 0;
}

const BEFORE_NEGATION = new Set<number>([
  TOKEN.openParenthesis,
  TOKEN.openBrace,
  TOKEN.openBracket,
  TOKEN.equals,
  TOKEN.colon,
  TOKEN.comma,
  TOKEN.question,
  TOKEN.operator,
]);

/** A minus whose left neighbour cannot be the end of an expression. */
function isNegation(before: Piece | undefined): boolean {
  return before === undefined || BEFORE_NEGATION.has(before.kind);
}
