import type { FactKind, FactOf } from '../model/fact.ts';
import type { Source } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
import type { UnitFacts } from './input.ts';

export function factsOf<K extends FactKind>(unit: UnitFacts, kind: K): readonly FactOf<K>[] {
  return unit.facts.filter((fact): fact is FactOf<K> => fact.fact === kind);
}

/** The play that a task of a playbook stands in; undefined for everything else. */
export function playOf(node: string): string | undefined {
  return /^(.*?)\.(?:pre_tasks|tasks|post_tasks|handlers|roles)(?:\.|$)/.exec(node)?.[1];
}

export function sourceOf(unit: UnitFacts, span: Span, path?: string): Source {
  return { path: path ?? unit.path, range: unit.rangeOf(span, path) };
}

export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
