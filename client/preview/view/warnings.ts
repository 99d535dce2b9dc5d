/** What stands in the way: what happens, where, and the fix in one click. */
import type { PlanWarning } from '../../../server/core/model/plan.ts';
import { breakable, h } from './dom.ts';
import { fixButtons } from './fixButtons.ts';
import { severityIcon } from './icons.ts';
import { type Scene, severities } from './model.ts';
import { capital, severityWord, t } from './words.ts';

export function warningList(scene: Scene): HTMLElement {
  const { plan } = scene.shown;
  const { severity } = scene.look;
  const indexed = plan.warnings.map((warning, index) => ({ warning, index }));
  const shown = indexed
    .filter(({ warning }) => severity === null || warning.severity === severity)
    .sort(
      (a, b) => severities.indexOf(a.warning.severity) - severities.indexOf(b.warning.severity) || a.index - b.index,
    );
  const title = severity === null ? t('Warnings') : t('Warnings: {0}', severityWord(severity));
  const all = h(
    'button',
    { class: 'link', 'data-focus': 'all-warnings', onclick: () => scene.change({ severity: null }) },
    t('Show all {0}', plan.warnings.length),
  );
  return h(
    'section',
    { class: 'warnings', 'aria-label': title },
    h('h2', {}, title, ' ', h('span', { class: 'count' }, shown.length), severity === null ? undefined : all),
    shown.length === 0
      ? h('p', { class: 'calm' }, t('Nothing stands in the way.'))
      : h('ul', {}, ...shown.map(({ warning, index }) => item(warning, index, scene))),
  );
}

function item(warning: PlanWarning, index: number, scene: Scene): HTMLElement {
  const node = scene.shown.nodes.get(warning.node);
  const fixes = scene.shown.fixes.flatMap((fix, at) => (fix.warning === index ? [{ ...fix, at }] : []));
  const name = warning.source.path.slice(warning.source.path.lastIndexOf('/') + 1);
  const place = `${name}:${warning.source.range.start.line + 1}`;
  return h(
    'li',
    { class: 'warning', 'data-severity': warning.severity },
    severityIcon(warning.severity),
    h(
      'div',
      {},
      h(
        'p',
        {},
        h('span', { class: 'sr' }, `${severityWord(warning.severity)}: `),
        h('b', {}, h('bdi', {}, ...breakable(node?.label ?? warning.node))),
        ' ',
        capital(warning.message),
      ),
      h(
        'p',
        { class: 'actions' },
        ...(scene.asked.alone === true
          ? [h('span', { class: 'place' }, place), h('span', { class: 'code' }, warning.code)]
          : placeAndPage(warning, index, place, scene)),
      ),
      fixButtons(fixes, scene, scene.asked.alone !== true && isOpen(warning) ? node?.id : undefined),
      fixes.length === 0 && warning.fix !== undefined ? h('p', { class: 'hint' }, warning.fix) : undefined,
    ),
  );
}

/** Where it stands, and its page: both lead out of the view. */
function placeAndPage(warning: PlanWarning, index: number, place: string, scene: Scene): HTMLElement[] {
  return [
    h(
      'button',
      {
        class: 'link place',
        'data-focus': `jump-${index}`,
        title: t('Go to the source'),
        onclick: () => jump(warning, index, scene),
      },
      place,
    ),
    h(
      'button',
      {
        class: 'link code',
        'data-focus': `rule-${index}`,
        title: t('Open the page of this warning'),
        onclick: () => scene.send({ type: 'rule', index }),
      },
      warning.code,
    ),
  ];
}

/** The plan cannot go on without a person's word. */
function isOpen({ code }: PlanWarning): boolean {
  return code === 'plan/unclassified' || code === 'plan/external';
}

function jump(warning: PlanWarning, index: number, scene: Scene): void {
  scene.change({ selected: warning.node });
  scene.send({ type: 'revealWarning', index });
}
