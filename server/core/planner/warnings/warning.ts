import type { PlanSeverity, PlanWarning } from '../../model/plan.ts';
import { entryIn } from '../../model/table.ts';
import type { DraftNode } from '../draft.ts';
import { named, type Phrase, say } from '../phrase.ts';
import type { WarningName } from '../titles.ts';

/** A warning before its sentences have a language. */
export type WarningDraft = Omit<PlanWarning, 'message' | 'fix'> & { readonly message: Phrase; readonly fix?: Phrase };

/** `message` says what is wrong and why; `fix` what to do. */
export function warn(
  node: DraftNode,
  name: WarningName,
  severity: PlanSeverity,
  message: Phrase,
  fix?: Phrase,
): WarningDraft {
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

export function changedSettings(node: DraftNode): Phrase {
  const paths = node.changedPaths.map(({ path }) => path);
  if (paths.length === 0) return say('its settings');
  const most = paths.slice(0, 3).join(', ');
  return paths.length > 3 ? say('{0} and {1} more', most, paths.length - 3) : named(most);
}

const THIS: Readonly<Record<string, Phrase>> = {
  stream: say('this stream'),
  pipeline: say('this pipeline'),
  'in-flight-jobs': say('this set of running jobs'),
};

/** What holds messages or work, by the kind the table says. */
export function thisQueue({ lifecycle }: DraftNode): Phrase {
  return entryIn(THIS, lifecycle.traits?.kind ?? '') ?? say('this queue');
}

/** For what is said once about several nodes: the same one whatever the order of the file. */
export function firstById(nodes: readonly DraftNode[]): DraftNode | undefined {
  return nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0];
}
