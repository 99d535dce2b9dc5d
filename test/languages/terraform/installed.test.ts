import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { createWorkspace } from '../../../server/core/service/workspace.ts';
import { data, files, summary } from './workspace.ts';

const entry = (key: string, dir: string) => `{"Key":"${key}","Source":"x","Version":"1.0.0","Dir":"${dir}"}`;
const manifest = (...entries: string[]) => `{"Modules":[${[entry('', '.'), ...entries].join(',')}]}`;
const call = (name: string, source: string, inputs = '') => `module "${name}" {\n  source = "${source}"\n${inputs}}\n`;
const variable = 'variable "size" {\n  type = number\n}\noutput "id" {\n  value = var.size\n}\n';

describe('modules that terraform init put below .terraform', () => {
  const texts = {
    'main.tf': `${call('eks', 'acme/eks/aws', '  size = 1\n')}${call('net', './net')}output "o" {\n  value = module.eks.idd\n}\n`,
    '.terraform/modules/modules.json': manifest(
      entry('eks', '.terraform/modules/eks'),
      entry('eks.kms', '.terraform/modules/eks.kms/modules/key'),
      entry('eks.sub', '.terraform/modules/eks/modules/sub'),
      entry('net', 'net'),
      entry('net.dns', '.terraform/modules/net.dns'),
    ),
    '.terraform/modules/eks/main.tf': `${variable}${call('kms', 'acme/kms/aws//modules/key', '  sizee = 1\n')}${call('sub', './modules/sub', '  size = "a"\n')}`,
    '.terraform/modules/eks.kms/modules/key/main.tf': variable,
    '.terraform/modules/eks/modules/sub/main.tf': variable,
    'net/main.tf': call('dns', 'acme/dns/aws'),
    '.terraform/modules/net.dns/main.tf': variable,
  };

  test('calls of them are checked, in the root module and below', () => {
    expect(summary(texts, 'main.tf')).toEqual(['error module-output idd']);
    expect(summary(texts, '.terraform/modules/eks/main.tf')).toEqual([
      'error module-input sizee',
      'error module-input module "kms"',
      'error wrong-type "a"',
    ]);
    expect(summary(texts, 'net/main.tf')).toEqual(['error module-input module "dns"']);
  });

  test('their folders are asked for once the manifest is read', () => {
    const { at, around } = files(texts);
    const asked = (path: string) => (terraform.further?.(at(path), around) ?? []).map(({ path: each }) => each);
    expect(asked('main.tf')).toEqual(['./.terraform/modules/eks']);
    expect(asked('.terraform/modules/eks/main.tf')).toEqual(['../eks.kms/modules/key']);
    expect(asked('net/main.tf')).toEqual(['../.terraform/modules/net.dns']);
  });

  test('without a manifest nothing is known', () => {
    const { '.terraform/modules/modules.json': _, ...bare } = texts;
    expect(summary(bare, 'net/main.tf')).toEqual([]);
    expect(summary(bare, 'main.tf')).toEqual([]);
  });
});

describe('a live tree beside the modules, whose Terragrunt files add to them', () => {
  const module = 'resource "x_y" "a" {\n  provider = x.core\n  env      = var.env\n  other    = var.other\n}\n';
  const alarms = [
    'error undeclared-reference var.env',
    'error undeclared-reference var.other',
    'error provider-alias x.core',
  ];
  const said = (others: Readonly<Record<string, string>>) =>
    summary({ 'aws/app/main.tf': module, ...others }, 'aws/app/main.tf');
  const generate = (contents: string) => `generate "common" {\n  path     = "common.tf"\n  contents = ${contents}\n}\n`;
  const written = generate('<<EOF\nvariable "env" {}\nprovider "x" {\n  alias = "core"\n}\nEOF');

  test.each([
    ['nothing', {}, alarms],
    ['values only', { 'env/terragrunt.hcl': 'inputs = {\n  env = "x"\n}\n' }, alarms],
    ['names that are written out', { 'env/terragrunt.hcl': written }, ['error undeclared-reference var.other']],
    [
      'values beside what is written out',
      { 'env/terragrunt.hcl': `${written}inputs = {\n  other = "x"\n}\n` },
      ['error undeclared-reference var.other'],
    ],
    ['a tree beside the module itself', { 'aws/live/root.hcl': written }, ['error undeclared-reference var.other']],
    [
      'names of a file beside',
      { 'env/terragrunt.hcl': generate('file("common.tf")'), 'env/common.tf': 'variable "other" {\n}\n' },
      ['error undeclared-reference var.env', 'error provider-alias x.core'],
    ],
    ['a file nobody knows', { 'env/terragrunt.hcl': generate('file("common.tf")') }, []],
    ['contents that are worked out', { 'env/terragrunt.hcl': generate('local.common') }, []],
    ['a comment', { 'env/terragrunt.hcl': `# ${generate('local.common').replaceAll('\n', '\n# ')}\n` }, alarms],
  ])('%s', (_, others, wanted) => {
    expect(said(others)).toEqual(wanted);
  });

  test('is asked for only where something is missing, and noticed when it comes', () => {
    const asked = (text: string) => {
      const { at, around } = files({ 'aws/app/main.tf': text });
      return terraform.further?.(at('aws/app/main.tf'), around).length;
    };
    expect(asked(module)).toBe(3);
    expect(asked('variable "a" {\n}\nlocals {\n  b = var.a\n}\n')).toBe(0);
    const workspace = createWorkspace({ data, today: () => '2026-01-01', log: () => undefined });
    workspace.setFolders(['/w']);
    workspace.open('/w/aws/app/main.tf', module);
    const errors = () =>
      workspace.check('/w/aws/app/main.tf').findings.filter(({ severity }) => severity === 'error').length;
    expect(workspace.wanted('/w/aws/app/main.tf').folders.map(({ path }) => path)).not.toContain('/w/*');
    for (const path of workspace.wanted('/w/aws/app/main.tf').files) workspace.markMissing(path);
    for (const folder of workspace.wanted('/w/aws/app/main.tf').folders) workspace.markFolder(folder);
    expect(workspace.wanted('/w/aws/app/main.tf').folders.map(({ path }) => path)).toContain('/w/*');
    expect(errors()).toBe(3);
    workspace.open('/w/env/terragrunt.hcl', written);
    expect(errors()).toBe(1);
  });
});
