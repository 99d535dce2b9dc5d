import type { CompletionItem, CompletionKind } from '../../../model/editor.ts';
import { folderOf } from '../../../model/paths.ts';
import type { TreePlace } from '../../../syntax/place.ts';
import type { Surroundings } from '../../language.ts';
import { inventoryNames } from '../inventory/names.ts';
import { layoutOf } from '../project/layout.ts';
import type { AnsibleReading } from '../reading.ts';
import { readingsOf } from '../variables/table.ts';
import { handlersInReach } from './handlers.ts';
import type { ObjectAt } from './object.ts';

/** Names that the project itself gives: hosts and groups, roles, handlers, files of tasks. Undefined where no such name stands. */
export function completeNames(
  reading: AnsibleReading,
  place: TreePlace,
  { object, rest }: ObjectAt,
  { project }: Surroundings,
): readonly CompletionItem[] | undefined {
  if (place.role !== 'value' && !place.item) return undefined;
  const [key = '', second = ''] = rest.filter((step) => !/^\d+$/.test(step));
  const as = (names: readonly string[], kind: CompletionKind, detail: string): CompletionItem[] =>
    names.map((label, rank) => ({ label, kind, edit: { span: place.span, text: label }, rank, detail }));
  if ((object === 'play' && key === 'hosts') || key === 'delegate_to') {
    const { groups, hosts } = inventoryNames(readingsOf(reading, project));
    return key === 'hosts'
      ? [...as(groups, 'value', 'group'), ...as(hosts, 'value', 'host')]
      : as(hosts, 'value', 'host');
  }
  if (object === 'play')
    return key === 'roles' && (second === '' || second === 'role' || second === 'name')
      ? as(rolesOf(reading, project), 'module', 'role')
      : undefined;
  if (key === 'notify') return as(handlersInReach(reading, project), 'reference', 'handler');
  const module = key.split('.').at(-1) ?? '';
  if (/^(include|import)_role$/.test(module) && (second === 'name' || second === 'role'))
    return as(rolesOf(reading, project), 'module', 'role');
  if (/^(include|import)_tasks$/.test(module) && (second === '' || second === 'file'))
    return as(tasksBeside(reading, project), 'file', 'tasks');
  return undefined;
}

function rolesOf(reading: AnsibleReading, project: Surroundings['project']): string[] {
  const names = readingsOf(reading, project).flatMap(({ source }) => layoutOf(source.path).roleName ?? []);
  return [...new Set(names)].sort();
}

function tasksBeside(reading: AnsibleReading, project: Surroundings['project']): string[] {
  const folder = folderOf(reading.source.path);
  return readingsOf(reading, project)
    .filter(({ kind, source }) => kind === 'tasks' && source.path !== reading.source.path)
    .flatMap(({ source: { path } }) =>
      folder === '' || path.startsWith(`${folder}/`) ? [path.slice(folder === '' ? 0 : folder.length + 1)] : [],
    )
    .filter((path) => !/(^|\/)roles\//.test(path));
}
