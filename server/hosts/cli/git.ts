import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Earlier texts of files. Only `git show` and `git merge-base` are run; their arguments are a revision that was typed on the command
 * line and paths that were, or that lie beside those: nothing is taken from what stands in a file.
 */
export interface Revision {
  /** As typed, or the commit that was found for it. */
  readonly name: string;
  /** Undefined: there is no such file at that revision. */
  text(path: string): Promise<string | undefined>;
  /** Names of the files in a folder; empty when there is no such folder. */
  names(folder: string): Promise<readonly string[]>;
  /** Names of the folders in a folder. */
  folders(folder: string): Promise<readonly string[]>;
}

/** Undefined when git does not know the revision, or the folder is in no repository. */
export async function revisionOf(wish: string, folder: string): Promise<Revision | undefined> {
  if (wish.startsWith('-')) return undefined;
  const base = /^merge-base(?::(.+))?$/.exec(wish);
  const name = base ? await mergeBase(folder, base[1]) : wish;
  const top =
    name === undefined ? undefined : await git(folder, ['show', '--no-patch', '--format=%H', `${name}^{commit}`]);
  if (name === undefined || top === undefined) return undefined;
  return {
    name: base ? `merge-base:${name.slice(0, 12)}` : name,
    text: async (path) => {
      const [directory, file] = parts(path);
      return git(directory, ['show', '--no-textconv', `${name}:./${file}`]);
    },
    names: async (directory) => (await listed(name, directory)).filter((line) => !line.endsWith('/')),
    folders: async (directory) =>
      (await listed(name, directory)).filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1)),
  };
}

async function listed(revision: string, directory: string): Promise<readonly string[]> {
  const lines = (await git(directory, ['show', '--no-textconv', `${revision}:./`]))?.split('\n').slice(2) ?? [];
  return lines.filter((line) => line !== '');
}

/** Where this branch left the given one, or the first of the usual main branches. */
async function mergeBase(folder: string, branch: string | undefined): Promise<string | undefined> {
  for (const candidate of branch === undefined
    ? ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']
    : [branch]) {
    if (candidate.startsWith('-')) continue;
    const found = await git(folder, ['merge-base', 'HEAD', candidate]);
    if (found !== undefined) return found.trim();
  }
  return undefined;
}

/** Nothing of the repository's own configuration may start another program. */
const QUIET = ['-c', 'core.fsmonitor=false', '-c', 'diff.external=', '-c', 'core.pager=cat', '--no-optional-locks'];

async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['-C', folder, ...QUIET, ...args], {
      maxBuffer: 32 * 1024 * 1024,
      encoding: 'utf8',
    });
    return stdout;
  } catch {
    return undefined;
  }
}

function parts(path: string): readonly [string, string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at) || '/', path.slice(at + 1)];
}
