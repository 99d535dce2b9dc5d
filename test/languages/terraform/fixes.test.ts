import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findings } from './workspace.ts';

/** Texts with findings that have fixes; `aws` is what the bundled schema knows. */
const BROKEN: readonly string[] = [
  'resurce "aws_lb" "a" {\n}\n',
  'locals {\n  "name" = 1\n}\n',
  'locals {\n  name == 1\n}\n',
  'locals {\n  name = local.list.0.1\n  list = [[1, 2]]\n}\n',
  'variable "a" {\n  typ = string # kept\n}\n',
  'output "a" {\n  # kept\n}\n',
  'module "m" {\n}\n',
  'check "a" {\n}\n',
  'resource "aws_lb_listener" "a" { port = 1 }\n',
  'resource "aws_lb" "a" {\n  arn = "x"\n  nme = "y"\n}\n',
  'resource "aws_lb" "a" {\n  access_logs = {\n    bucket = "x"\n  }\n}\n',
  'resource "aws_lb" "a" {\n  tags {\n    a = "b"\n  }\n}\n',
  'resource "aws_lb" "a" {\n  access_logz {\n    bucket = "b"\n  }\n}\n',
  'resource "aws_lbb" "a" {\n}\n',
  'resource "aws_lb" "a" {\n  dynamic "access_log" {\n    for_each = []\n    content {\n    }\n  }\n}\n',
  'locals {\n  name = 1\n}\noutput "o" {\n  value = local.nam\n}\n',
  'output "o" {\n  value = var.missing\n}\n',
  'output "o" {\n  value = local.missing\n}\n',
  'output "o" {\n  value = count.x\n}\n',
  'output "o" {\n  value = text\n}\n',
  'resource "aws_lb" "a" {\n}\noutput "o" {\n  value = aws_lb.a.dns_nam\n}\n',
  'variable "a" {\n  type = "map"\n}\n',
  'resource "x_y" "a" {\n  for_each = ["x"]\n}\n',
  'resource "aws_lb" "a" {\n  subnets = "x"\n}\n',
  'output "a" {\n  value = joim(",", [])\n}\n',
  'output "a" {\n  value = "${terraform.workspace}"\n}\n',
  'locals {\n  unused = 1 # goes\n}\n',
  'provider "aws" {\n  alias = "east"\n}\nresource "aws_lb" "a" {\n  provider = aws.eats\n}\n',
  'resource "aws_lb" "a" {\n  lifecycle {\n    ignore_changes = [nam]\n  }\n}\n',
  'resource "x_y" "a" {\n  lifecycle {\n    ignore_changes = ["*"]\n  }\n}\n',
];

describe('quick fixes', () => {
  test.each(BROKEN)('%j', (text) => {
    const before = findings({ 'main.tf': text });
    const offered = before.flatMap((finding) => (finding.fixes ?? []).map((fix) => ({ finding, fix })));
    expect(offered.length).toBeGreaterThan(0);
    for (const { finding, fix } of offered) {
      const after = applyEdits(text, fix.edits);
      const found = findings({ 'main.tf': after });
      const label = `${fix.title}: ${after}`;
      expect(
        found.filter(({ kind }) => kind === 'syntax'),
        label,
      ).toEqual([]);
      expect(
        found.map(({ code, message }) => code + message),
        label,
      ).not.toContain(finding.code + finding.message);
      if (text.includes('# kept') && !fix.title.startsWith('Remove')) expect(after, label).toContain('# kept');
    }
  });

  test('line endings of the file are used', () => {
    const text = 'output "a" {\r\n}\r\n';
    const fix = findings({ 'main.tf': text })[0]?.fixes?.[0];
    expect(applyEdits(text, fix?.edits ?? [])).toBe('output "a" {\r\n  value = null\r\n}\r\n');
  });
});
