import { type DraftNode, nodesWith, usedByDuplicates } from '../draft.ts';
import { inDependencyOrder, reach } from '../graph.ts';
import type { QueuePolicy } from '../input.ts';
import { queuePolicyOf } from '../messages.ts';
import { byPlatform, nativeStrategy } from '../native.ts';
import { inTurn, say } from '../phrase.ts';
import { testRoutes } from '../router.ts';
import { groupedBy } from '../source.ts';
import * as commands from './commands.ts';
import { idsOf, lateAdditions, names, type Stage, type StepDraft, step } from './step.ts';

export function provision(stage: Stage): readonly StepDraft[] {
  const { draft, switchInside } = stage;
  const nodes = nodesWith(draft, 'duplicate');
  const caches = nodes.filter((node) => node.lifecycle.class === 'cache' && standsAlone(node, draft));
  const { between, after } = lateAdditions(draft);
  const made = draft.nodes.filter((node) => between.has(node.id) || (nodes.includes(node) && !caches.includes(node)));
  const rest = inDependencyOrder(idsOf(made), draft.graph);
  const tests = testRoutes(draft.nodes);
  const late = draft.nodes.filter(
    (node) => after.has(node.id) && (node.lifecycle.class !== 'router' || tests.has(node.id)),
  );
  return [
    ...(caches.length > 0 ? [createCaches(stage, caches)] : []),
    ...(rest.length > 0 ? [createGreen(stage, rest, switchInside)] : []),
    ...(late.length > 0 ? [createLate(stage, late)] : []),
  ];
}

/** It needs nothing that green makes. */
function standsAlone({ id }: DraftNode, { graph, duplicated }: Stage['draft']): boolean {
  return [...reach([id], graph.needs)].every((need) => !duplicated.has(need));
}

function createCaches({ draft }: Stage, caches: readonly DraftNode[]): StepDraft {
  return step({
    phase: 'provision',
    action: 'duplicate',
    nodes: idsOf(caches),
    do: draft.first ? say('create the cache') : say('create the green cache next to blue'),
    verify: say('reachable'),
    rollback: draft.first ? say('delete the cache') : say('delete green cache'),
    reversible: true,
    commands: commands.provision(draft, idsOf(caches)),
  });
}

function createGreen({ draft }: Stage, ids: readonly string[], switchInside: boolean): StepDraft {
  const switched = draft.cutOver.map(({ node }) => ({ id: node }));
  const inputs = takesInput(draft);
  const create = draft.first
    ? say('create everything under the first colour')
    : ids.every((id) => draft.byId.get(id)?.change === 'add')
      ? say('create what is new beside what blue uses')
      : say('create green copies under colour-suffixed names');
  const consumers = inputs
    ? [
        say(
          'consumers of green start switched off where the file gives a way, else green takes production input from here on',
        ),
      ]
    : [];
  const platform = byPlatform(draft);
  const handled = draft.nodes.filter((node) => ids.includes(node.id) && nativeStrategy(node, draft) !== undefined);
  const all = !draft.first && ids.every((id) => platform.has(id));
  const native =
    handled.length > 0 ? [say('{0}: let the strategy of the platform make and switch the copy', names(handled))] : [];
  const how = all ? inTurn(say('apply the change'), ...native) : inTurn(create, ...consumers, ...native);
  return step({
    phase: 'provision',
    action: 'duplicate',
    nodes: ids,
    do: switchInside
      ? inTurn(create, say('the same run goes on to {0}, so it also switches the traffic', names(switched)))
      : how,
    verify: say('health checks pass on green'),
    rollback: switchInside
      ? say('set {0} back to blue, wait until the TTL has passed, then delete green copies', names(switched))
      : all
        ? say('stop the deployment: blue goes on serving')
        : say('delete green copies'),
    reversible: true,
    commands: commands.provision(draft, ids),
  });
}

/** Green would read a queue or be fired by a schedule as soon as it runs. */
function takesInput(draft: Stage['draft']): boolean {
  return draft.nodes.some((node) => {
    const { class: state, traits } = node.lifecycle;
    return (state === 'volatile' && usedByDuplicates(node.id, draft) !== undefined) || traits?.trigger === true;
  });
}

function createLate({ draft }: Stage, nodes: readonly DraftNode[]): StepDraft {
  const ids = inDependencyOrder(idsOf(nodes), draft.graph);
  const fresh = nodes.every((node) => node.change === 'add');
  return step({
    phase: 'provision',
    action: 'expand',
    nodes: ids,
    do: fresh
      ? say('create what stands on the green copies')
      : say('apply the shared changes that need what is new; blue must keep working'),
    verify: fresh ? say('created and healthy') : say('blue error rate unchanged'),
    rollback: fresh ? say('delete what was created') : say('revert the shared change'),
    reversible: true,
    commands: commands.expand(draft, ids),
  });
}

export function warm({ draft }: Stage): readonly StepDraft[] {
  const caches = nodesWith(draft, 'duplicate').filter((node) => node.lifecycle.class === 'cache');
  if (caches.length === 0) return [];
  return [
    step({
      phase: 'warm',
      action: 'warm',
      nodes: idsOf(caches),
      do: say('pre-load or replay reads until the hit ratio target is met'),
      verify: draft.first ? say('hit ratio target met') : say('hit ratio >= blue - 5 points'),
      rollback: say('none needed'),
      reversible: true,
    }),
  ];
}

/** Green through a route without production traffic; where the switch is part of the run there is no time for it. */
export function verify({ draft, switchInside }: Stage): readonly StepDraft[] {
  const green = nodesWith(draft, 'duplicate').filter((node) => node.lifecycle.class !== 'cache');
  if (green.length === 0 || switchInside) return [];
  const platform = byPlatform(draft);
  if (!draft.first && green.every(({ id }) => platform.has(id))) return [verifyByPlatform(green)];
  const fronts = green.filter((node) => node.lifecycle.class === 'router');
  const last = green.filter((node) => !draft.graph.usersOf(node.id).some((id) => draft.duplicated.has(id)));
  const nodes = fronts.length > 0 ? fronts : last.length > 0 ? last : green;
  const routes = [...testRoutes(draft.nodes)].filter((id) => draft.byId.get(id)?.change !== 'remove');
  const through =
    routes.length > 0
      ? say(
          'smoke test green through {0}, which carries no production traffic: point it to green first',
          names(routes.map((id) => ({ id }))),
        )
      : say('smoke test green through a test route that carries no production traffic');
  return [
    step({
      phase: 'verify',
      action: 'verify',
      nodes: idsOf(nodes),
      do: through,
      verify: say('smoke tests pass'),
      rollback: say('delete green copies'),
      reversible: true,
      commands: commands.verify(draft),
    }),
  ];
}

/** There is no copy to look at before the platform has begun. */
function verifyByPlatform(green: readonly DraftNode[]): StepDraft {
  return step({
    phase: 'verify',
    action: 'verify',
    nodes: idsOf(green),
    do: say(
      'let the platform check the new version before it moves on: health checks and, where it has one, its test traffic',
    ),
    verify: say('the checks of the platform pass'),
    rollback: say('stop the deployment: blue goes on serving'),
    reversible: true,
  });
}

export function messages({ draft }: Stage): readonly StepDraft[] {
  if (draft.first) return [];
  const queues = nodesWith(draft, 'drain').filter((node) => usedByDuplicates(node.id, draft) !== undefined);
  const byPolicy = groupedBy(queues, (queue) => queuePolicyOf(queue.id, draft.input));
  return POLICIES.flatMap(([policy, texts]) => {
    const nodes = byPolicy.get(policy) ?? [];
    if (nodes.length === 0) return [];
    return [step({ phase: 'messages', action: 'route', nodes: idsOf(nodes), ...texts, reversible: true })];
  });
}

type Texts = Pick<StepDraft, 'do' | 'verify' | 'rollback'>;

const POLICIES: readonly (readonly [QueuePolicy, Texts])[] = [
  [
    'shared-tolerant',
    {
      do: say(
        'consumers before producers: green accepts old and new formats and is switched on for the queue; then producers stamp the format version; blue never receives the new format',
      ),
      verify: say('both formats seen and processed in test'),
      rollback: say('stop green consumers'),
    },
  ],
  [
    'version-routed',
    {
      do: say(
        'consumers before producers: every consumer filters for the versions it reads, then producers stamp the format version',
      ),
      verify: say('each colour received only its own versions in test'),
      rollback: say('stop green consumers, send what is left of the new version back to be produced again'),
    },
  ],
  [
    'per-colour',
    {
      do: say('create the queue of green and point its producers and consumers to it; blue keeps its own'),
      verify: say('a test message went through the queue of green and none through that of blue'),
      rollback: say('point green back, then delete its queue'),
    },
  ],
];
