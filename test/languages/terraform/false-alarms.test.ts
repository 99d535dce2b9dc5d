import { describe, expect, test } from 'vitest';
import { summary } from './workspace.ts';

const AWS = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n';

describe('what is tried may fail', () => {
  const main = (value: string) => ({
    'main.tf': `locals {\n  given = { size = 1 }\n}\nvariable "v" {\n  type = object({ a = string })\n}\nmodule "m" {\n  source = "./m"\n}\nmodule "n" {\n  source = "./m"\n  count  = 2\n}\noutput "o" {\n  value = ${value}\n}\n`,
    'm/main.tf': 'output "x" {\n  value = 1\n}\n',
  });

  test.each([
    ['local.given.colour', 'error unknown-result-attribute colour'],
    ['var.v.b', 'error unknown-result-attribute b'],
    ['module.m.y', 'error module-output y'],
    ['module.n.x', 'error missing-instance-key .x'],
  ])('%s: silent in try and can, said beside them', (value, wanted) => {
    expect(summary(main(value))).toEqual([wanted]);
    expect(summary(main(`try(${value}, null)`))).toEqual([]);
    expect(summary(main(`can(${value}) ? 1 : 2`))).toEqual([]);
    expect(summary(main(`{ a = [for k in [1] : try(k, ${value})] }`))).toEqual([]);
    expect(summary(main(`[try(1, 2), ${value}]`))).toEqual([wanted]);
  });

  test('even for want of a function', () => {
    expect(summary('locals {\n  a = can(ipv6("x"))\n  b = try(upper(), 1)\n  c = ipv6("x")\n}\n')).toEqual([
      'warning unknown-function ipv6',
      'warning function-arguments upper',
      'error unknown-function ipv6',
    ]);
  });

  test('names must be declared all the same', () => {
    expect(summary(main('try(var.w, local.w)'))).toEqual([
      'error undeclared-reference var.w',
      'error undeclared-reference local.w',
    ]);
  });
});

test('structures that hold themselves are of any type in the data, and may be blocks', () => {
  const rule = (statement: string) =>
    `${AWS}resource "aws_wafv2_web_acl" "a" {\n  scope = "REGIONAL"\n  default_action {\n  }\n  visibility_config {\n    cloudwatch_metrics_enabled = true\n    metric_name                = "a"\n    sampled_requests_enabled   = true\n  }\n  rule {\n    name     = "a"\n    priority = 1\n    visibility_config {\n      cloudwatch_metrics_enabled = true\n      metric_name                = "a"\n      sampled_requests_enabled   = true\n    }\n${statement}  }\n}\n`;
  expect(summary(rule('    statement {\n      x {\n      }\n    }\n'))).toEqual([]);
  expect(summary(rule('    dynamic "statement" {\n      for_each = [1]\n      content {\n      }\n    }\n'))).toEqual(
    [],
  );
  expect(summary(rule('    dynamic "name" {\n      for_each = [1]\n      content {\n      }\n    }\n'))).toEqual([
    'warning unknown-block "name"',
  ]);
});

test('a resource that waits for itself by depends_on is not waited for', () => {
  expect(summary('resource "x_y" "a" {\n  depends_on = [x_y.a]\n}\n')).toEqual([]);
  expect(summary('resource "x_y" "a" {\n  lifecycle {\n    replace_triggered_by = [x_y.a]\n  }\n}\n')).toEqual([
    'error reference-cycle x_y.a',
  ]);
  const two = 'resource "x_y" "a" {\n  depends_on = [x_y.b]\n}\nresource "x_y" "b" {\n  depends_on = [x_y.a]\n}\n';
  expect(summary(two)).toEqual(['error reference-cycle x_y.b', 'error reference-cycle x_y.a']);
});

describe('the bundled provider is not the one a module for old releases uses', () => {
  const group = 'resource "aws_elasticache_replication_group" "a" {\n  replication_group_description = "x"\n}\n';
  const said = (head: string) => summary(head + group);

  test('what is said by required_version and by the block of the provider', () => {
    const all = [
      'warning unknown-attribute replication_group_description',
      'error missing-attribute resource "aws_elasticache_replication_group" "a"',
    ];
    const required = (version: string) => `terraform {\n  required_version = "${version}"\n}\n`;
    expect(said('')).toEqual(expect.arrayContaining(all));
    expect(said(required('>= 0.13'))).toEqual(expect.arrayContaining(all));
    expect(said(required('>= 0.13, < 0.15'))).toEqual([]);
    expect(said(required('~> 0.14'))).toEqual([]);
    expect(said(required('~> 1.2'))).toEqual(expect.arrayContaining(all));
    expect(said('provider "aws" {\n  version = "~> 2.0"\n}\n')).toEqual(['hint deprecated version']);
    expect(said('provider "aws" {\n  version = ">= 2.0"\n}\n')).toEqual(expect.arrayContaining(all));
  });
});

describe('x.tf that x.tofu replaces is read by Terraform alone', () => {
  const versions = (source: string) =>
    `terraform {\n  required_providers {\n    aws = { source = "${source}" }\n  }\n}\nlocals {\n  a = local.b\n}\n`;
  const texts = {
    'versions.tf': versions('hashicorp/aws'),
    'versions.tofu': versions('opentofu/aws'),
    'main.tf': 'locals {\n  b = 1\n}\n',
    'extra.tofu': 'locals {\n  c = local.d\n}\n',
  };

  test('neither repeats the other', () => {
    expect(summary(texts, 'versions.tf')).toEqual([]);
    expect(summary(texts, 'versions.tofu')).toEqual([]);
    expect(summary(texts, 'extra.tofu')).toEqual(['error undeclared-reference local.d']);
  });

  test('Terraform sees nothing of the other .tofu files', () => {
    const main = { ...texts, 'versions.tf': versions('hashicorp/aws').replace('local.b', 'local.c') };
    expect(summary(main, 'versions.tf')).toEqual(['error undeclared-reference local.c']);
  });
});

test('hidden files are not part of a module', () => {
  const texts = {
    'main.tf': 'locals {\n  a = 1\n  b = local.c\n}\n',
    '.old.tf': 'locals {\n  a = 2\n  c = var.x\n}\n',
  };
  expect(summary(texts, 'main.tf')).toEqual(['error undeclared-reference local.c']);
  expect(summary(texts, '.old.tf')).toEqual([]);
});

describe('tests and stacks', () => {
  test('what a stack removes is gone from its files', () => {
    const text = 'removed {\n  from   = component.old\n  source = "./m"\n}\n';
    expect(summary(text, 'main.tfcomponent.hcl')).toEqual([]);
  });

  test('a variable of a test may be given from outside', () => {
    const texts = {
      'main.tf': 'variable "a" {\n}\n',
      't.tftest.hcl': 'run "x" {\n  variables {\n    a = var.global\n  }\n}\n',
    };
    expect(summary(texts, 't.tftest.hcl')).toEqual(['warning test-reference var.global']);
    expect(summary({ ...texts, 'terraform.tfvars': 'global = 1\n' }, 't.tftest.hcl')).toEqual([]);
    expect(
      summary({ ...texts, 't.tftest.hcl': `variables {\n  global = 1\n}\n${texts['t.tftest.hcl']}` }, 't.tftest.hcl'),
    ).toEqual([]);
  });
});

test('an expanded argument gives its elements', () => {
  const text = (value: string) =>
    `${AWS}data "aws_ssoadmin_instances" "a" {\n}\nlocals {\n  arn = ${value}\n}\nresource "aws_ssoadmin_permission_set" "p" {\n  name         = "x"\n  instance_arn = local.arn\n}\n`;
  expect(summary(text('coalesce(data.aws_ssoadmin_instances.a.arns...)'))).toEqual([]);
  expect(summary(text('data.aws_ssoadmin_instances.a.arns'))).toEqual(['warning wrong-type local.arn']);
});
