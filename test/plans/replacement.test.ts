import { expect, test } from 'vitest';
import { replacement } from '../../server/core/schema/replacement.ts';
import { data } from './build.ts';
import { lines, one, planned } from './fixed.ts';

const forces = (type: string, setting: string) => replacement('cloudformation', type, setting, data).forces;

test.each([
  ['a type that nothing replaces', 'AWS::CloudFront::Distribution', 'DistributionConfig.Origins[0].DomainName', 'no'],
  ['what the transform makes of a function', 'AWS::Serverless::Function', 'Runtime', 'no'],
  ['its name', 'AWS::Serverless::Function', 'FunctionName', 'yes'],
  ['tags of a simple table', 'AWS::Serverless::SimpleTable', 'Tags', 'no'],
  ['its key', 'AWS::Serverless::SimpleTable', 'PrimaryKey', 'yes'],
  ['a nested application', 'AWS::Serverless::Application', 'Location', 'no'],
  ['a type nobody knows', 'Acme::Thing::Made', 'Name', 'unknown'],
])('%s', (_name, type, setting, answer) => {
  expect(forces(type, setting)).toBe(answer);
});

test('a text that is put together in another way is the same text', () => {
  const of = (value: string) =>
    one(
      '/w/a.yaml',
      lines(
        'Resources:',
        '  Access: { Type: AWS::CloudFront::CloudFrontOriginAccessIdentity }',
        '  Web:',
        '    Type: AWS::EC2::Instance',
        `    Properties: { ImageId: ami-1, KeyName: ${value} }`,
      ),
    );
  expect(planned(of("!Sub 'cloudfront/${Access}'"), of("!Join ['/', [cloudfront, !Ref Access]]")).plan.steps).toEqual(
    [],
  );
  expect(
    planned(of("!Sub 'cloudfront-${Access}'"), of("!Join ['/', [cloudfront, !Ref Access]]")).plan.steps,
  ).not.toEqual([]);
});
