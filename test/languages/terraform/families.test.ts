import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { cpuTime } from '../../syntax/timing.ts';
import { files, summary } from './workspace.ts';

const MODULE =
  'variable "size" {\n  type = number\n}\nvariable "name" {\n  default = ""\n}\noutput "id" {\n  value = var.size\n}\n';

describe('stacks', () => {
  const stack = (text: string) =>
    summary(
      { 'main.tfcomponent.hcl': text, 'm/main.tf': MODULE, 'main.tf': 'variable "other" {\n}\n' },
      'main.tfcomponent.hcl',
    );
  const head =
    'required_providers {\n  aws = {\n    source = "hashicorp/aws"\n  }\n}\nvariable "region" {\n  type = string\n}\nprovider "aws" "main" {\n  config {\n    region = var.region\n  }\n}\n';

  test('are right', () => {
    const component =
      'component "net" {\n  source    = "./m"\n  inputs    = { size = 1 }\n  providers = { aws = provider.aws.main }\n}\noutput "id" {\n  type  = string\n  value = component.net.id\n}\n';
    expect(stack(head + component)).toEqual([]);
  });

  test.each([
    ['locals {\n  a = var.regio\n}\n', ['error undeclared-reference var.regio']],
    ['locals {\n  a = var.other\n}\n', ['error undeclared-reference var.other']],
    [
      'component "a" {\n  source = "./m"\n  inputs = { size = 1 }\n  providers = { aws = provider.aws.mian }\n}\n',
      ['error undeclared-reference provider.aws.mian'],
    ],
    [
      'component "a" {\n  source = "./m"\n  inputs = { siz = 1 }\n}\n',
      ['error module-input siz', 'error module-input inputs'],
    ],
    [
      'component "a" {\n  source = "./m"\n  inputs = { size = 1 }\n}\nlocals {\n  x = component.a.ids\n}\n',
      ['error module-output ids'],
    ],
  ])('%j', (text, wanted) => expect(stack(head + text)).toEqual(wanted));

  test('deployments give what the stack wants', () => {
    const deploy = (text: string) =>
      summary({ 'x.tfdeploy.hcl': text, 'main.tfcomponent.hcl': head }, 'x.tfdeploy.hcl');
    const token =
      'identity_token "aws" {\n  audience = ["x"]\n}\nstore "varset" "keys" {\n  id       = "x"\n  category = "env"\n}\n';
    expect(
      deploy(
        `${token}deployment "a" {\n  inputs = { region = identity_token.aws.jwt }\n}\nlocals {\n  k = store.varset.keys.a\n}\n`,
      ),
    ).toEqual([]);
    expect(deploy('deployment "a" {\n  inputs = { regoin = "x", region = store.varset.no.a }\n}\n')).toEqual([
      'error undeclared-reference store.varset.no',
      'error module-input regoin',
    ]);
    expect(deploy('deployment "a" {\n  inputs = {}\n}\n')).toEqual(['error module-input inputs']);
  });
});

test('each thing has one name', () => {
  const twice = (text: string, path: string) => summary({ [path]: text + text }, path);
  expect(twice('component "a" {\n  source = "x/y/z"\n}\n', 'main.tfcomponent.hcl')).toEqual([
    'error duplicate-definition a',
  ]);
  expect(twice('locals {\n  a = 1\n}\n', 'x.tfdeploy.hcl')).toEqual(['error duplicate-definition a']);
  expect(twice('store "varset" "a" {\n  id = "x"\n}\n', 'x.tfdeploy.hcl')).toEqual(['error duplicate-definition a']);
  expect(twice('removed {\n  from   = component.a\n  source = "./m"\n}\n', 'main.tfcomponent.hcl')).toEqual([]);
  expect(twice('list "x_y" "a" {\n  provider = x\n}\n', 'x.tfquery.hcl')).toEqual(['error duplicate-definition a']);
  expect(twice('action "x_y" "a" {\n}\n', 'main.tf')).toEqual(['error duplicate-definition a']);
  expect(summary('list "x_y" "a" {\n}\n', 'x.tfquery.hcl')).toEqual(['error missing-attribute list "x_y" "a"']);
});

test('query files see the module and each other', () => {
  const query = (text: string) =>
    summary({ 'x.tfquery.hcl': text, 'main.tf': MODULE, 'y.tfquery.hcl': 'locals {\n  y = 1\n}\n' }, 'x.tfquery.hcl');
  expect(query('list "x_y" "a" {\n  provider = x\n  limit    = var.size + local.y\n}\n')).toEqual([]);
  expect(query('list "x_y" "a" {\n  provider = x\n  limit    = var.siez\n}\n')).toEqual([
    'error undeclared-reference var.siez',
  ]);
});

describe('tests', () => {
  const main = `${MODULE}resource "aws_lb" "a" {\n}\n`;
  const setup = 'variable "in" {\n}\noutput "out" {\n  value = 1\n}\n';
  const run = (text: string, path = 'tests/a.tftest.hcl') =>
    summary({ [path]: text, 'main.tf': main, 'setup/main.tf': setup }, path);

  test.each([
    [
      'run "a" {\n  module {\n    source = "./setup"\n  }\n  variables {\n    in = 1\n  }\n}\nrun "b" {\n  variables {\n    size = run.a.out\n  }\n}\n',
      [],
    ],
    [
      'run "a" {\n  module {\n    source = "./setup"\n  }\n  variables {\n    inn = 1\n  }\n}\n',
      ['warning test-module-input inn'],
    ],
    [
      'run "a" {\n  module {\n    source = "./setup"\n  }\n}\nrun "b" {\n  variables {\n    size = run.a.uot\n  }\n}\n',
      ['error test-reference uot'],
    ],
    [
      'run "a" {\n}\nrun "b" {\n  assert {\n    condition     = run.a.ids == 1\n    error_message = "x"\n  }\n}\n',
      ['error test-reference ids'],
    ],
    ['run "a" {\n  override_resource {\n    target = aws_lb.b\n  }\n}\n', ['warning mock-target aws_lb.b']],
    ['run "a" {\n  override_resource {\n    target = aws_lb.a\n  }\n}\n', []],
    [
      'mock_provider "aws" {\n  mock_resource "aws_lb" {\n    defaults = { dns_nam = "x", arn = "y" }\n  }\n}\n',
      ['warning mock-target dns_nam'],
    ],
    ['run "a" {\n  expect_failures = [local.x]\n}\n', ['error test-reference local.x']],
  ])('%j', (text, wanted) => expect(run(text)).toEqual(wanted));

  test('files of mocks', () => {
    expect(run('mock_resource "aws_lbb" {\n  defaults = {}\n}\n', 'mocks/a.tfmock.hcl')).toEqual([
      'warning mock-target aws_lbb',
    ]);
    expect(run('mock_data "aws_ami" {\n  defaults = { imageid = "x" }\n}\n', 'mocks/a.tfmock.hcl')).toEqual([
      'warning mock-target imageid',
    ]);
  });
});

describe('OpenTofu', () => {
  test('x.tofu takes the place of x.tf', () => {
    const files = {
      'x.tf': 'locals {\n  a = 1\n  only = 2\n}\n',
      'x.tofu': 'locals {\n  a = 2\n}\n',
      'y.tf': 'output "o" {\n  value = local.a + local.only\n}\n',
    };
    expect(summary(files, 'y.tf')).toEqual(['error undeclared-reference local.only']);
    expect(summary(files, 'x.tofu')).toEqual([]);
    expect(summary(files, 'x.tf')).toEqual([]);
  });

  test('may be said by a person', () => {
    const { at, around } = files({
      'main.tf': 'terraform {\n  backend "s3" {\n    bucket = var.b\n  }\n}\nvariable "b" {\n}\n',
    });
    const errors = (dialect: string | undefined) => {
      const ownData = () => (dialect === undefined ? undefined : { file: 'settings', value: dialect });
      const found = terraform.check(at('main.tf'), { ...around, project: { ...around.project, ownData } });
      return found.filter(({ severity }) => severity === 'error').length;
    };
    expect([errors(undefined), errors('opentofu'), errors('terraform'), errors('opentofu')]).toEqual([1, 0, 1, 0]);
  });

  test('x.tofutest.hcl takes the place of x.tftest.hcl', () => {
    const bad = 'run "a" {\n  variables {\n    sizee = 1\n  }\n}\n';
    const files = { 'main.tf': MODULE, 'x.tftest.hcl': bad, 'x.tofutest.hcl': 'run "a" {\n}\n' };
    expect(summary(files, 'x.tofutest.hcl')).toEqual([]);
  });
});

test('things in one circle cost as much each as there are more of them', () => {
  const circle = (count: number) =>
    Array.from({ length: count }, (_, i) => `resource "x_y" "r${i}" {\n  a = x_y.r${(i + 1) % count}.id\n}\n`).join('');
  const [small, large] = [circle(2000), circle(8000)];
  expect(summary(large).length).toBe(8000);
  // Four times as many: 4 where each costs the same, 16 where each looks at all others.
  expect(cpuTime(() => summary(large)) / cpuTime(() => summary(small))).toBeLessThan(9);
}, 60_000);
