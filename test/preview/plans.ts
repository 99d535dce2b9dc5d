/** Plans to draw: blocked, first, idle and of any size. */
import type { LifecycleClass } from '../../server/core/model/lifecycle.ts';
import type { Action, Plan } from '../../server/core/model/plan.ts';
import { node, plan, type Row, range, shares, step, steps } from './draft.ts';
import { shopPlan } from './shop.ts';

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

/** The shop with other names, one after the other, again from the first where they end. */
export function named(labels: readonly string[]): Plan {
  const shop = shopPlan();
  const order = ['Resources.HttpsListener', 'Resources.WebAsg'];
  const at = (id: string): number => order.indexOf(id);
  const nodes = shop.nodes.map((it, index) => {
    const label = labels[(at(it.id) === -1 ? index : 0) % labels.length] ?? '';
    return { ...it, label };
  });
  return { ...shop, nodes };
}

/** 300 resources in 20 modules, each with a switch of its own. */
export function modulesPlan(): Plan {
  const kinds: readonly (readonly [string, LifecycleClass, Action])[] = [
    ['aws_lb_listener', 'router', 'switch'],
    ['aws_ecs_service', 'stateless', 'duplicate'],
    ['aws_lb_target_group', 'router', 'duplicate'],
    ...Array.from({ length: 12 }, (_, at) => [`aws_iam_role_${at}`, 'config', 'share'] as const),
  ];
  const modules = Array.from({ length: 20 }, (_, at) => `module.m${at}`);
  const rows = modules.flatMap((module) =>
    kinds.map(([type, lifecycle, action]): Row => ({ id: `${module}.${type}.x`, type, class: lifecycle, action })),
  );
  const ids = (action: Action): string[] => rows.filter((it) => it.action === action).map((it) => it.id);
  return plan({
    nodes: rows.map((row, index) => ({ ...node(row, index * 4), label: row.id })),
    edges: modules.map((it) => ({
      from: `${it}.aws_lb_listener.x`,
      to: `${it}.aws_lb_target_group.x`,
      kind: 'ref',
      certainty: 'explicit',
    })),
    cutOver: ids('switch').map((id, order) => ({
      node: id,
      mechanism: 'listener',
      weightable: true,
      rollbackLatency: 'instant',
      order: order + 1,
    })),
    steps: steps(
      () => step('preflight', 'check', []),
      () => step('provision', 'duplicate', ids('duplicate')),
      () => step('verify', 'verify', ids('duplicate')),
      () => step('cut-over', 'switch', ids('switch'), { traffic: shares }),
      () => step('retire', 'retire', ids('duplicate'), { reversible: false }),
    ),
    warnings: [],
    pointOfNoReturn: 5,
  });
}

/** Twenty steps, some of them of one phase. */
export function stepsPlan(): Plan {
  const shop = shopPlan();
  const often: Readonly<Record<string, number>> = {
    preflight: 2,
    protect: 2,
    expand: 3,
    provision: 2,
    'cut-over': 2,
    drain: 2,
    contract: 2,
  };
  const phases = [...new Set(shop.steps.map((it) => it.phase))].toSpliced(4, 0, 'warm');
  const all = phases.flatMap((phase) => {
    const one = shop.steps.find((it) => it.phase === phase) ?? { ...step(phase, 'warm', []) };
    return Array.from({ length: often[phase] ?? 1 }, () => one);
  });
  return { ...shop, steps: all.map((it, at) => ({ ...it, n: at + 1 })), pointOfNoReturn: 18 };
}
