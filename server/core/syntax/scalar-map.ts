import type { Span } from '../model/span.ts';
import type { ScalarNode } from '../model/tree.ts';
import { decodeBlock } from './scalar/block.ts';
import { Decoder } from './scalar/decoder.ts';
import { decodeDouble, decodePlain, decodeSingle } from './scalar/flow.ts';

/** Way between the decoded text of a scalar and the source it was written in. Offsets are UTF-16. */
export interface ScalarMap {
  /** Source offset of a decoded character; the end of the last one for the end of the text. */
  toSource(offset: number): number;
  /** Decoded offset of a source offset; what has no character of its own (quotes, indentation) counts to the next one. */
  toDecoded(source: number): number;
  /** Source range of a decoded range: from the first character to the end of the last one. */
  span(start: number, end: number): Span;
}

/** `text` is the document that `node` was read from. */
export function scalarMap(text: string, node: ScalarNode): ScalarMap {
  const decoder = new Decoder(text);
  const { start, end } = node.span;
  if (node.style === 'double') decodeDouble(decoder, start + 1, innerEnd(text, node));
  else if (node.style === 'single') decodeSingle(decoder, start + 1, innerEnd(text, node));
  else if (node.style === 'plain') decodePlain(decoder, start, end);
  else if (node.style !== 'empty') decodeBlock(decoder, node);
  return new Offsets(decoder, node);
}

/** A repaired text has no closing quote. */
function innerEnd(text: string, { span }: ScalarNode): number {
  const quote = text[span.start];
  return span.end - span.start > 1 && text[span.end - 1] === quote ? span.end - 1 : span.end;
}

class Offsets implements ScalarMap {
  readonly #starts: readonly number[];
  readonly #ends: readonly number[];
  readonly #first: number;

  constructor({ starts, ends }: Decoder, node: ScalarNode) {
    this.#starts = starts;
    this.#ends = ends;
    this.#first = node.style === 'double' || node.style === 'single' ? node.span.start + 1 : node.span.start;
  }

  toSource(offset: number): number {
    const { length } = this.#starts;
    if (length === 0) return this.#first;
    if (offset >= length) return this.#ends[length - 1] ?? this.#first;
    return this.#starts[Math.max(0, offset)] ?? this.#first;
  }

  toDecoded(source: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) <= source) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  span(start: number, end: number): Span {
    const first = this.toSource(start);
    if (end <= start) return { start: first, end: first };
    const last = Math.min(end, this.#ends.length) - 1;
    return { start: first, end: Math.max(first, this.#ends[last] ?? first) };
  }
}
