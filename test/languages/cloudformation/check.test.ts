import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { findings, open, said, template } from './template.ts';

const BUCKET = 'Files:\n  Type: AWS::S3::Bucket\n';

describe('structure', () => {
  test('a sound template says nothing', () => {
    expect(said(template(BUCKET))).toEqual([]);
  });

  test.each([
    ['Resource:\n  A: {Type: AWS::S3::Bucket}\n', ['error unknown-section: Resource']],
    [template('Fi-les: {Type: AWS::S3::Bucket}'), ['error logical-id: Fi-les']],
    [template('Files: {Properties: {}}'), ['error missing-type: Files']],
    [template('Files:\n  Type: AWS::S3::Bucket\n  DependOn: Other'), ['error unknown-resource-attribute: DependOn']],
    [template('Files:\n  Type: AWS::S3::Bukcet'), ['warning unknown-resource-type: AWS::S3::Bukcet']],
    [template('C:\n  Type: AWS::CloudFormation::CustomResource\n  Properties: {ServiceToken: x, Any: thing}'), []],
    [template('Files:\n  Type: Custom::Anything\n  Version: 1.0'), []],
    [template('Files:\n  Type: Vendor::Service::Thing'), []],
    [template('Files:\n  Type: AWS::S3::Bucket\n  DeletionPolicy: Retian'), ['error invalid-value: Retian']],
    [template('Fn: {Type: AWS::Serverless::Function}'), ['error missing-transform: AWS::Serverless::Function']],
    [template(`${BUCKET}Files:\n  Type: AWS::S3::Bucket`), ['error duplicate-key: Files']],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('properties', () => {
  const lambda = (lines: string) =>
    template(
      `Fn:\n  Type: AWS::Lambda::Function\n  Properties:\n    Code: {ImageUri: x}\n    Role: arn:aws:iam::123456789012:role/x\n${lines.replace(/^/gm, '    ')}`,
    );
  test.each([
    [lambda('MemorySiz: 128'), ['error unknown-property: MemorySiz']],
    [lambda('MemorySize: lots'), ['error wrong-type: lots']],
    [lambda('MemorySize: "128"'), []],
    [lambda('Timeout: 0'), ['warning range: 0']],
    [lambda('Layers: one'), ['error wrong-type: one']],
    [lambda('Layers: !Ref Fn'), ['error wrong-type: !Ref Fn', 'error circular-dependency: Fn']],
    [lambda('Handler: !Split [",", "a,b"]'), ['error wrong-type: !Split [",", "a,b"]']],
    [lambda('Handler: !If [Prod, a, b]'), ['error undefined-reference: Prod']],
    [lambda('TracingConfig: {Mode: active}'), ['warning invalid-value: active']],
    [lambda('TracingConfig: {Mode: "{{resolve:ssm:/mode}}"}'), []],
    [lambda('Layers: [a, b, a]'), []],
    [
      template(
        'G:\n  Type: AWS::IAM::Group\n  Properties:\n    ManagedPolicyArns: [arn:aws:iam::aws:policy/A, !Ref AWS::Region, !Ref AWS::Region]',
      ),
      ['warning duplicate-item: !Ref AWS::Region'],
    ],
    [lambda('Handler: !ImportValue [a]'), ['error function-arguments: !ImportValue']],
    [lambda('Arn: x'), ['warning read-only-property: Arn']],
    [template('Fn:\n  Type: AWS::Lambda::Function'), ['error missing-property: Fn', 'error missing-property: Fn']],
    [template('Fn:\n  Type: AWS::Lambda::Function\n  Properties:\n    Fn::Transform: {Name: Mine}'), []],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test('the nearest name is a fix that renames the key only', () => {
    const text = template('Files:\n  Type: AWS::S3::Bucket\n  Properties: {BucketNam: x}');
    const [fix] = findings(text)[0]?.fixes ?? [];
    expect(fix?.title).toBe('Change to BucketName');
    expect(fix?.edits.map(({ span, text: put }) => [text.slice(span.start, span.end), put])).toEqual([
      ['BucketNam', 'BucketName'],
    ]);
  });
});

describe('names', () => {
  test.each([
    [
      template(
        `${BUCKET}Policy:\n  Type: AWS::S3::BucketPolicy\n  Properties:\n    Bucket: !Ref File\n    PolicyDocument: {}`,
      ),
      ['error undefined-reference: File'],
    ],
    [
      template(
        `${BUCKET}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Type: String\n    Value: !GetAtt Files.Anr`,
      ),
      ['error unknown-attribute: Anr'],
    ],
    [
      template(
        `${BUCKET}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Type: String\n    Value: !Sub 'x \${Files.Arn} \${Fils} \${!Literal} \${AWS::Region}'`,
      ),
      ['error undefined-reference: Fils'],
    ],
    [
      template(
        `${BUCKET}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Type: String\n    Value: !Sub ['\${Own}', {Own: !Ref Files}]`,
      ),
      [],
    ],
    [template(BUCKET, 'Parameters:\n  Size: {Type: String}\n'), ['hint unused-parameter: Size']],
    [
      template('A:\n  Type: AWS::S3::Bucket\n  DependsOn: B\nB:\n  Type: AWS::S3::Bucket\n  DependsOn: A'),
      ['error circular-dependency: B'],
    ],
    [
      template(
        `${BUCKET}P:\n  Type: AWS::SSM::Parameter\n  DependsOn: Files\n  Properties:\n    Type: String\n    Value: !Ref Files`,
      ),
      ['hint redundant-depends-on: Files'],
    ],
    [
      template(
        'P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Type: String\n    Value: !FindInMap [Sizes, eu, larg]',
        'Mappings:\n  Sizes: {eu: {large: x}, us: {large: y}}\n',
      ),
      ['error mapping-key: larg'],
    ],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('one template, two notations', () => {
  test('JSON gives the same findings', () => {
    const yaml = template(
      'Files:\n  Type: AWS::S3::Bucket\n  Properties:\n    BucketNam: !Ref Nothing\n    AccessControl: Open',
    );
    const json = JSON.stringify(
      {
        AWSTemplateFormatVersion: '2010-09-09',
        Resources: {
          Files: { Type: 'AWS::S3::Bucket', Properties: { BucketNam: { Ref: 'Nothing' }, AccessControl: 'Open' } },
        },
      },
      null,
      2,
    );
    const codes = (text: string, path: string) =>
      findings(text, path)
        .map(({ code, node }) => `${code} ${node}`)
        .sort();
    expect(codes(json, 'shop.json')).toEqual(codes(yaml, 'shop.yaml'));
  });
});

test('a subnet where a security group is wanted', () => {
  const network =
    'V:\n  Type: AWS::EC2::VPC\n  Properties: {CidrBlock: 10.0.0.0/16}\nS:\n  Type: AWS::EC2::Subnet\n  Properties: {VpcId: !Ref V, CidrBlock: 10.0.0.0/24}\nG:\n  Type: AWS::EC2::SecurityGroup\n  Properties: {GroupDescription: x, VpcId: HERE}';
  expect(said(template(network.replace('HERE', '!Ref V')))).toEqual([]);
  expect(said(template(network.replace('HERE', '!Ref S')))).toEqual(['warning reference-type: !Ref S']);
});

test('inputs and outputs of a local nested template', () => {
  const child = open(
    "Parameters:\n  Size: {Type: String}\n  Name: {Type: String, Default: x}\nResources:\n  T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${Size}${Name}'}}\nOutputs:\n  Arn: {Value: !Ref T}\n",
    'infra/child.yaml',
  );
  const text = template(
    'Child:\n  Type: AWS::CloudFormation::Stack\n  Properties:\n    TemplateURL: child.yaml\n    Parameters: {Nmae: y}\nP:\n  Type: AWS::SSM::Parameter\n  Properties: {Type: String, Value: !GetAtt Child.Outputs.Arm}',
  );
  const { reading, around } = open(text, 'infra/main.yaml');
  const project = {
    ...around.project,
    reading: (path: string) => (path === 'infra/child.yaml' ? child.reading : undefined),
  };
  const found = cloudformation
    .check(reading, { ...around, project })
    .map(({ code, span }) => `${code}: ${text.slice(span.start, span.end)}`);
  expect(found.sort()).toEqual([
    'cloudformation/nested-output: Arm',
    'cloudformation/nested-parameter: Child',
    'cloudformation/nested-parameter: Nmae',
  ]);
});
