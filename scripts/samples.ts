import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './paths.ts';
import { mustRun, run } from './process.ts';

/**
 * Copies `samples/` and adds `files` by relative path. Returns the folder.
 * Where git is at hand the copy has one commit, so that a plan has something to compare with.
 */
export async function copySamples(folder: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  await cp(join(root, 'samples'), folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  if ((await run('git', ['--version'])).status === 0) {
    const git = (...args: string[]): Promise<string> => mustRun('git', ['-C', folder, ...args]);
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '.');
    await git('-c', 'user.name=Sample', '-c', 'user.email=sample@example.com', 'commit', '--quiet', '-m', 'Samples');
  }
  return folder;
}
