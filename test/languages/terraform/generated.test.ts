import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { files, summary } from './workspace.ts';

const root = 'resource "aws_s3_bucket" "b" {\n  provider = aws.east\n  bucket   = "${var.stage}-b"\n}\n';
const alarms = ['error undeclared-reference var.stage', 'error provider-alias aws.east'];
const providers = 'generate "provider" {\n  path     = "provider.tf"\n  contents = "provider \\"aws\\" {}"\n}\n';

function said(others: Readonly<Record<string, string>>, path = 'live/prod/app/main.tf'): string[] {
  return summary({ [path]: root, ...others }, path);
}

describe('configuration that another tool writes', () => {
  test('without such a tool every name must be declared', () => {
    expect(said({})).toEqual(alarms);
    expect(said({}, 'main.tf')).toEqual(alarms);
  });

  test.each([
    ['in the folder', 'live/prod/app/terragrunt.hcl', providers],
    [
      'included from elsewhere',
      'live/prod/app/terragrunt.hcl',
      'include "env" {\n  path = "../../../_envcommon/app.hcl"\n}\n',
    ],
    ['in a folder above', 'live/terragrunt.hcl', providers],
    ['in root.hcl', 'root.hcl', `remote_state {\n  backend = "s3"\n  generate = {\n    path = "backend.tf"\n  }\n}\n`],
    ['with Terramate', 'live/prod/app/stack.tm.hcl', 'stack {}\n'],
    ['with Terramate above', 'live/terramate.tm.hcl', 'generate_hcl "a.tf" {}\n'],
    ['with Jsonnet', 'live/prod/app/providers.tf.jsonnet', '{}'],
  ])('%s: nothing is known to be missing', (_, path, text) => {
    expect(said({ [path]: text })).toEqual([]);
    const asked = files({ 'live/prod/app/main.tf': root }).at('live/prod/app/main.tf').neighbours;
    expect(
      asked.some((each) =>
        each.kind !== 'folder'
          ? each.path === path
          : each.path === '.' && each.endings.some((end) => path.endsWith(end)),
      ),
    ).toBe(true);
  });

  test.each([
    ['values only', 'live/prod/app/terragrunt.hcl', '# generate nothing\ninputs = {\n  stage = "prod"\n}\n'],
    ['a folder beside', 'live/prod/web/terragrunt.hcl', providers],
    ['a folder below', 'live/prod/app/a/terragrunt.hcl', providers],
    ['a name alone', 'live/prod/app/generate.tf', '\n'],
  ])('%s: names are still checked', (_, path, text) => {
    expect(said({ [path]: text })).toEqual(alarms);
  });

  test('a called module of which a part is generated takes any input and gives any output', () => {
    const main = 'module "m" {\n  source = "./m"\n  colour = 1\n}\n\noutput "x" {\n  value = module.m.size\n}\n';
    const module = { 'm/main.tf': 'variable "name" {\n  default = ""\n}\n' };
    expect(summary({ 'main.tf': main, ...module })).toEqual(['error module-input colour', 'error module-output size']);
    expect(summary({ 'main.tf': main, ...module, 'm/terragrunt.hcl': providers })).toEqual([]);
  });

  test('what the text itself says wrongly is still said', () => {
    const texts = { 'main.tf': 'locals {\n  a = each.kee\n  b = sha(1)\n}\n', 'terragrunt.hcl': providers };
    expect(summary(texts)).toEqual(['error unknown-function sha', 'error undeclared-reference each.kee']);
  });

  test('a generator that comes or goes is noticed', () => {
    const texts: Record<string, string> = { 'main.tf': root };
    const { at, around } = files(texts);
    const codes = () => terraform.check(at('main.tf'), around).filter(({ severity }) => severity === 'error').length;
    expect(codes()).toBe(2);
    texts['terragrunt.hcl'] = providers;
    expect(codes()).toBe(0);
    delete texts['terragrunt.hcl'];
    expect(codes()).toBe(2);
  });
});
