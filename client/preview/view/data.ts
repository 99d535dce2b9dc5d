/** What is not copied but passed on: messages, caches and the form of stored data. */
import type { LifecycleClass } from '../../../server/core/model/lifecycle.ts';
import type { Plan } from '../../../server/core/model/plan.ts';
import { h } from './dom.ts';
import type { Scene } from './model.ts';
import { nodeChips } from './steps.ts';
import { actionWord, capital, phaseWord, t } from './words.ts';

export function data(scene: Scene): HTMLElement {
  const { plan } = scene.shown;
  return h('div', { class: 'data' }, messages(plan, scene), caches(plan, scene), schemas(plan, scene));
}

function part(title: string, empty: string, cards: readonly HTMLElement[], rest: Rest): HTMLElement {
  const all = [...cards, ...rest.changing];
  return h(
    'section',
    {},
    h('h2', {}, title),
    all.length === 0 ? h('p', { class: 'calm' }, empty) : h('div', { class: 'cards' }, ...all),
    rest.same && h('div', { class: 'same' }, h('span', {}, t('unchanged')), rest.same),
  );
}

/** What keeps something of this class, beside what a policy was found for. */
interface Rest {
  readonly changing: readonly HTMLElement[];
  readonly same: HTMLElement | undefined;
}

function restOf(name: LifecycleClass, said: readonly string[], scene: Scene): Rest {
  const nodes = scene.shown.plan.nodes.filter((it) => it.lifecycle.class === name && !said.includes(it.id));
  const same = nodes.filter((it) => it.change === 'unchanged').map((it) => it.id);
  return {
    changing: nodes
      .filter((it) => it.change !== 'unchanged')
      .map((it) =>
        card(it.id, scene, capital([actionWord(it.action), it.why.join('; ')].filter(Boolean).join(': ')), []),
      ),
    same: same.length === 0 ? undefined : nodeChips(same, scene),
  };
}

function card(
  node: string,
  scene: Scene,
  said: string,
  rows: readonly (readonly [string, HTMLElement | string | undefined])[],
): HTMLElement {
  return h(
    'article',
    {},
    h('h3', {}, nodeChips([node], scene)),
    h('p', {}, said),
    rows.length > 0 &&
      h(
        'dl',
        {},
        ...rows.flatMap(([name, value]) =>
          value === undefined || value === '' ? [] : [h('div', {}, h('dt', {}, name), h('dd', {}, value))],
        ),
      ),
  );
}

function messages(plan: Plan, scene: Scene): HTMLElement {
  const words = {
    'shared-tolerant': t('Both colours use it: green reads old and new forms, blue never gets the new one.'),
    'per-colour': t('Every colour has its own; blue’s is drained.'),
    'version-routed': t('One for both; messages are routed by the version they carry.'),
  };
  const cards = (plan.messages ?? []).map((it) =>
    card(it.queue, scene, words[it.policy], [
      [t('Producers'), it.producers && nodeChips(it.producers, scene)],
      [t('Consumers'), it.consumers && nodeChips(it.consumers, scene)],
      [t('Version is in'), it.versionAttribute],
    ]),
  );
  return part(
    t('Messages'),
    t('No queue, topic or stream is part of this plan.'),
    cards,
    restOf(
      'volatile',
      (plan.messages ?? []).map((it) => it.queue),
      scene,
    ),
  );
}

function caches(plan: Plan, scene: Scene): HTMLElement {
  const words = {
    'share-prefixed': t('One for both; keys carry the version, so that neither colour reads the other’s entries.'),
    'new-warm': t('Green gets its own and starts cold: it is warmed before the switch.'),
  };
  const cards = (plan.caches ?? []).map((it) => card(it.node, scene, words[it.policy], [[t('Warmed by'), it.warmBy]]));
  return part(
    t('Caches'),
    t('No cache is part of this plan.'),
    cards,
    restOf(
      'cache',
      (plan.caches ?? []).map((it) => it.node),
      scene,
    ),
  );
}

function schemas(plan: Plan, scene: Scene): HTMLElement {
  const words = {
    yes: t('Blue can live with it.'),
    no: t('Blue cannot live with it: split it into an expansion now and a contraction after blue is gone.'),
    unknown: t('Whether blue can live with it cannot be told from the text.'),
  };
  const cards = (plan.schemaChecks ?? []).map((it) =>
    card(it.store, scene, words[it.compatible], [
      [t('Change'), it.change],
      [t('Phase'), phaseWord(it.phase)],
    ]),
  );
  return part(
    t('Schema'),
    t('No migration file was found beside this one.'),
    cards,
    restOf(
      'persistent',
      (plan.schemaChecks ?? []).map((it) => it.store),
      scene,
    ),
  );
}
