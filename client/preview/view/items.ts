/** What stands in each lane, in its order, and how high it is: single resources, or groups above a certain number. */
import type { Plan, PlanNode } from '../../../server/core/model/plan.ts';
import { changeText, estimate, type Measure, moduleOf, nameOf, wrapped } from './cardText.ts';
import { framesOf } from './frames.ts';
import { layersOf } from './layers.ts';
import { type Lane, lanesOf, stateAt, stepsByNode } from './state.ts';
import { stateWord, t } from './words.ts';

export type BoxKind = 'gate' | 'card' | 'quiet' | 'group';

export interface Item {
  /** Unique: lane and node, or lane and group. */
  readonly key: string;
  readonly kind: BoxKind;
  readonly lane: Lane;
  /** The nodes it stands for; one but for groups. */
  readonly ids: readonly string[];
  readonly title: string;
  /** Name and state do not fit side by side: the state has a line of its own. */
  readonly stacked: boolean;
  readonly height: number;
}

export type Items = Readonly<Record<Lane, readonly Item[]>>;

export interface ItemOptions {
  /** Groups that are opened, by key. */
  readonly open: ReadonlySet<string>;
  /** Nodes that are shown even where their group is closed. */
  readonly found?: ReadonlySet<string>;
  readonly measure?: Measure;
}

/** Above this many nodes, those of one module or type in one lane are drawn as one. */
const collapseAbove = 150;

export function isCollapsed(plan: Plan): boolean {
  return plan.nodes.length > collapseAbove;
}

/** More switches than this are one when others are drawn as groups, too. */
const mostGates = 3;
const gateGroup = 'group:switch';

const heights: Readonly<Record<BoxKind, number>> = { gate: 92, card: 50, quiet: 28, group: 50 };
export const lineHeight = 17;
/** Lanes less wide than this have no room for icons. */
export const compactLane = 175;

/** What a box as wide as this has for its texts: without edge, padding and icon. */
export function roomIn(width: number): number {
  return width - (width < compactLane ? 24 : 50);
}

/** A gate, alone or as a group of many. */
export function isGate(box: Pick<Item, 'kind' | 'key'>): boolean {
  return box.kind === 'gate' || box.key.endsWith(`:${gateGroup}`);
}

interface Drawing {
  readonly open: ReadonlySet<string>;
  readonly found: ReadonlySet<string>;
  /** Nodes with a blocker or high warning: never drawn as something that steps back. */
  readonly pressing: ReadonlySet<string>;
  /** Nodes with a warning, whose mark stands behind the name. */
  readonly marked: ReadonlySet<string>;
  readonly room: number;
  readonly measure: Measure;
  /** The widest that a node's state becomes. */
  readonly stateWidth: (node: PlanNode, lane: Lane) => number;
}

export function itemsOf(
  plan: Plan,
  { open, found = new Set(), measure = estimate }: ItemOptions,
  width: number,
): Items {
  const layers = layersOf(plan);
  const pressing = new Set(
    plan.warnings.filter((it) => it.severity === 'blocker' || it.severity === 'high').map((it) => it.node),
  );
  const room = roomIn(width);
  const marked = new Set(plan.warnings.map((it) => it.node));
  const stateWidth = stateWidths(plan, measure);
  const draw: Drawing = { open, found, pressing, marked, room, measure, stateWidth };
  const ordered = plan.nodes.toSorted(
    (a, b) => rank(a, pressing) - rank(b, pressing) || (layers.get(a.id) ?? 0) - (layers.get(b.id) ?? 0),
  );
  const collapse = isCollapsed(plan);
  const ofLane = (lane: Lane): readonly Item[] => {
    const nodes = ordered.filter((it) => lanesOf(plan, it).includes(lane));
    return collapse ? grouped(nodes, lane, draw) : nodes.map((it) => itemOf(it, lane, draw));
  };
  return { blue: ofLane('blue'), shared: ofLane('shared'), green: ofLane('green') };
}

/** Room is kept for the widest state of all moments: nothing moves when time does. */
function stateWidths(plan: Plan, measure: Measure): Drawing['stateWidth'] {
  const steps = stepsByNode(plan);
  const frames = framesOf(plan).filter((it, at, all) => it.step !== all[at - 1]?.step || it.blue + it.green !== 100);
  return (node, lane) => {
    const words = new Set(frames.map((frame) => stateWord(stateAt({ plan, steps, frame }, node, lane))));
    const count = typeof node.instances === 'number' && node.instances > 1 ? `${node.instances} × ` : '';
    return 22 + Math.max(...[...words].map((it) => measure(count + it, 'small')));
  };
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

function itemOf(node: PlanNode, lane: Lane, draw: Drawing): Item {
  const { pressing, marked, room, measure } = draw;
  const kind = kindOf(node, pressing);
  const title = nameOf(node);
  const mark = lane !== 'blue' && marked.has(node.id) ? 20 : 0;
  const stacked = kind !== 'quiet' && measure(title, 'name') + mark + draw.stateWidth(node, lane) > room;
  const names = Math.min(mostLines, wrapped(title, 'name', room - mark, measure).length);
  const change = kind === 'card' && lane !== 'blue' ? changeText(node) : undefined;
  const changed = change === undefined ? 0 : changeLines(change, draw);
  return {
    key: `${lane}:${node.id}`,
    kind,
    lane,
    ids: [node.id],
    title,
    stacked,
    height: heights[kind] + (names - 1 + changed + (stacked ? 1 : 0)) * lineHeight,
  };
}

/** A name longer than this is cut, and read in full at its tooltip, in the detail, or aloud. */
export const mostLines = 4;

function changeLines({ path, values, more }: NonNullable<ReturnType<typeof changeText>>, draw: Drawing): number {
  const before = draw.measure(path, 'small');
  const both = values === undefined ? 0 : draw.measure(` ${values[0]} → ${values[1]}${more}`, 'code');
  return before + both > draw.room ? 2 : 1;
}

function kindOf(node: PlanNode, pressing: ReadonlySet<string>): BoxKind {
  if (node.action === 'switch') {
    return 'gate';
  }
  return node.action === 'share' && node.change === 'unchanged' && !pressing.has(node.id) ? 'quiet' : 'card';
}

/** Blocks, reviews and a few gates stay by themselves: they are what one looks for. */
function grouped(nodes: readonly PlanNode[], lane: Lane, draw: Drawing): readonly Item[] {
  const gates = nodes.filter((it) => it.action === 'switch').length;
  const members = new Map<string, PlanNode[]>();
  for (const node of nodes) {
    const name = nameOfGroup(node, gates);
    members.set(name, [...(members.get(name) ?? []), node]);
  }
  return [...members].flatMap(([name, inside]) => {
    if (inside.length < 2) {
      return inside.map((it) => itemOf(it, lane, draw));
    }
    const key = `group:${name}`;
    const head = groupItem(key, inside, lane, draw);
    const shown = draw.open.has(key) ? inside : inside.filter((it) => draw.found.has(it.id));
    return [head, ...shown.map((it) => itemOf(it, lane, draw))];
  });
}

function groupItem(key: string, inside: readonly PlanNode[], lane: Lane, draw: Drawing): Item {
  const gates = key === gateGroup;
  const name = key.slice('group:'.length);
  const title = gates ? t('{0} switches', inside.length) : name;
  const stacked =
    draw.measure(title, 'name') + 20 + Math.max(...inside.map((it) => draw.stateWidth(it, lane))) > draw.room;
  const names = Math.min(mostLines, wrapped(title, 'name', draw.room - 20, draw.measure).length);
  return {
    key: `${lane}:${key}`,
    kind: 'group',
    lane,
    ids: inside.map((it) => it.id),
    title,
    stacked,
    height: heights[gates ? 'gate' : 'group'] + (names - 1 + (stacked ? 1 : 0)) * lineHeight,
  };
}

function nameOfGroup(node: PlanNode, gates: number): string {
  if (node.action === 'switch' && gates > mostGates) {
    return gateGroup.slice('group:'.length);
  }
  return ['switch', 'block', 'review'].includes(node.action) ? node.id : groupOf(node);
}

/** The Terraform module or nested stack a node is in, else its type. */
function groupOf({ id, type }: PlanNode): string {
  return moduleOf(id.replace(/^.*#/, ''), type).slice(0, -1) || type;
}
