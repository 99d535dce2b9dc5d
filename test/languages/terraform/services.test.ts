import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { AFTER_FAULT, TYPING_FAULTS } from '../../syntax/hcl/faults.ts';
import { cursor, files } from './workspace.ts';

const VARIABLES =
  'variable "names" {\n  type = list(string)\n}\nvariable "shape" {\n  type = object({ width = number, depth = optional(number) })\n}\nlocals {\n  z = 1\n}\n';
const CHILD =
  'variable "size" {\n  type        = number\n  description = "How *big*"\n}\noutput "id" {\n  value = var.size\n}\n';

function workspace(main: string) {
  const { text, offset } = cursor(main);
  const all = files({
    'main.tf': text,
    'variables.tf': VARIABLES,
    'child/main.tf': CHILD,
    'prod.tfvars': 'names = []\n',
  });
  return { ...all, text, offset, reading: all.at('main.tf') };
}

function completions(main: string): readonly string[] {
  const { reading, offset, around } = workspace(main);
  return terraform.complete?.(reading, offset, around).map(({ label }) => label) ?? [];
}

describe('completion', () => {
  test.each([
    ['‸', ['resource', 'variable', 'module', 'locals']],
    ['reso‸', ['resource']],
    ['resource "aws_lb" "a" {\n  na‸\n}\n', ['name', 'name_prefix']],
    ['resource "aws_lb_listener" "a" {\n  ‸\n}\n', ['default_action', 'load_balancer_arn', 'lifecycle']],
    ['resource "aws_sqs_que‸', ['aws_sqs_queue', 'aws_sqs_queue_policy']],
    ['data "aws_ami‸"', ['aws_ami']],
    ['output "a" {\n  value = var.‸\n}\n', ['names', 'shape']],
    ['output "a" {\n  value = var.shape.‸\n}\n', ['width', 'depth']],
    ['output "a" {\n  value = nam‸\n}\n', ['var.names']],
    ['output "a" {\n  value = "x${local.‸}"\n}\n', ['z']],
    ['resource "aws_lb" "a" {\n}\noutput "b" {\n  value = aws_lb.a.dns‸\n}\n', ['dns_name']],
    ['module "c" {\n  source = "./child"\n  ‸\n}\n', ['size']],
    ['module "c" {\n  source = "./‸"\n}\n', ['./child']],
    ['module "c" {\n  source = "./child"\n}\noutput "b" {\n  value = module.c.‸\n}\n', ['id']],
    ['resource "aws_lb" "a" {\n  internal = ‸\n}\n', ['true', 'false']],
    ['variable "a" {\n  type = ‸\n}\n', ['string', 'list', 'object']],
    ['resource "aws_lb" "a" {\n  for_each = {}\n  name     = ea‸\n}\n', ['each.key', 'each.value']],
    ['output "a" {\n  value = [for item in var.names : ite‸]\n}\n', ['item']],
    ['terraform {\n  backend "s‸"\n}\n', ['s3']],
    ['provider "aws" {\n  alias = "east"\n}\nresource "aws_lb" "a" {\n  provider = aws.‸\n}\n', ['aws.east']],
    [
      'provider "aws" {\n  alias = "east"\n}\nmodule "m" {\n  source    = "x"\n  providers = { aws = aws.e‸ }\n}\n',
      ['aws.east'],
    ],
    ['resource "aws_lb" "a" {\n  lifecycle {\n    ignore_changes = [na‸]\n  }\n}\n', ['name']],
    ['resource "aws_lb" "a" {\n  depends_on = [‸]\n}\nresource "aws_lb" "b" {\n}\n', ['aws_lb.b']],
  ])('%j', (main, wanted) => expect(completions(main)).toEqual(expect.arrayContaining(wanted)));

  test('what is set already is not offered, nor what the provider sets', () => {
    const labels = completions('resource "aws_lb" "a" {\n  internal = true\n  ‸\n}\n');
    expect(labels).not.toContain('internal');
    expect(labels).not.toContain('arn');
    expect(labels).not.toContain('id');
  });

  test('nothing in comments and in closed texts', () => {
    expect(completions('# reso‸\n')).toEqual([]);
    expect(completions('output "a" {\n  value = "te‸xt"\n}\n')).toEqual([]);
  });

  test('whole blocks at the top of a file, and only there', () => {
    expect(completions('blue-green-target‸')).toEqual(['blue-green-target-group']);
    expect(completions('resource "aws_lb" "a" {\n  blue-green-t‸\n}\n')).toEqual([]);
    for (const { text } of snippetTexts()) {
      const [reading] = [files({ 'main.tf': text }).at('main.tf')];
      expect(reading?.problems, text).toEqual([]);
    }
  });

  test('names of variables in value files', () => {
    const { at, around } = files({ 'variables.tf': VARIABLES, 'a.tfvars': 'na\n' });
    expect(terraform.complete?.(at('a.tfvars'), 2, around).map(({ label }) => label)).toEqual(['names']);
  });

  test('at most 200 items', () => expect(completions('resource "aws_‸').length).toBe(200));

  test('every half-typed state is answered, without an error in what follows', () => {
    for (const fault of Object.values(TYPING_FAULTS)) {
      const { text, offset } = cursor(fault.replace('|', '‸') + AFTER_FAULT);
      const { at, around } = files({ 'main.tf': text });
      expect(() => terraform.complete?.(at('main.tf'), offset, around)).not.toThrow();
      expect(() => terraform.hover?.(at('main.tf'), offset, around)).not.toThrow();
    }
  });
});

/** What a person gets who changes nothing in a snippet. */
function snippetTexts() {
  const { reading, offset, around } = workspace('‸');
  const items = terraform.complete?.(reading, offset, around).filter(({ kind }) => kind === 'snippet') ?? [];
  expect(items.length).toBeGreaterThan(3);
  return items.map(({ edit }) => ({
    text: edit.text
      .replace(/\$\{\d+:([^}]*)\}/g, '$1')
      .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
      .replace(/\$\d+/g, '')
      .replaceAll('\\$', '$'),
  }));
}

function hover(main: string): string {
  const { reading, offset, around } = workspace(main);
  return terraform.hover?.(reading, offset, around)?.markdown ?? '';
}

describe('hover', () => {
  test.each([
    ['resource "aws_lb" "a" {\n  na‸me = "x"\n}\n', 'forces replacement'],
    ['resource "aws_lb" "a" {\n  idle_‸timeout = 1\n}\n', 'in place'],
    ['resource "aws_l‸b" "a" {\n}\n', '**router**'],
    ['output "a" {\n  value = var.na‸mes\n}\n', 'list(string)'],
    ['output "a" {\n  value = jo‸in(",", [])\n}\n', 'separator: string'],
    ['module "c" {\n  source = "./child"\n  si‸ze = 1\n}\n', 'How \\*big\\*'],
    ['resource "aws_lb" "a" {\n  life‸cycle {\n  }\n}\n', 'replaced and protected'],
  ])('%j', (main, wanted) => expect(hover(main)).toContain(wanted));
});

describe('navigation', () => {
  const where = (main: string) => {
    const { reading, offset, around, project } = workspace(main);
    return terraform
      .definition?.(reading, offset, around)
      .map(({ path, span }) => `${path} ${project.text(path)?.slice(span.start, span.end)}`);
  };

  test.each([
    ['output "a" {\n  value = var.na‸mes\n}\n', ['variables.tf names']],
    ['module "c" {\n  source = "./child"\n  si‸ze = 1\n}\n', ['child/main.tf size']],
    ['module "c" {\n  source = "./child"\n}\noutput "b" {\n  value = module.c.i‸d\n}\n', ['child/main.tf id']],
    ['module "c" {\n  source = "./ch‸ild"\n}\n', ['child/main.tf ']],
    ['resource "x_y" "z" {\n}\noutput "b" {\n  value = x_y.z‸.w\n}\n', ['main.tf z']],
  ])('%j', (main, wanted) => expect(where(main)).toEqual(wanted));

  test('references reach value files and callers', () => {
    const { at, around } = workspace('‸module "c" {\n  source = "./child"\n  size   = var.names\n}\n');
    const paths = (path: string, offset: number) =>
      terraform.references?.(at(path), offset, around).map((each) => `${each.path} ${each.role}`);
    expect(paths('variables.tf', 12)).toEqual(['variables.tf definition', 'main.tf read', 'prod.tfvars write']);
    expect(paths('child/main.tf', 12)).toEqual(['child/main.tf definition', 'child/main.tf read', 'main.tf write']);
  });

  test('what needs what', () => {
    const { reading, offset, around } = workspace(
      'resource "x_y" "‸a" {\n  b = var.names\n}\noutput "o" {\n  value = x_y.a.b\n}\n',
    );
    const item = terraform.callItem?.(reading, offset, around);
    if (!item) throw new Error('no item');
    expect(terraform.calls?.(item, 'in', around).map((each) => each.item.name)).toEqual(['output.o']);
    expect(terraform.calls?.(item, 'out', around).map((each) => each.item.name)).toEqual(['var.names']);
  });
});

describe('call hierarchy through modules', () => {
  const { at, around } = files({
    'main.tf': 'module "c" {\n  source = "./child"\n  size   = 1\n}\noutput "o" {\n  value = module.c.id\n}\n',
    'child/main.tf': CHILD,
  });
  const names = (path: string, address: string, direction: 'in' | 'out') => {
    const reading = at(path);
    const declared = reading.byAddress.get(address);
    const item = declared && terraform.callItem?.(reading, declared.name.span.start, around);
    return (
      item &&
      terraform.calls?.(item, direction, around).map(({ item: other }) => `${other.location.path} ${other.name}`)
    );
  };

  test('inputs', () => {
    expect(names('main.tf', 'module.c', 'out')).toEqual(['child/main.tf var.size']);
    expect(names('child/main.tf', 'var.size', 'in')).toEqual(['child/main.tf output.id', 'main.tf module.c']);
  });

  test('outputs', () => {
    expect(names('main.tf', 'output.o', 'out')).toEqual(['main.tf module.c', 'child/main.tf output.id']);
    expect(names('child/main.tf', 'output.id', 'in')).toEqual(['main.tf output.o']);
  });
});

describe('rename', () => {
  const rename = (main: string, name: string) => {
    const { reading, offset, around, project } = workspace(main);
    const result = terraform.rename?.(reading, offset, name, around);
    if (!result || 'refused' in result) return result?.refused;
    return Object.fromEntries(
      result.edits.map(({ path, edits }) => [path, applyEdits(project.text(path) ?? '', edits)]),
    );
  };

  test('a variable in every file that names it', () => {
    expect(rename('output "a" {\n  value = "${var.na‸mes[0]}"\n}\n', 'list')).toEqual({
      'main.tf': 'output "a" {\n  value = "${var.list[0]}"\n}\n',
      'prod.tfvars': 'list = []\n',
      'variables.tf': VARIABLES.replace('names', 'list'),
    });
  });

  test('an input of a module at its callers', () => {
    expect(rename('module "c" {\n  source = "./child"\n  si‸ze   = 1\n}\n', 'width')).toEqual({
      'child/main.tf': CHILD.replaceAll('size', 'width'),
      'main.tf': 'module "c" {\n  source = "./child"\n  width   = 1\n}\n',
    });
  });

  test('a resource in addresses too', () => {
    const text =
      'resource "x_y" "‸a" {\n}\nresource "x_y" "b" {\n  depends_on = [x_y.a]\n  lifecycle {\n    replace_triggered_by = [x_y.a.id]\n  }\n}\nmoved {\n  from = x_y.old\n  to   = x_y.a\n}\n';
    expect(rename(text, 'new')).toEqual({ 'main.tf': text.replace('‸a', 'new').replaceAll('x_y.a', 'x_y.new') });
  });

  test('the name of a loop, where it is bound and where it is meant', () => {
    const text = 'output "a" {\n  value = { for k, v in var.names : k => [for v in v : v] if v‸ != k }\n}\n';
    expect(rename(text, 'item')).toEqual({
      'main.tf': 'output "a" {\n  value = { for k, item in var.names : k => [for v in item : v] if item != k }\n}\n',
    });
    expect(rename(text, '1')).toContain('not a name');
  });

  test('names that are taken or no names are refused with a reason', () => {
    expect(rename('output "a" {\n  value = var.na‸mes\n}\n', 'shape')).toContain('declared already');
    expect(rename('output "a" {\n  value = var.na‸mes\n}\n', '1x')).toContain('not a name');
    expect(rename('output "a" {\n  value = var.na‸mes\n}\n', 'count')).toContain('cannot be');
  });

  test('with a moved block it is a refactoring', () => {
    const { reading, offset, around, text } = workspace('resource "x_y" "‸a" {\n}\n');
    const [first] = terraform.refactorings?.(reading, { start: offset, end: offset }, around) ?? [];
    expect(applyEdits(text, first?.edits[0]?.edits ?? [])).toBe(
      'resource "x_y" "a_2" {\n}\n\nmoved {\n  from = x_y.a\n  to   = x_y.a_2\n}\n',
    );
  });
});

describe('outline and the rest', () => {
  const text =
    '# one\n# two\nresource "aws_lb" "a" {\n  tags = {\n    b = "c"\n  }\n}\ndata "aws_ami" "d" {\n}\nlocals {\n  e = 1\n}\n';
  const { at, around } = files({ 'main.tf': text });

  test('symbols', () => {
    expect(
      terraform.symbols?.(at('main.tf')).map(({ name, children }) => [name, children.map((child) => child.name)]),
    ).toEqual([
      ['aws_lb.a', ['tags']],
      ['data.aws_ami.d', []],
      ['locals', ['e']],
    ]);
  });

  test('folding', () => {
    const folds = terraform
      .folding?.(at('main.tf'))
      .map(({ span, kind }) => `${kind ?? ''}${text.slice(span.start, span.end).split('\n')[0]}`);
    expect(folds).toEqual(['comment# one', '{', '{', '{', '{']);
  });

  test('selection grows', () => {
    const spans =
      terraform.selection?.(at('main.tf'), text.indexOf('"c"') + 1).map(({ start, end }) => end - start) ?? [];
    expect(spans.length).toBeGreaterThan(4);
    expect(spans).toEqual(spans.toSorted((a, b) => a - b));
  });

  test('tokens do not overlap', () => {
    const tokens = terraform.tokens?.(at('main.tf')) ?? [];
    expect(tokens.length).toBeGreaterThan(8);
    for (const [i, { span }] of tokens.entries()) {
      expect(span.start).toBeGreaterThanOrEqual(tokens[i - 1]?.span.end ?? 0);
    }
  });

  test('hints say the state class and known values', () => {
    const { reading, around: near } = workspace(
      '‸resource "aws_db_instance" "a" {\n  allocated_storage = local.z\n}\n',
    );
    const hints = terraform
      .hints?.(reading, { start: 0, end: reading.source.text.length }, near)
      .map(({ label }) => label);
    expect(hints).toEqual(['persistent', '= 1']);
  });

  test('links lead to modules and documentation', () => {
    const { reading, around: near } = workspace('‸module "c" {\n  source = "./child"\n}\nresource "aws_lb" "a" {\n}\n');
    expect(terraform.links?.(reading, near).map(({ target }) => target)).toEqual([
      'child/main.tf',
      'https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/lb',
    ]);
  });

  test('signature', () => {
    const { reading, offset, around: near } = workspace('output "a" {\n  value = replace("a", ‸)\n}\n');
    const help = terraform.signature?.(reading, offset, near);
    expect(help?.signatures[0]?.parameters).toEqual(['str: string', 'substr: string', 'replace: string']);
    expect(help?.activeParameter).toBe(1);
  });

  test('every place of every service answers', () => {
    for (let offset = 0; offset <= text.length; offset++) {
      terraform.complete?.(at('main.tf'), offset, around);
      terraform.hover?.(at('main.tf'), offset, around);
      terraform.definition?.(at('main.tf'), offset, around);
      terraform.renameable?.(at('main.tf'), offset, around);
      expect(terraform.selection?.(at('main.tf'), offset).at(-1)).toEqual({ start: 0, end: text.length });
    }
  });
});
