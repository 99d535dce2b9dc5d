import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { cursor, files, findings } from './workspace.ts';

function offered(main: string, others: Readonly<Record<string, string>> = {}) {
  const { text, offset } = cursor(main);
  const { at, around } = files({ 'main.tf': text, ...others });
  return { text, found: terraform.refactorings?.(at('main.tf'), { start: offset, end: offset }, around) ?? [] };
}

function refactored(
  title: RegExp,
  main: string,
  others: Readonly<Record<string, string>> = {},
): Record<string, string> | undefined {
  const { text, found } = offered(main, others);
  const chosen = found.find((each) => title.test(each.title));
  const texts: Record<string, string> = { 'main.tf': text, ...others };
  for (const { path, edits } of chosen?.edits ?? []) texts[path] = applyEdits(texts[path] ?? '', edits);
  for (const [path, after] of Object.entries(texts)) {
    const errors = findings({ ...texts, [path]: after }, path).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message }) => message)).toEqual([]);
  }
  return chosen && texts;
}

const count = (main: string, others?: Readonly<Record<string, string>>) => refactored(/^Name the copies/, main, others);

describe('count to for_each', () => {
  test('over a list that is written out', () => {
    const main =
      'locals {\n  zones = ["a", "b"]\n}\nresource "x_y" "‸z" {\n  count = length(local.zones)\n  zone  = local.zones[count.index]\n  name  = "n-${local.zones[count.index]}"\n  rank  = count.index\n}\n';
    const output = 'output "first" {\n  value = x_y.z[0].id\n}\noutput "all" {\n  value = x_y.z[*].id\n}\n';
    expect(count(main, { 'outputs.tf': output })).toEqual({
      'main.tf':
        'locals {\n  zones = ["a", "b"]\n}\nresource "x_y" "z" {\n  for_each = toset(local.zones)\n  zone  = each.value\n  name  = "n-${each.value}"\n  rank  = index(local.zones, each.value)\n}\n\nmoved {\n  from = x_y.z[0]\n  to   = x_y.z["a"]\n}\n\nmoved {\n  from = x_y.z[1]\n  to   = x_y.z["b"]\n}\n',
      'outputs.tf': 'output "first" {\n  value = x_y.z["a"].id\n}\noutput "all" {\n  value = values(x_y.z)[*].id\n}\n',
    });
  });

  test('of a number and of a switch', () => {
    expect(
      count('resource "x_y" "‸z" {\n  count = 2\n  name  = "n-${count.index}"\n  rank  = count.index + 1\n}\n')?.[
        'main.tf'
      ],
    ).toContain('for_each = toset(["0", "1"])\n  name  = "n-${each.key}"\n  rank  = tonumber(each.key) + 1\n');
    const made = count(
      'variable "on" {\n}\nresource "x_y" "‸z" {\n  count = var.on ? 1 : 0\n}\noutput "o" {\n  value = one(x_y.z[*].id)\n}\n',
    );
    expect(made?.['main.tf']).toContain('for_each = var.on ? toset(["this"]) : toset([])');
    expect(made?.['main.tf']).toContain('one(values(x_y.z)[*].id)');
    expect(made?.['main.tf']).toContain('to   = x_y.z["this"]');
  });

  test.each([
    'variable "n" {\n}\nresource "x_y" "‸z" {\n  count = var.n\n}\n',
    'variable "l" {\n}\nresource "x_y" "‸z" {\n  count = length(var.l)\n}\n',
    'resource "x_y" "‸z" {\n  count = 2\n}\noutput "o" {\n  value = x_y.z\n}\n',
    'resource "x_y" "‸z" {\n  count = 2\n}\nresource "x_y" "w" {\n  count = 2\n  a     = x_y.z[count.index].id\n}\n',
    'terraform {\n  required_version = ">= 0.13"\n}\nresource "x_y" "‸z" {\n  count = 2\n}\n',
    'data "x_y" "‸z" {\n  count = 2\n}\n',
  ])('not offered: %j', (main) => expect(count(main)).toBeUndefined());
});

describe('guards', () => {
  test.each([
    [
      'output "o" {\n  value = x_y.z[0].i‸d\n}\nresource "x_y" "z" {\n  count = 1\n}\n',
      'value = try(x_y.z[0].id, null)',
    ],
    [
      'variable "v" {\n  validation {\n    condition     = var.v.a.‸b.c\n    error_message = "x"\n  }\n}\n',
      'condition     = can(var.v.a.b.c)',
    ],
  ])('%j', (main, wanted) => expect(refactored(/^Wrap/, main)?.['main.tf']).toContain(wanted));

  test.each([
    'output "o" {\n  value = x_y.z.i‸d\n}\nresource "x_y" "z" {\n}\n',
    'output "o" {\n  value = try(x_y.z[0].i‸d, 1)\n}\nresource "x_y" "z" {\n  count = 1\n}\n',
  ])('not offered: %j', (main) => expect(refactored(/^Wrap/, main)).toBeUndefined());
});

describe('lifecycle', () => {
  test('a block where there is none, a line where there is', () => {
    expect(refactored(/create_before_destroy/, 'resource "x_y" "‸z" {\n  a = 1\n}\n')?.['main.tf']).toBe(
      'resource "x_y" "z" {\n  a = 1\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n',
    );
    expect(
      refactored(/prevent_destroy/, 'resource "x_y" "‸z" {\n  lifecycle {\n    ignore_changes = [a]\n  }\n}\n')?.[
        'main.tf'
      ],
    ).toBe('resource "x_y" "z" {\n  lifecycle {\n    ignore_changes = [a]\n    prevent_destroy = true\n  }\n}\n');
    expect(
      refactored(/prevent_destroy/, 'resource "x_y" "‸z" {\n  lifecycle {\n    prevent_destroy = false\n  }\n}\n'),
    ).toBeUndefined();
  });
});
