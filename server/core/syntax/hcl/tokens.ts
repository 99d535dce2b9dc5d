/** Kinds of HCL tokens. White space is not a token; newlines and comments are. */
export const TOKEN = {
  end: 0,
  newline: 1,
  comment: 2,
  identifier: 3,
  number: 4,
  openBrace: 5,
  closeBrace: 6,
  openBracket: 7,
  closeBracket: 8,
  openParenthesis: 9,
  closeParenthesis: 10,
  openQuote: 11,
  closeQuote: 12,
  /** `<<ID` with its newline. */
  openHeredoc: 13,
  /** The end mark, with the blanks before it. */
  closeHeredoc: 14,
  /** Literal text of a quoted string or a heredoc, escapes included. */
  text: 15,
  /** `${` or `${~`. */
  interpolation: 16,
  /** `%{` or `%{~`. */
  directive: 17,
  /** `}` or `~}` of either. */
  sequenceEnd: 18,
  operator: 19,
  dot: 20,
  comma: 21,
  colon: 22,
  doubleColon: 23,
  equals: 24,
  arrow: 25,
  ellipsis: 26,
  question: 27,
  invalid: 28,
} as const;

export type TokenKind = (typeof TOKEN)[keyof typeof TOKEN];

/** Tokens of one text as parallel arrays: twelve thousand small objects would cost more than the whole parse. */
export interface TokenList {
  readonly kinds: readonly TokenKind[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export class TokenWriter implements TokenList {
  readonly kinds: TokenKind[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  add(kind: TokenKind, start: number, end: number): void {
    this.kinds.push(kind);
    this.starts.push(start);
    this.ends.push(end);
  }

  get length(): number {
    return this.kinds.length;
  }

  /** Forgets everything from token `length` on. */
  cut(length: number): void {
    this.kinds.length = length;
    this.starts.length = length;
    this.ends.length = length;
  }
}
