import type { Reference } from '../../../model/editor.ts';
import type { Span, Written } from '../../../model/span.ts';
import type { Project } from '../../language.ts';
import { allTasks } from '../model.ts';
import { handlerNames, notified } from '../project/handlers.ts';
import { unitOf } from '../project/layout.ts';
import type { AnsibleReading } from '../reading.ts';
import { readingsOf } from '../variables/table.ts';

/** Name of the handler under the cursor: at a `notify`, or at the handler itself. */
export function handlerAt(reading: AnsibleReading, offset: number): Written | undefined {
  for (const task of allTasks(reading.tasks)) {
    const names = task.kind === 'handler' ? [...handlerNames(task), ...notified(task)] : notified(task);
    const found = names.find(({ span }) => span.start <= offset && offset <= span.end);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The handler and everyone who notifies it. A role that has a handler of that name means its own. */
export function handlerReferences(reading: AnsibleReading, name: string, project: Project): readonly Reference[] {
  const all = readingsOf(reading, project);
  const unit = unitOf(reading.source.path);
  const owners = new Set(
    all.filter((each) => handlersNamed(each, name).length > 0).map(({ source }) => unitOf(source.path)),
  );
  const scope = all.filter(({ source }) => {
    const other = unitOf(source.path);
    return owners.has(unit) ? other === unit || !owners.has(other) : true;
  });
  return scope.flatMap((each) => [
    ...handlersNamed(each, name).map((span): Reference => ({ path: each.source.path, span, role: 'definition' })),
    ...notifiesOf(each, name).map((span): Reference => ({ path: each.source.path, span, role: 'read' })),
  ]);
}

/** Names of all handlers the file can notify, its own first. */
export function handlersInReach(reading: AnsibleReading, project: Project): readonly string[] {
  const names = readingsOf(reading, project).flatMap((each) =>
    [...allTasks(each.tasks)].filter(({ kind }) => kind === 'handler').flatMap(handlerNames),
  );
  return [...new Set(names.map(({ value }) => value))];
}

function handlersNamed({ tasks }: AnsibleReading, name: string): Span[] {
  return [...allTasks(tasks)]
    .filter(({ kind }) => kind === 'handler')
    .flatMap((task) => handlerNames(task).flatMap(({ value, span }) => (value === name ? [span] : [])));
}

function notifiesOf({ tasks }: AnsibleReading, name: string): Span[] {
  return [...allTasks(tasks)].flatMap((task) =>
    notified(task).flatMap(({ value, span }) => (value === name ? [span] : [])),
  );
}
