import type { Draft, DraftNode } from '../draft.ts';
import { type Phrase, say } from '../phrase.ts';
import { groupedBy, playOf } from '../source.ts';
import { firstById, type WarningDraft, warn } from './warning.ts';

/** Tasks that change machines in place: said once for all groups that share machines, not per task. */
export function hostWarnings(draft: Draft): readonly WarningDraft[] {
  if (draft.first) return [];
  const groups = groupedBy(draft.nodes.filter(mutatesHost), hostGroupOf);
  const apart = machinesApart([...groups.values()], draft);
  return apart.flatMap((members): readonly WarningDraft[] => {
    const changed = members.filter((member) => member.change !== 'unchanged' && member.change !== 'remove');
    const first = firstById(changed);
    if (first === undefined) return [];
    if (ofOneColour(first)) return [];
    const only = apart.length === 1;
    return [
      warn(
        first,
        'in-place-mutation',
        only ? 'blocker' : 'high',
        inPlace(changed.length, only),
        first.lifecycle.class === 'persistent'
          ? say(
              'a copy of these machines would start without the data: take a restore point, then change one machine at a time (serial: 1), the ones that follow before the one that leads',
            )
          : say('run the play on a host group of its own colour, or build an image and start new machines from it'),
      ),
    ];
  });
}

/** `only`: no other machines are there. */
function inPlace(tasks: number, only: boolean): Phrase {
  if (tasks > 1) {
    return only
      ? say(
          'this changes machines that serve now (and {0} more), and there is no other host group to run green on',
          tasks - 1,
        )
      : say('this changes machines that serve now (and {0} more)', tasks - 1);
  }
  return only
    ? say('this changes machines that serve now, and there is no other host group to run green on')
    : say('this changes machines that serve now');
}

export function mutatesHost(node: DraftNode): boolean {
  return node.lifecycle.traits?.mutatesHost === true;
}

/** Nodes by the machines they change: groups that have one in common are one. */
function machinesApart(groups: readonly (readonly DraftNode[])[], { byId }: Draft): readonly (readonly DraftNode[])[] {
  let sets: readonly { readonly nodes: readonly DraftNode[]; readonly machines: ReadonlySet<string> }[] = [];
  for (const nodes of groups) {
    const machines = new Set(
      nodes.flatMap(({ id, resource }) => resource.machines ?? byId.get(playOf(id) ?? '')?.resource.machines ?? []),
    );
    const near = sets.filter((each) => haveCommon(each.machines, machines));
    sets = [
      ...sets.filter((each) => !near.includes(each)),
      {
        nodes: [...near.flatMap((each) => each.nodes), ...nodes],
        machines: new Set([...near.flatMap((each) => [...each.machines]), ...machines]),
      },
    ];
  }
  return sets.map(({ nodes }) => nodes);
}

function haveCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.has('*') || b.has('*')) return true;
  return [...a].some((each) => b.has(each));
}

/** Whether the name of a group of hosts says that it is one colour of several. */
export function isOfColour({ resource }: DraftNode): boolean {
  return /(?:^|[^a-z])(?:blue|green)(?:$|[^a-z])/i.test(resource.name.value);
}

/** The colour is part of the host pattern: the run leaves the machines of the other one alone. */
function ofOneColour({ resource }: DraftNode): boolean {
  return resource.type.value === 'host group' && /\{\{[^}]*colou?r[^}]*\}\}/i.test(resource.name.value);
}

/** The hosts of a play; for a task, the play it stands in. */
function hostGroupOf({ id, resource }: DraftNode): string {
  if (resource.type.value === 'host group') return resource.name.value;
  return playOf(id) ?? id;
}
