/** The HTML export with the view in it: opened as a file, by a browser that knows nothing of an editor. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageParts } from '../../scripts/build.ts';
import { bundles } from '../../scripts/bundles.ts';
import { root } from '../../scripts/paths.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import { render } from '../../server/core/planner/index.ts';
import { startBrowser } from './page.ts';
import { blockedPlan, idlePlan, largePlan } from './plans.ts';
import { shopPlan } from './shop.ts';

let browser: Browser;
let parts: Readonly<Record<string, string>>;
let axe: string;
beforeAll(async () => {
  browser = await startBrowser();
  const made = await build({ ...bundles.page, absWorkingDir: root, outdir: join(root, 'dist'), write: false });
  const text = (ending: string): string => made.outputFiles.find((it) => it.path.endsWith(ending))?.text ?? '';
  parts = pageParts(text('.js'), text('.css'));
  axe = await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
});
afterAll(() => browser?.close());

interface Shown {
  readonly page: Page;
  readonly faults: readonly string[];
  /** Addresses that were asked for, beside the page itself. */
  readonly asked: readonly string[];
}

async function shown(
  plan: Plan,
  options: { readonly dark?: boolean; readonly width?: number; readonly scripts?: boolean } = {},
): Promise<Shown> {
  const { dark = false, width = 1400, scripts = true } = options;
  const context = await browser.newContext({
    viewport: { width, height: 860 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.route('**/*', (route) => {
    const address = route.request().url();
    if (address === 'http://export.test/plan.html') {
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: render(plan, 'html', parts) });
    }
    asked.push(address);
    return route.abort();
  });
  await page.goto('http://export.test/plan.html');
  return { page, faults, asked };
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: it } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await it.run()).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`,
    );
  });
}

describe('the export is the panel', () => {
  it('draws the lanes, moves in time, and leads nowhere', async () => {
    const { page, faults, asked } = await shown(shopPlan());
    expect(await page.locator('[data-key="green:Resources.WebAsg"]').count()).toBe(1);
    const slider = page.getByRole('slider');
    await slider.focus();
    await slider.press('End');
    expect(await page.locator('[data-key="blue:Resources.WebAsg"]').getAttribute('data-state')).toBe('retired');
    for (const gone of ['Compare with', 'Export…', 'Go to the source', 'Say how it lives…']) {
      expect(await page.getByText(gone).count(), gone).toBe(0);
    }
    await page.getByRole('tab', { name: 'Table' }).click();
    expect(await page.locator('table.grid tbody tr').count()).toBe(shopPlan().nodes.length);
    expect([faults, asked]).toEqual([[], []]);
    await page.context().close();
  });

  it.each(['Copy the picture', 'Save the picture…'])(
    '%s: where there is no clipboard it is a download',
    async (name) => {
      const { page, faults, asked } = await shown(shopPlan());
      const coming = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      const download = await coming;
      expect(download.suggestedFilename()).toBe('plan.svg');
      const svg = await readFile((await download.path()) ?? '', 'utf8');
      expect(svg).toMatch(/^<svg [\s\S]*>WebAsg<[\s\S]*<\/svg>$/);
      expect([faults, asked]).toEqual([[], []]);
      await page.context().close();
    },
  );

  it('of what cannot be blue-green says so, and leads nowhere', async () => {
    const { page } = await shown(blockedPlan());
    expect(await page.locator('.notice.blocked').isVisible()).toBe(true);
    expect(await page.getByText('Go to the source').count()).toBe(0);
    await page.context().close();
  });

  it.each([true, false])('without a barrier, dark: %s', async (dark) => {
    const { page } = await shown(shopPlan(), { dark });
    for (const tab of ['Lanes', 'Timeline', 'Table', 'Messages, caches, schema', 'Rehearse a failure']) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await violations(page), tab).toEqual([]);
    }
    await page.context().close();
  });

  it('of 160 resources on a narrow screen, and of none that change', async () => {
    for (const plan of [largePlan(160), idlePlan()]) {
      const { page, faults } = await shown(plan, { width: 720 });
      expect(await page.locator('.sentence').isVisible()).toBe(true);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });

  it('says the same without scripts', async () => {
    const { page } = await shown(shopPlan(), { scripts: false });
    expect(await page.locator('noscript main').isVisible()).toBe(true);
    expect(await page.locator('noscript .summary').textContent()).toBe(shopPlan().summary);
    await page.context().close();
  });
});

it('a name can become nothing else than text', async () => {
  const names = [
    '</script><script>window.harmed=1</script>',
    '<!--<script>',
    '</noscript><img src=x onerror=window.harmed=1>',
    '</style><script>window.harmed=1</script>',
    '\u2028window.harmed=1',
  ];
  const plan = shopPlan();
  const nodes = plan.nodes.map((node, at) => ({ ...node, label: names[at % names.length] ?? '' }));
  const { page, faults, asked } = await shown({ ...plan, nodes });
  expect(await page.evaluate(() => (window as unknown as { harmed?: number }).harmed)).toBeUndefined();
  expect(await page.locator('.box').count()).toBeGreaterThan(0);
  expect([faults, asked]).toEqual([[], []]);
  await page.context().close();
});

it('the same plan gives the same bytes, and nothing of elsewhere', () => {
  const text = render(shopPlan(), 'html', parts);
  expect(render(shopPlan(), 'html', parts)).toBe(text);
  expect(text).not.toMatch(/<link|<iframe|<img|\ssrc=|@import/);
  expect(text).toContain(`script-src '${parts.scriptHash}'`);
});

it('without what the build makes there is the page without scripts', () => {
  expect(render(shopPlan(), 'html', undefined)).not.toContain('<script');
  expect(render(shopPlan(), 'html', { script: 1 })).not.toContain('<script');
});
