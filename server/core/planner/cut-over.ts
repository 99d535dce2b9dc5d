import type { CutOver } from '../model/plan.ts';
import { referencesIn, type Value } from '../model/value.ts';
import type { Draft, DraftNode } from './draft.ts';
import { byPlatform } from './native.ts';
import { isRouter, isWeightable, mechanismOf, routerKind, testRoutes } from './router.ts';
import { settingOf } from './setting.ts';

type Parts = Pick<Draft, 'input' | 'nodes' | 'byId' | 'graph' | 'duplicated'>;

const LATENCY = { instant: 0, redeploy: 1, ttl: 2 };

/**
 * Where traffic is switched: on every way from the outside to the duplicate set the router that can be set back fastest,
 * by weight if there is a choice, the innermost of equals. Inner ones come first.
 */
export function cutOvers(parts: Parts): readonly CutOver[] {
  const chosen = new Map<string, DraftNode>();
  for (const inner of routersBefore(parts)) {
    const best = [inner, ...outwards(inner, parts)].toSorted((a, b) => compare(a, b, parts))[0];
    if (best) chosen.set(best.id, best);
  }
  const byDepth = [...chosen.values()].toSorted(
    (a, b) => routerKind(a).depth - routerKind(b).depth || (a.id < b.id ? -1 : 1),
  );
  return byDepth.map((node, at) => ({
    node: node.id,
    mechanism: mechanismOf(node),
    weightable: isWeightable(node, parts.input.green.language),
    rollbackLatency: routerKind(node).latency,
    order: at + 1,
  }));
}

/** Routers next to something that is duplicated, and not duplicated themselves. */
function routersBefore(parts: Parts): readonly DraftNode[] {
  const { nodes, graph, duplicated } = parts;
  const tests = testRoutes(nodes);
  const handled = byPlatform(parts);
  return nodes.filter(
    (node) =>
      isRouter(node) &&
      !tests.has(node.id) &&
      !onlyWatches(node, duplicated) &&
      node.change !== 'remove' &&
      !duplicated.has(node.id) &&
      graph
        .neighbours(node.id)
        .some((other) => duplicated.has(other) && !handled.has(other) && !onlyReads(other, node.id, parts)),
  );
}

/** Settings that follow their owner (an alarm, a policy) read a router as well: nothing is served through it because of them. */
function onlyReads(id: string, router: string, { byId, graph }: Parts): boolean {
  return byId.get(id)?.lifecycle.class === 'config' && graph.needs(id).includes(router);
}

/** A rule whose pattern names something, and whose targets do not: it tells somebody, it starts nothing of the set. */
function onlyWatches({ resource }: DraftNode, duplicated: Parts['duplicated']): boolean {
  const pattern = settingOf(resource, 'eventpattern');
  if (pattern === undefined) return false;
  const names = (value: Value | undefined): boolean =>
    value !== undefined && [...referencesIn(value)].some(({ target }) => duplicated.has(target));
  return names(pattern) && !names(settingOf(resource, 'targets'));
}

/** Routers that stand before one, nearer to the outside at every step. */
function outwards(inner: DraftNode, { graph, byId, duplicated }: Parts): readonly DraftNode[] {
  const seen = new Map<string, DraftNode>();
  let edge: readonly DraftNode[] = [inner];
  while (edge.length > 0) {
    const next = edge.flatMap((node) =>
      graph
        .neighbours(node.id)
        .map((id) => byId.get(id))
        .filter((other) => other !== undefined && isRouter(other) && other.change !== 'remove')
        .filter((other) => other !== undefined && routerKind(other).depth > routerKind(node).depth)
        .filter((other) => other !== undefined && !duplicated.has(other.id) && !seen.has(other.id)),
    ) as readonly DraftNode[];
    for (const node of next) seen.set(node.id, node);
    edge = next;
  }
  return [...seen.values()];
}

function compare(a: DraftNode, b: DraftNode, { input }: Parts): number {
  const rank = (node: DraftNode): readonly number[] => [
    node.change === 'add' ? 1 : 0,
    LATENCY[routerKind(node).latency],
    isWeightable(node, input.green.language) ? 0 : 1,
    routerKind(node).depth,
  ];
  const left = rank(a);
  const right = rank(b);
  const at = left.findIndex((value, i) => value !== right[i]);
  return at < 0 ? (a.id < b.id ? -1 : 1) : (left[at] ?? 0) - (right[at] ?? 0);
}
