import type { Given } from './build.ts';
import type { PlanCase } from './plan-case.ts';

const SERVER = (ami: string, more: Partial<Given> = {}): Given => ({
  type: 'aws_instance',
  settings: { ami },
  ...more,
});
const RECORD: Given = { type: 'aws_route53_record', settings: { ttl: 300 }, needs: ['aws_instance.web'] };

export const TERRAFORM_CASES: readonly PlanCase[] = [
  {
    title: 'a server behind DNS alone: rollback waits for the TTL, readiness is capped',
    language: 'terraform',
    blue: { resources: { 'aws_instance.web': SERVER('ami-1'), 'aws_route53_record.www': RECORD } },
    green: { resources: { 'aws_instance.web': SERVER('ami-2'), 'aws_route53_record.www': RECORD } },
    expected: {
      actions: { 'aws_instance.web': 'duplicate', 'aws_route53_record.www': 'switch' },
      cutOver: ['aws_route53_record.www'],
      warnings: [
        ['plan/destroy-before-create', 'high', 'aws_instance.web'],
        ['plan/dns-ttl', 'medium', 'aws_route53_record.www'],
      ],
      score: 79,
      caps: ['dns-only cut-over'],
      extraUnits: 1,
    },
  },
  {
    title: 'an address in front of a server and DNS in front of the address: the address moves at once',
    language: 'terraform',
    blue: {
      resources: {
        'aws_instance.web': SERVER('ami-1', { guards: { createBeforeDestroy: true } }),
        'aws_eip_association.web': { type: 'aws_eip_association', needs: ['aws_instance.web', 'aws_eip.web'] },
        'aws_eip.web': { type: 'aws_eip' },
        'aws_route53_record.www': { type: 'aws_route53_record', needs: ['aws_eip.web'] },
      },
    },
    green: {
      resources: {
        'aws_instance.web': SERVER('ami-2', { guards: { createBeforeDestroy: true } }),
        'aws_eip_association.web': { type: 'aws_eip_association', needs: ['aws_instance.web', 'aws_eip.web'] },
        'aws_eip.web': { type: 'aws_eip' },
        'aws_route53_record.www': { type: 'aws_route53_record', needs: ['aws_eip.web'] },
      },
    },
    expected: {
      actions: {
        'aws_instance.web': 'duplicate',
        'aws_eip_association.web': 'switch',
        'aws_eip.web': 'share',
        'aws_route53_record.www': 'share',
      },
      cutOver: ['aws_eip_association.web'],
      warnings: [],
      score: 100,
    },
  },
  {
    title: 'a renamed server: the new one is green, the old one is retired',
    language: 'terraform',
    blue: {
      resources: {
        'aws_instance.old': SERVER('ami-1'),
        'aws_lb_target_group.t': { type: 'aws_lb_target_group' },
        'aws_lb_listener.l': { type: 'aws_lb_listener', needs: ['aws_lb_target_group.t'] },
        'aws_lb_target_group_attachment.a': {
          type: 'aws_lb_target_group_attachment',
          needs: ['aws_lb_target_group.t', 'aws_instance.old'],
        },
      },
    },
    green: {
      resources: {
        'aws_instance.new': SERVER('ami-1'),
        'aws_lb_target_group.t': { type: 'aws_lb_target_group' },
        'aws_lb_listener.l': { type: 'aws_lb_listener', needs: ['aws_lb_target_group.t'] },
        'aws_lb_target_group_attachment.a': {
          type: 'aws_lb_target_group_attachment',
          needs: ['aws_lb_target_group.t', 'aws_instance.new'],
        },
      },
    },
    expected: {
      actions: {
        'aws_instance.new': 'duplicate',
        'aws_lb_target_group_attachment.a': 'duplicate',
        'aws_lb_target_group.t': 'duplicate',
        'aws_lb_listener.l': 'switch',
        'aws_instance.old': 'retire',
      },
      cutOver: ['aws_lb_listener.l weighted'],
    },
  },
  {
    title: 'a queue that leaves without a guard loses what is in it',
    language: 'terraform',
    blue: { resources: { 'aws_sqs_queue.q': { type: 'aws_sqs_queue', guards: {} }, 'aws_vpc.v': { type: 'aws_vpc' } } },
    green: { resources: { 'aws_vpc.v': { type: 'aws_vpc' } } },
    expected: {
      actions: { 'aws_vpc.v': 'share', 'aws_sqs_queue.q': 'contract' },
      steps: ['preflight check', 'drain drain', 'contract contract'],
      warnings: [
        ['plan/no-retain', 'blocker', 'aws_sqs_queue.q'],
        ['plan/undrained-removal', 'high', 'aws_sqs_queue.q'],
      ],
      score: 49,
      pointOfNoReturn: 3,
    },
  },
  {
    title: 'a managed blue/green update of the database is handed over, not blocked',
    language: 'terraform',
    blue: {
      resources: {
        'aws_db_instance.d': {
          type: 'aws_db_instance',
          settings: { engine: 'postgres', engine_version: '15.4', blue_green_update: [{ enabled: true }] },
        },
      },
    },
    green: {
      resources: {
        'aws_db_instance.d': {
          type: 'aws_db_instance',
          settings: { engine: 'postgres', engine_version: '16.1', blue_green_update: [{ enabled: true }] },
        },
      },
    },
    expected: {
      actions: { 'aws_db_instance.d': 'migrate' },
      warnings: [['plan/shared-state-change', 'medium', 'aws_db_instance.d']],
    },
  },
  {
    title: 'a provider without replacement facts says "maybe", and warns one higher',
    language: 'terraform',
    blue: { resources: { 'google_storage_bucket.b': { type: 'google_storage_bucket', settings: { location: 'EU' } } } },
    green: {
      resources: { 'google_storage_bucket.b': { type: 'google_storage_bucket', settings: { location: 'US' } } },
    },
    expected: {
      actions: { 'google_storage_bucket.b': 'migrate' },
      warnings: [['plan/shared-state-change', 'high', 'google_storage_bucket.b']],
    },
  },
  {
    title: 'what nobody knows is left alone until somebody says what it is',
    language: 'terraform',
    blue: { resources: { 'acme_rocket.r': { type: 'acme_rocket', settings: { fuel: 1 } } } },
    green: { resources: { 'acme_rocket.r': { type: 'acme_rocket', settings: { fuel: 2 } } } },
    expected: {
      actions: { 'acme_rocket.r': 'review' },
      warnings: [['plan/unclassified', 'medium', 'acme_rocket.r']],
      score: 96,
      pointOfNoReturn: null,
    },
  },
  {
    title: 'a person says that it is a server: it is duplicated, and there is nothing to switch',
    language: 'terraform',
    blue: { resources: { 'acme_rocket.r': { type: 'acme_rocket', settings: { fuel: 1 } } } },
    green: { resources: { 'acme_rocket.r': { type: 'acme_rocket', settings: { fuel: 2 } } } },
    input: { overrides: { 'acme_rocket.r': { class: 'stateless', reason: 'we know' } } },
    expected: {
      actions: { 'acme_rocket.r': 'duplicate' },
      cutOver: [],
      warnings: [['plan/no-cut-over', 'blocker', 'acme_rocket.r']],
      score: 49,
    },
  },
  {
    title: 'a shared cache that green uses: nothing is warmed, keys need a prefix',
    language: 'terraform',
    blue: {
      resources: {
        'aws_elasticache_cluster.c': { type: 'aws_elasticache_cluster' },
        'aws_instance.web': SERVER('ami-1', {
          needs: ['aws_elasticache_cluster.c'],
          guards: { createBeforeDestroy: true },
        }),
        'aws_eip_association.a': { type: 'aws_eip_association', needs: ['aws_instance.web'] },
      },
    },
    green: {
      resources: {
        'aws_elasticache_cluster.c': { type: 'aws_elasticache_cluster' },
        'aws_instance.web': SERVER('ami-2', {
          needs: ['aws_elasticache_cluster.c'],
          guards: { createBeforeDestroy: true },
        }),
        'aws_eip_association.a': { type: 'aws_eip_association', needs: ['aws_instance.web'] },
      },
    },
    expected: {
      actions: {
        'aws_elasticache_cluster.c': 'share',
        'aws_instance.web': 'duplicate',
        'aws_eip_association.a': 'switch',
      },
      warnings: [['plan/cache-namespace', 'low', 'aws_elasticache_cluster.c']],
      score: 99,
    },
  },
  {
    title: 'a queue per colour needs no common format',
    language: 'terraform',
    blue: {
      resources: {
        'aws_sqs_queue.q': { type: 'aws_sqs_queue' },
        'aws_ecs_service.s': { type: 'aws_ecs_service', settings: { tag: 1 }, needs: ['aws_sqs_queue.q'] },
        'aws_lb_listener.l': { type: 'aws_lb_listener', needs: ['aws_ecs_service.s'] },
      },
    },
    green: {
      resources: {
        'aws_sqs_queue.q': { type: 'aws_sqs_queue' },
        'aws_ecs_service.s': { type: 'aws_ecs_service', settings: { tag: 2 }, needs: ['aws_sqs_queue.q'] },
        'aws_lb_listener.l': { type: 'aws_lb_listener', needs: ['aws_ecs_service.s'] },
      },
    },
    input: { policies: { 'aws_sqs_queue.q': 'per-colour' } },
    expected: {
      actions: { 'aws_sqs_queue.q': 'drain', 'aws_ecs_service.s': 'duplicate', 'aws_lb_listener.l': 'switch' },
      warnings: [],
      score: 100,
    },
  },
  {
    title: 'Cloud Run keeps revisions and shifts traffic itself: nothing else has to route',
    language: 'terraform',
    blue: {
      resources: {
        'google_cloud_run_v2_service.s': { type: 'google_cloud_run_v2_service', settings: { image: 'a:1' } },
      },
    },
    green: {
      resources: {
        'google_cloud_run_v2_service.s': { type: 'google_cloud_run_v2_service', settings: { image: 'a:2' } },
      },
    },
    expected: { actions: { 'google_cloud_run_v2_service.s': 'duplicate' }, warnings: [], score: 100 },
  },
];
