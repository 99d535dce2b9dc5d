/** One resource in one lane: built once per plan, painted at every moment. */
import type { PlanNode } from '../../../server/core/model/plan.ts';
import { changeText, typeLine } from './cardText.ts';
import { breakable, fill, h, place } from './dom.ts';
import { classIcon, severityIcon, sign } from './icons.ts';
import { isGate } from './items.ts';
import type { Box } from './layout.ts';
import { type Scene, worstOf } from './model.ts';
import { type Moment, type NodeState, stateAt } from './state.ts';
import { changeWord, severityWord, stateWord, t } from './words.ts';

export interface CardParts {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly state: HTMLElement;
  readonly split: HTMLElement | undefined;
}

/** `fits`: whether a text in small letters has room in one line of the box. */
export function cardFor(box: Box, scene: Scene, fits: (text: string) => boolean): CardParts {
  const node = scene.shown.nodes.get(box.ids[0] ?? '');
  const state = h('span', { class: 'state' });
  const split = isGate(box) ? h('span', { class: 'split' }) : undefined;
  const button = h(
    'button',
    {
      class: 'face',
      tabindex: -1,
      'data-focus': box.key,
      onclick: () => press(box, scene),
      'aria-expanded': expanded(box, scene),
    },
    iconOf(box, scene),
    h('span', { class: 'name', title: titleOf(box, scene) }, h('bdi', {}, ...breakable(box.title)), mark(box, scene)),
    state,
    box.kind === 'quiet' || node === undefined
      ? undefined
      : h(
          'span',
          { class: 'type', title: box.kind === 'group' ? changedWords(box, scene) : node.type },
          typeOf(box, node, scene, fits),
          comesOrGoes(box, node, scene),
        ),
    box.kind === 'card' && box.lane !== 'blue' && node !== undefined ? changeLine(node) : undefined,
    split,
    box.kind === 'group' ? sign('open') : undefined,
  );
  const kinds = [box.kind, isGate(box) && 'gate', box.stacked && 'stacked', box.heading && 'heading'];
  const element = h(
    'li',
    {
      class: `box ${kinds.filter(Boolean).join(' ')}`,
      'data-lane': box.lane,
      'data-key': box.key,
      'data-heading': box.heading ? t('unchanged') : undefined,
    },
    button,
  );
  place(element, {
    left: `calc(${box.x} * var(--u))`,
    top: `calc(${box.y} * var(--u))`,
    width: `calc(${box.width} * var(--u))`,
    height: `calc(${box.height} * var(--u))`,
  });
  return { element, button, state, split };
}

/** A group of several classes is none of them. */
export function iconOf(box: Box, { shown }: Scene): Node {
  const classes = new Set(box.ids.map((id) => shown.nodes.get(id)?.lifecycle.class));
  const [first] = classes;
  return classes.size === 1 && first !== undefined ? classIcon(first) : moduleIcon();
}

function moduleIcon(): Node {
  const icon = sign('module');
  icon.setAttribute('class', 'icon');
  return icon;
}

function press(box: Box, { look, change, send, shown }: Scene): void {
  if (box.kind === 'group') {
    const key = groupKey(box);
    change({ open: look.open.includes(key) ? look.open.filter((it) => it !== key) : [...look.open, key] });
    return;
  }
  const id = box.ids[0] as string;
  change({ selected: id });
  if (shown.nodes.has(id)) {
    send({ type: 'revealNode', id });
  }
}

function groupKey(box: Box): string {
  return box.key.slice(box.lane.length + 1);
}

function expanded(box: Box, { look }: Scene): boolean | undefined {
  return box.kind === 'group' ? look.open.includes(groupKey(box)) : undefined;
}

/** The name in full, for a card has room for a part of it. */
function titleOf(box: Box, { shown }: Scene): string {
  return box.kind === 'group' ? box.title : (shown.nodes.get(box.ids[0] ?? '')?.label ?? box.title);
}

function typeOf(box: Box, node: PlanNode, scene: Scene, fits: (text: string) => boolean): HTMLElement {
  return h('bdi', {}, box.kind === 'group' ? changedWords(box, scene) : typeLine(node, fits));
}

function changedWords({ ids }: Box, { shown }: Scene): string {
  const changed = ids.filter((id) => shown.nodes.get(id)?.change !== 'unchanged').length;
  const count = t('{0} resources', ids.length);
  return changed === 0 ? count : `${count} · ${t('{0} changed', changed)}`;
}

/** What is not on both sides says so: its state alone looks like that of a copy. */
function comesOrGoes({ kind }: Box, { change }: PlanNode, { shown: { plan } }: Scene): HTMLElement | undefined {
  const isOne = change === 'remove' || (change === 'add' && plan.input.blue !== 'none');
  return kind === 'card' && isOne ? h('b', {}, ` · ${changeWord(change)}`) : undefined;
}

function mark(box: Box, { shown }: Scene): HTMLElement | undefined {
  const warnings = box.ids.flatMap((id) => shown.warnings.get(id) ?? []);
  const worst = box.lane === 'blue' ? undefined : worstOf(warnings);
  if (worst === undefined) {
    return undefined;
  }
  const words = t('Warnings: {0}, worst: {1}', warnings.length, severityWord(worst));
  return h('span', { class: 'mark', title: words }, severityIcon(worst), h('span', { class: 'sr' }, words));
}

function changeLine(node: PlanNode): HTMLElement | undefined {
  const text = changeText(node);
  if (text === undefined) {
    return undefined;
  }
  const [before, after] = text.values ?? [];
  return h(
    'span',
    { class: 'change' },
    h('bdi', {}, text.path),
    ' ',
    before === undefined ? undefined : h('code', {}, h('bdi', {}, before), ' → ', h('bdi', {}, after)),
    text.more,
  );
}

/** The state that all its nodes are in. */
export function stateOf(box: Box, nodes: Scene['shown']['nodes'], moment: Moment): NodeState | undefined {
  const states = box.ids.flatMap((id) => {
    const node = nodes.get(id);
    return node === undefined ? [] : [stateAt(moment, node, box.lane)];
  });
  return new Set(states).size === 1 ? states[0] : undefined;
}

export function paintCard(card: CardParts, box: Box, scene: Scene, moment: Moment): void {
  const { look, shown, frame } = scene;
  const one = stateOf(box, shown.nodes, moment);
  const selected = look.selected !== null && box.ids.includes(look.selected);
  card.element.dataset.state = one ?? 'mixed';
  card.element.classList.toggle('selected', selected);
  card.element.classList.toggle('cursor', look.cursor !== null && box.ids.includes(look.cursor));
  card.element.classList.toggle('now', isTouched(box, scene));
  fill(card.state, h('i', { class: 'dot' }), stateText(one, box, scene));
  if (card.split !== undefined) {
    fill(card.split, ...splitBar(frame.blue, frame.green));
  }
}

/** The step of this moment names one of the nodes, and this lane's copy is the one it means. */
function isTouched(box: Box, { shown, frame }: Scene): boolean {
  const step = shown.plan.steps.find((it) => it.n === frame.step);
  if (step === undefined || !box.ids.some((id) => step.nodes.includes(id))) {
    return false;
  }
  const isEnd = step.phase === 'retire' || step.phase === 'contract';
  return box.lane === 'shared' || (box.lane === 'blue') === isEnd;
}

export function stateText(state: NodeState | undefined, box: Box, { shown }: Scene): string {
  const instances = box.ids.length === 1 ? shown.nodes.get(box.ids[0] ?? '')?.instances : undefined;
  const word = state === undefined ? t('mixed') : stateWord(state);
  const several = typeof instances === 'number' && instances > 1 && (state === 'live' || state === 'starting');
  return several ? `${instances} × ${word}` : word;
}

function splitBar(blue: number, green: number): HTMLElement[] {
  const bar = (colour: string, share: number): HTMLElement | undefined => {
    if (share === 0) {
      return undefined;
    }
    const part = h('i', { class: colour });
    place(part, { width: `${share}%` });
    return part;
  };
  return [
    h('span', { class: 'shares' }, bar('blue', blue), bar('green', green)),
    h(
      'span',
      { class: 'percent' },
      h('b', { class: 'blue' }, t('{0} % blue', blue)),
      h('b', { class: 'green' }, t('{0} % green', green)),
    ),
  ];
}
