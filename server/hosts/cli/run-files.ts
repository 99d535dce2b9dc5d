import { type Dirent, readdirSync } from 'node:fs';
import { folderOf, foldersAbove, joinPath, nameOf } from '../../core/model/paths.ts';
import type { Wanted, WantedFolder } from '../../core/service/api.ts';
import type { Loaded } from '../../core/service/load.ts';
import { diskFiles } from '../files.ts';

/**
 * The disk for the length of one run: every folder is listed once, and what no listing has is not looked for. Most of what is asked
 * about is not there. Files of folders that are `open`, or were handed over before, are left out of the answer.
 */
export function filesOfRun(folders: readonly string[], open: Iterable<string>): (wanted: Wanted) => Promise<Loaded> {
  const listings = new Listings(folders);
  const given = new Set(open);
  return async (wanted) => {
    const files = wanted.files.filter((path) => listings.mayExist(path));
    const absent = wanted.files.filter((path) => !listings.mayExist(path));
    const isListed = ({ path }: WantedFolder): boolean => listings.holds(path) && !path.includes('*');
    const found = wanted.folders.filter(isListed).flatMap((folder) => listings.filesIn(folder));
    const { files: read, present } = await diskFiles.read(
      {
        files: [...files, ...found.filter((path) => !given.has(path))],
        folders: wanted.folders.filter((folder) => !isListed(folder)),
        probes: wanted.probes.filter((path) => listings.mayExist(path)),
      },
      folders,
    );
    for (const { path } of read) given.add(path);
    return { files: [...read, ...absent.map((path) => ({ path, text: null }))], present };
  };
}

/** `undefined`: there is no such folder. */
type Listing = { readonly entries: readonly Dirent[]; readonly names: ReadonlySet<string> } | 'unlisted' | undefined;

class Listings {
  readonly #folders: ReadonlySet<string>;
  readonly #known = new Map<string, Listing>();

  constructor(folders: readonly string[]) {
    this.#folders = new Set(folders);
  }

  /** Others are not listed: they are none of ours. */
  holds(folder: string): boolean {
    return foldersAbove(`${folder}/`).some((each) => this.#folders.has(each));
  }

  /** False only where there is surely nothing of that name. */
  mayExist(path: string): boolean {
    const folder = folderOf(path);
    if (folder === path || !this.holds(folder)) return true;
    const listing = this.#at(folder);
    return listing === 'unlisted' || listing?.names.has(alike(nameOf(path))) === true;
  }

  filesIn({ path, endings }: WantedFolder): readonly string[] {
    return this.#entries(path)
      .filter((entry) => !entry.isDirectory() && endings.some((ending) => entry.name.endsWith(ending)))
      .map(({ name }) => joinPath(path, name))
      .sort();
  }

  #entries(folder: string): readonly Dirent[] {
    const listing = this.#at(folder);
    return listing === undefined || listing === 'unlisted' ? [] : listing.entries;
  }

  #at(folder: string): Listing {
    if (this.#known.has(folder)) return this.#known.get(folder);
    const listing = this.mayExist(folder) ? listed(folder) : undefined;
    this.#known.set(folder, listing);
    return listing;
  }
}

function listed(folder: string): Listing {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return { entries, names: new Set(entries.map(({ name }) => alike(name))) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : 'unlisted';
  }
}

/** The same for names that some file system takes for the same. */
function alike(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
