import type { Comment } from '../../model/comment.ts';
import type { ListNode, MapNode, TreeEntry, TreeNode, TreeProblem } from '../../model/tree.ts';
import { readEvents, type Stream } from './events.ts';
import { isSpace, lineEnd } from './gaps.ts';
import { mapSpans } from './map-spans.ts';
import { stopOf } from './problems.ts';

/** Levels of blocks that are cut apart to keep their sound neighbours. */
const LEVELS = 3;

/** How often the text may be read again in search of its sound parts, before the rest is left unread. */
const READINGS = 6;
const FAILURES = 300;

/** Reads a part of a text that the fast reader refused; undefined when nothing of it can be kept. */
export type BrokenReader = (part: string) => Stream | undefined;

/**
 * Reads a broken text block by block (top-level keys, then their children), so that one broken block costs only itself.
 * Aliases across blocks stay unresolved, without a problem.
 */
export function readBlocks(text: string, readBroken: BrokenReader): Stream {
  const gathered = new Gathered(readBroken, READINGS * text.length);
  const documents = documentsOf(text);
  const roots = documents.map(({ start, end }) => gathered.part(text.slice(start, end), start, LEVELS));
  return {
    roots,
    starts: documents.map(({ start }) => start),
    comments: gathered.comments.toSorted((a, b) => a.span.start - b.span.start),
    problems: gathered.problems,
  };
}

interface Part {
  readonly start: number;
  readonly end: number;
}

class Gathered {
  readonly comments: Comment[] = [];
  readonly problems: TreeProblem[] = [];
  readonly #readBroken: BrokenReader;
  #characters: number;
  #failures = 0;

  constructor(readBroken: BrokenReader, characters: number) {
    this.#readBroken = readBroken;
    this.#characters = characters;
  }

  /** Root of a part that starts at `base` of the whole text. */
  part(text: string, base: number, levels: number): TreeNode | undefined {
    if (this.#failures > FAILURES || this.#characters < 0) return undefined;
    this.#characters -= text.length;
    const whole = soundly(text);
    if (typeof whole !== 'number') return this.#keep(whole, base);
    this.#failures++;
    const blocks = levels > 0 ? blocksOf(text) : [];
    if (blocks.length < 2) return this.#headAndBody(text, base, levels) ?? this.#broken(text, base);
    const parts = groupsAround(blocks, whole);
    return joined(parts.map(({ start, end }) => this.part(text.slice(start, end), base + start, levels)));
  }

  /** `Key:` on a line of its own with a broken body: the body is cut further. */
  #headAndBody(text: string, base: number, levels: number): TreeNode | undefined {
    const end = lineEnd(text, contentStart(text));
    const head = levels > 1 ? soundly(text.slice(0, end)) : 0;
    if (typeof head === 'number' || blocksOf(text.slice(end)).length === 0) return undefined;
    const entry = head.roots[0]?.kind === 'map' ? head.roots[0].entries[0] : undefined;
    if (entry?.value.kind !== 'scalar' || entry.value.style !== 'empty') return undefined;
    const map = this.#keep(head, base);
    const body = this.part(text.slice(end), base + end, levels - 1);
    return map?.kind === 'map' ? withValue(map, body) : map;
  }

  #broken(text: string, base: number): TreeNode | undefined {
    const read = this.#readBroken(text);
    if (!read) return undefined;
    for (const problem of mapSpans({ ...read, roots: [], comments: [] }, (at) => at + base).problems) {
      if (problem.code !== 'undefined-alias') this.problems.push(problem);
    }
    return this.#keep(read, base);
  }

  #keep(stream: Stream, base: number): TreeNode | undefined {
    const moved = base === 0 ? stream : mapSpans(stream, (offset) => offset + base);
    for (const comment of moved.comments) this.comments.push(comment);
    return moved.roots[0];
  }
}

/** The stream of a sound text, or the offset where the fast reader stopped. */
function soundly(text: string): Stream | number {
  try {
    return readEvents(text);
  } catch (error) {
    return stopOf(error, text).at;
  }
}

/**
 * What stands before the block with the error, that block, and what follows. An error in the last block is often the end of something
 * that began earlier: then the halves are looked at.
 */
function groupsAround(blocks: readonly Part[], at: number): readonly Part[] {
  const found = blocks.findLastIndex(({ start }) => start <= at);
  const last = blocks.length - 1;
  const middle = found >= last && last > 1 ? [blocks.length >> 1] : [found, found + 1];
  const cuts = [0, ...middle, blocks.length].filter((cut, i, all) => cut >= 0 && cut !== all[i - 1]);
  return cuts.slice(0, -1).flatMap((from, i) => {
    const [first, end] = [blocks[from], blocks[(cuts[i + 1] ?? 0) - 1]];
    return first && end ? [{ start: first.start, end: end.end }] : [];
  });
}

function withValue(map: MapNode, value: TreeNode | undefined): MapNode {
  const [entry] = map.entries;
  if (!entry || !value) return map;
  const tag = entry.value.tag && { tag: entry.value.tag };
  const anchor = entry.value.anchor && { anchor: entry.value.anchor };
  const end = value.span.end;
  const whole: TreeEntry = { ...entry, value: { ...value, ...tag, ...anchor }, span: { start: entry.span.start, end } };
  return { ...map, entries: [whole], span: { start: map.span.start, end } };
}

/** One map or list of all parts that are one; the kind of the first decides. */
function joined(parts: readonly (TreeNode | undefined)[]): TreeNode | undefined {
  const kept = parts.filter((part): part is MapNode | ListNode => part?.kind === 'map' || part?.kind === 'list');
  const [first] = kept;
  const last = kept.at(-1);
  if (!first || !last) return undefined;
  const span = { start: first.span.start, end: last.span.end };
  if (first.kind === 'list') {
    return { ...first, span, items: kept.flatMap((part) => (part.kind === 'list' ? part.items : [])) };
  }
  return { ...first, span, entries: kept.flatMap((part) => (part.kind === 'map' ? part.entries : [])) };
}

/** Documents of the stream by their `---` lines. */
function documentsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (let line = 0; line < text.length; line = nextLine(text, line)) {
    if (line === start || !text.startsWith('---', line) || !isBreak(text, line + 3)) continue;
    if (contentStart(text.slice(start, line)) < line - start) parts.push({ start, end: line });
    start = line;
  }
  parts.push({ start, end: text.length });
  return parts;
}

/** Blocks of a part: each starts with a line at the least indentation of all; what stands before the first is one of its own. */
function blocksOf(text: string): readonly Part[] {
  const { indent, list } = shapeOf(text);
  const starts: number[] = [];
  for (let line = lineStart(text, contentStart(text)); line < text.length; line = nextLine(text, line)) {
    const content = line + indentAt(text, line);
    if (content - line === indent && isContent(text, content) && isDash(text, content) === list) starts.push(line);
  }
  const first = lineStart(text, contentStart(text));
  const begins = starts[0] !== undefined && starts[0] > first ? [first, ...starts] : starts;
  return begins.map((start, i) => ({ start: i === 0 ? 0 : start, end: begins[i + 1] ?? text.length }));
}

/** Least indentation, and whether list items stand there: without a key beside them. */
function shapeOf(text: string): { readonly indent: number; readonly list: boolean } {
  let indent = Number.POSITIVE_INFINITY;
  let keys = false;
  let dashes = false;
  for (let line = lineStart(text, contentStart(text)); line < text.length; line = nextLine(text, line)) {
    const column = indentAt(text, line);
    if (column > indent || !isContent(text, line + column)) continue;
    if (column < indent) keys = dashes = false;
    indent = column;
    if (isDash(text, line + column)) dashes = true;
    else if (!keys) keys = hasColon(text, line + column);
  }
  return { indent, list: dashes && !keys };
}

function hasColon(text: string, from: number): boolean {
  const end = lineEnd(text, from);
  for (let at = from; at < end; at++) if (text[at] === ':' && isBreak(text, at + 1)) return true;
  return false;
}

function isContent(text: string, at: number): boolean {
  return !isBreak(text, at) && text[at] !== '#';
}

/** Offset of the first character that is neither blank, nor comment, nor a document marker. */
function contentStart(text: string): number {
  for (let line = 0; line < text.length; line = nextLine(text, line)) {
    const at = line + indentAt(text, line);
    const code = text.charCodeAt(at);
    if (at >= text.length || isSpace(code) || code === 35 || code === 37) continue;
    if (at === line && (text.startsWith('---', at) || text.startsWith('...', at)) && isBreak(text, at + 3)) continue;
    return at;
  }
  return text.length;
}

function indentAt(text: string, line: number): number {
  let at = line;
  while (text.charCodeAt(at) === 32 || (at === 0 && text.charCodeAt(at) === 0xfeff)) at++;
  return at - line;
}

function isDash(text: string, at: number): boolean {
  return text[at] === '-' && isBreak(text, at + 1);
}

function isBreak(text: string, at: number): boolean {
  return at >= text.length || isSpace(text.charCodeAt(at));
}

function lineStart(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

function nextLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}
