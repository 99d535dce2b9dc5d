import type { PhysicalName, Resource } from '../model/fact.ts';
import type { Action, Change, CutOver, Evidence, Plan, Source } from '../model/plan.ts';
import type { Graph } from './graph.ts';
import type { ChangedSetting, PlanInput } from './input.ts';
import type { Phrase } from './phrase.ts';
import type { Refined } from './refine.ts';

/** A resource with everything known about it before the actions are chosen. */
export interface DraftNode {
  readonly id: string;
  /** Green's form, or blue's when green has it no more. */
  readonly resource: Resource;
  /** It exists now, as far as anybody says. */
  readonly live: boolean;
  /** What a block about the state of the tool says of it. */
  readonly state?: 'forgotten' | 'taken-over' | { readonly was: string };
  readonly lifecycle: Refined;
  readonly change: Change;
  readonly evidence: Evidence;
  readonly changedPaths: readonly ChangedSetting[];
  readonly names: readonly PhysicalName[];
  readonly source: Source;
}

export interface Decision {
  readonly action: Action;
  readonly why: readonly Phrase[];
}

/** What all later steps of the planner read. Nodes are in the order of the source. */
export interface Draft {
  readonly input: PlanInput;
  readonly mode: Plan['mode'];
  /** Nothing is deployed yet. */
  readonly first: boolean;
  /** Green says what blue says, version included. */
  readonly same: boolean;
  readonly nodes: readonly DraftNode[];
  readonly byId: ReadonlyMap<string, DraftNode>;
  readonly graph: Graph;
  /** The duplicate set: what gets a green copy. Value = why. */
  readonly duplicated: ReadonlyMap<string, Phrase>;
  readonly cutOver: readonly CutOver[];
  readonly decisions: ReadonlyMap<string, Decision>;
}

export function actionOf(draft: Draft, id: string): Action | undefined {
  return draft.decisions.get(id)?.action;
}

/** Nodes with one of these actions, in the order of the source. */
export function nodesWith(draft: Draft, ...actions: readonly Action[]): readonly DraftNode[] {
  return draft.nodes.filter((node) => actions.includes(draft.decisions.get(node.id)?.action ?? 'review'));
}

/** What of the duplicated part talks to a node, directly or through a consumer or trigger; undefined = nothing. */
export function usedByDuplicates(
  id: string,
  { graph, duplicated, byId }: Pick<Draft, 'graph' | 'duplicated' | 'byId'>,
): string | undefined {
  const near = graph.neighbours(id);
  const direct = near.filter((other) => duplicated.has(other)).toSorted()[0];
  if (direct !== undefined) return direct;
  const between = near.filter((other) => {
    const traits = byId.get(other)?.lifecycle.traits;
    return traits?.consumer === true || traits?.trigger === true;
  });
  const ways = [...between, ...between.flatMap((other) => routersNear(other, graph, byId))];
  return ways.flatMap((other) => graph.neighbours(other).filter((far) => duplicated.has(far))).toSorted()[0];
}

/** A consumer may stand on an alias, and the alias on what is duplicated. */
function routersNear(id: string, graph: Draft['graph'], byId: Draft['byId']): readonly string[] {
  return graph.neighbours(id).filter((other) => byId.get(other)?.lifecycle.class === 'router');
}
