import type { Named } from './inputs.ts';

/** What one thread does: it lists `all` (places in the list of inputs) and judges `own`. */
export interface Share {
  readonly all: readonly number[];
  readonly own: readonly number[];
}

/** Shares of which one is done after the other, each in a thread of its own: the next begins with nothing of the one before. */
export type Lane = readonly Share[];

/** So much more work may one lane have than the other before part of it moves: who judges a part looks at the whole kind before. */
const UNEVEN = 2.5;

/**
 * Two lanes. Terraform and the rest never ask about each other, so a thread lists one of them and loads the data of one. Only where
 * one kind is far larger, a part of it moves to the lane of the other.
 */
export function lanesOf(files: readonly Named[], sizes: readonly number[]): readonly [Lane, Lane] {
  const kinds: [number[], number[]] = [[], []];
  for (const [at, { path }] of files.entries()) kinds[isHcl(path) ? 0 : 1].push(at);
  const work = (places: readonly number[]): number => places.reduce((sum, at) => sum + (sizes[at] ?? 0), 0);
  const large = work(kinds[0]) >= work(kinds[1]) ? kinds[0] : kinds[1];
  const small = large === kinds[0] ? kinds[1] : kinds[0];
  if (work(large) <= work(small) * UNEVEN) return [laneOf(large, large), laneOf(small, small)];
  const half = (work(large) + work(small)) / 2;
  let sum = 0;
  const cut = large.findIndex((at) => {
    sum += sizes[at] ?? 0;
    return sum >= half;
  });
  return [laneOf(large, large.slice(0, cut + 1)), [...laneOf(small, small), ...laneOf(large, large.slice(cut + 1))]];
}

function laneOf(all: readonly number[], own: readonly number[]): Lane {
  return own.length === 0 ? [] : [{ all, own }];
}

function isHcl(path: string): boolean {
  return /\.(?:tf|tofu|tfvars|hcl)$/.test(path);
}
