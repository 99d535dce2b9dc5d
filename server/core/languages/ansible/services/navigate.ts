import type { DocumentLink, DocumentSymbol, Location, Reference, Rename } from '../../../model/editor.ts';
import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Span, Written } from '../../../model/span.ts';
import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import type { Project } from '../../language.ts';
import { argumentsOf, isTemplate } from '../arguments.ts';
import { allTasks, headerOf, type Task, writtenText } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';

export function symbols({ plays, tasks }: AnsibleReading): readonly DocumentSymbol[] {
  if (plays.length === 0) return tasks.map(taskSymbol);
  return plays.map((play): DocumentSymbol => {
    const hosts = writtenText(entryOf(play.map, 'hosts')?.value)?.value;
    return {
      name: play.name?.value ?? hosts ?? 'play',
      kind: 'play',
      ...(hosts && { detail: hosts }),
      span: play.map.span,
      nameSpan: headerOf(play),
      children: play.tasks.map(taskSymbol),
    };
  });
}

function taskSymbol(task: Task): DocumentSymbol {
  const action = task.action?.name.value;
  return {
    name: task.name?.value ?? action ?? 'block',
    kind: 'task',
    ...(action && { detail: action }),
    span: task.map.span,
    nameSpan: headerOf(task),
    children: task.children.map(taskSymbol),
  };
}

/** Files that tasks and plays name literally, relative to the file, or to the role it belongs to. */
export function links(reading: AnsibleReading): readonly DocumentLink[] {
  return fileUses(reading).map(({ span, value }): DocumentLink => ({ span, target: value }));
}

interface FileUse extends Written {
  /** Other places it may be found. */
  readonly others: readonly string[];
}

const FILE_MODULES = /(^|\.)(import_tasks|include_tasks|import_playbook|include_vars)$/;

function fileUses(reading: AnsibleReading): FileUse[] {
  const folder = folderOf(reading.source.path);
  const uses: FileUse[] = [];
  const add = (written: Written | undefined, ...folders: string[]) => {
    if (written === undefined || written.value === '' || isTemplate(written.value)) return;
    const paths = folders.map((each) => joinPath(each, written.value));
    uses.push({ value: paths[0] ?? written.value, span: written.span, others: paths.slice(1) });
  };
  for (const play of reading.plays) {
    for (const entry of play.map.entries)
      if (/(^|\.)import_playbook$/.test(keyText(entry) ?? '')) add(writtenText(entry.value), folder);
    const roles = entryOf(play.map, 'roles')?.value;
    for (const role of roles?.kind === 'list' ? roles.items : []) add(roleFile(role), folder);
  }
  for (const task of allTasks(reading.tasks)) {
    const name = task.action?.name.value ?? '';
    if (FILE_MODULES.test(name)) add(fileOf(task), folder, joinPath(folder, '../tasks'), joinPath(folder, '../vars'));
    if (/(^|\.)(import_role|include_role)$/.test(name)) add(roleOf(task), folder);
  }
  return uses;
}

function fileOf(task: Task): Written | undefined {
  const { list, free } = argumentsOf(task, true);
  const file = list.find(({ name }) => name.value === 'file');
  return file?.text !== undefined ? { value: file.text, span: file.span } : free;
}

function roleOf(task: Task): Written | undefined {
  const name = argumentsOf(task, false).list.find((each) => each.name.value === 'name' || each.name.value === 'role');
  return name?.text === undefined || name.text.includes('.')
    ? undefined
    : { value: `roles/${name.text}/tasks/main.yml`, span: name.span };
}

function roleFile(node: TreeNode): Written | undefined {
  const written =
    writtenText(node) ?? writtenText(entryOf(node, 'role')?.value) ?? writtenText(entryOf(node, 'name')?.value);
  return written === undefined || written.value.includes('.') || isTemplate(written.value)
    ? undefined
    : { value: `roles/${written.value}/tasks/main.yml`, span: written.span };
}

/** Handler of a `notify`, or the file under the cursor. */
export function definition(reading: AnsibleReading, offset: number, project: Project): readonly Location[] {
  const handler = handlerAt(reading, offset);
  if (handler !== undefined)
    return handlersNamed(reading, handler.value).map((span) => ({ path: reading.source.path, span }));
  const use = fileUses(reading).find(({ span }) => span.start <= offset && offset <= span.end);
  if (use === undefined) return [];
  const path = [use.value, ...use.others].find((each) => project.text(each) !== undefined) ?? use.value;
  return [{ path, span: { start: 0, end: 0 } }];
}

/** Every `notify` of a handler and the handler itself. */
export function references(reading: AnsibleReading, offset: number): readonly Reference[] {
  const handler = handlerAt(reading, offset);
  if (handler === undefined) return [];
  const { path } = reading.source;
  return [
    ...handlersNamed(reading, handler.value).map((span): Reference => ({ path, span, role: 'definition' })),
    ...notifies(reading)
      .filter(({ value }) => value === handler.value)
      .map(({ span }): Reference => ({ path, span, role: 'read' })),
  ];
}

export function renameable(
  reading: AnsibleReading,
  offset: number,
): { readonly span: Span; readonly name: string } | undefined {
  const handler = handlerAt(reading, offset);
  return handler && { span: handler.span, name: handler.value };
}

export function rename(
  reading: AnsibleReading,
  offset: number,
  newName: string,
): Rename | { readonly refused: string } {
  const places = references(reading, offset);
  if (places.length === 0) return { refused: 'There is nothing to rename here.' };
  if (newName.trim() === '' || /[\n#]|: |^[-?{}[\],&*!|>'"%@`]/.test(newName))
    return { refused: 'This name would need quotes in YAML; choose letters, digits, spaces and dashes.' };
  return { edits: [{ path: reading.source.path, edits: places.map(({ span }) => ({ span, text: newName })) }] };
}

function handlerAt(reading: AnsibleReading, offset: number): Written | undefined {
  const written = [
    ...notifies(reading),
    ...[...allTasks(reading.tasks)]
      .filter(({ kind }) => kind === 'handler')
      .flatMap((task) => (task.name ? [unquoted(task.name)] : [])),
  ];
  return written.find(({ span }) => span.start <= offset && offset <= span.end);
}

function notifies(reading: AnsibleReading): Written[] {
  return [...allTasks(reading.tasks)].flatMap((task) => {
    const node = entryOf(task.map, 'notify')?.value;
    const items = node?.kind === 'list' ? node.items : node ? [node] : [];
    return items.flatMap((item) => {
      const written = writtenText(item);
      return written === undefined || isTemplate(written.value) ? [] : [unquoted(written)];
    });
  });
}

function handlersNamed(reading: AnsibleReading, name: string): Span[] {
  return [...allTasks(reading.tasks)]
    .filter((task) => task.kind === 'handler' && task.name?.value === name)
    .flatMap((task) => (task.name ? [unquoted(task.name).span] : []));
}

/** Span without quotes, where there are any. */
function unquoted({ value, span }: Written): Written {
  const quotes = span.end - span.start === value.length + 2;
  return quotes ? { value, span: { start: span.start + 1, end: span.end - 1 } } : { value, span };
}
