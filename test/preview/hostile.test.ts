import { expect, it } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { planMessage, useViewer } from './page.ts';
import { shopPlan } from './shop.ts';

const viewer = useViewer();

/** 200 texts that try to become something else than text; `{}` is what they would run. */
const shapes: readonly string[] = [
  '<script>{}</script>',
  '</script><script>{}</script>',
  '<img src=x onerror={}>',
  '<svg onload={}>',
  '<svg><script>{}</script></svg>',
  '"><img src=x onerror={}>',
  "'><svg/onload={}>",
  '" onmouseover="{}" x="',
  "' onfocus='{}' autofocus='",
  'javascript:{}',
  '<a href="javascript:{}">x</a>',
  '<iframe srcdoc="<script>{}</script>">',
  '<iframe src="javascript:{}">',
  '<body onload={}>',
  '<details open ontoggle={}>',
  '<style>@import url(http://evil.test/x.css);</style>',
  '<link rel=stylesheet href=http://evil.test/x.css>',
  '<meta http-equiv=refresh content="0;url=javascript:{}">',
  '<base href="http://evil.test/">',
  '<form action="javascript:{}"><button autofocus>x</button></form>',
  '<object data="javascript:{}">',
  '<embed src="javascript:{}">',
  '<math><mtext></mtext><script>{}</script></math>',
  '<template><script>{}</script></template>',
  '<noscript><p title="</noscript><img src=x onerror={}>">',
  '--><script>{}</script><!--',
  ']]><script>{}</script>',
  '${{}}',
  '{{constructor.constructor("{}")()}}',
  '`${{}}`',
  '\u202etxt.exe\u202c',
  '\u2066isolated\u2069\u200b',
  '\u0000\u001b[31mred\u001b[0m',
  '%%{init: {"securityLevel":"loose"}}%%',
  'click A call {}',
  'command:workbench.action.terminal.new',
  '[x](command:workbench.action.quit)',
  '![x](http://evil.test/pixel.png)',
  '__proto__',
  'constructor',
];
const payloads: readonly string[] = [0, 1, 2, 3, 4].flatMap((round) =>
  shapes.map((shape) => `${'x'.repeat(round)}${shape.replaceAll('{}', 'window.harmed=1')}`),
);

function hostilePlan(): Plan {
  const plan = shopPlan();
  const nodes = payloads.map((payload, index) => ({
    ...(plan.nodes[index % plan.nodes.length] as Plan['nodes'][number]),
    id: payload + index,
    label: payload,
    type: payload,
    why: [payload],
    source: { path: payload, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } },
    changedPaths: [{ path: payload, before: payload, after: payload, forcesReplacement: 'no' as const, via: payload }],
    names: [{ path: payload, value: payload, scope: 'global' as const, colourAware: false }],
  }));
  const ids = nodes.map((it) => it.id);
  return {
    ...plan,
    summary: payloads.join(' '),
    colours: [
      { id: 'blue', label: payloads[0] as string },
      { id: 'green', label: payloads[1] as string },
    ],
    nodes,
    steps: plan.steps.map((step, index) => ({
      ...step,
      nodes: ids,
      do: payloads[index] as string,
      verify: payloads[index + 20] as string,
      rollback: payloads[index + 30] as string,
      precondition: payloads,
      commands: payloads.slice(0, 40),
    })),
    warnings: payloads.map((message, index) => ({
      code: 'plan/name-collision' as const,
      severity: 'high' as const,
      node: ids[index] as string,
      source: nodes[index]?.source as Plan['warnings'][number]['source'],
      message,
      fix: message,
    })),
    messages: payloads.map((queue) => ({ queue, policy: 'shared-tolerant' as const, versionAttribute: queue })),
    schemaChecks: payloads.map((change) => ({
      store: change,
      change,
      compatible: 'no' as const,
      phase: 'expand' as const,
    })),
  };
}

it('there are 200 of them', () => {
  expect(new Set(payloads).size).toBe(200);
});

it.each(['lanes', 'timeline', 'table', 'data', 'rehearse'])('in the tab %s all of them stay text', async (tab) => {
  const { page, post, faults } = await viewer.open({
    state: { tab, step: 7, selected: `${payloads[0]}0` },
  });
  const asked = {
    uri: 'file:///a',
    file: payloads[2],
    base: 'revision',
    baseDetail: payloads[3],
    git: true,
    note: payloads[4],
  };
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await post(planMessage(hostilePlan(), { asked, fixes: payloads.map((title, warning) => ({ warning, title })) }));
  await page.waitForTimeout(300);
  expect(faults).toEqual([]);
  expect(await page.evaluate(() => (window as unknown as { harmed?: number }).harmed)).toBeUndefined();
  const foreign =
    'iframe, object, embed, form, img, style, base, details, template, link:not([rel=stylesheet]), [onerror], [onload], a[href]';
  expect(await page.locator(`body :is(${foreign})`).count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  // Nothing that turns the direction of writing gets on the screen.
  expect(await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069]/.test(document.body.textContent ?? ''))).toBe(false);
  await page.close();
});

it('the policy itself refuses what a mistake might let through', async () => {
  const { page, post, faults } = await viewer.open();
  await post(planMessage(shopPlan()));
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.harmed = 1';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.harmed = 1"><p style="color: red">x</p>');
    void fetch('http://evil.test/').catch(() => undefined);
  });
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => (window as unknown as { harmed?: number }).harmed)).toBeUndefined();
  expect(faults.filter((it) => /Content Security Policy/.test(it)).length).toBeGreaterThanOrEqual(3);
  await page.close();
});

it('messages of another shape change nothing', async () => {
  const { page, post, faults } = await viewer.open();
  await post(planMessage(shopPlan()));
  const before = await page.locator('body').textContent();
  for (const bad of [
    null,
    'x',
    { type: 'plan' },
    { type: 'plan', plan: { schema: 'verdigris.plan/1' } },
    { type: '__proto__' },
  ]) {
    await post(bad);
  }
  expect(await page.locator('body').textContent()).toBe(before);
  expect(faults).toEqual([]);
  await page.close();
});
