import type { Span } from '../../../model/span.ts';
import { unitOf } from '../project/layout.ts';
import { perFile } from '../project/per-file.ts';
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
  /** Where it is read of another host: `hostvars[…].name`, `hostvars[…]['name']`. */
  readonly hostUses: ReadonlyMap<string, readonly number[]>;
}

const PLACES = perFile('ansible variables', 'ansible variables of all', made);

export const placesFrom = PLACES.from;
export const placesAt = PLACES.at;
/** Of every Ansible file of the project, the given one first. */
export const placesOfAll = PLACES.withOthers;

/** Places of a list of starts and ends. */
export function spansOf(list: readonly number[]): Span[] {
  return list.flatMap((start, at) => (at % 2 === 0 ? [{ start, end: list[at + 1] ?? start }] : []));
}

function made(reading: AnsibleReading): VariablePlaces {
  const { path } = reading.source;
  return {
    path,
    unit: unitOf(path),
    definitions: definitionsBy(reading),
    uses: usesIn(reading),
    hostUses: hostUsesIn(reading),
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
  return exact(uses);
}

/** The host may be named by an index of its own: `hostvars[groups['db'][0]]`. */
const OF_HOST =
  /hostvars\s*\[(?:[^[\]\n]|\[[^[\]\n]*\])*\]\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*(?:'([A-Za-z_]\w*)'|"([A-Za-z_]\w*)")\s*\])/dy;

/** Only a name that is written is known to be this variable. */
function hostUsesIn({ jinja }: AnsibleReading): VariablePlaces['hostUses'] {
  const uses = new Map<string, number[]>();
  for (const text of jinja)
    for (const use of text.jinja.uses) {
      if (use.kind !== 'variable' || use.name !== 'hostvars') continue;
      OF_HOST.lastIndex = use.start;
      const found = OF_HOST.exec(text.text);
      const group = [1, 2, 3].find((each) => found?.[each] !== undefined);
      const [start, end] = found?.indices?.[group ?? 0] ?? [];
      if (found === null || group === undefined || start === undefined || end === undefined) continue;
      const span = text.span(start, end);
      const name = found[group] ?? '';
      uses.set(name, [...(uses.get(name) ?? []), span.start, span.end]);
    }
  return exact(uses);
}

/** By name, without what they give: that is a tree. */
function definitionsBy(reading: AnsibleReading): VariablePlaces['definitions'] {
  const groups = new Map<string, Definition[]>();
  for (const { name, tier, node, module } of definitionsIn(reading)) {
    const definition: Definition = module === undefined ? { name, tier, node } : { name, tier, node, module };
    const group = groups.get(name.value);
    if (group === undefined) groups.set(name.value, [definition]);
    else group.push(definition);
  }
  return exact(groups);
}

/** A list that grew has room for more, and there are thousands of them. */
function exact<T>(lists: ReadonlyMap<string, readonly T[]>): ReadonlyMap<string, readonly T[]> {
  if (lists.size === 0) return NOTHING;
  return new Map(Array.from(lists, ([name, list]) => [name, list.slice()]));
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();
