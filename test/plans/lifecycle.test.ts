import { expect, test } from 'vitest';
import { classify, namingOf, twinOf } from '../../server/core/schema/lifecycle.ts';
import { replacement } from '../../server/core/schema/replacement.ts';
import { schemaData } from './data.ts';

const data = schemaData();

test('a type says its class, its confidence and where it comes from', () => {
  expect(classify('cloudformation', 'AWS::RDS::DBInstance', data)).toMatchObject({
    class: 'persistent',
    confidence: 0.97,
    traits: { kind: 'database', snapshot: true },
  });
  expect(classify('macfile', 'aws elb create-load-balancer', data)).toMatchObject({ class: 'router' });
  expect(classify('macfile', 'mac instance create', data)).toMatchObject({ class: 'stateless', confidence: 0.85 });
  expect(classify('kubernetes', 'Deployment', data)).toMatchObject({ class: 'stateless' });
  expect(classify('ansible', 'ansible.builtin.apt', data).traits).toMatchObject({ mutatesHost: true });
});

test('below 0.5 the class is unknown, and so is a type nobody listed', () => {
  expect(classify('cloudformation', 'AWS::HealthAgent::Domain', data)).toMatchObject({
    class: 'unknown',
    confidence: 0.3,
  });
  expect(classify('terraform', 'acme_rocket', data)).toMatchObject({ class: 'unknown', confidence: 0 });
  expect(classify('terraform', 'toString', data).class).toBe('unknown');
});

test('a custom resource is one under any name its author gives it', () => {
  const custom = classify('cloudformation', 'AWS::CloudFormation::CustomResource', data);
  expect(custom.class).toBe('external');
  expect(classify('cloudformation', 'Custom::EmptyBucket', data)).toEqual(custom);
  expect(classify('terraform', 'Custom::EmptyBucket', data).class).toBe('unknown');
});

test('the table never calls a store stateless', () => {
  const table = data.json('bluegreen/lifecycle.json') as { types: Record<string, Record<string, number>> };
  const stores = (['cloudformation', 'terraform'] as const).flatMap((name) =>
    Object.keys(table.types[name] ?? {})
      .filter((type) => /(database|bucket|volume|vault)$/i.test(type))
      .map((type) => ({ type, class: classify(name, type, data).class })),
  );
  expect(stores.length).toBeGreaterThan(50);
  expect(stores.filter((store) => store.class === 'stateless')).toEqual([]);
});

test('the languages agree about one thing under two names, but for what only one of them can say', () => {
  const table = data.json('bluegreen/lifecycle.json') as {
    readonly twins: Record<'terraform' | 'macfile', Record<string, string>>;
  };
  const differing = (['terraform', 'macfile'] as const).flatMap((name) =>
    Object.entries(table.twins[name])
      .filter(([type, twin]) => classify(name, type, data).class !== classify('cloudformation', twin, data).class)
      .map(([type]) => type),
  );
  // The CloudFormation type attaches the address as well; in Terraform that is a resource of its own.
  expect(differing).toEqual(['aws_lightsail_static_ip']);
});

test('names: what can be set, and what has a prefix form', () => {
  expect(namingOf('cloudformation', 'AWS::AutoScaling::AutoScalingGroup', data).names).toEqual([
    'AutoScalingGroupName',
  ]);
  expect(namingOf('terraform', 'aws_rds_cluster', data)).toEqual({
    names: ['cluster_identifier'],
    prefixes: ['cluster_identifier_prefix'],
  });
  expect(namingOf('terraform', 'nothing', data)).toEqual({ names: [], prefixes: [] });
  expect(twinOf('macfile', 'aws rds create-db-instance', data)).toBe('AWS::RDS::DBInstance');
});

test.each([
  ['cloudformation', 'AWS::EC2::Instance', 'ImageId', 'yes'],
  ['cloudformation', 'AWS::EC2::Instance', 'UserData', 'maybe'],
  ['cloudformation', 'AWS::EC2::LaunchTemplate', 'LaunchTemplateData.ImageId', 'no'],
  ['cloudformation', 'Acme::Some::Type', 'Name', 'unknown'],
  ['terraform', 'aws_ecs_task_definition', 'container_definitions', 'yes'],
  ['terraform', 'aws_elasticache_replication_group', 'replication_group_id', 'yes'],
  ['terraform', 'aws_rds_cluster', 'engine_version', 'no'],
  ['terraform', 'aws_db_instance', 'identifier', 'no'],
  ['terraform', 'aws_db_instance', 'port', 'no'],
  ['terraform', 'azurerm_virtual_network', 'location', 'maybe'],
  ['terraform', 'aws_cloudwatch_log_stream', 'log_group_name', 'yes'],
  ['terraform', 'google_storage_bucket', 'location', 'unknown'],
] as const)('%s %s.%s: replacement %s', (table, type, path, forces) => {
  expect(replacement(table, type, path, data).forces).toBe(forces);
});

test('the table loads fast', () => {
  const fresh = schemaData();
  const start = performance.now();
  classify('terraform', 'aws_instance', fresh);
  expect(performance.now() - start).toBeLessThan(200);
});
