import { expect, test } from 'vitest';
import { fixedBy, lines, one, planned, type Texts } from './fixed.ts';

const web = (image: string, more: readonly string[] = [], name = 'shop-web'): string =>
  lines(
    'Resources:',
    '  Template:',
    '    Type: AWS::EC2::LaunchTemplate',
    '    Properties:',
    '      LaunchTemplateData:',
    `        ImageId: ${image}`,
    '  Group:',
    '    Type: AWS::AutoScaling::AutoScalingGroup',
    '    Properties:',
    `      AutoScalingGroupName: ${name}`,
    "      MinSize: '2'",
    "      MaxSize: '4'",
    '      LaunchTemplate:',
    '        LaunchTemplateId: !Ref Template',
    '        Version: !GetAtt Template.LatestVersionNumber',
    '      TargetGroupARNs: [!Ref Targets]',
    '  Policy:',
    '    Type: AWS::AutoScaling::ScalingPolicy',
    '    Properties:',
    `      AutoScalingGroupName: ${name}`,
    '      PolicyType: TargetTrackingScaling',
    '  Targets:',
    '    Type: AWS::ElasticLoadBalancingV2::TargetGroup',
    '    Properties:',
    '      Port: 80',
    '      Protocol: HTTP',
    '  HttpsListener:',
    '    Type: AWS::ElasticLoadBalancingV2::Listener',
    '    Properties:',
    '      LoadBalancerArn: arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/1',
    '      Port: 443',
    '      Protocol: HTTPS',
    '      DefaultActions:',
    '        - Type: forward',
    '          TargetGroupArn: !Ref Targets',
    ...more,
  );
const path = '/w/shop.yaml';
const pair = (more: readonly string[] = [], before = more): readonly [Texts, Texts] => [
  one(path, web('ami-2', more)),
  one(path, web('ami-1', before)),
];

test('a name gets the parameter Colour, where it is said again as well', () => {
  const [text = ''] = Object.values(fixedBy(...pair(), 'Add the parameter Colour to AutoScalingGroupName'));
  expect(text.match(/!Sub shop-web-\$\{Colour\}/g)).toHaveLength(2);
  expect(text).toMatch(/Parameters:\n {2}Colour:\n( {4}.*\n)* {4}Default: green\n/);
});

test.each(["'shop-web'", '"shop-web"'])('a name in quotes: %s', (name) => {
  const title = 'Add the parameter Colour to AutoScalingGroupName';
  const text = fixedBy(one(path, web('ami-2', [], name)), one(path, web('ami-1', [], name)), title)[path] ?? '';
  expect(text).toContain(`AutoScalingGroupName: !Sub ${name.slice(0, -1)}-\${Colour}${name.at(-1)}`);
});

test('a name in JSON', () => {
  const json = (image: string): string =>
    JSON.stringify(
      {
        Resources: {
          Template: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ImageId: image } } },
          Group: {
            Type: 'AWS::AutoScaling::AutoScalingGroup',
            Properties: {
              AutoScalingGroupName: 'shop-web',
              LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' },
              MaxSize: '1',
              MinSize: '1',
            },
          },
        },
      },
      null,
      2,
    );
  const title = 'Add the parameter Colour to AutoScalingGroupName';
  const text = fixedBy(one('/w/a.json', json('ami-2')), one('/w/a.json', json('ami-1')), title)['/w/a.json'] ?? '';
  const made = JSON.parse(text);
  expect(made.Resources.Group.Properties.AutoScalingGroupName).toEqual({ 'Fn::Sub': 'shop-web-${Colour}' });
  expect(made.Parameters).toMatchObject({ Colour: { Type: 'String', Default: 'green' } });
});

test('a name that would get too long keeps its length', () => {
  const targets = ['  More:', '    Type: AWS::ElasticLoadBalancingV2::TargetGroup', '    Properties:'];
  const more = [...targets, `      Name: ${'a'.repeat(30)}`, '      Port: 81'];
  const { fixes, plan } = planned(...pair([...more, '      Protocol: HTTP'], [...more, '      Protocol: TCP']));
  const titles = fixes.filter(({ warning = -1 }) => plan.warnings[warning]?.node === 'Resources.More');
  expect(titles.map(({ title }) => title)).not.toContain('Add the parameter Colour to Name');
});

test('a name is removed', () => {
  fixedBy(...pair(), 'Remove AutoScalingGroupName, so that a name is generated');
});

test.each([
  ['AWS::RDS::DBInstance', 'DBName', 'Snapshot'],
  ['AWS::DynamoDB::Table', 'TableName', 'Retain'],
])('%s gets %s policies', (type, property, policy) => {
  const store = (name: string): string[] => [
    '  Store:',
    `    Type: ${type}`,
    '    Properties:',
    `      ${property}: ${name}`,
  ];
  const title = `Set DeletionPolicy and UpdateReplacePolicy to ${policy}`;
  const text = fixedBy(...pair(store('b'), store('a')), title)[path] ?? '';
  expect(text).toContain(`    DeletionPolicy: ${policy}\n    UpdateReplacePolicy: ${policy}\n`);
});

test('stickiness is switched off', () => {
  const sticky = ['      TargetGroupAttributes:', '        - Key: stickiness.enabled', "          Value: 'true'"];
  const put = (text: string): string => text.replace('      Port: 80\n', `      Port: 80\n${lines(...sticky)}`);
  const text = fixedBy(one(path, put(web('ami-2'))), one(path, put(web('ami-1'))), 'Switch stickiness off')[path] ?? '';
  expect(text).toContain("Value: 'false'");
});

test('connections get time to end', () => {
  const cut = [
    '      TargetGroupAttributes:',
    '        - Key: deregistration_delay.timeout_seconds',
    "          Value: '0'",
  ];
  const put = (text: string): string => text.replace('      Port: 80\n', `      Port: 80\n${lines(...cut)}`);
  fixedBy(one(path, put(web('ami-2'))), one(path, put(web('ami-1'))), 'Drain for 300 seconds');
});

test('a launch template is named by its number', () => {
  const latest = (text: string): string => text.replace('!GetAtt Template.LatestVersionNumber', "'$Latest'");
  const { fixes, plan } = planned(one(path, latest(web('ami-2'))), one(path, latest(web('ami-1'))));
  const at = plan.warnings.findIndex(({ code }) => code === 'plan/rollback-impossible');
  const title = fixes.find(({ warning }) => warning === at)?.title ?? '';
  fixedBy(one(path, latest(web('ami-2'))), one(path, latest(web('ami-1'))), title);
});

test('a second listener for the checks: green is verified through it, and it is no switch', () => {
  const title = 'Add a test listener on port 8443, to verify green before the switch';
  const texts = fixedBy(...pair(), title);
  expect(texts[path]).toMatch(/ {2}HttpsListenerTest:\n {4}Type: AWS::ElasticLoadBalancingV2::Listener\n/);
  const { plan } = planned(texts, pair()[1]);
  expect(plan.cutOver.map(({ node }) => node)).toEqual(['Resources.HttpsListener']);
  const verify = plan.steps.find(({ phase }) => phase === 'verify');
  expect(verify?.do).toContain('through HttpsListenerTest');
  const made = plan.steps.find(
    ({ nodes, phase }) => nodes.includes('Resources.HttpsListenerTest') && phase !== 'preflight',
  );
  expect(made?.n).toBeLessThan(verify?.n ?? 0);
});

const queue = ['  Orders:', '    Type: AWS::SQS::Queue'];
const reads = (text: string): string =>
  text.replace('        ImageId:', '        UserData: !Ref Orders\n        ImageId:');
test.each([
  ['Route its messages by the version they carry (.verdigris.yaml)', 'version-routed'],
  ['Give each colour a queue of its own (.verdigris.yaml)', 'per-colour'],
])('a queue: %s', (title, policy) => {
  const green = one(path, reads(web('ami-2', queue)));
  const texts = fixedBy(green, one(path, reads(web('ami-1', queue))), title);
  expect(texts['/w/.verdigris.yaml']).toBe(`plan:\n  policies:\n    Resources.Orders: ${policy}\n`);
});

test('a queue, where there is a configuration', () => {
  const green = { ...one(path, reads(web('ami-2', queue))), '/w/.verdigris.yaml': 'plan:\n  overrides: []\n' };
  const title = 'Give each colour a queue of its own (.verdigris.yaml)';
  const texts = fixedBy(green, one(path, reads(web('ami-1', queue))), title);
  expect(texts['/w/.verdigris.yaml']).toContain('  policies:\n    Resources.Orders: per-colour\n');
});

test('a cache whose keys carry the version', () => {
  const cache = ['  Cache:', '    Type: AWS::ElastiCache::CacheCluster'];
  const used = (text: string): string =>
    text.replace('        ImageId:', '        UserData: !Ref Cache\n        ImageId:');
  const title = 'Say that its keys carry the version (.verdigris.yaml)';
  fixedBy(one(path, used(web('ami-2', cache))), one(path, used(web('ami-1', cache))), title);
});

const versioned = (key: string, ids: readonly string[] = ['ShopVersion']): string =>
  lines(
    'Resources:',
    '  Shop:',
    '    Type: AWS::Lambda::Function',
    '    Properties:',
    '      Handler: index.handler',
    '      Runtime: nodejs22.x',
    '      Role: arn:aws:iam::123456789012:role/shop',
    `      Code: { S3Bucket: shop-code, S3Key: ${key} }`,
    ...ids.flatMap((id) => [
      `  ${id}:`,
      '    Type: AWS::Lambda::Version',
      '    DeletionPolicy: Retain',
      '    Properties:',
      '      FunctionName: !Ref Shop',
    ]),
    '  Live: # what users get',
    '    Type: AWS::Lambda::Alias',
    '    Properties:',
    '      FunctionName: !Ref Shop',
    `      FunctionVersion: !GetAtt ${ids[0]}.Version`,
    '      Name: live',
    'Outputs:',
    '  Arn:',
    `    Value: !Sub '\${${ids[0]}}'`,
  );

test.each([
  ['ShopVersion', 'ShopVersion2', []],
  ['ShopVersion14', 'ShopVersion15', []],
  ['ShopVersion1', 'ShopVersion3', ['ShopVersion2']],
])('a version is published anew: %s becomes %s', (before, after, others) => {
  const [green, blue] = ['new.zip', 'old.zip'].map((key) => versioned(key, [before, ...others]));
  const title = `Publish a new version: ${before} becomes ${after}`;
  const crlf = (text = ''): Texts => one(path, text.replaceAll('\n', '\r\n'));
  const text = fixedBy(crlf(green), crlf(blue), title)[path] ?? '';
  expect(text).toBe(versioned('new.zip', [after, ...others]).replaceAll('\n', '\r\n'));
});
