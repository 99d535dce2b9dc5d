import { schemaChecks } from '../migration.ts';
import { say } from '../phrase.ts';
import { type Stage, type StepDraft, step } from './step.ts';

/** Pending schema migrations that blue can live with run before green is made. */
export function growSchema({ draft }: Stage): readonly StepDraft[] {
  const checks = pendingOf(draft).filter(({ check }) => check.phase === 'expand');
  if (checks.length === 0) return [];
  return [
    step({
      phase: 'expand',
      action: 'migrate',
      nodes: storesOf(checks),
      do: say('run the schema migrations that only add: {0}', filesOf(checks)),
      verify: say('migrations recorded as done, blue error rate unchanged'),
      rollback: say('leave what was added: blue does not look at it'),
      reversible: true,
    }),
  ];
}

/** What takes something away from blue waits until blue is gone. */
export function shrinkSchema({ draft }: Stage): readonly StepDraft[] {
  const checks = pendingOf(draft).filter(({ check }) => check.phase === 'contract');
  if (checks.length === 0) return [];
  return [
    step({
      phase: 'contract',
      action: 'contract',
      nodes: storesOf(checks),
      do: say('run the schema changes that take something away, split from those before: {0}', filesOf(checks)),
      verify: say('no reader of the old form'),
      rollback: say('restore from backup'),
      reversible: false,
    }),
  ];
}

export function hasPendingMigrations({ draft }: Pick<Stage, 'draft'>): boolean {
  return pendingOf(draft).length > 0;
}

function pendingOf(draft: Stage['draft']): ReturnType<typeof schemaChecks> {
  return draft.first ? [] : schemaChecks(draft);
}

function storesOf(checks: ReturnType<typeof schemaChecks>): readonly string[] {
  return [...new Set(checks.flatMap(({ store }) => store?.id ?? []))];
}

function filesOf(checks: ReturnType<typeof schemaChecks>): string {
  return [...new Set(checks.map(({ source }) => source.path))].join(', ');
}
