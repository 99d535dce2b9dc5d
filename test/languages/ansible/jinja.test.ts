import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findings, play, said } from './playbook.ts';

describe('syntax', () => {
  test.each([
    [play('- debug: {msg: "{{ a b }}"}'), ['error jinja-syntax: b']],
    [play('- debug:\n    msg: >-\n      one {{ a }}\n      two {{ a | }} three'), ['error jinja-syntax:  ']],
    [play("- debug:\n    msg: 'it''s {{ a == }}'"), ['error jinja-syntax:  ']],
    [play('- debug: {msg: "\\t{{ a..b }}"}'), ['error jinja-syntax: .']],
    [play('- debug: {msg: x}\n  when: a = b'), ['error jinja-syntax: =']],
    [play('- debug: {msg: x}\n  when:\n    - a == b\n    - (c or d'), ['error jinja-syntax: ']],
    [play('- command: x\n  register: r\n  until: r.rc =='), ['error jinja-syntax: ']],
    [play('- assert: {that: [a == b, "c d"]}'), ['error jinja-syntax: d']],
    [play('- ansible.builtin.debug:\n    var: a b'), ['error jinja-syntax: b']],
    [play('- debug: {msg: "a b c =="}'), []],
    [play('- lineinfile: {path: x, line: "when == "}'), []],
    [play('- debug: {msg: !unsafe "{{ a b }}"}'), []],
    [play('- debug: {msg: "{% raw %}{{ a b }}{% endraw %}"}'), []],
    ['- hosts: web\n  roles:\n    - {role: x, when: a b}\n', ['error jinja-syntax: b']],
    ['- hosts: web\n  vars: {x: "{{ y z }}"}\n  tasks: []\n', ['error jinja-syntax: z']],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test('templates and variables are read as well', () => {
    expect(said('{% for a in b %}\nx {{ a c }}\n', 'templates/x.j2')).toEqual([
      'error jinja-syntax: {%',
      'error jinja-syntax: c',
    ]);
    expect(said('a: "{{ b c }}"\nwhen: b c\n', 'roles/x/defaults/main.yml')).toEqual(['error jinja-syntax: c']);
    const own = "#jinja2: variable_start_string:'[[', variable_end_string:']]'\n{{ a b }}\n";
    expect(said(own, 'templates/x.j2')).toEqual([]);
  });
});

test('braces without quotes are a mapping to YAML', () => {
  const text = play('- set_fact:\n    a: {{ b }}\n    c: {d: {e: f}}');
  const [found, ...more] = findings(text).filter(({ severity }) => severity !== 'hint');
  expect([found?.code, more]).toEqual(['ansible/jinja-syntax', []]);
  expect(applyEdits(text, found?.fixes?.[0]?.edits ?? [])).toContain('a: "{{ b }}"');
});

describe('braces in a condition', () => {
  test.each([
    ['"{{ a }}"', 'a'],
    ['"{{ a }} == \'b\'"', "a == 'b'"],
    ['"{{ a | bool }} and {{ b }} != \'c\'"', "(a | bool) and b != 'c'"],
    ['"{{ a == \'x: y\' }}"', '"a == \'x: y\'"'],
  ])('%s becomes %s', (written, plain) => {
    const text = play(`- debug: {msg: x}\n  when: ${written}`);
    const [found] = findings(text);
    expect(found?.code).toBe('ansible/no-jinja-when');
    expect(applyEdits(text, found?.fixes?.[0]?.edits ?? [])).toBe(play(`- debug: {msg: x}\n  when: ${plain}`));
  });

  test('inside a text there is no plain way out', () => {
    const [found] = findings(play('- command: x\n  failed_when: "\'{{ a }}\' in b"'));
    expect([found?.code, found?.fixes]).toEqual(['ansible/no-jinja-when', []]);
  });

  test('a variable named when is no condition', () => {
    expect(said('rules:\n  - when: "{{ a }}"\n', 'group_vars/all.yml')).toEqual([]);
  });
});

describe('filters, tests, lookups', () => {
  test.each([
    [play('- debug: {msg: "{{ a | uper }}"}'), ['warning unknown-filter: uper']],
    [play('- debug: {msg: "{{ a | my_own_thing }}"}'), ['hint unknown-filter: my_own_thing']],
    [play('- debug: {msg: "{{ a | json_query(b) | ipaddr | to_nice_yaml }}"}'), []],
    [play('- debug: {msg: "{{ a | ansible.builtin.combine(b) | community.general.json_query(c) }}"}'), []],
    [
      play('- debug: {msg: "{{ a | community.general.json_qury(c) }}"}'),
      ['warning unknown-filter: community.general.json_qury'],
    ],
    [play('- debug: {msg: "{{ a | acme.tools.thing }}"}'), []],
    [play('- debug: {msg: x}\n  when: a is defned'), ['warning unknown-test: defned']],
    [play('- debug: {msg: x}\n  when: a is version("1", ">") and b is not match("x") and c is succeeded'), []],
    [play("- debug: {msg: \"{{ lookup('fil', 'x') }}\"}"), ['warning unknown-lookup: fil']],
    [play("- debug: {msg: \"{{ lookup('env', 'x') ~ query('community.general.random_string') }}\"}"), []],
    [play('- debug: {msg: x}\n  with_itemz: [1]'), ['warning unknown-lookup: itemz']],
    [play('- debug: {msg: x}\n  with_community.general.flattened: [1]'), []],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('values that YAML changes', () => {
  test.each([
    [play('- copy: {src: a, dest: b, mode: 644}'), ['warning risky-octal: 644']],
    [play('- file:\n    path: a\n    mode: 755'), ['warning risky-octal: 755']],
    [play('- copy: {src: a, dest: b, mode: 0644}'), []],
    [play('- copy: {src: a, dest: b, mode: "644"}'), []],
    [play('- copy: {src: a, dest: b, mode: preserve}'), []],
    [play('- copy: src=a dest=b mode=644'), []],
    [play('- pip: {name: x, version: 1.10}'), ['warning yaml-value: 1.10']],
    [play('- pip: {name: x, version: 1.5}'), []],
    [play('- pip: {name: x, version: "1.10"}'), []],
    [play('- user: {name: x, comment: 22:22}'), ['warning yaml-value: 22:22']],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test('a mode is written as it was meant', () => {
    const text = play('- copy: {src: a, dest: b, mode: 644}');
    expect(applyEdits(text, findings(text)[0]?.fixes?.[0]?.edits ?? [])).toContain("mode: '0644'}");
  });
});
