import type { DocumentLink, Location, Reference, Rename } from '../../../model/editor.ts';
import type { Edit, Span } from '../../../model/span.ts';
import type { Project } from '../../language.ts';
import type { FileUse } from '../project/files.ts';
import { placesOf, projectPaths } from '../project/settings.ts';
import type { AnsibleReading } from '../reading.ts';
import { handlerAt, handlerReferences } from './handlers.ts';
import { renameRole, roleAt, roleReferences } from './roles.ts';
import { renameableVariable, renameVariable, variableDefinition, variableReferences } from './variables.ts';

/** Files that tasks and plays name literally, where they are. */
export function links(reading: AnsibleReading, project: Project): readonly DocumentLink[] {
  return reading.files.list.map(
    (use): DocumentLink => ({ span: use.name.span, target: fileOf(reading, use, project) }),
  );
}

/** The first place where the file is; the first that Ansible looks in where nobody knows. */
function fileOf({ source }: AnsibleReading, use: FileUse, project: Project): string {
  const main = use.from === undefined ? 'main.yml' : /\.ya?ml$/.test(use.from) ? use.from : `${use.from}.yml`;
  const places = placesOf(use, source.path, projectPaths(source.path, project)).map((each) =>
    use.what === 'role' ? `${each}/tasks/${main}` : each,
  );
  return places.find((each) => project.text(each) !== undefined) ?? places[0] ?? use.name.value;
}

/** Handler of a `notify`, the file or role under the cursor, or what gives a variable its value. */
export function definition(reading: AnsibleReading, offset: number, project: Project): readonly Location[] {
  const handler = handlerAt(reading, offset);
  if (handler !== undefined)
    return handlerReferences(reading, handler.value, project).filter(({ role }) => role === 'definition');
  const use = useAt(reading, offset);
  if (use !== undefined) return [{ path: fileOf(reading, use, project), span: { start: 0, end: 0 } }];
  return variableDefinition(reading, offset, project);
}

function useAt({ files }: AnsibleReading, offset: number): FileUse | undefined {
  return files.list.find(({ name: { span } }) => span.start <= offset && offset <= span.end);
}

export function references(reading: AnsibleReading, offset: number, project: Project): readonly Reference[] {
  const handler = handlerAt(reading, offset);
  if (handler !== undefined) return handlerReferences(reading, handler.value, project);
  const role = roleAt(reading, offset, project);
  return role === undefined ? variableReferences(reading, offset, project) : roleReferences(role, project);
}

export function renameable(
  reading: AnsibleReading,
  offset: number,
  project: Project,
): { readonly span: Span; readonly name: string } | undefined {
  const named = handlerAt(reading, offset) ?? roleAt(reading, offset, project);
  return named ? { span: named.span, name: named.value } : renameableVariable(reading, offset, project);
}

export function rename(
  reading: AnsibleReading,
  offset: number,
  newName: string,
  project: Project,
): Rename | { readonly refused: string } {
  const handler = handlerAt(reading, offset);
  const role = handler === undefined ? roleAt(reading, offset, project) : undefined;
  if (role !== undefined) return renameRole(role, newName, project);
  if (handler === undefined)
    return renameVariable(reading, offset, newName, project) ?? { refused: 'There is nothing to rename here.' };
  if (newName.trim() === '' || /[\n#]|: |^[-?{}[\],&*!|>'"%@`]/.test(newName))
    return { refused: 'This name would need quotes in YAML; choose letters, digits, spaces and dashes.' };
  const byPath = new Map<string, Edit[]>();
  for (const { path, span } of handlerReferences(reading, handler.value, project))
    byPath.set(path, [...(byPath.get(path) ?? []), { span, text: newName }]);
  return { edits: [...byPath].map(([path, edits]) => ({ path, edits })) };
}
