import type { CompletionItem, CompletionKind } from '../../../model/editor.ts';
import { folderOf } from '../../../model/paths.ts';
import type { TreePlace } from '../../../syntax/place.ts';
import type { Surroundings } from '../../language.ts';
import { inventoryNames } from '../inventory/names.ts';
import { entriesOf } from '../project/entry.ts';
import type { AnsibleReading } from '../reading.ts';
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
    const { groups, hosts } = inventoryNames(entriesOf(reading, project));
    return key === 'hosts'
      ? [...as(groups, 'value', 'group'), ...as(hosts, 'value', 'host')]
      : as(hosts, 'value', 'host');
  }
  if (key === 'tags') return as(tagsOf(reading, project), 'value', 'tag');
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
  const names = entriesOf(reading, project).flatMap(({ roleName }) => roleName ?? []);
  return [...new Set(names)].sort();
}

/** Tags of the file first, then those of the project; the two that Ansible knows itself. */
function tagsOf(reading: AnsibleReading, project: Surroundings['project']): string[] {
  return [...new Set([...entriesOf(reading, project).flatMap(({ tags }) => tags), 'always', 'never'])];
}

function tasksBeside(reading: AnsibleReading, project: Surroundings['project']): string[] {
  const folder = folderOf(reading.source.path);
  return entriesOf(reading, project)
    .filter(({ kind, path }) => kind === 'tasks' && path !== reading.source.path)
    .flatMap(({ path }) =>
      folder === '' || path.startsWith(`${folder}/`) ? [path.slice(folder === '' ? 0 : folder.length + 1)] : [],
    )
    .filter((path) => !/(^|\/)roles\//.test(path));
}
