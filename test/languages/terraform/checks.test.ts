import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/core/model/span.ts';
import { files, findings, summary } from './workspace.ts';

const AWS = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n';

/** What the fix with this title makes of the text. */
function fixed(text: string, title: string): string {
  const fix = findings({ 'main.tf': text })
    .flatMap(({ fixes }) => fixes ?? [])
    .find((each) => each.title === title);
  if (!fix) throw new Error(`no fix "${title}"`);
  return applyEdits(text, fix.edits);
}

describe('structure', () => {
  test.each([
    ['resurce "aws_lb" "a" {\n}\n', 'error unknown-block resurce'],
    ['variable "a" {\n  typ = string\n}\n', 'error unknown-attribute typ'],
    ['output "a" {\n}\n', 'error missing-attribute output "a"'],
    ['resource "aws_lb" {\n}\n', 'error label-count resource "aws_lb"'],
    ['resource "aws_lb" "a" "b" {\n}\n', 'error label-count "b"'],
    ['check "a" {\n}\n', 'error missing-block check "a"'],
    ['moved {\n  from = a.b\n}\n', 'error missing-attribute moved'],
    ['terraform {\n  backend "s3" {}\n  backend "gcs" {}\n}\n', 'error too-many-blocks backend'],
    ['terraform {\n  backend "swift" {}\n}\n', 'warning removed-backend "swift"'],
    ['terraform {\n  backend "nothing" {}\n}\n', 'error removed-backend "nothing"'],
    ['resource "aws_lb" "a" {\n  nme = "x"\n}\n', 'warning unknown-attribute nme'],
    ['resource "aws_lb" "a" {\n  arn = "x"\n}\n', 'warning read-only-attribute arn'],
    ['resource "aws_lb" "a" {\n  access_logz {\n  }\n}\n', 'warning unknown-block access_logz'],
    [
      'resource "aws_lb" "a" {\n  access_logs = {\n    bucket = "x"\n  }\n}\n',
      'warning attribute-for-block access_logs =',
    ],
    ['resource "aws_lb" "a" {\n  tags {\n    a = "b"\n  }\n}\n', 'warning block-for-attribute tags'],
    [
      'resource "aws_lb" "a" {\n  lifecycle {\n    prevent_destory = true\n  }\n}\n',
      'error unknown-attribute prevent_destory',
    ],
    ['resource "aws_lbb" "a" {\n}\n', 'warning unknown-type aws_lbb'],
    ['provider "aws" {\n  count = 1\n}\n', 'error reserved-name count'],
    ['terraform {\n  required_providers {\n  }\n}\n', 'error too-many-blocks required_providers'],
    ['resource "aws_instance" "a" {\n  provisioner "chef" {\n  }\n}\n', 'error removed-provisioner "chef"'],
  ])('%j', (text, wanted) =>
    expect(summary(AWS + text).filter((line) => !line.includes('undeclared'))).toContain(wanted),
  );

  test('what is required of a provider is asked for', () => {
    expect(summary(`${AWS}resource "aws_lb_listener" "a" {\n  load_balancer_arn = "x"\n}\n`)).toEqual([
      'error missing-block resource "aws_lb_listener" "a"',
    ]);
  });

  test('a newer provider than the bundled one, or one that is excluded, is not judged', () => {
    const resource = 'resource "aws_lb" "a" {\n  brand_new = "x"\n}\n';
    const constrained = (version: string) =>
      AWS.replace('"hashicorp/aws" }', `"hashicorp/aws", version = "${version}" }`) + resource;
    expect(summary(constrained('~> 5.0'))).toEqual([]);
    expect(summary(constrained('>= 6.0'))).toEqual(['warning unknown-attribute brand_new']);
    const own = constrained('~> 5.0').replace('brand_new = "x"', 'lifecycle {\n    brand_new = 1\n  }');
    expect(summary(own)).toEqual(['error unknown-attribute brand_new']);
    expect(summary(`${AWS}provider "aws" {\n  regoin = "x"\n}\n`)).toEqual(['warning unknown-attribute regoin']);
    expect(summary(constrained('~> 5.0').replace(/resource.*/s, 'provider "aws" {\n  regoin = "x"\n}\n'))).toEqual([]);
    const lock = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "7.1.0"\n}\n';
    expect(summary({ 'main.tf': AWS + resource, '.terraform.lock.hcl': lock })).toEqual([]);
  });

  test('unknown providers are silent', () => {
    expect(summary('resource "acme_thing" "a" {\n  anything = 1\n  block {\n  }\n}\n')).toEqual([]);
  });

  test('structures that are held by an argument may be written both ways', () => {
    expect(
      summary(`${AWS}resource "aws_security_group" "a" {\n  ingress {\n    from_port = 1\n  }\n  egress = []\n}\n`),
    ).toEqual([]);
  });

  test('a feature is gated by the oldest version that may run the module', () => {
    const text = (version: string) => `terraform {\n  required_version = "${version}"\n}\nremoved {\n  from = a.b\n}\n`;
    expect(summary(text('>= 1.5'))).toEqual(['warning version-gate removed']);
    expect(summary(text('>= 1.7'))).toEqual([]);
    expect(summary(text('< 2.0'))).toEqual([]);
  });

  test('a gate is said once in a file', () => {
    const removed = 'removed {\n  from = a.b\n}\n';
    const text = `terraform {\n  required_version = ">= 1.5"\n}\n${removed}${removed}ephemeral "x_y" "a" {\n}\n`;
    expect(summary(text)).toEqual(['warning version-gate removed', 'warning version-gate ephemeral']);
  });

  test('missing arguments are added, near names are put right', () => {
    expect(fixed('output "a" {\n}\n', 'Add "value"')).toBe('output "a" {\n  value = null\n}\n');
    expect(fixed('variabel "a" {\n}\n', 'Change to "variable"')).toBe('variable "a" {\n}\n');
    expect(fixed('variable "a" {\n  typ = string\n}\n', 'Remove "typ"')).toBe('variable "a" {\n}\n');
  });
});

describe('names', () => {
  test.each([
    ['output "a" {\n  value = var.b\n}\n', 'error undeclared-reference var.b'],
    ['output "a" {\n  value = local.b\n}\n', 'error undeclared-reference local.b'],
    ['output "a" {\n  value = module.b.c\n}\n', 'error undeclared-reference module.b'],
    ['output "a" {\n  value = aws_lb.b.arn\n}\n', 'error undeclared-reference aws_lb.b'],
    ['output "a" {\n  value = data.aws_ami.b.id\n}\n', 'error undeclared-reference data.aws_ami.b'],
    ['output "a" {\n  value = each.key\n}\n', 'error undeclared-reference each.key'],
    ['resource "x_y" "a" {\n  z = count.index\n}\n', 'error undeclared-reference count.index'],
    ['resource "x_y" "a" {\n  z = self.id\n}\n', 'error undeclared-reference self'],
    ['output "a" {\n  value = path.here\n}\n', 'error undeclared-reference path.here'],
    ['output "a" {\n  value = foo\n}\n', 'error undeclared-reference foo'],
    ['resource "x_y" "a" {\n  depends_on = [x_y.b]\n}\n', 'error undeclared-reference x_y.b'],
    ['variable "count" {\n}\n', 'error reserved-name count'],
    ['locals {\n  a = local.b\n  b = local.a\n}\n', 'error reference-cycle local.b'],
    ['resource "x_y" "a" {\n  z = x_y.a.id\n}\n', 'error reference-cycle x_y.a'],
    ['resource "x_y" "a" {\n  provider = x.east\n}\n', 'error provider-alias x.east'],
  ])('%j', (text, wanted) => expect(summary(text)).toContain(wanted));

  test('loops, iterators and the blocks that give a name are known', () => {
    const text = `locals {
  a = [for k, v in { x = 1 } : "\${k}\${v}" if v > 0]
}
resource "x_y" "a" {
  for_each = toset(local.a)
  name     = each.key
  dynamic "part" {
    for_each = local.a
    iterator = it
    content {
      value = it.value
    }
  }
  provisioner "local-exec" {
    command = "echo \${self.id}"
  }
  lifecycle {
    ignore_changes = [name]
    postcondition {
      condition     = self.id != ""
      error_message = "x"
    }
  }
}
`;
    expect(summary(text)).toEqual([]);
  });

  test('all files of the folder are one module; overrides do not count twice', () => {
    const texts = {
      'main.tf': 'output "a" {\n  value = var.a\n}\n',
      'variables.tf': 'variable "a" {\n}\n',
      'override.tf': 'variable "a" {\n  default = 1\n}\n',
      'other/main.tf': 'variable "b" {\n}\n',
    };
    expect(summary(texts)).toEqual([]);
    expect(summary({ ...texts, 'twice.tf': 'variable "a" {\n}\n' }, 'variables.tf')).toEqual([
      'error duplicate-definition a',
    ]);
  });

  test.each([
    ['count = 2', 'x_y.a.id', ['error missing-instance-key .id']],
    ['for_each = {}', 'x_y.a.id', ['error missing-instance-key .id']],
    ['count = 2', 'x_y.a[0].id', []],
    ['count = 2', 'x_y.a[*].id', []],
    ['count = 2', 'x_y.a.*.id', []],
    ['for_each = {}', 'x_y.a', []],
    ['for_each = {}', 'x_y.a["k"].id', []],
    ['z = 1', 'x_y.a[0].id', ['error unexpected-instance-key [0]']],
  ])('copies are selected: %s, %s', (body, use, wanted) => {
    expect(summary(`resource "x_y" "a" {\n  ${body}\n}\noutput "o" {\n  value = ${use}\n}\n`)).toEqual(wanted);
  });

  test.each([
    ['v.a', []],
    ['v.b.c', ['error unknown-result-attribute c']],
    ['v.aa', ['error unknown-result-attribute aa']],
    ['v.l[0].x', []],
    ['v.l[*].y', ['error unknown-result-attribute y']],
    ['v.m.any.x', []],
    ['v.free.any', []],
  ])('attributes of a typed variable: var.%s', (use, wanted) => {
    const type =
      'object({ a = string, b = object({ d = string }), l = list(object({ x = string })), m = map(object({ x = string })), free = any })';
    expect(summary(`variable "v" {\n  type = ${type}\n}\noutput "o" {\n  value = var.${use}\n}\n`)).toEqual(wanted);
  });

  test('unused names are hints', () => {
    expect(summary('variable "a" {\n}\nlocals {\n  b = 1\n}\n', 'main.tf', true)).toEqual([
      'hint unused-declaration a',
      'hint unused-declaration b',
    ]);
  });

  test('a file that cannot be read whole makes no name undeclared that it seems to hold', () => {
    const texts = {
      'main.tf': 'output "a" {\n  value = var.lost\n}\n',
      'variables.tf': 'variable "lost"\n\nfoo = [\n',
    };
    expect(summary(texts)).toEqual([]);
  });

  test('a variable is declared where the others are', () => {
    const texts = { 'main.tf': 'output "a" {\n  value = var.b\n}\n', 'variables.tf': 'variable "a" {\n}\n' };
    const [fix] = findings(texts)
      .flatMap(({ fixes }) => fixes ?? [])
      .filter(({ title }) => title === 'Declare variable "b"');
    expect(fix?.others).toEqual([
      {
        path: 'variables.tf',
        edits: [{ span: { start: 17, end: 17 }, text: '\nvariable "b" {\n  type = string\n}\n' }],
      },
    ]);
  });
});

describe('values', () => {
  test.each([
    ['variable "a" {\n  type    = number\n  default = "x"\n}\n', 'error wrong-type "x"'],
    ['variable "a" {\n  type    = list(number)\n  default = [1, "x"]\n}\n', 'error wrong-type "x"'],
    ['variable "a" {\n  type    = object({ b = bool })\n  default = { b = "no" }\n}\n', 'error wrong-type "no"'],
    ['variable "a" {\n  type = "list"\n}\n', 'error legacy-type "list"'],
    ['variable "a" {\n  type = strin\n}\n', 'error wrong-type strin'],
    ['resource "x_y" "a" {\n  count = "x"\n}\n', 'error wrong-type "x"'],
    ['resource "x_y" "a" {\n  for_each = ["x"]\n}\n', 'error for-each-type ["x"]'],
    [`${AWS}resource "aws_lb" "a" {\n  idle_timeout = "soon"\n}\n`, 'error wrong-type "soon"'],
    [`${AWS}resource "aws_lb" "a" {\n  subnets = "x"\n}\n`, 'error wrong-type "x"'],
    ['output "a" {\n  value = joim(",", [])\n}\n', 'error unknown-function joim'],
    ['output "a" {\n  value = lower("a", "b")\n}\n', 'error function-arguments "b"'],
    ['output "a" {\n  value = replace("a")\n}\n', 'error function-arguments replace'],
    ['output "a" {\n  value = lower(["a"])\n}\n', 'warning function-arguments ["a"]'],
    ['output "a" {\n  value = "${terraform.workspace}"\n}\n', 'hint redundant-interpolation "${terraform.workspace}"'],
    [
      'variable "a" {\n  validation {\n    condition     = true\n    error_message = "x"\n  }\n}\n',
      'error condition-type true',
    ],
  ])('%j', (text, wanted) => expect(summary(text)).toContain(wanted));

  test('what converts is not wrong', () => {
    const text =
      'variable "a" {\n  type    = string\n  default = 1\n}\nvariable "b" {\n  type    = bool\n  default = "true"\n}\nvariable "c" {\n  type    = map(string)\n  default = null\n}\n';
    expect(summary(text)).toEqual([]);
  });

  test('functions of providers, newer ones and expanded lists are not judged', () => {
    expect(
      summary('output "a" {\n  value = [provider::aws::arn_parse(1, 2, 3), max([1, 2]...), core::max(1)]\n}\n'),
    ).toEqual([]);
  });
});

describe('modules', () => {
  const child =
    'variable "size" {\n  type = number\n}\nvariable "name" {\n  default = "x"\n}\noutput "id" {\n  value = "${var.size}${var.name}"\n}\n';
  const call = (body: string, use = '') => ({
    'main.tf': `module "m" {\n  source = "./m"\n${body}}\n${use}`,
    'm/main.tf': child,
  });

  test.each([
    ['', 'error module-input module "m"'],
    ['  size = 1\n  colour = "x"\n', 'error module-input colour'],
    ['  size = "big"\n', 'error wrong-type "big"'],
  ])('inputs %j', (body, wanted) => expect(summary(call(body))).toEqual([wanted]));

  test('outputs', () => {
    const use = (name: string) => summary(call('  size = 1\n', `output "o" {\n  value = module.m.${name}\n}\n`));
    expect(use('id')).toEqual([]);
    expect(use('idd')).toEqual(['error module-output idd']);
  });

  test('a module that is not here is an information, its inputs are not judged', () => {
    expect(
      summary('module "m" {\n  source = "terraform-aws-modules/vpc/aws"\n  any = 1\n}\n', 'main.tf', true),
    ).toEqual(['info module-not-installed "terraform-aws-modules/vpc/aws"']);
  });

  test('a module that terraform init put here is read', () => {
    const list =
      '{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"m","Source":"registry.terraform.io/x/m/aws","Version":"1.0.0","Dir":".terraform/modules/m"}]}';
    const texts = {
      'main.tf': 'module "m" {\n  source = "x/m/aws"\n  colour = 1\n}\n',
      '.terraform/modules/modules.json': list,
      '.terraform/modules/m/main.tf': 'variable "size" {\n  default = 1\n}\n',
    };
    expect(summary(texts, 'main.tf', true)).toEqual(['error module-input colour']);
    const folders = files(texts)
      .at('main.tf')
      .neighbours.flatMap(({ kind, path }) => (kind === 'folder' ? [path] : []));
    expect(folders).toContain('.terraform/modules/m');
  });

  test('values for variables', () => {
    const texts = {
      'main.tf': 'variable "count_of" {\n  type = number\n}\n',
      'a.tfvars': 'count_of = "many"\ncuont = 1\n',
    };
    expect(summary(texts, 'a.tfvars')).toEqual(['error wrong-type "many"', 'warning undeclared-reference cuont']);
  });

  test('tests refer to the module they test', () => {
    const texts = {
      'main.tf': child,
      'tests/a.tftest.hcl':
        'run "one" {\n  variables {\n    siez = 1\n  }\n  assert {\n    condition     = output.idd == run.two.id\n    error_message = "x"\n  }\n}\n',
    };
    expect(summary(texts, 'tests/a.tftest.hcl')).toEqual([
      'error test-reference output.idd',
      'error test-reference run.two',
      'warning test-module-input siez',
    ]);
  });
});

describe('addresses', () => {
  test.each([
    ['resource "x_y" "a" {\n}\nmoved {\n  from = x_y.a\n  to   = x_y.b\n}\n', 'error invalid-moved x_y.a'],
    ['import {\n  to = x_y.a\n  id = "1"\n}\n', 'warning invalid-import x_y.a'],
    ['resource "x_y" "a" {\n}\nimport {\n  to = x_y.a\n}\n', 'error invalid-import import'],
    ['resource "x_y" "a" {\n}\nremoved {\n  from = x_y.a\n}\n', 'error invalid-removed x_y.a'],
    [
      `${AWS}resource "aws_lb" "a" {\n  lifecycle {\n    ignore_changes = [nam]\n  }\n}\n`,
      'warning ignore-changes-target nam',
    ],
    ['resource "x_y" "a" {\n  lifecycle {\n    ignore_changes = ["*"]\n  }\n}\n', 'error ignore-changes-target "*"'],
  ])('%j', (text, wanted) => expect(summary(text)).toContain(wanted));
});

describe('JSON', () => {
  test('only fixes that keep it JSON are offered', () => {
    const text = '{ "output": { "o": { "value": "${var.nam}" }, "p": {} }, "variable": { "name": {} } }\n';
    const titles = findings({ 'main.tf.json': text }, 'main.tf.json').flatMap(({ fixes }) =>
      (fixes ?? []).map(({ title }) => title),
    );
    expect(titles).toEqual(['Change to "name"']);
  });

  test('an empty file is no object', () => expect(summary('', 'main.tf.json')).toEqual(['error syntax ']));

  test('the same mapping, the same checks', () => {
    const text =
      '{\n  "variable": { "a": { "type": "string" } },\n  "output": { "o": { "value": "${var.b}", "//": "comment" } },\n  "resource": { "aws_lb": { "x": { "nme": "${var.a}" } } }\n}\n';
    expect(summary(text, 'main.tf.json')).toEqual([
      'warning unknown-attribute nme',
      'error undeclared-reference var.b',
    ]);
  });
});
