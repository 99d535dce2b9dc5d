/** Lines from the gate to both colours, as thick as the traffic they carry; from a selected resource to what hangs on it. */
import { svg } from './dom.ts';
import type { Box, Layout } from './layout.ts';
import type { Link } from './links.ts';
import type { Scene } from './model.ts';

export function drawWires(layout: Layout, links: readonly Link[], scene: Scene): SVGElement {
  const view = `0 0 ${layout.width} ${Math.max(1, layout.height)}`;
  const lines = [...trafficWires(layout, scene), ...links.map(link)];
  return svg('svg', { viewBox: view, preserveAspectRatio: 'none' }, ...lines);
}

export function trafficWires(layout: Layout, { frame }: Pick<Scene, 'frame'>): SVGElement[] {
  const boxes = new Map(layout.boxes.map((it) => [it.key, it]));
  return layout.wires.flatMap(({ from, to, side, bus }) => {
    const [gate, end] = [boxes.get(from), boxes.get(to)];
    return gate === undefined || end === undefined ? [] : [wire(gate, end, side, frame[side], bus)];
  });
}

/** Within a lane around the outside, else from side to side. */
function link([from, to]: Link): SVGElement {
  const [y1, y2] = [from, to].map(({ y, height }) => y + Math.min(height, 50) / 2) as [number, number];
  const [right, same] = [to.x > from.x, to.x === from.x];
  const x1 = right || same ? from.x + from.width : from.x;
  const x2 = right ? to.x : to.x + to.width;
  const [a, b] = same ? [x1 + 20, x2 + 20] : [(x1 + x2) / 2, (x1 + x2) / 2];
  return svg('path', { d: `M${x1} ${y1}C${a} ${y1} ${b} ${y2} ${x2} ${y2}`, class: 'wire link' });
}

function wire(gate: Box, end: Box, side: 'blue' | 'green', share: number, bus: boolean): SVGElement {
  const x1 = side === 'blue' ? gate.x : gate.x + gate.width;
  const x2 = side === 'blue' ? end.x + end.width : end.x;
  const y1 = gate.y + gate.height / 2;
  const y2 = end.y + Math.min(end.height, 50) / 2;
  const bend = (x1 + x2) / 2;
  return svg('path', {
    d: bus ? `M${x1} ${y1}H${bend}V${y2}H${x2}` : `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`,
    class: `wire ${side}${share > 0 ? '' : ' off'}`,
    'stroke-width': share > 0 ? 1.5 + share / 40 : 1,
  });
}
