import type { DocumentSymbol } from '../../../model/editor.ts';
import { entryOf } from '../../../model/tree.ts';
import { headerOf, type Task, writtenText } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';

/** Plays with their tasks, or the tasks of a file. */
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
