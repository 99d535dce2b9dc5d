import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { open, template } from './template.ts';

/** The bar is the cursor. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  return { offset, ...open(marked.replace('|', '')) };
}

function labels(marked: string): string[] {
  const { reading, offset, around } = at(marked);
  return (cloudformation.complete?.(reading, offset, around) ?? []).map(({ label }) => label);
}

const TOPIC = 'News:\n  Type: AWS::SNS::Topic\n';

describe('completion', () => {
  test('sections, resource attributes, properties', () => {
    expect(labels('|')).toContain('Resources');
    expect(labels('Resources:\n  A:\n    |')).toContain('Type');
    expect(labels(template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    |'))).toEqual(
      expect.arrayContaining(['Code', 'Role', 'Handler']),
    );
    expect(labels(template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    |')).slice(0, 2)).toEqual([
      'Code',
      'Role',
    ]);
    expect(labels(template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    TracingConfig:\n      |'))).toContain(
      'Mode',
    );
    expect(labels(template('A:\n  Type: AWS::S3::Bucket\n  Properties:\n    Tags:\n      - |'))).toEqual(
      expect.arrayContaining(['Key', 'Value']),
    );
  });

  test('types by any part of their name, never more than 200', () => {
    expect(labels('Resources:\n  A:\n    Type: lambdaf|')[0]).toBe('AWS::Lambda::Function');
    expect(labels('Resources:\n  A:\n    Type: |').length).toBe(200);
  });

  test('values and references', () => {
    expect(
      labels(template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    TracingConfig:\n      Mode: |')),
    ).toEqual(expect.arrayContaining(['Active', 'PassThrough']));
    expect(labels(template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !Ref |`))).toEqual(
      expect.arrayContaining(['News', 'AWS::Region']),
    );
    expect(labels(template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !GetAtt |`))).toContain(
      'News.TopicName',
    );
    expect(
      labels(template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !Sub 'a \${|'`)),
    ).toEqual(expect.arrayContaining(['News', 'News.TopicName']));
    expect(labels(template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  DependsOn: |`))).toEqual(['News']);
  });
});

/** Text after taking the named item, snippet places as they are. */
function taking(marked: string, label: string, path?: string): string | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { reading, around } = open(text, path);
  const item = cloudformation.complete?.(reading, offset, around).find((each) => each.label === label);
  return item && applyEdits(text, [item.edit]);
}

describe('completion in every form', () => {
  const MORE = `Parameters:
  Env: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Mappings:
  Sizes: { prod: { Cpu: 2, Mem: 4 }, dev: { Cpu: 1 } }
`;
  const value = (text: string) =>
    template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: ${text}`, MORE);

  test.each([
    ['!GetAtt [|]', ['News', 'P']],
    ['!GetAtt [News, |]', ['TopicArn', 'TopicName']],
    ['\n      Fn::GetAtt:\n        - News\n        - |', ['TopicArn', 'TopicName']],
    ['!If [|, a, b]', ['IsProd']],
    ['!If\n      - |\n      - a\n      - b', ['IsProd']],
    ['!FindInMap [|]', ['Sizes']],
    ['!FindInMap [Sizes, |]', ['prod', 'dev']],
    ['!FindInMap [Sizes, dev, |]', ['Cpu']],
    ['!FindInMap [Sizes, !Ref Env, |]', ['Cpu', 'Mem']],
    ["'plain ${|}'", []],
    ["!Sub 'a $|{News}'", []],
  ])('the arguments of %s', (text, wanted) => expect(labels(value(text))).toEqual(wanted));

  test('names that a Sub binds come first', () => {
    expect(labels(value("!Sub ['${|}', { Mine: x }]")).slice(0, 3)).toEqual(['Mine', 'Env', 'News']);
  });

  test('half-typed keys, also the first of a map', () => {
    expect(labels('Res|')).toContain('Resources');
    expect(labels('Resources:\n  A:\n    Ty|')).toContain('Type');
    expect(labels(template('A:\n  Type: AWS::SNS::Topic\n  Properties:\n    Top|'))).toContain('TopicName');
    expect(labels(template('A:\n  Type: AWS::SNS::Topic\n  Prop|'))).toContain('Properties');
  });

  test('whole resources with what they require', () => {
    expect(taking('Resources:\n  lambdafun|', 'Function')).toBe(
      'Resources:\n  ${1:Function}:\n  Type: AWS::Lambda::Function\n  Properties:\n    Code: $2\n    Role: $3',
    );
    expect(labels('Outputs:\n  |')).toEqual(['new output']);
    expect(labels('Conditions:\n  |')).toEqual(['new condition']);
    expect(labels('Mappings:\n  |')).toEqual(['new mapping']);
  });

  test('the body of a loop knows its type', () => {
    const loop = `Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Topics:\n    - Name\n    - [a, b]\n    - T\${Name}:\n        Type: AWS::SNS::Topic\n        Properties:\n          |\n`;
    expect(labels(loop)).toContain('TopicName');
  });

  test('branches of If take what their property takes', () => {
    expect(
      labels(
        template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    TracingConfig:\n      Mode: !If [C, |, b]'),
      ),
    ).toEqual(expect.arrayContaining(['Active', 'PassThrough']));
  });

  test('policies: documents, updates, creation', () => {
    const statement = (text: string) =>
      template(
        `A:\n  Type: AWS::IAM::ManagedPolicy\n  Properties:\n    PolicyDocument:\n      Statement:\n        - ${text}`,
      );
    expect(labels(statement('|'))).toEqual(expect.arrayContaining(['Effect', 'Action', 'Resource']));
    expect(labels(statement('Effect: |'))).toEqual(['Allow', 'Deny']);
    const group = (text: string) => template(`A:\n  Type: AWS::AutoScaling::AutoScalingGroup\n  ${text}`);
    expect(labels(group('UpdatePolicy:\n    |'))).toContain('AutoScalingRollingUpdate');
    expect(labels(group('UpdatePolicy:\n    AutoScalingRollingUpdate:\n      |'))).toContain('MinInstancesInService');
    expect(labels(group('CreationPolicy:\n    |'))).not.toContain('StartFleet');
  });

  test('serverless: events, their types and properties, defaults', () => {
    const sam = (text: string) =>
      `Transform: AWS::Serverless-2016-10-31\n${template(`F:\n  Type: AWS::Serverless::Function\n  Properties:\n    Events:\n      E:\n        ${text}`)}`;
    expect(labels(sam('|'))).toEqual(['Type', 'Properties']);
    expect(labels(sam('Type: |'))).toEqual(expect.arrayContaining(['S3', 'Api', 'CloudWatchEvent', 'Schedule']));
    expect(labels(sam('Type: S3\n        Properties:\n          |'))).toContain('Bucket');
    const globals =
      'Transform: AWS::Serverless-2016-10-31\nGlobals:\n  |\nResources:\n  A:\n    Type: AWS::SNS::Topic\n';
    expect(labels(globals)).toEqual(expect.arrayContaining(['Function', 'HttpApi']));
    expect(labels(globals.replace('|', 'Function:\n    |'))).toEqual(expect.arrayContaining(['Runtime', 'Timeout']));
  });

  test('names that other templates export', () => {
    const { reading, around, offset } = at(value('!ImportValue |'));
    const other = open(
      `${template('A:\n  Type: AWS::SNS::Topic')}Outputs:\n  O: { Value: x, Export: { Name: net-id } }\n`,
    ).reading;
    const project = { ...around.project, paths: () => ['b.yaml'], reading: () => other };
    expect(cloudformation.complete?.(reading, offset, { ...around, project }).map(({ label }) => label)).toEqual([
      'net-id',
    ]);
  });
});

describe('completion in JSON', () => {
  const json = (body: string) =>
    `{\n  "Conditions": { "IsProd": { "Fn::Equals": ["a", "b"] } },\n  "Resources": {\n    "Role": { "Type": "AWS::IAM::Role" },\n    "A": ${body}\n  }\n}\n`;
  const fn = (body: string) => json(`{ "Type": "AWS::Lambda::Function", "Properties": { ${body} } }`);
  const took = (text: string, label: string) => taking(text, label, 'a.json');

  test('keys bring their quotes and what opens behind them', () => {
    expect(took('{ | }', 'Resources')).toBe('{ "Resources": {$0} }');
    expect(took('{ "|" }', 'Resources')).toBe('{ "Resources": {$0} }');
    expect(took(json('{ "Ty|" }'), 'Type')).toBe(json('{ "Type": "$0" }'));
    expect(took(fn('"|"'), 'Code')).toBe(fn('"Code": {$0}'));
    expect(took(fn('|'), 'Layers')).toBe(fn('"Layers": [$0]'));
    expect(took(fn('"Ro|": "x"'), 'Role')).toBe(fn('"Role": "x"'));
  });

  test('values bring quotes where there are none', () => {
    expect(took(json('{ "Type": | }'), 'AWS::IAM::Role')).toBe(json('{ "Type": "AWS::IAM::Role" }'));
    expect(took(json('{ "Type": "AWS::I|" }'), 'AWS::IAM::Role')).toBe(json('{ "Type": "AWS::IAM::Role" }'));
    expect(took(json('{ "Type": "AWS::SNS::Topic", "Condition": | }'), 'IsProd')).toContain('"Condition": "IsProd"');
    expect(took(fn('"TracingConfig": { "Mode": | }'), 'Active')).toBe(fn('"TracingConfig": { "Mode": "Active" }'));
  });

  test('references take the place of a text with its quotes', () => {
    const role = fn('"Role": { "Fn::GetAtt": ["Role", "Arn"] }');
    expect(took(fn('"Role": |'), 'GetAtt Role.Arn')).toBe(role);
    expect(took(fn('"Role": "|"'), 'GetAtt Role.Arn')).toBe(role);
    expect(took(fn('"Handler": |'), 'Ref')).toBe(fn('"Handler": { "Ref": "$0" }'));
    expect(took(fn('"Handler": { "|" }'), 'Fn::Sub')).toBe(fn('"Handler": { "Fn::Sub": "$0" }'));
    expect(took(fn('"Handler": { "Fn::GetAtt": ["Role", "|"] }'), 'Arn')).toContain('["Role", "Arn"]');
    expect(took(fn('"Handler": { "Fn::If": ["|", "a", "b"] }'), 'IsProd')).toContain('["IsProd", "a", "b"]');
    expect(took(fn('"Handler": { "Fn::Sub": "a ${|}" }'), 'Role.Arn')).toContain('a ${Role.Arn}');
  });
});

describe('hover', () => {
  test('a property says what a change does', () => {
    const { reading, offset, around } = at(template('A:\n  Type: AWS::SNS::Topic\n  Properties:\n    Topic|Name: x'));
    expect(cloudformation.hover?.(reading, offset, around)?.markdown).toContain('REPLACES');
  });

  test('text of the template cannot become a link', () => {
    const { reading, offset, around } = at(
      template(
        'A:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: !Ref N|ame',
        'Parameters:\n  Name: {Type: String, Description: "[x](command:evil)"}\n',
      ),
    );
    expect(cloudformation.hover?.(reading, offset, around)?.markdown).not.toContain('](command:');
  });
});

describe('rename', () => {
  test('covers Ref, GetAtt, Sub, DependsOn and the declaration', () => {
    const text = template(
      `${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  DependsOn: [News]\n  Properties:\n    Type: String\n    Value: !Sub '\${News} \${News.TopicName} \${!News} News'\n    Description: !GetAtt 'Ne|ws.TopicName'`,
    );
    const { reading, offset, around } = at(text);
    const result = cloudformation.rename?.(reading, offset, 'Updates', around);
    if (result === undefined || 'refused' in result) throw new Error('refused');
    const renamed = applyEdits(reading.source.text, result.edits[0]?.edits ?? []);
    expect(renamed).toBe(
      text
        .replace('|', '')
        .replace('  News:\n', '  Updates:\n')
        .replace('[News]', '[Updates]')
        .replace(`\${News}`, `\${Updates}`)
        .replace(`\${News.`, `\${Updates.`)
        .replace("'News.Topic", "'Updates.Topic"),
    );
  });

  test('refuses a name that a loop makes', () => {
    const { reading, offset, around } = at(
      'Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::All: [N, [a, b], {"T|${N}": {Type: AWS::SNS::Topic}}]\n',
    );
    expect(cloudformation.rename?.(reading, offset, 'Other', around)).toHaveProperty('refused');
  });

  test('refuses a name that is taken or not alphanumeric', () => {
    const { reading, offset, around } = at(
      template(`Ne|ws:\n  Type: AWS::SNS::Topic\nOther:\n  Type: AWS::SNS::Topic`),
    );
    expect(cloudformation.rename?.(reading, offset, 'Other', around)).toHaveProperty('refused');
    expect(cloudformation.rename?.(reading, offset, 'my-news', around)).toHaveProperty('refused');
  });
});

describe('more services', () => {
  test('tokens stand in order and do not overlap', () => {
    const { reading } = open(
      template(`${TOPIC}P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !Sub '\${News} \${News.TopicName}'`),
    );
    const tokens = cloudformation.tokens?.(reading) ?? [];
    expect(tokens.map(({ span }) => reading.source.text.slice(span.start, span.end))).toEqual([
      'News',
      'AWS::SNS::Topic',
      'P',
      'AWS::SSM::Parameter',
      '!Sub',
      'News',
      'News',
      'TopicName',
    ]);
  });

  test('the dependency graph, out and in', () => {
    const { reading, around, offset } = at(
      template(`News:\n  Type: AWS::SNS::Topic\nP|:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: !Ref News`),
    );
    const project = { ...around, project: { ...around.project, reading: () => reading } };
    const item = cloudformation.callItem?.(reading, offset, project);
    expect(item && cloudformation.calls?.(item, 'out', project).map((call) => call.item.name)).toEqual(['News']);
    const topic = cloudformation.callItem?.(reading, reading.source.text.indexOf('News'), project);
    expect(topic && cloudformation.calls?.(topic, 'in', project).map((call) => call.item.name)).toEqual(['P']);
  });

  test('a literal becomes a parameter with itself as default', () => {
    const { reading, around, offset } = at(
      template('A:\n  Type: AWS::Lambda::Function\n  Properties:\n    MemorySize: 5|12'),
    );
    const found = cloudformation.refactorings?.(reading, { start: offset, end: offset }, around) ?? [];
    const extract = found.find(({ title }) => title.startsWith('Extract'));
    const text = applyEdits(reading.source.text, extract?.edits[0]?.edits ?? []);
    expect(text).toContain('MemorySize: !Ref AMemorySize');
    expect(text).toMatch(/Parameters:\n {2}AMemorySize:\n {4}Type: Number\n {4}Default: ["']?512/);
  });

  test('required properties are added where there are none', () => {
    const { reading, around, offset } = at(template('A|:\n  Type: AWS::Lambda::Function'));
    const found = cloudformation.refactorings?.(reading, { start: offset, end: offset }, around) ?? [];
    const text = applyEdits(reading.source.text, found[0]?.edits[0]?.edits ?? []);
    expect(text).toMatch(/Properties:\n\s+Code: \{\}\n\s+Role: ''|Properties:\n\s+Code: \{\}\n\s+Role: ""/);
  });

  test('a default is shown behind its use, a secret is not', () => {
    const { reading, around } = open(
      template(
        'A:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: !Ref Name\n    DisplayName: !Ref Word',
        'Parameters:\n  Name: {Type: String, Default: news}\n  Word: {Type: String, Default: x, NoEcho: true}\n',
      ),
    );
    expect(
      cloudformation.hints?.(reading, { start: 0, end: reading.source.text.length }, around).map(({ label }) => label),
    ).toEqual([' = news']);
  });
});
