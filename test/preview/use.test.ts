import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { type Opened, type OpenOptions, planMessage, useViewer } from './page.ts';
import { blockedPlan, firstPlan, idlePlan, largePlan, modulesPlan } from './plans.ts';
import { shopPlan } from './shop.ts';

const viewer = useViewer();

const opened = (plan = shopPlan(), options?: OpenOptions): Promise<Opened> =>
  viewer.show(plan, options, { fixes: [{ warning: 0, title: 'Let CloudFormation name it' }] });

const last = async ({ sent }: Opened): Promise<unknown> => (await sent()).at(-1);
const stateOf = ({ page }: Opened, key: string): Promise<string | null> =>
  page.locator(`[data-key="${key}"]`).getAttribute('data-state');

describe('the slider', () => {
  it('moves by arrow keys, every share of traffic a stop of its own, and says where it is', async () => {
    const view = await opened();
    const slider = view.page.getByRole('slider');
    await slider.focus();
    await slider.press('End');
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Step 12 of 12, contract: .*No way back\.$/);
    await slider.press('Home');
    expect(await slider.getAttribute('aria-valuetext')).toBe('Today, before the first step');
    for (let i = 0; i < 8; i++) {
      await slider.press('ArrowRight');
    }
    expect(await slider.getAttribute('aria-valuetext')).toContain('50 percent of the traffic on green');
    expect(await stateOf(view, 'green:Resources.WebAsg')).toBe('live');
    expect(await view.page.locator('[data-key="shared:Resources.HttpsListener"] .percent').textContent()).toBe(
      '50 % blue50 % green',
    );
    await slider.press('PageUp');
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Step 8 /);
    await slider.press('PageDown');
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Step 7 /);
    expect(await view.page.getByRole('status').textContent()).toMatch(/^Step 7 /);
    await view.page.close();
  });
  it('follows the pointer', async () => {
    const view = await opened();
    const box = await view.page.getByRole('slider').boundingBox();
    if (box === null) {
      throw new Error('no slider');
    }
    await view.page.mouse.move(box.x + 4, box.y + 40);
    await view.page.mouse.down();
    await view.page.mouse.move(box.x + box.width - 4, box.y + 40, { steps: 8 });
    await view.page.mouse.up();
    expect(await stateOf(view, 'blue:Resources.WebAsg')).toBe('retired');
    await view.page.mouse.move(box.x + 4, box.y + 40);
    expect(await stateOf(view, 'blue:Resources.WebAsg')).toBe('retired');
    await view.page.close();
  });
  it('plays to the end and stops', async () => {
    const view = await opened(firstPlan(), { state: { step: 3 } });
    await view.page.getByRole('button', { name: 'Play the steps' }).click();
    await view.page.waitForTimeout(3800);
    expect(await view.page.getByRole('slider').getAttribute('aria-valuenow')).toBe('5');
    expect(await view.page.getByRole('button', { name: 'Play the steps' }).count()).toBe(1);
    await view.page.close();
  });
});

describe('asking the editor', () => {
  it('a card, a warning, its fix and its page are asked for by id or index', async () => {
    const view = await opened();
    await view.page.locator('[data-key="shared:Resources.Database"] button').click();
    expect(await last(view)).toEqual({ type: 'revealNode', id: 'Resources.Database' });
    await view.page.getByRole('button', { name: 'web.yaml:20' }).click();
    expect(await last(view)).toEqual({ type: 'revealWarning', index: 0 });
    await view.page.getByRole('button', { name: 'Let CloudFormation name it' }).click();
    expect(await last(view)).toEqual({ type: 'fix', index: 0 });
    await view.page.getByRole('button', { name: 'plan/message-format' }).click();
    expect(await last(view)).toEqual({ type: 'rule', index: 2 });
    await view.page.close();
  });
  it('another base or mode, an export, a command to copy', async () => {
    const view = await opened(shopPlan(), { state: { step: 7 } });
    await view.page.getByLabel('Compare with').selectOption('merge-base');
    expect(await last(view)).toEqual({ type: 'base', base: 'merge-base' });
    await view.page.getByLabel('Duplicate', { exact: true }).selectOption('whole-environment');
    expect(await last(view)).toEqual({ type: 'mode', mode: 'whole-environment' });
    await view.page.getByRole('button', { name: 'Export…' }).click();
    expect(await last(view)).toEqual({ type: 'export' });
    await view.page.getByRole('button', { name: 'Copy the command' }).click();
    expect(await last(view)).toEqual({ type: 'copy', step: 7, index: 0 });
    await view.page.close();
  });
  it('how an unknown resource lives', async () => {
    const view = await opened(blockedPlan(), { state: { selected: 'example_thing.odd' } });
    await view.page.getByRole('button', { name: 'Say how it lives…' }).click();
    expect(await last(view)).toEqual({ type: 'classify', id: 'example_thing.odd' });
    await view.page.close();
  });
  it('the cursor in the text marks the node, without taking the place of what is read', async () => {
    const view = await opened();
    await view.post({ type: 'cursor', node: 'Resources.Database' });
    expect(await view.page.locator('.box.cursor').getAttribute('data-key')).toBe('shared:Resources.Database');
    expect(await view.page.locator('.node-detail').count()).toBe(0);
    await view.page.close();
  });
});

describe('by keyboard alone', () => {
  it('the drawing is walked by arrow keys, one stop for the tab key', async () => {
    const view = await opened();
    const { page } = view;
    expect(await page.locator('.box button[tabindex="0"]').count()).toBe(1);
    await page.locator('.box button[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    // Down to WebAsg, right to the queue at nearly its height, right again to what is nearest to the queue.
    expect(await last(view)).toEqual({ type: 'revealNode', id: 'Resources.WebLaunchTemplate' });
    expect(await page.locator('.box button[tabindex="0"]').count()).toBe(1);
    await page.close();
  });
  it('the table is sorted and walked', async () => {
    const view = await opened(shopPlan(), { state: { tab: 'table' } });
    const { page } = view;
    const first = () => page.locator('tbody tr').first().locator('td').first().textContent();
    await page.getByRole('columnheader', { name: 'Resource' }).getByRole('button').press('Enter');
    expect(await first()).toBe('AppDns');
    await page.keyboard.press('Enter');
    expect(await first()).toBe('WebTargetGroup');
    expect(await page.getByRole('columnheader', { name: 'Resource' }).getAttribute('aria-sort')).toBe('descending');
    await page.locator('tbody tr[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await last(view)).toEqual({ type: 'revealNode', id: 'Resources.WebSecurityGroup' });
    await page.close();
  });
  it('tabs are one stop, changed by arrow keys', async () => {
    const { page } = await opened();
    await page.getByRole('tab', { name: 'Lanes' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Timeline' }).getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('.timeline .item').count()).toBe(12);
    await page.close();
  });
});

describe('typing', () => {
  it('goes on in the search, whatever is drawn meanwhile', async () => {
    const view = await opened();
    await view.page.getByLabel('Search resources').focus();
    await view.page.keyboard.type('qu');
    await view.post({ type: 'cursor', node: 'Resources.Database' });
    await view.page.keyboard.type('eue');
    expect(await view.page.getByLabel('Search resources').inputValue()).toBe('queue');
    expect(await view.page.locator('.box:not(.faint)').count()).toBe(1);
    expect(await view.page.getByRole('status').textContent()).toBe('1 of 10 resources match');
    await view.page.keyboard.press('Enter');
    await view.page.keyboard.press('Enter');
    expect(await last(view)).toEqual({ type: 'revealNode', id: 'Resources.OrderQueue' });
    await view.page.close();
  });
  it('finds what is in a closed group, and closes it again', async () => {
    const view = await opened(modulesPlan());
    const search = view.page.getByLabel('Search resources');
    await search.fill('m7 aws_ecs_service');
    const found = view.page.locator('.box:not(.faint):not(.group)');
    expect(await found.evaluateAll((all) => all.map((it) => (it as HTMLElement).dataset.key))).toEqual([
      'blue:module.m7.aws_ecs_service.x',
      'green:module.m7.aws_ecs_service.x',
    ]);
    expect(await found.first().evaluate((it) => it.getBoundingClientRect().bottom < innerHeight)).toBe(true);
    await search.fill('');
    expect(await view.page.locator('.box:not(.group)').count()).toBe(0);
    await view.page.close();
  });
});

describe('what is kept', () => {
  it('tab, moment, selection and search survive a reload', async () => {
    const before = await opened();
    await before.page.getByRole('tab', { name: 'Table' }).click();
    await before.page.getByLabel('Search resources').fill('web');
    await before.page.getByRole('columnheader', { name: 'Resource' }).getByRole('button').click();
    await before.page.locator('.chip.high').click();
    await before.page.getByRole('slider').press('End');
    const state = await before.saved();
    await before.page.close();
    expect(state).toMatchObject({ uri: 'file:///shop/web.yaml', base: 'HEAD', tab: 'table', step: 12, query: 'web' });
    const after = await opened(shopPlan(), { state });
    expect(await after.page.locator('tbody tr').count()).toBe(5);
    const sorted = after.page.getByRole('columnheader', { name: 'Resource' });
    expect(await sorted.getAttribute('aria-sort')).toBe('ascending');
    expect(await after.page.locator('.chip.high').getAttribute('aria-pressed')).toBe('true');
    expect(await after.page.getByRole('slider').getAttribute('aria-valuetext')).toMatch(/^Step 12 /);
    await after.page.close();
  });
  it('a saved state of any other shape is passed over', async () => {
    const view = await opened(shopPlan(), {
      state: { tab: 'evil', step: 'x', zoom: 1e9, open: 7, selected: {}, sort: 'x', severity: {} },
    });
    expect(await view.page.getByRole('tab', { name: 'Lanes' }).getAttribute('aria-selected')).toBe('true');
    expect(view.faults).toEqual([]);
    await view.page.close();
  });
  it('a new answer keeps the moment, even when the plan became shorter', async () => {
    const view = await opened(shopPlan(), { state: { step: 12 } });
    await view.post(planMessage(firstPlan()));
    expect(await view.page.getByRole('slider').getAttribute('aria-valuenow')).toBe('5');
    await view.post(planMessage(shopPlan()));
    expect(await view.page.getByRole('slider').getAttribute('aria-valuetext')).toMatch(/^Step 12 /);
    await view.page.close();
  });
});

describe('plans that are not the usual case', () => {
  it('blocked: says so first, with the way to the line', async () => {
    const view = await opened(blockedPlan());
    expect(await view.page.locator('.notice').textContent()).toContain('This cannot be a blue-green deployment yet');
    await view.page.locator('.notice').getByRole('button', { name: 'Go to the source' }).click();
    expect(await last(view)).toEqual({ type: 'revealWarning', index: 0 });
    await view.page.close();
  });
  it('nothing to do: no line of time, everything unchanged', async () => {
    const { page } = await opened(idlePlan());
    expect(await page.getByRole('slider').count()).toBe(0);
    expect(await page.locator('.box[data-state="unchanged"]').count()).toBe(10);
    await page.close();
  });
  it('refused: the sentence, and another base can be picked', async () => {
    const view = await opened();
    const asked = { uri: 'file:///a', file: 'a.yaml', base: 'none', baseDetail: '', git: false };
    await view.post({ type: 'refused', asked, sentence: 'There is nothing to plan.' });
    expect(await view.page.getByRole('main').textContent()).toContain('There is nothing to plan.');
    expect(await view.page.getByLabel('Compare with').locator('option:disabled').allInnerTexts()).toEqual([
      'HEAD',
      'merge base',
      'revision…',
    ]);
    await view.page.close();
  });
});

describe('size', () => {
  it('500 resources are drawn within a second, and a moment changes within 100 ms', async () => {
    const view = await viewer.open();
    const message = planMessage(largePlan(500));
    const drawn = await view.page.evaluate(async (it) => {
      const start = performance.now();
      window.dispatchEvent(new MessageEvent('message', { data: it }));
      document.body.getBoundingClientRect();
      return performance.now() - start;
    }, message);
    expect(drawn).toBeLessThan(1000);
    const slider = view.page.getByRole('slider');
    const moved = await slider.evaluate((it) => {
      const start = performance.now();
      it.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }));
      document.body.getBoundingClientRect();
      return performance.now() - start;
    });
    expect(moved).toBeLessThan(100);
    await view.page.close();
  });
  it.each(['lanes', 'timeline', 'table', 'data', 'rehearse'])(
    'nothing is wider than 720 pixels, however long the words (%s)',
    async (tab) => {
      const file = join(root, 'l10n', 'bundle.l10n.json');
      const english = Object.keys(JSON.parse(await readFile(file, 'utf8')) as object);
      const longer = Object.fromEntries(english.map((it) => [it, `[${it.replace(/[aeiou]/g, '$&$&')}]`]));
      for (const words of [{}, longer]) {
        const view = await opened(blockedPlan(), { width: 720, state: { tab, step: 7 }, words });
        expect(await view.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
        expect(view.faults).toEqual([]);
        await view.page.close();
      }
    },
  );
});
