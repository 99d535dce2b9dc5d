import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import type { CfnReading } from '../../../server/core/languages/cloudformation/reading.ts';
import type { Surroundings } from '../../../server/core/languages/language.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { open, template } from './template.ts';

/** Templates by path; the bar in one of them is the cursor. */
function workspace(files: Readonly<Record<string, string>>) {
  const opened = new Map(Object.entries(files).map(([path, text]) => [path, open(text.replace('|', ''), path)]));
  const [path = '', text = ''] = Object.entries(files).find(([, each]) => each.includes('|')) ?? [];
  const { reading, around } = opened.get(path) as { reading: CfnReading; around: Surroundings };
  const project = {
    ...around.project,
    reading: (other: string) => opened.get(other)?.reading,
    paths: () => [...opened.keys()],
  };
  return { reading, offset: text.indexOf('|'), around: { ...around, project }, files };
}

type Space = ReturnType<typeof workspace>;

function definitions({ reading, offset, around, files }: Space): string[] {
  return (cloudformation.definition?.(reading, offset, around) ?? []).map(
    ({ path, span }) => `${path}: ${files[path]?.replace('|', '').slice(span.start, span.end)}`,
  );
}

function renamed({ reading, offset, around, files }: Space, name: string): Readonly<Record<string, string>> {
  const made = cloudformation.rename?.(reading, offset, name, around);
  if (made === undefined || 'refused' in made) throw new Error(made?.refused ?? 'nothing to rename');
  return Object.fromEntries(
    made.edits.map(({ path, edits }) => [path, applyEdits((files[path] ?? '').replace('|', ''), edits)]),
  );
}

const CHILD = `${template('Net:\n  Type: AWS::EC2::VPC\n  Properties:\n    CidrBlock: !Ref Range', 'Parameters:\n  Range: { Type: String }\n')}Outputs:
  NetId:
    Value: !Ref Net
    Export:
      Name: net-id
`;
const PARENT = template(
  "Net:\n  Type: AWS::CloudFormation::Stack\n  Properties:\n    TemplateURL: ./net.yaml\n    Parameters:\n      Range: 10.0.0.0/16\nA:\n  Type: AWS::EC2::Subnet\n  Properties:\n    VpcId: !GetAtt Net.Outputs.NetId\n    CidrBlock: !Sub '${Net.Outputs.NetId}'",
);

describe('nested stacks', () => {
  test('inputs and outputs lead to the nested template', () => {
    expect(definitions(workspace({ 'app.yaml': PARENT.replace('Range:', 'Ra|nge:'), 'net.yaml': CHILD }))).toEqual([
      'net.yaml: Range',
    ]);
    expect(definitions(workspace({ 'app.yaml': PARENT.replace('.NetId\n', '.Net|Id\n'), 'net.yaml': CHILD }))).toEqual([
      'net.yaml: NetId',
    ]);
  });

  test('a parameter and an output are renamed on both sides, from either', () => {
    const wanted = { 'net.yaml': CHILD.replaceAll('Range', 'Block'), 'app.yaml': PARENT.replace('Range:', 'Block:') };
    expect(renamed(workspace({ 'app.yaml': PARENT, 'net.yaml': CHILD.replace('Range:', 'R|ange:') }), 'Block')).toEqual(
      wanted,
    );
    expect(renamed(workspace({ 'app.yaml': PARENT.replace('Range:', 'R|ange:'), 'net.yaml': CHILD }), 'Block')).toEqual(
      wanted,
    );
    expect(renamed(workspace({ 'app.yaml': PARENT, 'net.yaml': CHILD.replace('NetId:', 'Ne|tId:') }), 'Vpc')).toEqual({
      'net.yaml': CHILD.replace('NetId:', 'Vpc:'),
      'app.yaml': PARENT.replaceAll('Outputs.NetId', 'Outputs.Vpc'),
    });
  });
});

test('an import leads to the export of the same name', () => {
  const other = template('A:\n  Type: AWS::EC2::Subnet\n  Properties:\n    VpcId: !ImportValue net|-id');
  const space = workspace({ 'a.yaml': other, 'net.yaml': CHILD });
  expect(definitions(space)).toEqual(['net.yaml: net-id']);
  expect(cloudformation.references?.(space.reading, space.offset, space.around).map(({ path }) => path)).toEqual([
    'a.yaml',
    'net.yaml',
  ]);
});

test('fixed keys of FindInMap lead into the mapping', () => {
  const text = (key: string) =>
    template(
      `A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !FindInMap [Sizes, prod, Cpu]`.replace(
        key,
        `${key.slice(0, 2)}|${key.slice(2)}`,
      ),
      'Mappings:\n  Sizes:\n    prod: { Cpu: 2 }\n',
    );
  expect(definitions(workspace({ 'a.yaml': text('prod') }))).toEqual(['a.yaml: prod']);
  expect(definitions(workspace({ 'a.yaml': text('Cpu') }))).toEqual(['a.yaml: Cpu']);
  expect(definitions(workspace({ 'a.yaml': text('Sizes') }))).toEqual(['a.yaml: Sizes']);
});

test('rename in JSON covers every form', () => {
  const text = `{
  "Parameters": { "Env": { "Type": "String" } },
  "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Env" }, "prod"] }, "Not": { "Fn::Not": [{ "Condition": "IsProd" }] } },
  "Resources": {
    "New|s": { "Type": "AWS::SNS::Topic", "Condition": "IsProd" },
    "P": {
      "Type": "AWS::SSM::Parameter",
      "DependsOn": ["News"],
      "Properties": {
        "Value": { "Fn::Sub": "\\"\${News}\\" \${News.TopicName} \${!News}" },
        "Name": { "Fn::GetAtt": ["News", "TopicName"] },
        "Type": { "Fn::If": ["IsProd", { "Ref": "News" }, "String"] }
      }
    }
  }
}
`;
  const plain = text.replace('|', '');
  const topic = renamed(workspace({ 'a.json': text }), 'Updates')['a.json'] ?? '';
  expect(topic).toBe(plain.replaceAll(/(?<!!)News/g, 'Updates'));
  const condition = workspace({ 'a.json': plain.replace('"Condition": "IsProd" }]', '"Condition": "Is|Prod" }]') });
  expect(renamed(condition, 'Live')['a.json']).toBe(plain.replaceAll('IsProd', 'Live'));
});

describe('names without a section of their own', () => {
  const refused = ({ reading, offset, around }: Space, name: string) => {
    const made = cloudformation.rename?.(reading, offset, name, around);
    return made !== undefined && 'refused' in made ? made.refused : undefined;
  };
  const plain = (text: string) => text.replace('|', '');

  test('the variable of a loop, from where it stands and from every use', () => {
    const body = `Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Topics:\n    - Name\n    - [a, b-c]\n    - 'T&{Name}':\n        Type: AWS::SNS::Topic\n        Properties:\n          TopicName: !Ref Name\n          DisplayName: !Sub '\${Name} of \${!Name}'\nOutputs:\n  Name: { Value: Name }\n`;
    const after = body
      .replace('- Name', '- Topic')
      .replace('&{Name}', '&{Topic}')
      .replace('!Ref Name', '!Ref Topic')
      .replace('${Name} of', '${Topic} of');
    for (const at of ['- Na|me', '&{Na|me}', '!Ref Na|me', '${Na|me} of']) {
      const space = workspace({ 'a.yaml': body.replace(plain(at), at) });
      expect(definitions(space)).toEqual(['a.yaml: Name']);
      expect(cloudformation.renameable?.(space.reading, space.offset, space.around)?.name).toBe('Name');
      expect(renamed(space, 'Topic')['a.yaml'], at).toBe(after);
    }
    expect(refused(workspace({ 'a.yaml': body.replace('- Name', '- Na|me') }), 'a-b')).toContain('letters and digits');
    expect(body.indexOf('Outputs')).toBeGreaterThan(0);
  });

  test('keys of a mapping, in both levels; not where a key is picked at deployment', () => {
    const text = template(
      'A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Type: String\n    Value: !FindInMap [Sizes, prod, Cpu]\n    Name: !FindInMap [Sizes, !Ref AWS::Region, Cpu]',
      'Mappings:\n  Sizes:\n    prod: { Cpu: 2 }\n    eu-west-1: { Cpu: 1, Memory: 3 }\n',
    );
    const wanted = text.replaceAll('Cpu', 'Cores');
    for (const at of ['prod, C|pu', 'prod: { C|pu'])
      expect(renamed(workspace({ 'a.yaml': text.replace(plain(at), at) }), 'Cores')['a.yaml']).toBe(wanted);
    expect(refused(workspace({ 'a.yaml': text.replace('prod:', 'pr|od:') }), 'live')).toContain('at deployment');
    expect(refused(workspace({ 'a.yaml': text.replace('{ Cpu: 1', '{ C|pu: 1') }), 'Memory')).toContain('already has');
    const fixed = text.replace('!Ref AWS::Region', 'eu-west-1');
    expect(renamed(workspace({ 'a.yaml': fixed.replace('prod:', 'pr|od:') }), 'live')['a.yaml']).toBe(
      fixed.replaceAll('prod', 'live'),
    );
  });

  test('the variable of a Sub that brings its own', () => {
    const text = template(
      "A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Type: String\n    Value: !Sub ['${ Host }/${AWS::Region}', { Host: !Ref AWS::StackName }]",
    );
    const space = workspace({ 'a.yaml': text.replace('${ Host', '${ Ho|st') });
    expect(definitions(space)).toEqual(['a.yaml: Host']);
    expect(renamed(space, 'Server')['a.yaml']).toBe(text.replaceAll('Host', 'Server'));
    expect(refused(space, 'a b')).toContain('holds letters');
  });

  test('an export with all its imports, each with the stack it asks', () => {
    const net = (name: string) =>
      `${template('Net:\n  Type: AWS::EC2::VPC\n  Properties: { CidrBlock: 10.0.0.0/16 }')}Outputs:\n  Id:\n    Value: !Ref Net\n    Export: { Name: ${name} }\n`;
    const user = (name: string) =>
      template(
        `A:\n  Type: AWS::EC2::Subnet\n  Properties:\n    CidrBlock: 10.0.0.0/24\n    VpcId: {'Fn::ImportValue': ${name}}`,
        'Parameters:\n  Network: { Type: String }\n',
      );
    const fixed = { 'net.yaml': net('net-id'), 'app.yaml': user('net-id') };
    for (const path of ['net.yaml', 'app.yaml'] as const)
      expect(renamed(workspace({ ...fixed, [path]: fixed[path].replace('net-id', 'net|-id') }), 'vpc-id')).toEqual({
        'net.yaml': net('vpc-id'),
        'app.yaml': user('vpc-id'),
      });
    const filled = {
      'net.yaml': net("!Sub '${AWS::StackName}-Id'"),
      'app.yaml': user("!Sub '${Network}-Id'").replace('Fn::ImportValue', 'Fn::ImportValue'),
    };
    const space = workspace({ ...filled, 'net.yaml': filled['net.yaml'].replace('-Id', '-I|d') });
    expect(renamed(space, '${AWS::StackName}-Vpc')).toEqual({
      'net.yaml': filled['net.yaml'].replace('-Id', '-Vpc'),
      'app.yaml': filled['app.yaml'].replace('-Id', '-Vpc'),
    });
    expect(refused(space, 'net-id')).toContain('as many');
    expect(definitions(workspace({ ...filled, 'app.yaml': filled['app.yaml'].replace('-Id', '-I|d') }))).toEqual([
      'net.yaml: ${AWS::StackName}-Id',
    ]);
  });
});

describe('what is shown', () => {
  const hover = (text: string) => {
    const { reading, offset, around } = workspace({ 'a.yaml': text });
    return cloudformation.hover?.(reading, offset, around)?.markdown ?? '';
  };

  test('hover in the branch of a function, in a loop, on a condition', () => {
    const branch =
      'A:\n  Type: AWS::S3::Bucket\n  Properties:\n    VersioningConfiguration: !If\n      - C\n      - Sta|tus: Enabled\n      - !Ref AWS::NoValue';
    expect(hover(template(branch))).toContain('**Status** of `AWS::S3::Bucket`');
    const loop = `Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Topics:\n    - Name\n    - [a, b]\n    - T\${Name}:\n        Type: AWS::SNS::Topic\n        Properties:\n          Topic|Name: x\n`;
    expect(hover(loop)).toContain('REPLACES');
    const condition = template(
      'A:\n  Type: AWS::SNS::Topic\n  Condition: Is|Prod',
      'Conditions:\n  IsProd: !Equals [a, b]\n',
    );
    expect(hover(condition)).toContain('!Equals [a, b]');
  });

  test('hover in events and defaults of serverless resources', () => {
    const sam = `Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    Timeout: 5\n${template('F:\n  Type: AWS::Serverless::Function\n  Properties:\n    Events:\n      Get:\n        Type: Api\n        Properties:\n          Path: /')}`;
    expect(hover(sam.replace('Path: /', 'Pa|th: /'))).toContain('**Path** of `AWS::Serverless::Function`');
    expect(hover(sam.replace('Timeout', 'Time|out'))).toContain('**Timeout** of `AWS::Serverless::Function`');
  });

  test('a change inside a property that replaces, replaces', () => {
    const text = 'A:\n  Type: AWS::EC2::Instance\n  Properties:\n    CpuOptions:\n      Core|Count: 2';
    expect(hover(template(text))).toContain('REPLACES');
  });

  test('what a mapping gives for fixed keys', () => {
    const { reading, around } = open(
      template(
        'A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !FindInMap [Sizes, prod, Cpu]',
        'Mappings:\n  Sizes: { prod: { Cpu: 2 } }\n',
      ),
    );
    const all = { start: 0, end: reading.source.text.length };
    expect(cloudformation.hints?.(reading, all, around).map(({ label }) => label)).toEqual([' = 2']);
  });

  test('code and handler of a function are links, whatever its notation', () => {
    const yaml = `Transform: AWS::Serverless-2016-10-31\n${template('F:\n  Type: AWS::Serverless::Function\n  Properties:\n    CodeUri: src/\n    Handler: app.run\n    Runtime: python3.13')}`;
    const json = `{ "Transform": "AWS::Serverless-2016-10-31", "Resources": { "F": { "Type": "AWS::Serverless::Function", "Properties": { "CodeUri": "src/", "Handler": "app.run", "Runtime": "python3.13" } } } }`;
    for (const [text, path] of [
      [yaml, '/shop/a.yaml'],
      [json, '/shop/a.json'],
    ] as const) {
      const { reading, around } = open(text, path);
      expect(cloudformation.links?.(reading, around).map(({ target }) => target)).toEqual([
        '/shop/src',
        '/shop/src/app.py',
      ]);
    }
  });

  test('outline, folding, selection and tokens of JSON', () => {
    const text = '{\n  "Resources": {\n    "News": {\n      "Type": "AWS::SNS::Topic"\n    }\n  }\n}\n';
    const { reading } = open(text, 'a.json');
    expect(cloudformation.symbols?.(reading)[0]?.children).toMatchObject([{ name: 'News', detail: 'AWS::SNS::Topic' }]);
    expect(cloudformation.folding?.(reading).length).toBe(2);
    const spans = cloudformation.selection?.(reading, text.indexOf('SNS')) ?? [];
    expect(spans.length).toBeGreaterThan(3);
    expect(cloudformation.tokens?.(reading).map(({ span }) => text.slice(span.start, span.end))).toEqual([
      'News',
      'AWS::SNS::Topic',
    ]);
  });
});

test('what a change replaces is shown on request', () => {
  const text = template(
    "A:\n  Type: AWS::SNS::Topic\n  Properties: { TopicName: x, DisplayName: y }\nB:\n  Type: AWS::EC2::Instance\n  Properties:\n    NetworkInterfaces:\n      - DeviceIndex: '0'\n    Monitoring: true",
  );
  const { reading, around } = open(text);
  const all = { start: 0, end: text.length };
  const said = cloudformation
    .hints?.(reading, all, around, true)
    .map(({ offset }) => text.slice(0, offset).split(/\W/).at(-1));
  expect(said?.slice(0, 2)).toEqual(['TopicName', 'NetworkInterfaces']);
  expect(said).not.toContain('DisplayName');
  expect(said).not.toContain('Monitoring');
  expect(cloudformation.hints?.(reading, all, around)).toEqual([]);
});

test('what the build of JavaScript begins with, code for all functions, code to be packaged and what is taken in are links', () => {
  const links = (text: string) => {
    const { reading, around } = open(text, '/w/shop/template.yaml');
    return cloudformation
      .links?.(reading, around)
      .map(({ span, target }) => `${text.slice(span.start, span.end)} -> ${target}`);
  };
  const built = `Transform: AWS::Serverless-2016-10-31
Globals: { Function: { CodeUri: 'src/', Runtime: nodejs22.x } }
Resources:
  F:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [app.ts] } }
    Properties: { Handler: "app.run" }
  G: { Type: AWS::Serverless::Function, Properties: { Handler: other.run } }
  Fn::Transform: { Name: AWS::Include, Parameters: { Location: ./more.yaml } }
`;
  expect(links(built)).toEqual([
    'src/ -> /w/shop/src',
    './more.yaml -> /w/shop/more.yaml',
    'app.run -> /w/shop/src/app.ts',
  ]);
  expect(
    links(
      template(
        'L:\n  Type: AWS::Lambda::Function\n  Properties: { Code: ./lib, Handler: a/b.main, Runtime: python3.13 }\nI:\n  Type: AWS::Lambda::Function\n  Properties: { Code: { ZipFile: x }, Handler: a.b, Runtime: python3.13 }',
      ),
    ),
  ).toEqual(['./lib -> /w/shop/lib', 'a/b.main -> /w/shop/lib/a/b.py']);
});
