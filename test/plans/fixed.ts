import { expect } from 'vitest';
import { applyEdits } from '../../server/core/model/span.ts';
import type { BlueTexts, PlanAnswer } from '../../server/core/service/plan.ts';
import { planOf } from '../../server/core/service/plan.ts';
import { fixesOfPlan, type PlanFixEdits } from '../../server/core/service/plan-fixes.ts';
import { createWorkspace } from '../../server/core/service/workspace.ts';
import { data } from './build.ts';

export type Texts = Readonly<Record<string, string>>;

export const one = (path: string, text: string): Texts => ({ [path]: text });
export const lines = (...parts: readonly string[]): string => `${parts.join('\n')}\n`;

/** A unit as the service sees it: paths below `/w`, the file that is planned first. */
export function opened(texts: Texts) {
  const workspace = createWorkspace({ data, today: () => '2026-01-01', log: (message) => expect.fail(message) });
  workspace.setFolders(['/w']);
  workspace.markFolder({ path: '/w', endings: ['.tf'] });
  for (const [path, text] of Object.entries(texts)) workspace.open(path, text);
  return workspace;
}

export function planned(green: Texts, blue: Texts) {
  const workspace = opened(green);
  const [path = ''] = Object.keys(green);
  const files: BlueTexts['files'] = Object.entries(blue).map(([at, text]) => ({ path: at, text }));
  const answer: PlanAnswer = planOf(workspace, { path, blue: { kind: 'file', files } });
  if ('refused' in answer) throw new Error(answer.refused);
  return { workspace, path, ...answer, fixes: fixesOfPlan(workspace, path, answer.plan, answer.green) };
}

function applied(texts: Texts, { files }: PlanFixEdits): Texts {
  const after: Record<string, string> = { ...texts };
  for (const { path, edits, create } of files) {
    expect(create !== undefined, path).toBe(texts[path] === undefined);
    after[path] = applyEdits(texts[path] ?? '', edits);
  }
  return after;
}

/**
 * Applies one fix and plans again: its warning is gone (a step has what it lacked), no worse one came, every file still reads as before,
 * and the fix is not offered a second time. Gives the texts after it.
 */
export function fixedBy(green: Texts, blue: Texts, title: string): Texts {
  const before = planned(green, blue);
  const fix = before.fixes.find((each) => each.title === title);
  if (!fix) throw new Error(`no fix "${title}" among ${JSON.stringify(before.fixes.map((each) => each.title))}`);
  const texts = applied(green, fix);
  expect(texts).not.toEqual(green);
  const after = planned(texts, blue);
  const was = fix.warning === undefined ? undefined : before.plan.warnings[fix.warning];
  if (was) {
    expect(after.plan.warnings.filter(({ code, node }) => code === was.code && node === was.node)).toEqual([]);
  }
  const same = after.fixes.filter((each) => {
    const now = each.warning === undefined ? undefined : after.plan.warnings[each.warning];
    return each.title === title && now?.node === was?.node;
  });
  expect(same).toEqual([]);
  expect(after.plan.readiness.score).toBeGreaterThanOrEqual(before.plan.readiness.score);
  for (const path of Object.keys(texts)) expect(errorsIn(texts, path), path).toEqual(errorsIn(green, path));
  return texts;
}

/** What is wrong with a text as such: no fix may add to it. */
export function errorsIn(texts: Texts, path: string): readonly string[] {
  if (texts[path] === undefined) return [];
  return opened(texts)
    .check(path)
    .findings.filter(({ kind, severity }) => severity === 'error' && kind !== 'rule')
    .map(({ code, message }) => `${code}: ${message}`);
}
