import { contract, retire } from './after.ts';
import { expand, preflight, protect, separateMigrations } from './before.ts';
import { inStacks } from './cloudformation.ts';
import { messages, provision, verify, warm } from './green.ts';
import { growSchema, hasPendingMigrations, shrinkSchema } from './schema.ts';
import type { Stage, StepDraft } from './step.ts';
import { bake, cutOver, drain } from './traffic.ts';

/** Steps of the whole plan, in the order of the phases. */
export function stepsOf(stage: Stage): readonly StepDraft[] {
  if (isNothing(stage)) return [];
  const steps = [
    preflight(stage),
    ...protect(stage),
    ...separateMigrations(stage),
    ...expand(stage),
    ...growSchema(stage),
    ...provision(stage),
    ...warm(stage),
    ...verify(stage),
    ...messages(stage),
    ...cutOver(stage),
    ...bake(stage),
    ...drain(stage),
    ...retire(stage),
    ...contract(stage),
    ...shrinkSchema(stage),
  ];
  return inStacks(steps, stage.draft);
}

/** Nothing is duplicated, nothing shared changes, and no migration is pending. */
function isNothing({ draft }: Pick<Stage, 'draft'>): boolean {
  const quiet = draft.nodes.every((node) => {
    const action = draft.decisions.get(node.id)?.action;
    return action === 'share' || (action === 'review' && node.change === 'unchanged');
  });
  return draft.duplicated.size === 0 && quiet && !hasPendingMigrations({ draft });
}
