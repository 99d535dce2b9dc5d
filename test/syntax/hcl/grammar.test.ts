import { describe, expect, test } from 'vitest';
import { type HclExpression, literalString, readHcl } from '../../../server/core/syntax/hcl.ts';

function value(text: string): HclExpression {
  const { body, problems } = readHcl(`a = ${text}\n`);
  expect(problems).toEqual([]);
  const [item] = body.items;
  if (item?.kind !== 'attribute') throw new Error('no attribute');
  return item.value;
}

function problems(text: string): { readonly code: string; readonly at: string }[] {
  return readHcl(text).problems.map(({ code, span }) => ({ code, at: text.slice(span.start, span.end) }));
}

/** The tree in brackets, for precedence. */
function shape(expression: HclExpression): string {
  if (expression.kind === 'binary')
    return `(${shape(expression.left)}${expression.operator}${shape(expression.right)})`;
  if (expression.kind === 'unary') return `(${expression.operator}${shape(expression.operand)})`;
  if (expression.kind === 'conditional')
    return `(${shape(expression.condition)}?${shape(expression.then)}:${shape(expression.otherwise)})`;
  if (expression.kind === 'reference')
    return [
      expression.root.value,
      ...expression.steps.map((step) =>
        step.kind === 'name' ? `.${step.name.value}` : step.kind === 'splat' ? '.*' : `[${shape(step.key)}]`,
      ),
    ].join('');
  return expression.kind === 'literal' ? String(expression.value) : expression.kind;
}

describe('expressions', () => {
  test.each([
    ['a || b && c == d', '(a||(b&&(c==d)))'],
    ['1 + 2 * 3 - 4', '((1+(2*3))-4)'],
    ['!a == b', '((!a)==b)'],
    ['-a.b[0].c', '(-a.b[0].c)'],
    ['a ? b : c ? d : e', '(a?b:(c?d:e))'],
    ['x.*.id', 'x.*.id'],
    ['x[*].id', 'x.*.id'],
    ['a >= 1 && b < 2', '((a>=1)&&(b<2))'],
    ['a-b', 'a-b'],
    ['a - b', '(a-b)'],
    ['1.5e3', '1500'],
  ])('%s', (text, wanted) => expect(shape(value(text))).toBe(wanted));

  test('strings decode escapes and keep doubled signs', () => {
    expect(literalString(value('"a\\n\\"\\u00e9 $${x} %%{y}"'))).toBe('a\n"é ${x} %{y}');
  });

  test('an interpolation may run over lines', () => {
    const template = value('"${join(",", [\n  "x",\n])}"');
    expect(template.kind).toBe('template');
  });

  test('heredocs keep their text; indented ones lose what their lines share', () => {
    expect(literalString(value('<<EOT\n  {\n}\nEOT'))).toBe('  {\n}\n');
    expect(literalString(value('<<-EOT\n    a\n      b\n    EOT'))).toBe('a\n  b\n');
  });

  test('loops, calls and objects', () => {
    expect(value('{ for k, v in x : k => v... if v }')).toMatchObject({
      kind: 'for',
      result: 'object',
      group: true,
      names: [{ value: 'k' }, { value: 'v' }],
    });
    expect(value('provider::aws::arn_parse(x...)')).toMatchObject({
      kind: 'call',
      name: { value: 'provider::aws::arn_parse' },
      expand: true,
    });
    expect(value('{ a = 1, "b" : 2\n (c) = 3 }')).toMatchObject({ entries: [{ name: 'a' }, { name: 'b' }, {}] });
  });

  test('directives nest', () => {
    const template = value('"%{ if a }x%{ else }%{ for i in b ~}${i}%{ endfor }%{ endif }"');
    expect(template).toMatchObject({
      parts: [{ kind: 'if', parts: [{ value: 'x' }], otherwise: [{ kind: 'for', names: [{ value: 'i' }] }] }],
    });
  });
});

describe('problems', () => {
  test.each([
    ['a = 1\na = 2\n', 'duplicate-attribute', 'a'],
    ['x { a = 1, b = 2 }\n', 'one-line-block', ','],
    ['x { a = 1\n}\n', 'one-line-block', '1'],
    ['x { y { } }\n', 'one-line-block', 'y'],
    ['a = b.0.1\n', 'syntax', '0.1'],
    ['a = { for x in y : x }\n', 'syntax', '}'],
    ['a = "x\n', 'syntax', '"'],
    ['a == 1\n', 'syntax', '=='],
    ['"a" = 1\n', 'syntax', '"a"'],
    ['a = "\\q"\n', 'syntax', '\\q'],
    ['x "a${b}" {\n}\n', 'syntax', '"a${b}"'],
    ['}\n', 'syntax', '}'],
    ['a = <<EOT\nx\n', 'syntax', '<<EOT'],
  ])('%j', (text, code, at) => expect(problems(text)[0]).toEqual({ code, at }));

  test('one problem per place', () => {
    expect(problems('a = (1 + \nb = 2\n')).toHaveLength(1);
    expect(problems('a = [1, 2\nb = 2\n')).toHaveLength(1);
  });

  test('a heredoc without its mark does not swallow one of the same name', () => {
    const { body } = readHcl('x "a" {\n  t = <<EOT\n  text\n}\n\nx "b" {\n  t = <<EOT\n  text\nEOT\n}\n');
    expect(body.items.map((item) => item.kind === 'block' && item.labels[0]?.value)).toEqual(['a', 'b']);
  });

  test('a block that is not indented is no sign of a missing brace', () => {
    expect(problems('a "b" {\nlifecycle {\n}\n}\n')).toEqual([]);
  });
});
