import type { Span } from '../../../model/span.ts';
import type { Project } from '../../language.ts';
import { unitOf } from '../project/layout.ts';
import type { AnsibleReading } from '../reading.ts';
import { type Definition, definitionsIn, isLocal } from './definitions.ts';

/** A name Jinja reads. */
export interface Use {
  readonly span: Span;
  readonly node: string;
}

/** Variables of one file. */
export interface Table {
  readonly definitions: ReadonlyMap<string, readonly Definition[]>;
  readonly uses: ReadonlyMap<string, readonly Use[]>;
}

const tables = new WeakMap<AnsibleReading, Table>();

export function tableOf(reading: AnsibleReading): Table {
  const found = tables.get(reading) ?? {
    definitions: grouped(definitionsIn(reading), ({ name }) => name.value),
    uses: usesIn(reading),
  };
  tables.set(reading, found);
  return found;
}

/** Names that templates define for themselves are theirs alone. */
function usesIn({ jinja }: AnsibleReading): Table['uses'] {
  const uses = new Map<string, Use[]>();
  for (const text of jinja)
    for (const { kind, name, start, end } of text.jinja.uses) {
      if (kind !== 'variable' || text.jinja.defined.has(name)) continue;
      const list = uses.get(name) ?? [];
      list.push({ span: text.span(start, end), node: text.node });
      uses.set(name, list);
    }
  return uses;
}

function grouped<T>(list: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

export interface Placed<T> {
  readonly path: string;
  readonly at: T;
}

export interface Variable {
  readonly name: string;
  readonly definitions: readonly Placed<Definition>[];
  readonly uses: readonly Placed<Use>[];
}

/** Every Ansible file of the project, the given one first. */
export function readingsOf(reading: AnsibleReading, project: Project): readonly AnsibleReading[] {
  const others = project.paths('ansible').filter((path) => path !== reading.source.path);
  return [reading, ...others.flatMap((path) => (project.reading(path) as AnsibleReading | undefined) ?? [])];
}

/**
 * A variable as seen from a file. What only a role or the playbooks register, set or loop over stays in that role or those
 * playbooks; everything else is one variable in the whole project.
 */
export function variableOf(name: string, reading: AnsibleReading, project: Project): Variable {
  const all = readingsOf(reading, project);
  const unit = unitOf(reading.source.path);
  const own = all.filter(({ source }) => unitOf(source.path) === unit);
  const inUnit = own.flatMap((each) => tableOf(each).definitions.get(name) ?? []);
  const scope = inUnit.length > 0 && inUnit.every(isLocal) ? own : all;
  const placed = <T>(of: (table: Table) => ReadonlyMap<string, readonly T[]>): Placed<T>[] =>
    scope.flatMap((each) => (of(tableOf(each)).get(name) ?? []).map((at) => ({ path: each.source.path, at })));
  return { name, definitions: placed((table) => table.definitions), uses: placed((table) => table.uses) };
}

/** Name of the variable at an offset: where it is used, or where it is given its value. */
export function variableAt(
  reading: AnsibleReading,
  offset: number,
): { readonly name: string; readonly span: Span } | undefined {
  const { definitions, uses } = tableOf(reading);
  const holds = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  for (const [name, list] of uses) for (const { span } of list) if (holds(span)) return { name, span };
  for (const [name, list] of definitions)
    for (const { name: written } of list) if (holds(written.span)) return { name, span: written.span };
  return undefined;
}
