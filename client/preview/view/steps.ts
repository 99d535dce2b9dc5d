/** Steps in words: the one of this moment beside the drawing, and all of them as a list. */
import type { PlanStep } from '../../../server/core/model/plan.ts';
import { h } from './dom.ts';
import { fixButtons } from './fixButtons.ts';
import { sign } from './icons.ts';
import type { Scene } from './model.ts';
import { capital, phaseWord, t } from './words.ts';

/** The step of this moment. */
export function stepNow(scene: Scene): HTMLElement {
  const step = scene.shown.plan.steps.find((it) => it.n === scene.frame.step);
  return step === undefined
    ? today(scene)
    : h(
        'section',
        { class: 'step-now' },
        ...stepParts(step, scene, `${step.n} · ${phaseWord(step.phase)}`),
        nextStep(scene),
      );
}

/** The way on, one step at a time; nothing after the last. */
function nextStep({ shown: { plan }, frame, change }: Scene): HTMLElement | undefined {
  const next = plan.steps.find((it) => it.n > frame.step);
  return (
    next &&
    h(
      'button',
      { class: 'link next', 'data-focus': 'next-step', onclick: () => change({ step: next.n, part: 0 }) },
      sign('jump'),
      h('span', {}, t('Next: {0}', `${next.n} · ${capital(next.do)}`)),
    )
  );
}

function today(scene: Scene): HTMLElement {
  const { plan, frames } = scene.shown;
  const nothing = plan.steps.length === 0;
  const first = plan.input.blue === 'none';
  const words = nothing
    ? t('There is nothing to do: what runs and what this file describes are the same.')
    : first
      ? t('Nothing runs yet. Move the line below to see it being built.')
      : t('Everything is served by blue. Move the line below to see what happens, step by step.');
  return h(
    'section',
    { class: 'step-now' },
    h('p', { class: 'phase' }, t('Today')),
    h('h2', {}, nothing ? t('Nothing to deploy') : scene.frame === frames[0] ? t('Before the first step') : ''),
    h('p', {}, words),
    nextStep(scene),
  );
}

/** All steps in order: the primary form for those who read rather than look. */
export function timeline(scene: Scene): HTMLElement {
  const { steps, pointOfNoReturn, dataPointOfNoReturn } = scene.shown.plan;
  if (steps.length === 0) {
    return h(
      'p',
      { class: 'empty' },
      t('There is nothing to do: what runs and what this file describes are the same.'),
    );
  }
  const items = steps.flatMap((step) => [
    step.n === dataPointOfNoReturn ? line('data', t('From here on green writes what blue cannot read')) : undefined,
    step.n === pointOfNoReturn ? line('all', t('From here on there is no way back')) : undefined,
    item(step, scene),
  ]);
  return h('ol', { class: 'timeline', 'aria-label': t('Steps') }, ...items);
}

function line(kind: string, words: string): HTMLElement {
  return h('li', { class: `line ${kind}` }, h('span', {}, words));
}

function item(step: PlanStep, scene: Scene): HTMLElement {
  const now = step.n === scene.frame.step;
  return h(
    'li',
    { class: 'item', 'aria-current': now ? 'step' : undefined, 'data-step': step.n },
    h(
      'button',
      {
        class: 'number',
        'data-focus': `step-${step.n}`,
        'aria-label': t('Show the moment of step {0}', step.n),
        onclick: () => scene.change({ step: step.n, part: 0 }),
      },
      step.n,
    ),
    h('div', { class: 'body' }, ...stepParts(step, scene, phaseWord(step.phase))),
  );
}

function stepParts(step: PlanStep, scene: Scene, phase: string): HTMLElement[] {
  const traffic = (step.traffic ?? []).map((it) => `${it.green} %`).join(', ');
  const rows: readonly (readonly [string, HTMLElement | string | undefined])[] = [
    [
      t('Before'),
      (step.precondition ?? []).length > 0
        ? h('ul', { class: 'plain' }, ...(step.precondition ?? []).map((it) => h('li', {}, capital(it))))
        : undefined,
    ],
    [t('Traffic on green'), traffic === '' ? undefined : traffic],
    [t('Verify'), capital(step.verify)],
    [t('Way back'), capital(step.rollback)],
    [t('Resources'), step.nodes.length > 0 ? nodeChips(step.nodes, scene) : undefined],
  ];
  return [
    h(
      'p',
      { class: `phase ${step.phase}` },
      phase,
      step.reversible
        ? undefined
        : h(
            'span',
            { class: 'no-return' },
            step.action === 'separate-migration' ? t('a change of its own') : t('no way back'),
          ),
    ),
    h('h2', {}, capital(step.do)),
    h(
      'dl',
      {},
      ...rows.flatMap(([name, value]) =>
        value === undefined || value === '' ? [] : [h('div', {}, h('dt', {}, name), h('dd', {}, value))],
      ),
    ),
    fixButtons(
      scene.shown.fixes.flatMap((fix, at) => (fix.step === step.n ? [{ ...fix, at }] : [])),
      scene,
    ),
    ...commands(step, scene),
  ].filter((part) => part !== undefined);
}

function commands(step: PlanStep, { send }: Scene): HTMLElement[] {
  return (step.commands ?? []).map((command, index) => {
    const copy = h(
      'button',
      {
        class: 'copy',
        'aria-label': t('Copy the command'),
        title: t('Copy the command'),
        'data-focus': `copy-${step.n}-${index}`,
        onclick: () => {
          send({ type: 'copy', step: step.n, index });
          copy.classList.add('did');
          setTimeout(() => copy.classList.remove('did'), 1200);
        },
      },
      sign('copy'),
    );
    return h('div', { class: 'command' }, h('pre', { title: t('To copy; it is never run from here') }, command), copy);
  });
}

/** Names that select their node; beyond a handful the rest is counted. */
export function nodeChips(ids: readonly string[], scene: Scene, most = 12): HTMLElement {
  const chips = ids.slice(0, most).map((id) =>
    h(
      'button',
      {
        class: 'node-chip',
        'data-focus': `chip-${id}`,
        title: scene.shown.nodes.get(id)?.label,
        onclick: () => scene.change({ selected: id }),
      },
      h('bdi', {}, scene.shown.nodes.get(id)?.label ?? id),
    ),
  );
  const more = ids.length - most;
  return h(
    'span',
    { class: 'chips' },
    ...chips,
    more > 0 ? h('span', { class: 'more' }, t('and {0} more', more)) : undefined,
  );
}
