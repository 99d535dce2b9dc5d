import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { WARNING_TITLES } from '../../server/core/planner/titles.ts';
import { planned } from './warning-case.ts';
import { CASES_1 } from './warning-cases-1.ts';
import { CASES_2 } from './warning-cases-2.ts';

const CASES = [...CASES_1, ...CASES_2];

describe.each(CASES.map((each, at) => [`${at} ${each.code}`, each] as const))('%s', (_name, each) => {
  const found = (result: Plan) =>
    result.warnings.filter(({ code }) => code === each.code).map(({ severity, node }) => [severity, node]);

  test('warns', () => {
    expect(found(planned(each))).toEqual(each.warns);
  });

  test('and is silent without the cause', () => {
    const { without = each.input, ...rest } = each;
    const quiet = planned({ ...rest, ...(without ? { input: without } : {}) }, each.unless);
    expect(found(quiet)).toEqual([]);
  });
});

test('every warning has a case here', () => {
  const covered = new Set(CASES.map(({ code }) => code.slice('plan/'.length)));
  expect([...covered].toSorted()).toEqual(Object.keys(WARNING_TITLES).toSorted());
});

test('every warning has a page, and every page a warning', () => {
  const folder = join(import.meta.dirname, '../../docs/warnings');
  const pages = readdirSync(folder).filter((name) => name !== 'README.md');
  expect(pages.toSorted()).toEqual(
    Object.keys(WARNING_TITLES)
      .map((name) => `${name}.md`)
      .toSorted(),
  );
  for (const [name, title] of Object.entries(WARNING_TITLES)) {
    const page = readFileSync(join(folder, `${name}.md`), 'utf8');
    expect(page.startsWith(`# ${title}\n\n\`plan/${name}\` · `), name).toBe(true);
    for (const part of ['## Why', '## What to do']) expect(page, name).toContain(part);
  }
});
