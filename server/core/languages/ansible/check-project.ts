import type { Finding, Fix } from '../../model/finding.ts';
import { folderOf, joinPath } from '../../model/paths.ts';
import type { Written } from '../../model/span.ts';
import { entryOf } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import type { Project, Surroundings } from '../language.ts';
import { allTasks, type Task, writtenText } from './model.ts';
import { allEntries } from './project/entry.ts';
import type { FileUse } from './project/files.ts';
import { notified } from './project/handler-names.ts';
import { type Handlers, handlersOfPlay, handlersOfRole } from './project/handlers.ts';
import { layoutOf } from './project/layout.ts';
import { kept } from './project/per-file.ts';
import { type AnsibleReading, finding } from './reading.ts';
import { undefinedVariables } from './variables/undefined.ts';

/** What only the files around can tell: files that are not there, handlers nobody has, names nobody gives. */
export function checkProject(reading: AnsibleReading, { project, data }: Surroundings): Finding[] {
  if (reading.tree.tier !== 'fast') return [];
  return [
    ...reading.files.list.flatMap((use) => missingFile(reading, use, project)),
    ...unknownRoles(reading, project),
    ...unknownHandlers(reading, project),
    ...undefinedVariables(reading, project, data),
  ];
}

/** Only where the host looked in every place that Ansible looks in. */
function missingFile(
  { source, kind }: AnsibleReading,
  { what, name, candidates, node, task }: FileUse,
  project: Project,
): Finding[] {
  if (task !== undefined && mayFail(task)) return [];
  // Tasks outside of a role may be run from a playbook anywhere.
  if (kind === 'tasks' && layoutOf(source.path).role === undefined) return [];
  if (what === 'role' || /^([/~]|[a-z]+:)/i.test(name.value)) return [];
  const places = candidates.map((each) => joinPath(folderOf(source.path), each));
  if (!places.every((place) => project.missing(place))) return [];
  // A file of tasks or of a role may be run from a playbook elsewhere, whose folder counts as well.
  const severity = layoutOf(source.path).role === undefined && what !== 'template' ? 'error' : 'warning';
  const message = `There is no ${name.value} where Ansible looks for it: ${folders(candidates, name.value)}.`;
  return [finding('missing-file', severity, message, { span: name.span, node }, { kind: 'semantic' })];
}

/** Its author says that the task may fail. */
function mayFail({ map }: Task): boolean {
  const said = (key: string) => writtenText(entryOf(map, key)?.value)?.value ?? '';
  return /^(false|no)$/i.test(said('failed_when')) || /^(true|yes)$/i.test(said('ignore_errors'));
}

function folders(candidates: readonly string[], name: string): string {
  const places = candidates.map((each) => each.slice(0, each.length - name.length).replace(/\/$/, ''));
  return [...new Set(places.map((place) => (place === '' ? 'this folder' : place)))].join(', ');
}

/** A role that is not here may be installed anywhere: only a name that is nearly one of the project's own is worth a word. */
function unknownRoles(reading: AnsibleReading, project: Project): Finding[] {
  const uses = reading.files.list.filter(({ what, name }) => what === 'role' && !/[./]/.test(name.value));
  if (uses.length === 0) return [];
  const known = rolesOf(project);
  return uses.flatMap(({ name, node }) => {
    const near = known.has(name.value) ? undefined : closest(name.value, known);
    if (near === undefined) return [];
    const fixes: Fix[] = [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: name.span, text: near }] }];
    const message = `There is no role ${name.value} in this project. Did you mean ${near}?`;
    return [finding('unknown-role', 'warning', message, { span: name.span, node }, { kind: 'semantic', fixes })];
  });
}

function rolesOf(project: Project): ReadonlySet<string> {
  return kept(
    project,
    'ansible roles',
    '',
    () => new Set(allEntries(project).flatMap(({ roleName }) => roleName ?? [])),
  );
}

function unknownHandlers(reading: AnsibleReading, project: Project): Finding[] {
  const found: Finding[] = [];
  for (const play of reading.plays) {
    const tasks = [...allTasks(play.tasks)].filter((task) => notified(task).length > 0);
    if (tasks.length > 0) found.push(...unknownIn(tasks, handlersOfPlay(reading, play, project), false));
  }
  const { role, part } = layoutOf(reading.source.path);
  if (reading.plays.length > 0 || role === undefined || (part !== 'tasks' && part !== 'handlers')) return found;
  const handlers = handlersOfRole(joinPath(folderOf(reading.source.path), role), project);
  return [...found, ...unknownIn([...allTasks(reading.tasks)], handlers, true)];
}

/** `open`: others may bring handlers as well, so that only a misspelt name is worth a word. */
function unknownIn(tasks: readonly Task[], handlers: Handlers, open: boolean): Finding[] {
  const names = new Set(handlers.names.map(({ value }) => value));
  return tasks.flatMap((task) =>
    notified(task).flatMap((name) => {
      if (names.has(name.value) || (name.value.includes(' : ') && names.has(name.value.split(' : ').at(-1) ?? '')))
        return [];
      const near = closest(name.value, names);
      if (near === undefined && (open || !handlers.complete)) return [];
      return [unknownHandler(task, name, near, handlers.complete && !open)];
    }),
  );
}

function unknownHandler(task: Task, name: Written, near: string | undefined, sure: boolean): Finding {
  const fixes: Fix[] =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: name.span, text: near }] }];
  const message = `No handler is named ${name.value}${near ? `; there is ${near}` : ''}: the run stops when this task changes something.`;
  return finding(
    'unknown-handler',
    sure ? 'error' : 'warning',
    message,
    { span: name.span, node: task.path },
    {
      kind: 'semantic',
      fixes,
    },
  );
}
