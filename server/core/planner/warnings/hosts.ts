import type { PlanWarning } from '../../model/plan.ts';
import type { Draft, DraftNode } from '../draft.ts';
import { groupedBy } from '../source.ts';
import { firstById, warn } from './warning.ts';

/** Tasks that change machines in place: said once per host group, not per task. */
export function hostWarnings(draft: Draft): readonly PlanWarning[] {
  if (draft.first) return [];
  const groups = groupedBy(draft.nodes.filter(mutatesHost), hostGroupOf);
  return [...groups.values()].flatMap((members): readonly PlanWarning[] => {
    const changed = members.filter((member) => member.change !== 'unchanged' && member.change !== 'remove');
    const first = firstById(changed);
    if (first === undefined) return [];
    if (ofOneColour(first)) return [];
    const only = groups.size === 1;
    const more = changed.length > 1 ? ` (and ${changed.length - 1} more)` : '';
    return [
      warn(
        first,
        'in-place-mutation',
        only ? 'blocker' : 'high',
        `this changes machines that serve now${more}${only ? ', and there is no other host group to run green on' : ''}`,
        'run the play on a host group of its own colour, or build an image and start new machines from it',
      ),
    ];
  });
}

export function mutatesHost(node: DraftNode): boolean {
  return node.lifecycle.traits?.mutatesHost === true;
}

/** The colour is part of the host pattern: the run leaves the machines of the other one alone. */
function ofOneColour({ resource }: DraftNode): boolean {
  return resource.type.value === 'host group' && /\{\{[^}]*colou?r[^}]*\}\}/i.test(resource.name.value);
}

/** The hosts of a play; for a task, the play it stands in. */
function hostGroupOf({ id, resource }: DraftNode): string {
  if (resource.type.value === 'host group') return resource.name.value;
  return /^(.*?)\.(?:pre_tasks|tasks|post_tasks|handlers|roles)(?:\.|$)/.exec(id)?.[1] ?? id;
}
