import type { Output } from '../../server/core/model/fact.ts';
import { type Given, NOWHERE } from './build.ts';
import { type Case, MAC, newImage, newVersion, set, WEB, web } from './warning-case.ts';

const exported = (name: string, as: string): Output => ({
  fact: 'output',
  node: `Outputs.${name}`,
  span: NOWHERE,
  name: { value: name, span: NOWHERE },
  value: { kind: 'reference', target: `Resources.${name}`, span: NOWHERE },
  exportedAs: { name: as, filled: false },
});

export const CASES_2: readonly Case[] = [
  {
    code: 'plan/mixed-stack-update',
    language: 'cloudformation',
    blue: {
      settings: { Transform: ['AWS::CodeDeployBlueGreen'] },
      resources: {
        Task: { type: 'AWS::ECS::TaskDefinition', settings: { Cpu: '1' } },
        Service: { type: 'AWS::ECS::Service', needs: ['Task'] },
        Targets: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', settings: { HealthCheckPath: '/a' } },
      },
    },
    edit: (given) => {
      set(given, 'Task', { settings: { Cpu: '2' } });
      set(given, 'Targets', { settings: { HealthCheckPath: '/b' } });
    },
    warns: [['high', 'Resources.Targets']],
    unless: (given) => set(given, 'Targets', { settings: { HealthCheckPath: '/a' } }),
  },
  {
    code: 'plan/export-in-use',
    language: 'cloudformation',
    blue: {
      resources: { Targets: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', settings: { Port: 80 } } },
      facts: [exported('Targets', 'shop-targets')],
    },
    edit: (given) => set(given, 'Targets', { settings: { Port: 81 } }),
    warns: [['high', 'Resources.Targets']],
    unless: () => {},
    input: { imports: [{ name: 'shop-targets', filled: false, path: 'other.yaml' }] },
    without: { imports: [{ name: 'shop-other', filled: false, path: 'other.yaml' }] },
  },
  {
    code: 'plan/rollback-impossible',
    language: 'cloudformation',
    blue: web({
      Group: {
        ...(WEB.resources.Group as Given),
        settings: { LaunchTemplate: { LaunchTemplateId: '$Template', Version: { '0': 'x' } } },
      },
    }),
    edit: (given) => {
      newImage(given);
      set(given, 'Group', { settings: { LaunchTemplate: { Version: 'v-$Latest' } } });
    },
    warns: [['high', 'Resources.Group']],
    unless: (given) => set(given, 'Group', { settings: { LaunchTemplate: { Version: '7' } } }),
  },
  {
    code: 'plan/message-format',
    language: 'cloudformation',
    blue: web({
      Queue: { type: 'AWS::SQS::Queue' },
      Template: { ...(WEB.resources.Template as Given), needs: ['Queue'] },
    }),
    edit: newImage,
    warns: [['high', 'Resources.Queue']],
    unless: (given) => {
      set(given, 'Template', { needs: [] });
    },
  },
  {
    code: 'plan/cache-warm-up',
    language: 'terraform',
    blue: {
      resources: { 'aws_elasticache_cluster.c': { type: 'aws_elasticache_cluster', settings: { cluster_id: 'a' } } },
    },
    edit: (given) => set(given, 'aws_elasticache_cluster.c', { settings: { cluster_id: 'b' } }),
    warns: [['medium', 'aws_elasticache_cluster.c']],
    unless: (given) => set(given, 'aws_elasticache_cluster.c', { settings: { cluster_id: 'a' } }),
  },
  {
    code: 'plan/cache-namespace',
    language: 'cloudformation',
    blue: web({
      Cache: { type: 'AWS::ElastiCache::CacheCluster' },
      Template: { ...(WEB.resources.Template as Given), needs: ['Cache'] },
    }),
    edit: newImage,
    warns: [['low', 'Resources.Cache']],
    unless: (given) => set(given, 'Template', { needs: [] }),
  },
  {
    code: 'plan/dns-ttl',
    language: 'macfile',
    blue: MAC,
    edit: newVersion,
    warns: [['medium', 'infrastructures.dns']],
    unless: (given) => {
      delete given.resources.dns;
    },
  },
  {
    code: 'plan/trigger-runs-twice',
    language: 'macfile',
    blue: {
      ...MAC,
      resources: {
        ...MAC.resources,
        nightly: { type: 'aws events put-rule', names: { name: 'nightly-{INF_VERSION}' }, needs: ['app'] },
      },
    },
    edit: newVersion,
    warns: [['high', 'infrastructures.nightly']],
    unless: (given) => set(given, 'nightly', { names: { name: 'nightly' } }),
  },
  {
    code: 'plan/capacity-doubling',
    language: 'cloudformation',
    blue: web({ Group: { ...(WEB.resources.Group as Given), instances: 40 } }),
    edit: newImage,
    warns: [['low', 'Resources.Group']],
    unless: (given) => set(given, 'Group', { instances: 4 }),
  },
  {
    code: 'plan/sticky-connections',
    language: 'terraform',
    blue: {
      resources: {
        'aws_lb_target_group.t': { type: 'aws_lb_target_group', settings: { stickiness: [{ enabled: true }] } },
        'aws_lb_listener.l': { type: 'aws_lb_listener', needs: ['aws_lb_target_group.t'] },
        'aws_ecs_service.s': { type: 'aws_ecs_service', settings: { task: '1' }, needs: ['aws_lb_target_group.t'] },
      },
    },
    edit: (given) => set(given, 'aws_ecs_service.s', { settings: { task: '2' } }),
    warns: [['medium', 'aws_lb_target_group.t']],
    unless: (given) => set(given, 'aws_lb_target_group.t', { settings: { stickiness: [{ enabled: false }] } }),
  },
  {
    code: 'plan/sticky-connections',
    language: 'cloudformation',
    blue: web({
      Targets: {
        type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        settings: { TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '0' }] },
      },
    }),
    edit: newImage,
    warns: [['medium', 'Resources.Targets']],
    unless: (given) => set(given, 'Targets', { settings: { TargetGroupAttributes: [] } }),
  },
  {
    code: 'plan/data-point-of-no-return',
    language: 'cloudformation',
    blue: web({ Db: { type: 'AWS::RDS::DBInstance' } }),
    edit: newImage,
    warns: [['high', 'Resources.Db']],
    unless: () => {},
    input: { migrations: [{ path: 'db/2.sql', text: 'ALTER TABLE orders RENAME COLUMN a TO b;' }] },
    without: { migrations: [{ path: 'db/2.sql', text: 'ALTER TABLE orders ADD COLUMN note text;' }] },
  },
  {
    code: 'plan/destructive-migration',
    language: 'cloudformation',
    blue: web({ Db: { type: 'AWS::RDS::DBInstance' } }),
    edit: newImage,
    warns: [['blocker', 'Resources.Db']],
    unless: () => {},
    input: { migrations: [{ path: 'db/2.sql', text: 'ALTER TABLE orders DROP COLUMN total;' }] },
    without: { migrations: [{ path: 'db/2.sql', text: 'ALTER TABLE orders ADD COLUMN note text;' }] },
  },
  {
    code: 'plan/unclassified',
    language: 'terraform',
    blue: { resources: { 'acme_rocket.r': { type: 'acme_rocket', settings: { a: '1' } } } },
    edit: (given) => set(given, 'acme_rocket.r', { settings: { a: '2' } }),
    warns: [['medium', 'acme_rocket.r']],
    unless: () => {},
    without: { overrides: { 'acme_rocket.r': { class: 'config' } } },
  },
  {
    code: 'plan/external',
    language: 'cloudformation',
    blue: web({ Nested: { type: 'AWS::CloudFormation::Stack', settings: { TemplateURL: 'a' } } }),
    edit: (given) => set(given, 'Nested', { settings: { TemplateURL: 'b' } }),
    warns: [['high', 'Resources.Nested']],
    unless: (given) => {
      delete given.resources.Nested;
    },
  },
  {
    code: 'plan/in-place-mutation',
    language: 'ansible',
    blue: { resources: { 'plays.Web.tasks.Install': { type: 'ansible.builtin.apt', settings: { name: 'nginx=1' } } } },
    edit: (given) => set(given, 'plays.Web.tasks.Install', { settings: { name: 'nginx=2' } }),
    warns: [['blocker', 'plays.Web.tasks.Install']],
    unless: (given) => set(given, 'plays.Web.tasks.Install', { settings: { name: 'nginx=1' } }),
  },
  {
    code: 'plan/in-place-mutation',
    language: 'ansible',
    blue: {
      resources: {
        'plays.Blue.tasks.Install': { type: 'ansible.builtin.apt', settings: { name: 'nginx=1' } },
        'plays.Green.tasks.Install': { type: 'ansible.builtin.apt', settings: { name: 'nginx=1' } },
      },
    },
    edit: (given) => set(given, 'plays.Green.tasks.Install', { settings: { name: 'nginx=2' } }),
    warns: [['high', 'plays.Green.tasks.Install']],
    unless: (given) => set(given, 'plays.Green.tasks.Install', { settings: { name: 'nginx=1' } }),
  },
  {
    code: 'plan/no-new-version',
    language: 'cloudformation',
    blue: {
      resources: {
        Fn: { type: 'AWS::Lambda::Function', settings: { Code: { S3Key: 'a' } } },
        Version: { type: 'AWS::Lambda::Version', needs: ['Fn'] },
        Alias: { type: 'AWS::Lambda::Alias', needs: ['Version', 'Fn'] },
      },
    },
    edit: (given) => set(given, 'Fn', { settings: { Code: { S3Key: 'b' } } }),
    warns: [['high', 'Resources.Version']],
    unless: (given, side) => {
      if (side === 'blue') return;
      given.resources.Version2 = given.resources.Version as Given;
      delete given.resources.Version;
    },
  },
  {
    code: 'plan/undrained-removal',
    language: 'cloudformation',
    blue: web({ Queue: { type: 'AWS::SQS::Queue', guards: { retain: true } } }),
    edit: (given) => {
      delete given.resources.Queue;
    },
    warns: [['high', 'Resources.Queue']],
    unless: (given) => {
      delete given.resources.Queue;
    },
  },
];
