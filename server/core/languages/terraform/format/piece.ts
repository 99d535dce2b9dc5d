import type { Span } from '../../../model/span.ts';
import { TOKEN, type TokenKind } from '../../../syntax/hcl/tokens.ts';
import type { HclFile } from '../../../syntax/hcl.ts';

/** One token with the blanks before it. Spans and `original` never change. */
export interface Piece {
  kind: TokenKind;
  readonly span: Span;
  readonly original: string;
  text: string;
  /** Where the blanks before it are, and what they are now. */
  gap: Span;
  gapText: string;
  spaces: number;
}

export function pieceList({ text, tokens }: HclFile): Piece[] {
  const { kinds, starts, ends } = tokens;
  const pieces: Piece[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i] ?? TOKEN.end;
    if (kind === TOKEN.end) break;
    const start = starts[i] ?? at;
    const end = ends[i] ?? start;
    const original = text.slice(start, end);
    pieces.push({
      kind,
      span: { start, end },
      original,
      text: original,
      gap: { start: at, end: start },
      gapText: text.slice(at, start),
      spaces: start - at,
    });
    at = end;
  }
  return pieces;
}

/** A comment that runs to the end of its line. */
export function isLineComment({ kind, original }: Piece): boolean {
  return kind === TOKEN.comment && !original.startsWith('/*');
}

/** How many brackets a token opens, or closes when negative. */
export function bracketChange({ kind }: Piece): number {
  switch (kind) {
    case TOKEN.openBrace:
    case TOKEN.openBracket:
    case TOKEN.openParenthesis:
    case TOKEN.interpolation:
    case TOKEN.directive:
      return 1;
    case TOKEN.closeBrace:
    case TOKEN.closeBracket:
    case TOKEN.closeParenthesis:
    case TOKEN.sequenceEnd:
      return -1;
    default:
      return 0;
  }
}
