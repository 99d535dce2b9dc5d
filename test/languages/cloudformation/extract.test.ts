import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findings, open, template } from './template.ts';

/** Titles offered at the mark `^`, and the text after the one that matches. */
function at(marked: string, path = 'shop.yaml') {
  const offset = marked.indexOf('^');
  const text = marked.replace('^', '');
  const { reading, around } = open(text, path);
  const found = cloudformation.refactorings?.(reading, { start: offset, end: offset }, around) ?? [];
  return {
    titles: found.map(({ title }) => title),
    after: (title: RegExp) => {
      const edits = found.find((each) => title.test(each.title))?.edits[0]?.edits;
      return edits && applyEdits(text, edits);
    },
  };
}

const server = (properties: string) => `Server:
  Type: AWS::EC2::Instance
  Properties:
${properties.replace(/^/gm, '    ')}`;

describe('extracting to a mapping', () => {
  test('the value stands under the name of its resource', () => {
    expect(at(template(server('InstanceType: t3.m^icro # small'))).after(/to a mapping/)).toBe(
      template(
        server('InstanceType: !FindInMap [ServerSettings, All, InstanceType] # small'),
        'Mappings:\n  ServerSettings:\n    All:\n      InstanceType: t3.micro\n',
      ),
    );
  });

  test('a second one joins it, and a name that is taken gets a number', () => {
    const more = 'Mappings:\n  ServerSettings:\n    All: # for all\n      ImageId: ami-1\n';
    expect(at(template(server("ImageId: 'ami^-2'"), more)).after(/to a mapping/)).toBe(
      template(
        server('ImageId: !FindInMap [ServerSettings, All, ImageId2]'),
        more.replace('ami-1\n', "ami-1\n      ImageId2: 'ami-2'\n"),
      ),
    );
  });

  test('in JSON', () => {
    const json = `{
  "Resources": {
    "Server": { "Type": "AWS::EC2::Instance", "Properties": { "InstanceType": "t3^.micro" } }
  }
}
`;
    expect(JSON.parse(at(json, 'a.json').after(/to a mapping/) ?? '')).toEqual({
      Mappings: { ServerSettings: { All: { InstanceType: 't3.micro' } } },
      Resources: {
        Server: {
          Type: 'AWS::EC2::Instance',
          Properties: { InstanceType: { 'Fn::FindInMap': ['ServerSettings', 'All', 'InstanceType'] } },
        },
      },
    });
  });

  test('nothing is extracted where no function can stand', () => {
    for (const value of ['!GetAtt [Oth^er, Arn]', '!If [IsPr^od, a, b]', '!Ref Ot^her', '!FindInMap [A, b^, c]'])
      expect(at(template(server(`KeyName: ${value}`))).titles.filter((title) => /Extract/.test(title))).toEqual([]);
    expect(at(template(server('KeyName: !If [IsProd, a^, b]'))).titles).toContain('Extract to a mapping');
  });
});

describe('what the stack knows of its place', () => {
  const turned = (value: string, title: RegExp, path?: string) =>
    at(template(server(value)), path)
      .after(title)
      ?.split('Properties:\n')[1]
      ?.trim();

  test('stands for a region, a partition and an account that are written in', () => {
    expect(turned('KeyName: us-east^-1', /region/)).toBe('KeyName: !Ref AWS::Region');
    expect(turned('KeyName: "a-us-eas^t-1b" # where', /region/)).toBe(`KeyName: !Sub "a-\${AWS::Region}b" # where`);
    const arn = 'KeyName: arn:aws:iam::1234567^89012:role/x';
    expect(turned(arn, /account of the stack \(AWS::AccountId\) instead of 123456789012/)).toBe(
      `KeyName: !Sub 'arn:aws:iam::\${AWS::AccountId}:role/x'`,
    );
    expect(turned(arn, /partition/)).toBe(`KeyName: !Sub 'arn:\${AWS::Partition}:iam::123456789012:role/x'`);
    expect(turned(`KeyName: !Sub arn:aw^s:\${Server}`, /partition/)).toBe(
      `KeyName: !Sub 'arn:\${AWS::Partition}:\${Server}'`,
    );
    expect(turned(`Tags: [{ Key: a, Value: eu-we^st-2 }, b]`, /region/)).toContain('Value: !Ref AWS::Region }');
  });

  test('in a text of several lines', () => {
    expect(turned('KeyName: |\n  one eu-west-1\n  tw^o eu-west-1', /region/)).toBe(
      `KeyName: !Sub |\n        one \${AWS::Region}\n        two \${AWS::Region}`,
    );
  });

  test('in JSON', () => {
    const json = (value: string) =>
      `{ "Resources": { "S": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": ${value} } } } }`;
    expect(at(json('"x-us-e^ast-1"'), 'a.json').after(/region/)).toBe(json(`{ "Fn::Sub": "x-\${AWS::Region}" }`));
    expect(at(json('"12345^6789012"'), 'a.json').after(/account/)).toBe(json('{ "Ref": "AWS::AccountId" }'));
    expect(at(json(`{ "Fn::Sub": "us-ea^st-1 \${S}" }`), 'a.json').after(/region/)).toBe(
      json(`{ "Fn::Sub": "\${AWS::Region} \${S}" }`),
    );
  });

  test('but not where a text would mean something else', () => {
    const none = (value: string) =>
      at(template(server(value))).titles.filter((title) => title.includes('of the stack'));
    expect(none(`KeyName: "\${X}-us-ea^st-1"`)).toEqual([]);
    expect(none('KeyName: !Ref us-ea^st-1')).toEqual([]);
    expect(none('KeyName: my-saus-east-1^')).toEqual([]);
    expect(none('KeyName: 1234567890123^')).toEqual([]);
  });
});

describe('Ref and GetAtt', () => {
  const use = (value: string) =>
    template(`Q:\n  Type: AWS::SQS::Queue\nP:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Value: ${value}`);
  const turned = (value: string, title: RegExp) => at(use(value)).after(title)?.split('Value: ')[1]?.trimEnd();

  test('become each other, in every form', () => {
    expect(turned('!Re^f Q # it', /attribute Arn/)).toBe('!GetAtt Q.Arn # it');
    expect(turned('{ Ref: Q^ }', /attribute Arn/)).toBe('{ Fn::GetAtt: [Q, Arn] }');
    expect(turned('!GetAtt Q.Ar^n', /Ref of Q gives \(QueueUrl\)/)).toBe('!Ref Q');
    expect(turned('!GetAtt\n      - Q\n      - Ar^n', /Ref of Q/)).toBe('!Ref Q');
    expect(turned('{ Fn::GetAtt: [Q, A^rn] }', /Ref of Q/)).toBe('{ Ref: Q }');
    expect(turned(`!Sub 'a \${Q^} b'`, /attribute QueueName/)).toBe(`!Sub 'a \${Q.QueueName} b'`);
    expect(turned(`!Sub 'a \${Q.A^rn} b'`, /Ref of Q/)).toBe(`!Sub 'a \${Q} b'`);
  });

  test('in JSON', () => {
    const json = (value: string) =>
      `{ "Resources": { "Q": { "Type": "AWS::SQS::Queue" }, "P": { "Type": "AWS::SSM::Parameter", "Properties": { "Value": ${value} } } } }`;
    expect(at(json('{ "Ref": "Q^" }'), 'a.json').after(/attribute Arn/)).toBe(json('{ "Fn::GetAtt": ["Q", "Arn"] }'));
    expect(at(json('{ "Fn::GetAtt": ["Q", "A^rn"] }'), 'a.json').after(/Ref of Q/)).toBe(json('{ "Ref": "Q" }'));
  });

  test('a comment in between is not lost', () => {
    expect(turned('!GetAtt # why\n      - Q\n      - Ar^n', /Ref of Q/)).toBeUndefined();
  });
});

describe('extracting a condition', () => {
  const conditions = (text: string) => template('A:\n  Type: AWS::SNS::Topic', `Conditions:\n${text}`);

  test('a part gets a name', () => {
    expect(
      at(
        conditions('  Big: !And [!Equals [!R^ef Env, prod], !Condition Other] # both\n  Other: !Equals [a, a]\n'),
      ).after(/to the condition EnvIsProd/),
    ).toBe(
      conditions(
        '  Big: !And [!Condition EnvIsProd, !Condition Other] # both\n  Other: !Equals [a, a]\n  EnvIsProd: !Equals [!Ref Env, prod]\n',
      ),
    );
  });

  test('over several lines, with its comments', () => {
    expect(
      at(
        conditions(
          '  Big: !And\n    - !Or\n      # one\n      - !Equals [!Ref Env, a]\n      - !Equals [b, b]\n    - !Condition Big\n'.replace(
            '!Or',
            '!O^r',
          ),
        ),
      ).after(/OrCondition/),
    ).toBe(
      conditions(
        '  Big: !And\n    - !Condition OrCondition\n    - !Condition Big\n  OrCondition: !Or\n    # one\n    - !Equals [!Ref Env, a]\n    - !Equals [b, b]\n',
      ),
    );
  });

  test('in JSON', () => {
    const json = (c: string) => `{ "Conditions": { ${c} }, "Resources": {} }`;
    expect(at(json('"A": { "Fn::Not": [{ "Fn::Eq^uals": ["a", "b"] }] }'), 'a.json').after(/AIsB/)).toBe(
      json('"A": { "Fn::Not": [{ "Condition": "AIsB" }] }, "AIsB": { "Fn::Equals": ["a", "b"] }'),
    );
  });
});

test('a missing resource whose name says its type is created, and has the attribute asked for', () => {
  const text = template(
    'P:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Type: String\n    Value: !GetAtt NewsTopic.TopicArn',
  );
  const { reading } = open(text);
  const fixes = findings(text).flatMap(({ fixes = [] }) => fixes);
  const create = fixes.find(({ title }) => title === 'Create the AWS::SNS::Topic NewsTopic');
  const made = applyEdits(text, cloudformation.rewrite(reading, create?.intents ?? []));
  expect(made).toContain('  NewsTopic:\n    Type: AWS::SNS::Topic\n');
  expect(findings(made)).toEqual([]);
  expect(
    findings(template('A:\n  Type: AWS::SNS::Topic\n  DependsOn: Server9')).flatMap(({ fixes = [] }) => fixes),
  ).toEqual([]);
});

test('a name of which only the end is that of a simple type creates nothing', () => {
  const text = template('A:\n  Type: AWS::SNS::Topic\n  DependsOn: NodeLaunchTemplate');
  expect(findings(text).flatMap(({ fixes = [] }) => fixes)).toEqual([]);
});

test('no fix makes what it mends wrong in another way', () => {
  const titles = (text: string) => findings(text).flatMap(({ fixes = [] }) => fixes.map(({ title }) => title));
  const topic = (properties: string) => template(`A:\n  Type: AWS::SNS::Topic\n  Properties:\n    ${properties}`);
  expect(titles(topic('TopicName: x\n    TopicNam: y'))).not.toContain('Change to TopicName');
  expect(titles(topic(`TopicName: !Sub\n      - x-\${AWS::Region}\n      - { B: y }`))).toEqual([]);
  const alone = topic(`TopicName: !Sub ['x-\${AWS::Region}', { B: y }]`);
  const [fix] = findings(alone).flatMap(({ fixes = [] }) => fixes);
  expect(applyEdits(alone, fix?.edits ?? [])).toBe(topic(`TopicName: !Sub 'x-\${AWS::Region}'`));
});

test('in a long text the edits are made when somebody takes them', () => {
  const long = template(
    `${server('InstanceType: t3.micro')}\nOther:\n  Type: AWS::SNS::Topic\n  # ${'x'.repeat(60_000)}`,
  );
  const { reading, around } = open(long);
  const offset = long.indexOf('t3.') + 2;
  const found = cloudformation.refactorings?.(reading, { start: offset, end: offset }, around) ?? [];
  const mapping = found.find(({ title }) => title === 'Extract to a mapping');
  expect(mapping?.edits).toEqual([]);
  const [made] = cloudformation.refactored?.(reading, mapping?.later ?? '', around) ?? [];
  expect(applyEdits(long, made?.edits ?? [])).toContain('!FindInMap [ServerSettings, All, InstanceType]');
  expect(cloudformation.refactored?.(reading, 'mapping@0', around)).toEqual([]);
});
