import type { Tree, TreeProblem } from '../model/tree.ts';
import { readBlocks } from './yaml/blocks.ts';
import { readEvents, type Stream } from './yaml/events.ts';
import { LIMITS } from './yaml/limits.ts';
import { mapSpans } from './yaml/map-spans.ts';
import { mask } from './yaml/mask.ts';
import { nestingBound, type Stop, stopOf } from './yaml/problems.ts';
import { refusal } from './yaml/refuse.ts';
import { repairsAt } from './yaml/repair.ts';
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
  const fast = attempt(text);
  return 'stream' in fast ? treeOf(text, fast.stream, 'fast', options) : readBroken(text, fast.stop, options);
}

type Attempt = { readonly stream: Stream } | { readonly stop: Stop };

function attempt(text: string): Attempt {
  try {
    return { stream: readEvents(text) };
  } catch (error) {
    return { stop: stopOf(error, text) };
  }
}

/** Tier 2 and 3: hide what can be hidden, mend the line where reading stopped, and keep every sound part. */
function readBroken(text: string, first: Stop, options: YamlOptions): Tree {
  const masked = mask(text);
  if (masked.problems.length === 0) {
    const [stream, tier] = readMended(text, first);
    return treeOf(text, stream, tier, options);
  }
  const again = attempt(masked.text);
  const stream = 'stream' in again ? again.stream : readMended(masked.text, again.stop)[0];
  return treeOf(text, withProblems(stream, masked.problems), 'repaired', options);
}

function readMended(text: string, stop: Stop): readonly [Stream, Tree['tier']] {
  if (stop.tooDeep)
    return [
      withProblems(
        readBlocks(text, () => undefined),
        [stop.problem],
      ),
      'repaired',
    ];
  const [mended] = repairsAt(text, stop.at)
    .map((repair) => ({ repair, read: attempt(repair.text) }))
    .sort((a, b) => reached(b.read) - reached(a.read));
  if (mended && reached(mended.read) > stop.at + 1) {
    const { repair, read } = mended;
    const stream = 'stream' in read ? read.stream : readTolerable(repair.text, read.stop);
    return [withProblems(mapSpans(stream, repair.back), [repair.problem]), 'repaired'];
  }
  const stream = readTolerable(text, stop);
  return [stream, text.length > LIMITS.tolerantText ? 'repaired' : 'tolerant'];
}

/** How far a reading came. */
function reached(read: Attempt): number {
  return 'stream' in read ? Number.POSITIVE_INFINITY : read.stop.at;
}

/** Tier 2 where size and shape allow it, else block by block. What the fast reader found stands when nothing else is said. */
function readTolerable(text: string, stop: Stop): Stream {
  const stream = tolerantly(text) ?? readBlocks(text, tolerantly);
  return stream.problems.some(({ code }) => code !== 'undefined-alias') ? stream : withProblems(stream, [stop.problem]);
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

function treeOf(text: string, stream: Stream, tier: Tree['tier'], options: YamlOptions): Tree {
  const problems = [...stream.problems];
  const [, second] = stream.starts;
  if (options.documents === 'one' && second !== undefined) {
    const message = 'A second document starts here; only one is read. Move it to a file of its own.';
    problems.push({ code: 'several-documents', message, span: markerAt(text, second) });
  }
  const extra = stream.starts[LIMITS.documents];
  if (extra !== undefined) {
    const message = `More than ${LIMITS.documents} documents in one text; the rest was not read. Split the file.`;
    problems.push({ code: 'too-large', message, span: markerAt(text, extra) });
  }
  const roots = stream.roots.slice(0, LIMITS.documents);
  problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { text, notation: 'yaml', roots, comments: stream.comments, problems, tier };
}

function markerAt(text: string, start: number): { start: number; end: number } {
  return { start, end: Math.min(start + 3, text.length) };
}
