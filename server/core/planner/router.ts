import type { Resource } from '../model/fact.ts';
import type { CutOver } from '../model/plan.ts';
import type { DraftNode } from './draft.ts';
import { settingOf, settingText } from './setting.ts';

/**
 * How far from the servers a router stands, and how fast it can be set back. `depth` 0 = a weight between two copies,
 * 4 = the name people type. The first pattern that matches the type decides.
 */
interface RouterKind {
  readonly kind: 'rule' | 'listener' | 'member' | 'trigger' | 'front' | 'edge' | 'dns';
  readonly depth: number;
  readonly latency: CutOver['rollbackLatency'];
}

const KINDS: readonly (readonly [RegExp, RouterKind])[] = [
  [
    /route53(?!resolver)|record_?set|_dns_|dns_record|trafficmanager|traffic_manager|cname|managed_zone|DNSEndpoint/i,
    { kind: 'dns', depth: 4, latency: 'ttl' },
  ],
  [/cloudfront|front_?door|_cdn_|::cdn/i, { kind: 'edge', depth: 3, latency: 'redeploy' }],
  [/global_?accelerator/i, { kind: 'edge', depth: 3, latency: 'instant' }],
  [
    /listener.?rule|modify-rule|create-rule|alias|task_?set|VirtualRouter|virtual_router|::Integration$|_integration$|::Route$|_route$|HTTPRoute|httproute|url_map|traffic_split|active_slot|slot.swap|register|deregister|attach|pool_member|haproxy|elb_target/i,
    { kind: 'rule', depth: 0, latency: 'instant' },
  ],
  [
    /event_?source_?mapping|event-source-mapping|events?.?::?rule|event_rule|schedule|put-rule|subscription|trigger|notification/i,
    { kind: 'trigger', depth: 0, latency: 'instant' },
  ],
  [
    /listener|stage|mapping|deployment|ingress|k8s_service|kubernetes_service|^Service$|backend_service|forwarding_rule|elasticip|::EIP|_eip|address/i,
    { kind: 'listener', depth: 1, latency: 'instant' },
  ],
];

const FRONT: RouterKind = { kind: 'front', depth: 2, latency: 'instant' };

export function routerKind(node: DraftNode): RouterKind {
  if (node.lifecycle.traits?.trigger || node.lifecycle.traits?.consumer) {
    return { kind: 'trigger', depth: 0, latency: 'instant' };
  }
  const type = node.resource.type.value;
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? FRONT;
}

export function isRouter(node: DraftNode): boolean {
  return node.lifecycle.class === 'router';
}

/** Of a load balancer with several of them. */
export function isListener(type: string): boolean {
  return /ElasticLoadBalancingV2::Listener$|^aws_(lb|alb)_listener$/.test(type);
}

/** A listener that is there for the checks of green and carries no production traffic: its name says so. */
export function isTestRoute({ name, type }: Pick<Resource, 'name' | 'type'>): boolean {
  const words = name.value.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/);
  return isListener(type.value) && words.some((word) => /^(test|testing|preview|verify)$/i.test(word));
}

/** Something that starts work by itself: a rule, a schedule, a cron job. */
export function fires({ lifecycle, resource }: DraftNode): boolean {
  return lifecycle.traits?.trigger === true || /cron_?job/i.test(resource.type.value);
}

/** Puts servers behind a front door that something else makes. */
export function isMembership({ resource }: DraftNode): boolean {
  return /register|attach-load-balancer|elb_instance$|elb_target$/.test(resource.type.value);
}

/** Code that runs when something calls it. */
export function isFunction({ resource }: DraftNode): boolean {
  return /(Lambda|Serverless)::Function$|aws_lambda_function$|lambda create-function$|\.lambda$/.test(
    resource.type.value,
  );
}

/** A way in of its own, whole: neither a part of one nor something that starts work by itself. */
export function isFront(node: DraftNode): boolean {
  const part = node.lifecycle.traits?.perColour === true || isMembership(node);
  return isRouter(node) && !part && !fires(node);
}

/** The test routes among these; where no other listener is left, the only one carries the traffic whatever it is called. */
export function testRoutes(nodes: readonly DraftNode[]): ReadonlySet<string> {
  const listeners = nodes.filter(({ resource }) => isListener(resource.type.value));
  const tests = listeners.filter(({ resource }) => isTestRoute(resource));
  return new Set(tests.length < listeners.length ? tests.map(({ id }) => id) : []);
}

/** Percent by percent, or all at once. A `mac` run executes the switch as one command. */
export function isWeightable(node: DraftNode, tool: string): boolean {
  const { traits } = node.lifecycle;
  if (tool === 'macfile' || traits?.trigger || traits?.consumer) return false;
  if (routerKind(node).kind === 'dns' && !sharesTraffic(node)) return false;
  return traits?.weightable === true || traits?.weightable === 'controller';
}

/** A record that is no member of a weighted set cannot become one without being replaced. */
function sharesTraffic({ resource }: DraftNode): boolean {
  const policy = settingOf(resource, 'weightedroutingpolicy', 'weight', 'wrr', 'trafficroutingmethod', 'routingpolicy');
  return policy !== undefined || !/record|dns/i.test(resource.type.value);
}

export function mechanismOf(node: DraftNode): string {
  const { mechanism } = node.lifecycle.traits ?? {};
  if (mechanism !== undefined) return mechanism;
  const { kind } = routerKind(node);
  if (kind === 'dns') return 'record swap; TTL bound';
  if (kind === 'edge') return 'origin change';
  return kind === 'trigger' ? 'enabled in exactly one colour' : 'members or targets are switched';
}

/** Time to live of a record in seconds; undefined when it is not written. */
export function ttlOf(node: DraftNode): number | undefined {
  const text = settingText(node.resource, 'ttl', 'dnsttl', 'recordttl');
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
