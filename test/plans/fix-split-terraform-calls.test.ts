import { expect, test } from 'vitest';
import { fixedBy, lines, planned, type Texts } from './fixed.ts';
import { APP, app, call, MAIN, root, STATE, TITLE, unit, warned } from './state-texts.ts';

test('a call that the same edit renamed: the data comes from where it is', () => {
  const [blue, green] = [unit(root(call('blue'))), unit(root(call('green')), app({ image: '2' }))];
  expect(warned(green, blue)).toMatchObject([{ severity: 'blocker', node: 'module.green.aws_db_instance.orders' }]);
  const after = fixedBy(green, blue, TITLE.replace('blue', 'green'));
  expect(after[MAIN]).toContain('  from = module.blue.aws_db_instance.orders\n');
  expect(after[MAIN]).not.toContain('from = module.green');
  const { plan } = planned(after, blue);
  const store = plan.nodes.filter(({ type }) => type === 'aws_db_instance');
  expect(store).toMatchObject([
    { id: 'module.app_state.aws_db_instance.orders', change: 'unchanged', action: 'share' },
  ]);
  const of = (name: string) => plan.nodes.filter(({ id }) => id.startsWith(`module.${name}.`));
  expect(of('blue').map(({ action }) => action)).toEqual(['retire', 'retire']);
  expect(of('green').map(({ action }) => action)).toEqual(['duplicate', 'duplicate']);
});

test('a store in a module of the module: its call moves as it is', () => {
  const nested = (image: string): Texts => {
    const texts = app({ image });
    const main = texts[APP] ?? '';
    const from = main.indexOf('# the orders of the shop');
    const to = main.indexOf('resource "aws_ecs_task_definition"');
    const database = lines(
      '# the orders of the shop',
      'module "database" {',
      '  source  = "./database"',
      '  name    = local.store',
      '  size    = var.size',
      '  subnets = aws_db_subnet_group.orders.name',
      '}',
      '',
    );
    const rest = main
      .slice(to)
      .replaceAll('aws_db_instance.orders.', 'module.database.')
      .replace('[aws_db_instance.orders]', '[module.database]');
    return {
      ...texts,
      [APP]: main.slice(0, from) + database + rest,
      '/w/app/database/main.tf': lines(
        'variable "name" {}',
        'variable "size" {}',
        'variable "subnets" {}',
        'resource "aws_db_instance" "orders" {',
        '  identifier           = var.name',
        '  engine               = "postgres"',
        '  allocated_storage    = var.size',
        '  db_subnet_group_name = var.subnets',
        '  skip_final_snapshot  = false',
        '}',
        'output "address" {',
        '  value = aws_db_instance.orders.address',
        '}',
        'output "port" {',
        '  value = aws_db_instance.orders.port',
        '}',
      ),
    };
  };
  const [blue, green] = [unit(root(call('blue')), nested('1')), unit(root(call('blue'), call('green')), nested('1'))];
  const node = 'module.blue.module.database.aws_db_instance.orders';
  expect(warned(green, blue)).toMatchObject([{ severity: 'blocker', node }]);
  const after = fixedBy(green, blue, TITLE);
  expect(after[MAIN]).toContain(
    lines('moved {', '  from = module.blue.module.database', '  to   = module.app_state.module.database', '}'),
  );
  expect(after[STATE]).toContain(lines('module "database" {', '  source  = "../app/database"'));
  expect(after[STATE]).toContain(lines('output "database_address" {', '  value = module.database.address', '}'));
  expect(after[APP]).toContain('postgres://$' + '{var.database_address}/');
  const store = planned(after, blue).plan.nodes.filter(({ type }) => type === 'aws_db_instance');
  expect(store).toMatchObject([
    { id: 'module.app_state.module.database.aws_db_instance.orders', change: 'unchanged', action: 'share' },
  ]);
});
