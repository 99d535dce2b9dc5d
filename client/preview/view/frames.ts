/** The moments of a plan: before anything, every step, and within a switch every share of traffic. */
import type { Plan, PlanStep } from '../../../server/core/model/plan.ts';

export interface Frame {
  /** 0 = before the first step; else `PlanStep.n`. */
  readonly step: number;
  /** Index into the step's shares of traffic; 0 where it has none. */
  readonly part: number;
  /** Percent of production traffic on each colour at this moment. */
  readonly blue: number;
  readonly green: number;
}

export function framesOf(plan: Plan): readonly Frame[] {
  const first = isFirstDeployment(plan);
  let share = first ? { blue: 0, green: 0 } : { blue: 100, green: 0 };
  const frames: Frame[] = [{ step: 0, part: 0, ...share }];
  for (const step of plan.steps) {
    for (const [part, next] of sharesOf(step, share, first).entries()) {
      share = { blue: next.blue, green: next.green };
      frames.push({ step: step.n, part, ...share });
    }
  }
  return frames;
}

/** A switch without shares of its own moves everything at once; where nothing ran, the first route does. */
function sharesOf(step: PlanStep, before: Share, first: boolean): readonly Share[] {
  if (step.traffic !== undefined && step.traffic.length > 0) {
    return step.traffic;
  }
  return [step.phase === 'cut-over' && (first || step.action === 'switch') ? { blue: 0, green: 100 } : before];
}

interface Share {
  readonly blue: number;
  readonly green: number;
}

/** Nothing runs today: there is no blue to keep. */
export function isFirstDeployment(plan: Plan): boolean {
  return plan.input.blue === 'none' && plan.nodes.every((it) => it.change === 'add' || it.change === 'unknown');
}

export type Boundary = 'before' | 'at' | 'after';

/** Where a moment stands to the step from which there is no way back. */
export function sideOf(boundary: number | null | undefined, frame: Frame): Boundary {
  if (boundary === null || boundary === undefined || frame.step < boundary) {
    return 'before';
  }
  return frame.step === boundary ? 'at' : 'after';
}
