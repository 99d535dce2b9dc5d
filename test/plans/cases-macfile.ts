import { type Given, type GivenUnit, NOWHERE } from './build.ts';
import type { PlanCase } from './plan-case.ts';

const APP = (hardware: string): Given => ({
  type: 'mac instance create',
  settings: { role: 'app', hardware },
  instances: 2,
});
const shop = (version: string, resources: Readonly<Record<string, Given>>): GivenUnit => ({
  name: 'shop',
  version,
  resources,
});

export const MACFILE_CASES: readonly PlanCase[] = [
  {
    title:
      'mac: the version alone, also where it is written into names, is no change, but asks for a rebuild; its own front is switched outside',
    language: 'macfile',
    blue: shop('14', {
      app: APP('small'),
      lb: { type: 'aws elb create-load-balancer', names: { 'load-balancer-name': 'lb-shop-14' }, needs: ['app'] },
    }),
    green: shop('15', {
      app: APP('small'),
      lb: { type: 'aws elb create-load-balancer', names: { 'load-balancer-name': 'lb-shop-15' }, needs: ['app'] },
    }),
    expected: {
      actions: { app: 'duplicate', lb: 'duplicate' },
      cutOver: [],
      steps: [
        'preflight check',
        'provision duplicate',
        'verify verify',
        'cut-over switch',
        'bake observe',
        'retire retire',
      ],
      warnings: [],
      score: 100,
      extraUnits: 2,
    },
  },
  {
    title: 'mac: same version, same text: nothing to do',
    language: 'macfile',
    blue: shop('14', { app: APP('small') }),
    green: shop('14', { app: APP('small') }),
    expected: { actions: { app: 'share' }, steps: [], warnings: [], score: 100 },
  },
  {
    title: 'mac: first deployment of a file with a store in it: told before it is too late',
    language: 'macfile',
    green: shop('1', { app: APP('small'), db: { type: 'aws rds create-db-instance' } }),
    expected: {
      actions: { app: 'duplicate', db: 'expand' },
      warnings: [['plan/state-in-versioned-unit', 'blocker', 'db']],
      pointOfNoReturn: null,
      score: 49,
    },
  },
  {
    title: 'mac: registration at a shared balancer is the switch, and it happens inside the run',
    language: 'macfile',
    blue: shop('1', {
      app: APP('small'),
      register: { type: 'aws elb register-instances-with-load-balancer', needs: ['app'] },
    }),
    green: shop('2', {
      app: APP('large'),
      register: { type: 'aws elb register-instances-with-load-balancer', needs: ['app'] },
    }),
    expected: {
      actions: { app: 'duplicate', register: 'switch' },
      cutOver: ['register'],
      steps: [
        'preflight check',
        'provision duplicate',
        'cut-over switch',
        'bake observe',
        'drain drain',
        'retire retire',
      ],
      warnings: [['plan/cut-over-inside-unit', 'high', 'register']],
      score: 90,
      caps: [],
    },
  },
  {
    title: 'mac: a file that routes nothing: the switch is made outside, green can be verified first',
    language: 'macfile',
    blue: shop('1', { app: APP('small') }),
    green: shop('2', { app: APP('large') }),
    expected: {
      actions: { app: 'duplicate' },
      steps: [
        'preflight check',
        'provision duplicate',
        'verify verify',
        'cut-over switch',
        'bake observe',
        'retire retire',
      ],
      warnings: [['plan/no-cut-over', 'blocker', 'app']],
    },
  },
  {
    title: 'mac: a role that installs a database server is probably a store',
    language: 'macfile',
    blue: shop('1', { data: { type: 'mac instance create', settings: { role: 'base' } } }),
    green: {
      ...shop('2', {
        data: { type: 'mac instance create', settings: { role: 'base' }, script: 'apt-get install postgresql' },
      }),
      facts: [
        {
          fact: 'package',
          node: 'infrastructures.data',
          span: NOWHERE,
          manager: 'apt',
          name: { value: 'postgresql', span: NOWHERE },
          version: { kind: 'none' },
          when: 'boot',
        },
      ],
    },
    expected: {
      actions: { data: 'block' },
      warnings: [
        ['plan/shared-state-change', 'blocker', 'data'],
        ['plan/state-in-versioned-unit', 'blocker', 'data'],
      ],
    },
  },
  {
    title: 'mac: a security group of the file is made again with every version',
    language: 'macfile',
    blue: shop('1', {
      wall: { type: 'aws ec2 create-security-group', names: { 'group-name': 'web' }, destroyable: true },
      app: { ...APP('small'), needs: ['wall'] },
      address: { type: 'aws ec2 associate-address', needs: ['app'] },
    }),
    green: shop('2', {
      wall: { type: 'aws ec2 create-security-group', names: { 'group-name': 'web' }, destroyable: true },
      app: { ...APP('large'), needs: ['wall'] },
      address: { type: 'aws ec2 associate-address', needs: ['app'] },
    }),
    expected: {
      actions: { wall: 'duplicate', app: 'duplicate', address: 'switch' },
      retire: ['app', 'wall'],
      warnings: [
        ['plan/name-collision', 'high', 'wall'],
        ['plan/cut-over-inside-unit', 'high', 'address'],
      ],
      score: 80,
    },
  },
  {
    title: 'mac: a file that holds data only, and keeps its version, is what state asks for',
    language: 'macfile',
    blue: shop('1', {
      db: { type: 'aws rds create-db-instance', settings: { 'allocated-storage': '50' }, destroyable: true },
    }),
    green: shop('1', {
      db: { type: 'aws rds create-db-instance', settings: { 'allocated-storage': '100' }, destroyable: true },
    }),
    expected: {
      // mac updates nothing: a store whose command changes would be made again, so that alone blocks.
      actions: { db: 'block' },
      warnings: [['plan/shared-state-change', 'blocker', 'db']],
    },
  },
  {
    title: 'mac: a queue that both versions use dies with the old version',
    language: 'macfile',
    blue: shop('1', {
      queue: { type: 'aws sqs create-queue', names: { 'queue-name': 'orders' }, destroyable: true },
      app: { ...APP('small'), needs: ['queue'] },
    }),
    green: shop('2', {
      queue: { type: 'aws sqs create-queue', names: { 'queue-name': 'orders' }, destroyable: true },
      app: { ...APP('large'), needs: ['queue'] },
    }),
    expected: {
      actions: { queue: 'drain', app: 'duplicate' },
      warnings: [
        ['plan/state-in-versioned-unit', 'blocker', 'queue'],
        ['plan/no-cut-over', 'blocker', 'app'],
        ['plan/message-format', 'high', 'queue'],
      ],
    },
  },
  {
    title: 'mac: a shared balancer with a fixed name is made again by the next version, which fails on it',
    language: 'macfile',
    blue: shop('1', {
      lb: { type: 'aws elb create-load-balancer', names: { 'load-balancer-name': 'front' } },
      group: {
        type: 'aws autoscaling create-auto-scaling-group',
        needs: [['lb', 'name']],
        instances: 2,
        destroyable: true,
      },
    }),
    green: shop('2', {
      lb: { type: 'aws elb create-load-balancer', names: { 'load-balancer-name': 'front' } },
      group: {
        type: 'aws autoscaling create-auto-scaling-group',
        needs: [['lb', 'name']],
        instances: 4,
        destroyable: true,
      },
    }),
    expected: {
      actions: { lb: 'switch', group: 'duplicate' },
      warnings: [
        ['plan/name-collision', 'high', 'lb'],
        ['plan/cut-over-inside-unit', 'high', 'lb'],
        ['plan/sticky-connections', 'medium', 'lb'],
      ],
      score: 76,
      extraUnits: 4,
    },
  },
];
