import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { cursor, files, summary } from './workspace.ts';

/** What is said of a `.tofu` file, or of another with a dialect that a person chose. */
function said(text: string, path = 'main.tofu'): string[] {
  return summary(text, path);
}

function chosen(text: string, dialect: string, others: Readonly<Record<string, string>> = {}): string[] {
  const { at, around } = files({ 'main.tf': text, ...others });
  const ownData = (name: string) => (name === 'terraform/dialect' ? { file: 'settings', value: dialect } : undefined);
  return terraform
    .check(at('main.tf'), { ...around, project: { ...around.project, ownData } })
    .filter(({ code }) => !/unused|not-required|not-installed/.test(code))
    .map(
      ({ severity, code, span }) => `${severity} ${code.replace('terraform/', '')} ${text.slice(span.start, span.end)}`,
    );
}

const language = (inside: string) => `language {\n${inside}}\n`;
const compatible = (version: string) => language(`  compatible_with {\n    opentofu = "${version}"\n  }\n`);

describe('the language block', () => {
  test.each([
    [language('  edition     = tofu2024\n  experiments = []\n'), []],
    [compatible('>= 1.12'), []],
    [language('  compatible_with {\n    opentofu = ">= 1.12"\n    other    = "x"\n    more {\n    }\n  }\n'), []],
    [language('  edition = "tofu2024"\n'), ['error wrong-type "tofu2024"']],
    [language('  edition = TF2021\n'), ['error wrong-type TF2021']],
    [language('  edition = tofu2038\n'), ['warning version-gate tofu2038']],
    [language('  experiments = [a, "b"]\n'), ['warning version-gate a', 'error wrong-type "b"']],
    [compatible('>= 1.8'), ['warning version-gate language']],
    [compatible('< 2.0'), ['warning version-gate "< 2.0"']],
    [compatible('>= 1.12.0-beta1'), ['error wrong-type ">= 1.12.0-beta1"']],
    [compatible('newest'), ['error wrong-type "newest"']],
    [
      language(
        '  compatible_with {\n    opentofu = ">= 1.12"\n  }\n  compatible_with {\n    opentofu = ">= 1.13"\n  }\n',
      ),
      ['error too-many-blocks opentofu'],
    ],
    [language('  editon = tofu2024\n'), ['error unknown-attribute editon']],
  ])('%j', (text, wanted) => {
    expect(said(text, 'main.tf')).toEqual(wanted);
  });

  test('not in an override file', () => {
    expect(said(compatible('>= 1.12'), 'main_override.tf')).toEqual(['error invalid-override language']);
  });

  test('tells that OpenTofu is used, and which releases', () => {
    const gunzip = 'locals {\n  a = cidrcontains("10.0.0.0/8", "10.0.0.1")\n}\n';
    const backend = 'terraform {\n  backend "s3" {\n    bucket = var.b\n  }\n}\nvariable "b" {\n}\n';
    expect(said(compatible('>= 1.12') + gunzip + backend, 'main.tf')).toEqual([]);
    expect(said(`${compatible('>= 1.12')}locals {\n  a = assumenotnull(1)\n}\n`, 'main.tf')).toEqual([
      'warning version-gate assumenotnull',
    ]);
  });
});

describe('releases', () => {
  const tofu = (version: string) => `terraform {\n  required_version = "${version}"\n}\n`;
  const resource = (lifecycle: string) => `resource "x_y" "a" {\n  lifecycle {\n    ${lifecycle}\n  }\n}\n`;

  test.each([
    ['>= 1.6', 'removed {\n  from = x_y.a\n}\n', 'removed'],
    ['>= 1.8', 'provider "x" {\n  for_each = {}\n  alias    = "a"\n}\n', 'for_each'],
    ['>= 1.9', 'variable "a" {\n  deprecated = "x"\n}\n', 'deprecated'],
    ['>= 1.10', resource('enabled = true'), 'enabled'],
    ['>= 1.10', 'module "m" {\n  source = "./m"\n  lifecycle {\n    enabled = false\n  }\n}\n', 'lifecycle'],
    ['>= 1.10', 'ephemeral "x_y" "a" {\n}\n', 'ephemeral'],
    ['>= 1.11', resource('destroy = false'), 'destroy'],
    ['>= 1.6', 'locals {\n  a = urldecode("x")\n}\n', 'urldecode'],
    ['>= 1.6', 'locals {\n  a = provider::x::y()\n}\n', 'provider::x::y'],
    ['>= 1.9', 'module "m" {\n  source = "oci://registry/m"\n}\n', '"oci://registry/m"'],
    ['>= 1.10', 'resource "aws_db_instance" "a" {\n  instance_class = "x"\n  password_wo    = "x"\n}\n', 'password_wo'],
    ['>= 1.7', 'module "m" {\n  source = var.s\n}\nvariable "s" {\n}\n', 'var.s'],
  ])('%s: %j is too new', (version, text, marked) => {
    expect(said(tofu(version) + text)).toContain(`warning version-gate ${marked}`);
    expect(said(tofu('>= 1.13') + text)).toEqual([]);
    expect(said(text)).toEqual([]);
    // The same number of Terraform says nothing about OpenTofu.
    expect(summary({ 'versions.tf': tofu(version), 'main.tofu': text }, 'main.tofu')).toEqual([]);
  });

  test.each([
    ['action "x_y" "a" {\n}\n', 'action'],
    ['output "a" {\n  type  = string\n  value = "x"\n}\n', 'type'],
    ['terraform {\n  state_store "x" {\n  }\n}\n', 'state_store'],
  ])('%j is only in Terraform', (text, marked) => {
    expect(said(text)).toEqual([`warning version-gate ${marked}`]);
    expect(said(text, 'main.tf')).toEqual([]);
  });

  test('test files of OpenTofu', () => {
    const run = 'run "a" {\n  state_key = "x"\n}\nmock_provider "x" {\n  for_each = {}\n  source   = "./m"\n}\n';
    expect(said(run, 'a.tofutest.hcl')).toEqual(['warning version-gate state_key', 'warning version-gate source']);
    expect(said(run, 'a.tftest.hcl')).toEqual([]);
  });

  test('what only OpenTofu has, where a person said Terraform', () => {
    const text = `${resource('enabled = true')}locals {\n  a = urldecode("x")\n}\nterraform {\n  encryption {\n  }\n}\n`;
    expect(said(text, 'main.tf')).toEqual([]);
    expect(chosen(text, 'opentofu')).toEqual([]);
    expect(chosen(text, 'terraform')).toEqual([
      'warning version-gate enabled',
      'warning version-gate encryption',
      'warning version-gate urldecode',
    ]);
  });

  test('prevent_destroy from a value needs OpenTofu 1.12', () => {
    const text = `${resource('prevent_destroy = var.keep')}variable "keep" {\n}\n`;
    expect(said(text, 'main.tf')).toEqual(['error static-value var.keep']);
    expect(said(text)).toEqual([]);
    expect(said(tofu('>= 1.11') + text)).toEqual(['error static-value var.keep']);
    const order = `${resource('create_before_destroy = var.keep')}variable "keep" {\n}\n`;
    expect(said(order)).toEqual(['error static-value var.keep']);
  });
});

describe('services', () => {
  const offered = (marked: string, path: string) => {
    const { text, offset } = cursor(marked);
    const { at, around } = files({ [path]: text });
    return (terraform.complete?.(at(path), offset, around) ?? []).map(({ label }) => label);
  };

  test('what only one of the two has is offered where it is used', () => {
    const lifecycle = 'resource "x_y" "a" {\n  lifecycle {\n    ‸\n  }\n}\n';
    expect(offered(lifecycle, 'main.tofu')).toEqual(expect.arrayContaining(['enabled', 'prevent_destroy']));
    expect(offered(lifecycle, 'main.tofu')).not.toContain('action_trigger');
    expect(offered(lifecycle, 'main.tf')).not.toContain('enabled');
    expect(offered('‸', 'main.tofu')).toContain('language');
    expect(offered('‸', 'main.tofu')).not.toContain('action');
    expect(offered('‸', 'main.tf')).not.toContain('language');
    expect(offered('terraform {\n  ‸\n}\n', 'main.tofu')).toContain('encryption');
    expect(offered('locals {\n  a = cidr‸\n}\n', 'main.tofu')).toContain('cidrcontains');
    expect(offered('locals {\n  a = cidr‸\n}\n', 'main.tf')).not.toContain('cidrcontains');
    expect(offered('language {\n  edition = ‸\n}\n', 'main.tf')).toEqual(['tofu2024']);
    expect(offered('language {\n  ‸\n}\n', 'main.tf')).toEqual(['compatible_with', 'edition']);
  });

  test('functions of OpenTofu have signatures and pages', () => {
    const { text, offset } = cursor('locals {\n  a = cidrcon‸tains("10.0.0.0/8", "x")\n}\n');
    const { at, around } = files({ 'main.tofu': text });
    const reading = at('main.tofu');
    expect(terraform.hover?.(reading, offset, around)?.markdown).toContain('OpenTofu only, since 1.7');
    expect(terraform.hover?.(reading, offset, around)?.markdown).toContain('opentofu.org');
    expect(terraform.signature?.(reading, text.indexOf('"x"'), around)).toMatchObject({ activeParameter: 1 });
    expect(said('locals {\n  a = assumelistlength([1], 1)\n  b = urldecode()\n}\n')).toEqual([
      'error function-arguments assumelistlength',
      'error function-arguments urldecode',
    ]);
  });
});
