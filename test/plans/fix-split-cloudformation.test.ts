import { expect, test } from 'vitest';
import type { Span } from '../../server/core/model/span.ts';
import { applyEdits } from '../../server/core/model/span.ts';
import { actionsAt } from '../../server/core/service/fixes.ts';
import { errorsIn, lines, one, opened, planned, type Texts } from './fixed.ts';

const path = '/w/shop.yaml';
const state = '/w/shop-state.yaml';
const CODE = 'split-state-from-stateless';

const shop = ({ policy = 'Retain', image = 'ami-1', more = [] as readonly string[] } = {}): string =>
  lines(
    "AWSTemplateFormatVersion: '2010-09-09'",
    'Parameters:',
    '  # who may log in',
    '  Master:',
    '    Type: String',
    '    NoEcho: true',
    '  Image:',
    '    Type: AWS::EC2::Image::Id',
    '  Stage:',
    '    Type: String',
    '    Default: test',
    'Mappings:',
    '  Sizes:',
    '    db:',
    '      test: db.t3.micro',
    'Conditions:',
    '  IsLive: !Equals [!Ref Stage, live]',
    'Resources:',
    '  Template:',
    '    Type: AWS::EC2::LaunchTemplate',
    '    DependsOn: Database',
    '    Properties:',
    '      LaunchTemplateData:',
    `        ImageId: ${image}`,
    '        UserData:',
    '          Fn::Base64: !Sub |',
    '            #!/bin/sh',
    '            echo $' + '{Database.Endpoint.Address} > /etc/db',
    '',
    '            start $' + '{AWS::Region}',
    '  # the orders of the shop',
    '  Database:',
    '    Type: AWS::RDS::DBInstance # one',
    ...(policy === '' ? [] : [`    DeletionPolicy: ${policy}`, `    UpdateReplacePolicy: ${policy}`]),
    '    Properties:',
    "      AllocatedStorage: '100'",
    '      Engine: postgres',
    '      MasterUsername: shop',
    '      MasterUserPassword: !Ref Master',
    '      DBInstanceClass: !FindInMap [Sizes, db, test]',
    '      MultiAZ: !If [IsLive, true, false]',
    '      DBParameterGroupName: !Ref Settings',
    '  Settings:',
    '    Type: AWS::RDS::DBParameterGroup',
    ...(policy === '' ? [] : [`    DeletionPolicy: ${policy}`]),
    '    Properties:',
    '      Family: postgres15',
    '      Description: of the shop',
    '  Group:',
    '    Type: AWS::AutoScaling::AutoScalingGroup',
    '    DependsOn: [Database, Template]',
    '    Properties:',
    "      MinSize: '2'",
    "      MaxSize: '4'",
    '      AvailabilityZones: !GetAZs',
    '      LaunchTemplate:',
    '        LaunchTemplateId: !Ref Template',
    '        Version: !GetAtt Template.LatestVersionNumber',
    '      Tags:',
    '        - Key: db',
    '          Value: !Ref Database',
    '          PropagateAtLaunch: true',
    '        - Key: url',
    '          Value: !Sub postgres://$' + '{Database.Endpoint.Address}/$' + '{Image}',
    '          PropagateAtLaunch: true',
    ...more,
    'Outputs:',
    '  Address:',
    '    Value: !GetAtt Database.Endpoint.Address',
  );

/** Quick fixes at what the rule says of a file, by title. */
function offered(texts: Texts, at = path) {
  const workspace = opened({ ...texts, '/w/.verdigris.yaml': `rules:\n  ${CODE}: warning\n` });
  const finding = workspace.check(at).findings.find(({ code }) => code === CODE);
  const span: Span = finding?.span ?? { start: 0, end: 0 };
  const fixes = actionsAt(workspace, at, span).filter((each) => each.aim === 'fix' && each.finding.code === CODE);
  return { finding, fixes };
}

/** Takes the one fix there is; both files then read without a new error, and nothing is said any more. */
function split(texts: Texts, at = path): Texts {
  const { fixes } = offered(texts, at);
  expect(fixes.map(({ title }) => title)).toEqual([expect.stringContaining('step 2 of 2')]);
  const after: Record<string, string> = { ...texts };
  for (const { path: to, edits, create } of fixes[0]?.files ?? []) {
    expect(create).toBe(texts[to] === undefined ? 'new' : undefined);
    after[to] = applyEdits(texts[to] ?? '', edits);
  }
  for (const file of Object.keys(after)) expect(errorsIn(after, file), file).toEqual(errorsIn(texts, file));
  expect(offered(after, at)).toEqual({ finding: undefined, fixes: [] });
  return after;
}

test('a store moves with what it alone needs, its comments and its inputs', () => {
  const after = split(one(path, shop()));
  const [rest = '', made = ''] = [after[path], after[state]];
  expect(rest).not.toMatch(/^ {2}(Database|Settings):|orders of the shop|DependsOn: (\[?)Database/m);
  expect(rest).toContain('Value: !ImportValue shop-state-Database\n');
  expect(rest).toContain('DependsOn: [Template]');
  expect(made).toContain('  # the orders of the shop\n  Database:\n    Type: AWS::RDS::DBInstance # one\n');
  expect(made).toMatch(/^# It takes no values: .* with Master and something small/m);
  expect(made).toContain('  # who may log in\n  Master:\n');
  expect(made).toMatch(/^ {2}(?:Settings|Sizes|IsLive|Stage):/m);
  expect(made).not.toMatch(/^ {2}(?:Image|Template|Group):/m);
  expect(made).toContain(
    '    Value: !GetAtt Database.Endpoint.Address\n    Export:\n      Name: shop-state-DatabaseEndpointAddress\n',
  );
});

test('a script keeps its lines', () => {
  const rest = split(one(path, shop()))[path] ?? '';
  expect(rest).toContain(
    lines(
      '          Fn::Base64: !Sub',
      '            - |',
      '              #!/bin/sh',
      '              echo $' + '{DatabaseEndpointAddress} > /etc/db',
      '',
      '              start $' + '{AWS::Region}',
      '            - { DatabaseEndpointAddress: !ImportValue shop-state-DatabaseEndpointAddress }',
    ),
  );
});

test('line ends are kept', () => {
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
  const after = split(one(path, crlf(shop())));
  const plain = split(one(path, shop()));
  for (const file of [path, state]) expect(after[file]).toBe(crlf(plain[file] ?? ''));
});

test('the plan gets no worse: what left the stack was kept by it', () => {
  const blue = one(path, shop());
  const green = one(path, shop({ image: 'ami-2' }));
  const before = planned(green, blue).plan;
  const { plan } = planned(split(green), blue);
  expect(plan.readiness.score).toBeGreaterThanOrEqual(before.readiness.score);
  expect(plan.warnings.filter(({ code }) => code === 'plan/no-retain')).toEqual([]);
});

test.each(['', 'Delete', 'Snapshot'])('what the stack would delete (%s) is kept first, and nothing moves', (policy) => {
  const texts = one(path, shop({ policy }));
  const { fixes } = offered(texts);
  expect(fixes.map(({ title }) => title)).toEqual([expect.stringContaining('step 1 of 2')]);
  expect(fixes[0]?.files.map((file) => file.path)).toEqual([path]);
  const text = applyEdits(texts[path] ?? '', fixes[0]?.files[0]?.edits ?? []);
  expect(text.match(/ {4}DeletionPolicy: Retain\n/g)).toHaveLength(2);
  split(one(path, text));
});

test('a plan against a stack that does not keep it yet blocks the move', () => {
  const { plan } = planned(split(one(path, shop())), one(path, shop({ policy: '' })));
  expect(plan.warnings).toContainEqual(expect.objectContaining({ code: 'plan/no-retain', severity: 'blocker' }));
});

const firewall = ['  Firewall:', '    Type: AWS::EC2::SecurityGroup', '    Properties:', '      GroupDescription: all'];
test.each([
  [
    'what others use',
    (text: string) =>
      text
        .replace('Engine: postgres', 'VPCSecurityGroups: [!Ref Firewall]\n      Engine: postgres')
        .replace('Value: !Ref Database', 'Value: !Ref Firewall'),
    'Database refers to Firewall, which stays',
  ],
  [
    'the name of the stack',
    (text: string) =>
      text.replace('Engine: postgres', 'DBInstanceIdentifier: !Ref AWS::StackName\n      Engine: postgres'),
    'Database uses AWS::StackName, which is another one in a new stack',
  ],
  [
    'what is replaced with a version',
    (text: string) =>
      text
        .replace('Engine: postgres', 'DBInstanceIdentifier: !Ref Worker\n      Engine: postgres')
        .replace(/^Outputs:/m, '  Worker:\n    Type: AWS::EC2::Instance\nOutputs:'),
    'Database refers to Worker, which stays',
  ],
  [
    'a transform',
    (text: string) => `Transform: AWS::Serverless-2016-10-31\n${text}`,
    'the template is transformed before it is deployed',
  ],
])('refused with a reason: %s', (_, change, reason) => {
  const texts = one(path, change(shop({ more: firewall })));
  expect(offered(texts).fixes).toEqual([]);
  expect(refusals(texts)).toEqual([reason]);
});

test('refused where there is such a file', () => {
  expect(refusals({ ...one(path, shop()), [state]: 'Resources: {}\n' })).toEqual([
    'there is a shop-state.yaml already',
  ]);
});

function refusals(texts: Texts): readonly (string | undefined)[] {
  const { language, reading, around } = opened(texts).opened(path) ?? expect.fail('not opened');
  const found = language.refactorings?.(reading, { start: 0, end: 0 }, around) ?? [];
  return found.filter(({ refused }) => refused !== undefined).map(({ refused }) => refused);
}

test('a template in JSON', () => {
  const text = JSON.stringify(
    {
      Parameters: { Master: { Type: 'String', NoEcho: true } },
      Resources: {
        Table: {
          Type: 'AWS::DynamoDB::Table',
          DeletionPolicy: 'Retain',
          Properties: {
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            Tags: [{ Key: 'owner', Value: { Ref: 'Master' } }],
          },
        },
        Code: {
          Type: 'AWS::Lambda::Function',
          DependsOn: ['Table'],
          Properties: {
            Handler: 'a.b',
            Runtime: 'nodejs22.x',
            Role: 'arn:aws:iam::123456789012:role/a',
            Code: { ZipFile: 'x' },
            Environment: {
              Variables: { TABLE: { Ref: 'Table' }, ARN: { 'Fn::Sub': '${Table.Arn}/index/*' } },
            },
          },
        },
      },
    },
    null,
    4,
  );
  const after = split(one('/w/a.json', text), '/w/a.json');
  const [rest, made] = ['/w/a.json', '/w/a-state.json'].map((file) => JSON.parse(after[file] ?? ''));
  expect(after['/w/a-state.json']).toContain('\n    "Resources": {\n        "Table": {\n            "Type"');
  const imported = (id: string) => ({ 'Fn::ImportValue': `a-state-${id}` });
  expect(Object.keys(rest.Resources)).toEqual(['Code']);
  expect(rest.Resources.Code.DependsOn).toBeUndefined();
  expect(rest.Resources.Code.Properties.Environment.Variables).toEqual({
    TABLE: imported('Table'),
    ARN: { 'Fn::Sub': ['${TableArn}/index/*', { TableArn: imported('TableArn') }] },
  });
  expect(made.Resources).toEqual({ Table: JSON.parse(text).Resources.Table });
  expect(made.Parameters).toEqual(JSON.parse(text).Parameters);
  expect(made.Outputs.TableArn).toEqual({
    Value: { 'Fn::GetAtt': ['Table', 'Arn'] },
    Export: { Name: 'a-state-TableArn' },
  });
});
