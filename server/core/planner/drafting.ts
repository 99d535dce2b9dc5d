import type { PhysicalName, Resource } from '../model/fact.ts';
import type { Lifecycle } from '../model/lifecycle.ts';
import { knownText } from '../model/value.ts';
import { decide } from './actions.ts';
import { type Comparison, compare, type Sides } from './change.ts';
import { cutOvers } from './cut-over.ts';
import type { Draft, DraftNode } from './draft.ts';
import { duplicateSet } from './duplicate.ts';
import { type ToolEvidence, toolEvidence } from './evidence.ts';
import { graphOf } from './graph.ts';
import type { Pair, PlanInput, ToolChange } from './input.ts';
import { isLooseStep } from './loose.ts';
import { byResource } from './override.ts';
import type { Phrase } from './phrase.ts';
import { refine } from './refine.ts';
import { sourceOf } from './source.ts';
import { isOnOneSide, isStack, stacksAround, withStacks } from './stacks.ts';
import { stateMoves } from './state-moves.ts';
import { taintedIn } from './tainted.ts';
import { type IndexedUnit, indexUnit } from './unit.ts';

/** Graph, classes, changes, duplicate set, cut-over and actions: everything that steps and warnings are made from. */
export function draftOf(given: PlanInput): Draft {
  const input = withStacks(given);
  const blue = input.blue && indexUnit(input.blue);
  const green = indexUnit(input.green);
  const sides: Sides = {
    blue,
    green,
    tainted: taintedIn(input.blue, input.green),
    moves: stateMoves(blue, green),
  };
  const resources = new Map([...sides.green.resources]);
  for (const [id, resource] of sides.blue?.resources ?? []) {
    if (!resources.has(id) && !sides.moves.isMoved(id)) resources.set(id, resource);
  }
  if (input.toolPlan?.tool === 'terraform') dropModules(resources);
  const evidence = toolEvidence(input, resources);
  for (const change of evidence.others) {
    resources.set(change.address, onlyInTool(change, input));
    for (const stack of stacksAround(change.address)) resources.delete(stack);
  }
  const overrides = byResource(input.overrides ?? {}, resources);
  const nodes = [...resources]
    .map(([id, resource]) => draftNode(id, resource, sides, { ...input, overrides }, evidence))
    .filter((node) => !isLooseStep(node.resource) || node.change === 'update' || (node.change === 'add' && sides.blue));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const graph = graphOf(input.blue ? [input.green, input.blue] : [input.green], byId);
  const mode = input.mode ?? (input.green.language === 'macfile' ? 'whole-environment' : 'minimal');
  const same = nothingNew(nodes, sides);
  const parts = { input, mode, first: !input.blue && !input.toolPlan, same, nodes, byId, graph };
  const duplicated = same ? new Map<string, Phrase>() : duplicateSet(parts);
  const cutOver = cutOvers({ ...parts, duplicated });
  const decided = { ...parts, duplicated, cutOver };
  return { ...decided, decisions: decide(decided) };
}

/** Terraform's own plan says what is in modules that are not at hand. */
function dropModules(resources: Map<string, Resource>): void {
  for (const [id, { type }] of resources) if (type.value === 'module') resources.delete(id);
}

/** No node differs, and no new version asks for a rebuild. */
function nothingNew(nodes: readonly DraftNode[], { blue, green }: Sides): boolean {
  if (!blue || nodes.some((node) => node.change !== 'unchanged')) return false;
  return blue.version === green.version || green.version === undefined;
}

/** A thing that the tool plans and no text at hand declares: it stands in a remote module. */
function onlyInTool(change: ToolChange, input: PlanInput): Resource {
  const span = { start: 0, end: 0 };
  return {
    fact: 'resource',
    node: change.address,
    span,
    header: span,
    name: { value: change.address, span },
    type: { value: change.type, span },
    settings: { kind: 'map', entries: [], span },
    lifecycle: input.classify?.(change.type) ?? { class: 'unknown', confidence: 0, reasons: ['NOT_IN_TABLE'] },
  };
}

function draftNode(id: string, resource: Resource, sides: Sides, input: PlanInput, evidence: ToolEvidence): DraftNode {
  const { moves } = sides;
  const old = sides.blue?.resources.get(moves.was(id));
  const blue = old && moves.asNow(old);
  const side = sides.green.resources.has(id) || !sides.blue?.resources.has(id) ? sides.green : sides.blue;
  const green = side === sides.green ? resource : undefined;
  const lifecycle = refine(id, resource, side, input.overrides);
  const running = evidence.isRunning(id, resource);
  const pair = { id, was: moves.was(id), ...(green ? { green } : {}), ...(blue ? { blue } : {}) };
  const compared = compare(pair, sides, input, { change: evidence.of(id), running }, lifecycle.class);
  return {
    id,
    resource,
    lifecycle,
    ...compared,
    ...(isClosed(resource, lifecycle, compared) ? { change: 'unknown' as const } : {}),
    ...stateOf(pair, sides),
    live: compared.change !== 'add' && (blue !== undefined || input.toolPlan !== undefined),
    names: namesOf(id, side, sides.blue),
    source: sourceAt(resource, side),
  };
}

/** Its own settings differ, and nobody knows what that does to what is in it. A tool that says so knows. */
function isClosed(
  resource: Resource,
  { class: state }: Pick<Lifecycle, 'class'>,
  { change, evidence }: Comparison,
): boolean {
  const updated =
    change === 'update' || change === 'update-maybe-replace' || (change === 'unchanged' && isOnOneSide(resource));
  return updated && evidence !== 'tool-plan' && state === 'external' && isStack({ resource });
}

function stateOf({ id, was, blue, green }: Pair, { moves }: Sides): Pick<DraftNode, 'state'> {
  if (was !== id) return { state: { was } };
  if (blue && !green && moves.isForgotten(id)) return { state: 'forgotten' };
  return green && !blue && moves.isTakenOver(id) ? { state: 'taken-over' } : {};
}

/** A name that the author changed together with the version differs between the two copies, whatever it is made of. */
function namesOf(id: string, side: IndexedUnit, blue: IndexedUnit | undefined): readonly PhysicalName[] {
  const names = side.names.get(id) ?? [];
  if (side.unit.language !== 'macfile' || side === blue) return names;
  const old = new Map(blue?.names.get(id)?.map((name) => [name.path, knownText(name.value)]));
  return names.map((name) => {
    const before = old.get(name.path);
    const now = knownText(name.value);
    return before !== undefined && now !== undefined && before !== now ? { ...name, colourAware: true } : name;
  });
}

function sourceAt(resource: Resource, { unit }: IndexedUnit): DraftNode['source'] {
  return sourceOf(unit, resource.header, resource.file ?? resource.path);
}
