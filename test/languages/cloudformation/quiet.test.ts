import { describe, expect, test } from 'vitest';
import { findings, open, said, template } from './template.ts';

/** What public templates do that was once called a mistake, each written anew. */
describe('what the service takes is no mistake', () => {
  const role = 'Role:\n  Type: AWS::IAM::InstanceProfile\n  Properties: { Roles: [r] }\n';

  test.each([
    ['a note on a resource', `Files:\n  Type: AWS::S3::Bucket\n  Description: uploads\n  Version: '1.0'`, []],
    [
      'the transform drops the same note',
      'F:\n  Type: AWS::Serverless::Application\n  Description: d\n  Properties: { Location: "https://example.com/a.yaml" }',
      ['error missing-transform: AWS::Serverless::Application', 'warning unknown-resource-attribute: Description'],
    ],
    [
      'a single rule without its list',
      'G:\n  Type: AWS::EC2::SecurityGroup\n  Properties:\n    GroupDescription: web\n    SecurityGroupIngress: { IpProtocol: "-1", CidrIp: 10.0.0.0/8 }',
      ['warning wrong-type: SecurityGroupIngress'],
    ],
    [
      'and what stands in it is looked at',
      'G:\n  Type: AWS::EC2::SecurityGroup\n  Properties:\n    GroupDescription: web\n    SecurityGroupIngress: { IpProtocol: "-1", CidrIpp: 10.0.0.0/8 }',
      [
        'warning wrong-type: SecurityGroupIngress',
        'warning property-combination: SecurityGroupIngress',
        'error unknown-property: CidrIpp',
      ],
    ],
    [
      'but not elsewhere',
      'T:\n  Type: AWS::S3::Bucket\n  Properties:\n    Tags: { Key: a, Value: b }',
      ['error wrong-type: Tags'],
    ],
    [
      'a single text is not a list of texts',
      'G:\n  Type: AWS::IAM::Group\n  Properties: { ManagedPolicyArns: arn:aws:iam::aws:policy/A }',
      ['error wrong-type: arn:aws:iam::aws:policy/A'],
    ],
    [
      'what the service sets, deep inside',
      'W:\n  Type: AWS::Athena::WorkGroup\n  Properties:\n    Name: w\n    WorkGroupConfiguration: { EngineVersion: { EffectiveEngineVersion: Athena engine version 3 } }',
      ['warning read-only-property: EffectiveEngineVersion'],
    ],
    [
      'a folder that is packaged into a repository',
      'R:\n  Type: AWS::CodeCommit::Repository\n  Properties: { RepositoryName: r, Code: { S3: ./app } }',
      [],
    ],
    [
      'another attribute than the identity',
      `V:\n  Type: AWS::EC2::VPC\n  Properties: { CidrBlock: 10.0.0.0/16 }\nE:\n  Type: AWS::Lambda::Function\n  Properties:\n    Code: { ImageUri: x }\n    Role: arn:aws:iam::123456789012:role/x\n    VpcConfig:\n      SecurityGroupIds: [!GetAtt V.DefaultSecurityGroup]`,
      [],
    ],
    [
      'the identity itself',
      `V:\n  Type: AWS::EC2::VPC\n  Properties: { CidrBlock: 10.0.0.0/16 }\nE:\n  Type: AWS::Lambda::Function\n  Properties:\n    Code: { ImageUri: x }\n    Role: arn:aws:iam::123456789012:role/x\n    VpcConfig:\n      SecurityGroupIds: [!GetAtt V.VpcId]`,
      ['warning reference-type: !GetAtt V.VpcId'],
    ],
    [
      'a setting of Elastic Beanstalk is whatever its name says',
      `${role}B:\n  Type: AWS::ElasticBeanstalk::Environment\n  Properties:\n    ApplicationName: a\n    OptionSettings:\n      - { Namespace: aws:elasticbeanstalk:environment, OptionName: ServiceRole, Value: !Ref S }\nS:\n  Type: AWS::IAM::Role\n  Properties: { AssumeRolePolicyDocument: {} }`,
      [],
    ],
  ])('%s', (_, resources, expected) => {
    expect(said(template(resources))).toEqual(expected);
  });
});

describe('and neither is what stands around resources', () => {
  test('a condition of a policy may be picked', () => {
    const text = (branch: string) =>
      template(
        `T:\n  Type: AWS::IAM::ManagedPolicy\n  Properties:\n    PolicyDocument:\n      Statement:\n        Effect: Allow\n        Action: s3:GetObject\n        Resource: '*'\n        Condition:\n          StringEquals: !If [P, { aws:SourceVpc: a }, ${branch}]`,
        'Parameters:\n  E: { Type: String }\nConditions:\n  P: !Equals [!Ref E, prod]\n',
      );
    expect(said(text('{ aws:SourceVpc: b }'))).toEqual([]);
    expect(said(text('[b]'))).toEqual(['error policy-document: StringEquals']);
  });

  test('an export of a loop is one text for many names', () => {
    const outputs =
      "Outputs:\n  Fn::ForEach::Nets:\n    - N\n    - ['1', '2', '3']\n    - 'Net${N}': { Value: x, Export: { Name: !Sub 'net-${N}' } }\n";
    const text = `${template('T: {Type: AWS::SNS::Topic}', 'Transform: AWS::LanguageExtensions\n')}${outputs}`;
    expect(said(text)).toEqual([]);
  });

  test('templates of org-formation are for its own engine', () => {
    const text = template(
      'B:\n  Type: AWS::S3::Bucket\n  OrganizationBinding: !Ref All\n  Properties: { BucketName: !ReadFile ./name }',
    );
    expect(said(text)).toEqual([]);
    expect(said(text.replace('2010-09-09', '2010-09-09-OC'))).toEqual([]);
  });

  test('in a broken text a name may be declared in what could not be read', () => {
    const text = template('A:\n  Type: AWS::S3::Bucket\n  Properties: { BucketName: !Ref Lost, Tags: !Ref Nowhere }');
    const broken = `${text}  X: %mark%\n  Lost:\n  - Type: [ }\n`;
    const found = said(broken);
    expect(found.some((each) => each.startsWith('error syntax'))).toBe(true);
    expect(found.filter((each) => each.includes('undefined-reference'))).toEqual([
      'error undefined-reference: Nowhere',
    ]);
    expect(said(text).filter((each) => each.includes('Lost'))).toEqual(['error undefined-reference: Lost']);
  });

  test('numbers may begin with their point', () => {
    const least = (value: string) =>
      template(
        'A: {Type: AWS::SNS::Topic, DisplayName: x}',
        `Parameters:\n  N: {Type: Number, Default: 1, MinValue: ${value}, MaxValue: 2}\n`,
      );
    expect(said(least('.5')).filter((each) => each.includes('parameter'))).toEqual(['hint unused-parameter: N']);
    expect(said(least('half'))).toContain('error parameter-constraint: half');
  });

  test('a list may be allowed as a whole, or item by item', () => {
    const list = (value: string) =>
      said(
        template(
          'A: {Type: AWS::SNS::Topic}',
          `Parameters:\n  L: { Type: CommaDelimitedList, Default: "${value}", AllowedValues: [one, two, "three,four"] }\n`,
        ),
      ).filter((each) => each.startsWith('error'));
    expect(list('three,four')).toEqual([]);
    expect(list('one,two')).toEqual([]);
    expect(list('one,three')).toEqual(['error parameter-default: "one,three"']);
  });
});

describe('nor how functions are written', () => {
  test('a lone hyphen in a flow list is a text to the service', () => {
    const text = template(
      'T:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: !Join [-, [a, !Select [2, !Split [ - , !Ref AWS::StackName]]]]',
    );
    expect(said(text)).toEqual([]);
    expect(open(text).reading.tree.text).toBe(text);
    expect(JSON.stringify(open(text).reading.tree.roots)).not.toContain('\u2010');
    // Beside another mistake the text is read as it is.
    expect(said(`${text}  - x`).some((each) => each.startsWith('error syntax'))).toBe(true);
  });

  test('what If has beyond its branches is said once', () => {
    const text = template(
      'T:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: !If [P, a, b, { c: d }]',
      'Parameters:\n  E: { Type: String }\nConditions:\n  P: !Equals [!Ref E, prod]\n',
    );
    expect(said(text)).toEqual(['error function-arguments: !If']);
  });

  test('a default of FindInMap needs a transform', () => {
    const find = (head: string) =>
      template(
        'T:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: !FindInMap [M, !Ref AWS::Region, name, { DefaultValue: x }]',
        `${head}Mappings:\n  M: { eu-west-1: { name: y } }\n`,
      );
    expect(said(find(''))).toEqual(['error function-arguments: !FindInMap']);
    expect(said(find('Transform: AWS::LanguageExtensions\n'))).toEqual([]);
    expect(said(find('Transform: AWS::Serverless-2016-10-31\n'))).toEqual([]);
  });

  test('templates of a text template are no templates yet', () => {
    const jinja = `${template('A:\n  Type: AWS::SNS::Topic')}  {%- if x %}\n  B:\n    Type: AWS::SNS::Topic\n    Properties: {{ props }}\n  {%- endif %}\n  B: {Type: AWS::SNS::Topic}\n`;
    expect(said(jinja)).toEqual([]);
    expect(said(template('A:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: {{ name }}'))).toEqual([]);
    // The same signs inside a script of a sound template change nothing.
    const script = 'A:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: |\n      {% if x %}\n    Nonsense: 1';
    expect(said(template(script))).toEqual(['error unknown-property: Nonsense']);
  });
});

describe('serverless', () => {
  const sam = (resources: string, more = '') => template(resources, `Transform: AWS::Serverless-2016-10-31\n${more}`);

  test('what the resource can do without, the serverless one can, too', () => {
    const machine =
      'M:\n  Type: AWS::Serverless::StateMachine\n  Properties: { DefinitionUri: a.json, Logging: { Level: "OFF" } }';
    expect(said(sam(machine))).toEqual([]);
  });

  test('the stage of the implicit interface', () => {
    const text = sam(
      `F:\n  Type: AWS::Serverless::Function\n  Properties:\n    CodeUri: .\n    Handler: a.b\n    Runtime: python3.13\n    Events:\n      Get: { Type: Api, Properties: { Path: /, Method: get } }`,
    );
    expect(said(`${text}Outputs:\n  U: { Value: !Sub "\${ServerlessRestApi}/\${ServerlessRestApi.Stage}" }\n`)).toEqual(
      [],
    );
    expect(said(`${text}Outputs:\n  U: { Value: !GetAtt ServerlessRestApi.Stagg }\n`)).toEqual([
      'error unknown-attribute: Stagg',
    ]);
  });

  test('defaults that the schema of the transform leaves out', () => {
    const globals = (line: string) => `Globals:\n  Function: { ${line}, Timeout: 3 }\n`;
    const text = 'A: {Type: AWS::SNS::Topic}';
    expect(said(sam(text, globals('FunctionUrlConfig: { AuthType: NONE }')))).toEqual([]);
    expect(said(sam(text, globals('Url: x')))).toEqual(['info unknown-property: Url']);
  });

  test('a runtime of which nothing new is made, with the day', () => {
    const on = (runtime: string) =>
      findings(
        sam(`F:\n  Type: AWS::Serverless::Function\n  Properties: { CodeUri: ., Handler: a.b, Runtime: ${runtime} }`),
      );
    expect(on('python3.7').map(({ message }) => message)).toEqual([
      'Since 2024-01-09 the service makes nothing new with Runtime python3.7: move to a newer one.',
    ]);
    // Their day was put off more than once.
    for (const put of ['dotnet6', 'nodejs16.x', 'python3.8']) expect(on(put)).toEqual([]);
  });
});

describe('what the transforms take', () => {
  const head = (transform: string) => said(`Transform: ${transform}\nResources:\n  A: { Type: AWS::SNS::Topic }\n`);
  test.each([
    ['AWS::LanguageExtensions', []],
    ['[AWS::LanguageExtensions, MyMacro]', []],
    ['{ Name: MyMacro, Parameters: { A: b } }', []],
    ['{ Nam: MyMacro }', ['error wrong-shape: Transform', 'warning unknown-property: Nam']],
    ['null', ['error wrong-shape: Transform']],
  ])('%s', (transform, expected) => {
    expect(head(transform).toSorted()).toEqual(expected);
  });

  test('serverless: code of a layer, the time of a schedule, an alias that is known beforehand', () => {
    const sam = (lines: string) => said(template(lines, 'Transform: AWS::Serverless-2016-10-31\n'));
    const fn = (line: string) =>
      `F:\n  Type: AWS::Serverless::Function\n  Properties:\n    CodeUri: .\n    Handler: a.b\n    Runtime: python3.13\n    ${line}`;
    expect(sam('L: { Type: AWS::Serverless::LayerVersion }')).toEqual(['error missing-property: L']);
    expect(sam(fn('Events: { E: { Type: Schedule, Properties: { Enabled: true } } }'))).toEqual([
      'error missing-property: Properties',
    ]);
    expect(sam(fn('Events: { E: { Type: Schedule, Properties: { Schedule: rate(1 hour) } } }'))).toEqual([]);
    expect(sam(fn('AutoPublishAlias: !GetAtt F.Arn')).filter((each) => each.includes('allowed'))).toEqual([
      'error function-not-allowed: !GetAtt F.Arn',
    ]);
    expect(sam(fn('AutoPublishAlias: live'))).toEqual([]);
  });
});

describe('what another tool fills in, packages or reads', () => {
  test('a text template in JSON and in YAML', () => {
    const json = '{"Resources": {"{{ name }}": {"Type": "AWS::SNS::Topic"}}}';
    expect(said(json, 'a.json')).toEqual([]);
    expect(said(template('T:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: %name%'))).toEqual([]);
    expect(said(template('{{ name }}Topic:\n  Type: AWS::SNS::Topic\nB: {Type: AWS::SNS::Topic}'))).toEqual([]);
    expect(said(`{{ with .Topic }}\n${template('T:\n  Type: AWS::SNS::Topic')}{{ end }}\n`)).toEqual([]);
    const policy = 'R:\n  Type: AWS::IAM::Group\n  Properties:\n    GroupName: {{ name }}-admins\n    Path: /';
    expect(said(template(policy))).toEqual([]);
    expect(
      said(template('T:\n  Type: AWS::SNS::Topic', 'Parameters:\n  P: { Type: String, Default: {{ p }} }\n')),
    ).toEqual(['hint unused-parameter: P']);
  });

  test('a reference that is being typed is no placeholder', () => {
    const text = template('T:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: "{{resolve:ssm:a}} {{ b }}"x');
    expect(said(text).some((each) => each.startsWith('error syntax'))).toBe(true);
  });

  test.each(['Modules:\n  M: { Source: a.yaml }\n', 'Constants:\n  C: x\n', 'Rain:\n  Constants: { C: x }\n'])(
    'modules that packaging puts in: %s',
    (section) => {
      expect(
        said(template('T:\n  Type: AWS::SNS::Topic\n  Properties: { TopicName: !Ref Const::C }', section)),
      ).toEqual([]);
    },
  );

  test('a module extends what its user names', () => {
    const flag = 'Parameters:\n  P: { Type: Boolean }\n';
    expect(said(template('ModuleExtension:\n  Properties: { A: !Ref P }', flag))).toEqual([]);
    expect(said(template('T:\n  Type: AWS::SNS::Topic\n  Properties: { TopicName: !Ref P }', flag))).toEqual([
      'error invalid-value: Boolean',
    ]);
    expect(
      said(template('ModuleExtension:\n  Metadata: { Extends: AWS::SNS::Topic }\n  Properties: { Nope: 1 }')),
    ).toEqual([]);
  });

  test('controls of a conformance pack', () => {
    const rule = (type: string) =>
      template(
        `R:\n  Type: ${type}\n  Controls: ['1.1']\n  Properties: { Source: { Owner: AWS, SourceIdentifier: X } }`,
      );
    expect(said(rule('AWS::Config::ConfigRule'))).toEqual([]);
    expect(said(template("T:\n  Type: AWS::SNS::Topic\n  Controls: ['1.1']"))).toEqual([
      'error unknown-resource-attribute: Controls',
    ]);
  });

  test('a folder that is packaged for an HTTP interface', () => {
    expect(said(template('A:\n  Type: AWS::ApiGatewayV2::Api\n  Properties: { BodyS3Location: ./api.yaml }'))).toEqual(
      [],
    );
  });
});

test('the length of a list that a parameter holds, in both forms', () => {
  const count = (value: string) =>
    template(
      `Q:\n  Type: AWS::SQS::Queue\n  Properties:\n    DelaySeconds:\n      ${value}`,
      'Transform: AWS::LanguageExtensions\nParameters:\n  L: { Type: CommaDelimitedList }\n',
    );
  expect(said(count('Fn::Length: !Ref L'))).toEqual([]);
  expect(said(count('Fn::Length: { Ref: L }'))).toEqual([]);
  expect(said(count('Fn::Length: x')).filter((each) => each.startsWith('error'))).toEqual([
    'error function-arguments: Fn::Length',
  ]);
});

test('the stage of an API may name the function that knows the API', () => {
  const api = (key: string) =>
    template(
      `Api:\n  Type: AWS::Serverless::Api\n  Properties:\n    StageName: prod\n    ${key}: { F: !Ref F }
F:\n  Type: AWS::Serverless::Function\n  Properties: { CodeUri: ., Handler: a.b, Runtime: python3.13, Role: !GetAtt R.Arn }
R:\n  Type: AWS::IAM::Role\n  Properties: { AssumeRolePolicyDocument: {}, Description: !Ref Api }`,
      'Transform: AWS::Serverless-2016-10-31\n',
    );
  const cycles = (text: string) => said(text).filter((each) => each.includes('circular'));
  expect(cycles(api('Variables'))).toEqual([]);
  // The transform drops what stands beside the properties.
  expect(cycles(api('StageName').replace('    StageName: { F: !Ref F }', '  Variables: { F: !Ref F }'))).toEqual([]);
  expect(cycles(api('DefinitionBody'))).toEqual(['error circular-dependency: F']);
});

test('what is read-only in one place and written in another', () => {
  const group =
    'W:\n  Type: AWS::RedshiftServerless::Workgroup\n  Properties:\n    WorkgroupName: main\n    ConfigParameters: [{ ParameterKey: datestyle, ParameterValue: ISO }]';
  expect(said(template(group))).toEqual([]);
});
