import type { Phase } from '../../model/plan.ts';
import { type Phrase, say } from '../phrase.ts';
import type { StepDraft } from './step.ts';

/** What a step relies on, by the phase that provides it. */
const RELIES_ON: Readonly<Partial<Record<Phase, readonly (readonly [Phase, Phrase])[]>>> = {
  expand: [['protect', say('the restore point is listed')]],
  provision: [['expand', say('the shared changes are in place and blue is well')]],
  'cut-over': [
    ['warm', say('the cache is warm')],
    ['verify', say('green passed its checks')],
    ['messages', say('green reads old and new messages')],
  ],
  drain: [['bake', say('all traffic is on green and the alarms stayed quiet')]],
  retire: [
    ['bake', say('green carried all traffic for the bake time')],
    ['drain', say('nothing is left to drain')],
  ],
  contract: [['retire', say('blue is gone')]],
};

/** Preconditions of the step at `at`, each with the number of the step that provides it. */
export function preconditionsOf(steps: readonly StepDraft[], at: number): readonly Phrase[] {
  const step = steps[at];
  if (step === undefined) return [];
  return (RELIES_ON[step.phase] ?? []).flatMap(([phase, text]) => {
    const provider = steps.findLastIndex((other, n) => n < at && other.phase === phase);
    return provider < 0 ? [] : [say('{0} (step {1})', text, provider + 1)];
  });
}
