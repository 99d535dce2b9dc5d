import type { CutOver } from '../../model/plan.ts';
import { type DraftNode, nodesWith } from '../draft.ts';
import { inDependencyOrder } from '../graph.ts';
import { byPlatform, nativeStrategy, switchesItself } from '../native.ts';
import { fires, isFront, routerKind, testRoutes } from '../router.ts';
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
  const by = [...new Set(nodes.flatMap((node) => nativeStrategy(node, draft) ?? []))].toSorted().join('; ');
  return step({
    phase: 'cut-over',
    action: 'switch',
    nodes: idsOf(nodes),
    do: `handled by ${by}: it moves the traffic to the new version in the steps it is set up for; change no route by hand`,
    verify: 'the deployment is reported as complete; error rate, latency, saturation within limits',
    rollback: 'stop the deployment, or let it roll back: blue is served again',
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
      do: `${names(nodes)}: off in blue, then on in green: they must fire in exactly one colour`,
      verify: 'each fired once, in green',
      rollback: 'off in green, then on in blue',
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
    do: 'open the new route: traffic reaches green from here on',
    verify: 'error rate, latency, saturation within limits',
    rollback: 'delete the route',
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
        ? `point the name that people use to green's ${names(fronts)}, by hand or with a file of its own`
        : 'nothing in this file routes traffic: point the load balancer or the DNS name that people use to green by hand',
    verify: 'error rate, latency, saturation within limits',
    rollback: 'point it back to blue',
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
      ? 'smoke tests pass on green; error rate, latency, saturation within limits'
      : `error rate, latency, saturation within limits${cut.weightable ? ' at every step' : ''}`,
    rollback: trigger ? 'off in green, then on in blue' : 'set the route back to blue',
    reversible: true,
    traffic: cut.weightable ? IN_STEPS : ALL_AT_ONCE,
    commands: switchInside || node === undefined ? [] : commands.switchTraffic(draft, node),
  });
}

function insideRun({ node }: CutOver): string {
  return `happens inside the run that creates green as soon as ${names([{ id: node }])} is reached: all traffic at once, before green was verified`;
}

function howToSwitch(cut: CutOver, trigger: boolean): string {
  if (trigger) return 'off in blue, then on in green: it must fire in exactly one colour';
  return cut.weightable ? 'move traffic in steps: 10, 50, 100 %' : 'move all traffic at once';
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
      do: draft.first || all ? 'watch it under real load' : 'keep blue running at full size',
      verify: 'alarms quiet for the bake time',
      rollback: draft.first
        ? 'close the route and delete what was created'
        : all
          ? 'let the deployment roll back, or deploy the version before once more'
          : 'set the route back to blue',
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
      ? 'start nothing new in blue, then wait until the running executions have ended'
      : 'stop blue producers, then let blue consumers empty the queue, then stop blue consumers',
    verify: executions ? 'no running execution' : 'old-format message count and in-flight count are 0',
    rollback: executions ? 'start executions in blue again' : 'restart blue consumers',
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
    do: dns ? 'wait until the TTL has passed and blue has no open connections' : 'wait for connection draining',
    verify: 'no open blue connections',
    rollback: 'set the route back to blue',
    reversible: true,
  });
}
