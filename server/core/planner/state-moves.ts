import type { Resource } from '../model/fact.ts';
import type { MapValue, ReferenceValue, Value } from '../model/value.ts';
import { withoutKeys } from './evidence.ts';
import type { UnitFacts } from './input.ts';
import { factsOf } from './source.ts';
import { type IndexedUnit, isUnder } from './unit.ts';

/** What blocks of the new text say about things that exist: which is which, and what is only looked after by somebody else. */
export interface StateMoves {
  /** What blue calls a node of green: itself where it did not move. */
  was(id: string): string;
  /** It goes on under another name. */
  isMoved(blueId: string): boolean;
  /** It leaves the state and stays in the world. */
  isForgotten(id: string): boolean;
  /** It was there before the unit took it over. */
  isTakenOver(id: string): boolean;
  /** A resource of blue that names others as green does. */
  asNow(resource: Resource): Resource;
}

/** A chain of moves is followed so far. */
const LONGEST_CHAIN = 50;

export function stateMoves(blue: IndexedUnit | undefined, green: IndexedUnit): StateMoves {
  const stated = factsOf(green.unit, 'state-move');
  const steps = stated.flatMap(({ from, to }) =>
    from === undefined || to === undefined ? [] : [{ from: withoutKeys(from), to: withoutKeys(to) }],
  );
  const now = new Map<string, string>();
  for (const id of blue?.resources.keys() ?? []) {
    const end = endOf(id, steps, green.resources);
    if (end !== undefined && !blue?.resources.has(end)) now.set(id, end);
  }
  const was = new Map([...now].map(([from, to]) => [to, from]));
  const forgotten = stated.flatMap(({ how, from, destroys }) =>
    how === 'removed' && destroys === false && from !== undefined ? [withoutKeys(from)] : [],
  );
  const imported = importedIn(green.unit);
  return {
    was: (id) => was.get(id) ?? id,
    isMoved: (id) => now.has(id),
    isForgotten: (id) => !green.resources.has(id) && forgotten.some((from) => isUnder(id, from)),
    isTakenOver: (id) => imported.has(id),
    asNow: (resource) => (now.size === 0 ? resource : renamed(resource, now)),
  };
}

function importedIn(unit: UnitFacts): ReadonlySet<string> {
  return new Set(
    factsOf(unit, 'state-move').flatMap(({ how, to }) =>
      how === 'import' && to !== undefined ? [withoutKeys(to)] : [],
    ),
  );
}

/** Where the moves lead from a thing that green declares no more; undefined where that is nothing green declares. */
function endOf(
  id: string,
  steps: readonly { readonly from: string; readonly to: string }[],
  declared: ReadonlyMap<string, unknown>,
): string | undefined {
  let at = id;
  for (let n = 0; n < LONGEST_CHAIN && !declared.has(at); n++) {
    const step = steps.find(({ from, to }) => from !== to && isUnder(at, from));
    if (!step) return undefined;
    at = step.to + at.slice(step.from.length);
  }
  return at !== id && declared.has(at) ? at : undefined;
}

function renamed(resource: Resource, now: ReadonlyMap<string, string>): Resource {
  const { settings, over } = resource;
  return {
    ...resource,
    settings: valueAsNow(settings, now) as MapValue,
    ...(over === undefined ? {} : { over: valueAsNow(over, now) }),
  };
}

function valueAsNow(value: Value, now: ReadonlyMap<string, string>): Value {
  switch (value.kind) {
    case 'map':
      return {
        ...value,
        entries: value.entries.map((entry) => ({ ...entry, value: valueAsNow(entry.value, now) })),
      };
    case 'list':
      return { ...value, items: value.items.map((item) => valueAsNow(item, now)) };
    case 'reference':
      return referenceAsNow(value, now);
    case 'unknown':
      return value.parts
        ? { ...value, parts: value.parts.map((part) => ('kind' in part ? referenceAsNow(part, now) : part)) }
        : value;
    default:
      return value;
  }
}

function referenceAsNow(value: ReferenceValue, now: ReadonlyMap<string, string>): ReferenceValue {
  const { target, origin, known } = value;
  return {
    ...value,
    target: now.get(target) ?? target,
    ...(origin ? { origin: { ...origin, target: now.get(origin.target) ?? origin.target } } : {}),
    ...(known ? { known: valueAsNow(known, now) } : {}),
  };
}
