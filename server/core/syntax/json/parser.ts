import type { Comment } from '../../model/comment.ts';
import type { Span } from '../../model/span.ts';
import type { Tree, TreeNode, TreeProblem } from '../../model/tree.ts';
import { type Building, endOf, type Frame } from '../yaml/build.ts';
import { LIMITS } from '../yaml/limits.ts';
import { KIND, type Token, Tokens } from './tokens.ts';

interface OpenFrame extends Frame {
  /** Indentation of the line the bracket was opened on. */
  readonly column: number;
  /** Indentation of the pending key, when it is the first of its line. */
  keyColumn?: number;
  colon?: number | undefined;
  comma?: Token;
  /** Something was read since the last comma. */
  filled?: boolean;
}

/** One pass over the tokens, with a stack of its own. `byIndent` closes what a later line has left. */
export class JsonParser {
  readonly #text: string;
  readonly #byIndent: boolean;
  readonly #problems: TreeProblem[] = [];
  readonly #comments: Comment[] = [];
  readonly #stack: OpenFrame[] = [];
  readonly #tokens: Tokens;
  /** The token behind the one under way. */
  #next: Token;
  #root: TreeNode | undefined;
  #broken = false;
  #unbalanced = false;
  #extra = false;

  constructor(text: string, byIndent: boolean) {
    this.#text = text;
    this.#byIndent = byIndent;
    this.#tokens = new Tokens(text);
    this.#next = this.#read();
  }

  parse(): { readonly tree: Tree; readonly unbalanced: boolean } {
    for (let token = this.#next; ; token = this.#next) {
      if (token.kind !== KIND.end) this.#next = this.#read();
      this.#token(token);
      if (token.kind === KIND.end) break;
    }
    const roots = this.#root ? [this.#root] : [];
    const problems = this.#problems.toSorted((a, b) => a.span.start - b.span.start).slice(0, LIMITS.problems);
    const tier = this.#broken ? 'tolerant' : 'fast';
    const tree: Tree = { text: this.#text, notation: 'json', roots, comments: this.#comments, problems, tier };
    return { tree, unbalanced: this.#unbalanced };
  }

  /** The next token that is no comment. */
  #read(): Token {
    for (;;) {
      const token = this.#tokens.next();
      if (!this.#isComment(token)) return token;
    }
  }

  #token(token: Token): void {
    this.#scanError(token);
    const { kind } = token;
    if (this.#byIndent && token.column >= 0) this.#closeDeeper(token);
    if (kind === KIND.end) this.#finish(token.span);
    else if (kind === KIND.openBrace) this.#open({ kind: 'map', flow: true, entries: [], span: token.span }, token);
    else if (kind === KIND.openBracket) this.#open({ kind: 'list', flow: true, items: [], span: token.span }, token);
    else if (kind === KIND.closeBrace || kind === KIND.closeBracket) this.#close(token);
    else if (kind === KIND.comma) this.#comma(token);
    else if (kind === KIND.colon) this.#colon(token);
    else if (kind === KIND.string && this.#isKey(token)) this.#key(token);
    else this.#scalar(token);
  }

  /** A string where a key can stand, or one with a colon behind it where the value before it is missing. */
  #isKey({ column }: Token): boolean {
    const frame = this.#stack.at(-1);
    if (frame?.node.kind !== 'map') return false;
    if (!frame.key) return true;
    const next = this.#next.kind === KIND.colon;
    const first = column >= 0;
    return next ? first || frame.colon === undefined : first && frame.colon === undefined;
  }

  #key(token: Token): void {
    if (this.#byIndent) this.#openDeeper(token);
    const frame = this.#stack.at(-1);
    if (!frame) return;
    const { span } = token;
    if (frame.key) this.#missingValue(frame, span);
    this.#needComma(frame, span);
    frame.key = { kind: 'scalar', text: keyTextOf(token), style: 'double', span };
    frame.keyColumn = token.column;
  }

  /** A key on a deeper line than one without a value: the brace between them is missing. */
  #openDeeper(token: Token): void {
    const frame = this.#stack.at(-1);
    const keyColumn = frame?.keyColumn ?? -1;
    if (!frame?.key || keyColumn < 0 || token.column <= keyColumn) return;
    const { span } = token;
    this.#fail('The opening brace { is missing.', frame.key.span);
    const at = { start: span.start, end: span.start };
    this.#stack.push({ node: { kind: 'map', flow: true, entries: [], span: at }, bracket: false, column: keyColumn });
  }

  #scalar(token: Token): void {
    const { kind, span } = token;
    const quoted = kind === KIND.string;
    if (kind === KIND.unknown) this.#fail('This is no JSON value: names and text need double quotes.', span);
    const frame = this.#stack.at(-1);
    if (frame?.node.kind === 'map' && !frame.key) {
      if (kind !== KIND.unknown) this.#fail('A property name in double quotes is expected.', span);
      return;
    }
    const text = quoted ? token.value : this.#text.slice(span.start, span.end);
    this.#add({ kind: 'scalar', text, style: quoted ? 'double' : 'plain', span });
  }

  #open(node: Building, token: Token): void {
    const frame = this.#stack.at(-1);
    if (frame?.node.kind === 'map' && !frame.key)
      this.#fail('A property name in double quotes is expected.', token.span);
    else if (frame && !frame.key) this.#needComma(frame, token.span);
    if (frame?.key && frame.colon === undefined) this.#fail('A colon is expected between name and value.', token.span);
    this.#stack.push({ node, bracket: true, column: token.lineColumn });
  }

  #colon(token: Token): void {
    const frame = this.#stack.at(-1);
    if (!frame?.key || frame.colon !== undefined) this.#fail('A colon has no place here.', token.span);
    else frame.colon = token.end;
  }

  #comma(token: Token): void {
    const frame = this.#stack.at(-1);
    if (frame?.key) this.#missingValue(frame, token.span);
    if (!frame?.filled) this.#fail('A value is expected before the comma.', token.span);
    if (!frame) return;
    frame.comma = token;
    frame.filled = false;
  }

  #close(token: Token): void {
    const { kind, span } = token;
    const wanted = kind === KIND.closeBrace ? 'map' : 'list';
    if (!this.#stack.some(({ node }) => node.kind === wanted)) {
      this.#unbalanced = true;
      this.#fail('Nothing is open that this bracket could close.', span);
      return;
    }
    while (this.#stack.at(-1)?.node.kind !== wanted) this.#leave(span);
    const frame = this.#stack.at(-1);
    if (frame?.key) this.#missingValue(frame, span);
    if (frame?.comma && !frame.filled) {
      const message = 'JSON allows no comma after the last entry. Remove it.';
      this.#report({ code: 'trailing-comma', message, span: frame.comma.span });
    }
    this.#pop(span.end);
  }

  /** Leaves a collection whose bracket is missing. */
  #leave(span: Span): void {
    const frame = this.#stack.at(-1);
    if (!frame) return;
    this.#unbalanced = true;
    const sign = frame.node.kind === 'map' ? 'brace }' : 'bracket ]';
    const { start } = frame.node.span;
    this.#fail(`The closing ${sign} is missing.`, span.start >= this.#text.length ? { start, end: start + 1 } : span);
    if (frame.key) this.#missingValue(frame, span);
    this.#pop(undefined);
  }

  #pop(end: number | undefined): void {
    const frame = this.#stack.pop();
    if (!frame) return;
    frame.node.span.end = end ?? Math.max(endOf(frame.node), frame.node.span.start + 1);
    this.#add(frame.node);
  }

  /** What was opened on a line that is not left of this one has been left. A bracket closes its own line's collection. */
  #closeDeeper(token: Token): void {
    const closing = token.kind === KIND.closeBrace || token.kind === KIND.closeBracket;
    for (let frame = this.#stack.at(-1); frame && this.#stack.length > 1; frame = this.#stack.at(-1)) {
      const left = closing ? frame.column > token.column : frame.column >= token.column;
      if (!left) return;
      this.#leave(token.span);
    }
  }

  #finish(span: Span): void {
    while (this.#stack.length > 0) this.#leave(span);
  }

  #missingValue(frame: OpenFrame, at: Span): void {
    if (!frame.key) return;
    const end = frame.colon ?? frame.key.span.end;
    this.#fail(frame.colon === undefined ? 'A colon and a value are missing.' : 'A value is missing.', {
      start: frame.key.span.start,
      end: Math.min(end, Math.max(at.start, frame.key.span.end)),
    });
    this.#add({ kind: 'scalar', text: '', style: 'empty', span: { start: end, end } });
  }

  #needComma(frame: OpenFrame, span: Span): void {
    if (frame.filled) this.#fail('A comma is expected before this entry.', span);
  }

  #add(node: TreeNode): void {
    const frame = this.#stack.at(-1);
    if (!frame) {
      if (this.#root) this.#unbalanced = true;
      if (this.#root && !this.#extra) this.#fail('The text should end here: only one value is allowed.', node.span);
      this.#extra = this.#root !== undefined;
      this.#root ??= node;
      return;
    }
    if (frame.node.kind === 'list') {
      if (node.kind === 'scalar') this.#needComma(frame, node.span);
      frame.node.items.push(node);
    } else if (frame.key) {
      const span = { start: frame.key.span.start, end: Math.max(node.span.end, frame.key.span.end) };
      frame.node.entries.push({ key: frame.key, value: node, span });
      if (frame.colon === undefined && node.kind === 'scalar' && node.style !== 'empty') {
        this.#fail('A colon is expected between name and value.', node.span);
      }
      // Not `delete`: it would make the object a slow one.
      frame.key = undefined;
      frame.colon = undefined;
    }
    frame.filled = true;
  }

  #isComment(token: Token): boolean {
    if (token.kind !== KIND.lineComment && token.kind !== KIND.blockComment) return false;
    const { span } = token;
    const { start, end } = span;
    const raw = this.#text.slice(start, end);
    const text = raw.startsWith('//') ? raw.slice(2) : raw.slice(2, raw.endsWith('*/') ? -2 : undefined);
    const own = this.#text.slice(this.#text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
    this.#comments.push({ text: text.trim(), span, own });
    const message = 'JSON has no comments; most readers stop here. Remove it, or keep the note in a metadata entry.';
    this.#report({ code: 'comment', message, span });
    return true;
  }

  #scanError(token: Token): void {
    if (token.error === 0) return;
    const { error, span } = token;
    const message = SCAN_ERRORS[error];
    if (message === undefined) return;
    this.#broken = true;
    this.#report({ code: error === UNCLOSED_STRING ? 'unclosed-quote' : 'syntax', message, span });
  }

  #fail(message: string, span: Span): void {
    this.#broken = true;
    this.#report({ code: 'syntax', message, span });
  }

  #report(problem: TreeProblem): void {
    if (this.#problems.length < LIMITS.problems) this.#problems.push(problem);
  }
}

const UNCLOSED_STRING = 2;

/** A key whose closing quote is missing has swallowed its colon and what follows. */
function keyTextOf({ value, error }: Token): string {
  const text = value.trimEnd();
  const inner = error === UNCLOSED_STRING && /[[{]$/.test(text) ? text.slice(0, -1).trimEnd() : text;
  return error === UNCLOSED_STRING && inner.endsWith(':') ? inner.slice(0, -1).trimEnd() : value;
}

/** By `ScanError` of jsonc-parser. */
const SCAN_ERRORS: Readonly<Record<number, string>> = {
  1: 'The end of the comment is missing.',
  2: 'The closing quote is missing.',
  3: 'The number is not complete.',
  4: 'An escape \\u needs four hexadecimal digits.',
  5: 'Invalid escape in a string.',
  6: 'Control characters are not allowed in a string; write them as escapes.',
};
