/** The rehearsal of a failure: pick the step that breaks, see what is where and how to go back. */
import type { PlanStep } from '../../../server/core/model/plan.ts';
import { h } from './dom.ts';
import { isFirstDeployment } from './frames.ts';
import type { Scene } from './model.ts';
import { type Outcome, type Rehearsal, rehearse } from './rehearse.ts';
import type { Lane } from './state.ts';
import { nodeChips } from './steps.ts';
import { capital, laneWord, phaseWord, stateWord, stepWord, t } from './words.ts';

export function rehearsal(scene: Scene): HTMLElement {
  const { plan } = scene.shown;
  const n = scene.frame.step > 0 ? scene.frame.step : (plan.steps[0]?.n ?? 0);
  const result = rehearse(plan, n, scene.frame.part);
  if (result === undefined) {
    return h('p', { class: 'empty' }, t('There is no step that could fail.'));
  }
  return h(
    'div',
    { class: 'rehearsal' },
    picker(scene, n),
    h(
      'div',
      { class: 'outcome-body', 'aria-live': 'polite' },
      verdict(result, isFirstDeployment(plan)),
      back(result),
      where(result, scene),
    ),
  );
}

function picker(scene: Scene, n: number): HTMLElement {
  const options = scene.shown.plan.steps.map((step) =>
    h(
      'button',
      {
        class: step.reversible ? 'pick' : 'pick oneway',
        'aria-pressed': step.n === n,
        title: step.do,
        'data-focus': `fail-${step.n}`,
        onclick: () => scene.change({ step: step.n, part: 0 }),
      },
      h('i', {}, step.n),
      h('span', {}, stepWord(step), h('small', {}, step.do)),
    ),
  );
  return h(
    'div',
    { class: 'picker', role: 'group', 'aria-label': t('Which step fails?') },
    h('h2', {}, t('Which step fails?')),
    ...options,
  );
}

function verdict({ outcome, step, frame }: Rehearsal, first: boolean): HTMLElement {
  const titles: Readonly<Record<Outcome, string>> = {
    'nothing done': t('Nothing has happened yet'),
    'way back': t('You can go back'),
    'data stays': t('You can go back, but data stays as green wrote it'),
    'no way back': t('There is no way back'),
  };
  const words: Readonly<Record<Outcome, string>> = {
    'nothing done': t('Blue serves everything. Stop here, repair, begin again.'),
    'way back': t('Blue can still serve all production with its data intact: follow the steps below.'),
    'data stays': t('Blue can serve again, but it cannot read everything green has written since.'),
    'no way back': t('Blue is given up. Repair forward, or build blue again from its source and the restore point.'),
  };
  return h(
    'div',
    { class: 'verdict', 'data-outcome': outcome },
    h(
      'p',
      { class: 'phase' },
      `${t('Step {0} fails', step.n)} · ${phaseWord(step.phase)} · ${t('{0} % green', frame.green)}`,
    ),
    h('h2', {}, titles[outcome]),
    h('p', {}, first ? t('Nothing ran before: with the steps below undone it is as it was.') : words[outcome]),
  );
}

function where({ where: groups }: Rehearsal, scene: Scene): HTMLElement {
  const lanes: readonly Lane[] = ['blue', 'shared', 'green'];
  const column = (lane: Lane): HTMLElement =>
    h(
      'div',
      { class: 'place', 'data-lane': lane },
      h('h3', {}, laneWord(lane)),
      ...groups
        .filter((it) => it.lane === lane)
        .map(({ state, nodes }) =>
          h('div', { class: 'group' }, h('b', {}, `${stateWord(state)} (${nodes.length})`), nodeChips(nodes, scene, 6)),
        ),
      groups.some((it) => it.lane === lane) ? undefined : h('p', { class: 'calm' }, t('nothing')),
    );
  return h('section', {}, h('h2', {}, t('What is where')), h('div', { class: 'places' }, ...lanes.map(column)));
}

/**
 * Steps that one way back undoes, taken when the first of them asks for it: they follow each other, or are about the same resources.
 * Others keep their place, for what lies between may have to be undone before.
 */
function waysBack(steps: readonly PlanStep[]): readonly (readonly PlanStep[])[] {
  const ways: PlanStep[][] = [];
  for (const step of steps) {
    const same = ways.find(
      (way, at) =>
        way[0]?.rollback === step.rollback &&
        (at === ways.length - 1 || way.some((it) => it.nodes.join('\n') === step.nodes.join('\n'))),
    );
    if (same === undefined) {
      ways.push([step]);
    } else {
      same.push(step);
    }
  }
  return ways;
}

function back({ back: steps, outcome }: Rehearsal): HTMLElement {
  const none = outcome === 'no way back' ? t('Nothing brings blue back at once.') : t('Nothing has to be undone.');
  const items = waysBack(steps).map((undone) =>
    h(
      'li',
      {},
      h('b', {}, capital(undone[0]?.rollback ?? '')),
      ...undone.map((it) => h('small', {}, t('undoes step {0}: {1}', it.n, it.do))),
    ),
  );
  return h(
    'section',
    {},
    h('h2', {}, t('How to go back')),
    items.length === 0 ? h('p', { class: 'calm' }, none) : h('ol', { class: 'back' }, ...items),
  );
}
