/** What every node is doing at every moment. Pure: the drawing, the table and the rehearsal all ask here. */
import type { Phase, Plan, PlanNode, PlanStep } from '../../../server/core/model/plan.ts';
import { type Frame, isFirstDeployment } from './frames.ts';

export type Lane = 'blue' | 'shared' | 'green';

export type NodeState =
  | 'absent'
  | 'starting'
  | 'warming'
  | 'ready'
  | 'testing'
  | 'live'
  | 'standby'
  | 'draining'
  | 'retired'
  | 'unchanged'
  | 'protected'
  | 'changing'
  | 'changed'
  | 'migrating'
  | 'both'
  | 'drained'
  | 'on blue'
  | 'switching'
  | 'on green'
  | 'contracting'
  | 'blocked'
  | 'review';

/** Lanes a node is drawn in: a copy has two, everything else one. */
export function lanesOf(plan: Plan, node: PlanNode): readonly Lane[] {
  switch (node.action) {
    case 'duplicate':
    case 'warm':
      return node.change === 'add' || isFirstDeployment(plan) ? ['green'] : ['blue', 'green'];
    case 'retire':
      return ['blue'];
    case 'contract':
      return node.change === 'remove' ? ['blue'] : ['shared'];
    default:
      return ['shared'];
  }
}

/** Steps by node, so that a plan of many nodes is asked in constant time. */
export type StepIndex = ReadonlyMap<string, readonly PlanStep[]>;

export function stepsByNode(plan: Plan): StepIndex {
  const index = new Map<string, PlanStep[]>();
  for (const step of plan.steps) {
    for (const id of step.nodes) {
      const steps = index.get(id) ?? [];
      index.set(id, [...steps, step]);
    }
  }
  return index;
}

export interface Moment {
  readonly plan: Plan;
  readonly steps: StepIndex;
  readonly frame: Frame;
}

export function stateAt(moment: Moment, node: PlanNode, lane: Lane): NodeState {
  switch (lane) {
    case 'blue':
      return blueState(moment, node);
    case 'green':
      return greenState(moment, node);
    default:
      return sharedState(moment, node);
  }
}

function blueState({ plan, steps, frame }: Moment, node: PlanNode): NodeState {
  const gone = firstOf(steps, node, ['retire', 'contract']);
  if (gone !== undefined && frame.step >= gone) {
    return 'retired';
  }
  if (frame.blue > 0) {
    return 'live';
  }
  return plan.steps.some((it) => it.n === frame.step && it.phase === 'drain') ? 'draining' : 'standby';
}

function greenState({ plan, steps, frame }: Moment, node: PlanNode): NodeState {
  const made = firstOf(steps, node, ['provision']) ?? firstStep(plan, ['provision', 'expand']);
  if (made === undefined || frame.step < made) {
    return 'absent';
  }
  if (frame.step === made) {
    return 'starting';
  }
  if (frame.green > 0) {
    return 'live';
  }
  const now = plan.steps.find((it) => it.n === frame.step);
  if (now?.phase === 'warm' && now.nodes.includes(node.id)) {
    return 'warming';
  }
  if (now?.phase === 'verify') {
    return 'testing';
  }
  return isServing(plan, frame) ? 'live' : 'ready';
}

/** A first deployment without a switch serves as soon as it was verified. */
function isServing(plan: Plan, frame: Frame): boolean {
  return (
    isFirstDeployment(plan) &&
    !plan.steps.some((it) => it.phase === 'cut-over') &&
    plan.steps.every((it) => it.n <= frame.step || !beforeServing.includes(it.phase))
  );
}

const beforeServing: readonly Phase[] = ['provision', 'warm', 'verify'];

function sharedState(moment: Moment, node: PlanNode): NodeState {
  const { steps, frame } = moment;
  const touched = (steps.get(node.id) ?? []).filter((it) => it.n <= frame.step);
  const now = touched.filter((it) => it.n === frame.step).at(-1);
  if (now !== undefined) {
    const doing = doingNow(moment, node, now);
    if (doing !== undefined) {
      return doing;
    }
  }
  return restingState(moment, node, touched);
}

/** The state during a step that names the node; undefined where the step changes nothing about it. */
function doingNow({ frame }: Moment, node: PlanNode, now: PlanStep): NodeState | undefined {
  if (now.action === 'separate-migration') {
    return 'migrating';
  }
  switch (now.phase) {
    case 'protect':
      return 'protected';
    case 'expand':
    case 'provision':
      return node.change === 'add' ? 'starting' : 'changing';
    case 'messages':
      return 'both';
    case 'cut-over':
      return node.action === 'switch' ? switchState(frame) : undefined;
    case 'drain':
      return node.action === 'switch' ? undefined : 'draining';
    case 'contract':
      return 'contracting';
    default:
      return undefined;
  }
}

/** The state between the steps that name the node. */
function restingState({ plan, steps, frame }: Moment, node: PlanNode, touched: readonly PlanStep[]): NodeState {
  if (node.action === 'switch') {
    return switchState(frame);
  }
  if (node.action === 'review') {
    return 'review';
  }
  if (node.change === 'add') {
    const made = firstOf(steps, node, ['expand', 'provision']) ?? firstStep(plan, ['expand', 'provision']);
    return made !== undefined && frame.step > made ? 'live' : 'absent';
  }
  const last = touched.at(-1);
  if (node.action === 'block') {
    return touched.some((it) => it.action === 'separate-migration') ? 'changed' : 'blocked';
  }
  switch (last?.phase) {
    case 'expand':
    case 'contract':
      return 'changed';
    case 'messages':
      return 'both';
    case 'drain':
      return 'drained';
    default:
      return node.action === 'share' && node.change === 'unchanged' ? 'unchanged' : 'live';
  }
}

function switchState({ blue, green }: Frame): NodeState {
  if (green === 0) {
    return blue === 0 ? 'absent' : 'on blue';
  }
  return blue === 0 ? 'on green' : 'switching';
}

function firstOf(steps: StepIndex, node: PlanNode, phases: readonly Phase[]): number | undefined {
  return steps.get(node.id)?.find((it) => phases.includes(it.phase))?.n;
}

function firstStep(plan: Plan, phases: readonly Phase[]): number | undefined {
  return plan.steps.find((it) => phases.includes(it.phase))?.n;
}
