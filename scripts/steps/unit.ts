/** All `test/**` files that vitest runs: unit, structure, protocol, command line, rule pages, plans. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { results, root } from '../paths.ts';
import { run } from '../process.ts';
import { type Counts, type Step, sayNotRun } from './step.ts';

export const unit: Step = { name: 'unit', run: runVitest };

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

async function runVitest(): Promise<Counts> {
  const file = join(results, 'unit.json');
  await mkdir(results, { recursive: true });
  await rm(file, { force: true });
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  await run(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...args], {
    cwd: root,
    echo: true,
    env: { ...process.env, NO_COLOR: '1' },
  });
  const report = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => undefined,
  );
  if (report === undefined || report.numPassedTests + report.numFailedTests === 0) {
    console.log('  FAIL  vitest wrote no report, or ran no test');
    return { passed: 0, failed: 1 };
  }
  const left = report.numPendingTests + report.numTodoTests;
  if (left > 0) {
    sayNotRun(`${left} tests`, 'they are marked as skipped or to do');
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles(report) };
}

/** Files that failed before or outside their tests, each one failure. */
function brokenFiles({ testResults }: Report): number {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((it) => it.status === 'failed'),
  );
  for (const { name } of broken) {
    console.log(`  FAIL  ${name} could not be run`);
  }
  return broken.length;
}
