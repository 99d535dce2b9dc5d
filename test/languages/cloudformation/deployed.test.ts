import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { open, said } from './template.ts';

const SHOP = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::LanguageExtensions
Parameters:
  Env: { Type: String, AllowedValues: [dev, prod], Default: dev }
  Size: { Type: Number, Default: 2 }
  Teams: { Type: CommaDelimitedList, Default: 'red, blue' }
  Secret: { Type: String, NoEcho: true, Default: hush }
  Zone: { Type: String }
Mappings:
  Sizes:
    dev: { Cpu: 1 }
    prod: { Cpu: 4 }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  Big: !And [!Condition IsProd, !Not [!Equals [!Ref Size, '1']]]
  HasZone: !Not [!Equals [!Ref Zone, '']]
Resources:
  Alarm:
    Type: AWS::SNS::Topic
    Condition: IsProd
    Properties:
      TopicName: !Sub '\${Env}-\${AWS::Region}-\${!x}'
      DisplayName: !If [Big, !Join ['-', [!Ref Env, !Ref Size]], !Ref AWS::NoValue]
  Task: # what runs
    Type: AWS::ECS::TaskDefinition
    Properties:
      Cpu: !FindInMap [Sizes, !Ref Env, Cpu]
      Family: !If [HasZone, !Ref Zone, none]
      Memory: !Ref Secret
  Fn::ForEach::Topics:
    - Team
    - !Ref Teams
    - 'Topic\${Team}':
        Type: AWS::SNS::Topic
        Condition: HasZone
        Properties:
          TopicName: !Ref Team
          DisplayName: 'of \${Team}'
Outputs:
  Out: { Condition: IsProd, Value: !Ref Alarm }
`;

function deployed(text: string, values: Record<string, string> = {}, path?: string): string {
  return cloudformation.deployed?.(open(text, path).reading, values) ?? '';
}

function chosen(text: string, path?: string) {
  const { reading, around } = open(text, path);
  return cloudformation.choices?.(reading, around)?.parameters;
}

/** The sections that stand behind a name. */
const from = (text: string, section: string): string => text.slice(text.indexOf(`\n${section}:`) + 1);

describe('what decides', () => {
  test('is what conditions and loops read, with what it may be', () => {
    expect(chosen(SHOP)).toEqual([
      { name: 'Env', values: ['dev', 'prod'], open: false },
      { name: 'Size', values: ['2', '1'], open: true },
      { name: 'Zone', values: [''], open: true },
      { name: 'Teams', values: ['red, blue'], open: true },
    ]);
  });
});

test('values of its files can be chosen', () => {
  const { reading, around } = open(SHOP, '/w/shop.yaml');
  const text = '{ "Parameters": { "Env": "prod", "Size": 3 } }';
  const file = cloudformation.read({ path: '/w/shop-prod.json', text, kind: 'parameters' }, around.data);
  const project = {
    ...around.project,
    paths: () => ['/w/shop-prod.json', '/w/shop.yaml'],
    reading: (path: string) => (path === '/w/shop.yaml' ? reading : file),
  };
  const found = cloudformation.choices?.(reading, { ...around, project })?.given;
  expect(found).toEqual([{ file: 'shop-prod.json', values: { Env: 'prod', Size: '3' } }]);
});

describe('a template as it is deployed', () => {
  test('without what conditions leave out, with loops written out', () => {
    const text = deployed(SHOP);
    expect(text).toMatch(/^# As deployed\.\n# Not there: Alarm, Out\.\nAWSTemplateFormatVersion: '2010-09-09'\n/);
    expect(from(text, 'Conditions')).toBe(`Conditions:
  HasZone: !Not [!Equals [!Ref Zone, '']]
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Cpu: 1
      Family: !If [HasZone, !Ref Zone, none]
      Memory: !Ref Secret
  Topicred:
    Type: AWS::SNS::Topic
    Condition: HasZone
    Properties:
      TopicName: red
      DisplayName: of red
  Topicblue:
    Type: AWS::SNS::Topic
    Condition: HasZone
    Properties:
      TopicName: blue
      DisplayName: of blue
Outputs: {}
`);
  });

  test('with other values', () => {
    const text = deployed(SHOP, { Env: 'prod', Zone: 'z', Teams: 'a-1', Secret: 'hush', Other: 'x' });
    expect(text).toMatch(/^# As deployed with Env=prod, Zone=z, Teams=a-1\.\nAWS/);
    expect(text).not.toContain('Conditions:');
    expect(from(text, 'Resources')).toBe(`Resources:
  Alarm:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !Sub 'prod-\${AWS::Region}-\${!x}'
      DisplayName: prod-2
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Cpu: 4
      Family: z
      Memory: !Ref Secret
  Topica-1:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: a-1
      DisplayName: of a-1
Outputs:
  Out:
    Value: !Ref Alarm
`);
  });

  test('it is a template without new findings', () => {
    expect(said(deployed(SHOP, { Env: 'prod', Zone: 'z' })).filter((each) => each.startsWith('error'))).toEqual([]);
  });

  test('in JSON, with comments in front', () => {
    const json = `{
  "Parameters": { "Env": { "Type": "String" } },
  "Conditions": { "P": { "Fn::Equals": [{ "Ref": "Env" }, "p"] } },
  "Resources": { "A": { "Type": "AWS::SNS::Topic", "Condition": "P" }, "B": { "Type": "AWS::SNS::Topic" } }
}`;
    expect(chosen(json, 'a.json')).toEqual([{ name: 'Env', values: ['p'], open: true }]);
    const text = deployed(json, { Env: 'q' }, 'a.json');
    expect(text).toMatch(/^\/\/ As deployed with Env=q\.\n\/\/ Not there: A\.\n\{\n/);
    expect(JSON.parse(text.replaceAll(/^\/\/.*\n/gm, '')).Resources).toEqual({ B: { Type: 'AWS::SNS::Topic' } });
  });

  test('of a text that cannot be said again, it says so', () => {
    expect(deployed('Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Type: x\n')).toMatch(/^# .*cannot be shown/);
    expect(chosen('')).toBeUndefined();
  });

  test('a value of several lines stays in the comment', () => {
    const text = deployed(SHOP, { Zone: 'a\nb: c' });
    expect(text).toMatch(/^# As deployed with Zone=a b: c\.\n# Not there: /);
    expect(said(text).filter((each) => each.startsWith('error'))).toEqual([]);
  });

  test('what stands between joined texts is known, or the function stays', () => {
    const text = (between: string) =>
      `Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Join [${between}, [a, b]]\n`;
    expect(deployed(text("'-'"))).toContain('TopicName: a-b\n');
    expect(deployed(text('!Ref AWS::Region'))).not.toContain('a,b');
  });

  test('loops in loops end', () => {
    const list = Array.from({ length: 30 }, (_, i) => `v${i}`).join(', ');
    const loop = (depth: number): string =>
      depth === 0
        ? '{ "X": { "Type": "AWS::SNS::Topic" } }'
        : `{ "Fn::ForEach::L${depth}": ["V${depth}", [${list}], ${loop(depth - 1)}] }`;
    expect(deployed(`Transform: AWS::LanguageExtensions\nResources: ${loop(8)}\n`).length).toBeGreaterThan(0);
  });
});
