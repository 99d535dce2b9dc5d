import { projectProbes } from '../languages/detect-ansible.ts';
import type { Neighbour } from '../languages/language.ts';
import { folderOf, foldersAbove, isInside, joinPath } from '../model/paths.ts';
import type { Wanted, WantedFolder, Workspace } from './api.ts';
import { configPaths } from './config-lookup.ts';

export interface Known {
  readonly workspace: Workspace;
  readonly folders: readonly string[];
  knows(path: string): boolean;
  probed(path: string): boolean;
  folderRead(folder: WantedFolder): boolean;
  /** What only a plan looks at is wanted, too. */
  readonly toPlan: boolean;
  readonly explored: Explored;
}

/** What is known of the ways from neighbour to neighbour, so that they are not gone again. */
export class Explored {
  /** Files there are of a list of names from a folder on upwards, where all of them are known; by the list, then by the folder. */
  readonly above = new Map<readonly string[], Map<string, readonly string[]>>();
  /** Documents all of whose neighbours are known, with the documents among those. */
  readonly #next = new Map<string, readonly string[]>();
  /** Nothing that could be reached from these was unknown. Who brings in another text of one of those asks about that one, too. */
  readonly #whole = new Set<string>();
  /** Documents that have the documents of a folder, or of some below it, as neighbours. */
  readonly #askers = new Map<string, Set<string>>();

  isWhole(path: string): boolean {
    return this.#whole.has(path);
  }

  next(path: string): readonly string[] | undefined {
    return this.#next.get(path);
  }

  know(path: string, next: Iterable<string>, folders: readonly string[]): void {
    this.#next.set(path, [...next]);
    for (const each of folders) {
      const folder = each.replace(/\/\*.*$/, '');
      this.#askers.set(folder, (this.#askers.get(folder) ?? new Set()).add(path));
    }
  }

  settle(paths: Iterable<string>): void {
    for (const path of paths) {
      this.#whole.add(path);
      this.#next.delete(path);
    }
  }

  /** A document is another. */
  delete(path: string): void {
    this.#next.delete(path);
    this.#whole.delete(path);
  }

  /** A document is there that was not. Somebody may have asked for it where it was known to be missing. */
  arrived(path: string, wasMissing: boolean): void {
    if (wasMissing) this.clear();
    for (const folder of foldersAbove(path)) {
      for (const asker of this.#askers.get(folder) ?? []) this.delete(asker);
      this.#askers.delete(folder);
    }
  }

  clear(): void {
    for (const each of [this.above, this.#next, this.#whole, this.#askers]) each.clear();
  }
}

/** Documents followed from neighbour to neighbour; a chain or a folder larger than this is cut. */
const MOST_FOLLOWED = 2000;

/** What is not known yet of the documents' neighbours, their neighbours, their configuration and their project. */
export function wantedBy(paths: readonly string[], known: Known): Wanted {
  const files = new Set(paths.flatMap((path) => configPaths(path, known.folders)).filter((each) => !known.knows(each)));
  const folders = new Map<string, WantedFolder>();
  const followed = new Set(paths);
  const most = paths.length + MOST_FOLLOWED;
  let isOpen = false;
  for (const at of followed) {
    if (known.explored.isWhole(at)) continue;
    const { next, isKnown } = neighbourDocuments(at, known, files, folders);
    if (!isKnown) isOpen = true;
    for (const each of next) if (followed.size < most) followed.add(each);
  }
  if (!isOpen && followed.size < most) known.explored.settle(followed);
  if (known.toPlan)
    for (const path of paths)
      for (const neighbour of plannedBy(path, known.workspace)) follow(path, neighbour, known, files, folders);
  return { files: [...files], folders: [...folders.values()], probes: paths.flatMap((path) => probesBy(path, known)) };
}

/** Documents among the neighbours of one. What is not known yet is put among what is wanted; once all is, the answer is kept. */
function neighbourDocuments(
  at: string,
  known: Known,
  files: Set<string>,
  folders: Map<string, WantedFolder>,
): { readonly next: Iterable<string>; readonly isKnown: boolean } {
  const kept = known.explored.next(at);
  if (kept) return { next: kept, isKnown: true };
  const next = new Set<string>();
  const near = neighboursOf(at, known.workspace);
  let isKnown = true;
  for (const neighbour of near) {
    const there = follow(at, neighbour, known, files, folders);
    if (!there.isKnown) isKnown = false;
    for (const each of there.next) next.add(each);
  }
  const further = isKnown ? furtherOf(at, known.workspace) : [];
  for (const neighbour of further) if (!follow(at, neighbour, known, files, folders).isKnown) isKnown = false;
  if (!isKnown) return { next, isKnown };
  const asked = [...near, ...further].filter((each) => each.kind === 'folder');
  known.explored.know(
    at,
    next,
    asked.map(({ path }) => joinPath(folderOf(at), path)),
  );
  return { next, isKnown };
}

/** What would tell the language of a document that does not tell it well enough. */
function probesBy(path: string, { workspace, probed }: Known): readonly string[] {
  return workspace.languageOf(path).confidence < 0.95 ? probesOf(path).filter((each) => !probed(each)) : [];
}

/** Remembered apart from the reading: thousands of documents are followed, and few of their readings are at hand. */
function neighboursOf(path: string, workspace: Workspace): readonly Neighbour[] {
  return workspace.remember('neighbours', path, () => workspace.reading(path)?.neighbours ?? []);
}

function furtherOf(path: string, workspace: Workspace): readonly Neighbour[] {
  return workspace.remember('further', path, () => {
    const opened = workspace.opened(path);
    if (!opened?.language.further) return [];
    const { language, reading, around } = opened;
    return workspace.guard(`${language.id} wishes`, path, () => language.further?.(reading, around) ?? [], []);
  });
}

function plannedBy(path: string, workspace: Workspace): readonly Neighbour[] {
  return workspace.remember('planned files', path, () => {
    const opened = workspace.opened(path);
    if (!opened?.language.planned) return [];
    const { language, reading, around } = opened;
    return workspace.guard(`${language.id} files of a plan`, path, () => language.planned?.(reading, around) ?? [], []);
  });
}

export function folderKey({ path, endings }: WantedFolder): string {
  return `${path}\n${endings.join('\n')}`;
}

function follow(
  at: string,
  neighbour: Neighbour,
  known: Known,
  files: Set<string>,
  folders: Map<string, WantedFolder>,
): { readonly next: readonly string[]; readonly isKnown: boolean } {
  if (neighbour.kind === 'above') return followAbove(at, neighbour, known, files);
  const path = joinPath(folderOf(at), neighbour.path);
  if (neighbour.kind === 'file') {
    const isKnown = known.knows(path) || !isReachable(at, path, known);
    if (!isKnown) files.add(path);
    return { next: known.workspace.has(path) ? [path] : [], isKnown };
  }
  const folder = { path, endings: neighbour.endings };
  const isKnown = known.folderRead(folder);
  if (!isKnown) folders.set(folderKey(folder), folder);
  const there = known.workspace.documentsIn(path);
  return { next: there.filter((each) => neighbour.endings.some((end) => each.endsWith(end))), isKnown };
}

/** Nobody reads outside of the workspace and the libraries: what a document of the workspace asked for there would never be known. */
function isReachable(at: string, path: string, { folders, workspace }: Known): boolean {
  const around = [...folders, ...(workspace.libraries ?? [])];
  return around.some((each) => isInside(each, path)) || !folders.some((each) => isInside(each, at));
}

function followAbove(
  at: string,
  { path, names, highest }: Extract<Neighbour, { readonly kind: 'above' }>,
  known: Known,
  files: Set<string>,
): { readonly next: readonly string[]; readonly isKnown: boolean } {
  const folder = joinPath(folderOf(at), path);
  const folders = foldersAbove(joinPath(folder, '_'))
    .slice(0, highest)
    .filter((each) => isReachable(at, each, known));
  const place = `${highest} ${folder}`;
  const looked = known.explored.above.get(names) ?? new Map<string, readonly string[]>();
  const found = looked.get(place);
  if (found) return { next: found, isKnown: true };
  const all = folders.flatMap((folder) => names.map((name) => joinPath(folder, name)));
  const unknown = all.filter((path) => !known.knows(path));
  for (const path of unknown) files.add(path);
  const there = all.filter((path) => known.workspace.has(path));
  if (unknown.length === 0) known.explored.above.set(names, looked.set(place, there));
  return { next: there, isKnown: unknown.length === 0 };
}

function probesOf(path: string): readonly string[] {
  const chart = /^(.*\/)?templates\/(?:.*\/)?[^/]+$/.exec(path)?.[1];
  return chart === undefined ? projectProbes(path) : [`${chart}Chart.yaml`, ...projectProbes(path)];
}
