import { applyEdits, type Edit, type Span } from '../../../model/span.ts';
import { formatTerraform } from '../format/index.ts';
import { readTerraform, type TerraformReading } from '../read/reading.ts';

/**
 * Edits that also put right what they push out of line: only in top-level blocks that were in the form of `terraform fmt`
 * before. Elsewhere nothing but the edits themselves is changed.
 */
export function realigned(reading: TerraformReading, edits: readonly Edit[]): readonly Edit[] {
  const { source, hcl } = reading;
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const untidy = formatTerraform(reading);
  const tidy = hcl.body.items
    .map(({ span }) => span)
    .filter(
      (span) => sorted.some((edit) => touches(edit.span, span)) && !untidy.some((edit) => touches(edit.span, span)),
    );
  if (tidy.length === 0) return edits;
  const after = readTerraform({ path: source.path, text: applyEdits(source.text, sorted) });
  const places = tidy.map((span) => ({
    start: shifted(span.start, sorted, false),
    end: shifted(span.end, sorted, true),
  }));
  const wanted = formatTerraform(after).filter((edit) => places.some((place) => touches(edit.span, place)));
  return wanted.length === 0 ? edits : (combined(sorted, wanted) ?? edits);
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Where an offset of the old text lies in the new one; `behind` = after what is inserted right there. */
function shifted(offset: number, edits: readonly Edit[], behind: boolean): number {
  let shift = 0;
  for (const { span, text } of edits) {
    if (span.end < offset || (span.end === offset && (behind || span.start < offset)))
      shift += text.length - (span.end - span.start);
  }
  return offset + shift;
}

/** A run of the new text: kept from the old one, or put in by an edit. */
interface Run {
  readonly start: number;
  readonly end: number;
  /** Offset of the old text minus that of the new one. */
  readonly back: number;
  readonly edit?: number;
}

function runsOf(edits: readonly Edit[]): Run[] {
  const runs: Run[] = [];
  let old = 0;
  let at = 0;
  edits.forEach(({ span, text }, edit) => {
    const kept = span.start - old;
    runs.push({ start: at, end: at + kept, back: old - at });
    at += kept;
    runs.push({ start: at, end: at + text.length, back: 0, edit });
    at += text.length;
    old = span.end;
  });
  runs.push({ start: at, end: Number.POSITIVE_INFINITY, back: old - at });
  return runs;
}

/** Both lists in terms of the old text. Undefined when one of the second list lies across the border of a run. */
function combined(edits: readonly Edit[], later: readonly Edit[]): readonly Edit[] | undefined {
  const runs = runsOf(edits);
  const own: Edit[] = [];
  const inside = new Map<number, Edit[]>();
  for (const { span, text } of later) {
    const run = runs.find((each) => each.start <= span.start && span.end <= each.end);
    if (!run) return undefined;
    if (run.edit === undefined) own.push({ span: { start: span.start + run.back, end: span.end + run.back }, text });
    else
      inside.set(run.edit, [
        ...(inside.get(run.edit) ?? []),
        { span: { start: span.start - run.start, end: span.end - run.start }, text },
      ]);
  }
  const first = edits.map(({ span, text }, i) => ({ span, text: applyEdits(text, inside.get(i) ?? []) }));
  return [...first, ...own];
}
