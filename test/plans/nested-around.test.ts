import { expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { applyEdits } from '../../server/core/model/span.ts';
import { render } from '../../server/core/planner/index.ts';
import { lifecycleEdits } from '../../server/core/service/lifecycle-edits.ts';
import { lines, planned, type Texts } from './fixed.ts';
import { substance } from './golden.ts';
import { app, data, NETWORK, root, unit } from './nested-texts.ts';

const planOf = (green: Texts, blue: Texts): Plan => planned(green, blue).plan;
const nodeIn = ({ nodes }: Plan, id: string) => nodes.find((node) => node.id === `Resources.${id}`);

test('a secret that is handed down is shown nowhere', () => {
  const of = (word: string): Texts => ({
    '/w/root.yaml': lines(
      'Parameters:',
      `  Master: { Type: String, NoEcho: true, Default: ${word} }`,
      'Resources:',
      '  Data:',
      '    Type: AWS::CloudFormation::Stack',
      '    Properties:',
      '      TemplateURL: ./db.yaml',
      `      Parameters: { Given: ${word}, Master: !Ref Master }`,
    ),
    '/w/db.yaml': lines(
      'Parameters:',
      '  Given: { Type: String, NoEcho: true }',
      '  Master: { Type: String, NoEcho: true }',
      'Resources:',
      '  Db:',
      '    Type: AWS::RDS::DBInstance',
      '    Properties: { DBName: !Ref Given, MasterUsername: !Ref Master, MasterUserPassword: !Ref Given }',
    ),
  });
  expect(JSON.stringify(planOf(of('hunter2'), of('hunter1')))).not.toContain('hunter');
});

test('a name that the parent writes is the same in a second copy, one that it makes of its own name is not', () => {
  const of = (name: string, image: string): Texts => ({
    '/w/root.yaml': lines(
      'Resources:',
      '  App:',
      '    Type: AWS::CloudFormation::Stack',
      '    Properties:',
      '      TemplateURL: ./app.yaml',
      `      Parameters: { Name: ${name}, Image: ${image} }`,
    ),
    '/w/app.yaml': lines(
      'Parameters:',
      '  Name: { Type: String }',
      '  Image: { Type: String }',
      'Resources:',
      '  Template:',
      '    Type: AWS::EC2::LaunchTemplate',
      '    Properties: { LaunchTemplateName: !Ref Name, LaunchTemplateData: { ImageId: !Ref Image } }',
    ),
  });
  const collisions = (name: string) =>
    planOf(of(name, 'ami-2'), of(name, 'ami-1'))
      .warnings.filter(({ code }) => code === 'plan/name-collision')
      .map(({ node }) => node);
  expect(collisions('web')).toEqual(['Resources.App.Template']);
  expect(collisions("!Sub '${AWS::StackName}-web'")).toEqual([]);
});

test('a comment in the template of a stack says how its resource lives', () => {
  const said = NETWORK.replace(
    '  Vpc:\n    Type',
    '  # verdigris: lifecycle=persistent -- peers know it\n  Vpc:\n    Type',
  );
  expect(nodeIn(planOf(unit({ network: said }), unit()), 'Network.Vpc')?.lifecycle).toMatchObject({
    class: 'persistent',
    userOverride: true,
  });
});

test('the fix of a rule is made in the file of the stack', () => {
  const { fixes } = planned(unit({ data: data({ name: 'shop' }) }), unit());
  const kept = fixes.filter(({ files }) => files.some(({ path }) => path === '/w/data.yaml'));
  expect(kept.length).toBeGreaterThan(0);
});

test('the steps say in which order the stacks are updated, who goes back when one fails, and how nested templates are handed over', () => {
  const more = ['  Jobs:', '    Type: AWS::SQS::Queue', '    Properties: { QueueName: !Ref Vpc }'];
  const network = `${NETWORK.replace('Outputs:', '  Subnet:\n    Type: AWS::EC2::Subnet\nOutputs:')}`;
  const waiting = root().replace('  Network:\n', '  Network:\n    DependsOn: Data\n');
  const { steps } = planOf(
    unit({ root: waiting, network, app: app({ more }), data: `${data()}  Log:\n    Type: AWS::S3::Bucket\n` }),
    unit({ root: waiting }),
  );
  const expand = steps.find(({ phase }) => phase === 'expand');
  expect(expand?.do).toContain('in this order: Data, Network, App');
  expect(expand?.rollback).toContain('all of them go back by themselves');
  const [preflight] = steps;
  expect(preflight?.commands).toEqual([
    'aws cloudformation validate-template --template-body file://root.yaml',
    'aws cloudformation package --template-file root.yaml --s3-bucket <bucket> --output-template-file packaged.yaml',
    expect.stringMatching(/create-change-set .* file:\/\/packaged\.yaml --include-nested-stacks$/),
    'aws cloudformation describe-change-set --stack-name <stack> --change-set-name green',
    'aws cloudformation describe-change-set --change-set-name <ChangeSetId of each nested stack>',
  ]);
  expect(expand?.commands).toEqual([
    expect.stringContaining('aws cloudformation package --template-file <template with the shared changes only>'),
    'aws cloudformation deploy --stack-name <stack> --template-file packaged.yaml',
  ]);
});

test('in Markdown a resource or a warning in another file says which file', () => {
  const text = render(planOf(unit({ data: data({ name: 'shop' }) }), unit()), 'markdown');
  expect(text).toMatch(/^\| Data\.Db \|.*\| data\.yaml:2 \|$/m);
  expect(text).toContain('Data.Db (data.yaml:2): ');
});

test('what a person says of a resource in a stack is written where that resource stands', () => {
  const { workspace, path } = planned(unit(), unit());
  const [file, ...others] = lifecycleEdits(workspace, path, 'Resources.Network.Vpc', 'persistent', 'peers know it');
  expect(file?.path).toBe('/w/network.yaml');
  expect(others).toEqual([]);
  const said = applyEdits(NETWORK, file?.edits ?? []);
  expect(nodeIn(planOf(unit({ network: said }), unit()), 'Network.Vpc')?.lifecycle).toMatchObject({
    class: 'persistent',
    userOverride: true,
  });
});

test('stacks in stacks that double at every level, and those without an end, are bounded', () => {
  const stack = (name: string, next: number): string =>
    lines(`  ${name}:`, '    Type: AWS::CloudFormation::Stack', `    Properties: { TemplateURL: t${next}.yaml }`);
  const levels = Array.from(
    { length: 12 },
    (_none, at) =>
      [
        `/w/t${at}.yaml`,
        `Resources:\n${stack('A', at + 1)}${stack('B', at + 1)}  Q: { Type: AWS::SQS::Queue }\n`,
      ] as const,
  );
  const { plan } = planned(Object.fromEntries(levels), Object.fromEntries(levels));
  expect(plan.steps).toEqual([]);
  expect(plan.nodes.filter(({ type }) => type === 'AWS::SQS::Queue').length).toBeLessThanOrEqual(201);
  const messages = new Set(plan.warnings.map(({ message }) => /\((.*)\)/.exec(message)?.[1]));
  expect(messages).toContain('stacks in stacks are followed 8 deep');
  expect(messages).toContain('200 stacks of a unit are followed');
});

test('what one stack exports and another one of the unit imports ties them together, and cannot change while it does', () => {
  const of = (image: string): Texts => ({
    '/w/root.yaml': lines(
      'Resources:',
      ...['Front', 'Back'].flatMap((name) => [
        `  ${name}:`,
        '    Type: AWS::CloudFormation::Stack',
        `    Properties: { TemplateURL: ${name}.yaml }`,
      ]),
    ),
    '/w/Front.yaml': lines(
      'Resources:',
      '  Listener:',
      '    Type: AWS::ElasticLoadBalancingV2::Listener',
      '    Properties:',
      '      DefaultActions: [{ Type: forward, TargetGroupArn: !ImportValue shop-targets }]',
    ),
    '/w/Back.yaml': lines(
      'Resources:',
      '  Server:',
      '    Type: AWS::EC2::Instance',
      `    Properties: { ImageId: ${image} }`,
      '  Targets:',
      '    Type: AWS::ElasticLoadBalancingV2::TargetGroup',
      '    Properties: { Targets: [{ Id: !Ref Server }] }',
      'Outputs:',
      '  Targets:',
      '    Value: !Ref Targets',
      '    Export: { Name: shop-targets }',
    ),
  });
  const plan = planOf(of('ami-2'), of('ami-1'));
  expect(substance(plan)).toMatchObject({
    actions: { 'Front.Listener': 'switch', 'Back.Targets': 'duplicate', 'Back.Server': 'duplicate' },
    cutOver: ['Front.Listener weighted'],
    warnings: [['plan/export-in-use', 'medium', 'Back.Targets']],
  });
  expect(plan.edges).toContainEqual(
    expect.objectContaining({ from: 'Resources.Front.Listener', to: 'Resources.Back.Targets', kind: 'route' }),
  );
});
