/** The one sentence, with what the eye looks for set in bold: numbers and the names of resources. */
import type { Plan } from '../../../server/core/model/plan.ts';
import { breakable, h } from './dom.ts';
import { t } from './words.ts';

export function sentenceOf(plan: Plan): Node[] {
  return ownSentence(plan)
    .split(marked)
    .map((text, at) => (at % 2 === 0 ? document.createTextNode(text) : h('b', {}, h('bdi', {}, ...breakable(text)))));
}

/** Private characters stand around what is bold: the words around it come from a translation. */
const marked = /\ue000([^\ue001]*)\ue001/;
const bold = (text: string | number): string => `\ue000${String(text).replace(/[\ue000\ue001]/g, '')}\ue001`;

/** Shorter than the plan's own summary, which repeats the readiness that stands beside it here. */
function ownSentence(plan: Plan): string {
  const { duplicated, total } = plan.blastRadius;
  const { pointOfNoReturn } = plan;
  const back = pointOfNoReturn === null ? '' : ` ${t('No way back from step {0}.', bold(pointOfNoReturn))}`;
  if (plan.steps.length === 0) {
    return t('There is nothing to do: what runs and what this file describes are the same.');
  }
  if (plan.input.blue === 'none') {
    return t('{0} resources are created for the first time.', bold(total));
  }
  if (duplicated === 0) {
    return t('Nothing is duplicated: only what is shared changes.') + back;
  }
  const { extraUnits } = plan.capacity;
  const gates = gateNames(plan);
  const parts = [
    t('{0} of {1} resources get a green copy', bold(duplicated), bold(total)),
    extraUnits === 'unknown' || extraUnits === 0 ? '' : extraWords(extraUnits),
    gates === '' ? '' : t('switch at {0}', gates),
  ].filter((it) => it !== '');
  const list = new Intl.ListFormat(document.documentElement.lang, { type: 'unit' }).format(parts);
  return t('{0}.', list) + back;
}

/** As many names as one reads. */
const mostNames = 3;

function gateNames(plan: Plan): string {
  const labels = new Map(plan.nodes.map((it) => [it.id, it.label]));
  const names = plan.cutOver.map((it) => labels.get(it.node) ?? it.node);
  const more = names.length - (names.length > mostNames ? mostNames - 1 : mostNames);
  const said = names.slice(0, names.length - Math.max(0, more)).map(bold);
  return said.join(', ') + (more > 0 ? ` ${t('and {0} more', bold(more))}` : '');
}

function extraWords(units: number): string {
  return units === 1
    ? t('1 extra instance while both colours run')
    : t('{0} extra instances while both colours run', bold(units));
}
