import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { cursor, files, summary } from './workspace.ts';

const VARIABLES =
  'variable "names" {\n  type = list(string)\n}\nvariable "shape" {\n  type = object({ width = number })\n}\nvariable "free" {\n}\n';
const CHILD = `${VARIABLES}variable "size" {\n  type    = number\n  default = 3\n}\noutput "id" {\n  value = "x"\n}\noutput "all" {\n  value = var.names\n}\n`;

function hints(main: string): string[] {
  const { at, around } = files({ 'main.tf': main, 'variables.tf': VARIABLES, 'child/main.tf': CHILD });
  const found = terraform.hints?.(at('main.tf'), { start: 0, end: main.length }, around) ?? [];
  return found
    .filter(({ kind }) => kind !== 'state')
    .map(({ offset, label }) => `${main.slice(0, offset).split('\n').at(-1)?.trim()}|${label}`);
}

describe('types of local values', () => {
  test.each([
    ['keys(var.shape)', 'list(string)'],
    ['var.shape', '{ width }'],
    ['var.names[0]', 'string'],
    ['[for n in var.names : n]', 'list'],
    ['toset(var.names)', 'set(string)'],
    ['length(var.names) > 1 ? "a" : "b"', 'string'],
    ['length(var.names) + 1', 'number'],
    ['!true', 'bool'],
    ['aws_lb.a[*].arn', 'list(string)'],
    ['aws_lb.a.*.arn[0]', 'string'],
    ['aws_lb.a.*.arn', 'list(string)'],
    ['module.c.all', 'list(string)'],
    ['local.b', 'number'],
  ])('%s', (value, type) => {
    const text = `locals {\n  a = ${value}\n  b = length(var.names)\n}\nresource "aws_lb" "a" {\n  count = 2\n}\nmodule "c" {\n  source = "./child"\n  free   = 1\n  names  = []\n  shape  = { width = 1 }\n}\n`;
    expect(hints(text)).toContain(`a|: ${type}`);
  });

  test.each(['"text"', 'var.free', 'local.a', '[1, 2]', 'try(var.free, 1)'])('nothing to say: %s', (value) =>
    expect(hints(`locals {\n  a = ${value}\n}\n`).filter((hint) => hint.startsWith('a|:'))).toEqual([]),
  );

  test('values that need each other', () => {
    const chain = Array.from({ length: 200 }, (_, i) => `  l${i} = [local.l${i + 1}, local.l${i + 1}]\n`).join('');
    expect(hints(`locals {\n${chain}  l200 = local.l0\n}\n`)).toEqual(['l200|: list(list(list(list(list(list)))))']);
  });

  test('completion of their attributes', () => {
    const { text, offset } = cursor(
      'locals {\n  a = { one = 1, two = "x" }\n}\noutput "o" {\n  value = local.a.‸\n}\n',
    );
    const { at, around } = files({ 'main.tf': text });
    expect(terraform.complete?.(at('main.tf'), offset, around).map(({ label }) => label)).toEqual(['one', 'two']);
  });
});

test('inputs that a call leaves to their defaults', () => {
  const text = 'module "c" {\n  source = "./child"\n  free   = 1\n  names  = []\n  shape  = { width = 1 }\n}\n';
  expect(hints(text)).toEqual(['}|defaults: size = 3']);
});

describe('types that can never fit', () => {
  const check = (main: string) => summary({ 'main.tf': main, 'variables.tf': VARIABLES, 'child/main.tf': CHILD });

  test.each([
    ['resource "aws_lb" "a" {\n  name = var.names\n}\n', ['warning wrong-type var.names']],
    ['resource "aws_lb" "a" {\n  subnets = "a" == "b" ? [] : []\n}\n', []],
    ['resource "aws_lb" "a" {\n  subnets = upper("x")\n}\n', ['warning wrong-type upper("x")']],
    ['resource "aws_lb" "a" {\n  subnets = toset(var.names)\n}\n', []],
    ['resource "aws_lb" "a" {\n  tags = var.shape\n}\n', []],
    ['resource "aws_lb" "a" {\n  name = var.free\n}\n', []],
    ['output "a" {\n  value = upper(var.names)\n}\n', ['warning function-arguments var.names']],
    ['output "a" {\n  value = join(",", var.names)\n}\n', []],
    ['output "a" {\n  value = [for v in var.names : upper(v)]\n}\n', []],
    [
      'module "c" {\n  source = "./child"\n  free = 1\n  names = var.shape\n  shape = var.shape\n}\n',
      ['warning wrong-type var.shape'],
    ],
  ])('%j', (text, wanted) => expect(check(text)).toEqual(wanted));
});
