import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { open } from './template.ts';

const HEAD = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::LanguageExtensions
Parameters:
  Env: { Type: String, AllowedValues: [prod, dev] }
Mappings:
  Sizes: { prod: { Cpu: 2 }, dev: { Cpu: 1 } }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
`;
const RESOURCES = `Resources:
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }
  Files: { Type: AWS::S3::Bucket }
`;

/** Lines under Resources, with the cursor as a bar. */
const at = (lines: string) => `${HEAD}${RESOURCES}${lines}`;
const value = (text: string) =>
  at(`  P:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Type: String\n      Value: ${text}\n`);
const loop = (body: string) =>
  at(`  Fn::ForEach::Topics:\n    - Name\n    - [a, b]\n    - 'T\${Name}':\n        Type: AWS::SNS::Topic\n${body}`);
const policy = (lines: string) =>
  at(
    `  Pol:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n${lines.replace(/^/gm, '        ')}\n`,
  );
const sam = (lines: string) =>
  `Transform: AWS::Serverless-2016-10-31\n${lines}Resources:\n  F: { Type: AWS::Serverless::Function }\n`;
const json = (properties: string) =>
  `{ "Parameters": { "Env": { "Type": "String" } }, "Resources": { "B": { "Type": "AWS::S3::Bucket", "Properties": ${properties} } } }`;

function opened(marked: string, path: string) {
  const offset = marked.indexOf('|');
  return { offset, ...open(marked.slice(0, offset) + marked.slice(offset + 1), path) };
}

function labels(marked: string, path = 'a.yaml'): string[] {
  const { reading, offset, around } = opened(marked, path);
  return (cloudformation.complete?.(reading, offset, around) ?? []).map(({ label }) => label);
}

function hover(marked: string, path = 'a.yaml'): string {
  const { reading, offset, around } = opened(marked, path);
  return cloudformation.hover?.(reading, offset, around)?.markdown ?? '';
}

type Stop = [name: string, text: string, offered: readonly string[], not: readonly string[]];

const STOPS: readonly Stop[] = [
  ['a type behind its colons', at('  X:\n    Type: AWS::SNS::|\n'), ['AWS::SNS::Topic'], ['AWS::S3::Bucket']],
  ['the same before properties', at('  X:\n    Type: AWS::SNS:|\n    Properties: {}\n'), ['AWS::SNS::Topic'], []],
  ['the same in braces', at('  X: { Type: AWS::SNS::| }\n'), ['AWS::SNS::Topic'], []],
  ['a parameter type', `Parameters:\n  P:\n    Type: AWS::EC2::|\nResources: {}\n`, ['AWS::EC2::VPC::Id'], []],
  ['Ref in a flow list', value('!FindInMap [Sizes, !Ref |, Cpu]'), ['Env', 'Files'], ['Cpu']],
  ['Ref in a branch', value('!If [IsProd, !Ref |, x]'), ['Env', 'Files'], ['IsProd']],
  ['Ref in a block list', value("!Join\n        - '-'\n        - - !Ref |"), ['Env', 'Files'], ['!Sub']],
  [
    'Ref at the end of the file',
    at('  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Ref |'),
    ['Env'],
    ['!Sub'],
  ],
  ['a loop variable by Ref', loop('        Properties:\n          TopicName: !Ref |\n'), ['Name', 'Env'], []],
  ['a loop variable in Sub', loop("        Properties:\n          TopicName: !Sub '${|}'\n"), ['Name', 'Env'], []],
  [
    'what a loop runs over',
    at("  Fn::ForEach::Topics:\n    - Name\n    - !Ref |\n    - 'T${Name}':\n        Type: AWS::SNS::Topic\n"),
    ['Env'],
    ['Files', 'new resource'],
  ],
  [
    'a condition has no resources',
    `${HEAD}  New: !Equals [!Ref |, b]\n${RESOURCES}`,
    ['Env', 'AWS::Region'],
    ['Files', 'Role'],
  ],
  [
    'what a parameter may be',
    `${HEAD}  New: !Equals [!Ref Env, |]\n${RESOURCES}`,
    ['prod', 'dev', '!Ref'],
    ['!GetAtt'],
  ],
  [
    'a default',
    'Parameters:\n  P:\n    Type: String\n    AllowedValues: [a, b]\n    Default: |\nResources: {}\n',
    ['a', 'b'],
    [],
  ],
  [
    'who a policy is for',
    policy('Statement:\n  - Effect: Allow\n    Principal:\n      |'),
    ['AWS', 'Service'],
    ['Ref'],
  ],
  [
    'which service',
    policy('Statement:\n  - Effect: Allow\n    Principal:\n      Service: |'),
    ['lambda.amazonaws.com'],
    [],
  ],
  [
    'under which condition',
    policy('Statement:\n  Effect: Allow\n  Condition:\n    |'),
    ['StringEquals'],
    ['Effect', 'Ref'],
  ],
  ['values of defaults', sam('Globals:\n  Function:\n    Runtime: |\n'), ['python3.13', '!Ref'], []],
  [
    'deep in defaults',
    sam('Globals:\n  Function:\n    TracingConfig: x\n    Environment:\n      Variables:\n        A: !Ref |\n'),
    ['F', 'AWS::Region'],
    [],
  ],
  ['a rule', at('Rules:\n  R:\n    |\n'), ['Assertions', 'RuleCondition'], []],
  [
    'what a rule asserts',
    at('Rules:\n  R:\n    Assertions:\n      - Assert: |\n'),
    ['!EachMemberIn', '!Equals'],
    ['!GetAtt'],
  ],
  ['nothing in a comment', at('  X:\n    # note |\n    Type: AWS::SNS::Topic\n'), [], ['Properties']],
  [
    'nothing in a script',
    at(
      '  X:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: >\n          echo he|\n',
    ),
    [],
    ['!Ref'],
  ],
  ['but in a script that is filled in', value('!Sub >\n        echo ${|}'), ['Env', 'Files.Arn'], []],
];

describe('completion where people stop in the middle', () => {
  test.each(STOPS)('%s', (_, text, offered, not) => {
    const found = labels(text);
    expect(found).toEqual(expect.arrayContaining([...offered]));
    for (const label of not) expect(found).not.toContain(label);
  });

  test.each<[string, string, readonly string[]]>([
    ['Ref', json('{ "BucketName": { "Ref": "|" } }'), ['Env', 'B']],
    ['Sub', json('{ "BucketName": { "Fn::Sub": "x-${|}" } }'), ['Env', 'B.Arn']],
    ['an unfinished key', json('{ "Buck|').slice(0, json('{ "Buck|').indexOf('|') + 1), ['BucketName']],
    ['a value', json('{ "VersioningConfiguration": { "Status": "|" } }'), ['Enabled', 'Suspended']],
    ['a type', json('{}').replace('AWS::S3::Bucket', 'AWS::SNS::|'), ['AWS::SNS::Topic']],
  ])('JSON: %s', (_, text, offered) => {
    expect(labels(text, 'a.json')).toEqual(expect.arrayContaining([...offered]));
  });

  test('what opens is indented as the file is, whatever ends its lines', () => {
    const text = at('  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      |\n').replaceAll('\n', '\r\n');
    const { reading, offset, around } = opened(text, 'a.yaml');
    const item = cloudformation.complete?.(reading, offset, around).find(({ label }) => label === 'BucketEncryption');
    expect(item?.edit.text).toBe('BucketEncryption:\n  $0');
  });
});

describe('hover on the words of the language', () => {
  test.each([
    [value("!Su|b 'a${Env}'"), '**!Sub** · function'],
    [value("{ Fn::Jo|in: ['', [a]] }"), '**Join** · function'],
    [at('  B:\n    Type: AWS::S3::Bucket\n    Deletion|Policy: Retain\n'), '**DeletionPolicy**'],
    [at('Out|puts:\n  O: { Value: x }\n'), '**Outputs**'],
    [at('Outputs:\n  O:\n    Ex|port: { Name: x }\n    Value: x\n'), '**Export**'],
    [HEAD.replace('Ty|pe', 'Type').replace('{ Type', '{ Ty|pe') + RESOURCES, '**Type**'],
    [
      at(
        '  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      VersioningConfiguration:\n        Status: Ena|bled\n',
      ),
      '**Status** of `AWS::S3::Bucket`',
    ],
    [loop('').replace('Fn::ForEach::Topics', 'Fn::ForEach::Top|ics'), 'Makes 2: `Ta`, `Tb`'],
    [
      loop('').replace('Fn::ForEach::Topics', 'Fn::ForEach::Top|ics').replace('[a, b]', '!Ref Env'),
      'known at deployment',
    ],
  ])('%#', (text, expected) => {
    expect(hover(text)).toContain(expected);
  });

  test('JSON, too', () => {
    expect(hover(json('{ "BucketName": { "Fn::S|ub": "x" } }'), 'a.json')).toContain('**Sub** · function');
    expect(hover(json('{}').replace('"Properties"', '"Prop|erties"'), 'a.json')).toContain('**Properties**');
  });
});

/** One template in both notations. */
const YAML = `Parameters:
  Env: { Type: String, Default: prod }
Mappings:
  Sizes: { prod: { Cpu: 2 } }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Role: { Type: AWS::IAM::Role, Condition: IsProd, Properties: { AssumeRolePolicyDocument: {} } }
  Files: { Type: AWS::S3::Bucket, DependsOn: Role, Properties: { BucketName: !Sub 'a-\${Env}' } }
  P: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !GetAtt Files.Arn, Name: !FindInMap [Sizes, prod, Cpu] } }
`;
const JSON_TWIN = `{
  "Parameters": { "Env": { "Type": "String", "Default": "prod" } },
  "Mappings": { "Sizes": { "prod": { "Cpu": 2 } } },
  "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Env" }, "prod"] } },
  "Resources": {
    "Role": { "Type": "AWS::IAM::Role", "Condition": "IsProd", "Properties": { "AssumeRolePolicyDocument": {} } },
    "Files": { "Type": "AWS::S3::Bucket", "DependsOn": "Role", "Properties": { "BucketName": { "Fn::Sub": "a-\${Env}" } } },
    "P": { "Type": "AWS::SSM::Parameter", "Properties": { "Type": "String", "Value": { "Fn::GetAtt": ["Files", "Arn"] }, "Name": { "Fn::FindInMap": ["Sizes", "prod", "Cpu"] } } }
  }
}
`;

test('tokens, hints, outline and the graph of calls are the same in both notations', () => {
  const seen = [
    [YAML, 'a.yaml'],
    [JSON_TWIN, 'a.json'],
  ].map(([text = '', path = '']) => {
    const { reading, around } = open(text, path);
    const tokens = (cloudformation.tokens?.(reading) ?? []).map(
      ({ span, type }) => `${type} ${text.slice(span.start, span.end).replace(/^!|^Fn::/, '')}`,
    );
    const item = cloudformation.callItem?.(reading, text.indexOf('Files', text.indexOf('Resources')) + 1, around);
    const calls = (direction: 'in' | 'out') =>
      item === undefined ? [] : cloudformation.calls?.(item, direction, around).map((call) => call.item.name);
    return {
      tokens: tokens.toSorted(),
      hints: cloudformation.hints?.(reading, { start: 0, end: text.length }, around).map(({ label }) => label),
      outline: cloudformation
        .symbols?.(reading)
        .map(({ name, children }) => [name, children.map((child) => child.name)]),
      out: calls('out'),
      in: calls('in'),
    };
  });
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0]?.out).toEqual(['Role']);
  expect(seen[0]?.in).toEqual(['P']);
  expect(seen[0]?.hints).toContain(' = 2');
});
