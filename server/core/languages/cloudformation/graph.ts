import type { Span } from '../../model/span.ts';
import { entryOf } from '../../model/tree.ts';
import { type CheckContext, finding } from './context.ts';
import type { NameUse } from './references.ts';
import { RESOURCE_ATTRIBUTES } from './structure.ts';
import { isServerless, resolved } from './template.ts';

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
  const beside = besideSpans(names);
  for (const { owner, name, namespace } of uses) {
    const elsewhere = beside.get(owner)?.some(({ start, end }) => start <= name.span.start && name.span.end <= end);
    if (elsewhere) continue;
    const from = owner.startsWith('Resources.') ? owner.slice('Resources.'.length) : undefined;
    if (from === undefined || namespace === 'condition' || namespace === 'mapping') continue;
    if (!names.resources.has(name.value) || !names.resources.has(from) || names.resources.get(from)?.loop) continue;
    const targets = edges.get(from) ?? new Set();
    edges.set(from, targets.add(name.value));
  }
  return edges;
}

/** Parts of serverless resources that become resources of their own: what they refer to, the function itself does not need. */
function besideSpans(names: CheckContext['names']): ReadonlyMap<string, readonly Span[]> {
  const found = new Map<string, readonly Span[]>();
  for (const { name, type, properties, body } of names.resources.values()) {
    const connectors = entryOf(body, 'Connectors')?.span;
    if (!isServerless(type?.value ?? '') && connectors === undefined) continue;
    const spans = BESIDE.flatMap((key) => entryOf(properties, key)?.span ?? []);
    if (connectors) spans.push(connectors);
    // The serverless transform drops what stands beside the properties.
    const map = isServerless(type?.value ?? '') ? resolved(body) : undefined;
    for (const { key, span } of map?.kind === 'map' ? map.entries : [])
      if (key.kind === 'scalar' && !RESOURCE_ATTRIBUTES.includes(key.text)) spans.push(span);
    found.set(`Resources.${name.value}`, spans);
  }
  return found;
}

const BESIDE = [
  'DataSources',
  'DeploymentPreference',
  'EventInvokeConfig',
  'Events',
  'FunctionUrlConfig',
  'Functions',
  'Resolvers',
  'Routes',
  // Of an API these belong to its stage, while its name stands for the API itself.
  'AccessLogSetting',
  'AccessLogSettings',
  'CanarySetting',
  'DefaultRouteSettings',
  'Domain',
  'MethodSettings',
  'RouteSettings',
  'StageVariables',
  'Variables',
];

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

/** Shortest cycles that together touch every component whose ids all need each other, each starting at its first id. */
function cyclesIn(edges: Edges): string[][] {
  const cycles: string[][] = [];
  const covered = new Set<string>();
  const component = componentsOf(edges);
  for (const start of edges.keys()) {
    const own = component.get(start);
    if (covered.has(start) || own === undefined) continue;
    const cycle = shortestCycle(edges, start, (id) => component.get(id) === own);
    if (cycle === undefined) continue;
    for (const id of cycle) covered.add(id);
    cycles.push(cycle);
    if (cycles.length >= MOST_CYCLES) break;
  }
  return cycles;
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

const MOST_CYCLES = 20;

/** Number of the component of every id that is on a cycle: linear (two depth-first walks), so that sound templates cost nothing. */
function componentsOf(edges: Edges): ReadonlyMap<string, number> {
  const reversed = new Map<string, Set<string>>();
  for (const [from, targets] of edges)
    for (const to of targets) reversed.set(to, (reversed.get(to) ?? new Set()).add(from));
  const left: string[] = [];
  const seen = new Set<string>();
  for (const id of edges.keys()) walkFrom(id, edges, seen, (each) => left.push(each));
  const found = new Map<string, number>();
  const taken = new Set<string>();
  let number = 0;
  for (const id of left.reverse()) {
    const members: string[] = [];
    walkFrom(id, reversed, taken, (each) => members.push(each));
    const isCycle = members.length > 1 || edges.get(id)?.has(id) === true;
    if (isCycle) for (const member of members) found.set(member, number);
    number++;
  }
  return found;
}

const NONE: ReadonlySet<string> = new Set();

/** Depth first without recursion; `leave` is called when everything behind an id was seen. */
function walkFrom(start: string, edges: Edges, seen: Set<string>, leave: (id: string) => void): void {
  if (seen.has(start)) return;
  seen.add(start);
  const stack = [{ id: start, next: (edges.get(start) ?? NONE).values() }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const step = top.next.next();
    if (step.done) {
      leave(top.id);
      stack.pop();
    } else if (!seen.has(step.value)) {
      seen.add(step.value);
      stack.push({ id: step.value, next: (edges.get(step.value) ?? NONE).values() });
    }
  }
}

function shortestCycle(edges: Edges, start: string, within: (id: string) => boolean): string[] | undefined {
  const cameFrom = new Map<string, string>();
  let frontier = [start];
  while (frontier.length > 0) {
    const next: string[] = [];
    for (const from of frontier) {
      for (const to of edges.get(from) ?? []) {
        if (to === start) return pathTo(cameFrom, from, start);
        if (cameFrom.has(to) || !within(to)) continue;
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
