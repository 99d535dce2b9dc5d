import { folderOf } from '../../../model/paths.ts';
import { entryOf } from '../../../model/tree.ts';
import type { Neighbour, Surroundings } from '../../language.ts';
import { isTemplate } from '../arguments.ts';
import { placesPut } from '../facts-files.ts';
import { membersOf, namesInPattern, relatedGroups } from '../inventory/members.ts';
import { texts } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import { relative } from './further.ts';
import { includedBy, takenIn } from './included.ts';
import { runOf } from './run.ts';

const YAML = ['.yml', '.yaml'];
const INVENTORY = [...YAML, '.ini', '/hosts', '/inventory'];
/** Where inventories and their variables lie, seen from a playbook. */
const BASES = ['', '../', 'inventory/', '../inventory/', 'inventories/', '../inventories/'];
const EACH = ['inventory/*/', '../inventory/*/', 'inventories/*/', '../inventories/*/'];

/** What decides how the hosts of a playbook end up, beside its tasks: inventories, variables, templates and files. */
export function plannedFiles(reading: AnsibleReading, { project }: Surroundings): readonly Neighbour[] {
  const { plays, source } = reading;
  if (plays.length === 0) return [];
  const bases = [...BASES, ...EACH];
  const inventories = bases
    .filter((base) => base !== '' && base !== '../')
    .map((base): Neighbour => ({ kind: 'folder', path: base.slice(0, -1), endings: INVENTORY }));
  const patterns = plays.flatMap(({ map }) => texts(entryOf(map, 'hosts')?.value));
  const groups = relatedGroups(namesInPattern(patterns), membersOf(project));
  const variables = bases.flatMap((base) =>
    ['group_vars', 'host_vars', ...groups.map((name) => `group_vars/${name}`)].map(
      (folder): Neighbour => ({ kind: 'folder', path: `${base}${folder}`, endings: YAML }),
    ),
  );
  const put = plays.flatMap((play) =>
    runOf(play, reading, project).flatMap(({ task, reading: { source: at } }) => placesPut(task, at.path)),
  );
  const known = [...new Set(put)].filter((path) => project.text(path) !== undefined);
  const included = [...known, ...includedBy(known, project)].flatMap((path) => takenIn(path, project).flat());
  const files = [...new Set([...put, ...included])].map((path): Neighbour => {
    const from = (target: string): string => relative(folderOf(source.path), target);
    return isTemplate(path)
      ? { kind: 'folder', path: from(folderOf(path)), endings: [''] }
      : { kind: 'file', path: from(path) };
  });
  return [...inventories, ...variables, ...files];
}
