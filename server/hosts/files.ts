import { createReadStream, readFileSync, statSync } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { foldersAt } from '../core/service/load.ts';
import type { FileAnswer, Files } from '../lsp/host.ts';
import { walk } from './walk.ts';

/** A file larger than this is not read: the readers refuse far less. */
const LARGEST = 16 * 1024 * 1024;

/** The disk of this machine, below the workspace's folders only. */
export const diskFiles: Files = {
  async read(wish, folders): Promise<FileAnswer> {
    const roots = await realFolders(folders);
    const listed = await Promise.all(wish.folders.map((folder) => filesBelow(folder.path, folder.endings)));
    const paths = [...new Set([...wish.files, ...listed.flat()])];
    const files = await Promise.all(paths.map(async (path) => ({ path, text: await textInside(path, roots) })));
    const present = await Promise.all(wish.probes.map((path) => isPresent(path, roots)));
    return {
      files: files.filter((file): file is { path: string; text: string | null } => file.text !== undefined),
      present: wish.probes.filter((_, at) => present[at]),
    };
  },
  async pieces(path, folders) {
    try {
      const isOurs = isBelow(await realFolder(path), await realFolders(folders)) && (await stat(path)).isFile();
      return isOurs ? createReadStream(path, { encoding: 'utf8', highWaterMark: PIECE }) : undefined;
    } catch {
      return undefined;
    }
  },
  walk: (folder) => walk(folder),
};

/** Bytes read at once: a millisecond of work, then everybody else has a turn. */
const PIECE = 64 * 1024;

/** Text of a file; undefined when it cannot be read. A pipe, a socket or a device is none: reading it may never end. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    const info = await stat(path);
    return !info.isFile() || info.size > LARGEST ? undefined : decode(await readFile(path));
  } catch {
    return undefined;
  }
}

/** The same at once, for who reads thousands of files one after the other. */
export function textNow(path: string): string | undefined {
  try {
    const info = statSync(path);
    return !info.isFile() || info.size > LARGEST ? undefined : decode(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** Text of a file that can be written back without losing a byte, and the mark it began with; undefined when it is no UTF-8. */
export async function exactTextOf(path: string): Promise<{ readonly mark: string; readonly text: string } | undefined> {
  try {
    const whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
    const mark = whole.startsWith('\uFEFF') ? '\uFEFF' : '';
    return { mark, text: whole.slice(mark.length) };
  } catch {
    return undefined;
  }
}

/** A byte order mark is no part of the text; what is no UTF-8 becomes a replacement character. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export async function textOfStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream('', { fd: 0 })) chunks.push(chunk as Buffer);
  return decode(Buffer.concat(chunks));
}

/** `null`: there is no such file. Undefined: there may be, but it is not ours to read. */
async function textInside(path: string, roots: ReadonlySet<string>): Promise<string | null | undefined> {
  try {
    if (!isBelow(await realFolder(path), roots)) return undefined;
    return (await stat(path)).isFile() ? await textOf(path) : null;
  } catch (error) {
    return isAbsent(error) ? null : undefined;
  }
}

async function isPresent(path: string, roots: ReadonlySet<string>): Promise<boolean> {
  try {
    await lstat(path);
    return isBelow(await realFolder(path), roots);
  } catch {
    return false;
  }
}

/** `*` in a path stands for every folder there. */
async function filesBelow(path: string, endings: readonly string[]): Promise<string[]> {
  const folders = await foldersAt(path, async (folder) => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  });
  return (await Promise.all(folders.map((folder) => filesIn(folder, endings)))).flat();
}

async function filesIn(folder: string, endings: readonly string[]): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const files = entries.filter(
      (entry) => !entry.isDirectory() && endings.some((ending) => entry.name.endsWith(ending)),
    );
    return files.map(({ name }) => join(folder, name).replaceAll('\\', '/')).sort();
  } catch {
    return [];
  }
}

/** Asked for with every read, by the same list of folders. */
const realOf = new WeakMap<readonly string[], Promise<ReadonlySet<string>>>();

function realFolders(folders: readonly string[]): Promise<ReadonlySet<string>> {
  const known = realOf.get(folders);
  if (known) return known;
  const all = Promise.all(folders.map((folder) => realFolder(folder).catch(() => folder)));
  const real = all.then((each) => new Set(each.map((folder) => folder.replace(/\/$/, ''))));
  realOf.set(folders, real);
  return real;
}

/** Where a path really leads, with `/` on every system. */
async function realFolder(path: string): Promise<string> {
  return (await realpath(path)).replaceAll('\\', '/');
}

/** Looked up from the path upwards: there may be thousands of roots. */
function isBelow(path: string, roots: ReadonlySet<string>): boolean {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    if (roots.has(at)) return true;
    if (at === '') return false;
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return code === 'ENOENT' || code === 'ENOTDIR';
}
