import { expect, test } from 'vitest';
import { lines, planned, type Texts } from './fixed.ts';

const CHILD = lines(
  'Parameters:',
  '  Stage: { Type: String, Default: dev }',
  "  Cache: { Type: String, Default: 'no' }",
  'Conditions:',
  "  WithCache: !Equals [!Ref Cache, 'yes']",
  '  Big: !Or [!Equals [!Ref Stage, prod], !And [!Condition WithCache, !Not [!Equals [!Ref Stage, dev]]]]',
  'Mappings:',
  '  Sizes:',
  '    dev: { Class: db.t4g.small }',
  '    test: { Class: db.t4g.medium }',
  '    prod: { Class: db.m7g.large }',
  'Resources:',
  '  Db:',
  '    Type: AWS::RDS::DBInstance',
  '    Properties:',
  '      Engine: postgres',
  '      DBInstanceClass: !FindInMap [Sizes, !Ref Stage, Class]',
  '      MultiAZ: !If [Big, true, false]',
  '  Redis:',
  '    Type: AWS::ElastiCache::CacheCluster',
  '    Condition: WithCache',
  '    Properties: { Engine: redis }',
  '  Inner:',
  '    Type: AWS::CloudFormation::Stack',
  '    Condition: WithCache',
  '    Properties: { TemplateURL: inner.yaml }',
);
const INNER = lines('Resources:', '  Jobs:', '    Type: AWS::SQS::Queue');

const of = (parameters: string, root: readonly string[] = []): Texts => ({
  '/w/root.yaml': lines(
    ...root,
    'Resources:',
    '  Data:',
    '    Type: AWS::CloudFormation::Stack',
    '    Properties:',
    '      TemplateURL: data.yaml',
    `      Parameters: ${parameters}`,
  ),
  '/w/data.yaml': CHILD,
  '/w/inner.yaml': INNER,
});

const changes = (green: Texts, blue: Texts) =>
  Object.fromEntries(planned(green, blue).plan.nodes.map(({ label, change }) => [label, change]));

test('what the parent says decides what there is in the stack', () => {
  const [on, off] = [of("{ Cache: 'yes' }"), of("{ Cache: 'no' }")];
  expect(changes(on, off)).toEqual({ 'Data.Db': 'unchanged', 'Data.Redis': 'add', 'Data.Inner.Jobs': 'add' });
  expect(changes(off, on)).toEqual({ 'Data.Db': 'unchanged', 'Data.Redis': 'remove', 'Data.Inner.Jobs': 'remove' });
  expect(changes(off, off)).toEqual({ 'Data.Db': 'unchanged' });
});

test('what the parent does not say is the default of the stack', () => {
  expect(changes(of('{}'), of("{ Cache: 'no' }"))).toEqual({ 'Data.Db': 'unchanged' });
});

test('a row of a mapping and a branch are chosen by what is given', () => {
  const { plan } = planned(of('{ Stage: prod }'), of('{ Stage: dev }'));
  expect(plan.nodes[0]?.changedPaths).toMatchObject([
    { path: 'DBInstanceClass', before: 'db.t4g.small', after: 'db.m7g.large' },
    { path: 'MultiAZ', before: 'false', after: 'true' },
  ]);
  const steps = planned(of("{ Stage: test, Cache: 'yes' }"), of("{ Stage: test, Cache: 'yes' }")).plan.steps;
  expect(steps).toEqual([]);
});

test('an input of the parent may be anything: nothing is left out', () => {
  const root = ['Parameters:', "  Cache: { Type: String, Default: 'no' }"];
  const open = of('{ Cache: !Ref Cache }', root);
  expect(changes(open, open)).toEqual({
    'Data.Db': 'unchanged',
    'Data.Redis': 'unchanged',
    'Data.Inner.Jobs': 'unchanged',
  });
});
