import { LineIndex } from '../core/model/lines.ts';
import type { Position, Range, Span } from '../core/model/span.ts';

export type Encoding = 'utf-16' | 'utf-8';

/** Offsets of one text against positions as the client counts them. Positions outside the text are moved to its nearest place. */
export class Positions {
  readonly #text: string;
  readonly #encoding: Encoding;
  readonly #lines: LineIndex;

  constructor(text: string, encoding: Encoding) {
    this.#text = text;
    this.#encoding = encoding;
    this.#lines = new LineIndex(text);
  }

  offsetAt({ line, character }: Position): number {
    if (!(line >= 0)) return 0;
    const start = this.#lines.startOf(line);
    const end = this.#lineEnd(line);
    if (!(character > 0)) return start;
    if (this.#encoding === 'utf-16') return Math.min(start + character, end);
    let bytes = 0;
    let at = start;
    while (at < end && bytes < character) {
      const code = this.#text.codePointAt(at) ?? 0;
      bytes += utf8Length(code);
      at += code > 0xffff ? 2 : 1;
    }
    return at;
  }

  positionAt(offset: number): Position {
    const position = this.#lines.positionAt(offset);
    if (this.#encoding === 'utf-16') return position;
    const start = this.#lines.startOf(position.line);
    return { line: position.line, character: utf8LengthOf(this.#text.slice(start, start + position.character)) };
  }

  rangeOf({ start, end }: Span): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  spanOf({ start, end }: Range): Span {
    const from = this.offsetAt(start);
    return { start: from, end: Math.max(from, this.offsetAt(end)) };
  }

  /** Offset behind the last character of the line, its line break excluded. */
  #lineEnd(line: number): number {
    if (line >= this.#lines.lineCount) return this.#text.length;
    const next = line + 1 < this.#lines.lineCount ? this.#lines.startOf(line + 1) : this.#text.length;
    let end = next;
    while (end > this.#lines.startOf(line) && /[\r\n]/.test(this.#text[end - 1] ?? '')) end--;
    return end;
  }
}

function utf8Length(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function utf8LengthOf(text: string): number {
  let bytes = 0;
  for (const char of text) bytes += utf8Length(char.codePointAt(0) ?? 0);
  return bytes;
}
