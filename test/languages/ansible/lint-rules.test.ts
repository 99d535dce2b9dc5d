import { describe, expect, test } from 'vitest';
import { ansible } from '../../../server/core/languages/ansible/index.ts';
import type { Finding } from '../../../server/core/model/finding.ts';
import { ALL_RULES } from '../../../server/core/rules/all.ts';
import { configOf } from '../../../server/core/service/config.ts';
import { applySuppressions } from '../../../server/core/service/suppression.ts';
import { checkText } from '../../harness/rule-check.ts';
import { DEBUG, SOUND, said, soundPlay } from './linting.ts';
import { findingsOf, openIn } from './playbook.ts';

describe('tasks and plays', () => {
  test.each([
    [soundPlay('- ansible.builtin.meta: flush_handlers'), ['name[missing]']],
    [soundPlay(`- block:\n${DEBUG.replace(/^/gm, '    ')}`), ['name[missing]']],
    [soundPlay(`- name: Block\n  block:\n${DEBUG.replace(/^/gm, '    ')}\n  when: x`), ['key-order[task]']],
    [soundPlay(DEBUG, '  collections: [a.b]\n'), ['fqcn[keyword]']],
    [soundPlay(`${SOUND}synchronize:\n    src: a\n    dest: b`), ['fqcn[canonical]']],
    [soundPlay(DEBUG, '  become_user: root\n'), ['partial-become[play]']],
    [soundPlay(`${DEBUG}\n  become_user: root`, '  become: true\n'), ['partial-become[task]']],
    [soundPlay(DEBUG, '  vars_prompt:\n    - name: a\n'), []],
    ['- ansible.builtin.import_playbook: other.yml\n', ['name[play]', 'missing-file']],
    [soundPlay(`${DEBUG}\n${DEBUG}`), ['name[unique]']],
    [soundPlay(`${SOUND}copy:\n    src: a\n    dest: b\n    mode: 0644`), ['yaml[octal-values]']],
    [soundPlay(`${SOUND}raw: executable=/bin/bash echo\n  changed_when: false`), ['no-free-form[raw]']],
    [
      soundPlay(`${SOUND}raw:\n    cmd: echo\n  changed_when: false`),
      ['missing-option', 'option-conflict', 'no-free-form[raw-non-string]', 'unknown-option'],
    ],
    [soundPlay(`${SOUND}set_fact: a="b c"`), ['no-free-form']],
    [soundPlay(`${SOUND}include_tasks: file=x.yml`, ''), ['missing-file']],
    [soundPlay(`${SOUND}shell: echo "a b"\n  changed_when: false`), ['command-instead-of-shell']],
    [soundPlay(`${SOUND}shell: source x\n  changed_when: false`), []],
    [soundPlay(`${SOUND}shell: echo ~/a\n  changed_when: false`), []],
    [soundPlay(`${DEBUG}\n  when: "r is changed"`), ['no-handler']],
    [soundPlay(`${DEBUG}\n  when: r.changed | bool`), ['no-handler']],
    [soundPlay(`${DEBUG}\n  when: not r.changed`), []],
    [soundPlay(`${DEBUG}\n  when: r is changed and a`), []],
    [soundPlay(`${SOUND}debug:\n    msg: "a\tb"`), ['no-tabs']],
    [soundPlay(`${SOUND}lineinfile:\n    path: a\n    line: "a\tb"`), []],
    [soundPlay(`${SOUND}debug:\n    msg: "{{ 'a'|lower }}"`), ['jinja[spacing]']],
    [soundPlay(`${SOUND}debug:\n    msg: "{{ a('x|y', b) }}"`), []],
    [soundPlay(`${DEBUG}\n  with_items: things`), ['deprecated-bare-vars']],
    [soundPlay(`${DEBUG}\n  with_items: "{{ things }}"`), []],
    [soundPlay(`${DEBUG}\n  with_nested: [things, [a]]`), ['deprecated-bare-vars']],
    [soundPlay(`${DEBUG}\n  with_fileglob: things`), []],
    [soundPlay(`${DEBUG}\n  with_flattened: [[a]]`), ['schema[playbook]']],
    [soundPlay(`${DEBUG}\n  become: true\n  become_method: wand`), ['schema[playbook]']],
    [soundPlay(`${DEBUG}\n  become: true\n  become_method: doas`), []],
    [soundPlay('- name: Role\n  ansible.builtin.include_role:\n    name: folder/one'), ['role-name[path]']],
    [`- name: Play\n  hosts: localhost\n  roles:\n    - folder/one\n`, ['role-name[path]']],
  ])('%s', (text, expected) => {
    expect(said('site.yml', text)).toEqual(expected);
  });

  test.each([
    [soundPlay(DEBUG, '  vars_prompt:\n    - name: a\n'), ['no-prompting']],
    [soundPlay(`${SOUND}pause:`), ['no-prompting']],
    [soundPlay(`${SOUND}pause:\n    seconds: 3`), []],
    [
      soundPlay('- name: X\n  community.general.ini_file:\n    path: a\n    section: b\n    mode: "0600"'),
      ['only-builtins'],
    ],
    [soundPlay(`${SOUND}template:\n    src: a.conf\n    dest: b\n    mode: "0600"`), ['jinja-template-extension']],
    [soundPlay(`${SOUND}unarchive:\n    src: a.tar.gz\n    dest: b`), ['no-same-owner']],
    [soundPlay(`${SOUND}unarchive:\n    src: a.tar.gz\n    dest: b\n    remote_src: true`), []],
    [soundPlay(`${SOUND}unarchive:\n    src: a.tar.gz\n    dest: b\n    extra_opts: [--no-same-owner]`), []],
    [soundPlay('- name: X\n  ansible.posix.synchronize:\n    src: a\n    dest: b'), ['no-same-owner', 'only-builtins']],
    [
      soundPlay('- name: X\n  ansible.posix.synchronize:\n    src: a\n    dest: b\n    owner: false\n    group: false'),
      ['only-builtins'],
    ],
    [
      soundPlay(`${SOUND}user:\n    name: x\n    password: "{{ item }}"\n  loop: [a]\n  no_log: false`),
      ['no-log-password'],
    ],
  ])('rules that are switched on: %s', (text, expected) => {
    const files = { 'a.conf': '' };
    expect(said('site.yml', text, '', files)).toEqual([]);
    expect(said('site.yml', text, 'enable_list: [opt-in]\n', files)).toEqual(expected);
  });
});

describe('names of variables', () => {
  test.each([
    ['class', 'var-naming[no-keyword]'],
    ['environment', 'var-naming[no-reserved]'],
    ['lookup', 'var-naming[no-reserved]'],
    ['inventory_hostname', 'var-naming[read-only]'],
    ['größe', 'var-naming[non-ascii]'],
    ['Big', 'var-naming[pattern]'],
  ])('%s', (name, id) => {
    expect(said('site.yml', soundPlay(`${DEBUG}\n  vars:\n    ${name}: 1`))).toEqual([id]);
    expect(said('site.yml', soundPlay(`${DEBUG}\n  register: ${name}`))).toContain(id);
    expect(said('group_vars/all.yml', `${name}: 1\n`)).toEqual([id]);
  });

  test.each([
    ['roles/web/defaults/main.yml', 'port_of_web: 1\nweb_port: 1\n__web_x: 1\n', ['var-naming[no-role-prefix]']],
    ['roles/my-web/defaults/main.yml', 'anything: 1\n', []],
    ['roles/web/tasks/main.yml', `${DEBUG}\n  register: result\n`, ['var-naming[no-role-prefix]']],
    ['roles/web/tasks/main.yml', `${DEBUG}\n  register: web_result\n`, []],
    ['roles/web/tasks/main.yml', `${DEBUG}\n  vars:\n    result: 1\n`, []],
    ['roles/web/tasks/main.yml', `${SOUND}set_fact:\n    result: 1\n`, ['var-naming[no-role-prefix]']],
    ['site.yml', soundPlay(`${DEBUG}\n  register: ansible_facts`), []],
    ['site.yml', soundPlay(`${DEBUG}\n  register: user`), []],
  ])('of a role: %s %s', (path, text, expected) => {
    expect(said(path, text)).toEqual(expected);
  });

  test('given to a role of a play', () => {
    const text = '- name: Play\n  hosts: a\n  roles:\n    - role: web\n      web_x: 2\n      size: 3\n';
    expect(said('site.yml', text, '', { 'roles/web/tasks/main.yml': DEBUG })).toEqual(['var-naming[no-role-prefix]']);
  });
});

describe('sizes', () => {
  const block = (depth: number): string =>
    depth === 0 ? DEBUG : `- name: Block ${depth}\n  block:\n${block(depth - 1).replace(/^/gm, '    ')}`;

  test.each([
    ['site.yml', soundPlay(`${DEBUG}\n${DEBUG.replace('Sound', 'Other')}`), 'max_tasks: 1\n', ['complexity[play]']],
    ['site.yml', soundPlay(block(3)), 'max_block_depth: 1\n', ['complexity[nesting]']],
    ['site.yml', soundPlay(block(2)), 'max_block_depth: 1\n', []],
    ['tasks/other.yml', `${DEBUG}\n${DEBUG}\n`, 'max_tasks: 1\n', ['complexity[tasks]']],
    ['tasks/other.yml', `${DEBUG}\n${DEBUG}\n`, 'max_tasks: many\n', []],
  ])('%s %s', (path, text, config, expected) => {
    expect(said(path, text, config)).toEqual(expected);
  });
});

describe('loops in roles', () => {
  const config = 'loop_var_prefix: "^(__|{role}_)"\nskip_list: [var-naming]\n';
  test.each([
    ['loop: [a]', ['loop-var-prefix[missing]']],
    ['loop: [a]\n  loop_control:\n    loop_var: thing', ['loop-var-prefix[wrong]']],
    ['loop: [a]\n  loop_control:\n    loop_var: my_web_thing', []],
    ['with_items: [a]\n  loop_control:\n    loop_var: __thing', []],
  ])('%s', (loop, expected) => {
    expect(said('roles/my-web/tasks/main.yml', `${DEBUG}\n  ${loop}\n`, config)).toEqual(expected);
    expect(said('roles/my-web/tasks/main.yml', `${DEBUG}\n  ${loop}\n`)).toEqual([]);
  });
});

test('names of tasks begin with the file they are in, where the project wants it', () => {
  const named = (name: string, config: string) =>
    said('roles/a/tasks/setup.yml', `- name: "${name}"\n  ansible.builtin.debug:\n    msg: x\n`, config);
  expect(named('Install', '')).toEqual([]);
  expect(named('Install', 'enable_list: ["name[prefix]"]\n')).toEqual(['name[prefix]']);
  expect(named('setup | Install', 'enable_list: ["name[prefix]"]\n')).toEqual([]);
  expect(named('setup: install', 'task_name_prefix: "{stem}: "\n')).toEqual(['name[casing]']);
  expect(named('setup: Install', 'task_name_prefix: "{stem}: "\n')).toEqual([]);
});

describe('the layout of YAML', () => {
  test.each([
    ['a: 1 #x\n', ['yaml[comments]']],
    ['#!/bin/x\na: 1 # x\n', []],
    ['a:  1\n', ['yaml[colons]']],
    ['a : 1\n', ['yaml[colons]']],
    ['a: [1,2]\n', ['yaml[commas]']],
    ['a: [1 , 2]\n', ['yaml[commas]']],
    ['a: [ 1 ]\n', ['yaml[brackets]', 'yaml[brackets]']],
    ['a: { b: 1 }\n', []],
    ['a: {  b: 1}\n', ['yaml[braces]']],
    ['a:\n  -  1\n', ['yaml[hyphens]']],
    ['a:\n- 1\n', ['yaml[indentation]']],
    ['a:\n  b:\n     - 1\n', ['yaml[indentation]']],
    ['a: 1\n\n\n\nb: 1\n', ['yaml[empty-lines]']],
    ['a: 1\n\n\nb: 1\n', []],
    ['a: 1\n\n', ['yaml[empty-lines]']],
    ['a: 017\n', ['yaml[octal-values]']],
    ['a: "017"\n', []],
    ['a: 1\na: 2\n', ['duplicate-key']],
    ['a: 1\na: 2 # noqa: yaml[key-duplicates]\n', []],
    ['# yamllint disable rule:truthy\na: yes\n# yamllint enable rule:truthy\nb: yes\n', ['yaml[truthy]']],
    ['a: yes # yamllint disable-line rule:truthy\nb: [ ]\n', ['yaml[brackets]']],
    ['# yamllint disable-line\na: yes\n', []],
    ['# yamllint disable\na: yes\nb: [ ]\n', []],
  ])('%s', (text, expected) => {
    expect(said('group_vars/all.yml', text)).toEqual(expected);
    expect(said('group_vars/all.yml', text, 'skip_list: [yaml]\n')).toEqual(
      expected.filter((id) => id === 'duplicate-key'),
    );
  });

  test('a tag of a task says nothing about its lines', () => {
    const text = soundPlay(`${DEBUG}\n  become: yes\n  tags: [skip_ansible_lint]`);
    expect(said('site.yml', text)).toEqual(['yaml[truthy]']);
  });
});

test.each([['# noqa 301'], ['# noqa: no-changed-when']])('%s', (comment) => {
  expect(said('site.yml', soundPlay(`- name: X\n  ansible.builtin.command: x ${comment}`))).toEqual([]);
});

test('a module of the project has no other name', () => {
  const text = soundPlay('- name: X\n  own_thing:\n    a: b');
  const library = { 'library/own_thing.py': 'DOCUMENTATION = """\noptions:\n  a:\n    type: str\n"""\n' };
  expect(said('site.yml', text, '', library)).toEqual([]);
});

describe('configuration', () => {
  const small = soundPlay('- name: small\n  debug:\n    msg: "{{a}}"');
  test.each([
    ['skip_list: [formatting]\n', ['name[casing]']],
    ['skip_list: [idiom, var-spacing]\n', ['fqcn[action-core]']],
    ['skip_list: ["206"]\n', ['name[casing]', 'fqcn[action-core]']],
    ['use_default_rules: false\n', []],
    ['exclude_paths: ["*.yml"]\n', []],
    ['exclude_paths: ["**/site.*"]\n', []],
    ['exclude_paths: ["**/other.*", "b*/**"]\n', ['name[casing]', 'fqcn[action-core]', 'jinja[spacing]']],
    ['exclude_paths: ["**/**/**/x/**/y/**/z/**/*.yml"]\n', ['name[casing]', 'fqcn[action-core]', 'jinja[spacing]']],
  ])('%s', (config, expected) => {
    expect(said('site.yml', small, config)).toEqual(expected);
  });

  test('what is to be repaired one day is a hint, or nothing', () => {
    const severities = (ignored: string) => {
      const text = soundPlay('- name: X\n  ansible.builtin.command: x');
      const files = { 'site.yml': text, '.ansible-lint': '', '.ansible-lint-ignore': ignored };
      return findingsOf(openIn(files, 'site.yml')).map(({ code, severity }) => `${severity} ${code}`);
    };
    expect(severities('')).toEqual(['warning ansible/no-changed-when']);
    expect(severities('other.yml no-changed-when\n')).toEqual(['warning ansible/no-changed-when']);
    expect(severities('# why\nsite.yml no-changed-when # then\n')).toEqual(['hint ansible/no-changed-when']);
    expect(severities('site.yml no-changed-when skip\n')).toEqual([]);
  });

  test.each([
    [`${SOUND}debug:\n    mgs: x`, 'unknown-option', 'args'],
    [`${SOUND}debug:\n    msg: "{{ a | }}"`, 'jinja-syntax', '"jinja[invalid]"'],
    [`${DEBUG}\n  when: "{{ a }}"`, 'no-jinja-when', 'no-jinja-when'],
    [`${SOUND}file:\n    path: a\n    state: touch\n    mode: 644`, 'risky-octal', 'risky-octal'],
  ])('what is skipped there is skipped here: %s', (task, code, id) => {
    expect(said('site.yml', soundPlay(task))).toContain(code);
    expect(said('site.yml', soundPlay(task), `skip_list: [${id}]\n`)).not.toContain(code);
  });

  test('modules that are elsewhere are not missed', () => {
    const text = soundPlay('- name: X\n  dbug:\n    msg: x');
    expect(said('site.yml', text)).toContain('unknown-module');
    expect(said('site.yml', text, 'mock_modules: [dbug]\n')).not.toContain('unknown-module');
  });

  test('modules that are allowed', () => {
    const text = soundPlay('- name: X\n  community.general.ini_file:\n    path: a\n    section: b\n    mode: "0600"');
    const enabled = 'enable_list: [only-builtins]\n';
    expect(said('site.yml', text, `${enabled}only_builtins_allow_collections: [community.general]\n`)).toEqual([]);
    expect(said('site.yml', text, `${enabled}only_builtins_allow_modules: [community.general.ini_file]\n`)).toEqual([]);
  });
});

describe('a comment for ansible-lint and the rules of ours', () => {
  const left = (task: string, code: string) => {
    const text = soundPlay(`${SOUND}${task}`);
    const { reading, findings } = checkText(ansible, text, ALL_RULES, { path: 'site.yml' });
    const found = findings.map((each): Finding => ({ ...each, kind: 'rule', fixes: [] }));
    const input = { reading, findings: found, config: configOf([]), rules: ALL_RULES, today: '2026-11-24' };
    const all = applySuppressions(input).findings.map((each) => each.code);
    return all.filter((each) => each === code || each.startsWith('suppression/'));
  };

  test.each([
    ['apt: {name: a, state: latest}', 'package-latest', 'no-package-latest'],
    ['apt: {name: a}\n  ignore_errors: true', 'ignore-errors', 'no-swallowed-failure'],
  ])('%s', (task, id, rule) => {
    expect(left(task, rule)).toEqual([rule]);
    expect(left(`${task} # noqa: ${id}`, rule)).toEqual([]);
  });

  test('nothing is said where it hides nothing of ours', () => {
    const task = 'command: a\n  register: b\n  ignore_errors: true # noqa: ignore-errors';
    expect(left(task, 'no-swallowed-failure')).toEqual([]);
  });
});
