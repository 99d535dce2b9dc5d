/**
 * The candidate that was probably meant: at most two edits away (one for names up to four letters, case counts half),
 * undefined when nothing is near or two are equally near.
 */
export function closest(written: string, candidates: Iterable<string>): string | undefined {
  const most = written.length <= 4 ? 1 : written.length <= 8 ? 2 : 3;
  let best: string | undefined;
  let bestDistance = most + 0.5;
  let tied = false;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) > most || candidate === written) continue;
    const distance = distanceOf(written, candidate, bestDistance);
    if (distance > bestDistance) continue;
    tied = distance === bestDistance && best !== undefined && best !== candidate;
    best = candidate;
    bestDistance = distance;
  }
  return tied ? undefined : best;
}

/** Edit distance with transpositions; a change of case costs half. Gives up above `limit`. */
function distanceOf(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const change = costOf(a.charAt(i - 1), b.charAt(j - 1));
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + change);
      const swapped = i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1);
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return Number.POSITIVE_INFINITY;
    before = above;
    above = row;
  }
  return above[b.length] ?? Number.POSITIVE_INFINITY;
}

function costOf(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}
