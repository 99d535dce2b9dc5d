import { createScanner, type ScanError, type SyntaxKind } from 'jsonc-parser';
import type { Span } from '../../model/span.ts';

/** `SyntaxKind` of jsonc-parser, whose enumeration cannot be imported under isolated modules. */
export const KIND = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  unknown: 16,
  end: 17,
} as const;

export interface Token {
  readonly kind: SyntaxKind;
  /** Decoded, for a string. */
  readonly value: string;
  readonly span: Span;
  readonly error: ScanError;
  /** Indentation, when the token is the first of its line; else -1. */
  readonly column: number;
  /** Indentation of its line. */
  readonly lineColumn: number;
}

const LINE_BREAK = 14;
const TRIVIA = 15;

/** All tokens of a text but white space, and one of kind `end`. */
export function tokensOf(text: string): readonly Token[] {
  const marked = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
  const scanner = createScanner(marked, false);
  const tokens: Token[] = [];
  let lineStart = 0;
  let lineColumn = -1;
  for (;;) {
    const kind = scanner.scan();
    const start = scanner.getTokenOffset();
    if (kind === LINE_BREAK) {
      lineStart = start + scanner.getTokenLength();
      lineColumn = -1;
    } else if (kind !== TRIVIA) {
      const first = lineColumn < 0;
      if (first) lineColumn = start - lineStart;
      const span = { start, end: Math.min(start + scanner.getTokenLength(), text.length) };
      const column = first ? lineColumn : -1;
      tokens.push({ kind, value: scanner.getTokenValue(), span, error: scanner.getTokenError(), column, lineColumn });
    }
    if (kind === KIND.end) return tokens;
  }
}
