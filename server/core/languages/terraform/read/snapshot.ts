import type { LanguageId } from '../../../model/fact.ts';
import { folderOf } from '../../../model/paths.ts';
import type { OwnData, Project, Reading, Surroundings } from '../../language.ts';

/**
 * A project for the length of one question: lists are asked for once and grouped by folder. Never kept longer, because the
 * service learns from what is asked which answers a change makes stale.
 */
export class Snapshot implements Project {
  readonly #project: Project;
  #paths: readonly string[] | undefined;
  #folders: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(project: Project) {
    this.#project = project;
  }

  reading(path: string): Reading | undefined {
    return this.#project.reading(path);
  }

  paths(language: LanguageId): readonly string[] {
    if (language !== 'terraform') return this.#project.paths(language);
    this.#paths ??= this.#project.paths(language);
    return this.#paths;
  }

  text(path: string): string | undefined {
    return this.#project.text(path);
  }

  missing(path: string): boolean {
    return this.#project.missing(path);
  }

  ownData(name: string, folder: string): OwnData | undefined {
    return this.#project.ownData?.(name, folder);
  }

  documentsIn(folder: string): readonly string[] {
    return this.#project.documentsIn?.(folder) ?? [];
  }

  foldersIn(folder: string): readonly string[] {
    return this.#project.foldersIn?.(folder) ?? [];
  }

  /** Remembers what was made of a project of its own: what this one was told before would not be seen to have been asked for. */
  rememberFresh<T>(name: string, path: string, compute: (project: Snapshot) => T, facts: (value: T) => number): T {
    const project = this.#project;
    const fresh = (): T => compute(new Snapshot(project));
    return project.remember ? project.remember(name, path, fresh, facts) : compute(this);
  }

  /** Our files of one folder, sorted by path. */
  inFolder(folder: string): readonly string[] {
    this.#folders ??= byFolder(this.paths('terraform'));
    return this.#folders.get(folder) ?? [];
  }
}

/** Beside the list it was made of: the project gives the same list as long as it is true. */
const GROUPED = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

function byFolder(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = GROUPED.get(paths);
  if (known) return known;
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = folderOf(path);
    const list = folders.get(folder);
    if (list) list.push(path);
    else folders.set(folder, [path]);
  }
  GROUPED.set(paths, folders);
  return folders;
}

export function snapshotOf(project: Project): Snapshot {
  return project instanceof Snapshot ? project : new Snapshot(project);
}

/** The same surroundings with a snapshot of the project. */
export function still({ project, data }: Surroundings): Surroundings {
  return { project: snapshotOf(project), data };
}
