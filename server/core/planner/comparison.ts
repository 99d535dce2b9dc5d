import type { Phase, Plan, PlanSeverity, PlanWarning } from '../model/plan.ts';

/** What a change did to the plan of a unit: two plans against the same blue side. */
export interface PlanComparison {
  readonly schema: 'verdigris.plan-diff/1';
  readonly path: string;
  /** Where the earlier plan comes from, as typed. */
  readonly since: string;
  readonly blue: Plan['input']['blue'];
  readonly verdict: 'less ready' | 'as ready' | 'more ready';
  readonly readiness: BeforeAfter<Plan['readiness']>;
  /** By code, node and severity; line numbers and texts may differ. */
  readonly warnings: { readonly added: readonly PlanWarning[]; readonly removed: readonly PlanWarning[] };
  readonly pointOfNoReturn: BeforeAfter<Moment | null>;
  readonly dataPointOfNoReturn: BeforeAfter<Moment | null>;
  readonly cutOver: BeforeAfter<readonly string[]>;
  readonly duplicated: BeforeAfter<number>;
}

export interface BeforeAfter<T> {
  readonly before: T;
  readonly after: T;
}

/** A step of a plan that has `of` of them. */
export interface Moment {
  readonly step: number;
  readonly of: number;
  readonly phase: Phase;
}

export function comparePlans(before: Plan, after: Plan, since: string): PlanComparison {
  return {
    schema: 'verdigris.plan-diff/1',
    path: after.input.path ?? after.nodes[0]?.source.path ?? '',
    since,
    blue: after.input.blue,
    verdict: verdictOf(before.readiness, after.readiness),
    readiness: { before: before.readiness, after: after.readiness },
    warnings: {
      added: without(after.warnings, before.warnings),
      removed: without(before.warnings, after.warnings),
    },
    pointOfNoReturn: {
      before: momentOf(before, before.pointOfNoReturn),
      after: momentOf(after, after.pointOfNoReturn),
    },
    dataPointOfNoReturn: {
      before: momentOf(before, before.dataPointOfNoReturn ?? null),
      after: momentOf(after, after.dataPointOfNoReturn ?? null),
    },
    cutOver: { before: before.cutOver.map(({ node }) => node), after: after.cutOver.map(({ node }) => node) },
    duplicated: { before: before.blastRadius.duplicated, after: after.blastRadius.duplicated },
  };
}

const SEVERITIES: readonly PlanSeverity[] = ['blocker', 'high', 'medium', 'low'];

/** By the score; where that is the same (capped, or at its end), by the worst warnings. */
function verdictOf(before: Plan['readiness'], after: Plan['readiness']): PlanComparison['verdict'] {
  const worse = SEVERITIES.map((severity) => after.counts[severity] - before.counts[severity]);
  const change = [before.score - after.score, ...worse].find((each) => each !== 0) ?? 0;
  return change > 0 ? 'less ready' : change < 0 ? 'more ready' : 'as ready';
}

/** Each warning takes one of the same kind with it, one with the same text where there is one. */
function without(warnings: readonly PlanWarning[], others: readonly PlanWarning[]): readonly PlanWarning[] {
  const kind = ({ code, node, severity }: PlanWarning): string => `${code}\n${node}\n${severity}`;
  const exact = (warning: PlanWarning): string => `${kind(warning)}\n${warning.message}`;
  const [left, rest] = matched(warnings, others, exact);
  return matched(left, rest, kind)[0];
}

/** Of both lists what finds no match in the other. */
function matched(
  warnings: readonly PlanWarning[],
  others: readonly PlanWarning[],
  keyOf: (warning: PlanWarning) => string,
): readonly [readonly PlanWarning[], readonly PlanWarning[]] {
  const rest = [...others];
  const left = warnings.filter((warning) => {
    const at = rest.findIndex((other) => keyOf(other) === keyOf(warning));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [left, rest];
}

function momentOf({ steps }: Plan, n: number | null): Moment | null {
  const step = steps.find((each) => each.n === n);
  return step ? { step: step.n, of: steps.length, phase: step.phase } : null;
}
