import { type DraftNode, nodesWith } from '../draft.ts';
import { inDependencyOrder } from '../graph.ts';
import { inTurn, type Phrase, say } from '../phrase.ts';
import * as commands from './commands.ts';
import { idsOf, lateAdditions, type Stage, type StepDraft, step } from './step.ts';

export function preflight({ draft, warnings }: Stage): StepDraft {
  const serious = new Set(
    warnings.filter(({ severity }) => severity === 'blocker' || severity === 'high').map(({ node }) => node),
  );
  const first =
    serious.size > 0
      ? say('resolve every blocker and high warning')
      : say('look at what runs now, and at what the tool says it will do');
  const doubled = !draft.first && draft.duplicated.size > 0;
  return step({
    phase: 'preflight',
    action: 'check',
    nodes: idsOf(draft.nodes.filter((node) => serious.has(node.id))),
    do: doubled ? inTurn(first, say('confirm quota for doubled capacity')) : first,
    verify: serious.size > 0 ? say('no blocker left') : say('nothing in it that this plan does not say'),
    rollback: say('nothing changed yet'),
    reversible: true,
    commands: commands.preflight(draft),
  });
}

const NO_RESTORE_POINT = new Set(['key-material', 'backup', 'attached-state', 'registry', 'repository', 'directory']);

/** Values that only the state of Terraform holds. */
const IN_STATE = /^(random|tls)_/;

/** Logs are kept, and nobody restores them. */
const LOGS = /Logs::LogGroup$|cloudwatch_log_group$|log_analytics_workspace$|cloudwatchlogs_log_group$/;

/** Every store that is there already; a member of a cluster is covered by its cluster. */
export function protect({ draft }: Stage): readonly StepDraft[] {
  const stores = draft.nodes.filter(
    ({ lifecycle, change, resource }) =>
      lifecycle.class === 'persistent' &&
      change !== 'add' &&
      !NO_RESTORE_POINT.has(lifecycle.traits?.kind ?? '') &&
      !LOGS.test(resource.type.value) &&
      !IN_STATE.test(resource.type.value),
  );
  const ids = new Set(idsOf(stores));
  const covered = (node: DraftNode): boolean => draft.graph.needs(node.id).some((id) => ids.has(id) && isMember(node));
  const nodes = stores.filter((node) => !covered(node));
  if (nodes.length === 0) return [];
  return [
    step({
      phase: 'protect',
      action: 'snapshot',
      nodes: idsOf(nodes),
      do: say('take a restore point of every shared store'),
      verify: say('restore point listed'),
      rollback: say('delete the restore point'),
      reversible: true,
      commands: nodes.flatMap((node) => commands.snapshot(node)),
    }),
  ];
}

function isMember(node: DraftNode): boolean {
  return /instance|member|replica|node/i.test(node.resource.type.value);
}

/** Blocked nodes have a change window of their own, before this plan goes on. */
export function separateMigrations({ draft }: Stage): readonly StepDraft[] {
  return nodesWith(draft, 'block').map((node) => {
    const store = node.lifecycle.class === 'persistent';
    return step({
      phase: 'expand',
      action: 'separate-migration',
      nodes: [node.id],
      do: store
        ? say('own change window: managed database switch-over or traditional migration, before this plan continues')
        : say(
            'own change window: create the new one under another name and move its users one by one, before this plan continues',
          ),
      verify: store
        ? say('new primary healthy, blue application works against it')
        : say('nothing uses the old one any more'),
      rollback: store
        ? say('switch back only until new writes are accepted')
        : say('move the users back to the old one'),
      reversible: !store,
      commands: commands.migrate(node),
    });
  });
}

/** The engine of a store, or the control plane of a cluster: none of them goes back to an older version. */
function isUpgrade({ lifecycle, changedPaths }: DraftNode): boolean {
  return (
    lifecycle.class === 'persistent' && changedPaths.some(({ path }) => /(^|[._])version$|EngineVersion$/i.test(path))
  );
}

/** Shared nodes that change, and new ones that do not need anything of green. */
export function expand({ draft }: Stage): readonly StepDraft[] {
  const late = lateAdditions(draft);
  const nodes = nodesWith(draft, 'expand', 'migrate', 'drain').filter(
    (node) => node.change !== 'unchanged' && !late.between.has(node.id) && !late.after.has(node.id),
  );
  if (nodes.length === 0) return [];
  const ordered = inDependencyOrder(idsOf(nodes), draft.graph);
  const growth = nodes.some((node) => node.changedPaths.some(({ path }) => /storage|size|capacity/i.test(path)));
  const upgrade = nodes.some((node) => node.change !== 'add' && isUpgrade(node));
  const fresh = nodes.every((node) => node.change === 'add');
  const mixed = nodes.some((node) => node.change === 'add');
  return [
    step({
      phase: 'expand',
      action: 'expand',
      nodes: ordered,
      do: fresh
        ? say('create what green needs and blue does not have; blue must keep working')
        : say('apply only backward-compatible changes to shared resources; blue must keep working'),
      verify: draft.first ? say('created and healthy') : say('blue error rate unchanged'),
      rollback: fresh ? say('delete what was created') : reverted(oneWay(growth, upgrade), mixed),
      reversible: true,
      commands: commands.expand(draft, ordered),
    }),
  ];
}

function oneWay(growth: boolean, upgrade: boolean): Phrase | undefined {
  if (growth && upgrade) return say('storage growth and a version upgrade');
  if (growth) return say('storage growth');
  return upgrade ? say('a version upgrade') : undefined;
}

/** `mixed`: something new is made by the same step. */
function reverted(except: Phrase | undefined, mixed: boolean): Phrase {
  if (!except)
    return mixed ? say('revert the shared change, and delete what was created') : say('revert the shared change');
  return mixed
    ? say('revert the shared change (not for {0}: one-way), and delete what was created', except)
    : say('revert the shared change (not for {0}: one-way)', except);
}
