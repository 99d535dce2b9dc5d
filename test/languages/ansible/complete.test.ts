import { describe, expect, test } from 'vitest';
import { ansible } from '../../../server/core/languages/ansible/index.ts';
import { openIn, play } from './playbook.ts';

const FILES: Readonly<Record<string, string>> = {
  'hosts.ini': '[web]\nweb1 ansible_host=192.0.2.1\n[prod:children]\nweb\n[web:vars]\nshop_port=80\n',
  'group_vars/db.yml': 'db_port: 5432\nshop: {name: x, deep: {size: 1}}\n',
  'roles/nginx/tasks/main.yml': '- debug: {msg: x}\n',
  'roles/nginx/handlers/main.yml': '- name: Reload nginx\n  service: {name: nginx, state: reloaded}\n',
  'more.yml': '- debug: {msg: x}\n',
};

/** Labels at the bar. */
function labels(marked: string, path = 'site.yml'): string[] {
  const offset = marked.indexOf('¦');
  const { reading, around } = openIn({ ...FILES, [path]: marked.replace('¦', '') }, path);
  const items = ansible.complete?.(reading, offset, around) ?? [];
  for (const { edit } of items) expect(edit.span.start <= offset && offset <= edit.span.end).toBe(true);
  expect(items.length).toBeLessThanOrEqual(200);
  return items.map(({ label }) => label);
}

describe('inside Jinja', () => {
  test.each([
    ['- debug: {msg: "{{ ¦ }}"}', ['db_port', 'shop_port', 'inventory_hostname']],
    ['- debug: {msg: "{{ db¦', ['db_port']],
    ['- debug: {msg: "{{ a | to_nice¦ }}"}', ['to_nice_json', 'to_nice_yaml']],
    ['- debug: {msg: "{{ a | json_¦ }}"}', ['json_query', 'community.general.json_query']],
    ['- debug: {msg: x}\n  when: a is def¦', ['defined']],
    ['- debug: {msg: x}\n  when: a is not ¦', ['defined', 'match']],
    ['- debug: {msg: x}\n  when: ¦', ['db_port']],
    ['- debug: {msg: x}\n  when:\n    - db_port == 1\n    - shop_p¦ort', ['shop_port']],
    ['- debug: {msg: "{{ lookup(\'fi¦\') }}"}', ['file', 'fileglob', 'first_found']],
    ['- debug: {msg: "{{ shop.¦ }}"}', ['name', 'deep']],
    ['- debug: {msg: "{{ shop.deep.¦ }}"}', ['size']],
    ['- stat: {path: x}\n  register: found\n- debug: {msg: "{{ found.¦ }}"}', ['stat', 'changed']],
    ['- stat: {path: x}\n  register: found\n- debug: {msg: "{{ found.stat.¦ }}"}', ['exists', 'isdir']],
    ['- debug: {msg: "{{ ansible_facts.¦ }}"}', ['os_family']],
    ['- debug: {msg: "{{ groups[\'¦\'] }}"}', ['web', 'prod', 'db']],
  ])('%s', (tasks, expected) => {
    expect(labels(play(tasks))).toEqual(expect.arrayContaining(expected));
  });

  test('in a template, with what it defines itself', () => {
    expect(labels('{% set own = 1 %}{{ ¦ }}', 'roles/nginx/templates/x.j2')).toEqual(
      expect.arrayContaining(['own', 'db_port']),
    );
    expect(labels('plain ¦ text', 'roles/nginx/templates/x.j2')).toEqual([]);
  });

  test('inside a text there is nothing to offer', () => {
    expect(labels(play('- debug: {msg: "{{ \'te¦xt\' }}"}'))).toEqual([]);
  });

  test('the closest definition comes first', () => {
    expect(labels('- hosts: web\n  vars: {zz_port: 1}\n  tasks:\n    - debug: {msg: "{{ ¦ }}"}\n')[0]).toBe('zz_port');
  });
});

describe('names of the project', () => {
  test.each([
    ['- hosts: ¦\n', ['all', 'web', 'prod', 'db', 'web1', 'localhost']],
    ['- hosts: web\n  roles:\n    - ¦\n', ['nginx']],
    ['- hosts: web\n  roles:\n    - role: ¦\n', ['nginx']],
    [play('- debug: {msg: x}\n  notify: ¦'), ['Reload nginx']],
    [play('- include_role:\n    name: ¦'), ['nginx']],
    [play('- include_tasks: ¦'), ['more.yml']],
    [play('- debug: {msg: x}\n  delegate_to: ¦'), ['localhost', 'web1']],
  ])('%s', (text, expected) => {
    expect(labels(text)).toEqual(expect.arrayContaining(expected));
  });
});

test.each([
  ['requirements.yml', 'collections:\n  - ¦', ['name', 'version']],
  ['requirements.yml', 'collections:\n  - name: a\n    ¦', ['version']],
  ['galaxy.yml', 'namespace: a\n¦', ['version', 'readme']],
  ['roles/a/meta/main.yml', 'galaxy_info:\n  ¦\n', ['author', 'platforms']],
  [
    'roles/a/meta/argument_specs.yml',
    'argument_specs:\n  main:\n    options:\n      port:\n        ¦\n',
    ['type', 'required'],
  ],
  ['molecule/default/molecule.yml', 'driver: {name: x}\n¦', ['platforms', 'verifier']],
  ['execution-environment.yml', 'version: 3\ndependencies:\n  ¦\n', ['galaxy', 'python']],
  ['meta/runtime.yml', '¦', ['requires_ansible']],
  ['ansible.cfg', '[defaults]\nhost¦', ['host_key_checking']],
  ['ansible.cfg', '[defaults]\nhost_key_checking = ¦', ['true', 'false']],
  ['ansible.cfg', '[¦', ['defaults', 'privilege_escalation']],
])('%s: %s', (path, text, expected) => {
  expect(labels(text, path)).toEqual(expect.arrayContaining(expected));
});

test('tokens of names inside Jinja', () => {
  const text = play('- debug: {msg: "{{ a | upper }}"}\n  when: b is defined');
  const { reading } = openIn({ 'site.yml': text }, 'site.yml');
  expect(ansible.tokens?.(reading).map(({ span, type }) => [text.slice(span.start, span.end), type])).toEqual([
    ['a', 'variable'],
    ['upper', 'function'],
    ['b', 'variable'],
    ['defined', 'function'],
  ]);
});
