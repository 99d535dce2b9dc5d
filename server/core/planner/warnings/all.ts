import type { PlanSeverity } from '../../model/plan.ts';
import type { Draft } from '../draft.ts';
import { migrationWarnings } from '../migration.ts';
import { copiedState } from './copied-state.ts';
import { exportWarnings } from './exports.ts';
import { hostWarnings } from './hosts.ts';
import { nameWarnings } from './names.ts';
import { routingWarnings } from './routing.ts';
import { sharedWarnings } from './shared.ts';
import { storeWarnings } from './stores.ts';
import { toolWarnings } from './tool.ts';
import type { WarningDraft } from './warning.ts';

const RANK: Readonly<Record<PlanSeverity, number>> = { blocker: 0, high: 1, medium: 2, low: 3, info: 4 };

/** All warnings, the worst first, then by node and code. One code per node and message. */
export function warningsOf(draft: Draft): readonly WarningDraft[] {
  const all = [
    ...storeWarnings(draft),
    ...copiedState(draft),
    ...nameWarnings(draft),
    ...routingWarnings(draft),
    ...sharedWarnings(draft),
    ...toolWarnings(draft),
    ...exportWarnings(draft),
    ...hostWarnings(draft),
    ...migrationWarnings(draft),
  ];
  const position = new Map(draft.nodes.map((node, at) => [node.id, at]));
  const at = (warning: WarningDraft): number => position.get(warning.node) ?? draft.nodes.length;
  return all.toSorted(
    (a, b) => RANK[a.severity] - RANK[b.severity] || at(a) - at(b) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}
