import { expect, test } from 'vitest';
import { lines, planned } from './fixed.ts';

const HERE = '/w/main.tf';

/** A service in a module of its own, given as a map that the module loops over. */
const service = (image: string) => ({
  [HERE]: lines(
    'module "shop" {',
    '  source = "./shop"',
    '  containers = {',
    '    web = {',
    `      image = "shop:${image}"`,
    '    }',
    '  }',
    '}',
  ),
  '/w/shop/main.tf': lines(
    'variable "containers" {}',
    '',
    'module "container" {',
    '  source   = "./container"',
    '  for_each = { for k, v in var.containers : k => v }',
    '  image    = each.value.image',
    '}',
    '',
    'resource "aws_ecs_task_definition" "this" {',
    '  family                = "shop"',
    '  container_definitions = jsonencode([for k, v in module.container : v.definition])',
    '}',
    '',
    'resource "aws_db_instance" "orders" {',
    '  engine = "postgres"',
    '}',
  ),
  '/w/shop/container/main.tf': lines(
    'variable "image" {}',
    '',
    'output "definition" {',
    '  value = {',
    '    image = var.image',
    '  }',
    '}',
  ),
});

test('an image that reaches a task through loops and modules is seen', () => {
  const { plan } = planned(service('2'), service('1'));
  const task = plan.nodes.find(({ type }) => type === 'aws_ecs_task_definition');
  expect(task).toMatchObject({ action: 'duplicate', change: 'replace' });
  expect(task?.changedPaths?.[0]).toMatchObject({ path: 'container_definitions', via: 'module input image' });
  expect(plan.nodes.find(({ type }) => type === 'aws_db_instance')).toMatchObject({ change: 'unchanged' });
  expect(planned(service('1'), service('1')).plan.steps).toEqual([]);
});

test('what for_each gives to its copies is compared', () => {
  const machines = (image: string) => ({
    [HERE]: lines(
      'locals {',
      '  machines = {',
      `    web = { ami = "${image}" }`,
      '  }',
      '}',
      '',
      'resource "aws_instance" "this" {',
      '  for_each = local.machines',
      '  ami      = each.value.ami',
      '}',
    ),
  });
  const [node] = planned(machines('ami-2'), machines('ami-1')).plan.nodes;
  expect(node?.changedPaths?.map(({ path, after }) => [path, after])).toEqual([['for_each.web.ami', 'ami-2']]);
  expect(node).toMatchObject({ action: 'duplicate', change: 'replace' });
});

const closed = (version: string) => ({
  [HERE]: lines(
    'module "db" {',
    '  source         = "terraform-aws-modules/rds/aws"',
    '  version        = "6.0.0"',
    `  engine_version = "${version}"`,
    '}',
  ),
});

test('a module whose files are not at hand is never "nothing to deploy"', () => {
  const { plan } = planned(closed('17'), closed('16'));
  expect(plan.nodes).toMatchObject([{ id: 'module.db', type: 'module', action: 'review' }]);
  expect(plan.warnings).toMatchObject([{ code: 'plan/external', severity: 'high', node: 'module.db' }]);
  expect(plan.warnings[0]?.message).toContain('engine_version');
  expect(plan.steps.length).toBeGreaterThan(0);
});

test('an unchanged one disturbs nobody', () => {
  const { plan } = planned(closed('16'), closed('16'));
  expect(plan.steps).toEqual([]);
  expect(plan.readiness.score).toBe(100);
});

test('what is not made under its condition is no part of the plan', () => {
  const [on, off] = ['true', 'false'].map((value) => ({
    [HERE]: lines(
      'variable "create" {',
      `  default = ${value}`,
      '}',
      '',
      'locals {',
      '  made = var.create && true',
      '}',
      '',
      'resource "aws_instance" "web" {',
      '  count = local.made ? 1 : 0',
      '  ami   = "ami-1"',
      '}',
      '',
      'resource "aws_lb" "web" {}',
    ),
  }));
  if (!on || !off) throw new Error('no texts');
  const ids = (...sides: Parameters<typeof planned>) =>
    planned(...sides).plan.nodes.map(({ id, change }) => [id, change]);
  expect(ids(on, off)).toContainEqual(['aws_instance.web', 'add']);
  expect(ids(off, on)).toContainEqual(['aws_instance.web', 'remove']);
  expect(ids(off, off)).toEqual([['aws_lb.web', 'unchanged']]);
});

test.each([
  ['an argument of a function', 'user_data = templatefile("boot.sh", { version = "VERSION" })'],
  ['a branch of a condition', 'ami = var.arm ? "ami-arm-VERSION" : "ami-VERSION"'],
  ['a part of a format', 'ami = format("%s-%s", "ami", "VERSION")'],
])('Terraform: a literal inside an expression is compared: %s', (_, line) => {
  const text = (version: string) => ({
    [HERE]: lines(
      'variable "arm" {}',
      '',
      'resource "aws_instance" "web" {',
      `  ${line.replaceAll('VERSION', version)}`,
      '}',
    ),
  });
  expect(planned(text('2'), text('1')).plan.nodes[0]).toMatchObject({ action: 'duplicate' });
  expect(planned(text('1'), text('1')).plan.steps).toEqual([]);
});

test.each([
  ['a row of a mapping', "!FindInMap [Images, !Ref 'AWS::Region', Ami]"],
  ['a branch of a condition', '!If [Big, ami-VERSION, ami-0]'],
  ['what a condition asks', '!If [Big, ami-1, ami-0]'],
  ['an argument of a function', "!Select [0, !Split [',', 'ami-VERSION,x']]"],
])('CloudFormation: a literal inside a function is compared: %s', (_, value) => {
  const text = (version: string) => ({
    '/w/a.yaml': lines(
      'Parameters:',
      '  Size: { Type: String }',
      'Mappings:',
      '  Images:',
      `    eu-west-1: { Ami: ami-${version} }`,
      '    us-east-1: { Ami: ami-0 }',
      'Conditions:',
      `  Big: !Equals [!Ref Size, big-${version}]`,
      'Resources:',
      '  Web:',
      '    Type: AWS::EC2::Instance',
      '    Properties:',
      `      ImageId: ${value.replaceAll('VERSION', version)}`,
    ),
  });
  expect(planned(text('2'), text('1')).plan.nodes[0]).toMatchObject({ action: 'duplicate', change: 'replace' });
  expect(planned(text('1'), text('1')).plan.steps).toEqual([]);
});

const queues = (copies: string) => ({
  [HERE]: lines('resource "aws_sqs_queue" "orders" {', `  ${copies}`, '}'),
});

test.each([
  ['count = 3', 'count = 2', 'count'],
  ['for_each = toset(["a", "b"])', 'for_each = toset(["a"])', 'for_each[1]'],
  ['for_each = { a = 1, b = 2 }', 'for_each = { a = 1 }', 'for_each.b'],
])('copies that come and go: %s, %s', (more, less, path) => {
  const gone = planned(queues(less), queues(more)).plan;
  expect(gone.nodes[0]?.changedPaths).toMatchObject([{ path, via: 'an instance goes' }]);
  expect(gone.warnings.map(({ code }) => code)).toContain('plan/undrained-removal');
  const come = planned(queues(more), queues(less)).plan;
  expect(come.nodes[0]?.changedPaths).toMatchObject([{ path, via: 'an instance comes' }]);
  expect(come.warnings.map(({ code }) => code)).not.toContain('plan/undrained-removal');
});

test('a comment in a file of a module says how its resource lives, wherever the module is called', () => {
  const of = (comment: string) => ({
    [HERE]: lines('module "a" {', '  source = "./cache"', '}', '', 'module "b" {', '  source = "./cache"', '}'),
    '/w/cache/main.tf': lines(comment, 'resource "aws_elasticache_cluster" "this" {', '  engine = "redis"', '}'),
  });
  const classes = (comment: string) =>
    planned(of(comment), of(comment)).plan.nodes.map(({ id, lifecycle }) => [id, lifecycle.class]);
  expect(classes('# verdigris: lifecycle=persistent -- sessions')).toEqual([
    ['module.a.aws_elasticache_cluster.this', 'persistent'],
    ['module.b.aws_elasticache_cluster.this', 'persistent'],
  ]);
  expect(classes('# nothing')).toEqual([
    ['module.a.aws_elasticache_cluster.this', 'cache'],
    ['module.b.aws_elasticache_cluster.this', 'cache'],
  ]);
});
