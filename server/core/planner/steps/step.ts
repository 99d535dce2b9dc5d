import type { PlanStep, PlanWarning } from '../../model/plan.ts';
import { type Draft, type DraftNode, nodesWith } from '../draft.ts';
import { labelOf } from '../duplicate.ts';
import { reach } from '../graph.ts';
import type { Phrase } from '../phrase.ts';

/** A step before it has its number, and its sentences a language. */
export type StepDraft = Omit<PlanStep, 'n' | 'source' | 'precondition' | 'do' | 'verify' | 'rollback'> & {
  readonly do: Phrase;
  readonly verify: Phrase;
  readonly rollback: Phrase;
};

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

/** In an order of their own, so that a sentence does not change when lines move. */
export function names(nodes: readonly { readonly id: string }[]): string {
  return nodes
    .map((node) => labelOf(node.id))
    .toSorted()
    .join(', ');
}

/** Leaves `commands` out where there are none. */
export function step(parts: StepDraft): StepDraft {
  const { commands, ...rest } = parts;
  return commands && commands.length > 0 ? { ...rest, commands } : rest;
}

/**
 * New shared nodes that need something of green, and changed ones that need something which is new: they come after it.
 * `between` = green needs them in its turn, so they are made with it.
 */
export function lateAdditions(draft: Draft): {
  readonly between: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
} {
  const green = [...draft.duplicated.keys()];
  const users = reach(green, draft.graph.usersOf);
  const needed = reach(green, draft.graph.needs);
  const fresh = green.filter((id) => draft.byId.get(id)?.change === 'add');
  const usersOfNew = reach(fresh, draft.graph.usersOf);
  const late = nodesWith(draft, 'expand').filter(({ id, change }) => (change === 'add' ? users : usersOfNew).has(id));
  return {
    between: new Set(idsOf(late.filter((node) => needed.has(node.id)))),
    after: new Set(idsOf(late.filter((node) => !needed.has(node.id)))),
  };
}
