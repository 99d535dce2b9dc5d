import { entryOf } from '../../../model/tree.ts';
import { headerOf, type Play, type Task, writtenText } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import type { LintConfig } from './config.ts';
import type { Report } from './rule.ts';

/** How much stands in one play, one file, one block; and names that stand twice in a play. */
export function sizes(reading: AnsibleReading, config: LintConfig, report: Report): void {
  for (const play of reading.plays) {
    const tasks = entryOf(play.map, 'tasks')?.value;
    if (tasks?.kind === 'list' && tasks.items.length > config.mostTasks)
      report(
        'complexity[play]',
        { span: headerOf(play), node: play.path },
        `A play has ${config.mostTasks} tasks at most, this one ${tasks.items.length}.`,
      );
    unique(play, report);
  }
  const loose = reading.plays.length === 0 ? count(reading.tasks) : 0;
  const [first] = reading.tasks;
  if (loose > config.mostTasks && first !== undefined)
    report(
      'complexity[tasks]',
      { span: headerOf(first), node: first.path },
      `A file has ${config.mostTasks} tasks at most, this one ${loose}: include a part of them.`,
    );
  for (const task of reading.tasks) nesting(task, 0, config, report);
}

function count(tasks: readonly Task[]): number {
  return tasks.reduce((sum, task) => sum + 1 + count(task.children), 0);
}

/** The outermost block that is too deep says it for all in it. */
function nesting(task: Task, depth: number, config: LintConfig, report: Report): void {
  if (task.kind !== 'block') return;
  if (depth > config.deepestBlock) {
    report(
      'complexity[nesting]',
      { span: headerOf(task), node: task.path },
      `Blocks stand ${config.deepestBlock} deep at most: include the tasks of this one.`,
    );
    return;
  }
  for (const child of task.children) nesting(child, depth + 1, config, report);
}

/** `--start-at-task` finds the first of two tasks with one name. */
function unique({ map }: Play, report: Report): void {
  const seen = new Set<string>();
  for (const list of ['pre_tasks', 'tasks', 'post_tasks', 'handlers']) {
    const tasks = entryOf(map, list)?.value;
    for (const task of tasks?.kind === 'list' ? tasks.items : []) {
      const name = writtenText(entryOf(task, 'name')?.value);
      if (name === undefined) continue;
      if (seen.has(name.value))
        report(
          'name[unique]',
          { span: name.span, node: '' },
          `Another task of this play has this name: ${name.value}.`,
        );
      seen.add(name.value);
    }
  }
}
