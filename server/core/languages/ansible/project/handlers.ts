import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Written } from '../../../model/span.ts';
import { entryOf } from '../../../model/tree.ts';
import type { Project } from '../../language.ts';
import { isTemplate } from '../arguments.ts';
import { allTasks, type Play, type Task, writtenText } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import { bare, type FileUse, fileUses, roleName } from './files.ts';

/** A handler's name or the topic it listens to. */
export interface HandlerName extends Written {
  readonly path: string;
}

export interface Handlers {
  readonly names: readonly HandlerName[];
  /** Everything that can bring handlers was literal and is known. */
  readonly complete: boolean;
}

/** Names under which a task can be notified. */
export function handlerNames(task: Task): Written[] {
  const name = task.name;
  const listen = entryOf(task.map, 'listen')?.value;
  const topics = listen?.kind === 'list' ? listen.items : listen ? [listen] : [];
  return [...(name ? [bare(name)] : []), ...topics.flatMap((topic) => writtenText(topic) ?? []).map(bare)];
}

export function notified(task: Task): Written[] {
  const node = entryOf(task.map, 'notify')?.value;
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap((item) => {
    const written = item.tag === undefined ? writtenText(item) : undefined;
    return written === undefined || isTemplate(written.value) ? [] : [bare(written)];
  });
}

/** Handlers a play can notify: its own, and those of every role it uses. */
export function handlersOfPlay(reading: AnsibleReading, play: Play, project: Project): Handlers {
  const walk = new Walk(project);
  const own = { source: reading.source, plays: [play], tasks: play.tasks };
  walk.from(own, reading.source.path);
  return walk;
}

/** Handlers of the role that a file belongs to, by the role's folder. */
export function handlersOfRole(role: string, project: Project): Handlers {
  const walk = new Walk(project);
  walk.role(role);
  return walk;
}

interface Source {
  readonly source: { readonly path: string };
  readonly plays: readonly Play[];
  readonly tasks: readonly Task[];
}

/** Files followed; a project that needs more has handlers this cannot know. */
const MOST_FILES = 2000;

class Walk implements Handlers {
  readonly names: HandlerName[] = [];
  complete = true;
  readonly #project: Project;
  readonly #seen = new Set<string>();
  readonly #paths: readonly string[];

  constructor(project: Project) {
    this.#project = project;
    this.#paths = project.paths('ansible');
  }

  from(source: Source, path: string): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    if (this.#seen.size > MOST_FILES) {
      this.complete = false;
      return;
    }
    for (const task of allTasks(source.tasks)) if (task.kind === 'handler') this.#named(task, path);
    const uses = fileUses(source);
    if (uses.dynamic) this.complete = false;
    for (const use of uses.list) this.#use(use, path);
  }

  #named(task: Task, path: string): void {
    for (const name of handlerNames(task)) {
      if (isTemplate(name.value)) this.complete = false;
      this.names.push({ ...name, path });
    }
  }

  #use(use: FileUse, path: string): void {
    if (use.what !== 'role' && use.what !== 'tasks') return;
    const places = use.candidates.map((each) => joinPath(folderOf(path), each));
    if (use.what === 'role') {
      const found = places.find((place) => this.#filesOf(place).length > 0);
      if (found === undefined) this.complete = false;
      else this.role(found);
      return;
    }
    const file = places.find((place) => this.#reading(place) !== undefined);
    const reading = file === undefined ? undefined : this.#reading(file);
    if (file === undefined || reading === undefined) this.complete = false;
    else this.from(handlersLike(reading, use.task), file);
  }

  role(folder: string): void {
    for (const path of this.#filesOf(folder)) {
      const reading = this.#reading(path);
      if (reading === undefined) continue;
      this.from(reading, path);
      if (/\/meta\/main\.ya?ml$/.test(path)) this.#dependencies(reading, folder);
    }
  }

  #dependencies(reading: AnsibleReading, folder: string): void {
    const root = reading.tree.roots.find((each) => each !== undefined);
    const list = entryOf(root, 'dependencies')?.value;
    for (const item of list?.kind === 'list' ? list.items : []) {
      const name = roleName(item)?.value;
      const place = name === undefined || isTemplate(name) ? undefined : joinPath(folder, `../${name}`);
      if (place === undefined || this.#filesOf(place).length === 0) this.complete = false;
      else if (!this.#seen.has(place)) {
        this.#seen.add(place);
        this.role(place);
      }
    }
  }

  #filesOf(folder: string): readonly string[] {
    return this.#paths.filter(
      (path) => path.startsWith(`${folder}/`) && /^(tasks|handlers|meta)\//.test(path.slice(folder.length + 1)),
    );
  }

  #reading(path: string): AnsibleReading | undefined {
    return this.#project.reading(path) as AnsibleReading | undefined;
  }
}

/** A tasks file that a handler includes gives handlers. */
function handlersLike(reading: AnsibleReading, by: Task | undefined): Source {
  if (by?.kind !== 'handler') return reading;
  return {
    ...reading,
    tasks: [...allTasks(reading.tasks)].map((task) => ({ ...task, kind: 'handler' as const, children: [] })),
  };
}
