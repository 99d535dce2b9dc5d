import { entryAt, knownText, type MapValue, type Value } from '../model/value.ts';
import type { Draft, DraftNode } from './draft.ts';
import { inTurn, named, type Phrase, say, told } from './phrase.ts';
import { isTrue, plain, settingOf, settingText } from './setting.ts';
import { factsOf } from './source.ts';

/** What a platform does by itself, so that the plan hands over instead of doing it again. */
export interface Strategy {
  readonly name: Phrase;
  /** It moves the traffic as well: no route is changed by hand. */
  readonly switches: boolean;
  /** It keeps the thing and makes revisions or machines of it: no second one gets its name. */
  readonly inPlace: boolean;
  /** Old and new never run at full size together: machine by machine. */
  readonly rolling?: boolean;
}

type Input = Pick<Draft, 'input'>;

/** Asked again and again while the duplicate set grows: remembered for as long as the facts live. */
const known = new WeakMap<object, Map<string, Strategy | undefined>>();

/** The strategy of the platform for a node; undefined when there is none, or it is not switched on. */
function strategyOf(node: DraftNode, draft: Input): Strategy | undefined {
  const { green } = draft.input;
  const found = known.get(green) ?? new Map<string, Strategy | undefined>();
  known.set(green, found);
  if (!found.has(node.id)) found.set(node.id, workedOut(node, draft));
  return found.get(node.id);
}

function workedOut(node: DraftNode, draft: Input): Strategy | undefined {
  const type = node.resource.type.value;
  if (/ECS::Service$|aws_ecs_service$/.test(type)) return kept(ofEcs(node, draft));
  if (/aws_(db_instance|rds_cluster)$/.test(type)) return ofDatabase(node, draft);
  if (/Serverless::Function$/.test(type)) return kept(ofServerless(node));
  if (/cloud_run(_v2)?_service$/.test(type))
    return kept(say('Cloud Run, which keeps revisions and splits traffic between them'));
  if (/AppRunner::Service$|aws_apprunner_service$/.test(type))
    return kept(say('App Runner, which starts and checks the new version before it switches'));
  if (/AutoScalingGroup$|aws_autoscaling_group$|instance_group_manager$/.test(type)) return ofGroup(node);
  if (/Lambda::Alias$/.test(type) && settingOf(node.resource, 'codedeploylambdaaliasupdate'))
    return kept(say('CodeDeploy, by the update policy of the alias'));
  if (/EKS::Nodegroup$|eks_node_group$|kubernetes_cluster_node_pool$|container_node_pool$|eks_nodegroup$/.test(type))
    return ofNodes(node);
  return ofKind(node);
}

export function nativeStrategy(node: DraftNode, draft: Input): Phrase | undefined {
  return strategyOf(node, draft)?.name;
}

/** Of several nodes, each once. */
export function strategiesOf(nodes: readonly DraftNode[], draft: Input): Phrase {
  const found = new Map(nodes.flatMap((node) => nativeStrategy(node, draft) ?? []).map((name) => [told(name), name]));
  const [first, ...rest] = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
  return first ? inTurn(first, ...rest) : named('');
}

/** The platform also switches: no router of the file is needed. */
export function switchesItself(node: DraftNode, draft: Input): boolean {
  return strategyOf(node, draft)?.switches === true && node.lifecycle.class === 'stateless';
}

/** It goes on under its name, whatever changes: what depends on it is not made again. */
export function staysInPlace(node: DraftNode, draft: Input): boolean {
  return strategyOf(node, draft)?.inPlace === true;
}

/** No second set of machines runs beside the first. */
export function rollsOver(node: DraftNode, draft: Input): boolean {
  return strategyOf(node, draft)?.rolling === true;
}

/**
 * What the platform copies and switches, with the parts it is made from (a task definition, a launch template) and what only follows it to
 * its new name (a scaling policy). The rest of the duplicate set needs a route of the file.
 */
export function byPlatform({
  input,
  nodes,
  graph,
  duplicated,
}: Pick<Draft, 'input' | 'nodes' | 'graph' | 'duplicated'>): ReadonlySet<string> {
  const found = new Set<string>();
  const candidates = nodes.filter(({ id }) => duplicated.has(id));
  const uncertain = new Set(candidates.filter(mayBeAbsent).map(({ id }) => id));
  for (const node of candidates) if (switchesItself(node, { input })) found.add(node.id);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { id, change } of candidates) {
      const needs = change === 'unchanged' ? graph.needs(id).filter((need) => duplicated.has(need)) : [];
      if (needs.length > 0 && needs.every((need) => found.has(need))) found.add(id);
      const users = graph
        .usersOf(id)
        .filter((user) => duplicated.has(user) && (found.has(user) || !uncertain.has(user)));
      if (users.length > 0 && users.every((user) => found.has(user))) found.add(id);
    }
  }
  return found;
}

/** Made under a condition that nobody can tell from the text, and not changed by itself. */
export function mayBeAbsent({ resource, change }: DraftNode): boolean {
  return resource.conditional === true && change === 'unchanged';
}

function kept(name: Phrase | undefined): Strategy | undefined {
  return name === undefined ? undefined : { name, switches: true, inPlace: true };
}

function rolling(name: Phrase): Strategy {
  return { name, switches: true, inPlace: true, rolling: true };
}

function ofDatabase(node: DraftNode, draft: Input): Strategy | undefined {
  if (!blueGreenUpdate(node, draft)) return undefined;
  return { name: say('RDS blue/green deployment (blue_green_update)'), switches: true, inPlace: true };
}

/** Machines are replaced inside the group, or a whole new group is made by the stack. */
function ofGroup({ resource }: DraftNode): Strategy | undefined {
  if (settingOf(resource, 'instancerefresh')) return rolling(say('instance refresh of the group'));
  if (isTrue(settingText(resource, 'willreplace')))
    return {
      name: say('replacing update of the stack: a new group beside the old one'),
      switches: true,
      inPlace: false,
    };
  if (settingOf(resource, 'autoscalingrollingupdate'))
    return rolling(say('rolling update of the stack, machine by machine'));
  const policy = settingOf(resource, 'updatepolicy');
  const proactive = policy !== undefined && JSON.stringify(plain(policy)).includes('PROACTIVE');
  return proactive ? rolling(say('rolling update of the managed group')) : undefined;
}

/** A pool that is changed is renewed node by node; one that is replaced stands beside the old one until that is drained. */
function ofNodes({ change }: DraftNode): Strategy {
  return {
    name: say('Kubernetes: pods move to the new nodes when the old ones are cordoned and drained'),
    switches: true,
    inPlace: change !== 'replace' && change !== 'update-maybe-replace',
  };
}

/** Kubernetes objects of controllers that do it, wherever they are written. */
function ofKind({ resource }: DraftNode): Strategy | undefined {
  const kind = settingText(resource, 'kind');
  const group = settingText(resource, 'apiversion') ?? '';
  if (kind === 'Rollout' && group.startsWith('argoproj.io/')) return kept(named('Argo Rollouts'));
  return kind === 'Canary' && group.startsWith('flagger.app/') ? kept(named('Flagger')) : undefined;
}

/** The alias is made by the transform: no resource of the template shows it. */
function ofServerless(node: DraftNode): Phrase | undefined {
  if (!settingOf(node.resource, 'autopublishalias')) return undefined;
  return settingOf(node.resource, 'deploymentpreference')
    ? say('CodeDeploy, by the deployment preference of the function')
    : say('the alias that SAM publishes, all at once');
}

function ofEcs(node: DraftNode, { input }: Input): Phrase | undefined {
  const strategy = settingsAround(node, { input }, 'strategy').flatMap((value) => knownText(value) ?? [])[0];
  if (strategy === 'BLUE_GREEN' || strategy === 'CANARY' || strategy === 'LINEAR')
    return say('ECS {0} deployment', strategy.toLowerCase().replace('_', '/'));
  const controller = settingOf(node.resource, 'deploymentcontroller');
  if (controller && JSON.stringify(plain(controller)).includes('CODE_DEPLOY'))
    return say('CodeDeploy blue/green deployment');
  const settings = factsOf(input.green, 'unit')[0]?.settings;
  return settings && JSON.stringify(plain(settings)).includes('AWS::CodeDeployBlueGreen')
    ? say('CodeDeploy blue/green hook of the stack')
    : undefined;
}

/** A setting of the resource, then of the module calls around it, innermost first: blocks made by `dynamic` do not show it. */
function settingsAround(node: DraftNode, { input }: Input, name: string): readonly Value[] {
  const calls = factsOf(input.green, 'module-call').filter((call) => node.id.startsWith(`${call.node}.`));
  const given = calls.toSorted((a, b) => b.node.length - a.node.length).map((call) => followed(call.settings));
  return [node.resource.settings, ...given].flatMap(
    (settings) => settingOf({ ...node.resource, settings }, name) ?? [],
  );
}

/** Arguments that only pass a variable on are what the caller gave. */
function followed(settings: MapValue): MapValue {
  const entries = settings.entries.map((entry) => {
    const known = entry.value.kind === 'reference' ? entry.value.known : undefined;
    return known ? { ...entry, value: known } : entry;
  });
  return { ...settings, entries };
}

function blueGreenUpdate(node: DraftNode, draft: Input): boolean {
  const said = settingsAround(node, draft, 'bluegreenupdate').flatMap((value) => {
    const map = value.kind === 'list' ? value.items[0] : value;
    return knownText(entryAt(map, 'enabled')?.value) ?? [];
  });
  return isTrue(said[0]);
}
