/** Steps that read the sources: format and lint, types, dead code. */
import { join } from 'node:path';
import { root } from '../paths.ts';
import { run } from '../process.ts';
import type { Step } from './step.ts';

export const lint = program('lint', '@biomejs/biome/bin/biome', [
  'check',
  '--error-on-warnings',
  '--max-diagnostics=50',
  '.',
]);
export const types = program('types', 'typescript/bin/tsc', ['-b', '--pretty', 'false']);
export const deadCode = program('dead-code', 'knip/bin/knip.js', ['--no-progress']);

/** One program of a package, run on this Node.js: passes when it ends well, shows what it says when not. */
function program(name: string, script: string, args: readonly string[]): Step {
  return {
    name,
    run: async () => {
      const ended = await run(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root });
      if (ended.status !== 0) {
        console.log(ended.output);
      }
      return ended.status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}
