import { literalText, type Value, valueAt } from '../../model/value.ts';
import { actionOf, type Draft, type DraftNode, nodesWith } from '../draft.ts';
import { byPlatform, mayBeAbsent, staysInPlace } from '../native.ts';
import { say } from '../phrase.ts';
import { fires, isFront, isFunction, routerKind, ttlOf } from '../router.ts';
import { isTrue, plain, settingOf, settingText } from '../setting.ts';
import { mutatesHost } from './hosts.ts';
import { firstById, type WarningDraft, warn } from './warning.ts';

/** Warnings about where traffic is switched, and what fires where. */
export function routingWarnings(draft: Draft): readonly WarningDraft[] {
  return [
    ...noCutOver(draft),
    ...draft.nodes.flatMap((node) => [
      ...replacedRouter(node, draft),
      ...insideUnit(node, draft),
      ...dnsTtl(node, draft),
      ...sticky(node, draft),
      ...twice(node, draft),
      ...eventsTwice(node, draft),
    ]),
  ];
}

/** A Macfile that makes a front door per version is switched outside, as it should be. */
function noCutOver(draft: Draft): readonly WarningDraft[] {
  if (draft.first || draft.duplicated.size === 0 || draft.cutOver.length > 0) return [];
  const handled = byPlatform(draft);
  const green = nodesWith(draft, 'duplicate').filter(
    (node) => !handled.has(node.id) && (handled.size === 0 || !mayBeAbsent(node)),
  );
  const opened = nodesWith(draft, 'expand').some(
    (node) =>
      node.lifecycle.class === 'router' && draft.graph.neighbours(node.id).some((id) => draft.duplicated.has(id)),
  );
  const changed = green.filter((node) => node.lifecycle.class === 'stateless' && node.change !== 'unchanged');
  const first = firstById(changed) ?? firstById(green);
  const inUse = green.some((node) => node.live);
  const ownFront = draft.input.green.language === 'macfile' && green.some((node) => isFront(node));
  if (first === undefined || opened || ownFront || !inUse || green.every(mutatesHost)) return [];
  return [
    warn(
      first,
      'no-cut-over',
      'blocker',
      say(
        'nothing in this file routes traffic to what is duplicated, so there is nothing to switch from blue to green',
      ),
      green.every(isFunction)
        ? say(
            'reach it through an alias: AutoPublishAlias with a DeploymentPreference in SAM, else a published version and an alias that its sources name',
          )
        : say(
            'put a load balancer, an alias or a DNS record in front of it, or switch outside this file and say so with an override',
          ),
    ),
  ];
}

function isCutOver(node: DraftNode, draft: Draft): boolean {
  return draft.cutOver.some((cut) => cut.node === node.id);
}

function replacedRouter(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  if (node.lifecycle.class !== 'router' || node.change !== 'replace' || draft.duplicated.has(node.id)) return [];
  return [
    warn(
      node,
      'router-replaced',
      'high',
      say(
        'the router itself is replaced: its address changes and open connections break, so it cannot carry a gradual switch',
      ),
      say('keep the router and change what stands behind it, or switch one level further out'),
    ),
  ];
}

function insideUnit(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  if (draft.first || draft.input.green.language !== 'macfile' || !isCutOver(node, draft)) return [];
  return [
    warn(
      node,
      'cut-over-inside-unit',
      'high',
      say(
        'the run that creates green also executes this switch, so green takes all traffic before anyone could verify it',
      ),
      say('move it to its own Macfile that is run after the checks'),
    ),
  ];
}

function dnsTtl(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  if (!isCutOver(node, draft) || routerKind(node).kind !== 'dns') return [];
  const ttl = ttlOf(node);
  return [
    warn(
      node,
      'dns-ttl',
      'medium',
      ttl === undefined
        ? say('DNS switch: clients keep the old answer until the TTL ends, so rollback is not instant')
        : say('DNS switch: clients keep the old answer until the TTL ends ({0} s), so rollback is not instant', ttl),
      say('prefer a switch behind one load balancer; else lower the TTL at least one old TTL before the switch'),
    ),
  ];
}

/** Clients that stay glued to blue, or are cut off by it. */
function sticky(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  if (node.lifecycle.class !== 'router' || (!draft.duplicated.has(node.id) && !isCutOver(node, draft))) return [];
  const attributes = attributesOf(node);
  const glued = isTrue(attributes.get('stickiness.enabled')) || isTrue(literalText(stickiness(node)));
  const cut =
    (attributes.get('deregistration_delay.timeout_seconds') ?? settingText(node.resource, 'deregistrationdelay')) ===
    '0';
  const classic = isCutOver(node, draft) && CLASSIC.test(node.resource.type.value) && !drains(node, draft);
  if (!glued && !cut && !classic) return [];
  const what = glued
    ? say('stickiness keeps clients on blue')
    : say('connections to blue are cut at the moment of the switch');
  return [
    warn(
      node,
      'sticky-connections',
      'medium',
      say('{0}, so the switch is not the gentle one the weights promise', what),
      glued
        ? say('switch stickiness off, or plan for a drain as long as its cookie lives')
        : say('give connections time to end: a deregistration delay or connection draining'),
    ),
  ];
}

const DRAINING = /ConnectionDraining=?\{?Enabled=true|"ConnectionDraining":\{"Enabled":true/i;

const CLASSIC = /^AWS::ElasticLoadBalancing::LoadBalancer$|^aws_elb$|^aws elb create-load-balancer$/;

/** Said by the balancer itself, or by a command of the same unit. */
function drains(node: DraftNode, draft: Draft): boolean {
  const command = draft.nodes.some((other) => DRAINING.test(JSON.stringify(plain(other.resource.settings))));
  if (command) return true;
  const policy = settingOf(node.resource, 'connectiondrainingpolicy', 'connectiondraining');
  if (policy === undefined) return false;
  const enabled =
    policy.kind === 'map' ? policy.entries.find((entry) => /^enabled$/i.test(entry.key.value))?.value : policy;
  return literalText(enabled) === undefined || isTrue(literalText(enabled));
}

function stickiness(node: DraftNode): Value | undefined {
  const block = settingOf(node.resource, 'stickiness');
  const map = block?.kind === 'list' ? block.items[0] : block;
  return map?.kind === 'map' ? map.entries.find((entry) => /^enabled$/i.test(entry.key.value))?.value : undefined;
}

/** `TargetGroupAttributes: [{Key, Value}]` as a map. */
function attributesOf(node: DraftNode): ReadonlyMap<string, string> {
  const list = settingOf(node.resource, 'targetgroupattributes');
  if (list?.kind !== 'list') return new Map();
  const pairs = list.items.map((item) => plain(item) as { readonly Key?: unknown; readonly Value?: unknown } | null);
  return new Map(pairs.map((pair) => [String(pair?.Key), String(pair?.Value)]));
}

const EVENTS =
  /^(SQS|Kinesis|DynamoDB|MSK|MQ|SelfManagedKafka|DocumentDB|Schedule|ScheduleV2|EventBridgeRule|CloudWatchEvent|S3|SNS|IoTRule)$/;

/** The serverless model makes the sources of a function with it; where an alias is published they stay with that. */
function eventsTwice(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  if (draft.first || node.change === 'add' || node.resource.type.value !== 'AWS::Serverless::Function') return [];
  if (actionOf(draft, node.id) !== 'duplicate' || staysInPlace(node, draft)) return [];
  const events = settingOf(node.resource, 'events');
  const fires =
    events?.kind === 'map' &&
    events.entries.some(({ value }) => EVENTS.test(literalText(valueAt(value, 'Type')) ?? ''));
  if (!fires) return [];
  return [
    warn(
      node,
      'trigger-runs-twice',
      'high',
      say('a copy of this function brings its events along, so while both run everything is handled twice'),
      say("publish an alias (AutoPublishAlias), with which the events stay, or create green's events disabled"),
    ),
  ];
}

function twice(node: DraftNode, draft: Draft): readonly WarningDraft[] {
  const off = /^(disabled|false)$/i.test(settingText(node.resource, 'state', 'isenabled', 'enabled') ?? '');
  if (
    draft.first ||
    !fires(node) ||
    off ||
    isTrue(settingText(node.resource, 'suspend')) ||
    actionOf(draft, node.id) !== 'duplicate' ||
    node.change === 'add'
  )
    return [];
  return [
    warn(
      node,
      'trigger-runs-twice',
      'high',
      say('this schedule or trigger exists in both colours, so while both run everything it starts happens twice'),
      say("create green's copy disabled; switch it off in blue, then on in green"),
    ),
  ];
}
