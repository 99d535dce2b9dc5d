import { projectProbes } from '../languages/detect-ansible.ts';
import type { Neighbour } from '../languages/language.ts';
import { folderOf, joinPath } from '../model/paths.ts';
import type { Wanted, WantedFolder, Workspace } from './api.ts';
import { configPaths } from './config-lookup.ts';

export interface Known {
  readonly workspace: Workspace;
  readonly folders: readonly string[];
  knows(path: string): boolean;
  probed(path: string): boolean;
  folderRead(folder: WantedFolder): boolean;
  /** Documents all of whose neighbours are known: they need not be followed again. */
  readonly explored: Set<string>;
}

/** Documents followed from neighbour to neighbour; a chain or a folder larger than this is cut. */
const MOST_FOLLOWED = 2000;

/** What is not known yet of the documents' neighbours, their neighbours, their configuration and their project. */
export function wantedBy(paths: readonly string[], known: Known): Wanted {
  const files = new Set(paths.flatMap((path) => configPaths(path, known.folders)).filter((each) => !known.knows(each)));
  const folders = new Map<string, WantedFolder>();
  const followed = new Set(paths);
  const most = paths.length + MOST_FOLLOWED;
  for (const at of followed) {
    if (known.explored.has(at)) continue;
    let isOpen = false;
    for (const neighbour of neighboursOf(at, known.workspace)) {
      const { next, isKnown } = follow(at, neighbour, known, files, folders);
      if (!isKnown) isOpen = true;
      for (const each of next) if (followed.size < most) followed.add(each);
    }
    if (isOpen) continue;
    for (const neighbour of furtherOf(at, known.workspace))
      if (!follow(at, neighbour, known, files, folders).isKnown) isOpen = true;
    if (!isOpen) known.explored.add(at);
  }
  return { files: [...files], folders: [...folders.values()], probes: paths.flatMap((path) => probesBy(path, known)) };
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
  const path = joinPath(folderOf(at), neighbour.path);
  if (neighbour.kind === 'file') {
    const isKnown = known.knows(path);
    if (!isKnown) files.add(path);
    return { next: [path], isKnown };
  }
  const folder = { path, endings: neighbour.endings };
  const isKnown = known.folderRead(folder);
  if (!isKnown) folders.set(folderKey(folder), folder);
  const there = known.workspace.documentsIn(path);
  return { next: there.filter((each) => neighbour.endings.some((end) => each.endsWith(end))), isKnown };
}

function probesOf(path: string): readonly string[] {
  const chart = /^(.*\/)?templates\/(?:.*\/)?[^/]+$/.exec(path)?.[1];
  return chart === undefined ? projectProbes(path) : [`${chart}Chart.yaml`, ...projectProbes(path)];
}
