import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { comparePlans, plan, renderComparison } from '../../server/core/planner/index.ts';
import { fixture, inputOf } from './real.ts';

const blue = fixture('golden-1/blue.yaml');
const green = fixture('golden-1/green.yaml');
const planned = (text: string) => plan(inputOf('cloudformation', text, blue, 'shop.yaml'));
const before = planned(blue);
const after = planned(green);

test('a plan beside itself has no difference', () => {
  const same = comparePlans(after, after, 'HEAD');
  expect(same).toMatchObject({ verdict: 'as ready', warnings: { added: [], removed: [] } });
  expect(renderComparison(same, 'markdown')).toContain('**as ready as it was**');
});

test('what the change added, and what it moved', () => {
  const { verdict, readiness, warnings, pointOfNoReturn, duplicated } = comparePlans(before, after, 'HEAD');
  expect(verdict).toBe('less ready');
  expect(readiness.before.score).toBeGreaterThan(readiness.after.score);
  expect(warnings.added).toEqual(after.warnings);
  expect(pointOfNoReturn.before).toBeNull();
  expect(pointOfNoReturn.after).toMatchObject({ step: after.pointOfNoReturn, of: after.steps.length, phase: 'retire' });
  expect(duplicated.after).toBe(after.blastRadius.duplicated);
});

test('and the other way round', () => {
  const { verdict, warnings } = comparePlans(after, before, 'HEAD');
  expect(verdict).toBe('more ready');
  expect([warnings.added, warnings.removed]).toEqual([[], after.warnings]);
});

test('a line further down is no new warning, a second one of its kind is', () => {
  const lower = planned(`# one more line\n${green}`);
  expect(comparePlans(after, lower, 'HEAD').warnings).toEqual({ added: [], removed: [] });
  const [first] = after.warnings;
  const twice = { ...after, warnings: [...after.warnings, ...(first ? [{ ...first, message: 'again' }] : [])] };
  expect(comparePlans(after, twice, 'HEAD').warnings.added).toMatchObject([{ message: 'again' }]);
});

test('at the end of the scale the worst warnings decide', () => {
  const { readiness } = after;
  const zero = { ...after, readiness: { ...readiness, score: 0 } };
  const worse = { ...zero, readiness: { ...zero.readiness, counts: { ...readiness.counts, blocker: 9 } } };
  expect(comparePlans(zero, worse, 'HEAD').verdict).toBe('less ready');
  expect(comparePlans(worse, zero, 'HEAD').verdict).toBe('more ready');
});

test('JSON keeps to its schema', () => {
  const path = join(import.meta.dirname, '../../schemas/plan/verdigris.plan-diff.schema.json');
  const valid = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(path, 'utf8')));
  valid(JSON.parse(renderComparison(comparePlans(before, after, 'a|b'), 'json')));
  expect(valid.errors ?? []).toEqual([]);
  expect(renderComparison(comparePlans(before, after, 'a|b'), 'markdown')).toContain('| | a\\|b | now |');
});
