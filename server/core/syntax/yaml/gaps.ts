import type { Comment } from '../../model/comment.ts';
import type { Written } from '../../model/span.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const HASH = 35;

/** Tag (with its `!`) and anchor (without its `&`) found between two nodes. */
export interface Properties {
  readonly tag?: Written;
  readonly anchor?: Written;
  /** Where the first of them starts; undefined without any. */
  readonly start?: number;
}

/**
 * Walks once over what stands between the nodes of a YAML text: white space, indicators and comments.
 * `at` only moves forward, so the whole walk is linear.
 */
export class Gaps {
  readonly comments: Comment[] = [];
  readonly text: string;
  at: number;

  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  /** Moves to `to` and keeps the comments on the way. */
  moveTo(to: number): void {
    for (let i = this.at; i < to; i++) {
      if (this.text.charCodeAt(i) !== HASH || !this.#separated(i)) continue;
      const end = lineEnd(this.text, i);
      this.#keep(i, end);
      i = end;
    }
    if (to > this.at) this.at = to;
  }

  /** First offset from `from` on that is neither white space, nor comment, nor one of `extra`. Does not move. */
  peek(from = this.at, extra = ''): number {
    let i = from;
    for (; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i);
      if (code === HASH && this.#separated(i)) i = lineEnd(this.text, i) - 1;
      else if (!isSpace(code) && !extra.includes(this.text.charAt(i))) break;
    }
    return Math.min(i, this.text.length);
  }

  /** Start of the document that follows: its `---`, or its content. Moves behind the marker. */
  openDocument(): number {
    const start = this.peek(this.at, '.\ufeff');
    if (this.text.startsWith('---', start)) {
      this.moveTo(start);
      this.at = start + 3;
    }
    return start;
  }

  /** Tag and anchor that stand before `end`, in any order; used where the reader below does not say where they are. */
  properties(end: number, inFlow: boolean): Properties {
    let found: { tag?: Written; anchor?: Written; start?: number } = {};
    for (let i = this.peek(this.at, ':-?,[{'); i < end; i = this.peek(i, ':-?,[{')) {
      const code = this.text.charCodeAt(i);
      const stop = code === 33 || code === 38 ? wordEnd(this.text, i, inFlow) : i + 1;
      const start = found.start ?? i;
      if (code === 33) found = { ...found, start, tag: this.#written(i, i, stop) };
      else if (code === 38) found = { ...found, start, anchor: this.#written(i + 1, i + 1, stop) };
      i = Math.max(stop, i + 1);
    }
    return found;
  }

  #written(from: number, start: number, end: number): Written {
    return { value: this.text.slice(from, end), span: { start, end } };
  }

  #separated(hash: number): boolean {
    return hash === 0 || isSpace(this.text.charCodeAt(hash - 1)) || this.text.charCodeAt(hash - 1) === 0xfeff;
  }

  #keep(start: number, end: number): void {
    let before = start - 1;
    while (before >= 0 && (this.text.charCodeAt(before) === SPACE || this.text.charCodeAt(before) === TAB)) before--;
    const code = this.text.charCodeAt(before);
    const own = before < 0 || code === LF || code === CR || code === 0xfeff;
    this.comments.push({ text: this.text.slice(start + 1, end).trim(), span: { start, end }, own });
  }
}

export function isSpace(code: number): boolean {
  return code === SPACE || code === LF || code === TAB || code === CR;
}

/** Offset of the line break (or end of text) that ends the line of `from`. */
export function lineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === LF || code === CR) return i;
  }
  return text.length;
}

function wordEnd(text: string, from: number, inFlow: boolean): number {
  let i = from;
  if (text.startsWith('!<', from)) {
    const close = text.indexOf('>', from);
    return close < 0 ? lineEnd(text, from) : close + 1;
  }
  while (i < text.length && !isSpace(text.charCodeAt(i)) && !(inFlow && ',[]{}'.includes(text.charAt(i)))) i++;
  return i;
}

/** End of a block scalar without the blank lines and the line break behind its last line; `content` = start of its first line. */
export function blockEnd(text: string, headerEnd: number, content: number, end: number): number {
  let last = end;
  while (last > content && isSpace(text.charCodeAt(last - 1))) last--;
  return last <= content ? headerEnd : Math.min(lineEnd(text, last), end);
}

/** End of `|`, `>-`, `|2+`. */
export function blockHeaderEnd(text: string, header: number): number {
  let end = header + 1;
  while (end < text.length && '+-0123456789'.includes(text.charAt(end))) end++;
  return Math.min(end, text.length);
}
