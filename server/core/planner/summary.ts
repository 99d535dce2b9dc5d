import type { Plan, PlanSeverity } from '../model/plan.ts';
import { labelOf } from './duplicate.ts';
import { counted, type Phrase, say, told, type Words } from './phrase.ts';

/** The one sentence that says it all. */
export function summaryOf(plan: Omit<Plan, 'summary'>, words?: Words): string {
  return sentences(plan, words)
    .map((each) => told(each, words))
    .join(' ');
}

/** The worst first. */
const COUNTED: Readonly<Record<PlanSeverity, (count: number) => Phrase>> = {
  blocker: (count) => say('{0} blocker', count),
  high: (count) => say('{0} high', count),
  medium: (count) => say('{0} medium', count),
  low: (count) => say('{0} low', count),
  info: (count) => say('{0} info', count),
};

export function countsText(counts: Plan['readiness']['counts'], words?: Words): string {
  return counted(COUNTED, (severity) => counts[severity], words).join(', ');
}

const BANDS: Readonly<Record<Plan['readiness']['band'], Phrase>> = {
  ready: say('ready'),
  'fix first': say('fix first'),
  'not blue-green': say('not blue-green'),
};

function sentences(plan: Omit<Plan, 'summary'>, words: Words | undefined): readonly Phrase[] {
  const { score, band, counts } = plan.readiness;
  const found = countsText(counts, words);
  const head =
    found === ''
      ? say('Readiness {0}/100 ({1}).', score, BANDS[band])
      : say('Readiness {0}/100 ({1}): {2}.', score, BANDS[band], found);
  if (plan.steps.length === 0) {
    return [head, say('Nothing to deploy: nothing is duplicated and nothing shared changes.')];
  }
  if (plan.input.blue === 'none') {
    const { total } = plan.blastRadius;
    return [head, say('First deployment: {0} resources are created, nothing is switched or retired.', total)];
  }
  return [head, ...ofChange(plan)];
}

function ofChange(plan: Omit<Plan, 'summary'>): readonly Phrase[] {
  const { blastRadius, capacity, cutOver, pointOfNoReturn, dataPointOfNoReturn } = plan;
  const units = capacity.extraUnits === 'unknown' ? say('an unknown number of') : capacity.extraUnits;
  const gates = cutOver.map((cut) => labelOf(cut.node)).join(', ');
  return [
    ...(cutOver.length > 0 ? [say('Cut-over at {0}.', gates)] : []),
    blastRadius.duplicated === 0
      ? say('Nothing is duplicated: only what is shared changes.')
      : say(
          '{0} of {1} resources duplicated, {2} extra units while both colours run.',
          blastRadius.duplicated,
          blastRadius.total,
          units,
        ),
    ...(dataPointOfNoReturn === undefined ? [] : [say('Data cannot go back from step {0}.', dataPointOfNoReturn)]),
    ...(pointOfNoReturn === null ? [] : [say('No way back from step {0}.', pointOfNoReturn)]),
  ];
}
