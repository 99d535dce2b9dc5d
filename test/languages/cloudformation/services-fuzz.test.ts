import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findings, open } from './template.ts';

const YAML = `Transform: AWS::Serverless-2016-10-31 # all of it
Parameters:
  Env: { Type: String, Default: prod }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Mappings:
  Sizes: { prod: { Cpu: 2 } }
Resources:
  News:
    Type: AWS::SNS::Topic
    Condition: IsProd
    Properties:
      TopicName: !Sub '\${Env}-\${AWS::Region}'
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.run
      Environment:
        Variables:
          A: !If
            - IsProd
            - Fn::GetAtt: [News, TopicName]
            - !FindInMap [Sizes, prod, Cpu]
          B:
            Fn::Base64: !Sub |
              one \${News}
Outputs:
  Out:
    Value: !GetAtt News.TopicArn
    Export: { Name: !Sub '\${Env}-x' }
`;
const JSON_TEXT = `{
  "Parameters": { "Env": { "Type": "String", "Default": "prod" } },
  "Resources": {
    // a comment
    "News": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::Sub": "\${Env}-x" } } },
    "P": { "Type": "AWS::SSM::Parameter", "DependsOn": ["News"], "Properties": { "Value": { "Fn::GetAtt": ["News", "TopicName"] } } }
  }
}
`;
const BITS = [
  '[',
  '{',
  '"',
  "'",
  '!',
  '!Ref ',
  '$',
  '${',
  '\n',
  '\t',
  ': ',
  '- ',
  '#',
  '}',
  ']',
  '&a ',
  '*a',
  '<<: ',
  '|\n',
  ',',
];

/** Every service at one place of a text that somebody is in the middle of changing. */
function everything(text: string, path: string, at: number): unknown {
  const { reading, around } = open(text, path);
  const refactorings = cloudformation.refactorings?.(reading, { start: at, end: at }, around) ?? [];
  return [
    cloudformation.check(reading, around),
    cloudformation.complete?.(reading, at, around),
    cloudformation.hover?.(reading, at, around),
    cloudformation.definition?.(reading, at, around),
    cloudformation.references?.(reading, at, around),
    cloudformation.rename?.(reading, at, 'Renamed', around),
    refactorings.map(({ edits, later }) => [edits, later && cloudformation.refactored?.(reading, later, around)]),
    cloudformation.links?.(reading, around),
    cloudformation.hints?.(reading, { start: 0, end: text.length }, around),
    cloudformation.tokens?.(reading),
  ];
}

test('no service throws, and every place it names lies in the document', () => {
  const cut = fc.record({ at: fc.nat(2000), length: fc.nat(30), bit: fc.constantFrom('', ...BITS) });
  fc.assert(
    fc.property(fc.boolean(), fc.array(cut, { maxLength: 4 }), fc.nat(2000), (isJson, cuts, place) => {
      const text = cuts.reduce(
        (now, { at, length, bit }) => now.slice(0, at) + bit + now.slice(at + length),
        isJson ? JSON_TEXT : YAML,
      );
      inside(text, isJson ? 'a.json' : 'a.yaml', place);
    }),
    { numRuns: 400, seed: 3 },
  );
});

const ODD = YAML.replace(
  '  IsProd:',
  `  Both: !And # two
    - !Or [!Equals [!Ref Env, a], !Condition IsProd]
    # not in Europe
    - !Not [!Equals [!Ref 'AWS::Region', eu-west-1]]
  IsProd:`,
).replace(
  '  F:\n',
  `  Flow: { Type: AWS::SNS::Topic, Condition: Both, Properties: { TopicNam: a, DisplayName: !If [Both, x-us-east-1, !GetAtt News.TopicName] } } # flow
  Words: # one
    # two
    Type: AWS::SSM::Parameter
    DependsOn: News
    Properties:
      Type: String
      Value: !Sub
        - 'arn:aws:sns:us-east-1:123456789012:\${News} \${A}' # three
        - A: !Ref News
          B: x
      Description: |
        in us-east-1
        and 'there'
  F:
`,
);

/** What is offered everywhere in a text: refactorings at each place, fixes of each finding. */
function* offers(text: string, path: string): Iterable<{ readonly title: string; readonly made: string }> {
  const { reading, around } = open(text, path);
  const seen = new Set<string>();
  for (let at = 0; at <= text.length; at++) {
    for (const { title, edits, later } of cloudformation.refactorings?.(reading, { start: at, end: at }, around) ??
      []) {
      const all = later === undefined ? edits : (cloudformation.refactored?.(reading, later, around) ?? []);
      const own = all.find((each) => each.path === path && each.create === undefined)?.edits;
      const key = `${title} ${JSON.stringify(own)}`;
      if (own === undefined || seen.has(key)) continue;
      seen.add(key);
      yield { title, made: applyEdits(text, own) };
    }
  }
  for (const { fixes = [] } of findings(text, path))
    for (const { title, edits, intents = [] } of fixes) {
      const own = [...edits, ...(intents.length > 0 ? cloudformation.rewrite(reading, intents) : [])];
      if (own.length > 0) yield { title, made: applyEdits(text, own) };
    }
}

test('whatever is offered at any place leaves a text that reads, with its comments and without a new error', () => {
  // What is required is added empty, to be filled in.
  const fillIn = /^Add the required/;
  const sound = JSON_TEXT.replace('    // a comment\n', '').replace(
    '"Properties": {',
    '"Properties": { "DisplayName": "x-us-east-1", "TopicNam": "arn:aws:sns",',
  );
  for (const [text, path] of [
    [ODD, 'a.yaml'],
    [ODD.replaceAll('\n', '\r\n'), 'a.yaml'],
    [sound, 'a.json'],
  ] as const) {
    const errors = (of: string) => findings(of, path).filter(({ severity }) => severity === 'error');
    const before = errors(text).map(({ code }) => code);
    let count = 0;
    for (const { title, made } of offers(text, path)) {
      count++;
      const { reading } = open(made, path);
      expect(reading.tree.tier, title).toBe('fast');
      expect(reading.comments.length, title).toBe(open(text, path).reading.comments.length);
      if (fillIn.test(title)) continue;
      const after = errors(made).map(({ code }) => code);
      expect(
        after.filter((code) => !before.includes(code)),
        `${title}\n${made}`,
      ).toEqual([]);
      expect(after.length, `${title}\n${made}`).toBeLessThanOrEqual(before.length);
    }
    expect(count).toBeGreaterThan(path.endsWith('json') ? 8 : 30);
  }
});

/** Every place that a service names lies in the document. */
function inside(text: string, path: string, place: number): void {
  const said = JSON.stringify(everything(text, path, Math.min(place, text.length)));
  for (const [, start = '', end = ''] of said.matchAll(/"start":(-?\d+),"end":(-?\d+)/g)) {
    expect(Number(start)).toBeGreaterThanOrEqual(0);
    expect(Number(end)).toBeGreaterThanOrEqual(Number(start));
    expect(Number(end)).toBeLessThanOrEqual(text.length);
  }
}

type Slip = (lines: readonly string[], at: number) => readonly string[];
const at =
  (change: (line: string) => string): Slip =>
  (lines, index) =>
    lines.with(index, change(lines[index] ?? ''));

/** What happens to whole lines while a template is worked on. */
const SLIPS: readonly Slip[] = [
  (lines, index) => lines.toSpliced(index, 2),
  (lines, index) => lines.slice(0, index),
  (lines, index) => lines.toSpliced(index, 0, lines[index] ?? ''),
  at((line) => line.trimStart()),
  at((line) => `      ${line}`),
  at((line) => line.replace(/^ +/, (spaces) => '\t'.repeat(spaces.length / 2))),
  at((line) => line.replace(': ', ': !FindInMap ')),
  at((line) => line.replace(/: .*/, ': !!binary [')),
  at((line) => line.replace(/\w+:/, `${'K'.repeat(20_000)}:`)),
  at((line) => line.replace(/\w+:/, '__proto__:')),
  at((line) => `${line}\r`),
];

test('nor when lines are lost, moved, tagged or grow beyond measure', () => {
  const slip = fc.record({ line: fc.nat(60), how: fc.constantFrom(...SLIPS) });
  fc.assert(
    fc.property(fc.boolean(), fc.array(slip, { minLength: 1, maxLength: 3 }), fc.nat(2000), (isJson, slips, place) => {
      const lines = slips.reduce<readonly string[]>(
        (now, { line, how }) => (now.length === 0 ? now : how(now, line % now.length)),
        (isJson ? JSON_TEXT : YAML).split('\n'),
      );
      inside(lines.join('\n'), isJson ? 'a.json' : 'a.yaml', place);
    }),
    { numRuns: 300, seed: 5 },
  );
});
