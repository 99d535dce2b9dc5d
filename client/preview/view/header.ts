/** What it is about, compared with what, and the one sentence that says it all. */
import type { Change, Plan, PlanSeverity } from '../../../server/core/model/plan.ts';
import { h, place, svg } from './dom.ts';
import { severityIcon, sign } from './icons.ts';
import { type Asked, type BaseKind, isBaseKind, isPlanMode } from './messages.ts';
import { type Scene, severities } from './model.ts';
import { sentenceOf } from './sentence.ts';
import { capWord, changeWord, severityWord, t } from './words.ts';

type Bar = Pick<Scene, 'asked' | 'send'> & { readonly plan?: Plan };

/** File, base, mode, export. Also there when no plan could be made: the way out may be another base. */
export function titleBar({ asked, send, plan }: Bar): HTMLElement {
  return h(
    'div',
    { class: 'bar' },
    h(
      'h1',
      {},
      h('span', { class: 'what' }, t('Blue-green plan')),
      h('bdi', { class: 'file', title: asked.file }, asked.file),
    ),
    h('span', { class: 'spacer' }),
    asked.alone ? undefined : baseSelect(asked, send),
    plan && !asked.alone && modeSelect(asked, plan, send),
    plan &&
      !asked.alone &&
      h(
        'button',
        { class: 'quiet', 'data-focus': 'export', onclick: () => send({ type: 'export' }) },
        sign('export'),
        t('Export…'),
      ),
  );
}

function baseSelect(asked: Asked, send: Bar['send']): HTMLElement {
  const detail = asked.baseDetail;
  const names: readonly (readonly [BaseKind, string])[] = [
    ['HEAD', 'HEAD'],
    ['merge-base', t('merge base')],
    ['revision', asked.base === 'revision' && detail !== '' ? detail : t('revision…')],
    ['file', asked.base === 'file' && detail !== '' ? detail : t('file…')],
    ['tool-plan', asked.base === 'tool-plan' && detail !== '' ? detail : t('tool plan…')],
    ['none', t('nothing (first deployment)')],
  ];
  const needGit: readonly BaseKind[] = ['HEAD', 'merge-base', 'revision'];
  const options = names.map(([value, label]) =>
    h('option', { value, selected: value === asked.base, disabled: !asked.git && needGit.includes(value) }, label),
  );
  return labelled(
    t('Compare with'),
    'base',
    options,
    (value) => isBaseKind(value) && send({ type: 'base', base: value }),
  );
}

function modeSelect(asked: Asked, plan: Plan, send: Bar['send']): HTMLElement {
  const names = [
    ['minimal', t('what changes')],
    ['whole-environment', t('whole environment')],
  ] as const;
  const options = names.map(([value, label]) =>
    h('option', { value, selected: value === (asked.mode ?? plan.mode) }, label),
  );
  return labelled(t('Duplicate'), 'mode', options, (value) => isPlanMode(value) && send({ type: 'mode', mode: value }));
}

function labelled(
  label: string,
  id: string,
  options: readonly HTMLElement[],
  chosen: (value: string) => void,
): HTMLElement {
  const select = h(
    'select',
    { id: `select-${id}`, 'data-focus': id, onchange: () => chosen(select.value) },
    ...options,
  );
  return h('div', { class: 'select' }, h('label', { for: `select-${id}` }, label), select);
}

/** Readiness, sentence, counts and evidence. */
export function summary(scene: Scene): HTMLElement {
  const { plan } = scene.shown;
  return h(
    'div',
    { class: 'summary' },
    readiness(plan),
    h(
      'div',
      { class: 'said' },
      h('p', { class: 'sentence' }, ...sentenceOf(plan)),
      h('div', { class: 'facts' }, ...counts(scene), changes(plan), evidence(scene)),
    ),
  );
}

function readiness({ readiness: { score, band, caps } }: Plan): HTMLElement {
  const around = 2 * Math.PI * 24;
  const arc = svg('circle', { cx: 28, cy: 28, r: 24, class: 'arc', transform: 'rotate(-90 28 28)' });
  place(arc, { 'stroke-dasharray': `${(around * Math.max(0, Math.min(100, score))) / 100} ${around}` });
  const ring = svg(
    'svg',
    { viewBox: '0 0 56 56', class: 'ring', 'aria-hidden': 'true' },
    svg('circle', { cx: 28, cy: 28, r: 24, class: 'track' }),
    arc,
  );
  const words = { ready: t('Ready'), 'fix first': t('Fix first'), 'not blue-green': t('Not blue-green') };
  const capped = caps.length > 0 ? t('Capped: {0}', caps.map(capWord).join(', ')) : undefined;
  return h(
    'div',
    { class: 'readiness', 'data-band': band, title: capped },
    h('div', { class: 'dial' }, ring, h('span', { class: 'score' }, score)),
    h('div', {}, h('span', { class: 'band' }, words[band] ?? band), h('small', {}, t('readiness'))),
  );
}

/** How many resources come, change and go. */
function changes({ nodes }: Plan): HTMLElement | undefined {
  const kinds: readonly Change[] = ['add', 'update', 'update-maybe-replace', 'replace', 'remove', 'unknown'];
  const found = kinds
    .map((kind) => [kind, nodes.filter((it) => it.change === kind).length] as const)
    .filter(([, count]) => count > 0);
  return found.length === 0
    ? undefined
    : h(
        'span',
        { class: 'changes' },
        ...found.map(([kind, count]) => h('span', { 'data-change': kind }, h('b', {}, count), ` ${changeWord(kind)}`)),
      );
}

/** A press shows only the warnings of that severity, another press all of them again. */
function counts({ shown, look, change }: Scene): HTMLElement[] {
  const { counts: numbers } = shown.plan.readiness;
  const present = severities.filter((it) => numbers[it] > 0);
  if (present.length === 0) {
    return [h('span', { class: 'chip calm' }, t('no warnings'))];
  }
  const press = (severity: PlanSeverity): void => change({ severity: look.severity === severity ? null : severity });
  return present.map((severity) =>
    h(
      'button',
      {
        class: `chip ${severity}`,
        'aria-pressed': look.severity === severity,
        'data-focus': `chip-${severity}`,
        title: t('Show only these warnings'),
        onclick: () => press(severity),
      },
      severityIcon(severity),
      h('b', {}, numbers[severity]),
      severityWord(severity),
    ),
  );
}

function evidence({ shown: { plan }, asked }: Scene): HTMLElement {
  const { blue, green, evidence: kinds } = plan.input;
  const from = {
    'git:HEAD': 'git HEAD',
    'git:merge-base': t('git merge base'),
    file: t('a file'),
    'tool-plan': t('a tool plan'),
    none: t('nothing'),
  };
  const known = Object.hasOwn(from, blue) ? from[blue as keyof typeof from] : blue;
  const left = asked.baseDetail === '' ? known : asked.baseDetail;
  const right = green === 'buffer' ? t('editor') : t('file on disk');
  const words: Readonly<Record<string, string>> = {
    'tool-plan': t('tool plan'),
    'bundled-facts': t('bundled facts'),
    'text-diff': t('text diff'),
  };
  const how = kinds.map((it) => words[it] ?? it).join(', ');
  return h(
    'span',
    { class: 'evidence' },
    h('span', {}, t('Evidence'), ' '),
    h('b', {}, h('bdi', {}, left), ' → ', right),
    how === '' ? '' : ` · ${how}`,
    asked.note === undefined ? undefined : h('span', { class: 'note' }, ' · ', asked.note),
  );
}
