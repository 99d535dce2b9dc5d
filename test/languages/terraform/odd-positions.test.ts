import { describe, expect, test } from 'vitest';
import { terraform } from '../../../server/core/languages/terraform/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { cursor, files } from './workspace.ts';

const CHILD =
  'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", configuration_aliases = [aws.east] }\n  }\n}\nresource "aws_s3_bucket" "b" {\n  provider = aws.east\n}\noutput "all" {\n  value = { bucket = aws_s3_bucket.b }\n}\noutput "leaf" {\n  value = module.inner.leaf\n}\nmodule "inner" {\n  source = "../inner"\n}\n';
const OTHERS = { 'child/main.tf': CHILD, 'inner/main.tf': 'output "leaf" {\n  value = "x"\n}\n' };

function at(marked: string) {
  const { text, offset } = cursor(marked);
  const texts: Readonly<Record<string, string>> = { 'main.tf': text, ...OTHERS };
  const { at: reading, around } = files(texts);
  const own = reading('main.tf');
  const shown = (each: { path: string; span: { start: number; end: number } }) =>
    `${each.path} ${texts[each.path]?.slice(each.span.start, each.span.end)}`;
  return {
    definition: (terraform.definition?.(own, offset, around) ?? []).map(shown),
    references: (terraform.references?.(own, offset, around) ?? []).length,
    hover: terraform.hover?.(own, offset, around)?.markdown ?? '',
    offered: (terraform.complete?.(own, offset, around) ?? []).map(({ label }) => label),
    renamed: (name: string) => {
      if (!terraform.renameable?.(own, offset, around)) return undefined;
      const rename = terraform.rename?.(own, offset, name, around);
      if (!rename || !('edits' in rename)) return rename;
      return Object.fromEntries(rename.edits.map(({ path, edits }) => [path, applyEdits(texts[path] ?? '', edits)]));
    },
  };
}

describe('names that dynamic blocks bind', () => {
  const group = (inside: string) =>
    `locals {\n  ports = [{ from = 1, name = "x" }]\n}\nresource "aws_security_group" "s" {\n  dynamic "ingress" {\n    for_each = local.ports\n${inside}  }\n}\n`;

  test('by the name of the block', () => {
    const text = group(
      '    content {\n      from_port   = ingress.value.from\n      description = ingr‸ess.value.name\n    }\n',
    );
    expect(at(text)).toMatchObject({ definition: ['main.tf ingress'], references: 3 });
    expect(at(text).renamed('x')).toBeUndefined();
    expect(at(group('    content {\n      from_port = ingress.‸\n    }\n')).offered).toEqual(['key', 'value']);
    expect(at(group('    content {\n      from_port = ingress.value.‸\n    }\n')).offered).toEqual(['from', 'name']);
    expect(at(group('    content {\n      from_port = ingress.value.fr‸om\n    }\n')).hover).toContain('number');
    expect(at(group('    content {\n      from_port = ‸\n    }\n')).offered.slice(0, 2)).toEqual([
      'ingress.value',
      'ingress.key',
    ]);
  });

  test('by an iterator, also in templates and in inner blocks', () => {
    const text = group(
      '    iterator = port\n    content {\n      from_port   = po‸rt.value.from\n      description = "${port.value.name} ${[for port in [1] : port][0]}"\n    }\n',
    );
    expect(at(text)).toMatchObject({ definition: ['main.tf port'], references: 3 });
    expect(at(text).renamed('p')).toEqual({
      'main.tf': expect.stringMatching(
        /iterator = p\n.*= p\.value\.from\n.*"\$\{p\.value\.name\} \$\{\[for port in \[1\] : port\]\[0\]\}"/s,
      ),
    });
  });

  test('not outside of the content', () => {
    const text = group('    labels   = [ingr‸ess.value]\n    content {\n    }\n');
    expect(at(text).definition).toEqual([]);
    expect(at(group('    labels   = [‸]\n    content {\n    }\n')).offered).not.toContain('ingress.value');
  });
});

describe('names that loops bind', () => {
  test.each([
    [
      'resource "aws_subnet" "x" {\n  count = 2\n}\nlocals {\n  a = [for s in aws_subnet.x : s.cidr_b‸]\n}\n',
      'cidr_block',
    ],
    [
      'resource "aws_subnet" "x" {\n  for_each = {}\n}\nlocals {\n  a = { for k, s in aws_subnet.x : k => s.cidr_b‸ }\n}\n',
      'cidr_block',
    ],
    ['locals {\n  a = [{ b = [{ c = 1 }] }]\n  d = [for x in local.a : [for y in x.b : y.‸]]\n}\n', 'c'],
    ['module "m" {\n  source   = "./child"\n  for_each = {}\n}\nlocals {\n  a = [for m in module.m : m.‸]\n}\n', 'all'],
    ['locals {\n  a = { b = { c = 1 } }\n  d = [for k, v in local.a : v.‸]\n}\n', 'c'],
  ])('members: %j', (marked, wanted) => expect(at(marked).offered).toContain(wanted));

  test('the collection of a loop knows nothing of its names', () => {
    expect(at('locals {\n  a = [{ b = 1 }]\n  c = [for x in x.‸ : x]\n}\n').offered).not.toContain('b');
  });

  test('loops of templates', () => {
    const text =
      'variable "n" {\n}\nlocals {\n  t = <<-EOT\n    %{ for u in var.n ~}\n    ${u‸}\n    %{ endfor ~}\n  EOT\n}\n';
    expect(at(text)).toMatchObject({ definition: ['main.tf u'], references: 2 });
    expect(at(text).renamed('user')).toEqual({
      'main.tf': expect.stringContaining('for user in var.n ~}\n    ${user}'),
    });
    expect(at('locals {\n  a = [for k‸ in [1] : k]\n}\n').hover).toBe('');
    expect(at('locals {\n  a = [for k in [1] : ‸k]\n}\n').hover).toContain('number');
  });
});

describe('provider configurations that a module wants', () => {
  const call = (value: string) =>
    `provider "aws" {\n  alias = "east"\n}\nmodule "c" {\n  source    = "./child"\n  providers = { ${value} }\n}\n`;

  test('the key of a call is the alias of the called module', () => {
    const found = at(call('aws.ea‸st = aws.east'));
    expect(found.definition).toEqual(['child/main.tf east']);
    const renamed = found.renamed('primary') as Record<string, string>;
    expect(renamed['child/main.tf']).toContain('configuration_aliases = [aws.primary]');
    expect(renamed['child/main.tf']).toContain('provider = aws.primary');
    expect(renamed['main.tf']).toContain('{ aws.primary = aws.east }');
  });

  test('its value is one of the caller', () => {
    const renamed = at(call('aws.east = aws.ea‸st')).renamed('here') as Record<string, string>;
    expect(renamed).toEqual({ 'main.tf': call('aws.east = aws.here').replace('"east"', '"here"') });
  });

  test('names are offered on both sides', () => {
    expect(at(call('‸')).offered).toEqual(['aws', 'aws.east']);
    expect(at(call('aws.east = ‸')).offered).toEqual(['aws.east']);
  });
});

describe('through modules', () => {
  const main = (value: string) => `module "c" {\n  source = "./child"\n}\nlocals {\n  a = ${value}\n}\n`;

  test('outputs of outputs', () => {
    expect(at(main('module.c.le‸af')).definition).toEqual(['child/main.tf leaf']);
    expect(at(main('module.c.all.bucket.bucket_dom‸')).offered).toContain('bucket_domain_name');
    expect(at(main('module.c.all.bucket.a‸rn')).hover).toContain('string');
    expect(at(main('module.c.a‸ll')).hover).toContain('output.all');
  });

  test('inside variables and values', () => {
    const text = 'variable "v" {\n  type = object({ ab = list(string) })\n}\nlocals {\n  z = var.v.a‸b\n}\n';
    expect(at(text).hover).toContain('list(string)');
  });
});

describe('other places', () => {
  test('attributes of the object itself', () => {
    const text =
      'resource "aws_instance" "a" {\n  provisioner "local-exec" {\n    command = "echo ${self.private_i‸p}"\n  }\n}\n';
    expect(at(text).hover).toContain('aws_instance.a');
    expect(at(text).offered).toContain('private_ip');
  });

  test('changes that are ignored are those of arguments', () => {
    const text = (inside: string) =>
      `resource "aws_lb" "a" {\n  lifecycle {\n    ignore_changes = [${inside}]\n  }\n}\n`;
    expect(at(text('‸')).offered).toEqual(expect.arrayContaining(['all', 'tags', 'name']));
    expect(at(text('‸')).offered).not.toContain('count');
    expect(at(text('ta‸gs["x"]')).offered).toContain('tags');
  });
});

test('expressions in JSON', () => {
  const offered = (value: string) => {
    const { text, offset } = cursor(
      `{\n  "variable": { "size": { "type": "number" } },\n  "output": {\n    "o": { "value": "${value}" }\n  }\n}\n`,
    );
    const { at: reading, around } = files({ 'main.tf.json': text });
    return (terraform.complete?.(reading('main.tf.json'), offset, around) ?? []).map(({ label }) => label);
  };
  expect(offered('x-${var.‸}')).toEqual(['size']);
  expect(offered('${var.s‸}')).toEqual(['size']);
  expect(offered('${upp‸}')).toContain('upper');
  expect(offered('‸')).toEqual([]);
  expect(offered('${var.size} ‸')).toEqual([]);
});
