import { afterEach, expect, test, vi } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { type Place, place } from './run.ts';

vi.setConfig({ testTimeout: 120_000 });

let here: Place;
afterEach(() => here.remove());

const root = (image: string): string =>
  [
    'Resources:',
    '  App:',
    '    Type: AWS::CloudFormation::Stack',
    `    Properties: { TemplateURL: app/app.yaml, Parameters: { Image: ${image} } }`,
    '',
  ].join('\n');

const app = (exportAs: string): string =>
  [
    'Parameters:',
    '  Image: { Type: String }',
    'Resources:',
    '  Server:',
    '    Type: AWS::EC2::Instance',
    '    Properties: { ImageId: !Ref Image }',
    'Outputs:',
    '  Server:',
    '    Value: !Ref Server',
    `    Export: { Name: ${exportAs} }`,
    '',
  ].join('\n');

const reader = [
  'Resources:',
  '  Record:',
  '    Type: AWS::SSM::Parameter',
  '    Properties: { Type: String, Value: !ImportValue shop-server }',
  '',
].join('\n');

async function planned(...args: readonly string[]): Promise<Plan> {
  const { out, err } = await here.run('plan', 'infra/root.yaml', '--format', 'json', ...args);
  expect(err).toBe('');
  return JSON.parse(out) as Plan;
}

test('a template and those it nests are compared with what they were, at a revision or in another folder', async () => {
  here = place({
    'infra/root.yaml': root('ami-1'),
    'infra/app/app.yaml': app('shop-server'),
    'readers/r.yaml': reader,
  });
  here.git('init');
  here.git('add', '.');
  here.git('commit', '-m', 'one');
  here.write('infra/root.yaml', root('ami-2'));
  here.write('infra/app/app.yaml', app('shop-machine'));

  const plan = await planned('--against', 'HEAD');
  expect(plan.nodes).toMatchObject([
    { id: 'Resources.App.Server', change: 'replace', action: 'duplicate', source: { path: 'infra/app/app.yaml' } },
  ]);
  expect(plan.warnings.map(({ code, severity }) => [code, severity])).toContainEqual(['plan/export-in-use', 'high']);
  expect(plan.warnings.find(({ code }) => code === 'plan/export-in-use')?.message).toContain('readers/r.yaml');

  here.write('live/root.yaml', root('ami-1'));
  here.write('live/app/app.yaml', app('shop-machine'));
  const beside = await planned('--against', 'live/root.yaml');
  expect(beside.nodes).toMatchObject([{ id: 'Resources.App.Server', change: 'replace' }]);
  expect(beside.warnings.map(({ code }) => code)).not.toContain('plan/export-in-use');

  const { out } = await here.run('plan', 'infra/root.yaml', '--against', 'HEAD', '--since', 'HEAD');
  expect(out).toContain('less ready');
  expect(out).toContain('App.Server (infra/app/app.yaml:');
});
