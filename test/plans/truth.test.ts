import { expect, test } from 'vitest';
import { classify } from '../../server/core/schema/lifecycle.ts';
import { data } from './build.ts';
import { fixture } from './real.ts';

/**
 * Types judged by hand from what they are, without a look at the table. Several words where the documentation allows
 * more than one reading. The sample holds every class, rare ones over-represented, and types the table is sure of (>= 0.5).
 */
const TRUTH = (['ansible', 'cloudformation', 'terraform'] as const).flatMap((table) =>
  fixture(`truth/${table}.txt`)
    .trim()
    .split('\n')
    .map((line) => {
      const [type = '', classes = ''] = line.split(' ');
      return { type, allowed: classes.split('|'), actual: classify(table, type, data).class };
    }),
);

const wrong = TRUTH.filter(({ allowed, actual }) => !allowed.includes(actual));

test('at least 300 types, at least 95 % as a person would say', () => {
  expect(TRUTH.length).toBeGreaterThanOrEqual(300);
  const share = (TRUTH.length - wrong.length) / TRUTH.length;
  expect(share, wrong.map(({ type, actual }) => `${type} ${actual}`).join(', ')).toBeGreaterThanOrEqual(0.95);
});

test('nothing that holds data is said to hold none', () => {
  const data = wrong.filter(({ allowed }) => allowed.includes('persistent') || allowed.includes('volatile'));
  expect(data.filter(({ actual }) => actual === 'stateless')).toEqual([]);
});
