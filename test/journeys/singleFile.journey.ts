import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';
import { until } from './workbench/wait.ts';

/** A file alone, without a folder, on a machine where nobody else knows its language. */
const singleFile: Journey = {
  name: 'Single file',
  single: 'alone/main.tf',
  files: { 'alone/main.tf': 'locals {\n  name = 1\n}\n\noutput "o" {\n  value = local.nam\n}\n' },
  tell: async (vscode, check) => {
    await check('it has its findings', async () => {
      await until('a squiggle', () => vscode.squiggles(), 30);
      assert.match((await vscode.problem(/No local value "nam"/)).code, /^terraform\/undeclared-reference$/);
    });
  },
};

export default singleFile;
