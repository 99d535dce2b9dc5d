import { type Draft, nodesWith } from '../draft.ts';
import { inDependencyOrder } from '../graph.ts';
import { byPlatform, strategiesOf, switchesItself } from '../native.ts';
import { say } from '../phrase.ts';
import * as commands from './commands.ts';
import { idsOf, type Stage, type StepDraft, step } from './step.ts';

/** What `mac infrastructure destroy` does, as far as it matters before it is run. */
const BY_MAC = say(
  'destroy blue copies in reverse dependency order; mac takes all instances first and then the resources as its server lists them, with the destroy text stored at creation and the credentials of this machine: what fails is forgotten, so look afterwards',
);

/** Blue copies in reverse order: the point of no return. */
export function retire({ draft }: Stage): readonly StepDraft[] {
  const handled = byPlatform(draft);
  const going = nodesWith(draft, 'duplicate', 'retire').filter((node) => node.live);
  const nodes = going.filter(({ id }) => !handled.has(id));
  const byThem = retireByPlatform(draft, handled);
  if (nodes.length === 0) return byThem;
  const caches = nodes.filter((node) => node.lifecycle.class === 'cache');
  const others = nodes.filter((node) => node.lifecycle.class !== 'cache');
  const ids = [...inDependencyOrder([...idsOf(caches), ...idsOf(others)], draft.graph)].reverse();
  return [
    ...byThem,
    step({
      phase: 'retire',
      action: 'retire',
      nodes: ids,
      do: draft.input.green.language === 'macfile' ? BY_MAC : say('destroy blue copies in reverse dependency order'),
      verify: say('green still healthy'),
      rollback: say('none: rebuild blue from source, restore state from the restore point'),
      reversible: false,
      commands: commands.retire(draft, ids),
    }),
  ];
}

/** The platform takes blue away itself: nobody has to destroy anything, and nobody can keep it. */
function retireByPlatform(draft: Draft, handled: ReadonlySet<string>): readonly StepDraft[] {
  const nodes = draft.nodes.filter((node) => handled.has(node.id) && node.live && switchesItself(node, draft));
  if (nodes.length === 0) return [];
  return [
    step({
      phase: 'retire',
      action: 'retire',
      nodes: idsOf(nodes),
      do: say(
        'handled by {0}: what ran before goes by itself when the deployment is complete',
        strategiesOf(nodes, draft),
      ),
      verify: say('green still healthy'),
      rollback: say('deploy the version before once more: it is made anew'),
      reversible: false,
    }),
  ];
}

/** Nothing of an older form is left in it that could be removed: control planes, machines, containers. */
const NO_OLDER_FORM =
  /EKS::Cluster$|eks_cluster$|kubernetes_cluster$|container_cluster$|azure_rm_aks$|^host group$|(docker|podman)_container$/;

/** What only blue needed. */
export function contract({ draft }: Stage): readonly StepDraft[] {
  const replaced = nodesWith(draft, 'drain').filter((node) => node.change === 'replace');
  const changed = nodesWith(draft, 'migrate').filter(
    ({ lifecycle, resource }) => lifecycle.class === 'persistent' && !NO_OLDER_FORM.test(resource.type.value),
  );
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
      do: gone
        ? say('remove what only blue needed (stores, queues and routes that left the file)')
        : say('remove what only blue needed (old columns, old parameters)'),
      verify: say('no reader of the old form'),
      rollback: say('restore from backup'),
      reversible: false,
      commands: commands.contract(draft),
    }),
  ];
}
