import { folderOf, foldersAbove, joinPath } from '../../../model/paths.ts';
import { keepingLast } from '../../../syntax/last.ts';
import type { Neighbour, Project } from '../../language.ts';

/** Says where `terraform init` put the modules of a root module and of every module below it; it is only read. */
const MANIFEST = '.terraform/modules/modules.json';

/** Higher up than this no root module of a called one is looked for. */
const MOST_ABOVE = 3;

/** Manifests that may name the modules called from a file. */
export function manifestsFor(path: string): Neighbour[] {
  return foldersOf(path).map((folder) => ({ kind: 'file', path: joinPath(folder, MANIFEST) }));
}

/** Where the module of a call is installed: said by the root module in the folder of the file, or by one further up. */
export function installedAt(path: string, call: string, project: Pick<Project, 'text'>): string | undefined {
  const own = folderOf(path);
  for (const folder of foldersOf(path)) {
    const entries = entriesIn(project.text(joinPath(folder, MANIFEST)));
    const parents = folder === own ? [''] : keysOf(entries, folder, own).map((key) => `${key}.`);
    const found = parents.map((parent) => entries.get(parent + call)).find((dir) => dir !== undefined);
    if (found !== undefined) return joinPath(folder, found);
  }
  return undefined;
}

function keysOf(entries: ReadonlyMap<string, string>, folder: string, own: string): string[] {
  return [...entries].flatMap(([key, dir]) => (key !== '' && joinPath(folder, dir) === own ? [key] : []));
}

/** The folder of the file and those above it; of an installed module the root module it is installed for. */
function foldersOf(path: string): string[] {
  const above = foldersAbove(path);
  const at = path.lastIndexOf('/.terraform/modules/');
  const root = at < 0 ? path.startsWith('.terraform/modules/') && '' : path.slice(0, at);
  return root === false ? above.slice(0, MOST_ABOVE + 1) : [above[0] ?? '', root];
}

/** Folders by key (`eks`, `eks.kms`), relative to the root module. */
function entriesIn(text: string | undefined): ReadonlyMap<string, string> {
  return text === undefined ? NONE : readManifest(text);
}

const NONE: ReadonlyMap<string, string> = new Map();
const ENTRY = /"Key":"([^"]*)"[^{}]*?"Dir":"([^"]*)"/g;

const readManifest = keepingLast(
  (text: string): ReadonlyMap<string, string> =>
    new Map([...text.matchAll(ENTRY)].map(([, key = '', dir = '']) => [key, dir.replaceAll('\\\\', '/')])),
);
