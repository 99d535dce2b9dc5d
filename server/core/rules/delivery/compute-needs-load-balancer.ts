import type { Resource } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { isAppliance } from '../../model/machine.ts';
import { settingOf } from '../../model/setting.ts';
import { literalNumber, literalText, type Value, valueAt } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'compute-needs-load-balancer',
  group: 'delivery',
  title: 'Serving group without a load balancer',
  why: 'The switch between blue and green happens at the router; without one there is nothing to switch.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  status: 'preview',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-bg', 'BG-define'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Bastions, workers and members of a cluster pass, by name.',
    'A group that nothing says serves users passes.',
    'An attachment that stands elsewhere in the module counts.',
    'Tests, examples and modules, whose callers may attach the group, pass.',
    'A target group that is only known at run time passes.',
  ],
  looksAt: 'resource',
  types:
    /^AWS::AutoScaling::AutoScalingGroup$|^aws_autoscaling_group$|(?:^|\.)(?:autoscaling_group|ec2_asg)$|^mac instance create$|^aws autoscaling create-auto-scaling-group$/,

  *check(group, facts) {
    if (facts.inContext(group, 'test', 'example', 'module')) return;
    if (isAppliance(group.name.value) || WORKS.test(wordsOf(group.name.value))) return;
    if (isAttached(group, facts) || !serves(group, facts) || isForSomethingElse(facts)) return;
    yield {
      span: group.header,
      message: `\`${group.name.value}\` serves users and stands behind no load balancer: there is no place where traffic can be moved from blue to green. Put one in front, and let it decide who gets users.`,
    };
  },
});

/** Groups that take work, not requests. */
const WORKS =
  /\b(?:worker|workers|consumer|batch|job|jobs|queue|ecs|eks|k8s|kubernetes|cluster|node|nodes|agent|agents|runner|runners|build|ci|cron|scheduler|etl|emr|spot|gpu|master|masters|db|database|cache|redis|monitoring|logging)\b/;

function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .toLowerCase();
}

const ATTACHED = [
  'TargetGroupARNs',
  'LoadBalancerNames',
  'TrafficSources',
  'load_balancers',
  'target_group_arns',
  'traffic_source',
  '--target-group-arns',
  '--load-balancer-names',
  '--traffic-sources',
];

function isAttached(group: Resource, facts: FactIndex): boolean {
  if (ATTACHED.some((name) => settingOf(group, name) !== undefined)) return true;
  if (group.type.value.startsWith('mac ') || group.type.value.startsWith('aws ')) return hasBalancer(facts);
  return facts
    .dependents(group.node)
    .some(({ node }) => ATTACHMENT.test(facts.at(node, 'resource')[0]?.type.value ?? ''));
}

const BALANCER =
  /^aws elb|^aws elbv2|^gcloud compute (?:forwarding-rules|backend-services|target-)|^azure? network (?:lb|application-gateway)|lb create/;
const hasBalancer = oncePerUnit((facts) => facts.all('resource').some(({ type }) => BALANCER.test(type.value)));
const ATTACHMENT =
  /^aws_autoscaling_(?:attachment|traffic_source_attachment)$|CodeDeploy::DeploymentGroup$|codedeploy_deployment_group$/;

/** Members of a cluster get their users from it, and a gateway of a private network has none. */
const isForSomethingElse = oncePerUnit((facts) => {
  if (
    facts
      .all('resource')
      .some(
        ({ type, name }) =>
          /::(?:ECS|EKS)::|aws_(?:ecs|eks)_|Batch::|aws_batch_/.test(type.value) || /vpn/i.test(name.value),
      )
  )
    return true;
  return ['openvpn', 'softether', 'ipsec', 'wireguard', 'ECS_CLUSTER'].some((word) => facts.scriptMentions(word));
});

/** Evidence that users come: an open web port, a web server that is installed, a name that says so. */
function serves(group: Resource, facts: FactIndex): boolean {
  if (group.type.value === 'mac instance create') return portsOf(group).some((port) => WEB_PORTS.has(port));
  const near = reachable(group.node, facts);
  const opens = facts
    .all('network-rule')
    .some(
      ({ node, from, to, direction }) =>
        direction === 'in' && near.has(node) && [...WEB_PORTS].some((port) => from === port || to === port),
    );
  const installs = facts.all('package').some(({ node, name }) => near.has(node) && WEB_SERVER.test(name.value));
  return (
    opens ||
    installs ||
    (facts.all('step').length > 0 && /\b(?:web|www|frontend|api|http)\b/.test(wordsOf(nameOf(group))))
  );
}

function nameOf(group: Resource): string {
  const name = settingOf(group, 'name');
  return (
    literalText(name) ??
    (name?.kind === 'unknown' ? (name.parts ?? []).map((part) => ('value' in part ? part.value : '')).join(' ') : '')
  );
}

const WEB_PORTS = new Set([80, 443, 8080, 8443, 3000, 8000]);
const WEB_SERVER = /^(?:nginx|apache2|httpd|tomcat\d*|caddy|haproxy|php[\d.]*-fpm|lighttpd|iis)$/;

function portsOf({ settings }: Resource): readonly number[] {
  const roles = valueAt(settings, 'roles');
  const lists =
    roles?.kind === 'map' ? roles.entries.map(({ value }) => valueAt(value, 'instance create', 'port')) : [];
  return lists
    .flatMap((list): readonly Value[] => (list?.kind === 'list' ? list.items : []))
    .flatMap((port) => literalNumber(port) ?? []);
}

/** The group, its launch template, and what that refers to. */
function reachable(node: string, facts: FactIndex): ReadonlySet<string> {
  const found = new Set([node]);
  for (let round = 0; round < 2; round++)
    for (const from of [...found]) for (const { to } of facts.at(from, 'dependency')) found.add(to);
  return found;
}
