import type { Action, PlanNode } from '../model/plan.ts';

export type Lane = 'blue' | 'shared' | 'green';

const OF_ACTION: Readonly<Record<Action, Lane>> = {
  duplicate: 'green',
  warm: 'green',
  retire: 'blue',
  contract: 'blue',
  share: 'shared',
  expand: 'shared',
  migrate: 'shared',
  drain: 'shared',
  switch: 'shared',
  block: 'shared',
  review: 'shared',
};

/** The one lane a node belongs to: `blue` goes away, `shared` serves both colours, `green` gets a copy (blue's stands beside it until it is retired). */
export function laneOf({ action }: Pick<PlanNode, 'action'>): Lane {
  return OF_ACTION[action];
}
