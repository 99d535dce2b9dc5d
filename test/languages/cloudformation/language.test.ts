import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { open, said, template } from './template.ts';

const topic = (value: string, more = '') =>
  template(`T:\n  Type: AWS::SNS::Topic\n  Properties:\n    DisplayName: ${value}`, more);

describe('functions and their values', () => {
  test.each([
    ['!Select [2, [a, b]]', ['error function-arguments: !Select']],
    ['!Select [x, [a, b]]', ['error function-arguments: !Select']],
    ["!Select [0, !Join [',', [a]]]", ['error function-arguments: !Select']],
    ["!Select [0, !Split [',', 'a,b']]", []],
    ["!Join [',', a]", ['error function-arguments: !Join']],
    ["!Join [',', !Cidr [10.0.0.0/16, 300, 8]]", ['error function-arguments: !Cidr']],
    ['{Fn::GetStackOutput: {StackName: a}}', ['error function-arguments: Fn::GetStackOutput']],
    [
      '{Fn::GetStackOutput: {StackName: a, OutputName: b, OutputNam: c}}',
      ['error function-arguments: Fn::GetStackOutput'],
    ],
    ['{Fn::GetStackOutput: {StackName: a, OutputName: b}}', []],
    ['{Fn::ToJsonString: {a: b}}', ['error missing-transform: Fn::ToJsonString']],
    ['{Fn::ImportValue: {Fn::ImportValue: a}}', ['error function-arguments: Fn::ImportValue']],
    ["'${AWS::Region}-news'", ["warning sub-missing: '${AWS::Region}-news'"]],
    ["'${shell}-news'", []],
    ['AWS::Region', ['warning plain-reference: AWS::Region']],
    ['!GetAZs\n      Ref: AWS::Region', ['error wrong-type: !GetAZs\n        Ref: AWS::Region']],
    ["'{{resolve:ssm:/name:1}}'", []],
    ["'{{resolve:ssm:/name:last}}'", ['error dynamic-reference: {{resolve:ssm:/name:last}}']],
    ["'{{resolve:vault:/name}}'", ['error dynamic-reference: {{resolve:vault:/name}}']],
    ["'{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:x:SecretString:key}}'", []],
    ["'{{resolve:secretsmanager:x:Binary}}'", ['error dynamic-reference: {{resolve:secretsmanager:x:Binary}}']],
  ])('%s', (value, expected) => {
    expect(said(topic(value))).toEqual(expected);
  });

  test('the language extensions bring their functions', () => {
    expect(said(`Transform: AWS::LanguageExtensions\n${topic('{Fn::ToJsonString: {a: b}}')}`)).toEqual([]);
  });
});

describe('conditions and rules', () => {
  const T = '  T: {Type: AWS::SNS::Topic, Condition: A}\n';
  const conditions = (lines: string) => `Conditions:\n${lines.replace(/^/gm, '  ')}\nResources:\n${T}`;
  test.each([
    [
      conditions('A: !And [{Condition: B}, !Equals [1, !Ref AWS::Region]]\nB: !Not [{Condition: A}]'),
      ['error circular-dependency: A'],
    ],
    [conditions('A: !Not [x]'), ['error function-arguments: !Not']],
    [conditions('A: !Equals [!Ref T, x]'), ['error function-not-allowed: !Ref', 'warning conditional-reference: T']],
    [conditions('A: !Equals [!ImportValue x, x]'), ['error function-not-allowed: !ImportValue']],
  ])('%#', (text, expected) => {
    expect(said(text).filter((each) => !each.startsWith('hint'))).toEqual(expected);
  });

  test('an assertion without Assert, and a misspelt key', () => {
    const rules = 'Rules:\n  R:\n    Assertions:\n      - {AssertDescripton: x}\n';
    expect(said(rules + template('T: {Type: AWS::SNS::Topic}'))).toEqual([
      'warning unknown-property: AssertDescripton',
      'error missing-property: AssertDescripton',
    ]);
  });
});

describe('parameters, mappings, metadata', () => {
  const use = template('T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref P}}');
  const parameter = (body: string) => `Parameters:\n  P: {${body}}\n${use}`;
  test.each([
    [parameter('Type: String, Default: a b, AllowedPattern: "[a-z]*"'), ['error parameter-default: a b']],
    [parameter('Type: String, Default: ab, AllowedPattern: "^[a-z]*$"'), []],
    [parameter('Type: String, Default: a b, AllowedPattern: "(a+)+"'), []],
    [parameter('Type: Number, MaxLength: 3'), ['error parameter-constraint: 3']],
    [parameter('Type: Number, MinValue: few'), ['error parameter-constraint: few']],
    [parameter('Type: String, MinLength: 4, MaxLength: 3'), ['error parameter-constraint: 3']],
    [parameter('Type: String, NoEcho: perhaps'), ['error parameter-constraint: perhaps']],
    [parameter('Type: String, AllowedValues: a'), ['error parameter-constraint: a']],
    [
      parameter('Type: CommaDelimitedList, Default: [a]').replace('!Ref P', '!Select [0, !Ref P]'),
      ['error wrong-shape: Default'],
    ],
    [
      `Parameters:\n  T: {Type: String}\n${template('T: {Type: AWS::SNS::Topic}')}`,
      ['error logical-id: T', 'hint unused-parameter: T'],
    ],
    [
      `Mappings:\n  M-1: {a: {b: c}}\n  N: {a: b}\n${template('T: {Type: AWS::SNS::Topic}')}`,
      ['hint unused-mapping: M-1', 'error logical-id: M-1', 'hint unused-mapping: N', 'error wrong-shape: a'],
    ],
    [
      `Metadata:\n  AWS::CloudFormation::Interface:\n    ParameterGroups: [{Parameters: [Q]}]\n${parameter('Type: String')}`,
      ['warning metadata-parameter: Q'],
    ],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('serverless', () => {
  const sam = (resources: string, globals = '') =>
    `Transform: AWS::Serverless-2016-10-31\n${globals}Resources:\n${resources.replace(/^/gm, '  ')}\n`;
  const fn = (more = '', beside = '') =>
    `F:\n  Type: AWS::Serverless::Function\n${beside}  Properties: {CodeUri: src/, Handler: a.b, Runtime: python3.13${more}}\n`;
  const see = (value: string, more = '') =>
    `${fn(more)}P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: ${value}}}`;
  test.each([
    [sam(fn()), []],
    [sam(fn(', MemorySiz: 1')), ['warning unknown-property: MemorySiz']],
    [sam(fn(', Timeout: long')), ['error wrong-type: long']],
    [sam(fn(', Events: {E: {Type: SQS, Properties: {Queu: x, Queue: y}}}')), ['warning unknown-property: Queu']],
    [sam(fn(', Events: {E: {Type: SQZ, Properties: {}}}')), ['warning invalid-value: SQZ']],
    [sam('F: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/}}'), ['warning property-combination: F']],
    [
      sam(
        'F: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/, Handler: a.b}}',
        'Globals: {Function: {Runtime: python3.13}}\n',
      ),
      [],
    ],
    [sam(fn(), 'Globals: {Function: {Timout: 3}}\n'), ['warning unknown-property: Timout']],
    [sam(fn(), 'Globals: {Function: {Timeout: long}}\n'), ['error wrong-type: long']],
    [
      sam(fn('', '  IgnoreGlobals: [Timeot]\n'), 'Globals: {Function: {Timeout: 3}}\n'),
      ['warning ignored-global: Timeot'],
    ],
    [sam('S: {Type: AWS::Serverless::StateMachine, Properties: {}}'), ['warning property-combination: S']],
    [sam(see('!GetAtt FRole.Arn')), []],
    [sam(see('!GetAtt FRole.Name')), ['error unknown-attribute: Name']],
    [
      sam(
        `${fn(', DeploymentPreference: {Type: AllAtOnce, Alarms: [!Ref A]}, AutoPublishAlias: live')}A:\n  Type: AWS::CloudWatch::Alarm\n  Properties: {ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, MetricName: Errors, Dimensions: [{Name: FunctionName, Value: !Ref F}]}`,
      ),
      [],
    ],
    [sam(see('!GetAtt F.Arm')), ['error unknown-attribute: Arm']],
    [sam(see('!Ref F.Alias', ', AutoPublishAlias: live')), []],
    [sam(see('!Ref FAliaslive', ', AutoPublishAlias: live')), []],
    [sam(see('!Ref FNothing')), ['error undefined-reference: FNothing']],
    [sam(see('!Ref FHook', ', Events: {Hook: {Type: Api, Properties: {Path: /, Method: get}}}')), []],
    [sam(see('!Ref ServerlessRestApi')), []],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('loops', () => {
  const loop = (body: string) => `Resources:\n  Fn::ForEach::Topics: ${body}\n`;
  const extended = (text: string) => `Transform: AWS::LanguageExtensions\n${text}`;
  test.each([
    [extended(loop('[Name, [a, b], {"T${Name}": {Type: AWS::SNS::Topic}}]')), []],
    [loop('[Name, [a, b], {"T${Name}": {Type: AWS::SNS::Topic}}]'), ['error missing-transform: Fn::ForEach::Topics']],
    [extended(loop('[Name, [a, b]]')), ['error foreach-shape: Fn::ForEach::Topics']],
    [extended(loop('[Name, [a, b], [x]]')), ['error foreach-shape: Fn::ForEach::Topics']],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

test('what is no more', () => {
  expect(said(template('A: {Type: AWS::OpsWorks::App}')).filter((each) => each.startsWith('warning'))).toEqual([
    'warning retired-resource-type: AWS::OpsWorks::App',
  ]);
  expect(said(template('A: {Type: [x]}'))).toEqual(['error wrong-shape: Type']);
  expect(said(topic("!Select [0, !GetAZs 'eu-west-1a']"))).toEqual(['error function-arguments: !GetAZs']);
});

test('a variable that the text does not hold', () => {
  expect(said(topic("!Sub ['${ A }-${B.c}', {A: x, B.c: y, D: z}]"))).toEqual(['hint unused-variable: D']);
});

describe('cfn-init', () => {
  const init = (body: string) =>
    template(
      `I:\n  Type: AWS::EC2::Instance\n  Metadata:\n    AWS::CloudFormation::Init: ${body}\n  Properties: { ImageId: ami-12345678 }`,
    );
  test.each([
    [init('{config: {packages: {yum: {httpd: []}}, files: {/a: {content: x, mode: "000644"}}}}'), []],
    [init('{config: {package: {}}}'), ['warning init-config: package']],
    [init('{config: {files: {/a: {contents: x}}}}'), ['warning init-config: contents']],
    [init('{configSets: {default: [one, tow]}, one: {}, two: {}}'), ['warning init-config: tow']],
    [
      init('{configSets: {default: !If [C, [one], [two]]}, one: {}}'),
      ['error undefined-reference: C', 'warning init-config: two'],
    ],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test('states what it fetches', () => {
    const { reading, around } = open(
      init(
        '{config: {sources: {/var/www: "https://example.com/shop.zip"}, files: {/a: {source: "http://example.com/a.conf"}, /b: {content: x}}, packages: {rpm: {epel: "https://example.com/epel.rpm"}}}}',
      ),
    );
    const urls = cloudformation
      .facts(reading, around)
      .flatMap((fact) => (fact.fact === 'download' ? fact.url.value : []));
    expect(urls).toEqual(['https://example.com/shop.zip', 'http://example.com/a.conf', 'https://example.com/epel.rpm']);
  });
});

test('the default of FindInMap', () => {
  const find = (fallback: string) => topic(`!FindInMap [M, a, b, ${fallback}]`, 'Mappings: {M: {a: {b: c}}}\n');
  expect(said(find('{DefaultValue: x}'))).toEqual(['error function-arguments: !FindInMap']);
  expect(said(`Transform: AWS::LanguageExtensions\n${find('{DefaultValue: x}')}`)).toEqual([]);
  expect(said(`Transform: AWS::LanguageExtensions\n${find('x')}`)).toEqual(['error function-arguments: !FindInMap']);
});

describe('what loops make', () => {
  const extended = (text: string) => `Transform: AWS::LanguageExtensions\n${text}`;
  const inner = (body: string, use = '!Ref Txq') =>
    extended(
      `Resources:\n  Fn::ForEach::Outer:\n    - A\n    - [x, y]\n    - Fn::ForEach::Inner:\n        - B\n        - [p, q]\n        - ${body}\n  P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: ${use}}}\n`,
    );
  test.each([
    [inner('{"T${A}${B}": {Type: AWS::SNS::Topic}}'), []],
    [inner('{"T${A}${B}": {Type: AWS::SNS::Topic}}', '!Ref Txz'), ['error undefined-reference: Txz']],
    [inner('{"T${A}${B}": {Type: AWS::SNS::Topic, Properties: {Bad: 1}}}'), ['error unknown-property: Bad']],
    [inner('{"T${A}": {Type: AWS::SNS::Topic}}', '!Ref Tx'), ['error foreach-collision: "T${A}"']],
    [
      extended(
        'Conditions:\n  Fn::ForEach::Where: [R, [eu, us], {"In${R}": !Equals [!Ref AWS::Region, "${R}-west-1"]}]\nResources:\n  T: {Type: AWS::SNS::Topic, Condition: Ineu}\n',
      ),
      [],
    ],
    [
      extended(
        'Resources:\n  T: {Type: AWS::SNS::Topic}\nOutputs:\n  Fn::ForEach::Out: [R, [a, b], {"O${R}": {Valu: !Ref T}}]\n',
      ),
      ['error unknown-property: Valu', 'error missing-property: "O${R}"'].sort(),
    ],
  ])('%#', (text, expected) => {
    expect(said(text).sort()).toEqual([...expected].sort());
  });
});
