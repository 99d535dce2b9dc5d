import type { PlanSeverity, PlanWarning } from '../../model/plan.ts';
import type { DraftNode } from '../draft.ts';
import type { WarningName } from '../titles.ts';

/** `message` says what is wrong and why; `fix` what to do. */
export function warn(
  node: DraftNode,
  name: WarningName,
  severity: PlanSeverity,
  message: string,
  fix?: string,
): PlanWarning {
  return { code: `plan/${name}`, severity, node: node.id, source: node.source, message, ...(fix ? { fix } : {}) };
}

const NEXT: Readonly<Record<PlanSeverity, PlanSeverity>> = {
  info: 'low',
  low: 'medium',
  medium: 'high',
  high: 'blocker',
  blocker: 'blocker',
};

export function oneHigher(severity: PlanSeverity): PlanSeverity {
  return NEXT[severity];
}

/** `update-maybe-replace` takes the severity of `update`, one higher; a replacement is a blocker. */
export function byChange(node: DraftNode, severity: PlanSeverity): PlanSeverity {
  if (node.change === 'replace') return 'blocker';
  return node.change === 'update-maybe-replace' ? oneHigher(severity) : severity;
}

export function changedSettings(node: DraftNode): string {
  const paths = node.changedPaths.map(({ path }) => path);
  if (paths.length === 0) return 'its settings';
  return paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ');
}

/** For what is said once about several nodes: the same one whatever the order of the file. */
export function firstById(nodes: readonly DraftNode[]): DraftNode | undefined {
  return nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0];
}
