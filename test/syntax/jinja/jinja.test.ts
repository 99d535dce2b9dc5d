import { describe, expect, test } from 'vitest';
import { type JinjaReading, readJinja, readJinjaExpression } from '../../../server/core/syntax/jinja.ts';
import { INVALID } from './invalid.ts';
import { VALID } from './valid.ts';

const problemTexts = (text: string, { problems }: JinjaReading): string[] =>
  problems.map(({ start, end }) => text.slice(start, end).trim());

describe('expressions', () => {
  test('the table is what it says it is', () => {
    expect(new Set(VALID).size).toBe(VALID.length);
    expect(VALID.length).toBeGreaterThanOrEqual(300);
    expect(INVALID.length).toBeGreaterThanOrEqual(100);
  });

  test.each(VALID)('accepted: %s', (text) => {
    expect(readJinjaExpression(text).problems).toEqual([]);
    expect(readJinja(`a {{ ${text} }} b {{- ${text} -}} c`).problems).toEqual([]);
  });

  test.each(INVALID)('refused: %s at %s', (text, at) => {
    expect(problemTexts(text, readJinjaExpression(text))).toEqual([at]);
  });
});

describe('statements', () => {
  test.each([
    '{% if a %}x{% elif b %}y{% else %}z{% endif %}',
    '{%- if a -%}x{%- endif -%}',
    '{%+ if a +%}x{% endif %}',
    '{% for a in b %}{{ a }}{% else %}none{% endfor %}',
    '{% for a, b in c.items() if a is defined recursive %}{{ loop(b) }}{% endfor %}',
    '{% for (a, b), c in d %}{% break %}{% continue %}{% endfor %}',
    '{% for a in [1, 2], 3 %}{% endfor %}',
    '{% set a = 1 %}{% set a, b = 1, 2 %}{% set ns.found = true %}',
    '{% set a %}text{% endset %}{% set a | upper %}text{% endset %}',
    '{% macro m(a, b=1) %}{{ caller() }}{% endmacro %}{% call m(1) %}x{% endcall %}{% call(x) m(1) %}{{ x }}{% endcall %}',
    '{% filter upper | indent(2) %}x{% endfilter %}',
    '{% block head scoped %}x{% endblock head %}{% extends "base.j2" %}',
    '{% include "a.j2" ignore missing with context %}{% include [a, b] without context %}',
    '{% import "m.j2" as m with context %}{% from "m.j2" import a, b as c without context %}',
    '{% with a = 1, b = 2 %}{{ a }}{% endwith %}{% autoescape true %}{% endautoescape %}',
    '{% raw %}{{ not read {% %}{% endraw %}{% do a.append(1) %}',
    '{# a {{ comment #}{{ a }}',
    'no { braces } at } all',
    "{{ '}}' }}{{ {'a': {'b': 1}} }}",
    '{% trans %}x{% pluralize %}y{% endtrans %}',
    '',
  ])('accepted: %s', (text) => {
    expect(readJinja(text).problems).toEqual([]);
  });

  test.each([
    ['{{ a', '{{'],
    ['{% if a', '{%'],
    ['{# a', '{#'],
    ['{% if a %}x', '{%'],
    ['{% for a in b %}x{% endif %}{% endfor %}', ''],
    ['{% endif %}', ''],
    ['{% else %}', ''],
    ['{% elif a %}', 'a'],
    ['{% for a %}{% endfor %}', ''],
    ['{% for 1 in b %}{% endfor %}', '1'],
    ['{% set = 1 %}', '='],
    ['{% import "a" %}', ''],
    ['{% nothing %}', 'nothing'],
    ['{% %}', ''],
    ['{% raw %}x', '{%'],
    ['{% for a b %}x{% endfor %}', 'b'],
    ['{% if a b %}{% endif %}', 'b'],
    ['{% with a %}{% endwith %}', ''],
    ['{{ }}', ''],
  ])('refused: %s at %s', (text, at) => {
    expect(problemTexts(text, readJinja(text))).toEqual([at]);
  });

  test('one problem never hides the next, and the rest is still read', () => {
    const text = '{{ a b }} {{ c | d }} {% nothing %} {{ e == }} {{ f';
    const reading = readJinja(text);
    expect(reading.problems.length).toBe(4);
    expect(reading.uses.map(({ name }) => name)).toEqual(expect.arrayContaining(['a', 'c', 'd', 'e', 'f']));
  });
});

test('uses are named with their places; attributes, keys of calls and constants are none', () => {
  const text = "{{ a.b | c.d(e=f) is g('h') }} {{ lookup('file', i) }} {% for j in k %}{{ j }}{% endfor %}";
  const { uses, defined } = readJinja(text);
  expect(uses.map(({ kind, name, start, end }) => [kind, name, text.slice(start, end)])).toEqual([
    ['variable', 'a', 'a'],
    ['filter', 'c.d', 'c.d'],
    ['variable', 'f', 'f'],
    ['test', 'g', 'g'],
    ['call', 'lookup', 'lookup'],
    ['variable', 'i', 'i'],
    ['variable', 'k', 'k'],
    ['variable', 'j', 'j'],
  ]);
  expect(uses.find(({ name }) => name === 'lookup')?.argument?.text).toBe('file');
  expect([...defined].sort()).toEqual(['j', 'loop']);
});
