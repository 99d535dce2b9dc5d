import { describe, expect, test } from 'vitest';
import { findings, play, said } from './playbook.ts';

describe('keywords', () => {
  test.each([
    ['- host: web\n  tasks: []\n', ['error unknown-keyword: host']],
    ['- tasks:\n    - debug: {msg: x}\n', ['error missing-option: tasks']],
    ['- hosts: web\n  gather_fact: false\n  tasks: []\n', ['error unknown-keyword: gather_fact']],
    ['- hosts: web\n  register: x\n', ['error misplaced-keyword: register']],
    ['- name: all\n  import_playbook: other.yml\n  when: x\n', []],
    ['- include: other.yml\n- hosts: web\n', ['error removed-module: include']],
    [play('- debug: {msg: x}\n  whenn: y'), ['error unknown-keyword: whenn']],
    [play('- wait_for:\n    port: {{ a }}'), ['error jinja-syntax: {{ a }}']],
    [play('- name: nothing\n  when: y'), ['error no-module: nothing']],
    [play('- debug: {msg: x}\n  copy: {src: a, dest: b}'), ['error two-modules: copy']],
    [play('- block:\n    - debug: {msg: x}\n  loop: [1]'), ['error misplaced-keyword: loop']],
    [play('- debug: {msg: x}\n  with_items: [1]\n  loop_control: {loop_var: x}'), []],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('modules', () => {
  test.each([
    [play('- copyy: {src: a, dest: b}'), ['warning unknown-module: copyy']],
    [play('- my_own_thing: {a: b}'), ['hint unknown-module: my_own_thing']],
    [play('- acme.tools.thing: {a: b}'), []],
    [play('- ansible.builtin.nothing: {a: b}'), ['warning unknown-module: ansible.builtin.nothing']],
    [play('- docker_container: {name: x, image: y}'), ['hint moved-module: docker_container']],
    [play('- ansible.legacy.copy: {src: a, dest: b}'), []],
    [play('- "{{ module }}": {a: b}'), []],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('options', () => {
  test.each([
    [play('- apt: {nmae: nginx}'), ['error unknown-option: nmae']],
    [play('- apt: {name: nginx, state: instaled}'), ['error invalid-choice: instaled']],
    [play('- apt: {name: nginx, state: "{{ wanted }}"}'), []],
    [play('- apt: {name: nginx, update_cache: maybe}'), ['error wrong-type: maybe']],
    [play('- apt: {name: nginx, update_cache: "yes"}'), []],
    [play('- apt: name=nginx state=instaled'), ['error invalid-choice: instaled']],
    [play('- apt: name=nginx staet=present'), ['error unknown-option: staet']],
    [play('- apt: {name: a, pkg: b}'), ['warning option-conflict: pkg']],
    [play('- copy: {src: a}'), ['error missing-option: copy']],
    [play('- copy: {src: a, content: b, dest: c}'), ['error option-conflict: copy']],
    [play('- copy: {src: a, content: "{{ b }}", dest: c}'), []],
    [play('- copy:\n    src: a\n  args:\n    dest: b'), []],
    [play('- copy: "{{ all_of_it }}"'), []],
    [play('- command: echo a=b'), []],
    [play('- command: ls\n  args:\n    chdri: /tmp'), ['error unknown-option: chdri']],
    [play('- command: {}'), ['error option-conflict: command']],
    [play('- package: {name: x}'), []],
    [play('- systemd: {name: x}'), []],
    [play('- set_fact: {anything: 1}'), []],
    [play('- group_by: key={{ansible_distribution}}-{{ansible_distribution_version}}'), []],
    [play('- group_by: parents=all'), ['error missing-option: group_by']],
    [play('- add_host: name=x groups=y anything=z'), []],
    [play('- include_tasks: more.yml'), []],
    [play('- meta: flush_handlers'), []],
    [play('- debug: hello'), ['error wrong-type: hello']],
    [play('- action: apt name=nginx staet=present'), ['error unknown-option: staet']],
    [play('- local_action: {module: copy, src: a}'), ['error missing-option: copy']],
    [play('- apt: {name: !vault x, state: !unsafe y}'), []],
  ])('%#', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test('a misspelt option is renamed by its fix', () => {
    const text = play('- apt: name=nginx staet=present');
    expect(findings(text)[0]?.fixes?.[0]?.edits.map((edit) => edit.text)).toEqual(['state']);
  });
});

describe('other files', () => {
  test('a vault file is left alone', () => {
    expect(said('$ANSIBLE_VAULT;1.1;AES256\n3132333435\n', 'group_vars/all.yml')).toEqual([]);
  });

  test('a broken file keeps its sound tasks', () => {
    const text = `${play('- apt: {nmae: x}')}    - debug: {msg: "open\n`;
    expect(said(text)).toContain('error unknown-option: nmae');
  });
});
