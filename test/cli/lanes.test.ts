import { describe, expect, test } from 'vitest';
import { lanesOf } from '../../server/hosts/cli/shares.ts';

/** Lanes as names; `list > judged` of each share. */
function lanes(files: Readonly<Record<string, number>>): string[][] {
  const named = Object.keys(files).map((path) => ({ path, shown: path }));
  const names = (places: readonly number[]): string => places.map((at) => named[at]?.path).join(' ');
  return lanesOf(named, Object.values(files)).map((lane) =>
    lane.map(({ all, own }) => `${names(all)} > ${names(own)}`),
  );
}

describe('what is judged beside each other', () => {
  test('a thread lists one kind', () => {
    expect(lanes({ 'a.tf': 5, 'b.yml': 4, 'c.tfvars': 2 })).toEqual([
      ['a.tf c.tfvars > a.tf c.tfvars'],
      ['b.yml > b.yml'],
    ]);
  });

  test('of a kind that is far larger a part moves, and is judged by a thread of its own after the other kind', () => {
    expect(lanes({ 'a.yml': 4, 'b.yml': 4, 'c.yml': 4, 'd.tf': 2 })).toEqual([
      ['a.yml b.yml c.yml > a.yml b.yml'],
      ['d.tf > d.tf', 'a.yml b.yml c.yml > c.yml'],
    ]);
  });

  test('one kind alone is shared', () => {
    expect(lanes({ 'a.yml': 4, 'b.yml': 4 })).toEqual([['a.yml b.yml > a.yml'], ['a.yml b.yml > b.yml']]);
  });

  test('nothing is judged where nothing is, and one file once', () => {
    expect(lanes({})).toEqual([[], []]);
    expect(lanes({ 'a.yml': 4 })).toEqual([['a.yml > a.yml'], []]);
  });
});
