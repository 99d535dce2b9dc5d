import { joinPath } from '../../../model/paths.ts';
import type { Neighbour } from '../../language.ts';
import type { FileKind } from '../model.ts';
import type { FileUses } from './files.ts';
import { layoutOf } from './layout.ts';
import { requirementNeighbours } from './requirements.ts';
import { runtimeNeighbours } from './requires.ts';
import { settingsNeighbours } from './settings.ts';

const YAML = ['.yml', '.yaml'];
const TASKS: ReadonlySet<FileKind> = new Set(['playbook', 'tasks', 'handlers', 'meta']);
/** Parts of a role that another file needs to know about it. */
const PARTS = ['tasks', 'handlers', 'defaults', 'vars', 'meta'];

/** What must be known before anything across files can be said: what the file names, its role, its variables. */
export function neighboursOf(path: string, kind: FileKind, uses: FileUses): Neighbour[] {
  const { role } = layoutOf(path);
  const found: Neighbour[] = [];
  for (const { what, candidates } of uses.list)
    for (const candidate of candidates)
      if (what === 'role') found.push(...roleFolders(candidate));
      else found.push({ kind: 'file', path: candidate });
  if (kind === 'playbook') for (const folder of ['', '../', 'inventory/']) found.push(...variableFolders(folder));
  if (role !== undefined && kind !== 'vault') {
    found.push(...roleFolders(role), { kind: 'folder', path: joinPath(role, 'templates'), endings: ['.j2'] });
    if (kind === 'template') found.push({ kind: 'folder', path: role, endings: YAML });
  }
  return TASKS.has(kind)
    ? [...unique(found), settingsNeighbours(path), runtimeNeighbours(path), requirementNeighbours(path)]
    : unique(found);
}

export function roleFolders(role: string): readonly Neighbour[] {
  return role === '..' ? OWN_ROLE : partsOf(role);
}

function partsOf(role: string): readonly Neighbour[] {
  return PARTS.map((part): Neighbour => ({ kind: 'folder', path: joinPath(role, part), endings: YAML }));
}

/** The role of most files that have one: made once. */
const OWN_ROLE = partsOf('..');

function variableFolders(folder: string): Neighbour[] {
  return ['group_vars', 'host_vars', 'group_vars/all'].map(
    (each): Neighbour => ({ kind: 'folder', path: `${folder}${each}`, endings: YAML }),
  );
}

function unique(list: readonly Neighbour[]): Neighbour[] {
  return [...new Map(list.map((each) => [`${each.kind} ${each.path}`, each])).values()];
}
