import { expect, test } from 'vitest';
import { importersWanted, importsOf } from '../../server/core/service/imports.ts';
import { planOf } from '../../server/core/service/plan.ts';
import { lines, opened, type Texts } from './fixed.ts';

const APP = '/w/app/app.yaml';
const app = (name: string): string =>
  lines(
    'Resources:',
    '  Server:',
    '    Type: AWS::EC2::Instance',
    '    Properties:',
    '      SubnetId: !ImportValue shop-subnet',
    '      SecurityGroupIds:',
    `        - Fn::ImportValue: !Sub '\${Network}-${name}'`,
  );

const network = ({
  cidr = '10.0.0.0/24',
  exportAs = 'shop-subnet',
  group = 'Web',
  value = '!Ref Subnet',
} = {}): string =>
  lines(
    'Resources:',
    '  Subnet:',
    '    Type: AWS::EC2::Subnet',
    `    Properties: { CidrBlock: ${cidr}, VpcId: vpc-1 }`,
    '  Group:',
    '    Type: AWS::EC2::SecurityGroup',
    '    Properties: { GroupDescription: web }',
    'Outputs:',
    '  Subnet:',
    `    Value: ${value}`,
    `    Export: { Name: ${exportAs} }`,
    '  Group:',
    '    Value: !Ref Group',
    `    Export: { Name: !Sub '\${AWS::StackName}-${group}' }`,
  );

function warnings(green: string, blue: string, others: Texts = { [APP]: app('Web') }) {
  const path = '/w/network.yaml';
  const workspace = opened({ [path]: green });
  const imports = importsOf(
    workspace,
    path,
    Object.entries(others).map(([at, text]) => ({ path: at, text })),
  );
  const answer = planOf(workspace, { path, imports, blue: { kind: 'file', files: [{ path, text: blue }] } });
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.plan.warnings
    .filter(({ code }) => code === 'plan/export-in-use')
    .map(({ severity, node, message }) => [severity, node, message.split(',')[0]]);
}

test('what is exported goes on being the same: nothing is said', () => {
  expect(warnings(network(), network())).toEqual([]);
});

test('an export that is renamed is one that goes', () => {
  expect(warnings(network({ exportAs: 'net-subnet' }), network())).toEqual([
    ['high', 'Resources.Subnet', 'the export shop-subnet goes'],
  ]);
});

test('a resource that is replaced gives its export another value', () => {
  expect(warnings(network({ cidr: '10.0.1.0/24' }), network())).toEqual([
    ['high', 'Resources.Subnet', 'the value of the export shop-subnet changes with what it names'],
  ]);
});

test('an export that names something else has another value', () => {
  expect(warnings(network({ value: 'subnet-2' }), network())).toEqual([
    ['high', 'Outputs.Subnet', 'the value of the export shop-subnet changes'],
  ]);
});

test('a name that each stack fills in is the same by the text around its holes', () => {
  expect(warnings(network({ group: 'Other' }), network())).toEqual([
    ['high', 'Resources.Group', 'the export ${AWS::StackName}-Web goes'],
  ]);
  expect(warnings(network({ group: 'Other' }), network(), { [APP]: app('Data') })).toEqual([]);
});

test('what nobody imports may go, and what the unit itself imports is its own business', () => {
  expect(warnings(network({ exportAs: 'net-subnet' }), network(), {})).toEqual([]);
  expect(warnings(network({ exportAs: 'net-subnet' }), network(), { '/w/network.yaml': app('Web') })).toEqual([]);
});

test('other templates are asked for only where something is exported', () => {
  expect(importersWanted('/w/net/network.yaml', [network()]).folders.map(({ path }) => path)).toEqual([
    '/w/net',
    '/w/net/*',
    '/w',
    '/w/*',
  ]);
  expect(importersWanted('/w/net/network.yaml', [app('Web')]).folders).toEqual([]);
});
