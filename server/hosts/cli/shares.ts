import type { Named } from './inputs.ts';

/** What one thread does: it opens `all` (places in the list of inputs) and judges `own`. */
export interface Share {
  readonly all: readonly number[];
  readonly own: readonly number[];
}

/** So much more work may one share be than the other before part of it moves. */
const UNEVEN = 1.5;

/**
 * Two shares of about the same size. Terraform and the rest never ask about each other, so each thread opens one of them and loads the
 * data of one; only what makes them even is taken from the larger kind, and then both threads open that kind.
 */
export function sharesOf(files: readonly Named[], sizes: readonly number[]): readonly [Share, Share] {
  const kinds: [number[], number[]] = [[], []];
  for (const [at, { path }] of files.entries()) kinds[isHcl(path) ? 0 : 1].push(at);
  const work = (places: readonly number[]): number => places.reduce((sum, at) => sum + (sizes[at] ?? 0), 0);
  const large = work(kinds[0]) >= work(kinds[1]) ? kinds[0] : kinds[1];
  const small = large === kinds[0] ? kinds[1] : kinds[0];
  if (work(large) <= work(small) * UNEVEN) return [all(large), all(small)];
  const half = (work(large) + work(small)) / 2;
  let sum = 0;
  const cut = large.findIndex((at) => {
    sum += sizes[at] ?? 0;
    return sum >= half;
  });
  const moved = large.slice(cut + 1);
  if (moved.length === 0) return [all(large), all(small)];
  return [
    { all: large, own: large.slice(0, cut + 1) },
    { all: [...small, ...large].sort(byNumber), own: [...small, ...moved].sort(byNumber) },
  ];
}

function all(places: readonly number[]): Share {
  return { all: places, own: places };
}

function isHcl(path: string): boolean {
  return /\.(?:tf|tofu|tfvars|hcl)$/.test(path);
}

function byNumber(a: number, b: number): number {
  return a - b;
}
