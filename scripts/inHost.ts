/** The in-host checks: a bundled test module, an unpacked extension and a workspace, for whatever VS Code runs them. */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build } from './build.ts';
import { root } from './paths.ts';
import type { Counts } from './steps/step.ts';

export interface InHost {
  /** Absolute paths. */
  readonly extension: string;
  readonly tests: string;
  readonly workspace: string;
  /** Undefined until the checks have run. Prints each check's line. */
  report(): Promise<Counts | undefined>;
  remove(): Promise<void>;
}

/** Builds the extension in place and the test module beside a new, empty workspace. */
export async function prepareInHost(): Promise<InHost> {
  await build();
  const home = await realpath(await mkdtemp(join(tmpdir(), 'verdigris-in-host-')));
  const workspace = join(home, 'workspace');
  const report = join(home, 'report.json');
  const tests = join(home, 'suite.cjs');
  await mkdir(workspace);
  await writeFile(join(workspace, 'report.txt'), report);
  await bundle({
    entryPoints: [join(root, 'test', 'desktop', 'suite.ts')],
    outfile: tests,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return {
    extension: root,
    tests,
    workspace,
    report: async () => {
      const text = await readFile(report, 'utf8').catch(() => undefined);
      if (text === undefined) {
        return undefined;
      }
      const { lines, ...counts } = JSON.parse(text) as Counts & { readonly lines: readonly string[] };
      console.log(lines.join('\n'));
      return counts;
    },
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
