/**
 * `npm run test:desktop`: the in-host checks in a desktop VS Code. `VSCODE_EXECUTABLE` names one; else the oldest
 * supported version is downloaded. Where neither works it says so in one line and counts nothing as passed.
 */
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { prepareInHost } from '../../scripts/inHost.ts';
import { cache } from '../../scripts/paths.ts';

const oldest = '1.100.0';
const executable = await desktopVscode();
if (typeof executable !== 'string') {
  console.log(`NOT RUN: the desktop VS Code: ${executable.missing}`);
  console.log('0 passed, 0 failed');
} else {
  const inHost = await prepareInHost();
  const flags = [
    '--disable-extensions',
    '--disable-workspace-trust',
    '--no-sandbox',
    '--skip-welcome',
    '--skip-release-notes',
  ];
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: inHost.extension,
    extensionTestsPath: inHost.tests,
    launchArgs: [inHost.workspace, ...flags],
  }).catch((error: unknown) => console.log(String(error)));
  const counts = (await inHost.report()) ?? { passed: 0, failed: 1 };
  await inHost.remove();
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

async function desktopVscode(): Promise<string | { readonly missing: string }> {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named) {
    return named;
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { missing: 'there is no display (try xvfb-run -a npm run test:desktop)' };
  }
  try {
    return await downloadAndUnzipVSCode({ version: oldest, cachePath: `${cache}/desktop`, timeout: 60_000 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { missing: `none can be downloaded (${reason.split('\n')[0]}); VSCODE_EXECUTABLE may name one` };
  }
}
