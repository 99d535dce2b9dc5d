import { describe, expect, test } from 'vitest';
import { said, template } from './template.ts';

const role = (statement: string, kind = 'AssumeRolePolicyDocument') =>
  template(`R:
  Type: AWS::IAM::Role
  Properties:
    ${kind === 'AssumeRolePolicyDocument' ? '' : 'AssumeRolePolicyDocument: {}\n    '}${kind}:
      Version: '2012-10-17'
      Statement: [${statement}]`);
const policy = (document: string) =>
  template(
    `P:\n  Type: AWS::IAM::ManagedPolicy\n  Properties:\n    PolicyDocument:\n${document.replace(/^/gm, '      ')}`,
  );
const bucket = (statement: string) =>
  template(
    `B:\n  Type: AWS::S3::BucketPolicy\n  Properties:\n    Bucket: x\n    PolicyDocument: {Statement: ${statement}}`,
  );

describe('policy documents', () => {
  test.each([
    [policy("Version: '2012-10-17'\nStatement: {Effect: Allow, Action: 's3:*', Resource: '*'}"), []],
    [policy("Version: '2012-10-18'\nStatement: []"), ["error policy-document: '2012-10-18'"]],
    [policy("Version: '2012-10-17'"), ['error policy-document: Version']],
    [
      policy("Statement: {Efect: Allow, Effect: allow, Action: a:B, Resource: '*'}"),
      ['error policy-document: Efect', 'error policy-document: allow'],
    ],
    [
      policy("Statement: {Effect: Allow, Action: a:B, NotAction: a:C, Resource: '*'}"),
      ['error policy-document: NotAction'],
    ],
    [policy('Statement: {Effect: Allow, Action: a:B}'), ['error policy-document: Effect']],
    [
      policy("Statement: {Effect: Allow, Principal: '*', Action: a:B, Resource: '*'}"),
      ['error policy-document: Principal'],
    ],
    [
      policy("Statement: {Effect: Allow, Action: a:B, Resource: '*', Condition: {StringEqual: {a: b}}}"),
      ['error policy-document: StringEqual'],
    ],
    [
      policy(
        "Statement: {Effect: Allow, Action: a:B, Resource: '*', Condition: {'ForAnyValue:StringLikeIfExists': {a: b}}}",
      ),
      [],
    ],
    [
      policy('Statement: !If [C, {Effect: Allow, Action: a:B}, !Ref AWS::NoValue]'),
      ['error undefined-reference: C', 'error policy-document: Effect'],
    ],
    [policy('Statement:\n  - Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x}}'), []],
    [role('{Effect: Allow, Action: sts:AssumeRole, Principal: {Service: ec2.amazonaws.com}}'), []],
    [role('{Effect: Allow, Action: sts:AssumeRole}'), ['error policy-document: Effect']],
    [
      role("{Effect: Allow, Action: sts:AssumeRole, Principal: {Servce: x}, Resource: '*'}"),
      ['error policy-document: Servce', 'error policy-document: Resource'],
    ],
    [
      bucket("{Effect: Allow, Action: 's3:*', Resource: '*', Principal: 'arn:aws:iam::1:root'}"),
      ["error policy-document: 'arn:aws:iam::1:root'"],
    ],
    [bucket("{Effect: Allow, Action: 's3:*', Principal: '*'}"), ['error policy-document: Effect']],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('policies of a resource', () => {
  const group = (lines: string) =>
    template(
      `G:\n  Type: AWS::AutoScaling::AutoScalingGroup\n  Properties: {MaxSize: '1', MinSize: '1', InstanceId: i-1}\n${lines.replace(/^/gm, '  ')}`,
    );
  test.each([
    [group('UpdatePolicy: {AutoScalingRollingUpdate: {MinInstancesInService: 1, PauseTime: PT5M}}'), []],
    [
      group('UpdatePolicy: {AutoScalingRollingUpdate: {MinInstanceInService: 1}}'),
      ['warning unknown-property: MinInstanceInService'],
    ],
    [group('UpdatePolicy: {AutoScalingRollingUpdate: {PauseTime: 5 minutes}}'), ['error resource-policy: 5 minutes']],
    [
      group('UpdatePolicy: {CodeDeployLambdaAliasUpdate: {ApplicationName: a}}'),
      ['error resource-policy: CodeDeployLambdaAliasUpdate'],
    ],
    [group('CreationPolicy: {ResourceSignal: {Count: few, Timeout: PT15M}}'), ['error resource-policy: few']],
    [
      group('UpdatePolicy: !If [C, {AutoScalingRollingUpdate: {}}, {AutoScalingRolingUpdate: {}}]'),
      ['error undefined-reference: C', 'warning unknown-property: AutoScalingRolingUpdate'],
    ],
    [group('UpdatePolicy: !Ref AWS::Region'), ['error resource-policy: UpdatePolicy']],
    [group('DeletionPolicy: Snapshot'), ['warning resource-policy: Snapshot']],
    [group('DeletionPolicy: [Retain]'), ['error resource-policy: DeletionPolicy']],
    [group('DeletionPolicy: !Ref AWS::Region'), []],
    [`Transform: AWS::LanguageExtensions\n${group('DeletionPolicy: !Ref AWS::Region')}`, []],
    [template('T:\n  Type: AWS::SNS::Topic\n  CreationPolicy: {}'), ['warning resource-policy: CreationPolicy']],
    [template('M:\n  Type: My::Own::Thing::MODULE\n  UpdatePolicy: {}'), ['error resource-policy: UpdatePolicy']],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('properties that go together', () => {
  const topic = (lines: string) =>
    template(
      `A:\n  Type: AWS::Lambda::Function\n  Properties: {Handler: a.b, Runtime: python3.13, Role: arn:aws:iam::123456789012:role/x, Code: ${lines}}`,
    );
  test.each([
    [topic('{ZipFile: x, S3Bucket: code, S3Key: k}'), ['warning property-combination: ZipFile']],
    [topic('{S3Bucket: code}'), ['warning property-combination: S3Bucket']],
    [topic('{}'), ['warning property-combination: Code']],
    [topic('{ZipFile: !If [C, x, !Ref AWS::NoValue], ImageUri: x}'), ['error undefined-reference: C']],
    [
      template('P:\n  Type: AWS::IAM::Policy\n  Properties: {PolicyName: p, PolicyDocument: {}}'),
      ['warning property-combination: P'],
    ],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});
