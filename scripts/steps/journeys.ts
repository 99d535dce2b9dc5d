/** The packaged extension in a real VS Code: in the browser always, on the desktop where there is one. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { results, root } from '../paths.ts';
import { run } from '../process.ts';
import { type Counts, type Step, sayNotRun } from './step.ts';
import { testedVsix } from './vsix.ts';

export const journeys: Step = {
  name: 'journeys',
  run: async () => {
    const report = join(results, 'journeys.json');
    await rm(report, { force: true });
    await run(process.execPath, [join(root, 'test', 'journeys', 'run.ts'), '--vsix', testedVsix, '--report', report], {
      cwd: root,
      echo: true,
    });
    return readFile(report, 'utf8').then(
      (text) => JSON.parse(text) as Counts,
      () => ({ passed: 0, failed: 1 }),
    );
  },
};

export const desktop: Step = {
  name: 'desktop',
  run: async () => {
    sayNotRun('the desktop VS Code', 'npm run test:desktop does, on machines that have one or may download it');
    return { passed: 0, failed: 0 };
  },
};
