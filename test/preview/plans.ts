/** Plans to draw: the three worked examples of the design, and made-up ones of any size. */
import type { LifecycleClass } from '../../server/core/model/lifecycle.ts';
import type { Action, Plan, PlanEdge, PlanNode, PlanStep, PlanWarning } from '../../server/core/model/plan.ts';

const range = (line: number) => ({ start: { line, character: 2 }, end: { line, character: 12 } });

interface Row {
  readonly id: string;
  readonly type: string;
  readonly class: LifecycleClass;
  readonly action: Action;
  readonly change?: PlanNode['change'];
  readonly changed?: readonly [path: string, before: string | number, after: string | number];
  readonly instances?: number;
}

function node(row: Row, line: number): PlanNode {
  const { changed } = row;
  return {
    id: row.id,
    label: row.id.split('.').at(-1) ?? row.id,
    tool: row.type.startsWith('AWS::') ? 'cloudformation' : 'terraform',
    type: row.type,
    source: { path: 'web.yaml', range: range(line) },
    ...(row.instances === undefined ? {} : { instances: row.instances }),
    lifecycle: { class: row.class, confidence: row.class === 'unknown' ? 0.3 : 0.93, reasons: ['CURATED'] },
    change: row.change ?? (changed === undefined ? 'unchanged' : 'update'),
    ...(changed === undefined
      ? {}
      : {
          changedPaths: [{ path: changed[0], before: changed[1], after: changed[2], forcesReplacement: 'no' as const }],
        }),
    action: row.action,
    why: ['a reason in one sentence'],
  };
}

type Draft = Pick<Plan, 'nodes' | 'edges' | 'cutOver' | 'steps' | 'warnings' | 'pointOfNoReturn'> & Partial<Plan>;

function plan(draft: Draft): Plan {
  const counts = { blocker: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of draft.warnings) {
    counts[severity] += 1;
  }
  const score = Math.max(0, 100 - 25 * counts.blocker - 10 * counts.high - 4 * counts.medium - counts.low);
  const duplicated = draft.nodes.filter((it) => it.action === 'duplicate').length;
  return {
    schema: 'verdigris.plan/1',
    input: { blue: 'git:HEAD', green: 'buffer', evidence: ['bundled-facts', 'text-diff'] },
    mode: 'minimal',
    colours: [
      { id: 'blue', label: 'blue' },
      { id: 'green', label: 'green' },
    ],
    summary: '',
    blastRadius: { duplicated, shared: 0, sharedButChanged: 0, total: draft.nodes.length },
    capacity: { extraUnits: 4 },
    readiness: {
      score,
      band: score >= 80 ? 'ready' : score >= 50 ? 'fix first' : 'not blue-green',
      counts,
      caps: [],
    },
    ...draft,
  };
}

let said = 0;
function step(
  phase: PlanStep['phase'],
  action: PlanStep['action'],
  nodes: readonly string[],
  more: Partial<PlanStep> = {},
): PlanStep {
  said += 1;
  return {
    n: said,
    phase,
    action,
    nodes,
    do: `do what ${phase} asks for`,
    verify: 'it is as it should be',
    rollback: 'take it back',
    reversible: true,
    ...more,
  };
}

function steps(...make: readonly (() => PlanStep)[]): PlanStep[] {
  said = 0;
  return make.map((it) => it());
}

const shares = [
  { blue: 90, green: 10 },
  { blue: 50, green: 50 },
  { blue: 0, green: 100 },
];

/** A web shop behind a load balancer: two copies, a gate, a queue, a database. */
export function shopPlan(): Plan {
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
  return plan({
    nodes: rows.map((row, index) => node(row, 6 * index + 7)),
    edges: [
      edge('LoadBalancer', 'WebSecurityGroup'),
      edge('HttpsListener', 'LoadBalancer'),
      edge('HttpsListener', 'WebTargetGroup'),
      edge('WebLaunchTemplate', 'Database'),
      edge('WebLaunchTemplate', 'OrderQueue'),
      edge('WebAsg', 'WebLaunchTemplate'),
      edge('WebAsg', 'WebTargetGroup'),
      edge('WebCpuPolicy', 'WebAsg'),
      edge('AppDns', 'LoadBalancer'),
    ],
    cutOver: [
      {
        node: 'Resources.HttpsListener',
        mechanism: 'listener weights',
        weightable: true,
        rollbackLatency: 'instant',
        order: 1,
      },
    ],
    steps: steps(
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
    ),
    warnings: [
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
    ],
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

/** A store that needs a migration of its own, and a cache that starts cold. */
export function blockedPlan(): Plan {
  const rows: readonly Row[] = [
    { id: 'aws_lb_listener.https', type: 'aws_lb_listener', class: 'router', action: 'switch' },
    {
      id: 'aws_ecs_service.app',
      type: 'aws_ecs_service',
      class: 'stateless',
      action: 'duplicate',
      changed: ['image', 'shop:1', 'shop:2'],
      instances: 6,
    },
    {
      id: 'aws_rds_cluster.db',
      type: 'aws_rds_cluster',
      class: 'persistent',
      action: 'block',
      changed: ['engine_version', '15.4', '16.1'],
    },
    {
      id: 'aws_elasticache_replication_group.cache',
      type: 'aws_elasticache_replication_group',
      class: 'cache',
      action: 'duplicate',
      change: 'replace',
      changed: ['replication_group_id', 'a', 'b'],
    },
    { id: 'example_thing.odd', type: 'example_thing', class: 'unknown', action: 'review' },
  ];
  const copies = ['aws_elasticache_replication_group.cache', 'aws_ecs_service.app'];
  return plan({
    nodes: rows.map((row, index) => node(row, 8 * index)),
    edges: [{ from: 'aws_lb_listener.https', to: 'aws_ecs_service.app', kind: 'ref', certainty: 'explicit' }],
    cutOver: [
      { node: 'aws_lb_listener.https', mechanism: 'listener', weightable: true, rollbackLatency: 'instant', order: 1 },
    ],
    steps: steps(
      () => step('preflight', 'check', ['aws_rds_cluster.db']),
      () => step('protect', 'snapshot', ['aws_rds_cluster.db']),
      () => step('expand', 'separate-migration', ['aws_rds_cluster.db'], { reversible: false }),
      () => step('provision', 'duplicate', copies),
      () => step('warm', 'warm', copies.slice(0, 1)),
      () => step('verify', 'verify', copies.slice(1)),
      () => step('cut-over', 'switch', ['aws_lb_listener.https'], { traffic: shares }),
      () => step('bake', 'observe', ['aws_lb_listener.https']),
      () => step('retire', 'retire', copies, { reversible: false }),
    ),
    warnings: [
      {
        code: 'plan/major-engine-upgrade',
        severity: 'blocker',
        node: 'aws_rds_cluster.db',
        source: { path: 'main.tf', range: range(48) },
        message: 'engine 15.4 to 16.1 is a major upgrade: it cannot be done while both colours use the store',
      },
    ],
    pointOfNoReturn: 9,
    dataPointOfNoReturn: 7,
    caches: [{ node: copies[0] as string, policy: 'new-warm', warmBy: 'replay of reads' }],
    schemaChecks: [{ store: 'aws_rds_cluster.db', change: 'drop column total', compatible: 'no', phase: 'contract' }],
    readiness: {
      score: 43,
      band: 'not blue-green',
      counts: { blocker: 1, high: 0, medium: 0, low: 0, info: 0 },
      caps: ['blocker'],
    },
  });
}

/** Nothing runs yet. */
export function firstPlan(): Plan {
  const rows: readonly Row[] = [
    {
      id: 'Resources.Listener',
      type: 'AWS::ElasticLoadBalancingV2::Listener',
      class: 'router',
      action: 'expand',
      change: 'add',
    },
    {
      id: 'Resources.Service',
      type: 'AWS::ECS::Service',
      class: 'stateless',
      action: 'duplicate',
      change: 'add',
      instances: 3,
    },
    { id: 'Resources.Database', type: 'AWS::RDS::DBInstance', class: 'persistent', action: 'expand', change: 'add' },
  ];
  return plan({
    input: { blue: 'none', green: 'buffer', evidence: [] },
    nodes: rows.map((row, index) => node(row, 5 * index)),
    edges: [],
    cutOver: [],
    steps: steps(
      () => step('preflight', 'check', []),
      () => step('expand', 'expand', ['Resources.Database', 'Resources.Listener']),
      () => step('provision', 'duplicate', ['Resources.Service']),
      () => step('verify', 'verify', ['Resources.Service']),
      () => step('bake', 'observe', ['Resources.Service']),
    ),
    warnings: [],
    pointOfNoReturn: null,
    summary: '3 resources are created; nothing runs yet.',
  });
}

/** Both sides are the same. */
export function idlePlan(): Plan {
  const { nodes } = shopPlan();
  return plan({
    nodes: nodes.map(({ changedPaths, ...it }) => ({ ...it, change: 'unchanged', action: 'share' })),
    edges: [],
    cutOver: [],
    steps: [],
    warnings: [],
    pointOfNoReturn: null,
    capacity: { extraUnits: 0 },
    summary: 'Nothing to deploy: what runs and what this file describes are the same.',
  });
}

/** `count` resources of several kinds, in modules, with one gate. */
export function largePlan(count: number): Plan {
  const kinds: readonly (readonly [string, LifecycleClass, Action])[] = [
    ['aws_instance', 'stateless', 'duplicate'],
    ['aws_sqs_queue', 'volatile', 'drain'],
    ['aws_db_instance', 'persistent', 'share'],
    ['aws_iam_role', 'config', 'share'],
    ['aws_subnet', 'network', 'share'],
  ];
  const rows: Row[] = [{ id: 'aws_lb_listener.https', type: 'aws_lb_listener', class: 'router', action: 'switch' }];
  for (let i = 1; i < count; i += 1) {
    const [type, lifecycle, action] = kinds[i % kinds.length] as (typeof kinds)[number];
    const module = i % 4 === 0 ? `module.shop${i % 3}.` : '';
    rows.push({
      id: `${module}${type}.r${i}`,
      type,
      class: lifecycle,
      action,
      ...(action === 'duplicate' ? { changed: ['ami', `ami-${i}`, `ami-${i + 1}`] as const } : {}),
    });
  }
  const green = rows.filter((it) => it.action === 'duplicate').map((it) => it.id);
  const queues = rows.filter((it) => it.action === 'drain').map((it) => it.id);
  return plan({
    nodes: rows.map((row, index) => node(row, index * 4)),
    edges: rows
      .slice(1)
      .map((row, index) => ({ from: row.id, to: rows[index]?.id ?? '', kind: 'depends', certainty: 'explicit' })),
    cutOver: [
      { node: 'aws_lb_listener.https', mechanism: 'listener', weightable: true, rollbackLatency: 'instant', order: 1 },
    ],
    steps: steps(
      () => step('preflight', 'check', []),
      () => step('provision', 'duplicate', green),
      () => step('verify', 'verify', green),
      () => step('cut-over', 'switch', ['aws_lb_listener.https'], { traffic: shares }),
      () => step('drain', 'drain', queues),
      () => step('retire', 'retire', green.toReversed(), { reversible: false }),
    ),
    warnings: [],
    pointOfNoReturn: 6,
  });
}
