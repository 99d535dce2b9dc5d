/** Everything the plan says about one resource, and why. */
import type { ChangedPath, PlanNode } from '../../../server/core/model/plan.ts';
import { shortType, valueText } from './cardText.ts';
import { h } from './dom.ts';
import { classIcon, sign } from './icons.ts';
import type { Scene } from './model.ts';
import { nodeChips } from './steps.ts';
import { actionWord, changeWord, classWord, phaseWord, t } from './words.ts';

export function nodeDetail(node: PlanNode, scene: Scene): HTMLElement {
  const close = {
    class: 'quiet close',
    'aria-label': t('Close'),
    'data-focus': 'close-node',
    onclick: () => scene.change({ selected: null }),
  };
  return h(
    'section',
    { class: 'node-detail', 'aria-label': t('Resource') },
    h(
      'div',
      { class: 'node-head' },
      classIcon(node.lifecycle.class),
      h('h2', {}, h('bdi', {}, node.label)),
      h('button', close, sign('close')),
    ),
    h('p', { class: 'type' }, h('bdi', {}, shortType(node.type))),
    h(
      'p',
      { class: 'verdict' },
      h('b', {}, actionWord(node.action)),
      node.why.length > 0 ? `: ${node.why.join('; ')}` : '',
    ),
    h('dl', {}, ...rows(node, scene)),
    scene.asked.alone === true
      ? undefined
      : h('p', { class: 'actions' }, jump(node, scene), classifyButton(node, scene)),
  );
}

function rows(node: PlanNode, scene: Scene): HTMLElement[] {
  const steps = scene.shown.steps.get(node.id) ?? [];
  const { edges } = scene.shown.plan;
  const chips = (ids: readonly string[]): HTMLElement | undefined =>
    ids.length > 0 ? nodeChips([...new Set(ids)], scene, 8) : undefined;
  const list: readonly (readonly [string, HTMLElement | string | undefined])[] = [
    [t('Lifecycle'), lifecycle(node)],
    [t('Change'), change(node)],
    [t('Fixed names'), fixedNames(node)],
    [t('Steps'), steps.map((it) => `${it.n} ${phaseWord(it.phase)}`).join(', ')],
    [t('Uses'), chips(edges.flatMap(({ from, to }) => (from === node.id ? [to] : [])))],
    [t('Used by'), chips(edges.flatMap(({ from, to }) => (to === node.id ? [from] : [])))],
  ];
  return list.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [h('div', {}, h('dt', {}, name), h('dd', {}, value))],
  );
}

/** Below 0.7 a class is a guess with reasons, and is called one. */
function lifecycle({ lifecycle: { class: name, confidence, reasons, userOverride } }: PlanNode): string {
  const word = confidence < 0.7 && name !== 'unknown' ? t('probably {0}', classWord(name)) : classWord(name);
  const why = userOverride === true ? t('said in this file') : [...new Set(reasons.map(reasonWord))].join(', ');
  return why === '' ? word : `${word} (${why})`;
}

/** `CURATED`, `SERVICE_DEFAULT:EC2`; behind `PROPERTY: ` stands a sentence of the plan. */
function reasonWord(reason: string): string {
  const sentence = /^(?:PROPERTY|USE|NAME): (.*)$/s.exec(reason)?.[1];
  if (sentence !== undefined) {
    return sentence;
  }
  const [step, detail] = reason.split(':', 2);
  const words: Readonly<Record<string, string>> = {
    CURATED: t('judged by hand'),
    REVIEWED: t('judged by hand'),
    CFN_EQUIVALENT: t('as its CloudFormation twin'),
    SERVICE_DEFAULT: t('as most of {0}', detail ?? ''),
  };
  if (step !== undefined && Object.hasOwn(words, step)) {
    return words[step] as string;
  }
  return /^[A-Z_]+$/.test(step ?? '') ? t('published facts') : reason;
}

function change(node: PlanNode): HTMLElement | string {
  const paths = node.changedPaths ?? [];
  return paths.length === 0
    ? changeWord(node.change)
    : h('span', {}, changeWord(node.change), h('ul', { class: 'paths' }, ...paths.map(changedPath)));
}

function changedPath({ path, before, after, forcesReplacement, via, sensitive }: ChangedPath): HTMLElement {
  const none = sensitive !== true && before === undefined && after === undefined;
  const side = (kind: 'old' | 'new', sign: string, value: unknown): HTMLElement =>
    h(
      'code',
      { class: kind },
      h('span', {}, sign),
      h('bdi', {}, sensitive === true ? t('(masked)') : valueText(value)),
    );
  const words = {
    yes: t('forces a replacement'),
    maybe: t('may force a replacement'),
    no: '',
    unknown: t('may force a replacement'),
  };
  const notes = [words[forcesReplacement] ?? '', via === undefined ? '' : t('through {0}', via)]
    .filter(Boolean)
    .join(' · ');
  return h(
    'li',
    {},
    h('bdi', { class: 'path' }, path),
    ...(none ? [] : [' ', side('old', '− ', before), ' ', side('new', '+ ', after)]),
    notes === '' ? undefined : h('small', {}, ` ${notes}`),
  );
}

function fixedNames({ names }: PlanNode): HTMLElement | undefined {
  const fixed = (names ?? []).filter((it) => !it.colourAware);
  return fixed.length === 0
    ? undefined
    : h(
        'span',
        {},
        ...fixed.map(({ path, value }) =>
          h('span', { class: 'fixed' }, h('bdi', {}, path), value === undefined ? '' : h('code', {}, ` ${value}`)),
        ),
      );
}

function jump({ id }: PlanNode, { send }: Scene): HTMLElement {
  return h(
    'button',
    { class: 'link', 'data-focus': 'jump-node', onclick: () => send({ type: 'revealNode', id }) },
    sign('jump'),
    t('Go to the source'),
  );
}

/** For what the plan guesses, or does not know. */
function classifyButton(node: PlanNode, { send }: Scene): HTMLElement | undefined {
  const open = node.action === 'review' || node.lifecycle.class === 'unknown' || node.lifecycle.confidence < 0.7;
  return open
    ? h(
        'button',
        { class: 'link', 'data-focus': 'classify', onclick: () => send({ type: 'classify', id: node.id }) },
        t('Say how it lives…'),
      )
    : undefined;
}
