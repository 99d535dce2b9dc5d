import { expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { open } from './template.ts';

/** Moves as it stands. */
const NEWS = `  # says what happens
  News:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !If [IsProd, !Ref Env, x] # its name
`;

const SHOP = `Parameters:
  Env: { Type: String, Default: dev } # which
  Nets: { Type: CommaDelimitedList, Default: a }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: x }
${NEWS}      DisplayName: !Sub '\${Group} \${Group.GroupId} \${AWS::Region}'
  Hook:
    Type: AWS::Lambda::Function
    Properties:
      Role: !Ref Env
      Code: { ZipFile: !GetAtt Group.VpcId }
      Handler: !Ref News
      VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [!Ref Group] }
  Told:
    Type: AWS::SSM::Parameter
    DependsOn: News
    Properties:
      Type: String
      Value: !Sub '\${News} \${News.TopicName}'
Outputs:
  Arn:
    Value:
      Fn::GetAtt: [News, TopicArn]
`;

function move(text: string, from: string, to = from, path = '/w/shop.yaml') {
  const { reading, around } = open(text, path);
  const alone = { ...around, project: { ...around.project, text: (at: string) => (at === path ? text : undefined) } };
  const range = { start: text.indexOf(from), end: from === to ? text.indexOf(from) : text.indexOf(to) };
  const offer = cloudformation
    .refactorings?.(reading, range, alone)
    .find(({ title }) => title.includes('nested stack'));
  const made = offer?.later === undefined ? undefined : cloudformation.refactored?.(reading, offer.later, alone);
  const [old, nested] = made ?? [];
  return {
    title: offer?.title,
    old: old && applyEdits(text, old.edits),
    nested: nested && { path: nested.path, text: nested.edits[0]?.text ?? '' },
  };
}

/** Messages of errors of both files, each judged with the other beside it. */
function errors({ old, nested }: ReturnType<typeof move>, path = '/w/shop.yaml'): string[] {
  const texts = new Map([
    [path, old ?? ''],
    [nested?.path ?? '', nested?.text ?? ''],
  ]);
  const { around } = open('');
  const readings = new Map([...texts].map(([at, text]) => [at, open(text, at).reading]));
  const project = {
    ...around.project,
    paths: () => [...texts.keys()],
    reading: (at: string) => readings.get(at),
    text: (at: string) => texts.get(at),
  };
  return [...readings.values()].flatMap((reading) =>
    [...reading.problems, ...cloudformation.check(reading, { ...around, project })].flatMap(({ severity, message }) =>
      severity === 'error' ? [message] : [],
    ),
  );
}

test('one resource, with what it is handed and what it gives back', () => {
  const moved = move(SHOP, 'News:\n');
  const { title, old, nested } = moved;
  expect(title).toBe('Move News into a nested stack (shop-news.yaml), where a deployment makes it anew');
  expect(nested).toEqual({
    path: '/w/shop-news.yaml',
    text: `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Env: { Type: String, Default: dev } # which
  Group:
    Type: String
  GroupGroupId:
    Type: String
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
${NEWS}      DisplayName: !Sub '\${Group} \${GroupGroupId} \${AWS::Region}'
Outputs:
  News:
    Value: !Ref News
  NewsTopicName:
    Value: !GetAtt News.TopicName
  NewsTopicArn:
    Value: !GetAtt News.TopicArn
`,
  });
  expect(old).toContain(`  NewsStack:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./shop-news.yaml
      Parameters:
        Env: !Ref Env
        Group: !Ref Group
        GroupGroupId: !GetAtt Group.GroupId
`);
  expect(old).toContain(`Value: !Sub '\${NewsStack.Outputs.News} \${NewsStack.Outputs.NewsTopicName}'`);
  expect(old).toContain('Handler: !GetAtt NewsStack.Outputs.News\n');
  expect(old).toContain('DependsOn: NewsStack\n');
  expect(old).toContain('Fn::GetAtt: [NewsStack, Outputs.NewsTopicArn]');
  expect(old).not.toMatch(/says what happens|^ {2}News:/m);
  expect(errors(moved)).toEqual([]);
});

test('a selection; a list is handed down as one text', () => {
  const moved = move(SHOP, '  News:\n', 'Code:');
  const { title, old, nested } = moved;
  expect(title).toContain('Move 2 resources');
  expect(nested?.text).toContain(
    '      Handler: !Ref News\n      VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [!Ref Group] }\n',
  );
  expect(old).toContain("        Nets: !Join [',', !Ref Nets]\n");
  expect(errors(moved)).toEqual([]);
});

test('in JSON', () => {
  const json = `{
  "Resources": {
    "A": { "Type": "AWS::SNS::Topic" },
    "B": { "Type": "AWS::SSM::Parameter", "Properties": { "Type": "String", "Value": { "Fn::GetAtt": ["A", "TopicArn"] } } },
    "C": { "Type": "AWS::SSM::Parameter", "Properties": { "Type": "String", "Value": { "Ref": "B" } } }
  }
}
`;
  const moved = move(json, '"B"', '"B"', '/w/a.json');
  const { old, nested } = moved;
  expect(errors(moved, '/w/a.json')).toEqual([]);
  expect(JSON.parse(nested?.text ?? '')).toEqual({
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { ATopicArn: { Type: 'String' } },
    Resources: { B: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'ATopicArn' } } } },
    Outputs: { B: { Value: { Ref: 'B' } } },
  });
  const tabs = move(json.replaceAll('  ', '\t'), '"B"', '"B"', '/w/a.json').nested;
  expect(tabs?.text).toBe(nested?.text.replaceAll('  ', '\t'));
  expect(JSON.parse(old ?? '').Resources.C.Properties.Value).toEqual({ 'Fn::GetAtt': ['BStack', 'Outputs.B'] });
  expect(JSON.parse(old ?? '').Resources.BStack.Properties).toEqual({
    TemplateURL: './a-b.json',
    Parameters: { ATopicArn: { 'Fn::GetAtt': ['A', 'TopicArn'] } },
  });
});

test('nothing is offered for data, for all there is, or where the two cannot be told apart', () => {
  const two = (resources: string) => `Resources:\n  Z:\n    Type: AWS::SNS::Topic\n${resources}`;
  expect(move(two('  T:\n    Type: AWS::DynamoDB::Table\n'), '  T:').title).toBeUndefined();
  expect(move('Resources:\n  Z:\n    Type: AWS::SNS::Topic\n', '  Z:').title).toBeUndefined();
  expect(move(two('  T:\n    Type: AWS::SNS::Topic\n    DependsOn: Z\n'), '  T:').title).toBeUndefined();
  expect(
    move(two('  T:\n    Type: AWS::SNS::Topic\n    Properties: { TopicName: !Ref AWS::StackName }\n'), '  T:').title,
  ).toBeUndefined();
  expect(move(SHOP, 'TopicName: !If').title).toBeUndefined();
  const tangled = two(
    '  A:\n    Type: AWS::SNS::Topic\n  B:\n    Type: AWS::SNS::Topic\n    Properties: { TopicName: !GetAtt C.TopicName }\n  C:\n    Type: AWS::SNS::Topic\n    Properties: { TopicName: !GetAtt A.TopicName }\n',
  );
  expect(move(tangled, '  A:', '  C:').title).toBeUndefined();
  expect(move(tangled, 'A:\n').title).toContain('nested stack');
});

test('two things are not handed down under one name', () => {
  const group = (id: string) => `Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: x }
  ${id}:
    Type: AWS::SNS::Topic
  News:
    Type: AWS::SNS::Topic
    Properties: { TopicName: !Ref ${id}, DisplayName: !GetAtt Group.GroupId }
`;
  expect(move(group('Other'), 'News:').title).toContain('Move News');
  expect(move(group('GroupGroupId'), 'News:').title).toBeUndefined();
});
