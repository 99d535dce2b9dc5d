import { describe, expect, test } from 'vitest';
import type { Project } from '../../../server/core/languages/language.ts';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { providerSchemasReader } from '../../../server/core/languages/terraform/schema/provider-json.ts';
import { cursor, files } from './workspace.ts';

/** As `terraform providers schema -json` writes it, texts in places where names stand included. */
const OUTPUT = {
  format_version: '1.0',
  provider_schemas: {
    'registry.terraform.io/hashicorp/aws': {
      provider: { version: 0, block: { attributes: { region: { type: 'string', optional: true } } } },
      resource_schemas: {
        aws_lb: {
          version: 0,
          block: {
            description: 'A balancer { with [ brackets "',
            attributes: {
              name: { type: 'string', required: true, description: 'say "name"' },
              description: { type: 'string', optional: true, description: 'An attribute of that name' },
              brand_new: { type: ['list', 'string'], optional: true },
              old: { type: 'bool', optional: true, deprecated: true },
              token: { type: 'string', optional: true, sensitive: true, write_only: true },
              arn: { type: 'string', computed: true },
              rules: { type: ['set', ['object', { port: 'number', note: 'string' }, ['note']]], optional: true },
              block: {
                nested_type: { attributes: { size: { type: 'number', required: true } }, nesting_mode: 'list' },
              },
            },
            block_types: {
              attributes: {
                nesting_mode: 'list',
                min_items: 1,
                max_items: 2,
                block: { attributes: { block: { type: 'string', required: true } } },
              },
            },
          },
        },
      },
      data_source_schemas: {},
      functions: { f: { parameters: [{ name: 'x', type: 'string' }] } },
    },
    'registry.opentofu.org/acme/shop': {
      resource_schemas: {
        shop_cart: { version: 0, block: { attributes: { size: { type: 'number', required: true } } } },
      },
    },
  },
};

function read(text: string, step = 7) {
  const reader = providerSchemasReader();
  for (let at = 0; at < text.length; at += step) reader.push(text.slice(at, at + step));
  return reader.end();
}

function workspace(text: string) {
  const result = read(JSON.stringify(OUTPUT));
  if ('refused' in result) throw new Error(result.refused);
  const { project: plain, around, at } = files({ 'main.tf': text });
  const ownData = () => ({ file: 'providers.json', value: result.schemas });
  const project: Project = { ...plain, ownData };
  return { around: { ...around, project }, reading: at('main.tf') };
}

function check(text: string): string[] {
  const { around, reading } = workspace(text);
  return terraform
    .check(reading, around)
    .filter(({ code }) => !/provider-not-required$/.test(code))
    .map(({ code, message }) => `${code.replace('terraform/', '')}: ${message}`);
}

describe('reading the output of terraform providers schema', () => {
  test('is the same however the pieces fall', () => {
    const text = JSON.stringify(OUTPUT, null, 2);
    const shown = (step: number): string => {
      const result = read(text, step);
      return JSON.stringify('refused' in result ? result : [...result.schemas]);
    };
    expect(shown(text.length)).toContain('brand_new');
    for (const step of [1, 2, 3, 64]) expect(shown(step)).toBe(shown(text.length));
  });

  test.each([
    ['{"format_version":"2.0","provider_schemas":{}}', 'Its format is 2.0; formats 0.1 to 1.x are understood.'],
    ['{"version":4,"resources":[]}', 'no format_version'],
    ['{"format_version":"1.0"', 'it ends in the middle'],
    ['Terraform has been initialized', '"Terraform" is no value'],
    ['{"format_version":"1.0"} x', 'something follows its end'],
    ['', 'it ends in the middle'],
    ['['.repeat(600), 'nested too deeply'],
  ])('refuses %j', (text, reason) => {
    const result = read(text);
    expect('refused' in result && result.refused).toContain(reason);
  });

  test('a text that never ends is given up soon', () => {
    const reader = providerSchemasReader();
    reader.push('{"format_version":"');
    let pieces = 0;
    while (reader.push('x'.repeat(256 * 1024))) pieces++;
    expect(pieces).toBeLessThan(20);
  });
});

describe('a workspace with its own schemas', () => {
  test('they win over the bundled ones', () => {
    const block = '  attributes {\n    block = "x"\n  }\n';
    expect(
      check(`resource "aws_lb" "a" {\n  name = "x"\n  brand_new = ["y"]\n  description = "z"\n${block}}\n`),
    ).toEqual([]);
    expect(check(`resource "aws_lb" "a" {\n  name = "x"\n  internal = true\n${block}}\n`)).toEqual([
      'unknown-attribute: No argument "internal" is known in resource "aws_lb" in your provider schema (hashicorp/aws in providers.json).',
    ]);
    expect(check('resource "aws_lbb" "a" {\n}\n')).toEqual([
      'unknown-type: No type "aws_lbb" is known in your provider schema (hashicorp/aws in providers.json). Did you mean "aws_lb"?',
    ]);
  });

  test('they win even where the module pins another version', () => {
    const pinned =
      'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      version = "9.0.0"\n    }\n  }\n}\n';
    const text = `${pinned}resource "aws_lb" "a" {\n  name = "x"\n  nam = "x"\n  attributes {\n    block = "x"\n  }\n}\n`;
    expect(check(text)[0]).toContain('Did you mean "name"?');
  });

  test('what only they know: deprecated, counts, nested types', () => {
    const block = '  attributes {\n    block = "x"\n  }\n';
    expect(check('resource "aws_lb" "a" {\n  name = "x"\n  old = true\n}\n')).toEqual([
      'deprecated: "old" is deprecated by the provider, says your provider schema (hashicorp/aws in providers.json): the next major version may not have it.',
      'missing-block: "aws_lb" needs the block "attributes".',
    ]);
    expect(check(`resource "aws_lb" "a" {\n  name = "x"\n${block.repeat(3)}}\n`)).toEqual([
      'too-many-blocks: At most 2 blocks "attributes" may stand here.',
    ]);
    expect(check(`resource "aws_lb" "a" {\n  name = "x"\n  rules = [{ port = [] }]\n${block}}\n`)[0]).toContain(
      'number',
    );
  });

  test('of a provider that nobody bundles', () => {
    const required = 'terraform {\n  required_providers {\n    shop = {\n      source = "acme/shop"\n    }\n  }\n}\n';
    expect(check(`${required}resource "shop_cart" "a" {\n}\n`)).toEqual([
      'missing-attribute: "shop_cart" needs the argument "size".',
    ]);
  });

  test('hover and completion say where they come from', () => {
    const { text, offset } = cursor('resource "aws_lb" "a" {\n  tok‸en = "x"\n}\n');
    const { around, reading } = workspace(text);
    const markdown = terraform.hover?.(reading, offset, around)?.markdown ?? '';
    expect(markdown).toContain('sensitive · write-only');
    expect(markdown).toContain('From `providers.json`, in place of the bundled schema.');
    const typed = cursor('resource "aws_lb" "a" {\n  bra‸\n}\n');
    const other = workspace(typed.text);
    expect(terraform.complete?.(other.reading, typed.offset, other.around).map(({ label }) => label)).toEqual([
      'brand_new',
    ]);
  });

  test('other providers keep the bundled schema', () => {
    expect(check('resource "random_id" "a" {\n}\n')).toEqual([
      'missing-attribute: "random_id" needs the argument "byte_length".',
    ]);
  });
});
