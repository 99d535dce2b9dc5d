import { describe, expect, test } from 'vitest';
import { render } from '../../server/core/planner/index.ts';
import { lines, one, planned } from './fixed.ts';

/** Plans as the person reads them who has to deploy tonight: each of these sentences was false once. */

const TF = '/w/main.tf';
const CFN = '/w/shop.yaml';
const of = (path: string, green: string, blue: string) => planned(one(path, green), one(path, blue)).plan;
type Made = ReturnType<typeof of>;
const nodeOf = (plan: Made, id: string) => plan.nodes.find((node) => node.id === id);
const phaseOf = (plan: Made, id: string, action: string) =>
  plan.steps.find((step) => step.action === action && step.nodes.includes(id));
const codes = (plan: Made) => plan.warnings.map(({ code, severity, node }) => `${severity} ${code} ${node}`);

describe('a listener that is pointed to a new target group', () => {
  const text = (name: string, more = ''): string =>
    lines(
      `resource "aws_lb_target_group" "${name}" {`,
      `  name = "shop-${name}"`,
      '  port = 80',
      '}',
      'resource "aws_lb_listener" "https" {',
      '  port = 443',
      '  default_action {',
      '    type             = "forward"',
      `    target_group_arn = aws_lb_target_group.${name}.arn`,
      '  }',
      '}',
      'resource "aws_cloudwatch_metric_alarm" "errors" {',
      '  alarm_name = "errors"',
      `  dimensions = { TargetGroup = aws_lb_target_group.${name}.arn_suffix }`,
      '}',
      more,
    );
  const plan = of(TF, text('ip'), text('instance'));

  test('is the switch: the group is made first, and looked at before anybody is sent there', () => {
    expect(nodeOf(plan, 'aws_lb_target_group.ip')?.action).toBe('duplicate');
    expect(nodeOf(plan, 'aws_lb_listener.https')?.action).toBe('switch');
    const order = plan.steps.map(({ phase }) => phase);
    expect(order.indexOf('provision')).toBeLessThan(order.indexOf('verify'));
    expect(order.indexOf('verify')).toBeLessThan(order.indexOf('cut-over'));
    expect(order.indexOf('cut-over')).toBeLessThan(order.indexOf('contract'));
    expect(plan.steps.find(({ phase }) => phase === 'contract')?.nodes).toContain('aws_lb_target_group.instance');
  });

  test('what is shared and needs the new group changes after it is there', () => {
    const at = (id: string) => plan.steps.findIndex((step) => step.nodes.includes(id) && step.phase !== 'preflight');
    expect(at('aws_cloudwatch_metric_alarm.errors')).toBeGreaterThanOrEqual(at('aws_lb_target_group.ip'));
  });

  test('an alarm that reads the balancer is no server behind it, and no copy: it moves over', () => {
    const alarmed = (name: string): string =>
      lines(
        'resource "aws_lb" "front" {}',
        text(name).replace('dimensions = {', 'dimensions = { LoadBalancer = aws_lb.front.arn_suffix,'),
      );
    const both = of(TF, alarmed('ip'), alarmed('instance'));
    expect(nodeOf(both, 'aws_lb.front')?.action).toBe('share');
    expect(nodeOf(both, 'aws_cloudwatch_metric_alarm.errors')?.action).toBe('expand');
    expect(nodeOf(both, 'aws_lb_target_group.ip')?.why.join()).toContain('aws_lb_listener.https');
  });

  test('the commands name what stands in the file', () => {
    const commands = plan.steps.flatMap((step) => step.commands ?? []).join('\n');
    expect(commands).toContain('-target=aws_lb_target_group.ip');
    expect(commands).not.toContain('aws_lb_target_group.ip_green');
  });

  test('beside a changed server nothing of this is new', () => {
    const server = (ami: string): string => lines('resource "aws_instance" "a" {', `  ami = "${ami}"`, '}');
    const both = of(TF, text('instance', server('ami-2')), text('instance', server('ami-1')));
    expect(nodeOf(both, 'aws_lb_target_group.instance')?.action).toBe('share');
  });
});

test('a field of an object that travels through a module is compared, not the object', () => {
  const unit = (fifo: string) => ({
    [TF]: lines(
      'variable "role_path" {',
      '  default = null',
      '}',
      'variable "prefix" {}',
      'module "webhook" {',
      '  source    = "./webhook"',
      '  role_path = var.role_path',
      '  matchers = {',
      '    (aws_sqs_queue.q.id) = {',
      '      arn = aws_sqs_queue.q.arn',
      fifo,
      '    }',
      '  }',
      '}',
      'resource "aws_sqs_queue" "q" {',
      '  name = var.prefix',
      '}',
    ),
    '/w/webhook/main.tf': lines(
      'variable "role_path" {}',
      'variable "matchers" {}',
      'locals {',
      '  config = {',
      '    path     = var.role_path',
      '    matchers = var.matchers',
      '  }',
      '}',
      'module "direct" {',
      '  source = "./direct"',
      '  config = local.config',
      '}',
    ),
    '/w/webhook/direct/main.tf': lines(
      'variable "config" {}',
      'resource "aws_iam_role" "r" {',
      '  path = var.config.path',
      '}',
      'resource "aws_ssm_parameter" "p" {',
      '  name  = "matchers"',
      '  value = jsonencode(var.config.matchers)',
      '}',
    ),
  });
  const { plan } = planned(unit('      kind = "b"'), unit('      kind = "a"'));
  expect(nodeOf(plan, 'module.webhook.module.direct.aws_iam_role.r')?.change).toBe('unchanged');
  expect(nodeOf(plan, 'module.webhook.module.direct.aws_ssm_parameter.p')?.change).toBe('update');
});

test('false and nothing are the same where false is what the provider takes', () => {
  const queue = (more: string): string => lines('resource "aws_sqs_queue" "q" {', '  name = "q"', more, '}');
  expect(nodeOf(of(TF, queue(''), queue('  fifo_queue = false')), 'aws_sqs_queue.q')?.change).toBe('unchanged');
  expect(nodeOf(of(TF, queue(''), queue('  fifo_queue = true')), 'aws_sqs_queue.q')?.change).toBe('replace');
  const group = (more: string): string => lines('resource "aws_launch_configuration" "c" {', more, '}');
  const monitored = of(TF, group(''), group('  enable_monitoring = false'));
  expect(nodeOf(monitored, 'aws_launch_configuration.c')?.change).not.toBe('unchanged');
});

test('the text of a policy is no other policy', () => {
  const text = (action: string): string =>
    lines(
      'resource "aws_iam_role_policy" "p" {',
      '  role   = "web"',
      `  policy = jsonencode({ Action = "${action}" })`,
      '}',
    );
  expect(nodeOf(of(TF, text('s3:Put*'), text('s3:Get*')), 'aws_iam_role_policy.p')?.change).toBe('update');
});

describe('a function of SAM', () => {
  const text = (more: string): string =>
    lines(
      'Transform: AWS::Serverless-2016-10-31',
      'Resources:',
      '  Table:',
      '    Type: AWS::DynamoDB::Table',
      '    Properties: { TableName: t }',
      '  OnChange:',
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      '      Handler: a.b',
      '      Runtime: python3.12',
      '      CodeUri: src/',
      '      Policies:',
      '        - DynamoDBCrudPolicy: { TableName: !Ref Table }',
      more,
      '      Events:',
      '        Changes:',
      '          Type: DynamoDB',
      '          Properties: { Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST }',
    );
  const plan = of(CFN, text(''), text('        - SQSSendMessagePolicy: { QueueName: dead }'));
  test('is changed, not replaced, by another policy', () => {
    expect(nodeOf(plan, 'Resources.OnChange')?.change).toBe('update');
  });
  test('brings its events along: a copy would handle everything twice', () => {
    expect(codes(plan)).toContain('high plan/trigger-runs-twice Resources.OnChange');
    const aliased = (policy: string): string => text(`${policy}\n      AutoPublishAlias: live`);
    const inPlace = of(CFN, aliased(''), aliased('        - SQSSendMessagePolicy: { QueueName: dead }'));
    expect(codes(inPlace).filter((each) => each.includes('trigger-runs-twice'))).toEqual([]);
  });
  test('has no load balancer and no name in front: an alias is what switches it', () => {
    const warning = plan.warnings.find(({ code }) => code === 'plan/no-cut-over');
    expect(warning?.fix).toContain('AutoPublishAlias');
    const cut = plan.steps.find(({ phase }) => phase === 'cut-over');
    expect(cut?.do).not.toContain('load balancer');
    expect(cut?.do).toContain('alias');
  });
});

test('a record without a weight is swapped, not shifted', () => {
  const record = (ami: string, more: string): string =>
    lines(
      'resource "aws_instance" "web" {',
      `  ami = "${ami}"`,
      '}',
      'resource "aws_route53_record" "www" {',
      '  name    = "www"',
      '  ttl     = 60',
      '  records = [aws_instance.web.public_ip]',
      more,
      '}',
    );
  const plain = of(TF, record('ami-2', ''), record('ami-1', ''));
  expect(plain.cutOver).toMatchObject([{ node: 'aws_route53_record.www', weightable: false }]);
  const weighted = '  set_identifier = "blue"\n  weighted_routing_policy {\n    weight = 100\n  }';
  const plan = of(TF, record('ami-2', weighted), record('ami-1', weighted));
  expect(plan.cutOver).toMatchObject([{ node: 'aws_route53_record.www', weightable: true }]);
});

test('a network card is in one machine: green gets its own', () => {
  const text = (ami: string): string =>
    lines(
      'resource "aws_network_interface" "card" {',
      '  subnet_id = "subnet-1"',
      '}',
      'resource "aws_instance" "web" {',
      `  ami = "${ami}"`,
      '  network_interface {',
      '    network_interface_id = aws_network_interface.card.id',
      '    device_index         = 0',
      '  }',
      '}',
    );
  const plan = of(TF, text('ami-2'), text('ami-1'));
  expect(nodeOf(plan, 'aws_network_interface.card')?.action).toBe('duplicate');
  expect(nodeOf(of(TF, text('ami-1'), text('ami-1')), 'aws_network_interface.card')?.action).toBe('share');
});

describe('what left a Terraform file', () => {
  const GONE = 'resource "aws_vpc" "v" {}\n';
  const more = (type: string, body = ''): string => lines(GONE, `resource "${type}" "a" {`, body, '}');
  test('is not protected by a block that is gone: a removed block is', () => {
    const plan = of(TF, GONE, more('aws_db_instance'));
    const warning = plan.warnings.find(({ code }) => code === 'plan/no-retain');
    expect(warning).toMatchObject({ severity: 'blocker', node: 'aws_db_instance.a' });
    expect(warning?.fix).toContain('removed {');
    expect(warning?.fix).not.toContain('prevent_destroy');
  });
  test('a secret stays recoverable for its window', () => {
    const plan = of(TF, GONE, more('aws_secretsmanager_secret'));
    expect(codes(plan)).toEqual(['medium plan/no-retain aws_secretsmanager_secret.a']);
    const now = of(TF, GONE, more('aws_secretsmanager_secret', '  recovery_window_in_days = 0'));
    expect(codes(now)).toEqual(['blocker plan/no-retain aws_secretsmanager_secret.a']);
  });
  test('what only the state holds has no restore point', () => {
    const text = (ami: string): string =>
      lines(
        'resource "tls_private_key" "k" {}',
        'resource "random_password" "p" {}',
        'resource "aws_instance" "a" {',
        `  ami = "${ami}"`,
        '}',
      );
    const plan = of(TF, text('ami-2'), text('ami-1'));
    expect(plan.steps.some(({ phase }) => phase === 'protect')).toBe(false);
  });
});

test('what hangs on a group that the stack replaces is replaced by the same update', () => {
  const text = (device: string): string =>
    lines(
      'Resources:',
      '  Template:',
      '    Type: AWS::EC2::LaunchTemplate',
      '    Properties:',
      `      LaunchTemplateData: { ImageId: ami-1, BlockDeviceMappings: [{ DeviceName: ${device} }] }`,
      '  Group:',
      '    Type: AWS::AutoScaling::AutoScalingGroup',
      '    UpdatePolicy: { AutoScalingReplacingUpdate: { WillReplace: true } }',
      '    Properties:',
      '      MinSize: "1"',
      '      MaxSize: "2"',
      '      LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber }',
      '  Up:',
      '    Type: AWS::AutoScaling::ScheduledAction',
      '    Properties: { AutoScalingGroupName: !Ref Group, MinSize: 2, Recurrence: "0 8 * * *" }',
    );
  const plan = of(CFN, text('/dev/sda1'), text('/dev/xvda'));
  expect(phaseOf(plan, 'Resources.Up', 'retire')).toBeUndefined();
  const provision = plan.steps.find(({ phase }) => phase === 'provision');
  expect(provision?.do).toMatch(/^apply the change/);
  const bake = plan.steps.find(({ phase }) => phase === 'bake');
  expect(bake?.do).toBe('watch it under real load');
});

test('a pull request shows what happens; what is shared and stays is counted', () => {
  const text = (ami: string): string =>
    lines(
      'resource "aws_instance" "web" {',
      `  ami = "${ami}"`,
      '}',
      ...Array.from({ length: 60 }, (_, i) => `resource "aws_iam_policy" "p${i}" {}`),
    );
  const shown = render(of(TF, text('ami-2'), text('ami-1')), 'markdown');
  expect(shown).toContain('| aws_instance.web |');
  expect(shown).not.toContain('| aws_iam_policy.p7 |');
  expect(shown).toContain('60 more resources are shared and stay as they are.');
});

test('a difference that only a run can show is named, not printed as blanks', () => {
  const text = (kind: string): string =>
    lines(
      'variable "queues" {}',
      'resource "aws_ssm_parameter" "p" {',
      '  name  = "p"',
      `  value = join(",", [for k, v in var.queues : v.${kind}])`,
      '}',
    );
  const [path] = nodeOf(of(TF, text('arn'), text('url')), 'aws_ssm_parameter.p')?.changedPaths ?? [];
  expect(path?.path).toBe('value');
  for (const side of [path?.before, path?.after]) expect(side === undefined || String(side).trim() !== '').toBe(true);
});

test('a DNS record of a provider that nobody bundled is a route all the same', () => {
  const text = (ami: string): string =>
    lines(
      'resource "aws_instance" "web" {',
      `  ami = "${ami}"`,
      '}',
      'resource "cloudflare_dns_record" "www" {',
      '  content = aws_instance.web.public_ip',
      '}',
    );
  const plan = of(TF, text('ami-2'), text('ami-1'));
  expect(plan.cutOver).toMatchObject([
    { node: 'cloudflare_dns_record.www', rollbackLatency: 'ttl', weightable: false },
  ]);
});

test('a store that left its template is kept by deploying it with a policy first: a policy that is only written does nothing', () => {
  const rest = ['  Topic:', '    Type: AWS::SNS::Topic'];
  const store = [
    '  Orders:',
    '    Type: AWS::DynamoDB::Table',
    '    Properties:',
    '      BillingMode: PAY_PER_REQUEST',
  ];
  const plan = of(CFN, lines('Resources:', ...rest), lines('Resources:', ...rest, ...store));
  const warning = plan.warnings.find(({ code }) => code === 'plan/no-retain');
  expect(warning).toMatchObject({ severity: 'blocker', node: 'Resources.Orders' });
  expect(JSON.stringify(warning)).toContain('put it back and deploy it with DeletionPolicy Retain');
});
