/** Lines around a change. */
const CONTEXT = 3;

/** A unified diff. Changed lines between the first and the last difference make up one hunk per run of differences. */
export function lineDiff(name: string, before: string, after: string): string {
  const a = linesOf(before);
  const b = linesOf(after);
  const hunks = hunksOf(steps(a, b));
  return `--- ${name}\n+++ ${name}\n${hunks.join('')}`;
}

/** A last line without an end is said as `diff` says it, so that `patch` and `git apply` take the result. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}

interface Step {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
  /** Lines of both sides before this step. */
  readonly a: number;
  readonly b: number;
}

/** Keeps the longest common run of lines at both ends and the longest common subsequence between. */
function steps(a: readonly string[], b: readonly string[]): Step[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const out: Step[] = [];
  const push = (mark: Step['mark'], line: string, at: readonly [number, number]) =>
    out.push({ mark, line, a: at[0], b: at[1] });
  for (let i = 0; i < head; i++) push(' ', a[i] ?? '', [i, i]);
  let [i, j] = [head, head];
  for (const [x, y] of [...common(a, b, head, tail), [a.length - tail, b.length - tail] as const]) {
    for (; i < x; i++) push('-', a[i] ?? '', [i, j]);
    for (; j < y; j++) push('+', b[j] ?? '', [i, j]);
    if (i < a.length - tail) push(' ', a[i++] ?? '', [i - 1, j++]);
  }
  for (; i < a.length; i++, j++) push(' ', a[i] ?? '', [i, j]);
  return out;
}

/** Pairs of equal lines in both middles, in order. Fixes are small, so the table is too; a huge middle has none. */
function common(a: readonly string[], b: readonly string[], head: number, tail: number): (readonly [number, number])[] {
  const rows = a.length - head - tail;
  const columns = b.length - head - tail;
  if (rows * columns > 4_000_000) return [];
  const best = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    const row = best[i];
    for (let j = columns - 1; row && j >= 0; j--) {
      row[j] = a[head + i] === b[head + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (a[head + i] === b[head + j]) pairs.push([head + i++, head + j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

function hunksOf(all: readonly Step[]): string[] {
  const hunks: string[] = [];
  for (let at = 0; at < all.length; at++) {
    if (all[at]?.mark === ' ') continue;
    const from = Math.max(0, at - CONTEXT);
    let last = at;
    for (let next = at; next < all.length && next - last <= 2 * CONTEXT; next++)
      if (all[next]?.mark !== ' ') last = next;
    const to = Math.min(all.length, last + CONTEXT + 1);
    hunks.push(hunk(all.slice(from, to)));
    at = to - 1;
  }
  return hunks;
}

function hunk(part: readonly Step[]): string {
  const first = part[0];
  const olds = part.filter(({ mark }) => mark !== '+').length;
  const news = part.filter(({ mark }) => mark !== '-').length;
  const lines = part.map(({ mark, line }) => `${mark}${line}\n`).join('');
  return `@@ -${(first?.a ?? 0) + 1},${olds} +${(first?.b ?? 0) + 1},${news} @@\n${lines}`;
}
