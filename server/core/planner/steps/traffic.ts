import type { CutOver } from '../../model/plan.ts';
import { type DraftNode, nodesWith } from '../draft.ts';
import { inDependencyOrder } from '../graph.ts';
import { byPlatform, strategiesOf, switchesItself } from '../native.ts';
import { type Phrase, say } from '../phrase.ts';
import { fires, isFront, isFunction, routerKind, testRoutes } from '../router.ts';
import * as commands from './commands.ts';
import { idsOf, lateAdditions, names, type Stage, type StepDraft, step } from './step.ts';

export function cutOver(stage: Stage): readonly StepDraft[] {
  const { draft } = stage;
  const tests = testRoutes(draft.nodes);
  const { after } = lateAdditions(draft);
  const opened = nodesWith(draft, 'expand').filter(
    (node) => node.lifecycle.class === 'router' && after.has(node.id) && !tests.has(node.id),
  );
  const open = opened.length > 0 ? [openRoutes(stage, opened)] : [];
  if (draft.first || draft.duplicated.size === 0) return open;
  const handled = byPlatform(draft);
  const platform = handled.size > 0 ? [switchedByPlatform(stage, handled)] : [];
  const routes = draft.cutOver.map((cut) => switchRoute(stage, cut));
  const fires = firesInGreen(stage);
  if (routes.length > 0 || platform.length > 0) return [...open, ...platform, ...routes, ...fires];
  return [...(opened.length > 0 ? open : [switchOutside(stage)]), ...fires];
}

/** Handed over: the platform has its own test traffic, shares and bake time. */
function switchedByPlatform({ draft }: Stage, handled: ReadonlySet<string>): StepDraft {
  const nodes = draft.nodes.filter((node) => handled.has(node.id) && switchesItself(node, draft));
  return step({
    phase: 'cut-over',
    action: 'switch',
    nodes: idsOf(nodes),
    do: say(
      'handled by {0}: it moves the traffic to the new version in the steps it is set up for; change no route by hand',
      strategiesOf(nodes, draft),
    ),
    verify: say('the deployment is reported as complete; error rate, latency, saturation within limits'),
    rollback: say('stop the deployment, or let it roll back: blue is served again'),
    reversible: true,
    traffic: ALL_AT_ONCE,
  });
}

/** Schedules and triggers that exist once per colour: never on in both. */
function firesInGreen({ draft }: Stage): readonly StepDraft[] {
  const nodes = nodesWith(draft, 'duplicate').filter((node) => fires(node) && node.live);
  if (nodes.length === 0) return [];
  return [
    step({
      phase: 'cut-over',
      action: 'switch',
      nodes: idsOf(nodes),
      do: say('{0}: off in blue, then on in green: they must fire in exactly one colour', names(nodes)),
      verify: say('each fired once, in green'),
      rollback: say('off in green, then on in blue'),
      reversible: true,
    }),
  ];
}

function openRoutes({ draft }: Stage, nodes: readonly DraftNode[]): StepDraft {
  const ids = inDependencyOrder(idsOf(nodes), draft.graph);
  return step({
    phase: 'cut-over',
    action: 'expand',
    nodes: ids,
    do: say('open the new route: traffic reaches green from here on'),
    verify: say('error rate, latency, saturation within limits'),
    rollback: say('delete the route'),
    reversible: true,
    commands: commands.expand(draft, ids),
  });
}

const ALL_AT_ONCE = [{ blue: 0, green: 100 }] as const;

const IN_STEPS = [{ blue: 90, green: 10 }, { blue: 50, green: 50 }, ...ALL_AT_ONCE] as const;

/** A front door per colour is switched by whatever stands before it; without one there is nothing to name. */
function switchOutside({ draft }: Stage): StepDraft {
  const green = nodesWith(draft, 'duplicate').filter((node) => node.lifecycle.class !== 'cache' && !fires(node));
  const fronts = green.filter((node) => isFront(node));
  const nodes = fronts.length > 0 ? fronts : green;
  return step({
    phase: 'cut-over',
    action: 'switch',
    nodes: idsOf(nodes),
    do:
      fronts.length > 0
        ? say("point the name that people use to green's {0}, by hand or with a file of its own", names(fronts))
        : green.every(isFunction)
          ? say(
              'nothing in this file chooses between two versions: point whatever calls it to an alias of green by hand',
            )
          : say(
              'nothing in this file routes traffic: point the load balancer or the DNS name that people use to green by hand',
            ),
    verify: say('error rate, latency, saturation within limits'),
    rollback: say('point it back to blue'),
    reversible: true,
    traffic: ALL_AT_ONCE,
  });
}

function switchRoute(stage: Stage, cut: CutOver): StepDraft {
  const { draft, switchInside } = stage;
  const node = draft.byId.get(cut.node);
  const trigger = node !== undefined && routerKind(node).kind === 'trigger';
  const provisioned = draft.duplicated.size > 0;
  return step({
    phase: 'cut-over',
    action: 'switch',
    nodes: [cut.node],
    do: switchInside && provisioned ? insideRun(cut) : howToSwitch(cut, trigger),
    verify: switchInside
      ? say('smoke tests pass on green; error rate, latency, saturation within limits')
      : cut.weightable
        ? say('error rate, latency, saturation within limits at every step')
        : say('error rate, latency, saturation within limits'),
    rollback: trigger ? say('off in green, then on in blue') : say('set the route back to blue'),
    reversible: true,
    traffic: cut.weightable ? IN_STEPS : ALL_AT_ONCE,
    commands: switchInside || node === undefined ? [] : commands.switchTraffic(draft, node),
  });
}

function insideRun({ node }: CutOver): Phrase {
  return say(
    'happens inside the run that creates green as soon as {0} is reached: all traffic at once, before green was verified',
    names([{ id: node }]),
  );
}

function howToSwitch(cut: CutOver, trigger: boolean): Phrase {
  if (trigger) return say('off in blue, then on in green: it must fire in exactly one colour');
  return cut.weightable ? say('move traffic in steps: 10, 50, 100 %') : say('move all traffic at once');
}

export function bake({ draft }: Stage): readonly StepDraft[] {
  if (draft.duplicated.size === 0) return [];
  const routes = draft.cutOver.map(({ node }) => node);
  const handled = byPlatform(draft);
  const all = routes.length === 0 && [...draft.duplicated.keys()].every((id) => handled.has(id));
  const nodes = routes.length > 0 ? routes : idsOf(nodesWith(draft, 'duplicate'));
  return [
    step({
      phase: 'bake',
      action: 'observe',
      nodes,
      do: draft.first || all ? say('watch it under real load') : say('keep blue running at full size'),
      verify: say('alarms quiet for the bake time'),
      rollback: draft.first
        ? say('close the route and delete what was created')
        : all
          ? say('let the deployment roll back, or deploy the version before once more')
          : say('set the route back to blue'),
      reversible: true,
      commands: commands.bake(draft),
    }),
  ];
}

/** Queues and executions first, then connections or the time to live of a record. */
export function drain({ draft }: Stage): readonly StepDraft[] {
  if (draft.first) return [];
  const leaving = nodesWith(draft, 'contract').filter((node) => node.lifecycle.class === 'volatile');
  const queues = [...nodesWith(draft, 'drain'), ...leaving];
  const routes = draft.cutOver.filter(({ node }) => {
    const router = draft.byId.get(node);
    return router !== undefined && routerKind(router).kind !== 'trigger';
  });
  return [...(queues.length > 0 ? [drainQueues(queues)] : []), ...(routes.length > 0 ? [drainRoutes(routes)] : [])];
}

function drainQueues(queues: readonly DraftNode[]): StepDraft {
  const executions = queues.every((node) => node.lifecycle.traits?.drain === 'executions');
  return step({
    phase: 'drain',
    action: 'drain',
    nodes: idsOf(queues),
    do: executions
      ? say('start nothing new in blue, then wait until the running executions have ended')
      : say('stop blue producers, then let blue consumers empty the queue, then stop blue consumers'),
    verify: executions ? say('no running execution') : say('old-format message count and in-flight count are 0'),
    rollback: executions ? say('start executions in blue again') : say('restart blue consumers'),
    reversible: true,
    commands: queues.flatMap((node) => commands.drainQueue(node)),
  });
}

function drainRoutes(routes: readonly CutOver[]): StepDraft {
  const dns = routes.some((cut) => cut.rollbackLatency === 'ttl');
  return step({
    phase: 'drain',
    action: 'drain',
    nodes: routes.map(({ node }) => node),
    do: dns
      ? say('wait until the TTL has passed and blue has no open connections')
      : say('wait for connection draining'),
    verify: say('no open blue connections'),
    rollback: say('set the route back to blue'),
    reversible: true,
  });
}
