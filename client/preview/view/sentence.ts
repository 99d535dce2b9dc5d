/** The plan's summary, with what the eye looks for set in bold: numbers and the names of resources. */
import type { Plan } from '../../../server/core/model/plan.ts';
import { h } from './dom.ts';
import { t } from './words.ts';

export function sentenceOf(plan: Plan): Node[] {
  const text = plan.summary === undefined || plan.summary === '' ? ownSentence(plan) : plan.summary;
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

/** For plans of older exports, which carry no sentence. */
function ownSentence(plan: Plan): string {
  const { duplicated, total } = plan.blastRadius;
  const { extraUnits } = plan.capacity;
  const labels = new Map(plan.nodes.map((it) => [it.id, it.label]));
  const gates = plan.cutOver.map((it) => labels.get(it.node) ?? it.node).join(', ');
  const copies = t('{0} of {1} resources get a green copy', duplicated, total);
  const cost = extraUnits === 'unknown' ? '' : t(', {0} extra instances while both colours run', extraUnits);
  const where = gates === '' ? '.' : t(', switch at {0}.', gates);
  const back = plan.pointOfNoReturn === null ? '' : ` ${t('No way back from step {0}.', plan.pointOfNoReturn)}`;
  return copies + cost + where + back;
}
