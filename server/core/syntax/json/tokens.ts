import { createScanner, type JSONScanner, type ScanError, type SyntaxKind } from 'jsonc-parser';
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

export class Token {
  readonly kind: SyntaxKind;
  /** Decoded, for a string. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly error: ScanError;
  /** Indentation, when the token is the first of its line; else -1. */
  readonly column: number;
  /** Indentation of its line. */
  readonly lineColumn: number;

  constructor(scanner: JSONScanner, kind: SyntaxKind, end: number, column: number, lineColumn: number) {
    this.kind = kind;
    this.value = scanner.getTokenValue();
    this.start = scanner.getTokenOffset();
    this.end = end;
    this.error = scanner.getTokenError();
    this.column = column;
    this.lineColumn = lineColumn;
  }

  /** Made when it is asked for: of most signs nobody asks. */
  get span(): Span {
    return { start: this.start, end: this.end };
  }
}

/** The tokens of a text but white space, one after the other; the last one is of kind `end`. */
export class Tokens {
  readonly #text: string;
  readonly #scanner: JSONScanner;
  #lineStart = 0;
  #lineColumn = -1;

  constructor(text: string) {
    this.#text = text;
    this.#scanner = createScanner(text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text, false);
  }

  next(): Token {
    // The scanner would make a text of every blank.
    this.#scanner.setPosition(this.#afterBlanks(this.#scanner.getPosition()));
    const kind = this.#scanner.scan();
    const start = this.#scanner.getTokenOffset();
    const first = this.#lineColumn < 0;
    if (first) this.#lineColumn = start - this.#lineStart;
    const end = Math.min(start + this.#scanner.getTokenLength(), this.#text.length);
    return new Token(this.#scanner, kind, end, first ? this.#lineColumn : -1, this.#lineColumn);
  }

  #afterBlanks(from: number): number {
    for (let at = from; ; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        this.#lineStart = at + 1;
        this.#lineColumn = -1;
      } else if (code !== SPACE && code !== TAB && (code !== BYTE_ORDER_MARK || at > 0)) return at;
    }
  }
}

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const BYTE_ORDER_MARK = 0xfeff;
