/** What hangs on the selected resource: the boxes that a line is drawn to. */
import type { Plan } from '../../../server/core/model/plan.ts';
import type { Box } from './layout.ts';

export type Link = readonly [from: Box, to: Box];

/** Every colour is connected with itself and with what is shared, never with the other one. */
export function linksOf(boxes: readonly Box[], plan: Plan, selected: string | null): readonly Link[] {
  if (selected === null) {
    return [];
  }
  const others = new Set(
    plan.edges.flatMap(({ from, to }) => (from === selected ? [to] : to === selected ? [from] : [])),
  );
  const starts = boxes.filter((it) => it.ids.length === 1 && it.ids[0] === selected);
  const ends = boxes.filter((it) => !it.ids.includes(selected) && it.ids.some((id) => others.has(id)));
  return starts.flatMap((from) =>
    ends
      .filter((to) => from.lane === to.lane || from.lane === 'shared' || to.lane === 'shared')
      .map((to) => [from, to] as const),
  );
}
