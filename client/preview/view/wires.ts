/** Lines from the gate to both colours, as thick as the traffic they carry. Only for the eye. */
import { svg } from './dom.ts';
import type { Box, Layout } from './layout.ts';
import type { Scene } from './model.ts';

export function drawWires(layout: Layout, { frame }: Scene): SVGElement {
  const boxes = new Map(layout.boxes.map((it) => [it.key, it]));
  const lines = layout.wires.flatMap(({ from, to, side }) => {
    const [gate, end] = [boxes.get(from), boxes.get(to)];
    return gate === undefined || end === undefined ? [] : [wire(gate, end, side, frame[side])];
  });
  const view = `0 0 ${layout.width} ${Math.max(1, layout.height)}`;
  return svg('svg', { viewBox: view, preserveAspectRatio: 'none' }, ...lines);
}

function wire(gate: Box, end: Box, side: 'blue' | 'green', share: number): SVGElement {
  const x1 = side === 'blue' ? gate.x : gate.x + gate.width;
  const x2 = side === 'blue' ? end.x + end.width : end.x;
  const y1 = gate.y + gate.height / 2;
  const y2 = end.y + Math.min(end.height, 50) / 2;
  const bend = (x1 + x2) / 2;
  return svg('path', {
    d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`,
    class: `wire ${side}${share > 0 ? '' : ' off'}`,
    'stroke-width': share > 0 ? 1.5 + share / 40 : 1,
  });
}
