/** The one sentence, with what the eye looks for set in bold: numbers and the names of resources. */
import type { Plan } from '../../../server/core/model/plan.ts';
import { h } from './dom.ts';
import { t } from './words.ts';

export function sentenceOf(plan: Plan): Node[] {
  const text = ownSentence(plan);
  const names = new Set(plan.nodes.map((it) => it.label));
  return text.split(/(\s+)/).map((word) => {
    const bare = word.replace(/^[(„"“]+|[.,;:)"”]+$/g, '');
    const important = names.has(bare) || /^\d+$/.test(bare);
    if (!important || bare === '') {
      return document.createTextNode(word);
    }
    const at = word.indexOf(bare);
    return h('span', {}, word.slice(0, at), h('b', {}, h('bdi', {}, bare)), word.slice(at + bare.length));
  });
}

/** Shorter than the plan's own summary, which repeats the readiness that stands beside it here. */
function ownSentence(plan: Plan): string {
  const { duplicated, total } = plan.blastRadius;
  const back = plan.pointOfNoReturn === null ? '' : ` ${t('No way back from step {0}.', plan.pointOfNoReturn)}`;
  if (plan.steps.length === 0) {
    return t('Nothing is duplicated, and nothing shared changes.');
  }
  if (plan.input.blue === 'none') {
    return t('{0} resources are created for the first time.', total);
  }
  if (duplicated === 0) {
    return t('Nothing is duplicated: only what is shared changes.') + back;
  }
  const { extraUnits } = plan.capacity;
  const labels = new Map(plan.nodes.map((it) => [it.id, it.label]));
  const gates = plan.cutOver.map((it) => labels.get(it.node) ?? it.node).join(', ');
  const parts = [
    t('{0} of {1} resources get a green copy', duplicated, total),
    extraUnits === 'unknown' || extraUnits === 0 ? '' : extraWords(extraUnits),
    gates === '' ? '' : t('switch at {0}', gates),
  ].filter((it) => it !== '');
  const list = new Intl.ListFormat(document.documentElement.lang, { type: 'unit' }).format(parts);
  return t('{0}.', list) + back;
}

function extraWords(units: number): string {
  return units === 1
    ? t('1 extra instance while both colours run')
    : t('{0} extra instances while both colours run', units);
}
