/** Plans that are not the usual case, said in a way that looks meant. */
import { h, svg } from './dom.ts';
import { isFirstDeployment } from './frames.ts';
import { severityIcon, sign } from './icons.ts';
import type { Asked } from './messages.ts';
import type { Scene } from './model.ts';

import { capital, t } from './words.ts';

/** Above the drawing: undefined where a plan speaks for itself. */
export function banner(scene: Scene): HTMLElement | undefined {
  const { plan } = scene.shown;
  const index = plan.warnings.findIndex((it) => it.severity === 'blocker');
  const blocker = plan.warnings[index];
  if (plan.readiness.band === 'not blue-green' && blocker !== undefined) {
    const label = scene.shown.nodes.get(blocker.node)?.label ?? blocker.node;
    const jump =
      scene.asked.alone === true
        ? undefined
        : h(
            'button',
            { class: 'link', 'data-focus': 'banner-jump', onclick: () => scene.send({ type: 'revealWarning', index }) },
            sign('jump'),
            t('Go to the source'),
          );
    const others = plan.readiness.counts.blocker - 1;
    const more = others > 0 ? ` ${t('Further blockers below: {0}.', others)}` : '';
    return notice(
      'blocked',
      t('This cannot be a blue-green deployment yet'),
      t('{0}.', `${label}: ${capital(blocker.message)}`) + more,
      jump,
    );
  }
  return isFirstDeployment(plan)
    ? notice(
        'first',
        t('First deployment'),
        t('Nothing runs yet, so there is nothing to switch from and nothing to lose.'),
      )
    : undefined;
}

function notice(kind: string, title: string, words: string, action?: HTMLElement): HTMLElement {
  return h(
    'div',
    { class: `notice ${kind}` },
    kind === 'blocked' ? severityIcon('blocker') : undefined,
    h('p', {}, h('b', {}, title), ' ', h('span', {}, words)),
    action,
  );
}

/** Instead of everything: why there is no plan, and what may help. */
export function refusal(sentence: string, asked: Asked): HTMLElement {
  const picture = svg(
    'svg',
    { viewBox: '0 0 96 56', class: 'picture', 'aria-hidden': 'true' },
    svg('circle', { cx: 36, cy: 28, r: 20, class: 'blue' }),
    svg('circle', { cx: 60, cy: 28, r: 20, class: 'green' }),
  );
  return h(
    'div',
    {},
    picture,
    h('h2', {}, t('There is no plan for this file')),
    h('p', {}, sentence),
    asked.note === undefined ? undefined : h('p', { class: 'hint' }, asked.note),
  );
}
