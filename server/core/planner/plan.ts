import type { PhysicalName, Resource } from '../model/fact.ts';
import type { Evidence, Plan, PlanNode, PlanStep } from '../model/plan.ts';
import { knownText } from '../model/value.ts';
import { decide } from './actions.ts';
import { extraUnits } from './capacity.ts';
import { compare, type Sides } from './change.ts';
import { cutOvers } from './cut-over.ts';
import { type Draft, type DraftNode, nodesWith } from './draft.ts';
import { duplicateSet, labelOf } from './duplicate.ts';
import { graphOf } from './graph.ts';
import type { PlanInput, ToolChange } from './input.ts';
import { isSecretName, MASKED } from './mask.ts';
import { cachesOf, messagesOf } from './messages.ts';
import { readinessOf } from './readiness.ts';
import { refine } from './refine.ts';
import { sourceOf } from './source.ts';
import { stepsOf } from './steps/phases.ts';
import type { StepDraft } from './steps/step.ts';
import { summaryOf } from './summary.ts';
import { type IndexedUnit, indexUnit } from './unit.ts';
import { warningsOf } from './warnings/all.ts';

/** The blue-green plan of one unit: what is doubled, shared, switched, in which order, and from where there is no way back. */
export function plan(input: PlanInput): Plan {
  const draft = draftOf(input);
  const warnings = warningsOf(draft);
  const switchInside = !draft.first && input.green.language === 'macfile' && draft.cutOver.length > 0;
  const steps = numbered(stepsOf({ draft, warnings, switchInside }), draft);
  const retire = steps.find((step) => step.phase === 'retire');
  const messages = messagesOf(draft);
  const caches = cachesOf(draft);
  const bare: Omit<Plan, 'summary'> = {
    schema: 'verdigris.plan/1',
    input: { blue: blueOf(input), green: input.greenKind ?? 'buffer', evidence: evidenceOf(draft) },
    mode: draft.mode,
    colours: coloursOf(input),
    nodes: draft.nodes.map((node) => planNode(node, draft)),
    edges: draft.graph.edges,
    cutOver: draft.first ? [] : draft.cutOver,
    steps,
    warnings,
    pointOfNoReturn: retire?.n ?? null,
    blastRadius: blastRadius(draft),
    capacity: { extraUnits: extraUnits(draft) },
    ...(messages.length > 0 ? { messages } : {}),
    ...(caches.length > 0 ? { caches } : {}),
    readiness: readinessOf(warnings, draft.first ? [] : draft.cutOver),
  };
  return { ...bare, summary: summaryOf(bare) };
}

function draftOf(input: PlanInput): Draft {
  const sides: Sides = { blue: input.blue && indexUnit(input.blue), green: indexUnit(input.green) };
  const resources = new Map([...sides.green.resources]);
  for (const [id, resource] of sides.blue?.resources ?? []) if (!resources.has(id)) resources.set(id, resource);
  const tool = new Map(input.toolPlan?.changes.map((change) => [change.address, change]));
  const nodes = [...resources].map(([id, resource]) => draftNode(id, resource, sides, input, tool));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const graph = graphOf(input.blue ? [input.green, input.blue] : [input.green], resources);
  const mode = input.mode ?? (input.green.language === 'macfile' ? 'whole-environment' : 'minimal');
  const parts = { input, mode, first: !input.blue && !input.toolPlan, nodes, byId, graph };
  const duplicated = nothingNew(nodes, sides) ? new Map<string, string>() : duplicateSet(parts);
  const cutOver = cutOvers({ ...parts, duplicated });
  const decided = { ...parts, duplicated, cutOver };
  return { ...decided, decisions: decide(decided) };
}

/** No node differs, and no new version asks for a rebuild. */
function nothingNew(nodes: readonly DraftNode[], { blue, green }: Sides): boolean {
  if (nodes.some((node) => node.change !== 'unchanged')) return false;
  return blue?.version === green.version || green.version === undefined;
}

function draftNode(
  id: string,
  resource: Resource,
  sides: Sides,
  input: PlanInput,
  tool: ReadonlyMap<string, ToolChange>,
): DraftNode {
  const green = sides.green.resources.get(id);
  const blue = sides.blue?.resources.get(id);
  const side = green || !sides.blue ? sides.green : sides.blue;
  const lifecycle = refine(id, resource, side, input.overrides);
  const pair = { id, ...(green ? { green } : {}), ...(blue ? { blue } : {}) };
  const compared = compare(pair, sides, input, tool.get(id), lifecycle.class);
  return {
    ...pair,
    resource,
    lifecycle,
    ...compared,
    names: side.names.get(id) ?? [],
    source: sourceAt(resource, side),
  };
}

function sourceAt(resource: Resource, { unit }: IndexedUnit): DraftNode['source'] {
  return sourceOf(unit, resource.header, resource.file ?? resource.path);
}

function numbered(steps: readonly StepDraft[], draft: Draft): readonly PlanStep[] {
  return steps.map((step, at) => {
    const sources = step.nodes.flatMap((id) => draft.byId.get(id)?.source ?? []);
    return { n: at + 1, ...step, ...(sources.length > 0 ? { source: sources } : {}) };
  });
}

function planNode(node: DraftNode, draft: Draft): PlanNode {
  const { action, why } = draft.decisions.get(node.id) ?? { action: 'review' as const, why: [] };
  const { class: state, confidence, reasons, traits, userOverride } = node.lifecycle;
  const { instances, guards } = node.resource;
  return {
    id: node.id,
    label: labelOf(node.id),
    tool: draft.input.green.language,
    type: node.resource.type.value,
    source: node.source,
    ...(instances === undefined ? {} : { instances }),
    lifecycle: {
      class: state,
      confidence,
      reasons,
      ...(traits ? { traits } : {}),
      ...(userOverride ? { userOverride } : {}),
    },
    change: node.change,
    evidence: node.evidence,
    ...(node.changedPaths.length > 0 ? { changedPaths: node.changedPaths } : {}),
    ...(node.names.length > 0 ? { names: node.names.map(planName) } : {}),
    ...(guards ? { guards } : {}),
    action,
    why,
  };
}

function planName({ path, value, scope, colourAware }: PhysicalName): NonNullable<PlanNode['names']>[number] {
  const text = knownText(value);
  const shown = text !== undefined && isSecretName(path) ? MASKED : text;
  return { path, ...(shown === undefined ? {} : { value: shown }), scope, colourAware };
}

function blueOf({ blue, blueKind, toolPlan }: PlanInput): Plan['input']['blue'] {
  if (blue) return blueKind ?? 'file';
  return toolPlan ? 'tool-plan' : 'none';
}

const EVIDENCE: readonly Evidence[] = ['tool-plan', 'bundled-facts', 'text-diff'];

function evidenceOf(draft: Draft): readonly string[] {
  const used = new Set<Evidence>(draft.nodes.map((node) => node.evidence));
  used.add('bundled-facts');
  if (draft.input.blue) used.add('text-diff');
  return EVIDENCE.filter((name) => used.has(name));
}

function coloursOf({ green, blue }: PlanInput): Plan['colours'] {
  const label = (unit: PlanInput['blue'], colour: string): string => {
    const version = unit && unit.language === 'macfile' ? indexUnit(unit).version : undefined;
    return version === undefined ? colour : `version ${version}`;
  };
  return [
    { id: 'blue', label: blue ? label(blue, 'blue') : 'nothing yet' },
    { id: 'green', label: label(green, 'green') },
  ];
}

function blastRadius(draft: Draft): Plan['blastRadius'] {
  const changed = nodesWith(draft, 'migrate', 'expand', 'drain').filter(
    ({ change }) => change === 'update' || change === 'update-maybe-replace',
  );
  return {
    duplicated: nodesWith(draft, 'duplicate').length,
    shared: nodesWith(draft, 'share').length,
    sharedButChanged: changed.length,
    total: draft.nodes.length,
  };
}
