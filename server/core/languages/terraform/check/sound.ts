import type { Span } from '../../../model/span.ts';
import type { TerraformReading } from '../read/reading.ts';

const known = new WeakMap<TerraformReading, readonly number[]>();

/** A problem of the syntax lies in the span: what seems to be missing there may only be unreadable. */
export function isUnsound(reading: TerraformReading, { start, end }: Span): boolean {
  const { problems } = reading.hcl;
  if (problems.length === 0) return false;
  const starts = known.get(reading) ?? problems.map(({ span }) => span.start).toSorted((a, b) => a - b);
  known.set(reading, starts);
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (starts[low] ?? Number.POSITIVE_INFINITY) <= end;
}
