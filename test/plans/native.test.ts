import { expect, test } from 'vitest';
import { lines, one, planned } from './fixed.ts';

function plansOf(path: string, text: (version: string) => string) {
  return planned(one(path, text('2')), one(path, text('1'))).plan;
}

const shared = (...more: readonly string[]): readonly string[] => [
  '  Targets:',
  '    Type: AWS::ElasticLoadBalancingV2::TargetGroup',
  '    Properties:',
  '      Name: shop',
  '      Port: 80',
  '  Listener:',
  '    Type: AWS::ElasticLoadBalancingV2::Listener',
  '    Properties:',
  '      Port: 443',
  '      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }]',
  ...more,
];

const ecs = (version: string, ...more: readonly string[]): string =>
  lines(
    'Resources:',
    '  Task:',
    '    Type: AWS::ECS::TaskDefinition',
    '    Properties:',
    '      Family: shop',
    `      ContainerDefinitions: [{ Name: web, Image: "shop:${version}" }]`,
    '  Service:',
    '    Type: AWS::ECS::Service',
    '    Properties:',
    '      ServiceName: shop',
    '      TaskDefinition: !Ref Task',
    '      DesiredCount: 3',
    '      LoadBalancers: [{ TargetGroupArn: !Ref Targets, ContainerName: web, ContainerPort: 80 }]',
    ...more,
    ...shared(),
  );

test.each([
  ['BLUE_GREEN', 'ECS blue/green deployment'],
  ['CANARY', 'ECS canary deployment'],
  ['LINEAR', 'ECS linear deployment'],
])('ECS %s: the service stays, nothing is named twice, no route is changed by hand', (strategy, said) => {
  const text = (version: string): string => ecs(version, `      DeploymentConfiguration: { Strategy: ${strategy} }`);
  const plan = plansOf('/w/shop.yaml', text);
  const action = (id: string) => plan.nodes.find((node) => node.id === `Resources.${id}`);
  expect(action('Service')?.why.join()).toContain(`handled by ${said}`);
  expect(action('Targets')?.action).toBe('share');
  expect(plan.cutOver).toEqual([]);
  expect(plan.warnings).toEqual([]);
  const [cut, ...more] = plan.steps.filter(({ phase }) => phase === 'cut-over');
  expect(more).toEqual([]);
  expect(cut).toMatchObject({ nodes: ['Resources.Service'], reversible: true });
  expect(cut?.do).toContain(`handled by ${said}`);
});

test('without a strategy the plan does it itself', () => {
  const plan = plansOf('/w/shop.yaml', (version) => ecs(version));
  expect(plan.cutOver.map(({ node }) => node)).toEqual(['Resources.Listener']);
  expect(plan.warnings.map(({ code, node }) => [code, node])).toEqual([
    ['plan/name-collision', 'Resources.Service'],
    ['plan/name-collision', 'Resources.Targets'],
  ]);
});

test('CodeDeploy: controller of the service, hook of the stack', () => {
  const controller = plansOf('/w/shop.yaml', (version) =>
    ecs(version, '      DeploymentController: { Type: CODE_DEPLOY }'),
  );
  expect(controller.steps.map((step) => step.do).join()).toContain('handled by CodeDeploy blue/green deployment');
  const hook = plansOf('/w/shop.yaml', (version) => `Transform: AWS::CodeDeployBlueGreen\n${ecs(version)}`);
  expect(hook.steps.map((step) => step.do).join()).toContain('handled by CodeDeploy blue/green hook of the stack');
});

const group = (policy: readonly string[]) => (version: string) =>
  lines(
    'Resources:',
    '  Template:',
    '    Type: AWS::EC2::LaunchTemplate',
    '    Properties:',
    `      LaunchTemplateData: { ImageId: ami-${version} }`,
    '  Group:',
    '    Type: AWS::AutoScaling::AutoScalingGroup',
    ...policy,
    '    Properties:',
    '      AutoScalingGroupName: shop',
    '      LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber }',
    '      TargetGroupARNs: [!Ref Targets]',
    ...shared(),
  );

test('a rolling update keeps the group; a replacing one makes a second, which a fixed name forbids', () => {
  const rolling = plansOf(
    '/w/a.yaml',
    group(['    UpdatePolicy: { AutoScalingRollingUpdate: { MinInstancesInService: 1 } }']),
  );
  expect(rolling.warnings.map(({ code }) => code)).not.toContain('plan/name-collision');
  expect(rolling.cutOver).toEqual([]);
  const replacing = plansOf(
    '/w/a.yaml',
    group(['    UpdatePolicy: { AutoScalingReplacingUpdate: { WillReplace: true } }']),
  );
  expect(replacing.warnings.map(({ code, node }) => [code, node])).toContainEqual([
    'plan/name-collision',
    'Resources.Group',
  ]);
  expect(replacing.steps.map((step) => step.do).join()).toContain('a new group beside the old one');
});

test('an instance refresh of Terraform', () => {
  const plan = plansOf('/w/main.tf', (version) =>
    lines(
      'resource "aws_launch_template" "web" {',
      `  image_id = "ami-${version}"`,
      '}',
      '',
      'resource "aws_autoscaling_group" "web" {',
      '  name     = "shop"',
      '  min_size = 2',
      '  max_size = 4',
      '  launch_template {',
      '    id      = aws_launch_template.web.id',
      '    version = aws_launch_template.web.latest_version',
      '  }',
      '  instance_refresh {',
      '    strategy = "Rolling"',
      '  }',
      '}',
    ),
  );
  expect(plan.warnings.map(({ code }) => code)).toEqual([]);
  expect(plan.steps.find(({ phase }) => phase === 'cut-over')?.do).toContain('instance refresh of the group');
});

test('a serverless function, and the alias CodeDeploy shifts', () => {
  const sam = plansOf('/w/a.yaml', (version) =>
    lines(
      'Transform: AWS::Serverless-2016-10-31',
      'Resources:',
      '  Fn:',
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      '      Handler: a.b',
      '      Runtime: nodejs22.x',
      `      CodeUri: s3://code/${version}.zip`,
      '      AutoPublishAlias: live',
      '      DeploymentPreference: { Type: Canary10Percent5Minutes }',
    ),
  );
  expect(sam.steps.map((step) => step.do).join()).toContain('handled by CodeDeploy, by the deployment preference');
  expect(sam.warnings.map(({ code }) => code)).not.toContain('plan/no-cut-over');
});

test('a schedule that exists once per version is switched off in blue, then on in green', () => {
  const text = (version: string): string =>
    lines(
      'mac: 1.0.0',
      'name: shop',
      `version: '${version}'`,
      'roles:',
      '  web: { instance create: { bootstrap bash: "true" } }',
      'resources:',
      '  nightly:',
      '    create bash: aws events put-rule --name nightly-{INF_VERSION} --schedule-expression "rate(1 day)"',
      'infrastructures:',
      '  web_inf: { name: web, provider: amazon, location: us-east-1, hardware: t1.micro, role: web }',
      '  nightly_inf: { resource: nightly }',
    );
  const plan = plansOf('/w/shop.macfile', text);
  const cuts = plan.steps.filter(({ phase }) => phase === 'cut-over');
  const step = cuts.find(({ nodes }) => nodes.join() === 'infrastructures.nightly_inf');
  expect(step?.do).toContain('off in blue, then on in green');
  expect(step?.n).toBeLessThan(plan.pointOfNoReturn ?? 0);
});

test('a strategy that the caller of a module gives, through blocks that are made by a loop', () => {
  const db = (version: string) => ({
    '/w/main.tf': lines(
      'module "db" {',
      '  source            = "./db"',
      `  engine_version    = "${version}"`,
      '  blue_green_update = {',
      '    enabled = true',
      '  }',
      '}',
    ),
    '/w/db/main.tf': lines(
      'variable "engine_version" {}',
      'variable "blue_green_update" {',
      '  default = null',
      '}',
      '',
      'resource "aws_db_instance" "this" {',
      '  engine         = "postgres"',
      '  engine_version = var.engine_version',
      '',
      '  dynamic "blue_green_update" {',
      '    for_each = var.blue_green_update != null ? [var.blue_green_update] : []',
      '    content {',
      '      enabled = blue_green_update.value.enabled',
      '    }',
      '  }',
      '}',
    ),
  });
  const { plan } = planned(db('18.1'), db('17.6'));
  expect(plan.nodes[0]).toMatchObject({ action: 'migrate' });
  expect(plan.warnings.map(({ code }) => code)).not.toContain('plan/major-engine-upgrade');
});
