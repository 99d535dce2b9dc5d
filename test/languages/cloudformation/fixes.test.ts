import { expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findings, open, template } from './template.ts';

/** Text after the fix of the only finding of a code; the finding is gone, and a safe fix leaves none. */
function fixed(text: string, code: string, path?: string): string | undefined {
  const { reading } = open(text, path);
  const all = findings(text, path);
  const [finding] = all.filter((each) => each.code === `cloudformation/${code}`);
  const fix = finding?.fixes?.[0];
  if (finding === undefined || fix === undefined) return undefined;
  const rewritten = fix.intents ? cloudformation.rewrite(reading, fix.intents) : [];
  const after = applyEdits(text, [...fix.edits, ...rewritten]);
  const left = findings(after, path);
  const told = ({ code: each, message }: (typeof left)[number]) => `${each} ${message}`;
  expect(left.map(told)).not.toContain(told(finding));
  if (fix.safety === 'safe') expect(left.map(told), told(finding)).toEqual([]);
  return after;
}

const A = (body: string) =>
  template(
    `A:\n  Type: AWS::Lambda::Function\n  Properties:\n    Role: arn:aws:iam::123456789012:role/r\n${body.replace(/^/gm, '    ')}`,
  );

test('one version of the template language', () => {
  expect(fixed(template('A:\n  Type: AWS::SNS::Topic').replace('2010', '2020'), 'invalid-value')).toContain(
    "'2010-09-09'",
  );
});

test('defaults of serverless resources need their transform', () => {
  const text = `Globals:\n  Function:\n    Timeout: 5\n${template('A:\n  Type: AWS::SNS::Topic')}`;
  expect(fixed(text, 'missing-transform')).toContain('Transform: AWS::Serverless-2016-10-31');
});

test('names hold letters and digits, wherever they stand', () => {
  const text = template(
    'my-news:\n  Type: AWS::SNS::Topic\nP:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Type: String\n    Value: !Ref my-news',
  );
  expect(fixed(text, 'logical-id')).toBe(text.replaceAll('my-news', 'mynews'));
});

test('one value becomes a list of it', () => {
  expect(fixed(A('Code: { ZipFile: x }\nHandler: a.b\nRuntime: python3.13\nLayers: arn:x'), 'wrong-type')).toContain(
    'Layers: [arn:x]',
  );
});

test('what must be there is put in to be filled', () => {
  expect(fixed(A('Handler: x'), 'missing-property')).toContain('Code: {}');
  expect(
    fixed(template('A:\n  Type: AWS::SSM::Parameter\n  Properties:\n    Type: String'), 'missing-property'),
  ).toMatch(/Value: ['"]{2}/);
  expect(fixed(template('A:\n  Type: AWS::SSM::Parameter'), 'missing-property')).toMatch(
    /Properties:\n {6}Type: ['"]{2}/,
  );
});

test('a parameter without a type', () => {
  const text = template(
    'A:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: !Ref N',
    'Parameters:\n  N:\n    Default: x\n',
  );
  expect(fixed(text, 'missing-type')).toContain('Type: String');
});

test('the branch that is always taken', () => {
  const text = template(
    'A:\n  Type: AWS::SNS::Topic\n  Condition: Prod\n  Properties:\n    TopicName: !If [Prod, news, other]',
    'Parameters:\n  Env: { Type: String }\nConditions:\n  Prod: !Equals [!Ref Env, prod]\n',
  );
  expect(fixed(text, 'unreachable-branch')).toContain('TopicName: news\n');
});

test('notation: a second key, a trailing comma, tabs, an open quote', () => {
  expect(fixed(template('A:\n  Type: AWS::SNS::Topic\n  Type: AWS::SQS::Queue'), 'duplicate-key')).toBe(
    template('A:\n  Type: AWS::SQS::Queue'),
  );
  expect(fixed('{ "Resources": { "A": { "Type": "AWS::SNS::Topic", } } }', 'syntax', 'a.json')).toBe(
    '{ "Resources": { "A": { "Type": "AWS::SNS::Topic" } } }',
  );
  expect(fixed('Resources:\n  A:\n\tType: AWS::SNS::Topic\n', 'syntax')).toMatch(/^Resources:\n {2}A:\n {2,4}Type/);
  expect(fixed(template('A:\n  Type: AWS::SNS::Topic\n  Properties:\n    TopicName: "x'), 'syntax')).toContain(
    'TopicName: "x"',
  );
});

test('a name that is missing is declared, in the section of its kind', () => {
  const use = (line: string) =>
    template(`A:\n  Type: AWS::SNS::Topic\n${line}`, 'Parameters:\n  P: { Type: String }\n');
  const after = fixed(use('  Properties: { TopicName: !Ref Other, DisplayName: !Ref P }'), 'undefined-reference');
  expect(after).toContain('Other:');
  expect(fixed(use('  Condition: Live\n  Properties: { TopicName: !Ref P }'), 'undefined-reference')).toContain(
    "Parameters:\n  P: { Type: String }\nConditions:\n  Live: !Equals ['true', 'true']\nResources:",
  );
  expect(
    fixed(
      use('  Properties: { TopicName: !FindInMap [Sizes, prod, Cpu], DisplayName: !Ref P }'),
      'undefined-reference',
    ),
  ).toMatch(/Mappings:\n {2}Sizes:\n {4}prod:\n {6}Cpu: ['"]{2}\nResources:/);
  const json = '{ "Resources": { "A": { "Type": "AWS::SNS::Topic", "Condition": "Live" } } }';
  expect(fixed(json, 'undefined-reference', 'a.json')).toContain('"Fn::Equals": [');
  // Which type a missing resource has nobody can know.
  expect(
    findings(use('  DependsOn: Nothing\n  Properties: { TopicName: !Ref P }')).flatMap(({ fixes }) => fixes ?? []),
  ).toEqual([]);
});
