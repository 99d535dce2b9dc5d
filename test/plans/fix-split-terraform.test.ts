import { expect, test } from 'vitest';
import { fixedBy, lines, planned, type Texts } from './fixed.ts';
import { refusalsOf } from './refusals.ts';
import { APP, app, call, INPUTS, MAIN, root, STATE, TITLE, unit, warned } from './state-texts.ts';

test('a green copy would get a store of its own: moved out, both colours use the one there is', () => {
  const blue = unit(root(call('blue')));
  const green = unit(root(call('blue'), call('green')));
  expect(warned(green, blue)).toMatchObject([{ severity: 'blocker', node: 'module.blue.aws_db_instance.orders' }]);
  const after = fixedBy(green, blue, TITLE);
  const { plan } = planned(after, blue);
  const stores = plan.nodes.filter(({ type }) => /^aws_db_/.test(type));
  expect(stores.map(({ id, change, action }) => [id, change, action])).toEqual([
    ['module.app_state.aws_db_subnet_group.orders', 'unchanged', 'share'],
    ['module.app_state.aws_db_instance.orders', 'unchanged', 'share'],
  ]);
  const of = (name: string) => plan.nodes.filter(({ id }) => id.startsWith(`module.${name}.`));
  expect(of('blue').map(({ change }) => change)).toEqual(['unchanged', 'unchanged']);
  expect(of('green').map(({ action }) => action)).toEqual(['duplicate', 'duplicate']);
});

test('what is written', () => {
  const after = fixedBy(unit(root(call('blue'), call('green'))), unit(root(call('blue'))), TITLE);
  expect(after[MAIN]).toMatchInlineSnapshot(`
    "provider "aws" {
      region = "eu-west-1"
    }

    module "blue" {
      source         = "./app"
      colour         = "blue"
      orders_address = module.app_state.orders_address
      orders_port    = module.app_state.orders_port
    }

    module "app_state" {
      source = "./app-state"
      colour = "blue"
      size   = 100
    }

    moved {
      from = module.blue.aws_db_subnet_group.orders
      to   = module.app_state.aws_db_subnet_group.orders
    }

    moved {
      from = module.blue.aws_db_instance.orders
      to   = module.app_state.aws_db_instance.orders
    }

    module "green" {
      source         = "./app"
      colour         = "green"
      orders_address = module.app_state.orders_address
      orders_port    = module.app_state.orders_port
    }

    "
  `);
  expect(after[APP]).toMatchInlineSnapshot(`
    "locals {
      ports = [80]
    }

    resource "aws_ecs_task_definition" "web" {
      family                = "web-\${var.colour}"
      container_definitions = jsonencode([{
        name  = "web"
        image = "shop:1"
        url   = "postgres://\${var.orders_address}/\${var.orders_port}"
      }])
    }

    resource "aws_ecs_service" "web" {
      name            = "web-\${var.colour}"
      task_definition = aws_ecs_task_definition.web.arn
      desired_count   = 2
    }
    "
  `);
  expect(after[INPUTS]).toMatchInlineSnapshot(`
    "variable "colour" {
      type = string
    }

    variable "orders_address" {
      description = "aws_db_instance.orders.address, which lives apart"
      type        = any
    }

    variable "orders_port" {
      description = "aws_db_instance.orders.port, which lives apart"
      type        = any
    }
    "
  `);
  expect(after[STATE]).toMatchInlineSnapshot(`
    "# What keeps data: called once, whatever the colours. Both are given what they read of it.

    variable "colour" {
      type = string
    }

    variable "size" {
      type = number
    }

    variable "subnets" {
      type    = list(string)
      default = ["subnet-1", "subnet-2"]
    }

    locals {
      # what the store is called
      store = "orders-\${var.colour}"
    }

    resource "aws_db_subnet_group" "orders" {
      subnet_ids = var.subnets
    }

    # the orders of the shop
    resource "aws_db_instance" "orders" {
      identifier           = local.store
      engine               = "postgres"
      instance_class       = "db.t4g.small"
      allocated_storage    = var.size
      db_subnet_group_name = aws_db_subnet_group.orders.name
      skip_final_snapshot  = false
    }

    output "orders_address" {
      value = aws_db_instance.orders.address
    }

    output "orders_port" {
      value = aws_db_instance.orders.port
    }
    "
  `);
});

test.each([
  ['one copy', root(call('blue')), 'medium'],
  ['a version in the name', root(call('shop_v14')), 'medium'],
  ['a colour as an input', root(call('shop').map((line) => line.replace('= "shop"', '= "green"'))), 'medium'],
])('said beforehand, more softly: %s', (_, main, severity) => {
  expect(warned(unit(main, app({ image: '2' })), unit(main))).toMatchObject([{ severity }]);
});

const plain = lines('module "orders" {', '  source = "./app"', '  size   = 1', '}');
const storeOnly = (texts: Texts): Texts => ({
  ...texts,
  [APP]: texts[APP]?.replace(/resource "aws_ecs[\s\S]*/, '') ?? '',
});
test.each([
  ['nothing of a colour', unit(plain), unit(plain, app({ image: '2' }))],
  [
    'nothing that is replaced beside it',
    storeOnly(unit(root(call('blue')))),
    storeOnly(unit(root(call('blue'), call('green')))),
  ],
  ['nothing changes', unit(root(call('blue'))), unit(root(call('blue')))],
])('not said: %s', (_, blue, green) => {
  expect(warned(green, blue)).toEqual([]);
});

test('one call with a key per colour: the copy whose data is kept is chosen', () => {
  const keyed = (keys: string) =>
    lines(
      'module "app" {',
      '  source   = "./app"',
      `  for_each = toset([${keys}])`,
      '  colour   = "x"',
      '  size     = 100',
      '}',
    );
  const [blue, green] = [unit(keyed('"blue"')), unit(keyed('"blue", "green"'))];
  expect(warned(green, blue)).toMatchObject([{ severity: 'blocker', node: 'module.app.aws_db_instance.orders' }]);
  const title = 'Split persistent resources of module.app["blue"] into the module app-state, with moved blocks';
  const after = fixedBy(green, blue, title);
  expect(after[MAIN]).toContain('  from = module.app["blue"].aws_db_instance.orders\n');
  const store = planned(after, blue).plan.nodes.find(({ type }) => type === 'aws_db_instance');
  expect(store).toMatchObject({ change: 'unchanged', action: 'share' });
  const titles = planned(green, blue).fixes.map(({ title: each }) => each);
  expect(titles).toContain(title.replace('blue', 'green'));
});

test('what only describes the store goes along, comments and line ends are kept', () => {
  const bucket = [
    '',
    'resource "aws_s3_bucket" "media" {',
    '  bucket = "media"',
    '}',
    '',
    '# old ones stay',
    'resource "aws_s3_bucket_versioning" "media" {',
    '  bucket = aws_s3_bucket.media.id',
    '  versioning_configuration {',
    '    status = "Enabled"',
    '  }',
    '}',
    '',
    'resource "aws_iam_role_policy" "media" {',
    '  role   = "web"',
    '  policy = jsonencode({ arn = aws_s3_bucket.media.arn })',
    '}',
  ];
  const crlf = (texts: Texts): Texts =>
    Object.fromEntries(Object.entries(texts).map(([at, text]) => [at, text.replaceAll('\n', '\r\n')]));
  const [blue, green] = [
    unit(root(call('blue')), app({ more: bucket })),
    unit(root(call('blue'), call('green')), app({ more: bucket })),
  ];
  const after = fixedBy(green, blue, TITLE);
  expect(after[STATE]).toContain('# old ones stay\nresource "aws_s3_bucket_versioning" "media" {\n');
  expect(after[APP]).toContain('arn = var.media_arn');
  expect(after[APP]).not.toContain('versioning');
  const same = fixedBy(crlf(green), crlf(blue), TITLE);
  expect(same).toEqual(crlf(after));
});

const server = ['', 'resource "aws_instance" "admin" {', '  ami = "ami-1"', '}'];
const needing = (line: string): Texts => {
  const texts = app({ more: server });
  return { ...texts, [APP]: texts[APP]?.replace('  skip_final_snapshot  = false', line) ?? '' };
};
test.each([
  [
    'what is replaced with a version',
    needing('  username = aws_instance.admin.id'),
    'aws_db_instance.orders refers to aws_instance.admin, which is replaced with every version',
  ],
  [
    'a module',
    {
      ...needing('  username = module.net.id'),
      [APP]: `${needing('  username = module.net.id')[APP]}module "net" {\n  source = "./net"\n}\n`,
    },
    'aws_db_instance.orders refers to module.net, which stays',
  ],
  [
    'the folder',
    needing('  username = file("$' + '{path.module}/x")'),
    'what moves reads path.module, which is another folder there',
  ],
  ['a provider', needing('  provider = aws.east'), 'aws_db_instance.orders names a provider configuration'],
  ['such a folder', { ...app(), '/w/app-state/a.tf': '' }, 'there is a folder app-state already'],
  [
    'another caller',
    { ...app(), '/w/other/main.tf': 'module "app" {\n  source = "../app"\n}\n' },
    'other/main.tf calls the module, too',
  ],
  [
    'the whole of it',
    app({ more: ['', 'output "all" {', '  value = aws_db_instance.orders', '}'] }),
    'output.all reads aws_db_instance.orders as a whole',
  ],
  [
    'an older move',
    app({ more: ['', 'moved {', '  from = aws_db_instance.old', '  to   = aws_db_instance.orders', '}'] }),
    'moved names aws_db_instance.orders by its address',
  ],
])('refused with a reason: %s', (_, inner, reason) => {
  const texts = unit(root(call('blue'), call('green')), inner);
  expect(refusalsOf(texts, MAIN)).toContain(reason);
  const { fixes } = planned(texts, unit(root(call('blue')), inner));
  expect(fixes.filter(({ title }) => title.includes('app-state'))).toEqual([]);
});
