import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/paths.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import { planMessage, useViewer } from './page.ts';
import { blockedPlan, firstPlan, idlePlan, largePlan, modulesPlan, named, stepsPlan } from './plans.ts';
import { shopPlan } from './shop.ts';
import { type ThemeName, themes } from './themes.ts';

const viewer = useViewer();
let axe: string;
beforeAll(async () => {
  axe = await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** The content policy lets no script tag in, so axe comes through the debugger. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe;
    return (await run.run()).violations;
  });
  return found.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}

const plans: Readonly<Record<string, Plan>> = {
  blocked: blockedPlan(),
  first: firstPlan(),
  idle: idlePlan(),
  large: largePlan(160),
  modules: modulesPlan(),
  names: named(['Deploy | configure, install, migrate, restart and wait for every instance', 'שירות־ההזמנות']),
  steps: stepsPlan(),
};
const themeNames = Object.keys(themes) as ThemeName[];

describe.each(themeNames)('no barrier in theme %s', (theme) => {
  it.each(['lanes', 'timeline', 'table', 'data', 'rehearse'])('in the tab %s', async (tab) => {
    const state = { tab, step: 7, part: 1, selected: 'Resources.OrderQueue' };
    const { page, post, faults } = await viewer.open({ theme, state });
    await post(planMessage(shopPlan(), { fixes: [{ warning: 0, title: 'Let CloudFormation name it' }] }));
    expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });
  it.each(Object.keys(plans))('in the plan %s, beside an editor', async (name) => {
    const state = { step: 3, selected: 'Resources.WebLaunchTemplate', open: ['group:switch'] };
    const { page, post, faults } = await viewer.open({ theme, width: 720, state });
    await post(planMessage(plans[name] as Plan));
    expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });
  it('where there is no plan', async () => {
    const { page, post } = await viewer.open({ theme });
    const asked = { uri: 'file:///a', file: 'a.yaml', base: 'none', baseDetail: '', git: false };
    await post({ type: 'refused', asked, sentence: 'There is nothing to plan.' });
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});

it('states are still told apart in forced colours', async () => {
  const { page, post } = await viewer.open({ theme: 'hc-dark' });
  await page.emulateMedia({ forcedColors: 'active' });
  await post(planMessage(shopPlan()));
  const borders = await page
    .locator('.box .face')
    .evaluateAll((all) => all.map((it) => getComputedStyle(it).borderTopStyle));
  expect(new Set(borders)).toEqual(new Set(['solid', 'dashed']));
  const words = await page.locator('.box[data-lane="green"] .state').allInnerTexts();
  expect(words).toEqual(['absent', 'absent', 'absent', 'absent']);
  await page.close();
});
