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

/** What is not known yet of the document's neighbours, their neighbours, its configuration and its project. */
export function wantedBy(path: string, known: Known): Wanted {
  const files = new Set(configPaths(path, known.folders).filter((each) => !known.knows(each)));
  const folders = new Map<string, WantedFolder>();
  const followed = new Set([path]);
  for (const at of followed) {
    if (known.explored.has(at)) continue;
    const before = files.size + folders.size;
    for (const neighbour of neighboursOf(at, known.workspace)) {
      for (const next of follow(at, neighbour, known, files, folders))
        if (followed.size < MOST_FOLLOWED) followed.add(next);
    }
    if (files.size + folders.size > before) continue;
    for (const neighbour of furtherOf(at, known.workspace)) follow(at, neighbour, known, files, folders);
    if (files.size + folders.size === before) known.explored.add(at);
  }
  const detection = known.workspace.languageOf(path);
  const probes = detection.confidence < 0.95 ? probesOf(path).filter((each) => !known.probed(each)) : [];
  return { files: [...files], folders: [...folders.values()], probes };
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
): readonly string[] {
  const path = joinPath(folderOf(at), neighbour.path);
  if (neighbour.kind === 'file') {
    if (!known.knows(path)) files.add(path);
    return [path];
  }
  const folder = { path, endings: neighbour.endings };
  if (!known.folderRead(folder)) folders.set(folderKey(folder), folder);
  return known.workspace.documentsIn(path).filter((each) => neighbour.endings.some((end) => each.endsWith(end)));
}

function probesOf(path: string): readonly string[] {
  const chart = /^(.*\/)?templates\/(?:.*\/)?[^/]+$/.exec(path)?.[1];
  return chart === undefined ? projectProbes(path) : [`${chart}Chart.yaml`, ...projectProbes(path)];
}
