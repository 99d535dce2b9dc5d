/**
 * `npm run journeys [-- NAME ...]`: drives the packaged extension in a real VS Code with a real browser.
 * `--vsix FILE` takes a VSIX that is built already, `--report FILE` writes the counts as JSON.
 * The last line is `N passed, N failed`.
 */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { packageExtension } from '../../scripts/package.ts';
import { cache, results } from '../../scripts/paths.ts';
import { findChromium } from '../../scripts/vscode/chromium.ts';
import type { Journey } from './journey.ts';
import { launch, openSession, type Session } from './workbench/session.ts';

const { values, positionals } = parseArgs({
  options: { vsix: { type: 'string' }, report: { type: 'string' } },
  allowPositionals: true,
});
const count = { passed: 0, failed: 0 };
await rm(join(results, 'journeys'), { recursive: true, force: true });
await main();
if (values.report !== undefined) {
  await writeFile(values.report, JSON.stringify(count));
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed === 0 ? 0 : 1);

async function main(): Promise<void> {
  const chromium = await findChromium(console.log);
  if ('missing' in chromium) {
    failed('The journeys cannot run', new Error(chromium.missing));
    return;
  }
  const vsix = values.vsix ?? (await packageExtension(join(cache, 'journeys.vsix'))).path;
  const browser = await launch(chromium.path);
  for (const journey of await journeys()) {
    await tell(journey, vsix, browser);
  }
  await browser.close();
}

/** All `*.journey.ts` beside this file, or those whose name holds one of the arguments. */
async function journeys(): Promise<readonly Journey[]> {
  const names = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.journey.ts')).sort();
  const wanted = names.filter((name) => positionals.length === 0 || positionals.some((it) => name.includes(it)));
  const modules = await Promise.all(wanted.map((name) => import(`./${name}`) as Promise<{ default: Journey }>));
  return modules.map((it) => it.default);
}

async function tell(journey: Journey, vsix: string, browser: Browser): Promise<void> {
  const start = Date.now();
  let session: Session;
  try {
    session = await openSession(journey, vsix, browser);
  } catch (error) {
    failed(`${journey.name}: VS Code starts`, error);
    return;
  }
  const check = async (name: string, body: () => Promise<void>): Promise<void> => {
    const began = Date.now();
    try {
      await body();
      count.passed++;
      console.log(`  ok    ${journey.name}: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed(`${journey.name}: ${name}`, error);
      await session.keep(`${journey.name} ${name}`);
    }
  };
  try {
    await journey.tell(session.workbench, check);
  } catch (error) {
    failed(`${journey.name}: the story between the checks`, error);
  }
  await check('no error of ours in the logs', async () => noErrors(await session.logs()));
  await session.close();
  console.log(`  ${journey.name} took ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

/**
 * VS Code lets go of a list of completions while one of its items is being resolved, and then misses it when the answer comes: whichever
 * extension answers is named beside the error (`ExtHostLanguageFeatures`, up to 1.139 at least).
 */
function isForgottenList(message: string): boolean {
  return message.endsWith('Error: DisposableStore is missing...');
}

function noErrors(logs: string): void {
  const lines = logs.split('\n');
  const ours = lines.filter(
    (line, at) => /\[error\]/i.test(line) && /verdigris/i.test(line) && !isForgottenList(lines[at + 1] ?? ''),
  );
  if (ours.length > 0) {
    throw new Error(ours.join('\n'));
  }
}

function failed(what: string, error: unknown): void {
  count.failed++;
  console.log(`  FAIL  ${what}\n        ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
