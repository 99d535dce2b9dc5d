import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import type { Refactoring, RefactoringEdits } from '../../../server/core/model/editor.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findings, open, template } from './template.ts';

/** The bar is the cursor. */
function offered(marked: string, path?: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const opened = open(text, path);
  const found = cloudformation.refactorings?.(opened.reading, { start: offset, end: offset }, opened.around) ?? [];
  return { ...opened, text, found };
}

function taken(marked: string, title: RegExp, path?: string): RefactoringEdits | undefined {
  const { reading, around, found } = offered(marked, path);
  const one = found.find((each: Refactoring) => title.test(each.title));
  if (one === undefined) return undefined;
  const edits = one.later === undefined ? one.edits : cloudformation.refactored?.(reading, one.later, around);
  return edits?.[0];
}

function rewritten(marked: string, title: RegExp, path?: string): string | undefined {
  const made = taken(marked, title, path);
  return made && applyEdits(made.create ? '' : marked.replace('|', ''), made.edits);
}

describe('functions', () => {
  const long = `A:
  Type: AWS::EC2::Instance
  Properties:
    # who it is
    ImageId:
      Fn::FindInMap: [Images, { Ref: 'AWS::Region' }, Id]
    SubnetId: { "Ref": Subnet } # where
    KeyName:
      Fn::If:
        - Keyed
        - Fn::GetAtt: [Key, KeyName]
        # none at all
        - Ref: AWS::NoValue
    SecurityGroupIds:
      - Fn::GetAtt:
          - Group
          - GroupId
    UserData:
      Fn::Base64:
        Fn::Sub: "x \${AWS::Region}"`;
  const short = `A:
  Type: AWS::EC2::Instance
  Properties:
    # who it is
    ImageId: !FindInMap [Images, !Ref 'AWS::Region', Id]
    SubnetId: !Ref Subnet # where
    KeyName: !If
      - Keyed
      - !GetAtt Key.KeyName
      # none at all
      - !Ref AWS::NoValue
    SecurityGroupIds:
      - !GetAtt Group.GroupId
    UserData:
      Fn::Base64: !Sub "x \${AWS::Region}"`;

  test('all of a template get their short form, comments and quotes stay', () => {
    expect(rewritten(`|${template(long)}`, /all functions in their short/)).toBe(template(short));
  });

  test('and their long form, wherever they stand', () => {
    const text = rewritten(`|${template(short)}`, /all functions in their long/);
    expect(text).toContain("ImageId:\n        Fn::FindInMap: [Images, { Ref: 'AWS::Region' }, Id]");
    expect(text).toContain('SubnetId:\n        Ref: Subnet # where');
    expect(text).toContain('- Fn::GetAtt: [Key, KeyName]\n          # none at all\n          - Ref: AWS::NoValue');
    expect(text).toContain('UserData:\n        Fn::Base64:\n          Fn::Sub: "x $');
    expect(rewritten(`|${text}`, /all functions in their short/)).toBe(template(short));
  });

  test('the one under the cursor, with its block text', () => {
    const text = template(
      'A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !S?ub |\n      one\n\n        two\n    Type: !Ref T',
    );
    expect(rewrittenAt(text, /long form \(Fn::Sub\)/)).toBe(
      template(
        'A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value:\n      Fn::Sub: |\n        one\n\n          two\n    Type: !Ref T',
      ),
    );
    const back = template(
      'A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value:\n      Fn::S?ub: |\n        one\n    Type: !Ref T',
    );
    expect(rewrittenAt(back, /short form \(!Sub\)/)).toBe(
      template('A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !Sub |\n      one\n    Type: !Ref T'),
    );
  });

  test('two tags cannot stand on one value, and what other tools mean is left alone', () => {
    const { found } = offered(
      template('A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value:\n      Fn::Bas|e64: !Sub x'),
    );
    expect(found.map(({ title }) => title).filter((title) => title.includes('form'))).toEqual([]);
    const policy = template(
      'A:\n  Type: AWS::IAM::ManagedPolicy\n  Properties:\n    PolicyDocument:\n      Statement:\n        - Condition: x\n          Effect: Allow\n    P: !Ref A',
    );
    expect(rewritten(`|${policy}`, /short form/)).toBeUndefined();
  });
});

describe('notation', () => {
  const yaml = template(
    `News:
  Type: AWS::SNS::Topic
  Condition: IsProd
  Properties:
    TopicName: !Sub '\${AWS::StackName}-news' # its name
    Tags:
      - { Key: since, Value: 2012-10-17 }
      - { Key: account, Value: '012345678901' }
      - { Key: size, Value: 5 }
      - { Key: fast, Value: yes }
Words:
  Type: AWS::SSM::Parameter
  Properties:
    Type: String
    Value: !If [IsProd, !GetAtt News.TopicName, !Ref 'AWS::NoValue']
    Description: |
      one
      two
`,
    'Conditions:\n  IsProd: !And [!Condition Other, !Not [!Equals [a, b]]]\n  Other: !Equals [a, a]\n',
  );

  test('YAML becomes JSON in a file beside it', () => {
    const made = taken(`|${yaml}`, /^Convert to JSON \(without its 1 comments\)$/, '/shop/app.template.yml');
    expect(made).toMatchObject({ path: '/shop/app.template.json', create: 'new' });
    const json = JSON.parse(made?.edits[0]?.text ?? '');
    expect(json.Resources.News.Properties).toEqual({
      TopicName: { 'Fn::Sub': `\${AWS::StackName}-news` },
      Tags: [
        { Key: 'since', Value: '2012-10-17' },
        { Key: 'account', Value: '012345678901' },
        { Key: 'size', Value: 5 },
        { Key: 'fast', Value: true },
      ],
    });
    expect(json.Conditions.IsProd).toEqual({
      'Fn::And': [{ Condition: 'Other' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }],
    });
    expect(json.Resources.Words.Properties.Value).toEqual({
      'Fn::If': ['IsProd', { 'Fn::GetAtt': ['News', 'TopicName'] }, { Ref: 'AWS::NoValue' }],
    });
    expect(findings(made?.edits[0]?.text ?? '', '/shop/app.template.json').map(({ code }) => code)).toEqual(
      findings(yaml).map(({ code }) => code),
    );
  });

  test('JSON becomes YAML with short functions, block texts and its comments', () => {
    const json = `|{
  // what it is
  "AWSTemplateFormatVersion": "2010-09-09",
  "Resources": {
    "News": {
      "Type": "AWS::SNS::Topic", // a topic
      "Properties": {
        "TopicName": { "Fn::Join": ["-", [{ "Ref": "AWS::StackName" }, "news"]] },
        "DisplayName": { "Fn::Base64": { "Fn::Sub": "a\\nb \${AWS::Region}\\n" } },
        /* many
         * of them */
        "Tags": [{ "Key": "on", "Value": "012" }, { "Key": "n", "Value": 5 }]
      }
    }
  }
}
// the end
`;
    expect(rewritten(json, /^Convert to YAML$/, '/shop/app.json')).toBe(`# what it is
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  News:
    Type: AWS::SNS::Topic # a topic
    Properties:
      TopicName: !Join ['-', [!Ref AWS::StackName, news]]
      DisplayName:
        Fn::Base64: !Sub |
          a
          b \${AWS::Region}
      # many
      # of them
      Tags:
        - Key: 'on'
          Value: '012'
        - Key: n
          Value: 5
# the end
`);
  });

  test('there and back says the same', () => {
    const json = rewritten(`|${yaml}`, /^Convert to JSON/, 'a.yaml') ?? '';
    const again = rewritten(`|${json}`, /^Convert to YAML/, 'a.json') ?? '';
    expect(rewritten(`|${again}`, /^Convert to JSON/, 'a.yaml')).toBe(json);
  });

  test('nothing is offered where something would be lost', () => {
    const of = (text: string) => taken(`|${text}`, /^Convert/);
    expect(of(template('A:\n  Type: AWS::SNS::Topic\n  Properties: !Foreign::Tag x'))?.edits).toBeUndefined();
    expect(of(template('A:\n  Type: AWS::SNS::Topic\n  Type: AWS::SQS::Queue'))?.edits).toBeUndefined();
    expect(of(`${template('A:\n  Type: AWS::SNS::Topic')}Outputs: {`)).toBeUndefined();
  });

  test('aliases and merge keys are written out', () => {
    const text = template(
      'A:\n  Type: AWS::SNS::Topic\n  Properties: &p\n    TopicName: x\nB:\n  Type: AWS::SNS::Topic\n  Properties:\n    <<: *p\n    DisplayName: y',
    );
    expect(JSON.parse(rewritten(`|${text}`, /^Convert/, 'a.yaml') ?? '').Resources.B.Properties).toEqual({
      DisplayName: 'y',
      TopicName: 'x',
    });
  });
});

describe('inlining a parameter', () => {
  const more = `Parameters:
  Size: { Type: Number, Default: 512 }
  Name:
    Type: String
    Default: shop
  Word: { Type: String, Default: x, NoEcho: true }
  Nets: { Type: CommaDelimitedList, Default: 'a, b' }
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Parameters: [Size, Name]
    ParameterLabels:
      Name: { default: The name }
`;
  const resources = `A:
  Type: AWS::Lambda::Function
  Properties:
    MemorySize: !Ref Size
    FunctionName: !Sub '\${Name}-\${AWS::Region}'
    Description:
      Ref: Name
    Handler: !Ref Word
    Layers: !Ref Nets`;
  const of = (name: string) =>
    rewritten(template(resources, more).replace(`  ${name}:`, `  ${name}|:`), /^Inline the parameter/);

  test('its default stands where it was used, also in Sub and metadata', () => {
    expect(of('Size')).toBe(
      template(
        resources.replace('!Ref Size', '512'),
        more.replace(/ {2}Size.*\n/, '').replace('[Size, Name]', '[Name]'),
      ),
    );
    const named = of('Name');
    expect(named).toContain("!Sub 'shop-$");
    expect(named).toContain('Description: shop\n');
    expect(named).not.toMatch(/Name:\n|The name/);
    expect(of('Nets')).toContain('Layers: [a, b]');
  });

  test('a secret and a parameter without a default stay', () => {
    expect(of('Word')).toBeUndefined();
    expect(
      rewritten(
        template(
          'A:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: !Ref N|',
          'Parameters:\n  N: { Type: String }\n',
        ),
        /^Inline/,
      ),
    ).toBeUndefined();
  });

  test('the only parameter takes its section with it, in JSON too', () => {
    const json = `{
  "Parameters": { "N": { "Type": "String", "Default": "a\\"b" } },
  "Resources": { "A": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "|N" } } } }
}
`;
    expect(JSON.parse(rewritten(json, /^Inline/, 'a.json') ?? '')).toEqual({
      Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'a"b' } } },
    });
  });
});

/** As `rewritten`, with `?` as the cursor: the text itself holds a bar. */
function rewrittenAt(marked: string, title: RegExp): string | undefined {
  const offset = marked.indexOf('?');
  const text = marked.replace('?', '');
  const { reading, around } = open(text);
  const found = cloudformation.refactorings?.(reading, { start: offset, end: offset }, around) ?? [];
  const later = found.find((each) => title.test(each.title))?.later;
  const made = later === undefined ? [] : (cloudformation.refactored?.(reading, later, around) ?? []);
  return made[0] && applyEdits(text, made[0].edits);
}

test('extracting and adding what is required work in JSON', () => {
  const json = (body: string) => `{
  "Resources": {
    "Fn": { "Type": "AWS::Lambda::Function", "Properties": { ${body} } }
  }
}
`;
  const extracted = JSON.parse(rewritten(json('"MemorySize": 5|12'), /^Extract/, 'a.json') ?? '');
  expect(extracted.Parameters.FnMemorySize.Type).toBe('Number');
  expect(extracted.Resources.Fn.Properties).toEqual({ MemorySize: { Ref: 'FnMemorySize' } });
  const added = JSON.parse(rewritten(json('"MemorySize": 5|12'), /^Add the required/, 'a.json') ?? '');
  expect(added.Resources.Fn.Properties).toEqual({ MemorySize: 512, Code: {}, Role: '' });
});
