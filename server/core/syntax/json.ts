import { type ParseErrorCode, visit } from 'jsonc-parser';
import type { Comment } from '../model/comment.ts';
import type { Span } from '../model/span.ts';
import type { ScalarNode, Tree, TreeNode, TreeProblem } from '../model/tree.ts';
import { type Building, endOf, type Frame } from './yaml/build.ts';
import { LIMITS } from './yaml/limits.ts';
import { refusal } from './yaml/refuse.ts';

/** Reads JSON into the neutral tree. Never throws; comments and trailing commas are problems, not failures. */
export function readJson(text: string): Tree {
  const refused = refusal(text, 'json') ?? tooDeep(text);
  if (refused) return { text, notation: 'json', roots: [], comments: [], problems: [refused], tier: 'refused' };
  return new JsonReader(text).read();
}

/** jsonc-parser calls itself for every bracket, so the nesting is judged before it. */
function tooDeep(text: string): TreeProblem | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) i = stringEnd(text, i);
    else if (code === 93 || code === 125) depth = Math.max(0, depth - 1);
    else if ((code === 91 || code === 123) && ++depth > LIMITS.depth) {
      const message = `Nested deeper than ${LIMITS.depth} levels; nothing was read. Flatten the structure.`;
      return { code: 'too-deep', message, span: { start: i, end: i + 1 } };
    }
  }
  return undefined;
}

function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34 || code === 10) return i;
  }
  return text.length;
}

class JsonReader {
  readonly #text: string;
  readonly #problems: TreeProblem[] = [];
  readonly #comments: Comment[] = [];
  readonly #stack: Frame[] = [];
  #root: TreeNode | undefined;
  #broken = false;
  /** Offset behind the last colon whose value has not come yet. */
  #colon = -1;
  #comma = -1;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Tree {
    const text = this.#text;
    if (text.trim() !== '') this.#visit(text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text);
    while (this.#stack.length > 0) this.#close(undefined);
    const tier = this.#broken ? 'tolerant' : 'fast';
    const roots = this.#root ? [this.#root] : [];
    return { text, notation: 'json', roots, comments: this.#comments, problems: this.#problems, tier };
  }

  #visit(text: string): void {
    visit(
      text,
      {
        onObjectBegin: (start) => this.#open({ kind: 'map', flow: true, entries: [], span: { start, end: start + 1 } }),
        onArrayBegin: (start) => this.#open({ kind: 'list', flow: true, items: [], span: { start, end: start + 1 } }),
        onObjectProperty: (key, start, length) => this.#key(key, { start, end: start + length }),
        onLiteralValue: (value, start, length) => this.#literal(value, { start, end: start + length }),
        onObjectEnd: (offset) => this.#end('map', offset + 1),
        onArrayEnd: (offset) => this.#end('list', offset + 1),
        onSeparator: (sign, offset) => this.#separator(sign, offset),
        onComment: (start, length) => this.#comment({ start, end: start + length }),
        onError: (error, start, length) => this.#error(error, { start, end: start + length }),
      },
      { allowTrailingComma: true },
    );
  }

  #open(node: Building): void {
    this.#comma = this.#colon = -1;
    this.#stack.push({ node, bracket: true });
  }

  #key(text: string, span: Span): void {
    this.#fillEmpty();
    this.#comma = -1;
    const frame = this.#stack.at(-1);
    if (frame) frame.key = { kind: 'scalar', text, style: 'double', span };
  }

  #literal(value: unknown, span: Span): void {
    this.#comma = this.#colon = -1;
    const quoted = typeof value === 'string';
    const text = quoted ? value : this.#text.slice(span.start, span.end);
    this.#add({ kind: 'scalar', text, style: quoted ? 'double' : 'plain', span });
  }

  #separator(sign: string, offset: number): void {
    if (sign === ':') this.#colon = offset + 1;
    else {
      this.#fillEmpty();
      this.#comma = offset;
    }
  }

  #end(kind: Building['kind'], end: number): void {
    if (this.#comma >= 0) {
      const span = { start: this.#comma, end: this.#comma + 1 };
      const message = 'JSON allows no comma after the last entry. Remove it.';
      this.#report({ code: 'trailing-comma', message, span });
    }
    this.#comma = -1;
    while (this.#stack.length > 0) {
      const matches = this.#stack.at(-1)?.node.kind === kind;
      this.#close(matches ? end : undefined);
      if (matches) break;
    }
  }

  #close(end: number | undefined): void {
    this.#fillEmpty();
    const frame = this.#stack.pop();
    if (!frame) return;
    frame.node.span.end = end ?? Math.max(endOf(frame.node), frame.node.span.end);
    this.#add(frame.node);
  }

  /** A key without a value gets an empty one behind its colon. */
  #fillEmpty(): void {
    const key = this.#stack.at(-1)?.key;
    if (!key) return;
    const at = Math.max(this.#colon, key.span.end);
    this.#colon = -1;
    const empty: ScalarNode = { kind: 'scalar', text: '', style: 'empty', span: { start: at, end: at } };
    this.#add(empty);
  }

  #add(node: TreeNode): void {
    const frame = this.#stack.at(-1);
    if (!frame) this.#root ??= node;
    else if (frame.node.kind === 'list') frame.node.items.push(node);
    else if (frame.key) {
      const span = { start: frame.key.span.start, end: node.span.end };
      frame.node.entries.push({ key: frame.key, value: node, span });
      delete frame.key;
    }
  }

  #comment(span: Span): void {
    const { start, end } = span;
    const raw = this.#text.slice(start, end);
    const text = raw.startsWith('//') ? raw.slice(2) : raw.slice(2, raw.endsWith('*/') ? -2 : undefined);
    const own = this.#text.slice(this.#text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
    this.#comments.push({ text: text.trim(), span, own });
    const message = 'JSON has no comments; most readers stop here. Remove it, or keep the note in a metadata entry.';
    this.#report({ code: 'comment', message, span });
  }

  #error(error: ParseErrorCode, { start, end }: Span): void {
    this.#broken = true;
    const length = this.#text.length;
    const span = { start: Math.min(start, length), end: Math.min(Math.max(start, end), length) };
    const code = error === UNEXPECTED_END_OF_STRING ? 'unclosed-quote' : 'syntax';
    this.#report({ code, message: MESSAGES[error] ?? 'This is not valid JSON.', span });
  }

  #report(problem: TreeProblem): void {
    if (this.#problems.length < LIMITS.problems) this.#problems.push(problem);
  }
}

const UNEXPECTED_END_OF_STRING = 12;

/** By `ParseErrorCode` of jsonc-parser. */
const MESSAGES: Readonly<Record<number, string>> = {
  1: 'Invalid symbol.',
  2: 'Invalid number. JSON numbers have no leading zero, sign +, or trailing dot.',
  3: 'A property name in double quotes is expected.',
  4: 'A value is expected.',
  5: 'A colon is expected between name and value.',
  6: 'A comma is expected between entries.',
  7: 'The closing brace } is missing.',
  8: 'The closing bracket ] is missing.',
  9: 'The text should end here: only one value is allowed.',
  11: 'The end of the comment is missing.',
  12: 'The closing quote is missing.',
  13: 'The number is not complete.',
  14: 'An escape \\u needs four hexadecimal digits.',
  15: 'Invalid escape in a string.',
  16: 'Control characters are not allowed in a string; write them as escapes.',
};
