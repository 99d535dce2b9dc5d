import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import { open } from './template.ts';

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
      const said = JSON.stringify(everything(text, isJson ? 'a.json' : 'a.yaml', Math.min(place, text.length)));
      for (const [, start = '', end = ''] of said.matchAll(/"start":(-?\d+),"end":(-?\d+)/g)) {
        expect(Number(start)).toBeGreaterThanOrEqual(0);
        expect(Number(end)).toBeGreaterThanOrEqual(Number(start));
        expect(Number(end)).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 400, seed: 3 },
  );
});
