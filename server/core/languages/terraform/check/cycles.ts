import type { Module, UseIn } from '../read/module.ts';
import type { CheckContext } from './context.ts';

const KINDS = new Set(['local', 'resource', 'data', 'ephemeral']);
const OWN_BLOCKS = new Set(['provisioner', 'connection', 'postcondition']);

/** Things that need each other in a circle can never be worked out. */
export function checkCycles(context: CheckContext): void {
  const circles = circlesOf(context.module);
  for (const { address, name } of context.reading.declarations) {
    const circle = circles.get(address);
    if (!circle) continue;
    const after = circle.next.get(address) ?? circle.way[0];
    const use = context.reading.usesBy.get(address)?.find((each) => each.address === after);
    const message =
      circle.way.length === 2
        ? `"${address}" refers to itself.`
        : `These need each other in a circle: ${shown(circle.way)}. Break one of the references.`;
    context.report('reference-cycle', 'error', message, { span: use?.span ?? name.span, node: address });
  }
}

/** A long circle is cut in the middle. */
function shown(circle: readonly string[]): string {
  if (circle.length <= 8) return circle.join(' -> ');
  return [...circle.slice(0, 4), `${circle.length - 7} more`, ...circle.slice(-3)].join(' -> ');
}

interface Circle {
  /** From an address back to it: the first is also the last. */
  readonly way: readonly string[];
  readonly next: ReadonlyMap<string, string>;
}

const known = new WeakMap<Module, ReadonlyMap<string, Circle>>();

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** For every address that cannot be worked out a circle of its group. */
function circlesOf(module: Module): ReadonlyMap<string, Circle> {
  const cached = known.get(module);
  if (cached) return cached;
  const edges = new Map<string, Set<string>>();
  for (const uses of module.uses.values()) for (const use of uses) addEdge(edges, use, module);
  const circles = new Map<string, Circle>();
  for (const group of strongGroups(edges)) {
    const way = circleFrom(group[0] ?? '', edges, new Set(group));
    if (!way) continue;
    const next = new Map(way.slice(0, -1).map((address, i) => [address, way[i + 1] ?? '']));
    for (const address of group) circles.set(address, { way, next });
  }
  known.set(module, circles);
  return circles;
}

function addEdge(edges: Map<string, Set<string>>, use: UseIn, module: Module): void {
  const owner = module.declared.get(use.owner)?.[0];
  if (!owner || !KINDS.has(use.kind) || !KINDS.has(owner.kind) || use.position === 'past-address') return;
  const isOwn = use.owner === use.address;
  // A resource that waits for itself by "depends_on" is not waited for.
  const isAwaited = use.position === 'address' && use.path.at(-1) !== 'lifecycle';
  if (isOwn && (isAwaited || use.path.some((type) => OWN_BLOCKS.has(type)))) return;
  const targets = edges.get(use.owner);
  if (targets) targets.add(use.address);
  else edges.set(use.owner, new Set([use.address]));
}

/** Groups in which everything needs everything else, directly or not; and what needs itself. Tarjan's algorithm without recursion. */
function strongGroups(edges: Edges): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const groups: string[][] = [];
  const enter = (node: string) => {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    stack.push(node);
    onStack.add(node);
    return { node, rest: [...(edges.get(node) ?? [])] };
  };
  const lower = (node: string, to: number | undefined) => low.set(node, Math.min(low.get(node) ?? 0, to ?? 0));
  for (const root of edges.keys()) {
    const work = order.has(root) ? [] : [enter(root)];
    for (let at = work.at(-1); at; at = work.at(-1)) {
      const next = at.rest.pop();
      if (next === undefined) {
        work.pop();
        if (low.get(at.node) === order.get(at.node)) groups.push(stack.splice(stack.lastIndexOf(at.node)));
        const outer = work.at(-1);
        if (outer) lower(outer.node, low.get(at.node));
        if (low.get(at.node) === order.get(at.node)) for (const each of groups.at(-1) ?? []) onStack.delete(each);
      } else if (!order.has(next)) work.push(enter(next));
      else if (onStack.has(next)) lower(at.node, order.get(next));
    }
  }
  return groups.filter((group) => group.length > 1 || edges.get(group[0] ?? '')?.has(group[0] ?? ''));
}

/** Shortest way from an address back to itself. */
function circleFrom(start: string, edges: Edges, group: ReadonlySet<string>): readonly string[] | undefined {
  const from = new Map<string, string>();
  const queue = [start];
  for (let i = 0; i < queue.length; i++) {
    const at = queue[i] ?? '';
    for (const next of edges.get(at) ?? []) {
      if (next === start) return wayBack(start, at, from);
      if (from.has(next) || !group.has(next)) continue;
      from.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}

function wayBack(start: string, last: string, from: ReadonlyMap<string, string>): readonly string[] {
  const back = [start];
  for (let at: string | undefined = last; at !== undefined && at !== start; at = from.get(at)) back.push(at);
  return [...back, start].toReversed();
}
