import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findings, summary } from './workspace.ts';

const MAIN = `terraform {
  required_providers {
    x = { source = "acme/x" }
  }
}
resource "x_y" "a" {
}
data "x_y" "d" {
}
module "m" {
  source = "./m"
}
output "o" {
  value = 1
}
`;
const OTHER =
  'terraform {\n  required_providers {\n    x = { source = "other/x" }\n  }\n}\noutput "o" {\n  value = 1\n}\n';

function said(text: string, path = 'tests/a.tftest.hcl'): string[] {
  return summary({ [path]: text, 'main.tf': MAIN, 'm/main.tf': '', 'other/main.tf': OTHER }, path);
}

describe('provider configurations', () => {
  const providers =
    'provider "x" {\n}\nprovider "x" {\n  alias = "east"\n}\nmock_provider "x" {\n  alias = "fake"\n}\n';
  const run = (value: string) => `${providers}run "a" {\n  providers = { x = ${value} }\n}\n`;

  test.each([
    [run('x'), []],
    [run('x.east'), []],
    [run('x.fake'), []],
    [run('x.eats'), ['error provider-alias x.eats']],
    ['run "a" {\n  providers = { x = x }\n}\n', ['error provider-alias x']],
    ['provider "z" {\n}\nrun "a" {\n  providers = { x = z }\n}\n', ['error module-provider z']],
    ['provider "x" {\n  version = "1"\n}\n', ['hint deprecated version', 'error wrong-type version']],
    ['provider "x" {\n}\nmock_provider "x" {\n}\n', ['error duplicate-definition x']],
    ['mock_provider "x" {\n}\nmock_provider "x" {\n}\n', ['error duplicate-definition x']],
    ['provider "x" {\n}\nprovider "x" {\n}\n', ['error duplicate-definition x']],
  ])('%j', (text, wanted) => expect(said(text)).toEqual(wanted));

  test('a name that two modules understand differently', () => {
    const text = (inside: string) =>
      `provider "x" {\n}\nrun "s" {\n  module {\n    source = "./other"\n  }\n${inside}}\nrun "a" {\n}\n`;
    expect(said(text(''))).toEqual(['error module-provider x']);
    expect(said(`${text('  providers = { x = z }\n')}provider "z" {\n}\n`)).toEqual(['error module-provider z']);
    expect(said(text('').replace('./other', './m'))).toEqual([]);
  });
});

describe('each thing once, of the right kind', () => {
  const override = (type: string, target: string, value = type === 'module' ? 'outputs' : 'values') =>
    `override_${type} {\n  target = ${target}\n  ${value} = {}\n}\n`;

  test.each([
    [override('resource', 'x_y.a'), []],
    [override('resource', 'data.x_y.d'), ['error mock-target data.x_y.d']],
    [override('data', 'x_y.a'), ['error mock-target x_y.a']],
    [override('module', 'x_y.a'), ['error mock-target x_y.a']],
    [override('resource', 'module.m'), ['error mock-target module.m']],
    [override('module', 'module.m'), []],
    [override('resource', 'module.m.x_y.z'), []],
    [override('data', 'module.m[0].data.x_y.z'), []],
    [override('resource', 'x_y.b'), ['warning mock-target x_y.b']],
    [override('resource', 'x_y.a') + override('resource', 'x_y.a'), ['error duplicate-definition x_y.a']],
    [override('resource', 'x_y.a[0]') + override('resource', 'x_y.a[1]'), []],
    ['override_module {\n  target  = module.m\n  outputs = "x"\n}\n', ['error wrong-type "x"']],
    ['override_resource {\n  target = x_y.a\n  values = [1]\n}\n', ['error wrong-type [1]']],
    ['override_resource {\n  target          = x_y.a\n  override_during = later\n}\n', ['error wrong-type later']],
    [
      'mock_provider "x" {\n  mock_data "x_y" {\n  }\n  mock_resource "x_y" {\n  }\n  mock_data "x_y" {\n  }\n}\n',
      ['error duplicate-definition x_y'],
    ],
    [
      'mock_provider "x" {\n  override_module {\n    target = module.m\n  }\n}\n',
      ['error unknown-block override_module'],
    ],
    ['run "a" {\n}\nrun "a" {\n}\n', ['warning duplicate-definition a']],
    ['variables {\n}\nvariables {\n}\n', ['error too-many-blocks variables']],
  ])('%j', (text, wanted) => expect(said(text)).toEqual(wanted));

  test('in files of mocks too', () => {
    const mock = 'mock_resource "x_y" {\n}\n';
    expect(said(mock + mock, 'mocks/a.tfmock.hcl')).toEqual(['error duplicate-definition x_y']);
    expect(said('mock_data "x_y" {\n  defaults = "x"\n}\n', 'mocks/a.tfmock.hcl')).toEqual(['error wrong-type "x"']);
  });

  test('a target of the whole file may be of any module that is run', () => {
    const text = `${override('resource', 'x_y.b')}run "s" {\n  module {\n    source = "./other"\n  }\n}\n`;
    expect(said(text)).toEqual([]);
  });
});

describe('runs in their order', () => {
  const assert = (run: string) => `  assert {\n    condition     = ${run} == 1\n    error_message = "x"\n  }\n`;

  test.each([
    [`run "a" {\n}\nrun "b" {\n${assert('run.a.o')}}\n`, []],
    [`run "a" {\n${assert('run.b.o')}}\nrun "b" {\n}\n`, ['error test-reference run.b']],
    [`run "a" {\n${assert('run.a.o')}}\n`, ['error test-reference run.a']],
  ])('%j', (text, wanted) => expect(said(text)).toEqual(wanted));

  const backend = (type = 'local') => `  backend "${type}" {\n    path = "x"\n  }\n`;
  test.each([
    [`run "a" {\n${backend()}}\nrun "b" {\n}\n`, []],
    [`run "a" {\n${backend()}${backend()}}\n`, ['error too-many-blocks backend']],
    [`run "a" {\n  command = plan\n${backend()}}\n`, ['error test-reference backend "local"']],
    [`run "a" {\n}\nrun "b" {\n${backend()}}\n`, ['error test-reference backend "local"']],
    [`run "a" {\n  command = plan\n}\nrun "b" {\n${backend()}}\n`, []],
    [`run "a" {\n}\nrun "b" {\n  state_key = "k"\n${backend()}}\n`, []],
    [`run "a" {\n  module {\n    source = "./m"\n  }\n}\nrun "b" {\n${backend()}}\n`, []],
    [`run "a" {\n${backend('remote')}}\n`, ['error test-reference backend "remote"']],
  ])('state: %j', (text, wanted) => expect(said(text)).toEqual(wanted));
});

describe('configurations that cannot be', () => {
  test.each([
    ['ephemeral "x y" "a" {\n}\n', ['error reserved-name x y']],
    [
      'import {\n  for_each = ["a"]\n  to       = x_y.a[each.value]\n  id       = each.value\n}\nresource "x_y" "a" {\n}\n',
      [],
    ],
    [
      'variable "v" {\n  validation {\n    condition     = local.x == 1\n    error_message = "x"\n  }\n}\nlocals {\n  x = 1\n}\n',
      ['error condition-type local.x == 1'],
    ],
    [
      'variable "v" {\n  validation {\n    condition     = var.w > var.v\n    error_message = "x"\n  }\n}\nvariable "w" {\n}\n',
      [],
    ],
    ['variable "v" {\n  const     = true\n  sensitive = true\n}\n', ['error wrong-type const']],
    ['variable "v" {\n  const     = true\n  sensitive = false\n}\n', []],
    [
      'action "x_y" "a" {\n}\nresource "x_y" "b" {\n  depends_on = [action.x_y.a]\n}\n',
      ['error static-value action.x_y.a'],
    ],
    ['module "m" {\n  source = sensitive("./m")\n}\n', ['error static-value sensitive("./m")']],
    ['terraform {\n  language = "TF2021"\n}\n', ['error wrong-type "TF2021"']],
    ['terraform {\n  language = TF2038\n}\n', ['warning version-gate TF2038']],
    ['terraform {\n  language = TF2021\n}\n', []],
    [
      'terraform {\n  required_providers {\n    a = { source = "terraform.io/builtin/a" }\n    terraform = { source = "terraform.io/builtin/terraform" }\n  }\n}\n',
      ['error provider-source terraform.io/builtin/a'],
    ],
    ['terraform {\n  cloud {\n  }\n  backend "s3" {\n  }\n}\n', ['error too-many-blocks backend']],
    ['terraform {\n  cloud {\n  }\n  cloud {\n  }\n}\n', ['error too-many-blocks cloud']],
  ])('%j', (text, wanted) => expect(summary(text)).toEqual(wanted));

  const moved = (from: string, to: string) => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`;
  const now = 'resource "x_y" "b" {\n}\nresource "x_y" "c" {\n}\n';
  test.each([
    [moved('x_y.a', 'x_y.b') + moved('x_y.z', 'x_y.c'), []],
    [moved('x_y.a', 'x_y.b') + moved('x_y.a', 'x_y.b'), []],
    [moved('x_y.a', 'x_y.b') + moved('x_y.b', 'x_y.c'), ['error invalid-moved x_y.b']],
    [moved('x_y.a', 'x_y.b') + moved('x_y.a', 'x_y.c'), ['error invalid-moved x_y.a']],
    [moved('x_y.a', 'x_y.b') + moved('x_y.z', 'x_y.b'), ['error invalid-moved x_y.b']],
    [moved('x_y.a', 'x_y.a'), ['error invalid-moved x_y.a']],
    [moved('x_y.a[0]', 'x_y.b[0]') + moved('x_y.a[1]', 'x_y.b[1]'), []],
  ])('moves: %j', (text, wanted) => expect(summary(text + now)).toEqual(wanted));

  test('functions that are gone', () => {
    const text = 'locals {\n  a = list("x", 1)\n  b = map("k", 1)\n}\n';
    expect(summary(text)).toEqual(['error unknown-function list', 'error unknown-function map']);
    expect(summary(`terraform {\n  required_version = "~> 0.11"\n}\n${text}`)).toEqual([]);
    const [first] = findings({ 'main.tf': text });
    expect(applyEdits(text, first?.fixes?.[0]?.edits ?? [])).toContain('a = tolist(["x", 1])');
  });

  test('state is kept in one place of all files', () => {
    const state = 'terraform {\n  backend "s3" {\n  }\n}\n';
    expect(summary({ 'a.tf': state, 'b.tf': state }, 'b.tf')).toEqual(['error too-many-blocks backend']);
    expect(summary({ 'a.tf': state, 'b.tf': state }, 'a.tf')).toEqual([]);
    expect(summary({ 'a.tf': state, 'b_override.tf': state }, 'b_override.tf')).toEqual([]);
  });

  test('what a called module says of its state is not heeded', () => {
    const module = 'terraform {\n  backend "s3" {\n  }\n}\n';
    expect(summary({ 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': module })).toEqual([
      'warning module-state module "m"',
    ]);
  });

  test('an empty provider block is an old way to want a configuration', () => {
    const main = 'provider "x" {\n  a = 1\n}\nmodule "m" {\n  source    = "./m"\n  providers = { x = x, x.b = x }\n}\n';
    const head = 'terraform {\n  required_providers {\n    x = { source = "hashicorp/x" }\n  }\n}\n';
    const module = `${head}provider "x" {\n}\nprovider "x" {\n  alias = "b"\n}\n`;
    expect(summary({ 'main.tf': main, 'm/main.tf': module })).toEqual(['hint deprecated x', 'hint deprecated x.b']);
  });
});
