import type { Phase } from '../../model/plan.ts';
import type { StepDraft } from './step.ts';

/** What a step relies on, by the phase that provides it. */
const RELIES_ON: Readonly<Partial<Record<Phase, readonly (readonly [Phase, string])[]>>> = {
  expand: [['protect', 'the restore point is listed']],
  provision: [['expand', 'the shared changes are in place and blue is well']],
  'cut-over': [
    ['warm', 'the cache is warm'],
    ['verify', 'green passed its checks'],
    ['messages', 'green reads old and new messages'],
  ],
  drain: [['bake', 'all traffic is on green and the alarms stayed quiet']],
  retire: [
    ['bake', 'green carried all traffic for the bake time'],
    ['drain', 'nothing is left to drain'],
  ],
  contract: [['retire', 'blue is gone']],
};

/** Preconditions of the step at `at`, each with the number of the step that provides it. */
export function preconditionsOf(steps: readonly StepDraft[], at: number): readonly string[] {
  const step = steps[at];
  if (step === undefined) return [];
  return (RELIES_ON[step.phase] ?? []).flatMap(([phase, text]) => {
    const provider = steps.findLastIndex((other, n) => n < at && other.phase === phase);
    return provider < 0 ? [] : [`${text} (step ${provider + 1})`];
  });
}
