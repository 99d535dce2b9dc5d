import type { Reference } from '../../../model/editor.ts';
import type { Written } from '../../../model/span.ts';
import type { Project } from '../../language.ts';
import { allTasks } from '../model.ts';
import { entriesOf, entryFrom } from '../project/entry.ts';
import { handlerNames, notified } from '../project/handler-names.ts';
import type { AnsibleReading } from '../reading.ts';

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
  const all = entriesOf(reading, project);
  const { unit } = entryFrom(reading);
  const isIt = ({ value }: Written): boolean => value === name;
  const owners = new Set(all.filter(({ handlers }) => handlers.some(isIt)).map((each) => each.unit));
  const scope = all.filter((each) => (owners.has(unit) ? each.unit === unit || !owners.has(each.unit) : true));
  return scope.flatMap(({ path, handlers, notified: notifies }) => [
    ...handlers.filter(isIt).map(({ span }): Reference => ({ path, span, role: 'definition' })),
    ...notifies.filter(isIt).map(({ span }): Reference => ({ path, span, role: 'read' })),
  ]);
}

/** Names of all handlers the file can notify, its own first. */
export function handlersInReach(reading: AnsibleReading, project: Project): readonly string[] {
  return [...new Set(entriesOf(reading, project).flatMap(({ handlers }) => handlers.map(({ value }) => value)))];
}
