import type { Reference, Rename } from '../../../model/editor.ts';
import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Edit, Written } from '../../../model/span.ts';
import type { Project } from '../../language.ts';
import { allEntries, entryFrom } from '../project/entry.ts';
import { placesOf, projectPaths } from '../project/settings.ts';
import type { AnsibleReading } from '../reading.ts';

/** A role under the cursor that lies in the project, with its folder. */
export interface RoleAt extends Written {
  readonly folder: string;
}

export function roleAt(reading: AnsibleReading, offset: number, project: Project): RoleAt | undefined {
  const { files, dependencies } = entryFrom(reading);
  const holds = ({ span }: Written): boolean => span.start <= offset && offset <= span.end;
  const use = files.find(({ what, name }) => what === 'role' && holds(name));
  const { path } = reading.source;
  const name = use?.name ?? dependencies.find((each) => each !== undefined && holds(each));
  if (name === undefined || !/^[\w-]+$/.test(name.value)) return undefined;
  const places = use ? placesOf(use, path, projectPaths(path, project)) : dependencyPlaces(name.value, path, project);
  const folder = places.find((place) => rolesOf(project).has(place));
  return folder === undefined ? undefined : { ...name, folder };
}

/** Everything that names the role in that folder. */
export function roleReferences({ value, folder }: RoleAt, project: Project): readonly Reference[] {
  return allEntries(project).flatMap(({ path, files, dependencies }) => {
    const isIt = (places: readonly string[]): boolean => places.find((place) => rolesOf(project).has(place)) === folder;
    const paths = projectPaths(path, project);
    const uses = files.filter(
      (use) => use.what === 'role' && use.name.value === value && isIt(placesOf(use, path, paths)),
    );
    const needs = dependencies.filter(
      (name) => name?.value === value && isIt(dependencyPlaces(name.value, path, project)),
    );
    return [...uses.map(({ name }) => name), ...needs].flatMap((name): Reference[] =>
      name ? [{ path, span: name.span, role: 'read' }] : [],
    );
  });
}

/** Whoever names it, and its folder. */
export function renameRole(role: RoleAt, newName: string, project: Project): Rename | { readonly refused: string } {
  if (!/^[a-zA-Z][\w-]*$/.test(newName))
    return { refused: 'A role has letters, digits, underscores and dashes, and begins with a letter.' };
  const to = joinPath(folderOf(role.folder), newName);
  if (rolesOf(project).has(to)) return { refused: `There is a role ${newName} already.` };
  const byPath = new Map<string, Edit[]>();
  for (const { path, span } of roleReferences(role, project))
    byPath.set(path, [...(byPath.get(path) ?? []), { span, text: newName }]);
  return { edits: [...byPath].map(([path, edits]) => ({ path, edits })), moves: [{ from: role.folder, to }] };
}

function dependencyPlaces(name: string, path: string, project: Project): string[] {
  const beside = /^(.*\/)[^/]+\/meta\/main\.ya?ml$/.exec(path)?.[1];
  return [
    ...(beside === undefined ? [] : [`${beside}${name}`]),
    ...projectPaths(path, project).roles.map((folder) => `${folder}/${name}`),
  ];
}

/** Folders of all roles of the project. */
function rolesOf(project: Project): ReadonlySet<string> {
  return new Set(project.paths('ansible').flatMap((path) => /^(.*(?:^|\/)roles\/[^/]+)\//.exec(path)?.[1] ?? []));
}
