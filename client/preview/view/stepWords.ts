/** The words below the line of time. */
import type { Plan } from '../../../server/core/model/plan.ts';
import { h, place } from './dom.ts';
import type { Scene } from './model.ts';
import { stepWord, t } from './words.ts';

export function stepWords(scene: Scene): readonly HTMLElement[] {
  return runsOf(scene.shown.plan).map((run) => runWord(run, scene));
}

/** Neighbouring steps of one word, which stands once below all of them. */
interface Run {
  readonly word: string;
  readonly column: number;
  readonly steps: number[];
}

function runsOf(plan: Plan): readonly Run[] {
  const runs: Run[] = [{ word: t('today'), column: 0, steps: [0] }];
  for (const [at, step] of plan.steps.entries()) {
    const word = stepWord(step);
    const last = runs.at(-1);
    if (last?.word === word) {
      last.steps.push(step.n);
    } else {
      runs.push({ word, column: at + 1, steps: [step.n] });
    }
  }
  return runs;
}

function runWord({ word, column, steps }: Run, { shown: { plan }, frame }: Scene): HTMLElement {
  const now = steps.includes(frame.step);
  const element = h('span', { class: now ? 'run now' : 'run', 'aria-hidden': true }, word);
  const columns = plan.steps.length + 1;
  place(element, { left: `${(column / columns) * 100}%`, width: `${(steps.length / columns) * 100}%` });
  return element;
}
