import type { Plan, PlanEdge, PlanStep, PlanWarning } from '../../server/core/model/plan.ts';
import { node, plan, type Row, range, shares, step, steps } from './draft.ts';

/** A web shop behind a load balancer: two copies, a gate, a queue, a database. */
export function shopPlan(): Plan {
  return plan({
    nodes: rows.map((row, index) => node(row, 6 * index + 7)),
    edges,
    cutOver: [
      {
        node: 'Resources.HttpsListener',
        mechanism: 'listener weights',
        weightable: true,
        rollbackLatency: 'instant',
        order: 1,
      },
    ],
    steps: shopSteps(),
    warnings,
    pointOfNoReturn: 11,
    messages: [
      {
        queue: 'Resources.OrderQueue',
        policy: 'shared-tolerant',
        consumers: ['Resources.WebAsg'],
        versionAttribute: 'x-format',
      },
    ],
  });
}

const rows: readonly Row[] = [
  { id: 'Resources.WebSecurityGroup', type: 'AWS::EC2::SecurityGroup', class: 'network', action: 'share' },
  {
    id: 'Resources.LoadBalancer',
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    class: 'router',
    action: 'share',
  },
  {
    id: 'Resources.WebTargetGroup',
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    class: 'router',
    action: 'duplicate',
  },
  { id: 'Resources.HttpsListener', type: 'AWS::ElasticLoadBalancingV2::Listener', class: 'router', action: 'switch' },
  {
    id: 'Resources.WebLaunchTemplate',
    type: 'AWS::EC2::LaunchTemplate',
    class: 'stateless',
    action: 'duplicate',
    changed: ['LaunchTemplateData.ImageId', 'ami-0aaa1111', 'ami-0bbb2222'],
  },
  {
    id: 'Resources.WebAsg',
    type: 'AWS::AutoScaling::AutoScalingGroup',
    class: 'stateless',
    action: 'duplicate',
    instances: 4,
  },
  { id: 'Resources.WebCpuPolicy', type: 'AWS::AutoScaling::ScalingPolicy', class: 'config', action: 'duplicate' },
  {
    id: 'Resources.OrderQueue',
    type: 'AWS::SQS::Queue',
    class: 'volatile',
    action: 'drain',
    changed: ['VisibilityTimeout', 60, 120],
  },
  {
    id: 'Resources.Database',
    type: 'AWS::RDS::DBInstance',
    class: 'persistent',
    action: 'migrate',
    changed: ['AllocatedStorage', '100', '200'],
  },
  { id: 'Resources.AppDns', type: 'AWS::Route53::RecordSet', class: 'router', action: 'share' },
];

const green = ['WebTargetGroup', 'WebLaunchTemplate', 'WebAsg', 'WebCpuPolicy'].map((it) => `Resources.${it}`);

const edge = (from: string, to: string): PlanEdge => ({
  from: `Resources.${from}`,
  to: `Resources.${to}`,
  kind: 'ref',
  certainty: 'explicit',
});
const warn = (
  name: string,
  severity: PlanWarning['severity'],
  label: string,
  line: number,
  message: string,
): PlanWarning => ({
  code: `plan/${name}`,
  severity,
  node: `Resources.${label}`,
  source: { path: 'web.yaml', range: range(line) },
  message,
});

const edges: readonly PlanEdge[] = [
  edge('LoadBalancer', 'WebSecurityGroup'),
  edge('HttpsListener', 'LoadBalancer'),
  edge('HttpsListener', 'WebTargetGroup'),
  edge('WebLaunchTemplate', 'Database'),
  edge('WebLaunchTemplate', 'OrderQueue'),
  edge('WebAsg', 'WebLaunchTemplate'),
  edge('WebAsg', 'WebTargetGroup'),
  edge('WebCpuPolicy', 'WebAsg'),
  edge('AppDns', 'LoadBalancer'),
];

const warnings: readonly PlanWarning[] = [
  warn(
    'name-collision',
    'high',
    'WebTargetGroup',
    19,
    'Name is hard-coded to "shop-web": a parallel green copy cannot use it',
  ),
  warn(
    'name-collision',
    'high',
    'WebAsg',
    44,
    'AutoScalingGroupName is hard-coded: a parallel green copy cannot use it',
  ),
  warn(
    'message-format',
    'high',
    'OrderQueue',
    60,
    'blue and green both use this queue: tag messages with a format version and route by it',
  ),
  warn('shared-mutation', 'medium', 'OrderQueue', 60, 'change to VisibilityTimeout takes effect for blue as well'),
  warn(
    'shared-state-change',
    'medium',
    'Database',
    65,
    'both colours use this store; AllocatedStorage changes while blue still serves',
  ),
  warn('no-retain', 'medium', 'Database', 65, 'persistent state without DeletionPolicy Retain or Snapshot'),
];

function shopSteps(): PlanStep[] {
  return steps(
    () =>
      step('preflight', 'check', green.slice(0, 2), {
        do: 'resolve every blocker and high warning; confirm quota for doubled capacity',
      }),
    () =>
      step('protect', 'snapshot', ['Resources.Database'], {
        do: 'take a restore point of every shared store',
        rollback: 'delete the restore point',
      }),
    () =>
      step('expand', 'expand', ['Resources.Database', 'Resources.OrderQueue'], {
        do: 'apply only backward-compatible changes to shared resources; blue must keep working',
      }),
    () =>
      step('provision', 'duplicate', green, {
        do: 'create green copies under colour-suffixed names',
        rollback: 'delete the green copies',
      }),
    () =>
      step('verify', 'verify', green.slice(0, 1), {
        do: 'smoke test green through a route that carries no production traffic',
      }),
    () =>
      step('messages', 'route', ['Resources.OrderQueue'], {
        do: 'green accepts old and new formats; producers stamp the format version',
      }),
    () =>
      step('cut-over', 'switch', ['Resources.HttpsListener'], {
        do: 'move traffic in steps: 10, 50, 100 %',
        verify: 'error rate, latency and saturation stay within limits at every step',
        rollback: 'set the listener back to blue: instant',
        precondition: ['green passed its test route', 'green consumers read both message formats'],
        traffic: shares,
        commands: [
          'aws elbv2 modify-listener --listener-arn "$HTTPS_LISTENER" \\\n  --default-actions file://weights-50-50.json',
        ],
      }),
    () =>
      step('bake', 'observe', ['Resources.HttpsListener'], {
        do: 'keep blue running at full size',
        rollback: 'set the listener back to blue',
      }),
    () =>
      step('drain', 'drain', ['Resources.OrderQueue'], {
        do: 'stop blue producers, let blue consumers empty the queue',
      }),
    () => step('drain', 'drain', ['Resources.HttpsListener'], { do: 'wait until blue has no open connections' }),
    () =>
      step('retire', 'retire', green.toReversed(), {
        do: 'destroy the blue copies in reverse order',
        rollback: 'none: rebuild blue from source',
        reversible: false,
      }),
    () =>
      step('contract', 'contract', ['Resources.Database'], {
        do: 'remove what only blue needed',
        rollback: 'restore from the backup',
        reversible: false,
      }),
  );
}
