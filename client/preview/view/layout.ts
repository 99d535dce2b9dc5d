/** Where everything is drawn: x is the lane, y the layer. Data in, data out; the unit is a pixel at zoom 1 and 13 px text. */
import type { Plan } from '../../../server/core/model/plan.ts';
import { type Item, type ItemOptions, type Items, isGate, itemsOf } from './items.ts';
import { type Lane, lanesOf } from './state.ts';

export interface Box extends Item {
  /** The first of those that stay as they are: a heading stands above it. */
  readonly heading: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Wire {
  readonly from: string;
  readonly to: string;
  readonly side: 'blue' | 'green';
  /** One of many: they share a line in the gap between the lanes. */
  readonly bus: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly {
    readonly lane: Lane;
    readonly x: number;
    readonly width: number;
    readonly nodes: number;
  }[];
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
}

export interface LayoutOptions extends ItemOptions {
  readonly width: number;
}

const gap = 8;
const headingHeight = 24;

export function layoutOf(plan: Plan, options: LayoutOptions): Layout {
  const gutter = options.width < 560 ? 18 : options.width < 640 ? 28 : 44;
  const width = Math.max(140, Math.floor((options.width - 2 * gutter) / 3));
  const xs: Readonly<Record<Lane, number>> = { blue: 0, shared: width + gutter, green: 2 * (width + gutter) };
  const items = itemsOf(plan, options, width);
  const boxes = [...placeColours(items, xs, width), ...placeColumn(items.shared, xs.shared, width)];
  return {
    width: 3 * width + 2 * gutter,
    height: Math.max(0, ...boxes.map((it) => it.y + it.height)),
    lanes: (['blue', 'shared', 'green'] as const).map((lane) => ({
      lane,
      x: xs[lane],
      width,
      nodes: plan.nodes.filter((it) => lanesOf(plan, it).includes(lane)).length,
    })),
    boxes,
    wires: wiresOf(plan, boxes),
  };
}

/** What is doubled stands at the same height in both colours: the eye compares along a line. */
function placeColours(items: Items, xs: Readonly<Record<Lane, number>>, width: number): Box[] {
  const greens = new Map(items.green.map((it) => [partner(it), it]));
  const blues = new Map(items.blue.map((it) => [partner(it), it]));
  const rows = [...items.green.map(partner), ...items.blue.map(partner).filter((it) => !greens.has(it))];
  const boxes: Box[] = [];
  let y = 0;
  for (const row of rows) {
    const pair = [blues.get(row), greens.get(row)].filter((it) => it !== undefined);
    const height = Math.max(...pair.map((it) => it.height));
    boxes.push(...pair.map((it) => ({ ...it, heading: false, x: xs[it.lane], y, width, height })));
    y += height + gap;
  }
  return boxes;
}

function partner(item: Item): string {
  return item.key.slice(item.lane.length + 1);
}

function placeColumn(items: readonly Item[], x: number, width: number): Box[] {
  const first = items.findIndex((it) => it.kind === 'quiet');
  let y = 0;
  return items.map((item, at) => {
    y += at === first ? headingHeight : 0;
    const box = { ...item, heading: at === first, x, y, width };
    y += item.height + (item.kind === 'quiet' ? 2 : gap);
    return box;
  });
}

/** From every gate to the parts of each colour that hang on it; to the first of the lane where none is named. */
function wiresOf(plan: Plan, boxes: readonly Box[]): Wire[] {
  const single = boxes.filter((it) => it.kind === 'gate');
  const gates = single.length > 0 ? single : boxes.filter(isGate);
  return gates.flatMap((gate) => {
    const near = new Set(
      plan.edges.flatMap(({ from, to }) => (gate.ids.includes(from) ? [to] : gate.ids.includes(to) ? [from] : [])),
    );
    return (['blue', 'green'] as const).flatMap((side) => {
      const lane = boxes.filter((it) => it.lane === side && !isGate(it));
      const named = lane.filter((it) => it.ids.some((id) => near.has(id)));
      const ends = named.length === 0 ? lane.slice(0, 1) : gate.kind === 'gate' ? named.slice(0, 4) : named;
      return ends.map((end) => ({ from: gate.key, to: end.key, side, bus: ends.length > 4 }));
    });
  });
}
