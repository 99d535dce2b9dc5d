import { expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { planOf } from '../../server/core/service/plan.ts';
import { fixOffers } from '../../server/core/service/plan-fixes.ts';
import { createWorkspace } from '../../server/core/service/workspace.ts';
import { data } from './build.ts';
import { lines } from './fixed.ts';

/** Milliseconds of the processor for one keystroke: reading, facts, both sides, the plan and what it offers. */
const MOST = 300;

const times = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join('');

const cloudformation = (image: string, groups = 100): string =>
  `Resources:\n${times(groups, (i) =>
    lines(
      `  T${i}:`,
      '    Type: AWS::EC2::LaunchTemplate',
      '    Properties:',
      `      LaunchTemplateData: { ImageId: ${image}, UserData: !Ref Q${i} }`,
      `  G${i}:`,
      '    Type: AWS::ElasticLoadBalancingV2::TargetGroup',
      `    Properties: { Name: g${i}, Port: 80 }`,
      `  A${i}:`,
      '    Type: AWS::AutoScaling::AutoScalingGroup',
      '    Properties:',
      `      AutoScalingGroupName: a${i}`,
      `      LaunchTemplate: { LaunchTemplateId: !Ref T${i}, Version: !GetAtt T${i}.LatestVersionNumber }`,
      `      TargetGroupARNs: [!Ref G${i}]`,
      `  L${i}:`,
      '    Type: AWS::ElasticLoadBalancingV2::Listener',
      '    Properties:',
      `      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref G${i} }]`,
      `  Q${i}:`,
      '    Type: AWS::SQS::Queue',
    ),
  )}`;

/** The same 500 in five nested stacks, all of which get their image from the parent. */
const STACKS = ['a', 'b', 'c', 'd', 'e'];
const parent = (image: string): string =>
  `Resources:\n${STACKS.map((name) =>
    lines(
      `  ${name}:`,
      '    Type: AWS::CloudFormation::Stack',
      `    Properties: { TemplateURL: ${name}.yaml, Parameters: { Image: ${image} } }`,
    ),
  ).join('')}`;
const nested = `Parameters:\n  Image: { Type: String }\n${cloudformation('!Ref Image', 20)}`;

const terraform = (image: string): string =>
  times(100, (i) =>
    lines(
      `resource "aws_launch_template" "t${i}" {`,
      `  image_id  = "${image}"`,
      `  user_data = aws_sqs_queue.q${i}.url`,
      '}',
      `resource "aws_lb_target_group" "g${i}" {`,
      `  name = "g${i}"`,
      '}',
      `resource "aws_autoscaling_group" "a${i}" {`,
      `  name              = "a${i}"`,
      `  target_group_arns = [aws_lb_target_group.g${i}.arn]`,
      '  launch_template {',
      `    id = aws_launch_template.t${i}.id`,
      '  }',
      '}',
      `resource "aws_lb_listener" "l${i}" {`,
      '  default_action {',
      `    target_group_arn = aws_lb_target_group.g${i}.arn`,
      '  }',
      '}',
      `resource "aws_sqs_queue" "q${i}" {}`,
    ),
  );

const ansible = (image: string): string =>
  `- name: Cloud\n  hosts: localhost\n  tasks:\n${times(500, (i) =>
    lines(
      `    - name: Server ${i}`,
      '      amazon.aws.ec2_instance:',
      `        name: web${i}`,
      `        image_id: ${image}`,
    ),
  )}`;

const macfile = (image: string): string =>
  `mac: 1.0.0\nname: shop\nversion: '${image.slice(4)}'\nroles:\n  web:\n    instance create:\n      bootstrap bash: "true"\ninfrastructures:\n${times(
    500,
    (i) =>
      lines(
        `  web${i}:`,
        `    name: web${i}`,
        '    provider: amazon',
        '    location: us-east-1',
        '    hardware: m1',
        '    role: web',
      ),
  )}`;

test.each([
  ['/w/shop.yaml', cloudformation],
  ['/w/main.tf', terraform],
  ['/w/site.yml', ansible],
  ['/w/shop.macfile', macfile],
  ['/w/parent.yaml', parent],
])('500 resources of %s are planned anew within the time', (path, text) => {
  const workspace = createWorkspace({ data, today: () => '2026-01-01', log: (message) => expect.fail(message) });
  workspace.setFolders(['/w']);
  workspace.markFolder({ path: '/w', endings: ['.tf'] });
  const others = STACKS.map((name) => ({ path: `/w/${name}.yaml`, text: nested }));
  const files = [{ path, text: text('ami-1') }, ...(text === parent ? others : [])];
  for (const file of files) workspace.open(file.path, file.text);
  const blue = { kind: 'file' as const, files };
  const plans: Plan[] = [];
  const used = Array.from({ length: 7 }, (_, round) => {
    workspace.open(path, text(`ami-2${round}`));
    const start = process.cpuUsage();
    const answer = planOf(workspace, { path, blue });
    if ('refused' in answer) throw new Error(answer.refused);
    fixOffers(workspace, path, answer.plan, answer.green);
    plans.push(answer.plan);
    return process.cpuUsage(start).user / 1000;
  });
  expect(plans.at(-1)?.nodes).toHaveLength(500);
  expect(plans.at(-1)?.blastRadius.duplicated).toBeGreaterThan(100);
  expect(used.toSorted((a, b) => a - b)[3]).toBeLessThan(MOST);
});
