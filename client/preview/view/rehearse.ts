/** A step that fails: what is where at that moment, and how to go back. */
import type { Plan, PlanStep } from '../../../server/core/model/plan.ts';
import { type Frame, framesOf } from './frames.ts';
import { type Lane, lanesOf, type NodeState, stateAt, stepsByNode } from './state.ts';

export type Outcome =
  /** Nothing was touched yet. */
  | 'nothing done'
  /** Blue can serve everything with its data intact. */
  | 'way back'
  /** Blue can be rebuilt, but what green has written stays as it is. */
  | 'data stays'
  /** Blue is given up: only forward, or a rebuild from a restore point. */
  | 'no way back';

export interface Rehearsal {
  readonly step: PlanStep;
  readonly frame: Frame;
  readonly outcome: Outcome;
  /** Nodes by lane and state at the moment of the failure, in the plan's order. */
  readonly where: readonly { readonly lane: Lane; readonly state: NodeState; readonly nodes: readonly string[] }[];
  /** What to undo, the failed step first; ends before a step that cannot be undone. */
  readonly back: readonly PlanStep[];
}

/** `n` is the number of the step that fails half-way, `part` how many of its shares of traffic were reached before. */
export function rehearse(plan: Plan, n: number, part = 0): Rehearsal | undefined {
  const step = plan.steps.find((it) => it.n === n);
  const frame = framesOf(plan).findLast((it) => it.step === n && it.part <= part);
  if (step === undefined || frame === undefined) {
    return undefined;
  }
  const done = plan.steps.filter((it) => it.n <= n && changesSomething(it)).toReversed();
  const oneWay = done.findIndex((it) => !it.reversible && it.action !== 'separate-migration');
  const undone = oneWay === -1 ? done : done.slice(0, oneWay);
  // A migration of its own was finished and judged before: going back never undoes it.
  const back = undone.filter((it) => it.action !== 'separate-migration' || it.n === n);
  return { step, frame, outcome: outcomeOf(plan, n, done), where: whereIs(plan, frame), back };
}

function changesSomething(step: PlanStep): boolean {
  return step.phase !== 'preflight';
}

function outcomeOf(plan: Plan, n: number, done: readonly PlanStep[]): Outcome {
  if (plan.pointOfNoReturn !== null && n >= plan.pointOfNoReturn) {
    return 'no way back';
  }
  if (plan.dataPointOfNoReturn !== undefined && n >= plan.dataPointOfNoReturn) {
    return 'data stays';
  }
  return done.length === 0 ? 'nothing done' : 'way back';
}

function whereIs(plan: Plan, frame: Frame): Rehearsal['where'] {
  const moment = { plan, steps: stepsByNode(plan), frame };
  const groups = new Map<string, { lane: Lane; state: NodeState; nodes: string[] }>();
  for (const lane of ['blue', 'shared', 'green'] as const) {
    for (const node of plan.nodes.filter((it) => lanesOf(plan, it).includes(lane))) {
      const state = stateAt(moment, node, lane);
      const key = `${lane} ${state}`;
      const group = groups.get(key) ?? { lane, state, nodes: [] };
      group.nodes.push(node.id);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}
