import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Written } from '../../../model/span.ts';
import type { Project } from '../../language.ts';
import { isTemplate } from '../arguments.ts';
import { allTasks, type Play } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import { allEntries, type EntryUse, entryAt, type FileEntry } from './entry.ts';
import { fileUses } from './files.ts';
import { handlerNames } from './handler-names.ts';
import { kept } from './per-file.ts';
import { placesOf, projectPaths } from './settings.ts';

/** A handler's name or the topic it listens to. */
export interface HandlerName extends Written {
  readonly path: string;
}

export interface Handlers {
  readonly names: readonly HandlerName[];
  /** Everything that can bring handlers was literal and is known. */
  readonly complete: boolean;
}

/** Handlers a play can notify: its own, and those of every role it uses. */
export function handlersOfPlay(reading: AnsibleReading, play: Play, project: Project): Handlers {
  const walk = new Walk(project);
  const { list, dynamic } = fileUses({ source: reading.source, plays: [play], tasks: play.tasks });
  const handlers = [...allTasks(play.tasks)].filter(({ kind }) => kind === 'handler').flatMap(handlerNames);
  const files = list.map(({ task, ...use }) => ({ ...use, byHandler: task?.kind === 'handler' }));
  walk.from({ path: reading.source.path, handlers, files, dynamic });
  return walk;
}

/** Handlers of the role that a file belongs to, by the role's folder. */
export function handlersOfRole(role: string, project: Project): Handlers {
  const walk = new Walk(project);
  walk.role(role);
  return walk;
}

type Source = Pick<FileEntry, 'path' | 'handlers' | 'files' | 'dynamic'>;

/** Files followed; a project that needs more has handlers this cannot know. */
const MOST_FILES = 2000;

class Walk implements Handlers {
  readonly names: HandlerName[] = [];
  complete = true;
  readonly #project: Project;
  readonly #seen = new Set<string>();
  readonly #roles: ReadonlyMap<string, readonly FileEntry[]>;

  constructor(project: Project) {
    this.#project = project;
    this.#roles = roleFiles(project);
  }

  from(source: Source): void {
    const { path } = source;
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    if (this.#seen.size > MOST_FILES) {
      this.complete = false;
      return;
    }
    for (const name of source.handlers) {
      if (isTemplate(name.value)) this.complete = false;
      this.names.push({ ...name, path });
    }
    if (source.dynamic) this.complete = false;
    for (const use of source.files) this.#use(use, path);
  }

  #use(use: EntryUse, path: string): void {
    if (use.what !== 'role' && use.what !== 'tasks') return;
    const places = placesOf(use, path, projectPaths(path, this.#project));
    if (use.what === 'role') {
      const found = places.find((place) => this.#roles.has(place));
      if (found === undefined) this.complete = false;
      else this.role(found);
      return;
    }
    const file = places.map((place) => entryAt(place, this.#project)).find((entry) => entry !== undefined);
    if (file === undefined) this.complete = false;
    // A tasks file that a handler includes gives handlers.
    else this.from(use.byHandler ? { ...file, handlers: file.tasks } : file);
  }

  role(folder: string): void {
    for (const entry of this.#roles.get(folder) ?? []) {
      this.from(entry);
      if (/\/meta\/main\.ya?ml$/.test(entry.path)) this.#dependencies(entry, folder);
    }
  }

  #dependencies({ path, dependencies }: FileEntry, folder: string): void {
    for (const name of dependencies) {
      const beside = [
        `${folderOf(folder)}/`.replace(/^\/$/, ''),
        ...projectPaths(path, this.#project).roles.map((at) => `${at}/`),
      ];
      const place = name && beside.map((at) => joinPath('', `${at}${name.value}`)).find((at) => this.#roles.has(at));
      if (place === undefined) this.complete = false;
      else if (!this.#seen.has(place)) {
        this.#seen.add(place);
        this.role(place);
      }
    }
  }
}

/** Files of each role that can bring handlers, by the folder of the role. */
export function roleFiles(project: Project): ReadonlyMap<string, readonly FileEntry[]> {
  return kept(project, 'ansible role files', '', () => {
    const found = new Map<string, FileEntry[]>();
    for (const entry of allEntries(project)) {
      // `tasks/deep/tasks/x.yml` belongs to the outermost folder as well as to the inner one.
      for (const folder of foldersOf(entry.path)) {
        const list = found.get(folder);
        if (list === undefined) found.set(folder, [entry]);
        else list.push(entry);
      }
    }
    return found;
  });
}

function foldersOf(path: string): string[] {
  const steps = path.split('/');
  return steps.flatMap((step, at) =>
    at > 0 && at < steps.length - 1 && /^(tasks|handlers|meta)$/.test(step) ? [steps.slice(0, at).join('/')] : [],
  );
}
