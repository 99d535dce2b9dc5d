import { expect, test } from 'vitest';
import { fixedBy, lines, one, planned } from './fixed.ts';

const path = '/w/main.tf';
const group = (image: string, name = 'name = "web"'): string =>
  lines('resource "aws_launch_template" "web" {', `  ${name}`, `  image_id = "${image}"`, '}');
const titles = ['Use name_prefix, so that a name is generated', 'Add var.colour to name'];
test.each(titles)('%s', (title) => {
  fixedBy(one(path, group('ami-2')), one(path, group('ami-1')), title);
});

test.each(titles)('in another file of the module: %s', (title) => {
  const main = 'variable "unused" {}\n\nresource "aws_lb" "web" {}\n';
  const texts = fixedBy(
    { ...one(path, main), '/w/web.tf': group('ami-2') },
    { ...one(path, main), '/w/web.tf': group('ami-1') },
    title,
  );
  expect(texts[path]).toBe(main);
});

const machine = (image: string): string => lines('resource "aws_instance" "web" {', `  ami = "${image}"`, '}');
test('the new one is created first, in another file of the module, too', () => {
  const title = 'Create the new one first (create_before_destroy)';
  fixedBy(one(path, machine('ami-2')), one(path, machine('ami-1')), title);
  const main = 'resource "aws_lb" "web" {}\n';
  fixedBy({ [path]: main, '/w/web.tf': machine('ami-2') }, { [path]: main, '/w/web.tf': machine('ami-1') }, title);
});

const db = (version: string, ...more: readonly string[]): string =>
  lines(
    'resource "aws_db_instance" "orders" {',
    '  engine         = "postgres"',
    `  engine_version = "${version}"`,
    ...more.map((line) => `  ${line}`),
    '}',
  );
test('a final snapshot', () => {
  const skip = 'skip_final_snapshot = true';
  fixedBy(one(path, db('15.3', skip)), one(path, db('15.2', skip)), 'Take a final snapshot');
});

test('a store that would be replaced is not destroyed', () => {
  const volume = (zone: string): string =>
    lines('resource "aws_ebs_volume" "data" {', `  availability_zone = "${zone}"`, '  size = 10', '}');
  fixedBy(one(path, volume('b')), one(path, volume('a')), 'Refuse to destroy it (prevent_destroy)');
});

test('a major upgrade goes by a managed switch-over', () => {
  const title = 'Upgrade by a managed switch-over (blue_green_update)';
  const texts = fixedBy(one(path, db('16.1')), one(path, db('15.4')), title);
  const { plan } = planned(texts, one(path, db('15.4')));
  expect(plan.nodes[0]).toMatchObject({ action: 'migrate' });
  expect(plan.nodes[0]?.why.join()).toContain('RDS blue/green deployment');
});

test('a function is published', () => {
  const fn = (hash: string): string =>
    lines(
      'resource "aws_lambda_function" "f" {',
      '  function_name = "f"',
      `  source_code_hash = "${hash}"`,
      '}',
      '',
      'resource "aws_lambda_alias" "live" {',
      '  name = "live"',
      '  function_name = aws_lambda_function.f.function_name',
      '  function_version = aws_lambda_function.f.version',
      '}',
    );
  fixedBy(one(path, fn('b')), one(path, fn('a')), 'Publish a version with every change of the code');
});

test('stickiness is switched off', () => {
  const service = (task: string): string =>
    lines(
      'resource "aws_lb_target_group" "t" {',
      '  port = 80',
      '  stickiness {',
      '    type    = "lb_cookie"',
      '    enabled = true',
      '  }',
      '}',
      '',
      'resource "aws_autoscaling_group" "g" {',
      '  min_size = 1',
      `  max_size = ${task}`,
      '  target_group_arns = [aws_lb_target_group.t.arn]',
      '}',
    );
  fixedBy(one(path, service('2')), one(path, service('3')), 'Switch stickiness off');
});

test('a second listener for the checks', () => {
  const listener = lines(
    'resource "aws_lb_listener" "https" {',
    '  load_balancer_arn = aws_lb.main.arn',
    '  port              = 443',
    '',
    '  default_action {',
    '    type             = "forward"',
    '    target_group_arn = aws_lb_target_group.web.arn',
    '  }',
    '}',
    '',
    'resource "aws_lb" "main" {}',
    '',
    'resource "aws_lb_target_group" "web" {}',
    '',
    'resource "aws_instance" "web" {',
    '  ami = "AMI"',
    '  lifecycle {',
    '    create_before_destroy = true',
    '  }',
    '}',
    '',
    'resource "aws_lb_target_group_attachment" "web" {',
    '  target_group_arn = aws_lb_target_group.web.arn',
    '  target_id        = aws_instance.web.id',
    '}',
  );
  const title = 'Add a test listener on port 8443, to verify green before the switch';
  const [green, blue] = [listener.replace('AMI', 'ami-2'), listener.replace('AMI', 'ami-1')];
  const texts = fixedBy(one(path, green), one(path, blue), title);
  expect(texts[path]).toMatch(
    /}\n\nresource "aws_lb_listener" "https_test" \{\n {2}load_balancer_arn = aws_lb.main.arn\n/,
  );
  const { plan } = planned(texts, one(path, blue));
  expect(plan.cutOver.map(({ node }) => node)).toEqual(['aws_lb_listener.https']);
  expect(plan.steps.find(({ phase }) => phase === 'verify')?.do).toContain('through aws_lb_listener.https_test');
});

test('a classic load balancer drains connections', () => {
  const classic = (image: string): string =>
    lines(
      'resource "aws_elb" "web" {',
      '  name_prefix = "web-"',
      '  instances   = [aws_instance.web.id]',
      '}',
      '',
      'resource "aws_instance" "web" {',
      `  ami = "${image}"`,
      '}',
    );
  const text = fixedBy(one(path, classic('ami-2')), one(path, classic('ami-1')), 'Drain connections')[path] ?? '';
  expect(text).toMatch(/connection_draining\s+= true/);
});
