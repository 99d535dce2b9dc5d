import { expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { lines, planned, type Texts } from './fixed.ts';
import { substance } from './golden.ts';
import { app, data, ROOT, root, unit } from './nested-texts.ts';

const planOf = (green: Texts, blue: Texts): Plan => planned(green, blue).plan;
const nodeIn = ({ nodes }: Plan, id: string) => nodes.find((node) => node.id === `Resources.${id}`);

test('nothing changed anywhere: nothing to deploy, and the stacks are their resources', () => {
  const plan = planOf(unit(), unit());
  expect(plan.steps).toEqual([]);
  expect(plan.readiness).toMatchObject({ score: 100 });
  expect(plan.nodes.map(({ label, source }) => [label, source.path])).toEqual([
    ['Network.Vpc', 'network.yaml'],
    ['App.Server', 'app/app.yaml'],
    ['App.Targets', 'app/app.yaml'],
    ['App.Listener', 'app/app.yaml'],
    ['Data.Db', 'data.yaml'],
  ]);
});

test('a new resource of a nested stack is made, the rest stays', () => {
  const more = ['  Jobs:', '    Type: AWS::SQS::Queue'];
  const plan = planOf(unit({ app: app({ more }) }), unit());
  expect(substance(plan)).toMatchObject({
    actions: {
      'Network.Vpc': 'share',
      'App.Server': 'share',
      'App.Targets': 'share',
      'App.Listener': 'share',
      'App.Jobs': 'expand',
      'Data.Db': 'share',
    },
    warnings: [],
    score: 100,
    pointOfNoReturn: null,
  });
  expect(nodeIn(plan, 'App.Jobs')).toMatchObject({ change: 'add', source: { path: 'app/app.yaml' } });
});

test('a store of a nested stack that would be replaced blocks', () => {
  const plan = planOf(unit({ data: data({ name: 'shop' }) }), unit());
  expect(nodeIn(plan, 'Data.Db')).toMatchObject({ change: 'replace', action: 'block', evidence: 'bundled-facts' });
  expect(substance(plan)).toMatchObject({
    warnings: [
      ['plan/no-retain', 'blocker', 'Data.Db'],
      ['plan/shared-state-change', 'blocker', 'Data.Db'],
    ],
    score: 49,
    cutOver: [],
  });
  expect(plan.warnings.every(({ source }) => source.path === 'data.yaml')).toBe(true);
});

test('a parameter that is handed down replaces a resource of the stack: its copy, and the switch in front of it', () => {
  const plan = planOf(unit({ root: root({ image: 'ami-2' }) }), unit());
  expect(nodeIn(plan, 'App.Server')).toMatchObject({ change: 'replace', action: 'duplicate' });
  expect(nodeIn(plan, 'App.Server')?.changedPaths).toMatchObject([
    { path: 'ImageId', before: 'ami-1', after: 'ami-2', forcesReplacement: 'yes' },
  ]);
  expect(substance(plan)).toMatchObject({
    actions: {
      'Network.Vpc': 'share',
      'App.Server': 'duplicate',
      'App.Targets': 'duplicate',
      'App.Listener': 'switch',
      'Data.Db': 'share',
    },
    cutOver: ['App.Listener weighted'],
    retire: ['App.Targets', 'App.Server'],
    warnings: [],
    extraUnits: 1,
  });
});

test('an output that the parent uses ties them together: the switch of the parent is in front of what the stack copies', () => {
  const more = [
    '  Listener:',
    '    Type: AWS::ElasticLoadBalancingV2::Listener',
    '    Properties:',
    '      DefaultActions: [{ Type: forward, TargetGroupArn: !GetAtt App.Outputs.Targets }]',
  ];
  const of = (image: string) => unit({ root: root({ image, more }), app: app({ listener: false }) });
  const plan = planOf(of('ami-2'), of('ami-1'));
  expect(plan.edges).toContainEqual(
    expect.objectContaining({ from: 'Resources.Listener', to: 'Resources.App.Targets', kind: 'route' }),
  );
  expect(substance(plan)).toMatchObject({
    actions: { 'App.Server': 'duplicate', 'App.Targets': 'duplicate', Listener: 'switch' },
    cutOver: ['Listener weighted'],
  });
});

test('an output of one stack that is handed to another ties their resources together', () => {
  const plan = planOf(unit(), unit());
  expect(plan.edges.map(({ from, to }) => [from, to])).toContainEqual([
    'Resources.App.Targets',
    'Resources.Network.Vpc',
  ]);
});

test.each([
  ['https://bucket.s3.amazonaws.com/app.yaml', 'https://bucket.s3.amazonaws.com/app.yaml'],
  ["!Sub 'https://${AWS::Region}/app.yaml'", 'only a deployment can tell'],
  ['./gone.yaml', './gone.yaml'],
])('a stack whose template is not at hand stays one thing, and says why: %s', (url, why) => {
  const plan = planOf(unit({ root: root({ app: url, image: 'ami-2' }) }), unit({ root: root({ app: url }) }));
  expect(nodeIn(plan, 'App')).toMatchObject({ action: 'review', change: 'unknown' });
  expect(plan.nodes.filter(({ id }) => id.startsWith('Resources.App.'))).toEqual([]);
  const [warning] = plan.warnings.filter(({ node }) => node === 'Resources.App');
  expect(warning).toMatchObject({ code: 'plan/external', severity: 'high' });
  expect(warning?.message).toContain(why);
  expect(nodeIn(plan, 'App')?.lifecycle.reasons.at(-1)).toMatch(/^PROPERTY: /);
  expect(plan.steps.length).toBeGreaterThan(0);
});

test('what only one side can look into is one thing on both: nothing is said to be removed', () => {
  const remote = root({ app: 'https://bucket.s3.amazonaws.com/app.yaml' });
  for (const [green, blue] of [
    [unit(), unit({ root: remote })],
    [unit({ root: remote }), unit()],
  ] as const) {
    const plan = planOf(green, blue);
    expect(plan.nodes.map(({ label, change }) => [label, change])).toEqual([
      ['Network.Vpc', 'unchanged'],
      ['App', 'unknown'],
      ['Data.Db', 'unchanged'],
    ]);
  }
  const { '/w/app/app.yaml': _gone, ...without } = unit();
  expect(nodeIn(planOf(unit(), without), 'App')).toMatchObject({ change: 'unknown', action: 'review' });
});

test('templates that nest each other are followed once', () => {
  const of = (delay: number): Texts => ({
    '/w/a.yaml': lines(
      'Resources:',
      '  B:',
      '    Type: AWS::CloudFormation::Stack',
      '    Properties: { TemplateURL: b.yaml }',
    ),
    '/w/b.yaml': lines(
      'Resources:',
      '  Jobs:',
      '    Type: AWS::SQS::Queue',
      `    Properties: { DelaySeconds: ${delay} }`,
      '  A:',
      '    Type: AWS::CloudFormation::Stack',
      '    Properties: { TemplateURL: a.yaml }',
    ),
  });
  const plan = planOf(of(2), of(1));
  expect(plan.nodes.map(({ label, change }) => [label, change])).toEqual([
    ['B.Jobs', 'update'],
    ['B.A', 'unchanged'],
  ]);
  expect(plan.warnings.find(({ node }) => node === 'Resources.B.A')?.message).toContain('contains itself');
});

test('a stack that is new is made as a whole, one that leaves is taken away as a whole', () => {
  const before = unit({ root: root({ more: [] }) });
  const without = { ...before, [ROOT]: (before[ROOT] ?? '').replace(/ {2}Data:\n.*\n.*\n/, '') };
  expect(nodeIn(planOf(before, without), 'Data.Db')).toMatchObject({ change: 'add', action: 'expand' });
  const gone = planOf(without, before);
  expect(nodeIn(gone, 'Data.Db')).toMatchObject({ change: 'remove', action: 'contract' });
  expect(gone.warnings).toMatchObject([{ code: 'plan/no-retain', severity: 'blocker', node: 'Resources.Data.Db' }]);
});

test('a stack that is kept keeps what is in it', () => {
  const keeping = root().replace('  Data:\n', '  Data:\n    DeletionPolicy: Retain\n');
  const gone = planOf(unit({ root: root().replace(/ {2}Data:\n.*\n.*\n/, '') }), unit({ root: keeping }));
  expect(nodeIn(gone, 'Data.Db')).toMatchObject({ change: 'remove', guards: { retain: true } });
  expect(gone.warnings.filter(({ code }) => code === 'plan/no-retain')).toEqual([]);
});

test('one template used twice: only the stack that is given something else changes', () => {
  const of = (first: string): Texts => ({
    '/w/root.yaml': lines(
      'Resources:',
      ...['One', 'Two'].flatMap((name) => [
        `  ${name}:`,
        '    Type: AWS::CloudFormation::Stack',
        '    Properties:',
        '      TemplateURL: ./server.yaml',
        `      Parameters: { Image: ${name === 'One' ? first : 'ami-1'} }`,
      ]),
    ),
    '/w/server.yaml': lines(
      'Parameters:',
      '  Image: { Type: String, Default: ami-0 }',
      'Resources:',
      '  Server:',
      '    Type: AWS::EC2::Instance',
      '    Properties: { ImageId: !Ref Image }',
    ),
  });
  expect(planOf(of('ami-2'), of('ami-1')).nodes.map(({ label, change }) => [label, change])).toEqual([
    ['One.Server', 'replace'],
    ['Two.Server', 'unchanged'],
  ]);
});

test('stacks in stacks: a value is followed through all of them, and comes back through their outputs', () => {
  const of = (name: string): Texts => ({
    '/w/root.yaml': lines(
      'Parameters:',
      `  Stage: { Type: String, Default: ${name} }`,
      'Resources:',
      '  Middle:',
      '    Type: AWS::CloudFormation::Stack',
      '    Properties:',
      '      TemplateURL: middle.yaml',
      '      Parameters: { Stage: !Ref Stage }',
      '  Reader:',
      '    Type: AWS::Lambda::EventSourceMapping',
      '    Properties: { EventSourceArn: !GetAtt Middle.Outputs.Stream, FunctionName: reader }',
    ),
    '/w/middle.yaml': lines(
      'Parameters:',
      '  Stage: { Type: String }',
      'Resources:',
      '  Store:',
      '    Type: AWS::CloudFormation::Stack',
      '    Properties:',
      '      TemplateURL: parts/store.yaml',
      "      Parameters: { Name: !Sub 'orders-${Stage}' }",
      'Outputs:',
      '  Stream: { Value: !GetAtt Store.Outputs.Stream }',
    ),
    '/w/parts/store.yaml': lines(
      'Parameters:',
      '  Name: { Type: String }',
      'Resources:',
      '  Table:',
      '    Type: AWS::DynamoDB::Table',
      '    Properties: { TableName: !Ref Name }',
      'Outputs:',
      '  Stream: { Value: !GetAtt Table.StreamArn }',
    ),
  });
  const plan = planOf(of('two'), of('one'));
  expect(nodeIn(plan, 'Middle.Store.Table')).toMatchObject({
    change: 'replace',
    action: 'block',
    source: { path: 'parts/store.yaml' },
    changedPaths: [{ path: 'TableName', before: 'orders-one', after: 'orders-two' }],
  });
  expect(plan.edges.map(({ from, to }) => [from, to])).toContainEqual([
    'Resources.Reader',
    'Resources.Middle.Store.Table',
  ]);
});

test('an application of the serverless model is looked into the same way', () => {
  const of = (runtime: string): Texts => ({
    '/w/template.yaml': lines(
      'Transform: AWS::Serverless-2016-10-31',
      'Resources:',
      '  Orders:',
      '    Type: AWS::Serverless::Application',
      '    Properties:',
      '      Location: orders/template.yaml',
      `      Parameters: { Runtime: ${runtime} }`,
    ),
    '/w/orders/template.yaml': lines(
      'Transform: AWS::Serverless-2016-10-31',
      'Parameters:',
      '  Runtime: { Type: String }',
      'Resources:',
      '  Handler:',
      '    Type: AWS::Serverless::Function',
      '    Properties: { CodeUri: src/, Handler: index.run, Runtime: !Ref Runtime }',
    ),
  });
  expect(nodeIn(planOf(of('nodejs24.x'), of('nodejs22.x')), 'Orders.Handler')).toMatchObject({
    change: 'update',
    action: 'duplicate',
  });
});
