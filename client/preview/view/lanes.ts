/** The drawing: three lanes, the gate between the colours, and the wires that hang on it. */
import { type CardParts, cardFor, paintCard } from './card.ts';
import { fill, h, place } from './dom.ts';
import { isFirstDeployment } from './frames.ts';
import { compactLane, roomIn } from './items.ts';
import { type Box, type Layout, layoutOf } from './layout.ts';
import { linksOf } from './links.ts';
import { measuring } from './measure.ts';
import { foundIn, matches, momentOf, type Scene } from './model.ts';
import { type Lane, lanesOf } from './state.ts';
import { drawWires } from './wires.ts';
import { laneWord, t } from './words.ts';

export interface Lanes {
  /** Draws everything anew: another plan, another width, something opened. */
  readonly build: (scene: Scene) => void;
  /** Shows another moment, selection or search in what is drawn. */
  readonly paint: (scene: Scene) => void;
}

/** Pixels per unit follow the editor's font size, of which 13 is usual. */
const usualFontSize = 13;

export function lanesIn(root: HTMLElement): Lanes {
  let layout: Layout | undefined;
  let cards: ReadonlyMap<string, CardParts> = new Map();
  let wires: HTMLElement | undefined;
  const paint = (scene: Scene): void => {
    const moment = momentOf(scene);
    const links = layout === undefined ? [] : linksOf(layout.boxes, scene.shown.plan, scene.look.selected);
    const near = new Set(links.map(([, to]) => to));
    for (const [key, card] of cards) {
      const box = layout?.boxes.find((it) => it.key === key);
      if (box !== undefined) {
        paintCard(card, box, scene, moment);
        card.element.classList.toggle('faint', isFaint(box, scene));
        card.element.classList.toggle('near', near.has(box));
      }
    }
    if (layout !== undefined && wires !== undefined) {
      fill(wires, drawWires(layout, links, scene));
    }
  };
  const build = (scene: Scene): void => {
    const unit = Number.parseFloat(getComputedStyle(document.body).fontSize) / usualFontSize || 1;
    const scale = unit * scene.look.zoom;
    const measure = measuring();
    layout = layoutOf(scene.shown.plan, {
      width: (root.clientWidth - 32 * unit) / scale,
      open: new Set(scene.look.open),
      found: foundIn(scene),
      measure,
    });
    const room = roomIn(layout.lanes[0]?.width ?? 0);
    const fits = (text: string): boolean => measure(text, 'small') <= room;
    cards = new Map(layout.boxes.map((box) => [box.key, cardFor(box, scene, fits)]));
    stopAt(cards, cards.get(layout.boxes[0]?.key ?? ''));
    wires = h('div', { class: 'wires', 'aria-hidden': true });
    const canvas = h('div', { class: 'canvas' }, wires, ...laneLists(layout, cards, scene));
    place(canvas, { '--u': `${scale}px`, '--w': `${layout.width}`, '--h': `${layout.height}` });
    canvas.classList.toggle('compact', (layout.lanes[0]?.width ?? 0) < compactLane);
    const heads = h('div', { class: 'heads', 'aria-hidden': true }, ...layout.lanes.map((it) => laneHead(it, scene)));
    place(heads, { '--u': `${scale}px` });
    fill(root, heads, canvas);
    paint(scene);
  };
  root.addEventListener('keydown', (event) => moveBetweenCards(event, layout, cards));
  return { build, paint };
}

function laneHead({ lane, x, width }: Layout['lanes'][number], { shown: { plan } }: Scene): HTMLElement {
  const label = plan.colours.find((it) => it.id === lane)?.label ?? '';
  const plain = label === lane ? '' : label;
  const words: Readonly<Record<Lane, string>> = {
    blue: [t('live today'), plain].filter(Boolean).join(' · '),
    shared: t('one for both colours'),
    green: [t('new, from this file'), plain].filter(Boolean).join(' · '),
  };
  const head = h(
    'div',
    { class: 'head', 'data-lane': lane },
    h('b', {}, laneWord(lane)),
    ' ',
    h('span', {}, words[lane]),
  );
  place(head, { left: `calc(${x} * var(--u))`, width: `calc(${width} * var(--u))` });
  return head;
}

/** One list per lane for those who hear it; the places are absolute all the same. */
function laneLists(layout: Layout, cards: ReadonlyMap<string, CardParts>, scene: Scene): HTMLElement[] {
  return layout.lanes.map(({ lane, x, width }) => {
    const inside = layout.boxes.filter((it) => it.lane === lane);
    const items = inside.flatMap((it) => cards.get(it.key)?.element ?? []);
    if (items.length === 0) {
      const empty = h('p', { class: 'empty-lane' }, emptyWords(lane, scene));
      place(empty, { left: `calc(${x} * var(--u))`, width: `calc(${width} * var(--u))` });
      return empty;
    }
    return h('ul', { class: 'lane', 'aria-label': `${laneWord(lane)} (${nodesIn(lane, scene)})` }, ...items);
  });
}

function nodesIn(lane: Lane, { shown: { plan } }: Scene): number {
  return plan.nodes.filter((it) => lanesOf(plan, it).includes(lane)).length;
}

function emptyWords(lane: Lane, { shown: { plan } }: Scene): string {
  if (lane === 'blue') {
    return isFirstDeployment(plan) ? t('Nothing runs yet: this is the first deployment.') : t('Nothing is replaced.');
  }
  return lane === 'green' ? t('Nothing needs a green copy.') : t('Nothing is shared.');
}

function isFaint(box: Box, { look, shown }: Scene): boolean {
  const nodes = box.ids.map((id) => shown.nodes.get(id)).filter((it) => it !== undefined);
  return look.query !== '' && !nodes.some((it) => matches(it, look.query));
}

/** Arrow keys walk over the drawing as it looks: up and down in a lane, left and right to the nearest of the next one. */
function moveBetweenCards(
  event: KeyboardEvent,
  layout: Layout | undefined,
  cards: ReadonlyMap<string, CardParts>,
): void {
  const from = layout?.boxes.find((it) => cards.get(it.key)?.button === document.activeElement);
  if (from === undefined || layout === undefined) {
    return;
  }
  const to = neighbour(layout, from, event.key);
  const button = to && cards.get(to.key)?.button;
  if (button !== undefined) {
    event.preventDefault();
    stopAt(cards, cards.get(to?.key ?? ''));
    button.focus();
  }
}

/** The tab key stops at one card only. */
function stopAt(cards: ReadonlyMap<string, CardParts>, stop: CardParts | undefined): void {
  for (const card of cards.values()) {
    card.button.tabIndex = card === stop ? 0 : -1;
  }
}

function neighbour(layout: Layout, from: Box, key: string): Box | undefined {
  const lane = layout.boxes.filter((it) => it.lane === from.lane);
  const at = lane.indexOf(from);
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    return lane[at + (key === 'ArrowUp' ? -1 : 1)];
  }
  const order: readonly Lane[] = ['blue', 'shared', 'green'];
  const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  for (let i = order.indexOf(from.lane) + step; step !== 0 && order[i] !== undefined; i += step) {
    const others = layout.boxes.filter((it) => it.lane === order[i]);
    const nearest = others.toSorted((a, b) => Math.abs(a.y - from.y) - Math.abs(b.y - from.y))[0];
    if (nearest !== undefined) {
      return nearest;
    }
  }
  return undefined;
}
