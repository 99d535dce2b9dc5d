/** Names of any length, plans of any size, and pictures: what is drawn can be read. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useViewer } from './page.ts';
import { firstPlan, idlePlan, largePlan, modulesPlan, named, stepsPlan } from './plans.ts';
import { shopPlan } from './shop.ts';

const viewer = useViewer();

const play =
  'Deploy | configure the application servers, install the release, migrate the schema, restart and wait until every instance answers on its health endpoint';

/** Texts of cards that leave their card, or lie on each other. */
function collisions(page: Page): Promise<readonly string[]> {
  return page.locator('.face').evaluateAll((faces) =>
    faces.flatMap((face) => {
      const edge = face.getBoundingClientRect();
      const texts = [...face.querySelectorAll('.name, .type, .change, .split, .state, .sign')]
        .map((it) => [it.getAttribute('class'), it.getBoundingClientRect()] as const)
        .filter(([, box]) => box.width > 1);
      return texts.flatMap(([name, box], at) => {
        const outside = box.bottom > edge.bottom + 1 || box.right > edge.right + 1 ? ['the edge'] : [];
        const others = texts
          .slice(at + 1)
          .filter(
            ([, it]) =>
              it.top < box.bottom - 2 && box.top < it.bottom - 2 && it.left < box.right - 2 && box.left < it.right - 2,
          )
          .map(([other]) => other);
        return [...outside, ...others].map((it) => `${name} on ${it}: ${face.textContent}`);
      });
    }),
  );
}

describe('names', () => {
  it.each([1280, 720])('no text leaves its card, at %i pixels', async (width) => {
    const plan = named([
      play,
      'WebServiceWithAnExtremelyLongLogicalNameThatGeneratorsProduceAllTheTime0123456789',
      'كتالوج-المنتجات-الرئيسي',
      'module.shop["eu-west-1"].aws_ecs_service.main["long key"]',
    ]);
    for (const step of [0, 4, 7, 9]) {
      const { page, faults } = await viewer.show(plan, { width, state: { step } });
      expect(await collisions(page), `step ${step}`).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    }
    const open = ['group:module.m1', 'group:switch'];
    const { page } = await viewer.show(modulesPlan(), { width, state: { step: 4, open } });
    expect(await collisions(page)).toEqual([]);
    await page.close();
  });
  it('a long one is drawn in several lines, and said in full at its tooltip and aloud', async () => {
    const { page } = await viewer.show(named([play]));
    const card = page.locator('[data-key="green:Resources.WebAsg"]');
    expect(await card.getByRole('button', { name: play }).count()).toBe(1);
    expect(await card.locator('.name').getAttribute('title')).toBe(play);
    const { height } = (await card.locator('.name').boundingBox()) ?? { height: 0 };
    expect(height).toBeGreaterThan(60);
    await page.close();
  });
  it('the sentence sets in bold what it names, and no word that looks like a name', async () => {
    const { page } = await viewer.show(named(['a', 'green', 'copy']));
    expect(await page.locator('.sentence b').allInnerTexts()).toEqual(['4', '10', '4', 'a', '11']);
    await page.close();
  });
  it('unchanged is said once for the eye, and with every resource aloud', async () => {
    const { page } = await viewer.show(idlePlan());
    expect(await page.locator('.box.heading').getAttribute('data-heading')).toBe('unchanged');
    expect(await page.locator('.box.heading').count()).toBe(1);
    expect(await page.locator('.box .state').allTextContents()).toEqual(Array(10).fill('unchanged'));
    await page.close();
  });
});

describe('many', () => {
  it('switches are one box that opens, joined with every module; the sentence names two of them', async () => {
    const { page } = await viewer.show(modulesPlan(), { state: { step: 4 } });
    const gates = page.locator('[data-key="shared:group:switch"]');
    expect(await gates.locator('.name').textContent()).toBe('20 switches');
    expect(await gates.locator('.percent').textContent()).toBe('90 % blue10 % green');
    expect(await page.locator('.box').count()).toBe(61);
    expect(await page.locator('.wire:not(.link)').count()).toBe(40);
    expect(await page.locator('.sentence').textContent()).toMatch(/ and 18 more\. /);
    await gates.getByRole('button').click();
    expect(await page.locator('.box.gate').count()).toBe(21);
    await page.close();
  });
  it('words below the line of time stand once for neighbouring steps, and next to each other', async () => {
    for (const width of [1280, 1000]) {
      const { page } = await viewer.show(stepsPlan(), { width });
      const words = page.locator('.run');
      expect(await words.allInnerTexts()).toEqual([
        'today',
        'check',
        'snapshot',
        'expand',
        'create green',
        'warm up',
        'test green',
        'messages',
        'switch',
        'bake',
        'drain',
        'retire',
        'contract',
      ]);
      const boxes = await words.evaluateAll((all) =>
        all.map((it) => it.getBoundingClientRect()).map(({ left, right }) => [left, right]),
      );
      for (const [at, [left]] of boxes.entries()) {
        expect(left).toBeGreaterThanOrEqual((boxes[at - 1]?.[1] ?? 0) - 1);
      }
      await page.close();
    }
  });
  it.each([1280, 720])('the borders of data and of all say so apart from each other, at %i pixels', async (width) => {
    const { page } = await viewer.show({ ...stepsPlan(), dataPointOfNoReturn: 17, pointOfNoReturn: 18 }, { width });
    const [data, all] = await page
      .locator('.border > span')
      .evaluateAll((it) => it.map((one) => one.getBoundingClientRect()));
    expect(data?.right).toBeLessThan(all?.left ?? 0);
    await page.close();
  });
  it.each([1280, 720])('the table has room for all its columns, at %i pixels', async (width) => {
    const { page } = await viewer.show(named([play, 'x'.repeat(90)]), { width, state: { tab: 'table', step: 3 } });
    const sheet = await page.locator('.sheet').evaluate((it) => it.scrollWidth - it.clientWidth);
    expect(sheet).toBeLessThanOrEqual(0);
    expect(await page.getByRole('columnheader', { name: 'Warnings' }).isVisible()).toBe(true);
    await page.close();
  });
});

describe('what to do next', () => {
  it('is a button at every step but the last', async () => {
    const { page } = await viewer.show(shopPlan());
    const next = page.getByRole('button', { name: /^Next: / });
    for (let n = 1; n <= 12; n++) {
      expect(await next.textContent()).toMatch(new RegExp(`^Next: ${n} · [A-Z]`));
      await next.press('Enter');
      expect(await page.getByRole('slider').getAttribute('aria-valuetext')).toMatch(new RegExp(`^Step ${n} of`));
    }
    expect(await next.count()).toBe(0);
    await page.close();
  });
  it('after a failure the way back comes first, and follows the line of time', async () => {
    const { page } = await viewer.show(shopPlan(), { state: { tab: 'rehearse', step: 8 } });
    expect(await page.locator('.outcome-body h2').allInnerTexts()).toEqual([
      'You can go back',
      'How to go back',
      'What is where',
    ]);
    const undone = await page.locator('.back small').allInnerTexts();
    expect(undone.map((it) => Number(/step (\d+):/.exec(it)?.[1])).sort((a, b) => a - b)).toEqual([
      2, 3, 4, 5, 6, 7, 8,
    ]);
    await page.getByRole('slider').press('Home');
    await page.getByRole('slider').press('ArrowRight');
    expect(await page.locator('.outcome-body h2').first().textContent()).toBe('Nothing has happened yet');
    await page.close();
  });
  it('one way back undoes neighbours, and what is about the same resources; nothing overtakes another', async () => {
    const shop = shopPlan();
    const words = ['none', 'delete', 'revert', 'delete', 'delete', 'delete', 'route back', 'restart', 'route back'];
    const listener = ['Resources.HttpsListener'];
    const nodes = [[], ['A'], ['B'], ['C'], ['D'], ['D', 'E'], listener, ['Q'], listener];
    const steps = shop.steps.map((it, at) => ({ ...it, rollback: words[at] ?? 'none', nodes: nodes[at] ?? [] }));
    const { page } = await viewer.show({ ...shop, steps }, { state: { tab: 'rehearse', step: 9 } });
    const ways = await page
      .locator('.back li')
      .evaluateAll((all) =>
        all.map((it) => [it.querySelector('b')?.textContent, ...(it.textContent?.match(/step \d+/g) ?? [])].join(', ')),
      );
    expect(ways).toEqual([
      'Route back, step 9, step 7',
      'Restart, step 8',
      'Delete, step 6, step 5, step 4',
      'Revert, step 3',
      'Delete, step 2',
    ]);
    await page.close();
  });
  it('a failure of a first deployment promises no blue that was never there', async () => {
    const { page } = await viewer.show(firstPlan(), { state: { tab: 'rehearse', step: 3 } });
    expect(await page.locator('.outcome-body .verdict').textContent()).toMatch(/Nothing ran before/);
    expect(await page.locator('.outcome-body .verdict').textContent()).not.toMatch(/Blue/);
    await page.close();
  });
  it('a first deployment has traffic as soon as there is a way in', async () => {
    const plan = firstPlan();
    const steps = plan.steps.map((it) => (it.phase === 'verify' ? { ...it, phase: 'cut-over' as const } : it));
    const { page } = await viewer.show({ ...plan, steps });
    await page.getByRole('slider').press('End');
    expect(await page.getByRole('slider').getAttribute('aria-valuetext')).toContain(
      '100 percent of the traffic on green',
    );
    await page.close();
  });
});

describe('what keeps state', () => {
  it('is listed, also where no policy is needed', async () => {
    const { messages, ...plan } = shopPlan();
    const { page } = await viewer.show(plan, { state: { tab: 'data' } });
    const text = await page.locator('.data').textContent();
    expect(text).toMatch(/OrderQueue\s*Drain: a reason in one sentence/);
    expect(text).toMatch(/Database\s*Migrate: a reason in one sentence/);
    await page.close();
  });
});

describe('a selected resource', () => {
  it('is joined with what it hangs on, in each colour of its own', async () => {
    const { page } = await viewer.show(shopPlan(), { state: { selected: 'Resources.WebAsg' } });
    const near = await page.locator('.box.near').evaluateAll((all) => all.map((it) => (it as HTMLElement).dataset.key));
    expect(near).toContain('blue:Resources.WebTargetGroup');
    expect(near).toContain('green:Resources.WebTargetGroup');
    expect(await page.locator('.wire.link').count()).toBe(
      near.length + near.filter((it) => it?.startsWith('shared:')).length,
    );
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.locator('.wire.link, .box.near').count()).toBe(0);
    await page.close();
  });
  it('shows what was and what will be, one below the other, and never a secret', async () => {
    const plan = shopPlan();
    const changedPaths = [
      { path: 'ImageId', before: 'ami-1', after: 'ami-2', forcesReplacement: 'no' as const },
      { path: 'Password', forcesReplacement: 'no' as const, sensitive: true },
    ];
    const nodes = plan.nodes.map((it) => (it.id === 'Resources.WebLaunchTemplate' ? { ...it, changedPaths } : it));
    const { page } = await viewer.show({ ...plan, nodes }, { state: { selected: 'Resources.WebLaunchTemplate' } });
    expect(await page.locator('.paths .old').allTextContents()).toEqual(['− ami-1', '− (masked)']);
    expect(await page.locator('.paths .new').allTextContents()).toEqual(['+ ami-2', '+ (masked)']);
    await page.close();
  });
});

it('how many come, change and go stands in the head', async () => {
  const plan = shopPlan();
  const nodes = plan.nodes.map((it, at) => ({
    ...it,
    change: (['add', 'remove', 'replace'] as const)[at] ?? ('unchanged' as const),
  }));
  const { page } = await viewer.show({ ...plan, nodes });
  expect(await page.locator('.changes').textContent()).toMatch(/1 new\s*1 replaced\s*1 removed/);
  await page.close();
});

describe('the picture', () => {
  it.each(['dark', 'hc-light'] as const)(
    'holds all that is drawn, needs nothing and says its moment (%s)',
    async (theme) => {
      const view = await viewer.show(named([play, '<script>alert(1)</script>']), {
        theme,
        state: { step: 7, part: 1 },
      });
      await view.page.getByRole('button', { name: 'Save the picture' }).click();
      const { svg = '' } = (await view.sent()).at(-1) as { svg?: string };
      expect(svg).not.toMatch(/<script|href=|url\(|style=|color-mix|var\(/);
      const drawing = await viewer.browser.newPage();
      await drawing.setContent(svg);
      const texts = await drawing.locator('svg text').allTextContents();
      const all = texts.join(' ');
      expect(all).toContain('50 percent of the traffic on green');
      expect(all).toContain('<script>alert(1)</script>');
      expect(all).toContain('50 % blue 50 % green');
      const outside = await drawing.locator('svg text').evaluateAll((them) => {
        const { right = 0, bottom = 0 } = document.querySelector('svg')?.getBoundingClientRect() ?? {};
        return them.filter(
          (it) => it.getBoundingClientRect().right > right || it.getBoundingClientRect().bottom > bottom,
        ).length;
      });
      expect(outside).toBe(0);
      expect(view.faults).toEqual([]);
      await drawing.close();
      await view.page.close();
    },
  );
  it('is the same twice, of 300 resources, too', async () => {
    const view = await viewer.show(largePlan(300));
    const save = view.page.getByRole('button', { name: 'Save the picture' });
    const pictures: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      await save.click();
      pictures.push(((await view.sent()).at(-1) as { svg?: string }).svg);
    }
    expect(pictures[0]).toBe(pictures[1]);
    await view.page.close();
  });
  it('holds what a search found in a group that is closed, as the lanes do', async () => {
    const view = await viewer.show(largePlan(300), { state: { query: 'aws_instance.r5' } });
    const found = view.page.locator('.box.card .name').getByText('r5', { exact: true });
    expect(await found.count()).toBeGreaterThan(0);
    await view.page.getByRole('button', { name: 'Save the picture' }).click();
    const { svg = '' } = (await view.sent()).at(-1) as { svg?: string };
    expect(svg).toContain('>r5</text>');
    await view.page.close();
  });
  it('is copied as PNG where that is allowed, else it is to be saved', async () => {
    const view = await viewer.show(shopPlan());
    const copy = view.page.getByRole('button', { name: 'Copy the picture' });
    await view.page.evaluate(() => {
      const clipboard = {
        write: async (items: ClipboardItem[]) => void Object.assign(window, { copied: items[0]?.types }),
      };
      Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
      Object.assign(window, {
        ClipboardItem: class {
          types: string[];
          constructor(it: object) {
            this.types = Object.keys(it);
          }
        },
      });
    });
    await copy.click();
    await view.page.getByText('The picture was copied.').waitFor({ state: 'attached' });
    expect(await view.page.evaluate(() => (window as unknown as { copied: unknown }).copied)).toEqual(['image/png']);
    await view.page.evaluate(() =>
      Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }),
    );
    await copy.click();
    await expect.poll(async () => (await view.sent()).at(-1)?.type).toBe('picture');
    expect(view.faults).toEqual([]);
    await view.page.close();
  });
});
