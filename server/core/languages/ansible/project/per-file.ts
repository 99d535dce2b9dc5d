import type { Project } from '../../language.ts';
import type { AnsibleReading } from '../reading.ts';

/** What is made of one file, and asked for again and again: of the file at hand, of one of the project, of all of them. */
export interface PerFile<T> {
  from(reading: AnsibleReading): T;
  /** Undefined where there is no such file that is ours. */
  at(path: string, project: Project): T | undefined;
  all(project: Project): readonly T[];
  /** The given file first. */
  withOthers(reading: AnsibleReading, project: Project): readonly T[];
}

/** `name` and `ofAll`: what the project remembers them by. */
export function perFile<T extends { readonly path: string }>(
  name: string,
  ofAll: string,
  make: (reading: AnsibleReading) => T,
): PerFile<T> {
  const known = new WeakMap<AnsibleReading, T>();
  const from = (reading: AnsibleReading): T => {
    const found = known.get(reading) ?? make(reading);
    known.set(reading, found);
    return found;
  };
  const at = (path: string, project: Project): T | undefined =>
    kept(project, name, path, () => {
      const reading = readingAt(path, project);
      return reading && make(reading);
    });
  const all = (project: Project): readonly T[] =>
    kept(project, ofAll, '', () => project.paths('ansible').flatMap((path) => at(path, project) ?? []));
  return {
    from,
    at,
    all,
    withOthers: (reading, project) => {
      const { path } = reading.source;
      return [from(reading), ...all(project).filter((each) => each.path !== path)];
    },
  };
}

/** A result about a file or the project, remembered where the project can. */
export function kept<T>(project: Project, name: string, path: string, compute: () => T): T {
  return project.remember ? project.remember(name, path, compute) : compute();
}

export function readingAt(path: string, project: Project): AnsibleReading | undefined {
  const reading = project.reading(path);
  return reading !== undefined && 'jinja' in reading ? (reading as AnsibleReading) : undefined;
}
