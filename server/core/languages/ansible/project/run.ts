import { entryOf } from '../../../model/tree.ts';
import type { Project } from '../../language.ts';
import type { Play, Task } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import type { FileUse } from './files.ts';
import { placesOf, projectPaths } from './settings.ts';

/** A task as a play runs it, wherever it is written. `node` is unique in the play's file. */
export interface RunTask {
  readonly task: Task;
  readonly node: string;
  readonly reading: AnsibleReading;
  /** Path of the file it stands in, where that is not the play's own. */
  readonly file: string | undefined;
}

/** A play that runs more is cut: nobody reads a plan of it. */
const MOST_TASKS = 3000;
const DEEPEST = 12;

/** Tasks of a play in the order in which they run: before the roles, of the roles, after them; blocks and literal includes opened. */
export function runOf(play: Play, reading: AnsibleReading, project: Project): readonly RunTask[] {
  const run = new Run(project);
  const early = entryOf(play.map, 'pre_tasks')?.value.span;
  const before = (task: Task): boolean =>
    early !== undefined && task.map.span.start >= early.start && task.map.span.end <= early.end;
  run.tasks(play.tasks.filter(before), reading, undefined, '', 0);
  for (const use of reading.files.list)
    if (use.what === 'role' && use.node === play.path && use.task === undefined)
      run.role(use, reading, `${play.path}.roles.${use.name.value}`, 0);
  run.tasks(
    play.tasks.filter((task) => !before(task)),
    reading,
    undefined,
    '',
    0,
  );
  return run.found;
}

class Run {
  readonly found: RunTask[] = [];
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  /** `prefix` replaces the `tasks` that the paths of an included file begin with. */
  tasks(
    tasks: readonly Task[],
    reading: AnsibleReading,
    file: string | undefined,
    prefix: string,
    depth: number,
  ): void {
    for (const task of tasks) {
      if (this.found.length >= MOST_TASKS) return;
      const node = prefix === '' ? task.path : `${prefix}${task.path.slice('tasks'.length)}`;
      if (task.kind === 'block') this.tasks(task.children, reading, file, prefix, depth);
      else this.found.push({ task, node, reading, file });
      const use = reading.files.list.find((each) => each.task === task);
      if (use?.what === 'role') this.role(use, reading, node, depth + 1);
      if (use?.what === 'tasks')
        this.#included(
          placesOf(use, reading.source.path, projectPaths(reading.source.path, this.#project)),
          node,
          depth + 1,
        );
    }
  }

  role(use: FileUse, reading: AnsibleReading, prefix: string, depth: number): void {
    const { path } = reading.source;
    const main = (use.from ?? 'main').replace(/\.ya?ml$/, '');
    this.#included(
      placesOf(use, path, projectPaths(path, this.#project)).flatMap((each) => [
        `${each}/tasks/${main}.yml`,
        `${each}/tasks/${main}.yaml`,
      ]),
      prefix,
      depth,
    );
  }

  #included(places: readonly string[], prefix: string, depth: number): void {
    if (depth > DEEPEST) return;
    for (const path of places) {
      const found = this.#project.reading(path) as AnsibleReading | undefined;
      if (found === undefined || (found.kind !== 'tasks' && found.kind !== 'handlers')) continue;
      this.tasks(found.tasks, found, path, prefix, depth);
      return;
    }
  }
}
