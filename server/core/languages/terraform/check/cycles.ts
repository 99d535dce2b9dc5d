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
    const use = context.reading.uses.find((each) => each.owner === address && each.address === circle[1]);
    const message =
      circle.length === 2
        ? `"${address}" refers to itself.`
        : `These need each other in a circle: ${circle.join(' -> ')}. Break one of the references.`;
    context.report('reference-cycle', 'error', message, { span: use?.span ?? name.span, node: address });
  }
}

const known = new WeakMap<Module, ReadonlyMap<string, readonly string[]>>();

/** For every address on a circle the circle that begins and ends with it. */
function circlesOf(module: Module): ReadonlyMap<string, readonly string[]> {
  const cached = known.get(module);
  if (cached) return cached;
  const edges = new Map<string, Set<string>>();
  for (const uses of module.uses.values()) for (const use of uses) addEdge(edges, use, module);
  const circles = new Map<string, readonly string[]>();
  for (const address of edges.keys()) {
    const circle = circleFrom(address, edges);
    if (circle) circles.set(address, circle);
  }
  known.set(module, circles);
  return circles;
}

function addEdge(edges: Map<string, Set<string>>, use: UseIn, module: Module): void {
  const owner = module.declared.get(use.owner)?.[0];
  if (!owner || !KINDS.has(use.kind) || !KINDS.has(owner.kind) || use.position === 'past-address') return;
  if (use.owner === use.address && use.path.some((type) => OWN_BLOCKS.has(type))) return;
  const targets = edges.get(use.owner);
  if (targets) targets.add(use.address);
  else edges.set(use.owner, new Set([use.address]));
}

/** Shortest way from an address back to itself. */
function circleFrom(start: string, edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const from = new Map<string, string>();
  const queue = [start];
  for (let i = 0; i < queue.length && i < 2000; i++) {
    const at = queue[i] ?? '';
    for (const next of edges.get(at) ?? []) {
      if (next === start) return wayBack(start, at, from);
      if (from.has(next)) continue;
      from.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}

function wayBack(start: string, last: string, from: ReadonlyMap<string, string>): readonly string[] {
  const way = [start];
  for (let at: string | undefined = last; at !== undefined && at !== start; at = from.get(at)) way.unshift(at);
  return [start, ...way];
}
