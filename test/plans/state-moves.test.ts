import { expect, test } from 'vitest';
import { lines, one, planned, type Texts } from './fixed.ts';

const MAIN = '/w/main.tf';
const APP = '/w/app/main.tf';

const store = (name = 'orders'): string =>
  lines(`resource "aws_db_instance" "${name}" {`, '  identifier = "orders"', '  engine     = "postgres"', '}');
const task = (read: string): string =>
  lines(
    'resource "aws_ecs_task_definition" "web" {',
    '  family                = "web"',
    `  container_definitions = ${read}`,
    '}',
  );
const moved = (from: string, to: string): string => lines('moved {', `  from = ${from}`, `  to   = ${to}`, '}');

function node(green: Texts, blue: Texts, id: string) {
  const { plan } = planned(green, blue);
  return plan.nodes.find((each) => each.id === id) ?? expect.fail(`${id} among ${plan.nodes.map((each) => each.id)}`);
}

test('what is moved is the same thing, and so is what reads it', () => {
  const blue = one(MAIN, store() + task('aws_db_instance.orders.address'));
  const green = one(
    MAIN,
    store('main') + task('aws_db_instance.main.address') + moved('aws_db_instance.orders', 'aws_db_instance.main'),
  );
  const { plan } = planned(green, blue);
  expect(plan.nodes.map(({ id, change }) => [id, change])).toEqual([
    ['aws_db_instance.main', 'unchanged'],
    ['aws_ecs_task_definition.web', 'unchanged'],
  ]);
  expect(plan.nodes[0]?.why).toContain('called aws_db_instance.orders before (moved block)');
  expect(plan.steps).toEqual([]);
});

test('without the block it is another one', () => {
  const { plan } = planned(one(MAIN, store('main')), one(MAIN, store()));
  expect(plan.nodes.map(({ change }) => change).toSorted()).toEqual(['add', 'remove']);
});

test('a chain of moves, into a module, with keys', () => {
  const blue = one(MAIN, store());
  const green = {
    [MAIN]:
      moved('aws_db_instance.orders', 'module.app["a"].aws_db_instance.first') +
      lines('module "app" {', '  source   = "./app"', '  for_each = toset(["a"])', '}'),
    [APP]: store('second') + moved('aws_db_instance.first', 'aws_db_instance.second'),
  };
  expect(node(green, blue, 'module.app.aws_db_instance.second')).toMatchObject({ change: 'unchanged' });
});

test('a whole module that gets another name', () => {
  const call = (name: string): string => lines(`module "${name}" {`, '  source = "./app"', '}');
  const blue = { [MAIN]: call('old'), [APP]: store() };
  const green = { [MAIN]: call('new') + moved('module.old', 'module.new'), [APP]: store() };
  expect(planned(green, blue).plan.nodes).toMatchObject([
    { id: 'module.new.aws_db_instance.orders', change: 'unchanged' },
  ]);
});

test('what changes beside the move is a change', () => {
  const green =
    store('main').replace('"postgres"', '"mysql"') + moved('aws_db_instance.orders', 'aws_db_instance.main');
  const found = node(one(MAIN, green), one(MAIN, store()), 'aws_db_instance.main');
  expect(found.changedPaths).toMatchObject([{ path: 'engine', before: 'postgres', after: 'mysql' }]);
});

test('a cycle of moves ends', () => {
  const green =
    store('c') +
    moved('aws_db_instance.orders', 'aws_db_instance.b') +
    moved('aws_db_instance.b', 'aws_db_instance.orders');
  expect(planned(one(MAIN, green), one(MAIN, store())).plan.nodes).toHaveLength(2);
});

const removed = (destroy: string): string =>
  lines(
    'removed {',
    '  from = aws_db_instance.orders',
    ...(destroy ? ['  lifecycle {', `    destroy = ${destroy}`, '  }'] : []),
    '}',
  );
test('what is only looked after no more is kept', () => {
  const green = one(MAIN, task('"[]"') + removed('false'));
  const { plan } = planned(green, one(MAIN, store() + task('"[]"')));
  expect(plan.nodes.find(({ type }) => type === 'aws_db_instance')).toMatchObject({
    change: 'unchanged',
    action: 'share',
    why: [expect.stringContaining('lives on')],
  });
  expect(plan.warnings).toEqual([]);
  expect(plan.steps).toEqual([]);
});

test.each(['true', ''])('a removed block that destroys (%s) is a removal', (destroy) => {
  const { plan } = planned(one(MAIN, task('"[]"') + removed(destroy)), one(MAIN, store() + task('"[]"')));
  expect(plan.nodes.find(({ type }) => type === 'aws_db_instance')).toMatchObject({ change: 'remove' });
  expect(plan.warnings).toContainEqual(expect.objectContaining({ code: 'plan/no-retain', severity: 'blocker' }));
});

test('OpenTofu forgets where nothing says otherwise', () => {
  const [green, blue] = [task('"[]"') + removed(''), store() + task('"[]"')];
  expect(node(one('/w/main.tofu', green), one('/w/main.tofu', blue), 'aws_db_instance.orders')).toMatchObject({
    change: 'unchanged',
  });
});

const imported = lines('import {', '  to = aws_db_instance.orders', '  id = "orders"', '}');
test('what is taken over was there: nobody says that it is made, or that it is the same', () => {
  const green = one(MAIN, task('"[]"') + store() + imported);
  const found = node(green, one(MAIN, task('"[]"')), 'aws_db_instance.orders');
  expect(found).toMatchObject({
    change: 'unknown',
    action: 'review',
    why: [expect.stringContaining('terraform plan')],
  });
  const first = planned(green, {}).plan;
  expect(first.nodes.find(({ id }) => id === 'aws_db_instance.orders')).toMatchObject({ action: 'review' });
});

test('an import block that stays after the import says nothing any more', () => {
  const blue = one(MAIN, store() + imported);
  expect(node(blue, blue, 'aws_db_instance.orders')).toMatchObject({ change: 'unchanged', action: 'share' });
});

test('an output that hands on another thing is a change', () => {
  const unit = (read: string): Texts => ({
    [MAIN]: lines('module "app" {', '  source = "./app"', '}') + task('module.app.address'),
    [APP]: store() + store('other') + lines('output "address" {', `  value = ${read}`, '}'),
  });
  const [a, b] = [unit('aws_db_instance.orders.address'), unit('aws_db_instance.other.address')];
  expect(node(b, a, 'aws_ecs_task_definition.web')).toMatchObject({ change: 'replace' });
  expect(node(a, a, 'aws_ecs_task_definition.web')).toMatchObject({ change: 'unchanged' });
});
