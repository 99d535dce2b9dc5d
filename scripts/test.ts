/**
 * `npm test [-- STEP ...]`: everything CI runs, or only the named steps.
 * The last line is `N passed, N failed`; the exit status is 1 when anything failed.
 */
import { mkdir } from 'node:fs/promises';
import { results } from './paths.ts';
import { floor } from './steps/floor.ts';
import { desktop, journeys } from './steps/journeys.ts';
import { deadCode, lint, types } from './steps/static.ts';
import type { Counts, Step } from './steps/step.ts';
import { unit } from './steps/unit.ts';
import { vsix } from './steps/vsix.ts';

const steps: readonly Step[] = [lint, types, deadCode, vsix, unit, floor, journeys, desktop];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((it) => it.name === name));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}; there are: ${steps.map((it) => it.name).join(', ')}`);
  process.exit(2);
}
await mkdir(results, { recursive: true });
const counts: Counts[] = [];
const table: string[] = [];
for (const step of steps.filter((it) => wanted.length === 0 || wanted.includes(it.name))) {
  console.log(`\n== ${step.name}`);
  const start = Date.now();
  const count = await runStep(step);
  counts.push(count);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  table.push(
    `${step.name.padEnd(10)} ${String(count.passed).padStart(6)} passed ${String(count.failed).padStart(4)} failed ${seconds.padStart(7)} s`,
  );
  console.log(table.at(-1));
}
const passed = counts.reduce((sum, it) => sum + it.passed, 0);
const failed = counts.reduce((sum, it) => sum + it.failed, 0);
console.log(`\n${table.join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runStep(step: Step): Promise<Counts> {
  try {
    return await step.run();
  } catch (error) {
    console.log(error);
    return { passed: 0, failed: 1 };
  }
}
