import { describe, expect, test } from 'vitest';
import { openIn, play, said, saidOf } from './playbook.ts';

const SPECS = `argument_specs:
  main:
    options:
      shop_port: {type: int, required: true}
      shop_mode: {type: str, choices: [fast, safe]}
      shop_users:
        type: list
        elements: dict
        options:
          name: {type: str}
`;
const FILES: Readonly<Record<string, string>> = {
  'roles/shop/meta/argument_specs.yml': SPECS,
  'roles/shop/defaults/main.yml': 'shop_extra: 1\n',
  'roles/shop/tasks/main.yml': '- ansible.builtin.debug: {msg: "{{ shop_port }}{{ shop_extra }}"}\n',
};

const called = (site: string): string[] => saidOf(openIn({ ...FILES, 'site.yml': site }, 'site.yml'));

describe('parameters of a role that says what it takes', () => {
  test.each([
    ['{role: shop, shop_port: 80}', []],
    ['{role: shop, shop_port: "{{ x }}", tags: a, become: true}', ['hint undefined-variable: x']],
    ['{role: shop, shop_port: eighty}', ['error wrong-type: eighty']],
    ['{role: shop, shop_port: 80, shop_mode: quick}', ['error invalid-choice: quick']],
    ['{role: shop, shop_port: 80, shop_prot: 80}', ['warning unknown-option: shop_prot']],
    ['{role: shop, vars: {shop_port: 80, shop_extra: 2, anything: 3}}', []],
    ['{role: shop, shop_port: 80, shop_users: [{nmae: x}]}', ['error unknown-option: nmae']],
    ['shop', ['hint missing-option: shop']],
  ])('%s', (role, expected) => {
    expect(called(`- hosts: web\n  roles:\n    - ${role}\n`)).toEqual(expected);
  });

  test('of a task that includes it', () => {
    const task = (port: string) => play(`- ansible.builtin.include_role: {name: shop}\n  vars: {shop_port: ${port}}`);
    expect(called(task('80'))).toEqual([]);
    expect(called(task('x'))).toEqual(['error wrong-type: x']);
  });
});

describe('names that such a role reads', () => {
  const role = (path: string, text: string) => saidOf(openIn({ ...FILES, [path]: text }, path));

  test.each([
    [
      'roles/shop/tasks/main.yml',
      '- ansible.builtin.debug: {msg: "{{ shop_prot }}"}\n',
      ['warning undefined-variable: shop_prot'],
    ],
    ['roles/shop/templates/a.j2', '{{ shop_prot }}\n', ['warning undefined-variable: shop_prot']],
    ['roles/shop/templates/a.j2', '{% for a in shop_users %}{{ a }}{{ ansible_host }}{% endfor %}\n', []],
    ['roles/shop/templates/a.j2', '{{ shop_prot | default(1) }}\n', []],
    // A role that does not say what it takes may be given anything.
    ['roles/other/tasks/main.yml', '- ansible.builtin.debug: {msg: "{{ shop_prot }}"}\n', []],
  ])('%s: %s', (path, text, expected) => {
    expect(role(path, text)).toEqual(expected);
  });
});

describe('module_defaults', () => {
  const given = (defaults: string) =>
    said(`- hosts: web\n  module_defaults:\n    ${defaults}\n  tasks:\n    - ansible.builtin.debug: {msg: x}\n`);

  test.each([
    ['ansible.builtin.apt: {update_cache: true}', []],
    ['ansible.builtin.apt: {update_cahce: true}', ['error unknown-option: update_cahce']],
    ['ansible.builtin.apt: {update_cache: maybe}', ['error wrong-type: maybe']],
    ['group/aws: {region: x}', []],
    ['group/amazon.aws.aws: {region: x}', []],
    ['group/amazon.aws.asw: {region: x}', ['warning unknown-module: group/amazon.aws.asw']],
    ['acme.tools.widget: {anything: x}', []],
    ['ansible.builtin.apt: "{{ x }}"', []],
  ])('%s', (defaults, expected) => {
    expect(given(defaults)).toEqual(expected);
  });

  test('what they give need not be given again, and nothing else', () => {
    const needs = (defaults: string) =>
      said(`- hosts: web\n  module_defaults: {${defaults}}\n  tasks:\n    - ansible.builtin.file: {state: touch}\n`);
    expect(needs('file: {path: x}')).toEqual([]);
    expect(needs('group/aws: {}')).toEqual([]);
    expect(needs('ansible.builtin.apt: {name: x}')).toEqual(['error missing-option: ansible.builtin.file']);
  });

  test('they hold in the roles that a play runs', () => {
    const role = (module: string) => {
      const files = {
        'site.yml': `- hosts: web\n  module_defaults: {${module}: {path: x}}\n  roles: [web]\n`,
        'roles/web/tasks/main.yml': '- ansible.builtin.file: {state: touch}\n',
      };
      return saidOf(openIn(files, 'roles/web/tasks/main.yml'));
    };
    expect(role('file')).toEqual([]);
    expect(role('apt')).toEqual(['error missing-option: ansible.builtin.file']);
  });
});
