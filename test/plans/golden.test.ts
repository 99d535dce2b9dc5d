import { expect, test } from 'vitest';
import { plan } from '../../server/core/planner/index.ts';
import { type Expected, expected, substance } from './golden.ts';
import { shop } from './golden-3.ts';
import { fixture, inputOf } from './real.ts';

const CLOUDFORMATION: Expected = {
  actions: {
    WebSecurityGroup: 'share',
    LoadBalancer: 'share',
    WebTargetGroup: 'duplicate',
    HttpsListener: 'switch',
    WebLaunchTemplate: 'duplicate',
    WebAsg: 'duplicate',
    WebCpuPolicy: 'duplicate',
    OrderQueue: 'drain',
    Database: 'migrate',
    AppDns: 'share',
  },
  cutOver: ['HttpsListener weighted'],
  steps: [
    'preflight check',
    'protect snapshot',
    'expand expand',
    'provision duplicate',
    'verify verify',
    'messages route',
    'cut-over switch',
    'bake observe',
    'drain drain',
    'drain drain',
    'retire retire',
    'contract contract',
  ],
  retire: ['WebCpuPolicy', 'WebAsg', 'WebLaunchTemplate', 'WebTargetGroup'],
  warnings: [
    ['plan/name-collision', 'high', 'WebTargetGroup'],
    ['plan/name-collision', 'high', 'WebAsg'],
    ['plan/message-format', 'high', 'OrderQueue'],
    ['plan/shared-mutation', 'medium', 'OrderQueue'],
    ['plan/shared-state-change', 'medium', 'Database'],
    ['plan/no-retain', 'medium', 'Database'],
  ],
  score: 58,
  caps: [],
  extraUnits: 4,
  pointOfNoReturn: 11,
};

const TERRAFORM: Expected = {
  actions: {
    'aws_ecs_cluster.main': 'share',
    'aws_lb.main': 'share',
    'aws_lb_target_group.app': 'duplicate',
    'aws_lb_listener.https': 'switch',
    'aws_ecs_task_definition.app': 'duplicate',
    'aws_ecs_service.app': 'duplicate',
    'aws_appautoscaling_target.app': 'duplicate',
    'aws_rds_cluster.db': 'block',
    'aws_rds_cluster_instance.db': 'share',
    'aws_elasticache_replication_group.cache': 'duplicate',
  },
  cutOver: ['aws_lb_listener.https weighted'],
  steps: [
    'preflight check',
    'protect snapshot',
    'expand separate-migration',
    'provision duplicate',
    'provision duplicate',
    'warm warm',
    'verify verify',
    'cut-over switch',
    'bake observe',
    'drain drain',
    'retire retire',
  ],
  retire: [
    'aws_appautoscaling_target.app',
    'aws_ecs_service.app',
    'aws_ecs_task_definition.app',
    'aws_lb_target_group.app',
    'aws_elasticache_replication_group.cache',
  ],
  warnings: [
    ['plan/major-engine-upgrade', 'blocker', 'aws_rds_cluster.db'],
    ['plan/name-collision', 'high', 'aws_lb_target_group.app'],
    ['plan/name-collision', 'high', 'aws_ecs_service.app'],
    ['plan/managed-switch-over-unsupported', 'high', 'aws_rds_cluster.db'],
    ['plan/destroy-before-create', 'high', 'aws_elasticache_replication_group.cache'],
    ['plan/shared-state-change', 'medium', 'aws_rds_cluster.db'],
    ['plan/no-retain', 'medium', 'aws_rds_cluster.db'],
    ['plan/cache-warm-up', 'medium', 'aws_elasticache_replication_group.cache'],
  ],
  score: 23,
  caps: ['blocker'],
  extraUnits: 6,
  pointOfNoReturn: 11,
};

const MACFILE: Expected = {
  actions: {
    db_inf: 'share',
    base_inf: 'duplicate',
    lb_inf: 'duplicate',
    image_inf: 'duplicate',
    launch_conf_inf: 'duplicate',
    asg_inf: 'duplicate',
    dns_inf: 'switch',
  },
  cutOver: ['dns_inf'],
  steps: [
    'preflight check',
    'protect snapshot',
    'provision duplicate',
    'cut-over switch',
    'bake observe',
    'drain drain',
    'retire retire',
  ],
  retire: ['asg_inf', 'launch_conf_inf', 'image_inf', 'lb_inf', 'base_inf'],
  warnings: [
    ['plan/state-in-versioned-unit', 'blocker', 'db_inf'],
    ['plan/name-collision', 'high', 'launch_conf_inf'],
    ['plan/cut-over-inside-unit', 'high', 'dns_inf'],
    ['plan/no-destroy', 'medium', 'image_inf'],
    ['plan/no-destroy', 'medium', 'launch_conf_inf'],
    ['plan/dns-ttl', 'medium', 'dns_inf'],
  ],
  score: 43,
  caps: ['blocker', 'dns-only cut-over'],
  extraUnits: 4,
  pointOfNoReturn: 7,
};

test('golden 1: CloudFormation load balancer, group, database and queue', () => {
  const result = plan(inputOf('cloudformation', fixture('golden-1/green.yaml'), fixture('golden-1/blue.yaml')));
  expect(substance(result)).toEqual(expected(CLOUDFORMATION));
  expect(result.mode).toBe('minimal');
  expect(result.messages).toEqual([{ queue: 'Resources.OrderQueue', policy: 'shared-tolerant' }]);
  expect(result.blastRadius).toEqual({ duplicated: 4, shared: 3, sharedButChanged: 2, total: 10 });
  const changed = result.nodes.flatMap(({ changedPaths = [] }) => changedPaths);
  expect(changed.map(({ path, before, after, via }) => [path, before, after, via])).toEqual([
    ['LaunchTemplateData.ImageId', 'ami-0aaa1111', 'ami-0bbb2222', 'parameter default ImageId'],
    ['VisibilityTimeout', expect.anything(), expect.anything(), undefined],
    ['AllocatedStorage', '100', '200', undefined],
  ]);
});

test('golden 2: Terraform service, load balancer, cluster and cache', () => {
  const result = plan(inputOf('terraform', fixture('golden-2/green.tf'), fixture('golden-2/blue.tf')));
  expect(substance(result)).toEqual(expected(TERRAFORM));
  expect(result.mode).toBe('minimal');
  expect(result.caches).toEqual([{ node: 'aws_elasticache_replication_group.cache', policy: 'new-warm' }]);
  expect(result.blastRadius).toEqual({ duplicated: 5, shared: 3, sharedButChanged: 0, total: 10 });
});

test('golden 3: a Macfile with its switch inside', () => {
  const result = plan(
    inputOf('macfile', fixture('golden-3/green.macfile'), fixture('golden-3/blue.macfile'), 'green.macfile'),
  );
  expect(substance(result)).toEqual(expected(MACFILE));
  expect(result.nodes.map(({ source }) => source.range.start.line + 1)).toEqual([38, 40, 48, 50, 53, 55, 57]);
});

test('golden 3 on facts made by hand', () => {
  const result = plan({ green: shop('15'), blue: shop('14', 'blue.macfile') });
  expect(substance(result)).toEqual(expected(MACFILE));
  expect(result.mode).toBe('whole-environment');
  expect(result.colours.map(({ label }) => label)).toEqual(['version 14', 'version 15']);
  expect(result.nodes.find(({ label }) => label === 'base_inf')).toMatchObject({
    change: 'replace',
    changedPaths: [
      {
        path: 'roles.app.instance create.bootstrap bash',
        before: 'shop-web=14',
        after: 'shop-web=15',
        forcesReplacement: 'yes',
      },
    ],
  });
  expect(result.steps.flatMap(({ commands = [] }) => commands)).toEqual([
    'mac infrastructure list',
    'aws rds create-db-snapshot --db-instance-identifier shop-db --db-snapshot-identifier shop-db-before-green',
    'mac -s infrastructure macfile green.macfile -p INF_NAME=shop INF_VERSION=15 --on_failure destroy_all',
    'mac infrastructure items -n shop -v 15',
    'mac infrastructure destroy shop 14',
  ]);
  expect(result.summary).toBe(
    'Readiness 43/100 (not blue-green): 1 blocker, 2 high, 3 medium. Cut-over at dns_inf. 5 of 7 resources duplicated, 4 extra units while both colours run. No way back from step 7.',
  );
});
