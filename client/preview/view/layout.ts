/** Where everything is drawn: x is the lane, y the layer. Data in, data out; the unit is a pixel at zoom 1 and 13 px text. */
import type { Plan, PlanNode } from '../../../server/core/model/plan.ts';
import { layersOf } from './layers.ts';
import { type Lane, lanesOf } from './state.ts';

export type BoxKind = 'gate' | 'card' | 'quiet' | 'group';

export interface Box {
  /** Unique: lane and node, or lane and group. */
  readonly key: string;
  readonly kind: BoxKind;
  readonly lane: Lane;
  /** The nodes it stands for; one but for groups. */
  readonly ids: readonly string[];
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Wire {
  readonly from: string;
  readonly to: string;
  readonly side: 'blue' | 'green';
}

export interface Layout {
  /** Too little room for name and state in one line. */
  readonly narrow: boolean;
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

export interface LayoutOptions {
  readonly width: number;
  /** Groups that are opened, by key. */
  readonly open: ReadonlySet<string>;
}

/** Above this many nodes, those of one module or type in one lane are drawn as one. */
const collapseAbove = 150;

const gap = 8;
const heights: Readonly<Record<BoxKind, number>> = { gate: 92, card: 50, quiet: 28, group: 50 };
const lineHeight = 17;
/** Lanes less wide than this show the state in a line of its own. */
const narrowLane = 250;

export function layoutOf(plan: Plan, options: LayoutOptions): Layout {
  const gutter = options.width < 560 ? 18 : options.width < 640 ? 28 : 44;
  const width = Math.max(140, Math.floor((options.width - 2 * gutter) / 3));
  const xs: Readonly<Record<Lane, number>> = { blue: 0, shared: width + gutter, green: 2 * (width + gutter) };
  const narrow = width < narrowLane;
  const items = itemsOf(plan, options.open, narrow);
  const boxes = [...placeColours(items, xs, width), ...placeColumn(items.shared, xs.shared, width)];
  return {
    narrow,
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

interface Drawing {
  readonly open: ReadonlySet<string>;
  readonly narrow: boolean;
  /** Nodes with a blocker or high warning: never drawn as something that steps back. */
  readonly pressing: ReadonlySet<string>;
}

type Item = Omit<Box, 'x' | 'y' | 'width'>;
type Items = Readonly<Record<Lane, readonly Item[]>>;

function itemsOf(plan: Plan, open: ReadonlySet<string>, narrow: boolean): Items {
  const layers = layersOf(plan);
  const pressing = new Set(
    plan.warnings.filter((it) => it.severity === 'blocker' || it.severity === 'high').map((it) => it.node),
  );
  const draw: Drawing = { open, narrow, pressing };
  const ordered = plan.nodes.toSorted(
    (a, b) => rank(a, pressing) - rank(b, pressing) || (layers.get(a.id) ?? 0) - (layers.get(b.id) ?? 0),
  );
  const collapse = plan.nodes.length > collapseAbove;
  const ofLane = (lane: Lane): readonly Item[] => {
    const nodes = ordered.filter((it) => lanesOf(plan, it).includes(lane));
    return collapse ? grouped(nodes, lane, draw) : nodes.map((it) => itemOf(it, lane, draw));
  };
  return { blue: ofLane('blue'), shared: ofLane('shared'), green: ofLane('green') };
}

/** In the shared lane: the gate, then what needs a decision, then what changes, then what stays. */
function rank(node: PlanNode, pressing: ReadonlySet<string>): number {
  switch (node.action) {
    case 'switch':
      return 0;
    case 'block':
      return 1;
    case 'review':
      return 2;
    case 'share':
      return node.change === 'unchanged' && !pressing.has(node.id) ? 5 : 3;
    case 'retire':
    case 'contract':
      return 4;
    default:
      return 3;
  }
}

function itemOf(node: PlanNode, lane: Lane, { narrow, pressing }: Drawing): Item {
  const kind = kindOf(node, pressing);
  const showsChange = kind === 'card' && lane !== 'blue' && (node.changedPaths?.length ?? 0) > 0;
  const lines = (showsChange ? 1 : 0) + (narrow && kind !== 'quiet' ? 1 : 0);
  return {
    key: `${lane}:${node.id}`,
    kind,
    lane,
    ids: [node.id],
    title: kind === 'quiet' ? node.label : titleOf(node),
    height: heights[kind] + lines * lineHeight,
  };
}

/** Terraform's addresses begin with the type, which stands in the next line. */
function titleOf({ label, type }: PlanNode): string {
  return label.startsWith(`${type}.`) ? label.slice(type.length + 1) : label;
}

function kindOf(node: PlanNode, pressing: ReadonlySet<string>): BoxKind {
  if (node.action === 'switch') {
    return 'gate';
  }
  return node.action === 'share' && node.change === 'unchanged' && !pressing.has(node.id) ? 'quiet' : 'card';
}

/** Gates, blocks and reviews stay by themselves: they are what one looks for. */
function grouped(nodes: readonly PlanNode[], lane: Lane, draw: Drawing): readonly Item[] {
  const members = new Map<string, PlanNode[]>();
  for (const node of nodes) {
    const name = ['switch', 'block', 'review'].includes(node.action) ? node.id : groupOf(node);
    members.set(name, [...(members.get(name) ?? []), node]);
  }
  return [...members].flatMap(([name, inside]) => {
    if (inside.length < 2) {
      return inside.map((it) => itemOf(it, lane, draw));
    }
    const key = `group:${name}`;
    const head: Item = {
      key: `${lane}:${key}`,
      kind: 'group',
      lane,
      ids: inside.map((it) => it.id),
      title: name,
      height: heights.group + (draw.narrow ? lineHeight : 0),
    };
    return draw.open.has(key) ? [head, ...inside.map((it) => itemOf(it, lane, draw))] : [head];
  });
}

/** The Terraform module a node is in, the file of a unit of many, else its type. */
function groupOf(node: PlanNode): string {
  const module = /^(?:.*#)?((?:module\.[^.[\]]+(?:\[[^\]]*\])?\.)+)/.exec(node.id)?.[1];
  return module?.slice(0, -1) ?? node.type;
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
    boxes.push(...pair.map((it) => ({ ...it, x: xs[it.lane], y, width, height })));
    y += height + gap;
  }
  return boxes;
}

function partner(item: Item): string {
  return item.key.slice(item.lane.length + 1);
}

function placeColumn(items: readonly Item[], x: number, width: number): Box[] {
  let y = 0;
  return items.map((item) => {
    const box = { ...item, x, y, width };
    y += item.height + (item.kind === 'quiet' ? 2 : gap);
    return box;
  });
}

/** From every gate to the parts of each colour that hang on it; to the first of the lane where none is named. */
function wiresOf(plan: Plan, boxes: readonly Box[]): Wire[] {
  const gates = boxes.filter((it) => it.kind === 'gate');
  return gates.flatMap((gate) => {
    const near = new Set(
      plan.edges.flatMap(({ from, to }) => (gate.ids.includes(from) ? [to] : gate.ids.includes(to) ? [from] : [])),
    );
    return (['blue', 'green'] as const).flatMap((side) => {
      const lane = boxes.filter((it) => it.lane === side && it.kind !== 'gate');
      const named = lane.filter((it) => it.ids.some((id) => near.has(id)));
      const ends = named.length > 0 ? named.slice(0, 4) : lane.slice(0, 1);
      return ends.map((end) => ({ from: gate.key, to: end.key, side }));
    });
  });
}
