import type { Dependency } from '../model/fact.ts';
import type { PlanEdge } from '../model/plan.ts';
import type { UnitFacts } from './input.ts';
import { mentionsIn } from './named.ts';
import { sourceOf } from './source.ts';

/** Who needs whom. `from` needs `to`. Nodes that are no resources (roles, locals, plays) are passed through. */
export interface Graph {
  readonly edges: readonly PlanEdge[];
  /** What a node needs. */
  needs(id: string): readonly string[];
  /** What needs a node. */
  usersOf(id: string): readonly string[];
  /** Both directions. */
  neighbours(id: string): readonly string[];
  edgesOf(id: string): readonly PlanEdge[];
}

type Ids = { readonly has: (id: string) => boolean };

/** Of several reasons for one edge the one that says most: explicit before inferred, a special kind before a mere reference. */
const KINDS: readonly PlanEdge['kind'][] = [
  'consumes',
  'produces',
  'route',
  'attach',
  'scales',
  'contains',
  'ref',
  'depends',
  'name',
];

function rank({ certainty, kind }: PlanEdge): number {
  return (certainty === 'explicit' ? 0 : KINDS.length) + KINDS.indexOf(kind);
}

export function graphOf(units: readonly UnitFacts[], ids: Ids): Graph {
  const found = new Map<string, PlanEdge>();
  for (const unit of units) {
    for (const edge of edgesOf(unit, ids)) {
      const key = `${edge.from} ${edge.to}`;
      const old = found.get(key);
      if (!old || rank(edge) < rank(old)) found.set(key, edge);
    }
  }
  return indexed([...found.values()]);
}

function edgesOf(unit: UnitFacts, ids: Ids): readonly PlanEdge[] {
  const dependencies = [...unit.facts.filter((fact) => fact.fact === 'dependency'), ...byNames(unit)];
  const supports = new Map<string, Dependency[]>();
  for (const dependency of dependencies) {
    if (ownerOf(dependency.node, ids) === undefined) append(supports, dependency.node, dependency);
  }
  return dependencies.flatMap((dependency) => {
    const from = ownerOf(dependency.node, ids);
    if (from === undefined) return [];
    return targetsOf(dependency.to, ids, supports, new Set())
      .filter((to) => to !== from)
      .map((to): PlanEdge => {
        const { kind, certainty, span, file } = dependency;
        return { from, to, kind, certainty, source: sourceOf(unit, span, file) };
      });
  });
}

/** Equal names tie resources together where no reference does. A Macfile says so itself, by its commands. */
function byNames(unit: UnitFacts): readonly Dependency[] {
  if (unit.language === 'macfile') return [];
  return mentionsIn(unit).map(({ by, value, name }) => ({
    fact: 'dependency',
    node: by.node,
    span: value.span,
    to: name.resource,
    kind: 'name',
    certainty: 'inferred',
    ...(by.file === undefined ? {} : { file: by.file }),
  }));
}

/** The resources behind a name: itself, or what a supporting node (a role, a local) needs in its turn. */
function targetsOf(
  name: string,
  ids: Ids,
  supports: ReadonlyMap<string, readonly Dependency[]>,
  seen: Set<string>,
): readonly string[] {
  const owner = ownerOf(name, ids);
  if (owner !== undefined) return [owner];
  if (seen.has(name)) return [];
  seen.add(name);
  const below = [...supports].filter(([node]) => node === name || node.startsWith(`${name}.`));
  return below.flatMap(([, found]) => found.flatMap(({ to }) => targetsOf(to, ids, supports, seen)));
}

/** The resource a node path is, or is a part of. */
export function ownerOf(node: string, ids: Ids): string | undefined {
  for (let at = node; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) if (ids.has(at)) return at;
  return undefined;
}

function indexed(edges: readonly PlanEdge[]): Graph {
  const needs = new Map<string, string[]>();
  const users = new Map<string, string[]>();
  const touching = new Map<string, PlanEdge[]>();
  for (const edge of edges) {
    append(needs, edge.from, edge.to);
    append(users, edge.to, edge.from);
    append(touching, edge.from, edge);
    append(touching, edge.to, edge);
  }
  return {
    edges,
    needs: (id) => needs.get(id) ?? [],
    usersOf: (id) => users.get(id) ?? [],
    neighbours: (id) => [...(needs.get(id) ?? []), ...(users.get(id) ?? [])],
    edgesOf: (id) => touching.get(id) ?? [],
  };
}

/** What is needed comes first; ties and cycles by the order of `ids`. */
export function inDependencyOrder(ids: readonly string[], graph: Pick<Graph, 'needs' | 'usersOf'>): readonly string[] {
  const position = new Map(ids.map((id, at) => [id, at]));
  const within = (list: readonly string[], own: string): ReadonlySet<string> =>
    new Set(list.filter((id) => id !== own && position.has(id)));
  const open = new Map(ids.map((id) => [id, within(graph.needs(id), id).size]));
  const ready = ids.flatMap((id, at) => (open.get(id) === 0 ? [at] : []));
  const out: string[] = [];
  const done = new Set<string>();
  for (let first = 0; out.length < ids.length; ) {
    while (done.has(ids[first] ?? '')) first++;
    const id = ids[ready.shift() ?? first];
    if (id === undefined) break;
    if (done.has(id)) continue;
    done.add(id);
    out.push(id);
    for (const user of within(graph.usersOf(id), id)) {
      const left = (open.get(user) ?? 0) - 1;
      open.set(user, left);
      if (left === 0) insertSorted(ready, position.get(user) ?? 0);
    }
  }
  return out;
}

function insertSorted(list: number[], value: number): void {
  const at = list.findIndex((other) => other > value);
  list.splice(at < 0 ? list.length : at, 0, value);
}

/** Everything that can be reached from `start` along `next`, without `start` itself unless a cycle leads back. */
export function reach(start: readonly string[], next: (id: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [...start];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const id of next(at)) {
      if (seen.has(id)) continue;
      seen.add(id);
      queue.push(id);
    }
  }
  return seen;
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
