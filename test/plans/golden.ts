import type { Action, Plan, PlanSeverity } from '../../server/core/model/plan.ts';

/** What must hold in a golden case; wording, further fields and finer anchors are free. */
export interface Expected {
  readonly actions: Readonly<Record<string, Action>>;
  readonly cutOver: readonly string[];
  /** Phase and action of every step. */
  readonly steps: readonly string[];
  readonly retire: readonly string[];
  readonly warnings: readonly (readonly [code: string, severity: PlanSeverity, node: string])[];
  readonly score: number;
  readonly caps: readonly string[];
  readonly extraUnits: number | 'unknown';
  readonly pointOfNoReturn: number | null;
}

/** The part of a plan a golden case looks at, in the same form as `Expected`. */
export function substance(plan: Plan): Expected {
  return {
    actions: Object.fromEntries(plan.nodes.map((node) => [node.label, node.action])),
    cutOver: plan.cutOver.map(({ node, weightable }) => `${label(plan, node)}${weightable ? ' weighted' : ''}`),
    steps: plan.steps.map(({ phase, action }) => `${phase} ${action}`),
    retire: plan.steps
      .filter(({ phase }) => phase === 'retire')
      .flatMap(({ nodes }) => nodes.map((id) => label(plan, id))),
    warnings: sorted(plan.warnings.map(({ code, severity, node }) => [code, severity, label(plan, node)] as const)),
    score: plan.readiness.score,
    caps: plan.readiness.caps,
    extraUnits: plan.capacity.extraUnits,
    pointOfNoReturn: plan.pointOfNoReturn,
  };
}

export function expected(given: Expected): Expected {
  return { ...given, warnings: sorted(given.warnings) };
}

function sorted(warnings: Expected['warnings']): Expected['warnings'] {
  return warnings.toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
}

function label(plan: Plan, id: string): string {
  return plan.nodes.find((node) => node.id === id)?.label ?? id;
}
