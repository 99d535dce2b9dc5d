/** Collects decoded characters with the source range each comes from. */
export class Decoder {
  readonly source: string;
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  #text = '';
  /** Characters up to here stay when trailing white space of a line is dropped. */
  #kept = 0;

  constructor(source: string) {
    this.source = source;
  }

  get text(): string {
    return this.#text;
  }

  /** Every UTF-16 unit of `put` comes from the same range. */
  put(put: string, start: number, end: number): void {
    for (let i = 0; i < put.length; i++) {
      this.starts.push(start);
      this.ends.push(end);
    }
    this.#text += put;
  }

  /** A character of the content as it stands. */
  copy(at: number): void {
    const sign = this.source.charAt(at);
    this.put(sign, at, at + 1);
    if (sign !== ' ' && sign !== '\t') this.keep();
  }

  /** What is there now is content, white space included. */
  keep(): void {
    this.#kept = this.starts.length;
  }

  /** Drops the white space before a line break. */
  trimLine(): void {
    if (this.#kept >= this.starts.length) return;
    this.starts.length = this.#kept;
    this.ends.length = this.#kept;
    this.#text = this.#text.slice(0, this.#kept);
  }
}

/** A line break of the source: `\n`, `\r\n` or `\r`. */
export interface Break {
  readonly start: number;
  readonly end: number;
}

/** The breaks from `at` on, white space between them skipped, and where the text goes on. */
export function breaksFrom(
  source: string,
  at: number,
  end: number,
): { readonly breaks: readonly Break[]; readonly at: number } {
  const breaks: Break[] = [];
  let next = at;
  while (next < end) {
    const found = breakAt(source, next);
    if (found) {
      breaks.push(found);
      next = found.end;
    } else if (source[next] === ' ' || source[next] === '\t') next++;
    else break;
  }
  return { breaks, at: next };
}

export function breakAt(source: string, at: number): Break | undefined {
  if (source[at] === '\n') return { start: at, end: at + 1 };
  if (source[at] !== '\r') return undefined;
  return { start: at, end: source[at + 1] === '\n' ? at + 2 : at + 1 };
}
