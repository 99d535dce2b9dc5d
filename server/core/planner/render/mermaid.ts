import type { Plan, PlanNode } from '../../model/plan.ts';
import { type Lane, laneOf } from '../lane.ts';

const TITLES: Readonly<Record<Lane, string>> = { blue: 'Blue', shared: 'Shared', green: 'Green' };

/** A flowchart: three lanes, the cut-over as a gate between them, the steps as a chain below. */
export function renderMermaid(plan: Plan): string {
  const keys = new Map(plan.nodes.map((node, at) => [node.id, `n${at}`]));
  const lanes = (['blue', 'shared', 'green'] as const).flatMap((lane) => laneLines(plan, lane, keys));
  const edges = plan.edges.flatMap((edge) => edgeLine(plan, edge.from, edge.to, keys));
  return `${['flowchart LR', ...lanes, ...edges, ...gates(plan, keys), ...chain(plan), ...STYLES].join('\n')}\n`;
}

const STYLES = [
  '  classDef blue stroke:#1a73d9,stroke-width:2px',
  '  classDef green stroke:#0f8f5f,stroke-width:2px',
  '  classDef gate stroke:#7a4fd0,stroke-width:3px',
  '  classDef blocked stroke:#c7362f,stroke-width:3px',
];

function laneLines(plan: Plan, lane: Lane, keys: ReadonlyMap<string, string>): readonly string[] {
  const own = plan.nodes.filter((node) => laneOf(node) === lane);
  const copies = lane === 'blue' ? plan.nodes.filter((node) => hasBlueCopy(plan, node)) : [];
  if (own.length + copies.length === 0) return [];
  const label = plan.colours.find(({ id }) => id === lane)?.label;
  return [
    `  subgraph ${lane}["${escaped(label === undefined || label === lane ? TITLES[lane] : `${TITLES[lane]}: ${label}`)}"]`,
    ...copies.map((node) => `    b${keys.get(node.id)}["${labelOf(node)}"]:::blue`),
    ...own.map((node) => `    ${keys.get(node.id)}${shape(node)}${style(node, lane)}`),
    '  end',
  ];
}

/** Duplicated, and blue has it already. */
export function hasBlueCopy(plan: Plan, node: PlanNode): boolean {
  return plan.input.blue !== 'none' && node.action === 'duplicate' && node.change !== 'add';
}

function shape(node: PlanNode): string {
  const text = `"${labelOf(node)}"`;
  switch (node.lifecycle.class) {
    case 'persistent':
      return `[(${text})]`;
    case 'volatile':
      return `[[${text}]]`;
    case 'router':
      return `{{${text}}}`;
    case 'cache':
      return `([${text}])`;
    default:
      return `[${text}]`;
  }
}

function style(node: PlanNode, lane: Lane): string {
  if (node.action === 'switch') return ':::gate';
  if (node.action === 'block') return ':::blocked';
  return lane === 'shared' ? '' : `:::${lane}`;
}

function labelOf(node: PlanNode): string {
  return escaped(`${node.label} · ${node.action}`);
}

function edgeLine(plan: Plan, from: string, to: string, keys: ReadonlyMap<string, string>): readonly string[] {
  const a = plan.nodes.find((node) => node.id === from);
  const b = plan.nodes.find((node) => node.id === to);
  if (!a || !b) return [];
  const green = `  ${keys.get(from)} --> ${keys.get(to)}`;
  const blueFrom = hasBlueCopy(plan, a) ? `b${keys.get(from)}` : keys.get(from);
  const blueTo = hasBlueCopy(plan, b) ? `b${keys.get(to)}` : keys.get(to);
  const blue = `  ${blueFrom} -.-> ${blueTo}`;
  return hasBlueCopy(plan, a) || hasBlueCopy(plan, b) ? [green, blue] : [green];
}

function gates(plan: Plan, keys: ReadonlyMap<string, string>): readonly string[] {
  return plan.cutOver.flatMap(({ node, order }) => {
    const key = keys.get(node);
    return key === undefined ? [] : [`  gate${order}(["cut-over ${order}"]):::gate --- ${key}`];
  });
}

function chain(plan: Plan): readonly string[] {
  if (plan.steps.length === 0) return [];
  return [
    '  subgraph steps["Steps"]',
    ...plan.steps.map(
      ({ n, phase, action }) =>
        `    s${n}["${n} ${phase}: ${action}"]${n === plan.pointOfNoReturn ? ':::blocked' : ''}`,
    ),
    ...plan.steps.slice(1).map(({ n }) => `    s${n - 1} --> s${n}`),
    '  end',
  ];
}

/** Mermaid's own entities, and nothing that ends a label or starts mark-up. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[#"<>&\\`{}[\]();|%]/g, (sign) => `#${sign.charCodeAt(0)};`);
}
