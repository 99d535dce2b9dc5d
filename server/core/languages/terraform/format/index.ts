import type { Edit, Span } from '../../../model/span.ts';
import type { HclFile } from '../../../syntax/hcl.ts';
import type { TerraformReading } from '../read/reading.ts';
import { alignCells } from './align.ts';
import { indentLines } from './indent.ts';
import { linesOf } from './line.ts';
import { normalise } from './normalise.ts';
import { type Piece, pieceList } from './piece.ts';
import { spaceTokens } from './space.ts';

/**
 * Edits that give a text the form of `terraform fmt`, byte for byte on valid files. A file with syntax errors is formatted
 * where it is sound: runs of top-level items without a problem. JSON is left alone. `range` limits the edits, not the look.
 */
export function formatTerraform(reading: TerraformReading, range?: Span): readonly Edit[] {
  if (reading.form.json || reading.form.kind === 'lock') return [];
  const pieces = pieceList(reading.hcl);
  const normal = normalise(reading.hcl, pieces);
  const edits = segmentsOf(reading, normal).flatMap((segment) => formatted(segment));
  const whole = [...edits, ...ends(reading)];
  const wanted = range ? whole.filter(({ span }) => span.start <= range.end && range.start <= span.end) : whole;
  return wanted.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function formatted(pieces: readonly Piece[]): Edit[] {
  const lines = linesOf(pieces);
  indentLines(lines);
  spaceTokens(lines);
  alignCells(lines);
  return pieces.flatMap((piece) => editsOf(piece));
}

/** The gap before a piece, and the piece itself where it is written otherwise. */
function editsOf({ gap, gapText, spaces, span, original, text }: Piece): Edit[] {
  const edits: Edit[] = [];
  const wanted = ' '.repeat(Math.max(0, spaces));
  if (gapText !== wanted) edits.push({ span: gap, text: wanted });
  if (original !== text) edits.push({ span, text });
  return edits;
}

/** Runs of pieces that can be formatted by themselves: everything, or what lies between unsound items. */
function segmentsOf({ hcl }: TerraformReading, pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  if (hcl.problems.length === 0) return [pieces];
  const bad = unsoundRanges(hcl);
  const segments: Piece[][] = [[]];
  let next = 0;
  for (const piece of pieces) {
    while (next < bad.length && (bad[next]?.end ?? 0) < piece.span.start) next++;
    const inside = (bad[next]?.start ?? Number.POSITIVE_INFINITY) <= piece.span.start;
    if (!inside) segments.at(-1)?.push(piece);
    else if (segments.at(-1)?.length !== 0) segments.push([]);
  }
  return segments.filter((segment) => segment.length > 0);
}

/** Whole lines of the top-level items that have a problem, up to the item that follows; and the lines of problems outside of any. */
function unsoundRanges({ text, body, problems }: HclFile): Span[] {
  const ranges: Span[] = [];
  const sorted = problems.map(({ span }) => span.start).toSorted((a, b) => a - b);
  let next = 0;
  const first = body.items[0]?.span.start ?? text.length;
  while (next < sorted.length && (sorted[next] ?? 0) < first) {
    const at = sorted[next++] ?? 0;
    ranges.push({ start: lineStart(text, at), end: lineEnd(text, at) });
  }
  body.items.forEach(({ span }, i) => {
    const end = body.items[i + 1]?.span.start ?? text.length + 1;
    const from = next;
    while (next < sorted.length && (sorted[next] ?? 0) < end) next++;
    if (next > from)
      ranges.push({
        start: lineStart(text, span.start),
        end: lineEnd(text, Math.max(span.end, sorted[next - 1] ?? 0)),
      });
  });
  return ranges;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

/** No byte order mark; a new line at the end. */
function ends({ hcl }: TerraformReading): Edit[] {
  const { text, problems } = hcl;
  const edits: Edit[] = [];
  if (text.startsWith('\ufeff')) edits.push({ span: { start: 0, end: 1 }, text: '' });
  if (problems.length > 0 || text === '' || text.endsWith('\n')) return edits;
  const trailing = /[ \t]*$/.exec(text)?.[0].length ?? 0;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  if (text.length - trailing > 0)
    edits.push({ span: { start: text.length - trailing, end: text.length }, text: newline });
  return edits;
}
