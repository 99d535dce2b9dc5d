import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findings, summary } from './workspace.ts';

describe('places that are read before anything is evaluated', () => {
  test.each([
    [
      'variable "a" {\n}\nvariable "b" {\n  default = "${var.a}"\n}\n',
      ['hint redundant-interpolation "${var.a}"', 'error static-value var.a'],
    ],
    [
      'terraform {\n  backend "s3" {\n    bucket = local.x\n  }\n}\nlocals {\n  x = 1\n}\n',
      ['error static-value local.x'],
    ],
    [
      'terraform {\n  required_providers {\n    m = {\n      source = "a/m"\n    }\n  }\n  provider_meta "m" {\n    a = var.b\n  }\n}\nvariable "b" {\n}\n',
      ['error static-value var.b'],
    ],
    ['resource "x_y" "a" {\n  depends_on = ["${var.b}"]\n}\nvariable "b" {\n}\n', ['error static-value "${var.b}"']],
    ['resource "x_y" "a" {\n  depends_on = ["x_y.b"]\n}\nresource "x_y" "b" {\n}\n', ['hint quoted-address "x_y.b"']],
    [
      'resource "x_y" "a" {\n  lifecycle {\n    replace_triggered_by = [name]\n  }\n}\n',
      ['error undeclared-reference name'],
    ],
    [
      'resource "x_y" "a" {\n  provisioner "local-exec" {\n    command = "x"\n    when    = never\n  }\n}\n',
      ['error wrong-type never'],
    ],
    [
      'terraform {\n  required_version = ">= 1.5"\n}\nmodule "m" {\n  source = var.s\n}\nvariable "s" {\n}\n',
      ['warning version-gate var.s'],
    ],
    ['resource "x_y" "a" {\n  count = timestamp()\n}\n', ['error unknown-repetition timestamp()']],
    ['output "a" {\n  value      = 1\n  deprecated = ""\n}\n', ['error wrong-type ""']],
  ])('%j', (text, wanted) => expect(summary(text)).toEqual(wanted));

  test.each([
    'variable "a" {\n  default = { key = "x" }\n  validation {\n    condition     = var.a.key == "x"\n    error_message = "no"\n  }\n}\n',
    'module "m" {\n  source = var.s\n}\nvariable "s" {\n}\n',
    'resource "x_y" "a" {\n  depends_on = [x_y.b, module.c]\n}\nresource "x_y" "b" {\n}\nmodule "c" {\n  source = "a/b/c"\n}\n',
    'resource "x_y" "a" {\n  provisioner "local-exec" {\n    command = "x"\n    when    = destroy\n  }\n}\n',
    'resource "x_y" "a" {\n  settings {\n    depends_on = ["a b"]\n  }\n}\n',
  ])('right: %j', (text) => expect(summary(text)).toEqual([]));

  test('what is known at a destruction', () => {
    const text = (command: string) =>
      `locals {\n  a = 1\n}\nresource "x_y" "a" {\n  provisioner "local-exec" {\n    when    = destroy\n    command = "${command}"\n  }\n}\n`;
    expect(summary(text('rm ${self.id} ${path.module}'))).toEqual([]);
    expect(summary(text('rm ${local.a}'))).toEqual(['error undeclared-reference local.a']);
  });

  test('a postcondition names its object as self', () => {
    const text =
      'resource "x_y" "a" {\n  count = 1\n  lifecycle {\n    postcondition {\n      condition     = x_y.a[0].b\n      error_message = "x"\n    }\n  }\n}\n';
    const found = findings({ 'main.tf': text }).find(({ code }) => code.endsWith('undeclared-reference'));
    expect(applyEdits(text, found?.fixes?.[0]?.edits ?? [])).toContain('= self.b');
  });
});

describe('names of providers', () => {
  test.each([
    ['provider "TEST" {\n}\n', ['error reserved-name TEST']],
    ['resource "aws-_foo" "a" {\n}\n', ['error reserved-name aws-_foo']],
    ['data "x_y" "a" {\n  provider = my_x\n}\n', ['error reserved-name my_x']],
    [
      'terraform {\n  required_providers {\n    a = {\n      source = "x/terraform-provider-a"\n    }\n  }\n}\n',
      ['error provider-source x/terraform-provider-a'],
    ],
    [
      'terraform {\n  required_providers {\n    a = {\n      source = "a/b/c/d"\n    }\n  }\n}\n',
      ['error provider-source a/b/c/d'],
    ],
  ])('%j', (text, wanted) => expect(summary(text)).toEqual(wanted));

  test('right ones', () => {
    const text =
      'terraform {\n  required_providers {\n    google-beta = {\n      source = "registry.terraform.io/hashicorp/google-beta"\n    }\n  }\n}\nprovider "google-beta" {\n}\n';
    expect(summary(text)).toEqual([]);
  });
});

describe('what a module asks of its caller', () => {
  const alias =
    'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      configuration_aliases = [aws.east]\n    }\n  }\n}\n';
  const main = (child: string, call: string) => summary({ 'main.tf': call, 'child/main.tf': child });

  test('provider configurations', () => {
    const call = 'provider "aws" {\n}\nmodule "m" {\n  source = "./child"\n}\n';
    expect(main(alias, call)).toEqual(['error module-provider module "m"']);
    const [first] = findings({ 'main.tf': call, 'child/main.tf': alias }).filter(({ code }) =>
      code.endsWith('module-provider'),
    );
    const fixed = applyEdits(call, first?.fixes?.[0]?.edits ?? []);
    expect(fixed).toBe(
      'provider "aws" {\n}\nmodule "m" {\n  source = "./child"\n  providers = { aws.east = aws }\n}\n',
    );
    expect(main(alias, fixed)).toEqual([]);
  });

  test('the same provider under the same name', () => {
    const child = 'terraform {\n  required_providers {\n    aws = {\n      source = "other/aws"\n    }\n  }\n}\n';
    const call = 'provider "aws" {\n}\nmodule "m" {\n  source    = "./child"\n  providers = { aws = aws }\n}\n';
    expect(main(child, call)).toEqual(['error module-provider aws']);
  });

  test('names that somebody declares', () => {
    const required =
      'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n';
    const call = 'module "m" {\n  source    = "./child"\n  providers = { aws = aws }\n}\n';
    expect(main('locals {\n}\n', required + call)).toEqual(['warning module-provider aws']);
    expect(main(required, call)).toEqual(['warning module-provider aws']);
    expect(main(required, `provider "aws" {\n  alias = "x"\n}\n${call.replace('= aws }', '= aws.x }')}`)).toEqual([]);
  });

  test('no configuration of its own where it is repeated or replaced, and no import', () => {
    const own = 'provider "aws" {\n  region = "x"\n}\n';
    const repeated = 'module "m" {\n  source = "./child"\n  count  = 2\n}\n';
    expect(main(own, repeated)).toEqual(['error module-provider count']);
    expect(main('provider "aws" {\n}\n', repeated)).toEqual([]);
    expect(main(own, 'module "m" {\n  source    = "./child"\n  providers = { aws = aws }\n}\n')).toEqual([
      'error module-provider aws',
    ]);
    const importing = 'resource "x_y" "a" {\n}\nimport {\n  to = x_y.a\n  id = "1"\n}\n';
    const call = 'module "m" {\n  source = "./child"\n}\n';
    expect(main(importing, call)).toEqual([]);
    const version = (least: string) => `terraform {\n  required_version = ">= ${least}"\n}\n`;
    expect(main(importing, version('1.5') + call)).toEqual(['warning version-gate module "m"']);
    expect(main(importing, version('1.16') + call)).toEqual([]);
    expect(main(importing, `language {\n}\n${call}`)).toEqual(['error invalid-import module "m"']);
  });

  test('a version where the source is of a registry', () => {
    const call = (source: string) => `module "m" {\n  source  = "${source}"\n  version = "1.0"\n}\n`;
    expect(summary(call('git::https://example.com/x.git'))).toEqual(['error module-input version']);
    expect(summary(call('./child'))).toEqual(['error module-input version']);
    expect(summary(call('app.terraform.io/a/b/c//modules/x'))).toEqual([]);
  });
});

test('what a module lacks is declared in it', () => {
  const call = 'module "m" {\n  source = "./child"\n  size   = 1\n}\noutput "o" {\n  value = module.m.id\n}\n';
  const child = 'locals {\n  a = 1\n}\noutput "b" {\n  value = local.a\n}\n';
  const fixes = findings({ 'main.tf': call, 'child/main.tf': child }).flatMap((each) => each.fixes ?? []);
  const made = fixes.filter(({ title }) => title.startsWith('Declare')).flatMap(({ others }) => others ?? []);
  let text = child;
  for (const { edits } of made) text = applyEdits(text, edits);
  expect(made.map(({ path }) => path)).toEqual(['child/main.tf', 'child/main.tf']);
  expect(summary({ 'main.tf': call, 'child/main.tf': text })).toEqual([]);
});

describe('override files', () => {
  test('change what is declared elsewhere', () => {
    const override = 'variable "a" {\n  type = string\n}\n';
    expect(summary({ 'x_override.tf': override }, 'x_override.tf')).toEqual(['error invalid-override a']);
    const base = 'variable "a" {\n  type    = list(string)\n  default = ["x"]\n}\n';
    expect(summary({ 'x_override.tf': override, 'main.tf': base }, 'x_override.tf')).toEqual([]);
    expect(summary({ 'x_override.tf': override, 'main.tf': base })).toEqual(['error wrong-type ["x"]']);
  });
});

test('an object is imported once', () => {
  const text =
    'resource "x_y" "a" {\n}\nimport {\n  to = x_y.a\n  id = "1"\n}\nimport {\n  to = x_y.a\n  id = "2"\n}\n';
  expect(summary(text)).toEqual(['error invalid-import x_y.a']);
});

describe('what a version of Terraform must have', () => {
  const head = (version: string) => `terraform {\n  required_version = "${version}"\n}\n`;
  const gated: readonly (readonly [string, string])[] = [
    ['variable "a" {\n  type = object({ b = optional(string) })\n}\n', 'optional'],
    ['resource "terraform_data" "a" {\n}\n', 'terraform_data'],
    ['output "a" {\n  value = provider::x::f(1)\n}\n', 'provider::x::f'],
    [
      'variable "b" {\n}\nvariable "a" {\n  validation {\n    condition     = var.a > var.b\n    error_message = "x"\n  }\n}\n',
      'var.b',
    ],
  ];

  test.each(gated)('%j', (text, marked) => {
    expect(summary(head('>= 1.0') + text)).toEqual([`warning version-gate ${marked}`]);
    expect(summary(head('>= 1.9') + text)).toEqual([]);
    expect(summary(text)).toEqual([]);
  });

  test.each([
    ['terraform {\n  required_version = "five"\n}\n', ['error wrong-type "five"']],
    ['terraform {\n  required_version = ">= 1.5, < 2.0.0-beta1, !=1.6"\n}\n', []],
    [
      'terraform {\n  required_providers {\n    a = {\n      source  = "x/a"\n      version = "~> one"\n      other   = 1\n    }\n    b = "~> 2.0"\n  }\n}\n',
      ['error wrong-type "~> one"', 'error unknown-attribute other'],
    ],
  ])('constraints: %j', (text, wanted) => expect(summary(text)).toEqual(wanted));
});

describe('copies and attributes', () => {
  test.each([
    [
      'variable "l" {\n  type = list(string)\n}\nresource "x_y" "a" {\n  for_each = var.l\n}\n',
      ['error for-each-type var.l'],
    ],
    ['variable "l" {\n  type = set(string)\n}\nresource "x_y" "a" {\n  for_each = var.l\n}\n', []],
    ['resource "x_y" "a" {\n  count    = 1\n  for_each = {}\n}\n', ['error for-each-type for_each']],
    ['locals {\n  a = { b = 1 }\n}\noutput "o" {\n  value = local.a.c\n}\n', ['error unknown-result-attribute c']],
    ['locals {\n  a = { b = 1 }\n}\noutput "o" {\n  value = local.a["c"]\n}\n', []],
    ['variable "a" {\n  type = string\n}\noutput "o" {\n  value = var.a.b\n}\n', ['error unknown-result-attribute b']],
    ['locals {\n  a = merge({ b = 1 }, { c = 2 })\n}\noutput "o" {\n  value = local.a.c\n}\n', []],
    ['locals {\n  a = true ? { b = 1 } : { c = 1 }\n}\noutput "o" {\n  value = local.a.c\n}\n', []],
  ])('%j', (text, wanted) => expect(summary(text)).toEqual(wanted));
});
