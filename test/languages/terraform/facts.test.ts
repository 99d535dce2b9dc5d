import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import type { Fact, FactKind, FactOf } from '../../../server/core/model/fact.ts';
import { knownText, valueAt } from '../../../server/core/model/value.ts';
import { files } from './workspace.ts';

const SAMPLE = join(import.meta.dirname, '../../../samples/terraform');

function factsOf(texts: Readonly<Record<string, string>> | string, path = 'main.tf'): readonly Fact[] {
  const { at, around } = files(typeof texts === 'string' ? { [path]: texts } : texts);
  return terraform.facts(at(path), around);
}

function all<K extends FactKind>(facts: readonly Fact[], kind: K): readonly FactOf<K>[] {
  return facts.filter((fact): fact is FactOf<K> => fact.fact === kind);
}

function sample(): readonly Fact[] {
  const names = ['versions.tf', 'variables.tf', 'main.tf', 'data.tf', 'modules/worker/main.tf'];
  const texts = Object.fromEntries(names.map((name) => [name, readFileSync(join(SAMPLE, name), 'utf8')]));
  return factsOf(texts);
}

describe('resources', () => {
  test('addresses are those of Terraform, through local modules too', () => {
    const nodes = all(sample(), 'resource').map(({ node, path }) => (path === undefined ? node : `${node} in ${path}`));
    expect(nodes).toEqual([
      'aws_rds_cluster.db in data.tf',
      'aws_rds_cluster_instance.db in data.tf',
      'aws_elasticache_replication_group.cache in data.tf',
      'aws_sqs_queue.orders in data.tf',
      'aws_sqs_queue.failed in data.tf',
      'aws_ecs_cluster.main',
      'aws_lb.main',
      'aws_lb_target_group.app',
      'aws_lb_listener.https',
      'aws_ecs_task_definition.app',
      'aws_ecs_service.app',
      'aws_security_group.app',
      'module.worker.aws_ecs_task_definition.worker in modules/worker/main.tf',
      'module.worker.aws_ecs_service.worker in modules/worker/main.tf',
      'module.worker.aws_cloudwatch_metric_alarm.old_orders in modules/worker/main.tf',
    ]);
  });

  test('defaults and inputs are put in where they are known', () => {
    const facts = sample();
    const settings = (node: string) => all(facts, 'resource').find((fact) => fact.node === node)?.settings;
    expect(knownText(valueAt(settings('aws_ecs_service.app'), 'desired_count'))).toBe('6');
    expect(knownText(valueAt(settings('aws_ecs_task_definition.app'), 'container_definitions', '0', 'image'))).toBe(
      'registry.example.com/shop:1.8.0',
    );
    expect(
      knownText(
        valueAt(settings('module.worker.aws_ecs_task_definition.worker'), 'container_definitions', '0', 'image'),
      ),
    ).toBe('registry.example.com/shop-worker:1.8.0');
    expect(knownText(valueAt(settings('aws_ecs_service.app'), 'name'))).toBeUndefined();
  });

  test('copies are counted', () => {
    const instances = Object.fromEntries(all(sample(), 'resource').map(({ node, instances: count }) => [node, count]));
    expect(instances).toMatchObject({
      'aws_rds_cluster_instance.db': 2,
      'aws_elasticache_replication_group.cache': 2,
      'aws_ecs_service.app': 6,
      'module.worker.aws_ecs_service.worker': 2,
      'module.worker.aws_cloudwatch_metric_alarm.old_orders': 'unknown',
    });
    const counted = (body: string) =>
      all(factsOf(`variable "n" {\n  default = 3\n}\nresource "aws_ecs_service" "a" {\n${body}}\n`), 'resource')[0]
        ?.instances;
    expect(counted('  count = var.n\n  desired_count = 2\n')).toBe(6);
    expect(counted('  for_each = toset(["a", "b"])\n')).toBe(2);
    expect(counted('  for_each = { a = 1 }\n')).toBe(1);
    expect(counted('  count = var.other\n')).toBe('unknown');
    expect(counted('')).toBeUndefined();
  });

  test('guards, conditions and what is only read', () => {
    const facts = factsOf(`resource "aws_db_instance" "a" {
  count                     = var.on ? 1 : 0
  final_snapshot_identifier = "x"
  deletion_protection       = true
  lifecycle {
    create_before_destroy = true
  }
}
data "aws_ami" "b" {
}
`);
    const [a, b] = all(facts, 'resource');
    expect(a).toMatchObject({
      conditional: true,
      guards: { retain: false, snapshot: true, preventDestroy: true, createBeforeDestroy: true },
    });
    expect(a?.lifecycle.class).toBe('persistent');
    expect(b).toMatchObject({ node: 'data.aws_ami.b', readOnly: true });
  });

  test('one block of a type is a map, several are a list, dynamic ones count', () => {
    const facts = factsOf(
      'resource "x_y" "a" {\n  one {\n    v = 1\n  }\n  two {\n    v = 1\n  }\n  two {\n    v = 2\n  }\n  dynamic "three" {\n    for_each = [1]\n    content {\n      v = 3\n    }\n  }\n}\n',
    );
    const settings = all(facts, 'resource')[0]?.settings;
    expect(
      [valueAt(settings, 'one', 'v'), valueAt(settings, 'two', '1', 'v'), valueAt(settings, 'three', 'v')].map(
        knownText,
      ),
    ).toEqual(['1', '2', '3']);
  });

  test('override files replace arguments', () => {
    const facts = factsOf({
      'main.tf': 'resource "x_y" "a" {\n  v = 1\n  w = 1\n}\n',
      'x_override.tf': 'resource "x_y" "a" {\n  v = 2\n}\n',
    });
    const settings = all(facts, 'resource').map((fact) => fact.settings);
    expect(settings.map((each) => [knownText(valueAt(each, 'v')), knownText(valueAt(each, 'w'))])).toEqual([
      ['2', '1'],
    ]);
  });
});

describe('dependencies', () => {
  test('references, inputs and outputs make one graph', () => {
    const edges = all(sample(), 'dependency').map(({ node, to, kind }) => `${node} ${kind} ${to}`);
    expect(edges).toContain('aws_lb_listener.https route aws_lb_target_group.app');
    expect(edges).toContain('aws_ecs_service.app ref aws_ecs_task_definition.app');
    expect(edges).toContain('aws_ecs_task_definition.app ref aws_rds_cluster.db');
    expect(edges).toContain('module.worker.var.queue ref aws_sqs_queue.orders');
    expect(edges).toContain('module.worker.aws_ecs_service.worker ref module.worker.aws_ecs_task_definition.worker');
    expect(edges).toContain('output.worker ref module.worker.output.service');
    expect(edges).toContain('module.worker.output.service ref module.worker.aws_ecs_service.worker');
  });

  test('depends_on is a dependency of its own kind', () => {
    const facts = factsOf('resource "x_y" "a" {\n  depends_on = [x_y.b]\n}\nresource "x_y" "b" {\n}\n');
    expect(all(facts, 'dependency')).toMatchObject([{ node: 'x_y.a', to: 'x_y.b', kind: 'depends' }]);
  });
});

describe('scripts', () => {
  test('user data is read where it stands, through local values and base64', () => {
    const text =
      'locals {\n  boot = <<-EOT\n    yum install -y httpd ${var.extra}\n  EOT\n}\nresource "aws_instance" "a" {\n  user_data = base64encode(local.boot)\n}\n';
    const [fact] = all(factsOf(text), 'package');
    expect(fact).toMatchObject({ name: { value: 'httpd' }, when: 'boot' });
    expect(text.slice(fact?.name.span.start, fact?.name.span.end)).toBe('httpd');
  });

  test('files of the module are read, and shown at the call', () => {
    const texts = {
      'main.tf': 'resource "aws_instance" "a" {\n  user_data = templatefile("${path.module}/boot.sh", {})\n}\n',
      'boot.sh': '#!/bin/bash\napt-get install -y nginx\n',
    };
    const [fact] = all(factsOf(texts), 'package');
    expect(fact?.name.value).toBe('nginx');
    expect(texts['main.tf'].slice(fact?.name.span.start, fact?.name.span.end)).toBe(
      'templatefile("${path.module}/boot.sh", {})',
    );
  });

  test('provisioners', () => {
    const facts = factsOf(
      'resource "aws_instance" "a" {\n  provisioner "remote-exec" {\n    inline = ["cat /etc/hostname"]\n  }\n  provisioner "remote-exec" {\n    when   = destroy\n    inline = ["rm -rf /srv"]\n  }\n  provisioner "local-exec" {\n    command = "git clone https://example.com/x.git"\n  }\n}\n',
    );
    expect(all(facts, 'remote-command').map(({ when, mutates }) => [when, mutates])).toEqual([
      ['create', false],
      ['destroy', true],
    ]);
    expect(all(facts, 'script').map(({ where }) => where)).toEqual(['instance', 'instance', 'local']);
    expect(all(facts, 'checkout')).toHaveLength(1);
  });
});

describe('the unit', () => {
  test('inputs say whether they are documented and secret', () => {
    const facts = factsOf(
      'variable "a" {\n  description = "x"\n  sensitive   = true\n}\nvariable "b" {\n  default = 1\n}\n',
    );
    expect(all(facts, 'parameter')).toMatchObject([
      { node: 'var.a', documented: true, secret: true },
      { node: 'var.b', documented: false, default: { value: 1 } },
    ]);
  });

  test('its settings are those of the terraform block; it is stated once per module', () => {
    const texts = {
      'main.tf': 'resource "x_y" "a" {\n}\n',
      'versions.tf': 'terraform {\n  required_version = ">= 1.5"\n  backend "s3" {\n    key = "k"\n  }\n}\n',
    };
    const [unit] = all(factsOf(texts, 'versions.tf'), 'unit');
    expect(unit?.file).toBeUndefined();
    expect(knownText(valueAt(unit?.settings, 'backend', 's3', 'key'))).toBe('k');
    expect(all(factsOf(texts), 'unit')[0]?.file).toBe('versions.tf');
    expect(factsOf({ ...texts, 'a.tfvars': 'x = 1\n' }, 'a.tfvars')).toMatchObject([
      { fact: 'unit', file: 'versions.tf' },
    ]);
  });

  test('a folder that is called is a module', () => {
    const texts = { 'main.tf': 'module "a" {\n  source = "./parts/a"\n}\n', 'parts/a/main.tf': 'variable "x" {\n}\n' };
    expect(all(factsOf(texts, 'parts/a/main.tf'), 'unit')[0]?.contexts).toEqual(['module']);
    expect(all(factsOf(texts), 'unit')[0]?.contexts).toEqual([]);
  });

  test('names say whether a second copy can have them', () => {
    const facts = factsOf(
      'resource "aws_lb" "a" {\n  name = "shop"\n}\nresource "aws_lb" "b" {\n  name = "shop-${var.colour}"\n}\nresource "aws_s3_bucket" "c" {\n  bucket = "shop"\n}\n',
    );
    expect(
      all(facts, 'physical-name').map(({ resource, scope, colourAware }) => [resource, scope, colourAware]),
    ).toEqual([
      ['aws_lb.a', 'account-region', false],
      ['aws_lb.b', 'account-region', true],
      ['aws_s3_bucket.c', 'global', false],
    ]);
  });

  test('values that go round in a circle stay unknown', () => {
    const facts = factsOf('locals {\n  a = local.b\n  b = local.a\n}\nresource "x_y" "r" {\n  v = local.a\n}\n');
    expect(knownText(valueAt(all(facts, 'resource')[0]?.settings, 'v'))).toBeUndefined();
  });
});

test('a number below zero is no condition', () => {
  const text = 'locals {\n  low = -1\n}\nresource "aws_lb" "a" {\n  name     = -local.low\n  internal = !(-1 > 0)\n}\n';
  expect(all(factsOf(text), 'resource').map(({ node }) => node)).toEqual(['aws_lb.a']);
});
