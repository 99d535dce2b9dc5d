import type { Resource } from '../../model/fact.ts';
import type { Plan } from '../../model/plan.ts';
import type { UnitFacts } from '../input.ts';
import { say } from '../phrase.ts';
import { confirm, type Fix } from './fix.ts';

/** The play runs on those of its hosts that belong to the colour: groups `blue` and `green` in the inventory. */
export function oneColourOfHosts(resource: Resource, plan: Plan, unit: UnitFacts): readonly Fix[] {
  const hosts = resource.name.value;
  const simple = /^[A-Za-z_][\w-]*$/.test(hosts);
  if (unit.language !== 'ansible' || resource.type.value !== 'host group' || !simple) return [];
  const { end } = resource.name.span;
  const node = plan.nodes.find(({ id }) => id === resource.node);
  // Machines of another colour would start without the data.
  if (node?.lifecycle.class === 'persistent') return [];
  const group = node?.label ?? hosts;
  return [
    confirm(say('Run {0} on the hosts of one colour (hosts: {1}:&{{ colour }})', group, hosts), [
      { kind: 'useInput', at: { start: end, end }, name: 'COLOUR', before: ':&' },
    ]),
  ];
}
