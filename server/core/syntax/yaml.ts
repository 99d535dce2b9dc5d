import type { Span } from '../model/span.ts';
import type { Tree, TreeProblem } from '../model/tree.ts';
import { keepingLast } from './last.ts';
import { readBlocks } from './yaml/blocks.ts';
import { readContinued } from './yaml/continued-lines.ts';
import { readEvents, type Stream } from './yaml/events.ts';
import { LIMITS } from './yaml/limits.ts';
import { mapSpans } from './yaml/map-spans.ts';
import { mask } from './yaml/mask.ts';
import { nestingBound, type Stop, stopOf } from './yaml/problems.ts';
import { withoutQuotedTabs } from './yaml/quoted-tabs.ts';
import { refusal } from './yaml/refuse.ts';
import { type Repair, repairsAt } from './yaml/repair.ts';
import { readTolerantly } from './yaml/tolerant.ts';

export interface YamlOptions {
  /** `one`: a second document is a problem. */
  readonly documents?: 'one' | 'many';
}

/**
 * Reads YAML into the neutral tree. Never throws; a broken text keeps its sound parts.
 * `tag` values keep their `!`, `anchor` values have no `&`; an empty value is zero-width behind its colon or dash.
 */
export function readYaml(text: string, options: YamlOptions = {}): Tree {
  const refused = refusal(text, 'yaml');
  if (refused) return { text, notation: 'yaml', roots: [], comments: [], problems: [refused], tier: 'refused' };
  const cut = cutOf(text);
  const tree = readOnce(cut === undefined ? text : text.slice(0, cut));
  const problems = [...tree.problems, ...streamProblems(text, tree.starts, cut, options)];
  problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { text, notation: 'yaml', roots: tree.roots, comments: tree.comments, problems, tier: tree.tier };
}

interface Read extends Stream {
  readonly tier: Tree['tier'];
}

const readOnce = keepingLast(readKept);

/** Where the first document that is not read starts; undefined when all are read. */
function cutOf(text: string): number | undefined {
  let count = 0;
  for (let at = text.indexOf('\n---'); at >= 0; at = text.indexOf('\n---', at + 4)) {
    if (++count > LIMITS.documents) return at + 1;
  }
  return undefined;
}

function streamProblems(
  text: string,
  starts: readonly number[],
  cut: number | undefined,
  options: YamlOptions,
): TreeProblem[] {
  const problems: TreeProblem[] = [];
  const [, second] = starts;
  if (options.documents === 'one' && second !== undefined) {
    const message = 'A second document starts here; only one is read. Move it to a file of its own.';
    problems.push({ code: 'several-documents', message, span: markerAt(text, second) });
  }
  if (cut !== undefined) {
    const message = `More than ${LIMITS.documents} documents in one text; the rest was not read. Split the file.`;
    problems.push({ code: 'too-large', message, span: markerAt(text, cut) });
  }
  return problems;
}

/** Lines that are mended in one text. */
const ROUNDS = 4;

const nothing = () => undefined;

type Attempt = { readonly stream: Stream } | { readonly stop: Stop };

function attempt(text: string): Attempt {
  try {
    return { stream: readEvents(text) };
  } catch (error) {
    return { stop: stopOf(error, text) };
  }
}

function readKept(text: string): Read {
  const fast = attempt(text);
  if ('stream' in fast) return { ...fast.stream, tier: 'fast' };
  const again = readContinued(text, fast.stop, attempt) ?? attemptWithoutQuotedTabs(text);
  return again ? { ...again, tier: 'fast' } : readBroken(text, fast.stop);
}

function attemptWithoutQuotedTabs(text: string): Stream | undefined {
  const roots = (each: string) => {
    const read = attempt(each);
    return 'stream' in read ? read.stream.roots : undefined;
  };
  const spaced = withoutQuotedTabs(text, roots);
  const read = spaced === undefined ? undefined : attempt(spaced);
  return read && 'stream' in read ? read.stream : undefined;
}

/** Tier 2 and 3: hide what can be hidden, mend the line where reading stopped, and keep every sound part. */
function readBroken(text: string, first: Stop): Read {
  const masked = mask(text);
  if (masked.problems.length === 0) return readMended(text, first);
  const again = attempt(masked.text);
  const stream = 'stream' in again ? again.stream : readMended(masked.text, again.stop);
  return { ...withProblems(stream, masked.problems), tier: 'repaired' };
}

function readMended(text: string, stop: Stop, rounds = ROUNDS): Read {
  if (stop.tooDeep) return readShallow(text, stop);
  const mended = rounds > 0 ? bestRepair(text, stop) : undefined;
  if (mended) {
    const { repair, read } = mended;
    const stream = 'stream' in read ? read.stream : readMended(repair.text, read.stop, rounds - 1);
    return { ...withProblems(mapSpans(stream, repair.back.map, repair.back.from), [repair.problem]), tier: 'repaired' };
  }
  return readTolerable(text, stop);
}

/** The line of brackets that goes too deep is left out, where the rest is sound; else the blocks around it are kept. */
function readShallow(text: string, { at, problem }: Stop): Read {
  const line = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  const bracket = text.slice(line, end).search(/[[{]/);
  const start = line + Math.max(0, bracket);
  const again = bracket < 0 ? undefined : attempt(text.slice(0, start) + ' '.repeat(end - start) + text.slice(end));
  const stream = again && 'stream' in again ? again.stream : readBlocks(text, nothing);
  return { ...withProblems(stream, [problem]), tier: 'repaired' };
}

/** The repair that lets the fast reader come furthest, if it comes further at all. */
function bestRepair(text: string, stop: Stop): { readonly repair: Repair; readonly read: Attempt } | undefined {
  let best: { readonly repair: Repair; readonly read: Attempt } | undefined;
  let furthest = stop.at + 1;
  for (const repair of repairsAt(text, stop.at)) {
    const read = attempt(repair.text);
    if (reached(read) <= furthest || (repair.bold && 'stop' in read)) continue;
    furthest = reached(read);
    best = { repair, read };
  }
  return best;
}

/** How far a reading came. */
function reached(read: Attempt): number {
  return 'stream' in read ? Number.POSITIVE_INFINITY : read.stop.at;
}

/**
 * Tier 2 where size and shape allow it, or block by block, whichever keeps more. What the fast reader found stands when nothing else is
 * said.
 */
function readTolerable(text: string, stop: Stop): Read {
  const whole = tolerantly(text);
  const blocks = readBlocks(text, tolerantly);
  const takesWhole = whole !== undefined && holdsMore(whole, blocks);
  const stream = { ...(takesWhole ? whole : blocks), problems: whole?.problems ?? blocks.problems };
  const said = stream.problems.some(({ code }) => code !== 'undefined-alias');
  // Blocks that could not be read at all are left out: absence is no evidence there.
  return { ...(said ? stream : withProblems(stream, [stop.problem])), tier: takesWhole ? 'tolerant' : 'repaired' };
}

/** Compares the outer levels first: there a tolerant reader that lost its way has less, though it keeps every word. */
function holdsMore(one: Stream, other: Stream): boolean {
  const [a, b] = [countEntries(one), countEntries(other)];
  return a.outer === b.outer ? a.all >= b.all : a.outer > b.outer;
}

const OUTER = 2;

function countEntries({ roots }: Stream): { readonly outer: number; readonly all: number } {
  let outer = 0;
  let all = 0;
  const open = roots.flatMap((node) => (node ? [{ node, level: 0 }] : []));
  for (let at = open.pop(); at; at = open.pop()) {
    const { node, level } = at;
    const parts = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.kind === 'list' ? node.items : [];
    all += parts.length;
    if (level < OUTER) outer += parts.length;
    for (const part of parts) open.push({ node: part, level: level + 1 });
  }
  return { outer, all };
}

function tolerantly(text: string): Stream | undefined {
  if (text.length > LIMITS.tolerantText || nestingBound(text) > LIMITS.depth) return undefined;
  try {
    return readTolerantly(text);
  } catch {
    return undefined;
  }
}

function withProblems(stream: Stream, problems: readonly TreeProblem[]): Stream {
  return { ...stream, problems: [...problems, ...stream.problems].slice(0, LIMITS.problems) };
}

function markerAt(text: string, start: number): Span {
  return { start, end: Math.min(start + 3, text.length) };
}
