import type { Span } from '../../../model/span.ts';
import type { Project } from '../../language.ts';
import { kept, readingAt } from '../project/entry.ts';
import { unitOf } from '../project/layout.ts';
import type { AnsibleReading } from '../reading.ts';
import { type Definition, definitionsIn } from './definitions.ts';

/** Where a file gives variables their values and reads them: most of what there is to know of a file, and only editors ask for it. */
export interface VariablePlaces {
  readonly path: string;
  /** What scope it shares names with; see `unitOf`. */
  readonly unit: string;
  readonly definitions: ReadonlyMap<string, readonly Definition[]>;
  /** Where Jinja reads each name: a start and an end for each place, in one list, for there are tens of thousands. */
  readonly uses: ReadonlyMap<string, readonly number[]>;
}

const known = new WeakMap<AnsibleReading, VariablePlaces>();

export function placesFrom(reading: AnsibleReading): VariablePlaces {
  const found = known.get(reading) ?? made(reading);
  known.set(reading, found);
  return found;
}

/** Of a file of the project; undefined where there is none that is ours. */
export function placesAt(path: string, project: Project): VariablePlaces | undefined {
  return kept(project, 'ansible variables', path, () => {
    const reading = readingAt(path, project);
    return reading && made(reading);
  });
}

/** Of every Ansible file of the project, the given one first. */
export function placesOfAll(reading: AnsibleReading, project: Project): readonly VariablePlaces[] {
  const { path } = reading.source;
  const all = kept(project, 'ansible variables of all', '', () =>
    project.paths('ansible').flatMap((each) => placesAt(each, project) ?? []),
  );
  return [placesFrom(reading), ...all.filter((each) => each.path !== path)];
}

/** Places of a list of starts and ends. */
export function spansOf(list: readonly number[]): Span[] {
  return list.flatMap((start, at) => (at % 2 === 0 ? [{ start, end: list[at + 1] ?? start }] : []));
}

function made(reading: AnsibleReading): VariablePlaces {
  const { path } = reading.source;
  const definitions = definitionsIn(reading).map(({ value: _, ...definition }) => definition);
  return {
    path,
    unit: unitOf(path),
    definitions: grouped(definitions, ({ name }) => name.value),
    uses: usesIn(reading),
  };
}

/** Names that templates define for themselves are theirs alone. */
function usesIn({ jinja }: AnsibleReading): VariablePlaces['uses'] {
  const uses = new Map<string, number[]>();
  for (const text of jinja)
    for (const { kind, name, start, end } of text.jinja.uses) {
      if (kind !== 'variable' || text.jinja.defined.has(name)) continue;
      const list = uses.get(name) ?? [];
      const span = text.span(start, end);
      list.push(span.start, span.end);
      uses.set(name, list);
    }
  return uses;
}

function grouped<T>(list: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
