import { type CheckContext, finding } from './context.ts';
import type { NameUse } from './references.ts';

/** Resources that need each other: the service refuses the template. Reports the shortest cycle once. Also DependsOn that is implied. */
export function checkGraph(context: CheckContext, uses: readonly NameUse[]): void {
  const edges = resourceEdges(context, uses);
  for (const cycle of cyclesIn(edges)) reportCycle(context, uses, cycle);
  const referred = new Set(
    uses
      .filter(({ how }) => how !== 'DependsOn' && how !== 'Condition')
      .map(({ owner, name }) => `${owner} ${name.value}`),
  );
  for (const use of uses)
    if (use.how === 'DependsOn' && referred.has(`${use.owner} ${use.name.value}`)) reportImplied(context, use);
}

/** Target ids by source id, in order of first use. */
function resourceEdges({ names }: CheckContext, uses: readonly NameUse[]): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const { owner, name, namespace } of uses) {
    const from = owner.startsWith('Resources.') ? owner.slice('Resources.'.length) : undefined;
    if (from === undefined || namespace === 'condition' || namespace === 'mapping') continue;
    if (!names.resources.has(name.value) || !names.resources.has(from) || names.resources.get(from)?.loop) continue;
    const targets = edges.get(from) ?? new Set();
    edges.set(from, targets.add(name.value));
  }
  return edges;
}

function reportCycle(context: CheckContext, uses: readonly NameUse[], cycle: readonly string[]): void {
  const [first = '', second = first] = cycle;
  const use = uses.find((each) => each.owner === `Resources.${first}` && each.name.value === second);
  const resource = context.names.resources.get(first);
  if (resource === undefined) return;
  const path = [...cycle, first].join(' → ');
  const related = cycle.slice(1).flatMap((id) => {
    const other = context.names.resources.get(id);
    return other ? [{ message: `${id} is part of the cycle`, span: other.name.span }] : [];
  });
  const message =
    first === second
      ? `${first} refers to itself.`
      : `These resources need each other, so none can be created first: ${path}. Break one reference, for example with a resource of its own for the rule or attachment.`;
  context.add(
    finding(
      'circular-dependency',
      'error',
      message,
      { span: use?.name.span ?? resource.name.span, node: `Resources.${first}` },
      { kind: 'semantic', related },
    ),
  );
}

function reportImplied(context: CheckContext, depends: NameUse): void {
  const fixes = [
    {
      title: 'Remove the redundant DependsOn',
      safety: 'safe' as const,
      edits: [],
      intents: [{ kind: 'removeEntry' as const, at: depends.name.span }],
    },
  ];
  context.add(
    finding(
      'redundant-depends-on',
      'hint',
      `A reference to ${depends.name.value} already makes it come first.`,
      { span: depends.name.span, node: depends.owner },
      { kind: 'semantic', tags: ['unnecessary'], fixes },
    ),
  );
}

/** One shortest cycle per strongly connected component, each starting at its first id in template order. */
function cyclesIn(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const cycles: string[][] = [];
  const covered = new Set<string>();
  const inCycle = withoutLeaves(edges);
  for (const start of edges.keys()) {
    if (covered.has(start) || !inCycle.has(start)) continue;
    const cycle = shortestCycle(edges, start);
    if (cycle === undefined) continue;
    for (const id of cycle) covered.add(id);
    cycles.push(cycle);
    if (cycles.length >= MOST_CYCLES) break;
  }
  return cycles;
}

const MOST_CYCLES = 20;

/** Ids that are left when everything that needs nothing (any more) is taken away: linear, so that acyclic templates cost nothing. */
function withoutLeaves(edges: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const open = new Map([...edges].map(([from, targets]) => [from, [...targets].filter((to) => edges.has(to)).length]));
  const users = new Map<string, string[]>();
  for (const [from, targets] of edges) for (const to of targets) pushTo(users, to, from);
  const free = [...open].filter(([, count]) => count === 0).map(([id]) => id);
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    open.delete(id);
    for (const user of users.get(id) ?? []) {
      const left = (open.get(user) ?? 0) - 1;
      if (open.has(user)) open.set(user, left);
      if (left === 0) free.push(user);
    }
  }
  return new Set(open.keys());
}

function shortestCycle(edges: ReadonlyMap<string, ReadonlySet<string>>, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  let frontier = [start];
  while (frontier.length > 0) {
    const next: string[] = [];
    for (const from of frontier) {
      for (const to of edges.get(from) ?? []) {
        if (to === start) return pathTo(cameFrom, from, start);
        if (cameFrom.has(to)) continue;
        cameFrom.set(to, from);
        next.push(to);
      }
    }
    frontier = next;
  }
  return undefined;
}

function pathTo(cameFrom: ReadonlyMap<string, string>, end: string, start: string): string[] {
  const path = [end];
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    path.unshift(at);
  }
  return path;
}

function pushTo(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
