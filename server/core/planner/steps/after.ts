import { nodesWith } from '../draft.ts';
import { inDependencyOrder } from '../graph.ts';
import * as commands from './commands.ts';
import { idsOf, type Stage, type StepDraft, step } from './step.ts';

/** What `mac infrastructure destroy` does, as far as it matters before it is run. */
const BY_MAC =
  'destroy blue copies in reverse dependency order; mac takes all instances first and then the resources as its server lists them, with the destroy text stored at creation and the credentials of this machine: what fails is forgotten, so look afterwards';

/** Blue copies in reverse order: the point of no return. */
export function retire({ draft }: Stage): readonly StepDraft[] {
  const nodes = nodesWith(draft, 'duplicate', 'retire').filter((node) => node.live);
  if (nodes.length === 0) return [];
  const caches = nodes.filter((node) => node.lifecycle.class === 'cache');
  const others = nodes.filter((node) => node.lifecycle.class !== 'cache');
  const ids = [...inDependencyOrder([...idsOf(caches), ...idsOf(others)], draft.graph)].reverse();
  return [
    step({
      phase: 'retire',
      action: 'retire',
      nodes: ids,
      do: draft.input.green.language === 'macfile' ? BY_MAC : 'destroy blue copies in reverse dependency order',
      verify: 'green still healthy',
      rollback: 'none: rebuild blue from source, restore state from the restore point',
      reversible: false,
      commands: commands.retire(draft, ids),
    }),
  ];
}

/** What only blue needed. */
export function contract({ draft }: Stage): readonly StepDraft[] {
  const replaced = nodesWith(draft, 'drain').filter((node) => node.change === 'replace');
  const changed = nodesWith(draft, 'migrate').filter((node) => node.lifecycle.class === 'persistent');
  const removed = nodesWith(draft, 'contract');
  const ids = new Set(idsOf([...replaced, ...changed, ...removed]));
  if (ids.size === 0) return [];
  const order = inDependencyOrder(idsOf(draft.nodes.filter((node) => ids.has(node.id))), draft.graph);
  const gone = removed.length + replaced.length > 0;
  return [
    step({
      phase: 'contract',
      action: 'contract',
      nodes: [...order].reverse(),
      do: `remove what only blue needed (${gone ? 'stores, queues and routes that left the file' : 'old columns, old parameters'})`,
      verify: 'no reader of the old form',
      rollback: 'restore from backup',
      reversible: false,
      commands: commands.contract(draft),
    }),
  ];
}
