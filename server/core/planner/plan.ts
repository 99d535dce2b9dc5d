import type { PhysicalName } from '../model/fact.ts';
import type { ChangedPath, Evidence, Plan, PlanNode, PlanStep, PlanWarning } from '../model/plan.ts';
import { knownText } from '../model/value.ts';
import { extraUnits } from './capacity.ts';
import { readsSecret } from './diff.ts';
import { type Draft, type DraftNode, nodesWith } from './draft.ts';
import { draftOf } from './drafting.ts';
import { labelOf } from './duplicate.ts';
import type { ChangedSetting, PlanInput } from './input.ts';
import { isSecretName, MASKED } from './mask.ts';
import { cachesOf, messagesOf } from './messages.ts';
import { schemaChecks } from './migration.ts';
import { say, told, type Words } from './phrase.ts';
import { readinessOf } from './readiness.ts';
import { stepsOf } from './steps/phases.ts';
import { preconditionsOf } from './steps/precondition.ts';
import type { StepDraft } from './steps/step.ts';
import { summaryOf } from './summary.ts';
import { indexUnit } from './unit.ts';
import { warningsOf } from './warnings/all.ts';
import { isOfColour } from './warnings/hosts.ts';
import type { WarningDraft } from './warnings/warning.ts';

/** The blue-green plan of one unit: what is doubled, shared, switched, in which order, and from where there is no way back. */
export function plan(input: PlanInput): Plan {
  const draft = draftOf(input);
  const warnings = warningsOf(draft).map((warning) => inWords(warning, input.words));
  const switchInside = !draft.first && input.green.language === 'macfile' && draft.cutOver.length > 0;
  const steps = numbered(stepsOf({ draft, warnings, switchInside }), draft);
  const end = steps.find((step) => !step.reversible && step.action !== 'separate-migration');
  const { secrets } = indexUnit(input.green);
  const messages = messagesOf(draft);
  const checks = schemaChecks(draft).map(({ check }) => check);
  const dataPoint = warnings.some(({ code }) => code === 'plan/data-point-of-no-return')
    ? steps.find((step) => step.phase === 'messages' || step.phase === 'cut-over')?.n
    : undefined;
  const caches = cachesOf(draft);
  const bare: Omit<Plan, 'summary'> = {
    schema: 'verdigris.plan/1',
    input: {
      path: input.green.path,
      blue: blueOf(input),
      green: input.greenKind ?? 'buffer',
      evidence: evidenceOf(draft),
    },
    mode: draft.mode,
    colours: coloursOf(input),
    nodes: draft.nodes.map((node) => planNode(node, draft, secrets)),
    edges: draft.graph.edges,
    cutOver: draft.first ? [] : draft.cutOver,
    steps,
    warnings,
    pointOfNoReturn: end?.n ?? null,
    ...(dataPoint === undefined ? {} : { dataPointOfNoReturn: dataPoint }),
    blastRadius: blastRadius(draft),
    capacity: { extraUnits: extraUnits(draft) },
    ...(messages.length > 0 ? { messages } : {}),
    ...(caches.length > 0 ? { caches } : {}),
    ...(checks.length > 0 ? { schemaChecks: checks } : {}),
    readiness: readinessOf(warnings, draft.first ? [] : draft.cutOver, changesServing(draft, warnings)),
  };
  return { ...bare, summary: summaryOf(bare, input.words) };
}

function inWords({ message, fix, ...rest }: WarningDraft, words: Words | undefined): PlanWarning {
  return { ...rest, message: told(message, words), ...(fix ? { fix: told(fix, words) } : {}) };
}

/** Machines that serve are changed, and their name does not say that they are of one colour. */
function changesServing({ byId }: Draft, warnings: Plan['warnings']): boolean {
  return warnings.some(({ code, node }) => {
    const at = code === 'plan/in-place-mutation' ? byId.get(node) : undefined;
    return at !== undefined && !isOfColour(at);
  });
}

function numbered(steps: readonly StepDraft[], draft: Draft): readonly PlanStep[] {
  const { words } = draft.input;
  return steps.map((step, at) => {
    const sources = step.nodes.flatMap((id) => draft.byId.get(id)?.source ?? []);
    const precondition = preconditionsOf(steps, at).map((each) => told(each, words));
    return {
      n: at + 1,
      ...step,
      do: told(step.do, words),
      verify: told(step.verify, words),
      rollback: told(step.rollback, words),
      ...(precondition.length > 0 ? { precondition } : {}),
      ...(sources.length > 0 ? { source: sources } : {}),
    };
  });
}

function planNode(node: DraftNode, draft: Draft, secrets: ReadonlySet<string>): PlanNode {
  const { action, why } = draft.decisions.get(node.id) ?? { action: 'review' as const, why: [] };
  const { class: state, confidence, reasons, traits, userOverride } = node.lifecycle;
  const { instances, guards } = node.resource;
  const { words } = draft.input;
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
      reasons: reasons.map((each) => told(each, words)),
      ...(traits ? { traits } : {}),
      ...(userOverride ? { userOverride } : {}),
    },
    change: node.change,
    evidence: node.evidence,
    ...(node.changedPaths.length > 0
      ? { changedPaths: node.changedPaths.map((each) => changedPath(each, words)) }
      : {}),
    ...(node.names.length > 0 ? { names: node.names.map((name) => planName(name, secrets)) } : {}),
    ...(guards ? { guards } : {}),
    action,
    why: why.map((each) => told(each, words)),
  };
}

function changedPath(setting: ChangedSetting, words: Words | undefined): ChangedPath {
  const { via, ...rest } = setting;
  return via === undefined ? rest : { ...setting, via: told(via, words) };
}

type PlanName = NonNullable<PlanNode['names']>[number];

function planName({ path, value, scope, colourAware }: PhysicalName, secrets: ReadonlySet<string>): PlanName {
  const text = knownText(value);
  const shown = text !== undefined && (isSecretName(path) || readsSecret(value, secrets)) ? MASKED : text;
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

function coloursOf({ green, blue, toolPlan, words }: PlanInput): Plan['colours'] {
  const label = (unit: PlanInput['blue'], colour: string): string => {
    const version = unit && unit.language === 'macfile' ? indexUnit(unit).version : undefined;
    return version === undefined ? colour : told(say('version {0}', version), words);
  };
  return [
    { id: 'blue', label: blue ? label(blue, 'blue') : toolPlan ? 'blue' : told(say('nothing yet'), words) },
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
