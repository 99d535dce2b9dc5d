import type { CallItem } from '../../../model/editor.ts';
import { nameOf } from '../../../model/paths.ts';
import type { Span } from '../../../model/span.ts';
import type { Project } from '../../language.ts';
import { allEntries, type EntryUse, entryAt, entryFrom } from '../project/entry.ts';
import { layoutOf } from '../project/layout.ts';
import { placesOf, projectPaths } from '../project/settings.ts';
import type { AnsibleReading } from '../reading.ts';

const START: Span = { start: 0, end: 0 };

/** The file or role that is named at the offset, else the file itself. */
export function callItem(reading: AnsibleReading, offset: number, project: Project): CallItem | undefined {
  const { path } = reading.source;
  const use = entryFrom(reading).files.find(({ name: { span } }) => span.start <= offset && offset <= span.end);
  const target = use === undefined ? path : targetOf(use, path, project);
  return target === undefined || reading.kind === 'vault' ? undefined : itemAt(target);
}

/** Playbooks, roles and task files that a file runs, or that run it. */
export function callsOf(
  { location: { path } }: CallItem,
  direction: 'in' | 'out',
  project: Project,
): readonly { readonly item: CallItem; readonly spans: readonly Span[] }[] {
  const found = new Map<string, Span[]>();
  const add = (other: string, span: Span): void => void found.set(other, [...(found.get(other) ?? []), span]);
  if (direction === 'out')
    for (const use of entryAt(path, project)?.files ?? []) {
      const target = targetOf(use, path, project);
      if (target !== undefined) add(target, use.name.span);
    }
  else
    for (const entry of allEntries(project))
      for (const use of entry.files) if (targetOf(use, entry.path, project) === path) add(entry.path, use.name.span);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([other, spans]) => ({ item: itemAt(other), spans }));
}

/** The file that is run; undefined where it is not in the project. */
function targetOf(use: EntryUse, path: string, project: Project): string | undefined {
  if (use.what !== 'role' && use.what !== 'tasks' && use.what !== 'playbook') return undefined;
  const main = (use.from ?? 'main').replace(/\.ya?ml$/, '');
  const places = placesOf(use, path, projectPaths(path, project)).flatMap((place) =>
    use.what === 'role' ? [`${place}/tasks/${main}.yml`, `${place}/tasks/${main}.yaml`] : [place],
  );
  return places.find((place) => project.text(place) !== undefined);
}

function itemAt(path: string): CallItem {
  const { roleName } = layoutOf(path);
  const file = nameOf(path);
  const isMain = /^main\.ya?ml$/.test(file);
  return {
    name: roleName !== undefined && isMain ? roleName : file,
    detail: roleName === undefined ? 'playbook or tasks' : isMain ? 'role' : `role ${roleName}`,
    location: { path, span: START },
  };
}
