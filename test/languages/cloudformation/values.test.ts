import { describe, expect, test } from 'vitest';
import { findings, said, template } from './template.ts';

const one = (type: string, properties: string) =>
  template(`A:\n  Type: ${type}\n  Properties:\n${properties.replace(/^/gm, '    ')}`);
const warnings = (text: string) => said(text).filter((each) => !each.startsWith('hint'));

describe('values of one resource that depend on each other', () => {
  const table = (attributes: string, more = '') =>
    one(
      'AWS::DynamoDB::Table',
      `BillingMode: PAY_PER_REQUEST\nKeySchema: [{AttributeName: id, KeyType: HASH}]\nAttributeDefinitions: ${attributes}\n${more}`,
    );
  const id = '{AttributeName: id, AttributeType: S}';
  const day = '{AttributeName: day, AttributeType: S}';
  const index = (list: string) => `GlobalSecondaryIndexes: [${list}]`;
  const byDay = '{IndexName: day, KeySchema: [{AttributeName: day, KeyType: HASH}], Projection: {ProjectionType: ALL}}';
  const record = (type: string, value: string) =>
    one(
      'AWS::Route53::RecordSet',
      `Name: a.example.com\nHostedZoneId: Z1\nTTL: '60'\nType: ${type}\nResourceRecords: [${value}]`,
    );
  test.each([
    [table(`[${id}]`), []],
    [table(`[${id}, ${day}]`), ['warning property-combination: day']],
    [table(`[${id}, ${day}]`, index(byDay)), []],
    [table(`[${id}]`, index(byDay)), ['warning property-combination: day']],
    [table(`[${id}, ${day}]`, index(`!If [C, ${byDay}, !Ref AWS::NoValue]`)), ['error undefined-reference: C']],
    [record('A', '10.0.0.1'), []],
    [record('A', '10.0.0.256'), ['warning property-combination: 10.0.0.256']],
    [record('A', '!GetAtt A.x'), ['error circular-dependency: A', 'error unknown-attribute: x']],
    [record('AAAA', '10.0.0.1'), ['warning property-combination: 10.0.0.1']],
    [record('TXT', '\'"v=spf1"\''), []],
    [record('CAA', '\'0 issue "a.example"\''), []],
    [record('CAA', "'0 issue a.example'"), ["warning property-combination: '0 issue a.example'"]],
    [record('MX', "'10 mail.example.com'"), []],
    [record('MX', 'mail.example.com'), ['warning property-combination: mail.example.com']],
    [record('TXT', 'v=spf1'), ['warning property-combination: v=spf1']],
    [
      one('AWS::EC2::SecurityGroupIngress', 'GroupId: sg-12345678\nIpProtocol: tcp\nCidrIp: 10.0.0.0/8'),
      ['warning property-combination: IpProtocol'],
    ],
    [one('AWS::EC2::SecurityGroupIngress', "GroupId: sg-12345678\nIpProtocol: '-1'\nCidrIp: 10.0.0.0/8"), []],
  ])('%#', (text, expected) => {
    expect(warnings(text)).toEqual(expected);
  });
});

describe('two resources that are the same thing', () => {
  const two = (first: string, second: string, more = '') =>
    template(
      `A:\n  Type: AWS::S3::Bucket\n${first}  Properties: {BucketName: files}\nB:\n  Type: AWS::S3::Bucket\n${second}  Properties: {BucketName: files}`,
      more,
    );
  const region = (name: string, of: string) => `  ${name}: !Equals [!Ref AWS::Region, ${of}]\n`;
  test.each([
    [two('', ''), ['warning duplicate-name: files']],
    [
      two(
        '  Condition: X\n',
        '  Condition: Y\n',
        `Conditions:\n${region('X', 'eu-west-1')}${region('Y', 'eu-west-2')}`,
      ),
      [],
    ],
    [two('  Condition: X\n', '', `Conditions:\n${region('X', 'eu-west-1')}`), ['warning duplicate-name: files']],
    [
      two('', '  Condition: Y\n', `Conditions:\n${region('X', 'eu-west-1')}${region('Y', 'eu-west-2')}`).replace(
        'files}',
        '!If [X, files, other]}',
      ),
      [],
    ],
    [
      two('', '  Condition: X\n', `Conditions:\n${region('X', 'eu-west-1')}`).replace(
        'files}',
        '!If [X, files, other]}',
      ),
      ['warning duplicate-name: files'],
    ],
    [two('', '').replace('files}\n', '!Ref AWS::StackName}\n'), []],
  ])('%#', (text, expected) => {
    expect(warnings(text)).toEqual(expected);
  });
});

test('a subnet has one route table', () => {
  const association = (id: string) =>
    `${id}:\n  Type: AWS::EC2::SubnetRouteTableAssociation\n  Properties: {SubnetId: !Ref S, RouteTableId: !Ref R}\n`;
  const network =
    'V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\nS: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: 10.0.0.0/24}}\nR: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref V}}\n';
  expect(warnings(template(network + association('A')))).toEqual([]);
  expect(warnings(template(network + association('A') + association('B')))).toEqual(['warning duplicate-name: !Ref S']);
});

test('a template without a resource', () => {
  expect(warnings('AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n')).toEqual([
    'warning missing-resources: Resources',
  ]);
});

describe('what a parameter may be, and where it is used', () => {
  const uses = (allowed: string, line: string, more = '') =>
    said(
      template(
        `T:\n  Type: AWS::DynamoDB::Table\n${more}  Properties:\n    AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]\n    KeySchema: [{ AttributeName: id, KeyType: HASH }]\n    ${line}`,
        `Parameters:\n  P: { Type: String, AllowedValues: ${allowed} }\n  E: { Type: String }\nConditions:\n  C: !Equals [!Ref E, x]\n`,
      ),
    ).filter((each) => !each.startsWith('hint'));

  test.each([
    ['[PAY_PER_REQUEST, ON_DEMAND]', 'BillingMode: !Ref P', ['warning parameter-use: ON_DEMAND']],
    ['[PAY_PER_REQUEST, ""]', 'BillingMode: !Ref P', []],
    ['[PAY_PER_REQUEST, none]', 'BillingMode: !If [C, !Ref P, !Ref AWS::NoValue]', []],
    [
      '["true", maybe]',
      'BillingMode: PAY_PER_REQUEST\n    DeletionProtectionEnabled: !Ref P',
      ['warning parameter-use: maybe'],
    ],
    [
      '["true", maybe]',
      'BillingMode: PAY_PER_REQUEST\n    DeletionProtectionEnabled: { Ref: P }',
      ['warning parameter-use: maybe'],
    ],
    [
      '[1, two]',
      'ProvisionedThroughput: { ReadCapacityUnits: !Ref P, WriteCapacityUnits: !Ref P }',
      ['warning parameter-use: two'],
    ],
  ])('%s for %s', (allowed, line, expected) => {
    expect(uses(allowed, line)).toEqual(expected);
  });

  test('a resource that may not be there says nothing about it', () => {
    expect(uses('[ON_DEMAND]', 'BillingMode: !Ref P', '  Condition: C\n')).toEqual([]);
  });
});

describe('what YAML can say and the service does not take', () => {
  test('aliases are for packaging, merge keys for nobody', () => {
    const text = template(
      'A: &a\n  Type: AWS::SNS::Topic\nB: *a\nC:\n  <<: *a\n  Condition: X',
      'Conditions:\n  X: !Equals [a, b]\n',
    );
    expect(said(text)).toEqual(['info alias: *a', 'warning merge-key: <<']);
    expect(said(template("A: {Type: AWS::SNS::Topic, Properties: {TopicName: '*a', DisplayName: '<<'}}"))).toEqual([]);
  });

  test('a file of anchors is told a few times', () => {
    const all = Array.from({ length: 200 }, (_, i) => `B${i}: *a`).join('\n');
    const found = said(template(`A: &a\n  Type: AWS::SNS::Topic\n${all}`));
    expect(found.filter((each) => each.startsWith('info alias'))).toHaveLength(20);
  });
});

describe('a name where an ARN is wanted', () => {
  const fn = (role: string) =>
    template(
      `R:\n  Type: AWS::IAM::Role\n  Properties: { AssumeRolePolicyDocument: {} }\nF:\n  Type: AWS::Lambda::Function\n  Properties:\n    Code: { ImageUri: x }\n    Role: ${role}`,
      'Parameters:\n  P: { Type: String }\n',
    );
  const told = (text: string, path?: string) => said(text, path).filter((each) => !each.startsWith('hint'));

  test('Ref of a role is its name; its ARN and a parameter are not', () => {
    expect(told(fn('!Ref R'))).toEqual(['warning reference-type: !Ref R']);
    expect(told(fn('!GetAtt R.Arn'))).toEqual([]);
    expect(told(fn('!Ref P'))).toEqual([]);
  });

  test('the fix asks for the attribute, in the notation of the file', () => {
    const [found] = findings(fn('!Ref R')).filter(({ code }) => code.endsWith('reference-type'));
    expect(found?.fixes?.[0]?.edits.map(({ text }) => text)).toEqual(['!GetAtt R.Arn']);
    const json =
      '{ "Resources": { "R": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": {} } }, "S": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "RoleArn": { "Ref": "R" } } } } }';
    const [other] = findings(json, 'a.json').filter(({ code }) => code.endsWith('reference-type'));
    expect(other?.fixes?.[0]?.edits.map(({ text }) => text)).toEqual(['{ "Fn::GetAtt": ["R", "Arn"] }']);
  });

  test('where a name does, nothing is said', () => {
    const ecs =
      'R:\n  Type: AWS::IAM::Role\n  Properties: { AssumeRolePolicyDocument: {} }\nT:\n  Type: AWS::ECS::TaskDefinition\n  Properties: { ExecutionRoleArn: !Ref R }';
    expect(told(template(ecs))).toEqual([]);
    const url =
      'F:\n  Type: AWS::Lambda::Function\n  Properties: { Code: { ImageUri: x }, Role: "arn:aws:iam::123456789012:role/x" }\nU:\n  Type: AWS::Lambda::Url\n  Properties: { AuthType: NONE, TargetFunctionArn: !Ref F }';
    expect(told(template(url))).toEqual([]);
  });
});
