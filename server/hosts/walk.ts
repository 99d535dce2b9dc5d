import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { mayBeOurs } from '../core/languages/detect.ts';

/** Folders in which no author writes. */
const NEVER = new Set(['.git', '.hg', '.svn', 'node_modules', '.terraform', '.terragrunt-cache']);

/** Deeper than this no repository goes; a hostile one may. */
const DEEPEST = 64;

/** What several modules share by links: each of them judges it with its own names. */
const SHARED = /\.(?:tf|tofu|tfvars)(?:\.json)?$/;

interface Ignored {
  /** Folder of the `.gitignore`, with a slash at its end. */
  readonly folder: string;
  readonly rules: Ignore;
}

interface Folder {
  readonly path: string;
  readonly depth: number;
  readonly ignored: readonly Ignored[];
}

/**
 * Files below a folder that may be ours by name, in the order of their names. `.gitignore` is honoured, also those of the folders
 * above up to the repository's top. A symbolic link to a file of Terraform is a file of the module it lies in, as long as
 * it leads to a file below `top`. Other links are not followed: what they lead to inside is found by its own name.
 */
export async function* walk(top: string): AsyncGenerator<string> {
  const stack: Folder[] = [{ path: top.replace(/\/+$/, '') || '/', depth: 0, ignored: await ignoredAbove(top) }];
  for (let folder = stack.pop(); folder; folder = stack.pop()) {
    const ignored = [...folder.ignored, ...(await ignoredIn(folder.path))];
    const below: Folder[] = [];
    for (const entry of await entriesOf(folder.path)) {
      const path = `${folder.path === '/' ? '' : folder.path}/${entry.name}`;
      const kind = kindOf(entry);
      if (kind === undefined || isIgnored(ignored, path, kind)) continue;
      const isOurs = kind === 'file' && mayBeOurs(path);
      if (isOurs && (!entry.isSymbolicLink() || (await leadsInside(path, top)))) yield path;
      if (kind === 'folder' && folder.depth < DEEPEST && !NEVER.has(entry.name)) {
        below.push({ path, depth: folder.depth + 1, ignored });
      }
    }
    stack.push(...below.reverse());
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function kindOf(entry: Dirent): 'file' | 'folder' | undefined {
  if (entry.isFile() || (entry.isSymbolicLink() && SHARED.test(entry.name))) return 'file';
  return entry.isDirectory() ? 'folder' : undefined;
}

/** False for a link that leads nowhere, in a circle, out of the folder or to something other than a file. */
async function leadsInside(path: string, top: string): Promise<boolean> {
  try {
    const [target, folder] = await Promise.all([realpath(path), realpath(top)]);
    const isBelow = target.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
    return isBelow && (await stat(target)).isFile();
  } catch {
    return false;
  }
}

function isIgnored(all: readonly Ignored[], path: string, kind: 'file' | 'folder'): boolean {
  let ignored = false;
  for (const { folder, rules } of all) {
    const verdict = rules.test(path.slice(folder.length) + (kind === 'folder' ? '/' : ''));
    if (verdict.ignored) ignored = true;
    if (verdict.unignored) ignored = false;
  }
  return ignored;
}

async function ignoredIn(folder: string): Promise<readonly Ignored[]> {
  try {
    if (!(await stat(`${folder}/.gitignore`)).isFile()) return [];
    const text = await readFile(`${folder}/.gitignore`, 'utf8');
    return [
      { folder: folder === '/' ? '/' : `${folder}/`, rules: ignore().add(text.split(/\r?\n/).filter(isBounded)) },
    ];
  } catch {
    return [];
  }
}

/**
 * The library makes a regular expression of each line, and many wildcards make one that takes for ever. No author needs so many;
 * a line that is not heeded shows more files, never fewer.
 */
function isBounded(line: string): boolean {
  return line.length <= 1000 && line.split('**').length <= 4 && line.split('*').length <= 9;
}

/** `.gitignore` files between the top of the repository and the folder itself, outermost first. */
async function ignoredAbove(folder: string): Promise<readonly Ignored[]> {
  const above: string[] = [];
  for (let at = folder.replace(/\/+$/, ''); at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    if (at !== folder) above.unshift(at);
    if (
      await stat(`${at}/.git`).then(
        () => true,
        () => false,
      )
    )
      return (await Promise.all(above.map(ignoredIn))).flat();
  }
  return [];
}
