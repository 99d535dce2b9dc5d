/** How far each node is from the traffic: routers first, then what serves, then what it is made of. */
import type { Plan, PlanEdge } from '../../../server/core/model/plan.ts';

/** Layer by node id, 0 on top. Cycles are cut where they are met, in the plan's order. */
export function layersOf(plan: Plan): ReadonlyMap<string, number> {
  const classes = new Map(plan.nodes.map((it) => [it.id, it.lifecycle.class]));
  const above = new Map<string, string[]>();
  for (const edge of plan.edges) {
    const [upper, lower] = isReversed(edge, classes) ? [edge.to, edge.from] : [edge.from, edge.to];
    above.set(lower, [...(above.get(lower) ?? []), upper]);
  }
  const layers = new Map<string, number>();
  for (const { id } of plan.nodes) {
    layerOf(id, above, layers);
  }
  return layers;
}

/** Whoever attaches itself to a router stands below it, and settings stand below what they are for. */
function isReversed({ from, to }: PlanEdge, classes: ReadonlyMap<string, string>): boolean {
  const [user, used] = [classes.get(from), classes.get(to)];
  return (used === 'router' && user !== 'router') || (user === 'config' && used !== 'config');
}

/** Longest way from the top, without recursion: a plan may be one long chain. */
function layerOf(start: string, above: ReadonlyMap<string, readonly string[]>, layers: Map<string, number>): void {
  const open = new Set<string>();
  const stack = [start];
  while (stack.length > 0) {
    const id = stack.at(-1) as string;
    const uppers = above.get(id) ?? [];
    const waiting = layers.has(id) ? [] : uppers.filter((it) => !layers.has(it) && !open.has(it) && it !== id);
    open.add(id);
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    if (!layers.has(id)) {
      layers.set(id, Math.max(-1, ...uppers.map((it) => (it === id ? -1 : (layers.get(it) ?? -1)))) + 1);
    }
    stack.pop();
  }
}
