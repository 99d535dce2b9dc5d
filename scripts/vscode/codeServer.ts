/** The VS Code server out of the npm package `code-server`, made ready without a compiler. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cache, root } from '../paths.ts';
import { mustRun } from '../process.ts';

/**
 * The version the journeys run on: VS Code 1.139.1. `VERDIGRIS_CODE_SERVER` names another; 4.100.3 is VS Code 1.100.3, the
 * oldest that is supported.
 */
const codeServerVersion = process.env.VERDIGRIS_CODE_SERVER || '4.139.1';

/**
 * The folder with `out/server-main.js`, installed on first use (about 600 MB) and kept in `.cache/`.
 * A half-finished install never has the final name, so it is thrown away and tried again, once.
 */
export async function installedVscodeServer(say: (line: string) => void): Promise<string> {
  const home = join(cache, `code-server-${codeServerVersion}`);
  if (!existsSync(home)) {
    say(`Installing the VS Code server (npm code-server@${codeServerVersion}) into .cache/ ...`);
    try {
      await install(home);
    } catch (error) {
      say(`That failed, trying once more: ${String(error)}`);
      await install(home);
    }
  }
  const vscode = join(home, vscodeIn);
  await replaceNativeModules(vscode);
  return vscode;
}

const vscodeIn = join('node_modules', 'code-server', 'lib', 'vscode');

async function install(home: string): Promise<void> {
  const building = `${home}.${process.pid}.tmp`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  await writeFile(join(building, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { shell: process.platform === 'win32' };
  await mustRun(npm, ['install', ...flags, `code-server@${codeServerVersion}`], { cwd: building, ...options });
  const vscode = join(building, vscodeIn);
  await mustRun(npm, ['install', '--omit=dev', ...flags], { cwd: vscode, ...options });
  await symlink('node_modules', join(vscode, 'node_modules.asar'), 'junction');
  await rm(home, { recursive: true, force: true });
  await rename(building, home);
}

/** The two native modules of the server, in plain JavaScript: what ends an orphaned extension host, and what writes the log files. */
async function replaceNativeModules(vscode: string): Promise<void> {
  for (const [name, source] of Object.entries(replacements)) {
    const folder = join(vscode, 'node_modules', name);
    if (existsSync(folder)) {
      await copyFile(join(root, 'scripts', 'vscode', 'native', source), join(folder, 'index.js'));
    }
  }
}

/** By package; the first was renamed in between. */
const replacements = {
  '@vscode/native-watchdog': 'native-watchdog.cjs',
  'native-watchdog': 'native-watchdog.cjs',
  '@vscode/spdlog': 'spdlog.cjs',
};
