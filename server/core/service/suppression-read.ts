import type { NodeSpan, Reading } from '../languages/language.ts';
import type { Comment } from '../model/comment.ts';
import { LineIndex } from '../model/lines.ts';
import type { Span, Written } from '../model/span.ts';

/** One suppression of a document, whatever way it is written. */
export interface Suppression {
  readonly form: 'ignore' | 'ignore-line' | 'ignore-file' | 'disable' | 'metadata' | 'sidecar' | 'foreign';
  /** Ids as written; `group/*` covers a group. Empty = everything. */
  readonly rules: readonly Written[];
  readonly reason?: string;
  readonly until?: string;
  /** The comment, or the entry. */
  readonly span: Span;
  /** Node it covers with all it contains; `''` = the whole file; undefined = only what lies in `scope`. */
  readonly node?: string;
  readonly scope?: Span;
}

/** Suppressions of the text itself: comments and metadata, in order of position. */
export function readSuppressions(reading: Reading): readonly Suppression[] {
  const directives = reading.comments.flatMap((comment) => parseDirective(comment, reading.source.text));
  const layout = directives.length > 0 ? layoutOf(reading) : undefined;
  const closing = directives.filter(({ word }) => word === 'enable');
  const found: Suppression[] = [];
  for (const directive of directives) {
    if (directive.word === 'enable' || layout === undefined) continue;
    const { word, comment, ...said } = directive;
    const place =
      word === 'disable' ? { scope: rangeOf(directive, closing, reading) } : placeOf(word, comment, reading, layout);
    found.push({ form: word, span: comment.span, ...said, ...place });
  }
  const metadata = (reading.suppressions ?? []).map(({ rule, foreign, ...said }) => ({
    form: foreign === true ? ('foreign' as const) : ('metadata' as const),
    rules: [rule],
    ...said,
  }));
  return [...found, ...metadata].sort((a, b) => a.span.start - b.span.start);
}

interface Directive {
  readonly word: 'ignore' | 'ignore-line' | 'ignore-file' | 'disable' | 'enable';
  readonly comment: Comment;
  readonly rules: readonly Written[];
  readonly reason?: string;
  readonly until?: string;
}

const HEAD = /^verdigris:\s*(ignore-line|ignore-file|ignore|disable|enable)(?![\w-])\s*/i;

/** `verdigris: ignore[rule-id, group/*] until=2027-01-31 -- reason`; anything else in a comment is no directive. */
function parseDirective(comment: Comment, text: string): Directive[] {
  const head = HEAD.exec(comment.text);
  if (head === null) return [];
  const offset =
    comment.span.start + Math.max(0, text.slice(comment.span.start, comment.span.end).indexOf(comment.text));
  let rest = comment.text.slice(head[0].length);
  let rules: Written[] = [];
  if (rest.startsWith('[')) {
    const end = rest.indexOf(']') < 0 ? rest.length : rest.indexOf(']');
    rules = idsIn(rest.slice(1, end), offset + head[0].length + 1);
    rest = rest.slice(end + 1);
  }
  const dashes = rest.indexOf('--');
  const reason = dashes < 0 ? '' : rest.slice(dashes + 2).trim();
  const until = /\buntil=(\S+)/.exec(dashes < 0 ? rest : rest.slice(0, dashes))?.[1];
  const word = (head[1] ?? '').toLowerCase() as Directive['word'];
  return [{ word, comment, rules, ...(reason === '' ? {} : { reason }), ...(until === undefined ? {} : { until }) }];
}

function idsIn(list: string, offset: number): Written[] {
  const found: Written[] = [];
  for (let start = 0; start <= list.length; ) {
    const comma = list.indexOf(',', start);
    const end = comma < 0 ? list.length : comma;
    const raw = list.slice(start, end);
    const value = raw.trim();
    const from = offset + start + raw.indexOf(value);
    if (value !== '') found.push({ value: value.toLowerCase(), span: { start: from, end: from + value.length } });
    start = end + 1;
  }
  return found;
}

/** What is asked for each comment, found once: a file may hold very many. */
interface Layout {
  readonly lines: LineIndex;
  /** By line of a comment: the next line that is neither itself a comment nor empty. */
  readonly codeAfter: Int32Array;
  readonly nodesOn: ReadonlyMap<number, readonly NodeSpan[]>;
}

function layoutOf({ source: { text }, comments, nodes }: Reading): Layout {
  const lines = new LineIndex(text);
  const own = new Set(comments.filter((one) => one.own).map((one) => lines.positionAt(one.span.start).line));
  const codeAfter = new Int32Array(lines.lineCount);
  let next = lines.lineCount;
  for (let line = lines.lineCount - 1; line >= 0; line--) {
    codeAfter[line] = next;
    if (!own.has(line) && text.slice(lines.startOf(line), lines.startOf(line + 1)).trim() !== '') next = line;
  }
  const nodesOn = new Map<number, NodeSpan[]>();
  for (const node of nodes) {
    const { line } = lines.positionAt(node.span.start);
    const others = nodesOn.get(line);
    if (others) others.push(node);
    else nodesOn.set(line, [node]);
  }
  return { lines, codeAfter, nodesOn };
}

function placeOf(
  word: Exclude<Directive['word'], 'enable' | 'disable'>,
  comment: Comment,
  reading: Reading,
  { lines, codeAfter, nodesOn }: Layout,
): Pick<Suppression, 'node' | 'scope'> {
  if (word === 'ignore-file') {
    const first = reading.nodes[0]?.span.start ?? reading.source.text.length;
    return comment.span.start <= first
      ? { node: '' }
      : { scope: { start: comment.span.start, end: comment.span.start } };
  }
  const { line: last } = lines.positionAt(comment.span.end);
  const line = comment.own ? (codeAfter[last] ?? lines.lineCount) : lines.positionAt(comment.span.start).line;
  const scope = { start: lines.startOf(line), end: lines.startOf(line + 1) };
  if (word === 'ignore-line') return { scope };
  const starting = nodesOn.get(line) ?? [];
  const node = comment.own ? largest(starting) : smallest(starting);
  return node === undefined ? { scope } : { node: node.path, scope: node.span };
}

/** From `disable` to the `enable` that names the same rules (or none), else to the end. */
function rangeOf({ rules, comment }: Directive, closing: readonly Directive[], reading: Reading): Span {
  const { start } = comment.span;
  const ids = new Set(rules.map(({ value }) => value));
  const closes = (one: Directive) => one.rules.length === 0 || one.rules.some(({ value }) => ids.has(value));
  const close = closing.find((one) => one.comment.span.start > start && closes(one));
  return { start, end: close?.comment.span.start ?? reading.source.text.length };
}

function largest(nodes: readonly NodeSpan[]): NodeSpan | undefined {
  return nodes.toSorted((a, b) => size(b) - size(a))[0];
}

function smallest(nodes: readonly NodeSpan[]): NodeSpan | undefined {
  return nodes.toSorted((a, b) => size(a) - size(b))[0];
}

function size({ span }: NodeSpan): number {
  return span.end - span.start;
}
