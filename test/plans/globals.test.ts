import { expect, test } from 'vitest';
import { lines, one, planned } from './fixed.ts';

const template = ({ runtime = 'python3.12', layer = 'arn:a', own = 'Handler: a.b' } = {}) =>
  one(
    '/w/template.yaml',
    lines(
      'Transform: AWS::Serverless-2016-10-31',
      'Globals:',
      '  Function:',
      `    Runtime: ${runtime}`,
      `    Layers: [${layer}]`,
      '    Environment: { Variables: { STAGE: one } }',
      'Resources:',
      '  Orders:',
      '    Type: AWS::Serverless::Function',
      `    Properties: { CodeUri: src/, ${own} }`,
      '  Jobs:',
      '    Type: AWS::SQS::Queue',
    ),
  );

const changed = (green: Parameters<typeof template>[0], blue: Parameters<typeof template>[0]) =>
  planned(template(green), template(blue)).plan.nodes.flatMap(({ label, changedPaths = [] }) =>
    changedPaths.map(({ path, before, after }) => [label, path, before, after]),
  );

test('what Globals says is said of every function', () => {
  expect(changed({ runtime: 'python3.13' }, {})).toEqual([['Orders', 'Runtime', 'python3.12', 'python3.13']]);
  expect(changed({}, {})).toEqual([]);
});

test('what a function says itself wins, lists stand behind one another', () => {
  const own = 'Runtime: nodejs24.x, Layers: [arn:own]';
  expect(changed({ own, runtime: 'python3.13' }, { own })).toEqual([]);
  expect(changed({ own, layer: 'arn:b' }, { own })).toEqual([['Orders', 'Layers[0]', 'arn:a', 'arn:b']]);
});

test('moving a setting from every function into Globals changes nothing', () => {
  const own = 'Environment: { Variables: { STAGE: one } }';
  expect(changed({}, { own: `Handler: a.b, ${own}` })).toEqual([]);
});

test('what is to be ignored is ignored', () => {
  const ignoring = (names: string, runtime: string) => {
    const { '/w/template.yaml': text = '' } = template({ runtime });
    return one('/w/template.yaml', text.replace('    Properties', `    IgnoreGlobals: ${names}\n    Properties`));
  };
  const steps = (names: string) => planned(ignoring(names, 'python3.13'), ignoring(names, 'python3.12')).plan.steps;
  expect(steps('[Runtime]')).toEqual([]);
  expect(steps("'*'")).toEqual([]);
  expect(steps('[Layers]')).not.toEqual([]);
});
