import type { PlanStep, PlanWarning } from '../../model/plan.ts';
import { type Draft, type DraftNode, nodesWith } from '../draft.ts';
import { labelOf } from '../duplicate.ts';
import { reach } from '../graph.ts';

/** A step before it has its number. */
export type StepDraft = Omit<PlanStep, 'n' | 'source'>;

/** What the phases are built from. */
export interface Stage {
  readonly draft: Draft;
  readonly warnings: readonly PlanWarning[];
  /** The run that creates green executes the switch as well (Macfile). */
  readonly switchInside: boolean;
}

export function idsOf(nodes: readonly DraftNode[]): readonly string[] {
  return nodes.map((node) => node.id);
}

export function names(nodes: readonly { readonly id: string }[]): string {
  return nodes.map((node) => labelOf(node.id)).join(', ');
}

/** Leaves `commands` out where there are none. */
export function step(parts: StepDraft): StepDraft {
  const { commands, ...rest } = parts;
  return commands && commands.length > 0 ? { ...rest, commands } : rest;
}

/** New shared nodes that need something of green: they come after it. */
export function lateAdditions(draft: Draft): ReadonlySet<string> {
  const after = reach([...draft.duplicated.keys()], draft.graph.usersOf);
  return new Set(
    nodesWith(draft, 'expand')
      .filter((node) => node.change === 'add' && after.has(node.id))
      .map(({ id }) => id),
  );
}
