import type { Wanted, WantedFolder, Workspace } from './api.ts';

export interface Loaded {
  /** `null`: there is no such file. A file that may not be read is left out. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
  /** Those of the probes that exist. */
  readonly present: readonly string[];
}

/** A chain of neighbours longer than this is cut. */
const MOST_ROUNDS = 20;

/**
 * Puts everything into the workspace that the document's judgement needs, neighbours of neighbours included.
 * With `toPlan` also what only its plan looks at. `asked` remembers what was asked for and got no answer, so that it is not asked for twice. True when anything new came in.
 */
export async function loadWanted(
  workspace: Workspace,
  path: string,
  read: (wanted: Wanted) => Promise<Loaded>,
  asked: Set<string>,
  toPlan = false,
): Promise<boolean> {
  let changed = false;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const wanted = unasked(workspace.wanted(path, toPlan), asked);
    if (wanted.files.length + wanted.folders.length + wanted.probes.length === 0) return changed;
    put(workspace, wanted, await read(wanted), asked);
    changed = true;
  }
  return changed;
}

/** The same for many documents: each round asks once for all of them, so that what they share is looked at once. */
export async function loadAllWanted(
  workspace: Workspace,
  paths: readonly string[],
  read: (wanted: Wanted) => Promise<Loaded>,
  asked: Set<string>,
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const wanted = unasked(workspace.wantedByAll(paths), asked);
    if (wanted.files.length + wanted.folders.length + wanted.probes.length === 0) return;
    put(workspace, wanted, await read(wanted), asked);
  }
}

/** What was answered the workspace knows from now on. */
function put(workspace: Workspace, wanted: Wanted, loaded: Loaded, asked: Set<string>): void {
  for (const { path, text } of loaded.files) {
    asked.delete(fileKey(path));
    if (text === null) workspace.markMissing(path);
    else if (!workspace.has(path)) workspace.open(path, text);
  }
  const present = new Set(loaded.present);
  for (const probe of wanted.probes) {
    if (present.has(probe)) workspace.markPresent(probe);
    else workspace.markMissing(probe);
    asked.delete(probeKey(probe));
  }
  for (const folder of wanted.folders) {
    workspace.markFolder(folder);
    asked.delete(folderKey(folder));
  }
}

const fileKey = (path: string): string => `file ${path}`;
const probeKey = (path: string): string => `probe ${path}`;
const folderKey = ({ path, endings }: WantedFolder): string => `folder ${path} ${endings.join(' ')}`;

function unasked({ files, folders, probes }: Wanted, asked: Set<string>): Wanted {
  const isNew = (key: string): boolean => !asked.has(key) && asked.add(key).has(key);
  return {
    files: files.filter((path) => isNew(fileKey(path))),
    folders: folders.filter((folder) => isNew(folderKey(folder))),
    probes: probes.filter((path) => isNew(probeKey(path))),
  };
}

/** Folders that one `*` is asked about at most, by name. */
const MOST_FOLDERS = 40;

/** Folders that a wish with `*` means: every one there, but for hidden and installed ones. `list` gives the names of the folders in one. */
export async function foldersAt(path: string, list: (folder: string) => Promise<readonly string[]>): Promise<string[]> {
  const [, before, after = ''] = /^(.*?)\/\*(?:\/(.*))?$/.exec(path) ?? [];
  if (before === undefined) return [path];
  const names = (await list(before)).filter((name) => !/^(\.|node_modules$|vendor$|venv$|__pycache__$)/.test(name));
  return [...names]
    .sort()
    .slice(0, MOST_FOLDERS)
    .map((name) => [before, name, after].filter((part) => part !== '').join('/'));
}
