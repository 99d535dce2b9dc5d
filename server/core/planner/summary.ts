import type { Plan, PlanSeverity } from '../model/plan.ts';
import { labelOf } from './duplicate.ts';

const SEVERITIES: readonly PlanSeverity[] = ['blocker', 'high', 'medium', 'low', 'info'];

/** The one sentence that says it all. */
export function summaryOf(plan: Omit<Plan, 'summary'>): string {
  const { readiness } = plan;
  const counts = countsText(readiness.counts);
  const head = `Readiness ${readiness.score}/100 (${readiness.band})${counts === '' ? '' : `: ${counts}`}.`;
  if (plan.steps.length === 0) return `${head} Nothing to deploy: nothing is duplicated and nothing shared changes.`;
  return [head, ...sentences(plan)].join(' ');
}

export function countsText(counts: Plan['readiness']['counts']): string {
  return SEVERITIES.filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${name}`)
    .join(', ');
}

function sentences(plan: Omit<Plan, 'summary'>): readonly string[] {
  const { blastRadius, capacity, cutOver, pointOfNoReturn, dataPointOfNoReturn } = plan;
  if (plan.input.blue === 'none') {
    return [`First deployment: ${blastRadius.total} resources are created, nothing is switched or retired.`];
  }
  const units = capacity.extraUnits === 'unknown' ? 'an unknown number of' : capacity.extraUnits;
  const out = [
    ...(cutOver.length > 0 ? [`Cut-over at ${cutOver.map((cut) => labelOf(cut.node)).join(', ')}.`] : []),
    blastRadius.duplicated === 0
      ? 'Nothing is duplicated: only what is shared changes.'
      : `${blastRadius.duplicated} of ${blastRadius.total} resources duplicated, ${units} extra units while both colours run.`,
    ...(dataPointOfNoReturn === undefined ? [] : [`Data cannot go back from step ${dataPointOfNoReturn}.`]),
    ...(pointOfNoReturn === null ? [] : [`No way back from step ${pointOfNoReturn}.`]),
  ];
  return out;
}
