import type { Edit, Span } from '../../model/span.ts';
import { isAttributeStart, isBlockHeader } from './characters.ts';
import { TOKEN, type TokenKind, type TokenList } from './tokens.ts';
import type { HclExpression, HclProblem } from './tree.ts';

/** Deepest nesting of blocks and expressions together. */
export const MAXIMUM_DEPTH = 200;

/**
 * A position in the tokens. Comments are never seen; newlines only where they mean something.
 * One problem per place: after a problem nothing is reported until a token was consumed soundly.
 */
export class Cursor {
  readonly text: string;
  readonly problems: HclProblem[] = [];
  readonly #tokens: TokenList;
  readonly #read: (cursor: Cursor) => HclExpression;
  #index = 0;
  #newlines = true;
  #quiet = false;
  depth = 0;
  /** Open `(` and `[` around the position: whether a closer belongs to somebody. */
  parentheses = 0;
  brackets = 0;

  /** `read` reads one expression: the parts of the grammar that hold expressions call it through the cursor. */
  constructor(text: string, tokens: TokenList, read: (cursor: Cursor) => HclExpression) {
    this.text = text;
    this.#tokens = tokens;
    this.#read = read;
  }

  expression(): HclExpression {
    return this.#read(this);
  }

  /** Index of the next token that is not skipped. */
  #next(from: number): number {
    const { kinds } = this.#tokens;
    let i = from;
    for (let kind = kinds[i]; ; kind = kinds[++i]) {
      if (kind !== TOKEN.comment && (kind !== TOKEN.newline || this.#newlines)) return i;
    }
  }

  get kind(): TokenKind {
    return this.#tokens.kinds[this.#next(this.#index)] ?? TOKEN.end;
  }

  /** Kind of the token after the next one. */
  get second(): TokenKind {
    const at = this.#next(this.#index);
    if (this.#tokens.kinds[at] === TOKEN.end) return TOKEN.end;
    return this.#tokens.kinds[this.#next(at + 1)] ?? TOKEN.end;
  }

  get span(): Span {
    const at = this.#next(this.#index);
    const end = this.text.length;
    return { start: this.#tokens.starts[at] ?? end, end: this.#tokens.ends[at] ?? end };
  }

  get word(): string {
    const { start, end } = this.span;
    return this.text.slice(start, end);
  }

  /** End of the last token that was passed. */
  get passed(): number {
    let i = this.#index - 1;
    while (i >= 0 && (this.#tokens.kinds[i] === TOKEN.newline || this.#tokens.kinds[i] === TOKEN.comment)) i--;
    return this.#tokens.ends[i] ?? 0;
  }

  /** Consumes the next token soundly. */
  take(): Span {
    this.#quiet = false;
    return this.skip();
  }

  takeWord(): { value: string; span: Span } {
    const span = this.take();
    return { value: this.text.slice(span.start, span.end), span };
  }

  /** Passes the next token while looking for a place to go on. */
  skip(): Span {
    const { span } = this;
    if (this.kind !== TOKEN.end) this.#index = this.#next(this.#index) + 1;
    return span;
  }

  accept(kind: TokenKind): Span | undefined {
    return this.kind === kind ? this.take() : undefined;
  }

  /** Runs `read` with newlines significant or not. */
  within<T>(newlines: boolean, read: () => T): T {
    const outer = this.#newlines;
    this.#newlines = newlines;
    this.depth++;
    const result = read();
    this.depth--;
    this.#newlines = outer;
    return result;
  }

  get newlines(): boolean {
    return this.#newlines;
  }

  report(message: string, span: Span = this.place(), code: HclProblem['code'] = 'syntax', meant?: Edit): void {
    if (!this.#quiet) this.problems.push({ code, message, span, ...(meant && { meant }) });
    this.#quiet = true;
  }

  /** Where a problem with the next token is shown: the token, or the end of the line before it. */
  place(): Span {
    const { passed } = this;
    const { span } = this;
    if (this.kind !== TOKEN.newline && this.kind !== TOKEN.end && !this.startsLine()) return span;
    return passed === 0 ? { start: span.start, end: span.start } : { start: passed - 1, end: passed };
  }

  /** The next token is the first of its line. */
  startsLine(): boolean {
    const { kinds } = this.#tokens;
    let i = this.#next(this.#index) - 1;
    while (kinds[i] === TOKEN.comment) i--;
    return i < 0 || kinds[i] === TOKEN.newline;
  }

  /** The next token begins a line that cannot be part of the brackets around it. */
  leaves(): boolean {
    if (this.kind !== TOKEN.identifier || !this.startsLine()) return false;
    const { start } = this.span;
    return isAttributeStart(this.text, start) || isBlockHeader(this.text, start);
  }

  /** The next token begins `type "label" {` in column 0. */
  startsBlock(labels: number): boolean {
    if (this.kind !== TOKEN.identifier) return false;
    const { start } = this.span;
    return (start === 0 || this.text[start - 1] === '\n') && isBlockHeader(this.text, start, labels);
  }

  /** Column of the next token in its line. */
  get column(): number {
    return this.columnOf(this.span.start);
  }

  columnOf(offset: number): number {
    return offset - (this.text.lastIndexOf('\n', offset - 1) + 1);
  }
}
