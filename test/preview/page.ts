/** The view in a real browser, under the same page and content policy as in the panel, with a stand-in for its host. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { pageOf } from '../../client/preview/view/page.ts';
import { bundles } from '../../scripts/bundles.ts';
import { root } from '../../scripts/paths.ts';
import { chromiumFlags, findChromium } from '../../scripts/vscode/chromium.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import { type ThemeName, themes } from './themes.ts';

const origin = 'http://panel.test';

/** Rejects where there is no chromium and none can be installed: these tests are never passed over in silence. */
export async function startBrowser(): Promise<Browser> {
  const found = await findChromium((line) => console.error(line));
  if ('missing' in found) {
    throw new Error(found.missing);
  }
  return chromium.launch({ executablePath: found.path, args: chromiumFlags });
}

interface Bundle {
  readonly script: string;
  readonly style: string;
}

async function bundleView(): Promise<Bundle> {
  const { outputFiles } = await build({
    ...bundles.page,
    absWorkingDir: root,
    outdir: join(root, 'dist'),
    write: false,
  });
  const text = (ending: string): string => outputFiles.find((it) => it.path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

export interface Opened {
  readonly page: Page;
  /** Messages the view has sent, oldest first. */
  readonly sent: () => Promise<readonly { readonly type: string }[]>;
  /** What the view has saved for the time after a reload. */
  readonly saved: () => Promise<unknown>;
  readonly post: (message: unknown) => Promise<void>;
  /** Faults of the page and violations of its content policy. */
  readonly faults: readonly string[];
}

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly state?: unknown;
  readonly words?: Readonly<Record<string, string>>;
  readonly language?: string;
}

interface Viewer {
  /** The view without a plan. */
  open(options?: OpenOptions): Promise<Opened>;
  /** The view with a plan in it; `extra` goes into the message. */
  show(plan: Plan, options?: OpenOptions, extra?: Parameters<typeof planMessage>[1]): Promise<Opened>;
  readonly browser: Browser;
}

/** One browser and one bundle for all tests of a file. */
export function useViewer(): Viewer {
  let browser: Browser | undefined;
  let bundle: Bundle | undefined;
  const running = (): Browser => {
    if (!browser) throw new Error('there is no browser before the tests begin');
    return browser;
  };
  beforeAll(async () => {
    browser = await startBrowser();
    bundle = await bundleView();
  });
  afterAll(() => browser?.close());
  const open = (options?: OpenOptions): Promise<Opened> =>
    openView(running(), bundle ?? { script: '', style: '' }, options);
  return {
    open,
    async show(plan, options, extra) {
      const view = await open(options);
      await view.post(planMessage(plan, extra));
      return view;
    },
    get browser() {
      return running();
    },
  };
}

/** Another width of the window, and the view as it is once it has followed. */
export async function widen(page: Page, width: number, height = 860): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.waitForFunction((wanted) => window.innerWidth === wanted, width);
  // What watches the size is told in the frame after the layout, and draws for the next one.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))),
  );
}

async function openView(browser: Browser, bundle: Bundle, options: OpenOptions = {}): Promise<Opened> {
  const { theme = 'dark', width = 1400, height = 860 } = options;
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await serve(page, bundle, theme);
  await page.addInitScript(standIn, { state: options.state ?? null });
  await page.goto(`${origin}/panel.html`);
  const post = async (message: unknown): Promise<void> => {
    await page.evaluate((it) => window.postMessage(it, '*'), message);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
  };
  await page.evaluate((classes) => document.body.classList.add(...classes.split(' ')), themes[theme].bodyClass);
  await post({ type: 'start', words: options.words ?? {}, language: options.language ?? 'en' });
  return {
    page,
    faults,
    post,
    sent: () => page.evaluate(() => (window as unknown as StandIn).sent),
    saved: () => page.evaluate(() => (window as unknown as StandIn).saved),
  };
}

async function serve(page: Page, { script, style }: Bundle, theme: ThemeName): Promise<void> {
  const variables = Object.entries(themes[theme].variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  const html = pageOf({
    title: 'Plan',
    language: 'en',
    nonce: 'n0nce',
    script,
    style: `:root { ${variables.join(' ')} }\n${style}`,
  });
  await page.route('**/*', (route) => {
    const answers: Readonly<Record<string, readonly [type: string, body: string]>> = {
      '/panel.html': ['text/html', html],
    };
    const answer = answers[new URL(route.request().url()).pathname];
    return answer === undefined
      ? route.abort()
      : route.fulfill({ contentType: `${answer[0]}; charset=utf-8`, body: answer[1] });
  });
}

interface StandIn {
  sent: { type: string }[];
  saved: unknown;
}

/** Runs in the page before everything else. */
function standIn({ state }: { state: unknown }): void {
  const box = window as unknown as StandIn & { acquireVsCodeApi: unknown };
  box.sent = [];
  box.saved = state;
  box.acquireVsCodeApi = () => ({
    postMessage: (message: { type: string }) => box.sent.push(message),
    setState: (next: unknown) => {
      box.saved = next;
    },
    getState: () => box.saved ?? undefined,
  });
}

export function planMessage(plan: Plan, more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    type: 'plan',
    plan,
    fixes: [],
    asked: { uri: 'file:///shop/web.yaml', file: 'shop/web.yaml', base: 'HEAD', baseDetail: '', git: true },
    ...more,
  };
}
