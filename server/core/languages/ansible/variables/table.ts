import type { Span } from '../../../model/span.ts';
import type { TreeNode } from '../../../model/tree.ts';
import type { Project } from '../../language.ts';
import { readingAt } from '../project/per-file.ts';
import type { AnsibleReading } from '../reading.ts';
import { type Definition, definitionsIn, isLocal } from './definitions.ts';
import { placesFrom, placesOfAll, spansOf } from './places.ts';

export interface Placed<T> {
  readonly path: string;
  readonly at: T;
}

export interface Variable {
  readonly name: string;
  readonly definitions: readonly Placed<Definition>[];
  readonly uses: readonly Placed<Span>[];
}

/**
 * A variable as seen from a file. What only a role or the playbooks register, set or loop over stays in that role or those
 * playbooks; everything else is one variable in the whole project.
 */
export function variableOf(name: string, reading: AnsibleReading, project: Project): Variable {
  const all = placesOfAll(reading, project);
  const { unit } = placesFrom(reading);
  const own = all.filter((each) => each.unit === unit);
  const inUnit = own.flatMap((each) => each.definitions.get(name) ?? []);
  const scope = inUnit.length > 0 && inUnit.every(isLocal) ? own : all;
  const placed = <T>(path: string, list: readonly T[]): Placed<T>[] => list.map((at) => ({ path, at }));
  return {
    name,
    definitions: scope.flatMap(({ path, definitions }) => placed(path, definitions.get(name) ?? [])),
    uses: scope.flatMap(({ path, uses, hostUses }) =>
      placed(path, spansOf([...(uses.get(name) ?? []), ...(hostUses.get(name) ?? [])])),
    ),
  };
}

/** What a definition gives, looked up where it is written. */
export function givenValue(
  { path, at }: Placed<Definition>,
  reading: AnsibleReading,
  project: Project,
): TreeNode | undefined {
  const found = path === reading.source.path ? reading : readingAt(path, project);
  if (found === undefined) return undefined;
  return definitionsIn(found).find(({ name }) => name.value === at.name.value && name.span.start === at.name.span.start)
    ?.value;
}

/** Name of the variable at an offset: where it is used, or where it is given its value. */
export function variableAt(
  reading: AnsibleReading,
  offset: number,
): { readonly name: string; readonly span: Span } | undefined {
  const { definitions, uses, hostUses } = placesFrom(reading);
  const holds = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  for (const [name, list] of [...uses, ...hostUses])
    for (const span of spansOf(list)) if (holds(span)) return { name, span };
  for (const [name, list] of definitions)
    for (const { name: written } of list) if (holds(written.span)) return { name, span: written.span };
  return undefined;
}
