import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../server/core/model/finding.ts';
import { check } from './project.ts';
import { substitute } from './substitute.ts';

interface Case {
  readonly case: string;
  readonly params: readonly string[] | null;
  readonly text: string;
  readonly outcome: 'accept' | 'reject';
  readonly resolved: { readonly infrastructures: Readonly<Record<string, unknown>> } | null;
}

const read = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const { cases } = JSON.parse(read('conformance.json')) as { cases: readonly Case[] };

/**
 * The tool accepts these when it reads the file and crashes or ignores the value in the run. Verdigris is stricter on purpose: it says
 * so at once, with an error that does not claim that the file is refused.
 */
const STRICTER = new Set([
  'env list of strings',
  'role-infra key lifespan',
  'infra params list',
  'resource null create',
]);

/** Errors that say the tool refuses the file; those of kind `semantic` speak of the run. */
function refusals(text: string): readonly Finding[] {
  return check(text, { 'lib.macfile': read('lib.macfile') }).filter(
    ({ severity, kind }) => severity === 'error' && kind !== 'semantic',
  );
}

/** Verdict on a command line: the parameters first, then the file, then what `parents` ask of the parameters. */
function verdict({ text, params }: Case): 'accept' | 'reject' {
  const put = substitute(text, params);
  if (put.outcome === 'refused') return 'reject';
  if (refusals(put.text).length > 0) return 'reject';
  const hasParents = /^parents:/m.test(put.text);
  return hasParents && (params === null || params.length !== put.found.size) ? 'reject' : 'accept';
}

describe('verdicts of mac 1.0.8', () => {
  test('there are 96 cases', () => expect(cases).toHaveLength(96));

  test.each(cases.map((one) => [one.case, one] as const))('%s', (name, one) => {
    expect(verdict(one)).toBe(one.outcome);
    const errors = check(one.text).filter(({ code }) => code === 'macfile/wrong-type');
    if (STRICTER.has(name)) expect(errors).toMatchObject([{ severity: 'error', kind: 'semantic' }]);
  });
});
