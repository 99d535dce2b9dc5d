/** One journey's surroundings: a copy of the samples, a served VS Code with the packaged extension, and a browser page. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { results } from '../../../scripts/paths.ts';
import { copySamples } from '../../../scripts/samples.ts';
import { chromiumFlags } from '../../../scripts/vscode/chromium.ts';
import { quiet, serveVscode } from '../../../scripts/vscode/serve.ts';
import type { Journey } from '../journey.ts';
import { browserOnly } from './browserOnly.ts';
import { packNeighbour } from './neighbour.ts';
import { Workbench } from './workbench.ts';

export interface Session {
  readonly workbench: Workbench;
  /** What the hosts and the browser's console have said so far. */
  logs(): Promise<string>;
  /** Keeps a picture and the logs below `test-results/` under this name. */
  keep(name: string): Promise<void>;
  close(): Promise<void>;
}

export function launch(executable: string): Promise<Browser> {
  return chromium.launch({ executablePath: executable, args: chromiumFlags });
}

export async function openSession(journey: Journey, vsix: string, browser: Browser): Promise<Session> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'verdigris-journey-')));
  const folder = await copySamples(join(home, 'samples'), journey.files);
  const others =
    journey.neighbour === undefined ? [] : [await packNeighbour(journey.neighbour, join(home, 'neighbour'))];
  const vscode = await serveVscode({
    vsix,
    others,
    data: join(home, 'data'),
    ...(journey.settings === undefined ? {} : { settings: journey.settings }),
    say: (line) => console.log(line),
  });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(10_000);
  const said: string[] = [];
  page.on('console', (message) => said.push(`[${message.type()}] ${message.text()}`));
  page.on('pageerror', (error) => said.push(`[uncaught] ${error.stack ?? error.message}`));
  const logs = async (): Promise<string> => `${await vscode.logs()}\n==== browser console\n${said.join('\n')}`;
  const address =
    journey.where === 'browser'
      ? await browserOnly(page, {
          port: vscode.port,
          data: join(home, 'data'),
          files: journey.files ?? {},
          settings: { ...quiet, ...journey.settings },
        })
      : journey.single === undefined
        ? vscode.address(folder)
        : vscode.addressOfFile(join(folder, journey.single));
  const close = async (): Promise<void> => {
    await page.close();
    await vscode.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await page.goto(address, { timeout: 60_000 });
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    const opened = journey.single === undefined ? '.explorer-viewlet .monaco-list-row' : '.tabs-container .tab';
    await page.locator(opened).first().waitFor({ timeout: 60_000 });
  } catch (error) {
    await keep(page, await logs(), `${journey.name} start`);
    await close();
    throw error;
  }
  return { workbench: new Workbench(page, folder), logs, keep: async (name) => keep(page, await logs(), name), close };
}

async function keep(page: Page, logs: string, name: string): Promise<void> {
  const path = join(results, 'journeys', name.replaceAll(/[^\w-]+/g, '-'));
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path: `${path}.png` }).catch(() => undefined);
  await writeFile(`${path}.log`, logs);
}
