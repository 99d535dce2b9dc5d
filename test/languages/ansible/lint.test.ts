import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/core/model/span.ts';
import { cpuTime, slowness } from '../../syntax/timing.ts';
import { findingsOf, openIn, play } from './playbook.ts';

function lint(text: string, config = '', path = 'site.yml') {
  return findingsOf(openIn({ [path]: text, '.ansible-lint': config }, path));
}

/** Ids as ansible-lint names them, of one task in a play that has nothing else to say. */
function ids(tasks: string, config?: string): string[] {
  const text = `- name: Play\n  hosts: localhost\n  tasks:\n${tasks.replace(/^(?=.)/gm, '    ')}\n`;
  return lint(text, config)
    .filter(({ code }) => code !== 'ansible/undefined-variable')
    .map(({ code, message }) => /^[\w-]+\[[\w-]+\](?=:)/.exec(message)?.[0] ?? code.replace('ansible/', ''));
}

const SOUND = 'name: Sound\n  ansible.builtin.';

describe('rules', () => {
  test.each([
    ['- name: X\n  debug: {msg: x}', ['fqcn[action-core]']],
    ['- ansible.builtin.debug: {msg: x}', ['name[missing]']],
    ['- name: small\n  ansible.builtin.debug: {msg: x}', ['name[casing]']],
    ['- name: "A {{ b }} c"\n  ansible.builtin.debug: {msg: x}', ['name[template]']],
    ['- ansible.builtin.debug: {msg: x}\n  name: X', ['key-order[task]']],
    [`- ${SOUND}apt: name=x state=present`, ['no-free-form']],
    [`- ${SOUND}debug: {msg: "{{a}}"}`, ['jinja[spacing]']],
    [`- ${SOUND}debug: {msg: "{{ a|upper }}"}`, ['jinja[spacing]']],
    ['- name: X\n  local_action: ansible.builtin.debug msg=x', ['deprecated-local-action']],
    [`- ${SOUND}shell: echo x\n  changed_when: false`, ['command-instead-of-shell']],
    [`- ${SOUND}command: systemctl restart x\n  changed_when: false`, ['command-instead-of-module']],
    [`- ${SOUND}command: systemctl status x\n  changed_when: false`, []],
    [`- ${SOUND}command: A=b x\n  changed_when: false`, ['inline-env-var']],
    [`- ${SOUND}command: x`, ['no-changed-when']],
    [`- ${SOUND}shell: a | b\n  changed_when: false`, ['risky-shell-pipe']],
    [`- ${SOUND}shell: set -o pipefail && a | b\n  changed_when: false`, []],
    [`- ${SOUND}debug: {msg: x}\n  become_user: a`, ['partial-become[task]']],
    [`- ${SOUND}debug: {msg: x}\n  become: true\n  become_user: a`, []],
    [`- ${SOUND}debug: {msg: x}\n  when: a == true`, ['literal-compare']],
    [`- ${SOUND}debug: {msg: x}\n  when: a is changed`, ['no-handler']],
    [`- ${SOUND}copy: {src: a, dest: b}`, ['risky-file-permissions']],
    [`- ${SOUND}copy: {src: ../a, dest: b, mode: "0644"}`, ['no-relative-paths']],
    [`- ${SOUND}debug: {msg: x}\n  vars: {BadName: 1}`, ['var-naming[pattern]']],
    [`- ${SOUND}debug: {msg: x}\n  run_once: true`, ['run-once[task]']],
    [`- ${SOUND}debug: {msg: x}   \n  become: yes`, ['yaml[trailing-spaces]', 'yaml[truthy]']],
    [`- ${SOUND}debug:\n    msg: |\n      kept   \n      x`, []],
    [`- ${SOUND}debug: {msg: ${'word '.repeat(40)}x}`, ['yaml[line-length]']],
    [`- ${SOUND}file: {path: a, state: directory, recurse: true}`, []],
    [`- ${SOUND}lineinfile: {path: a, line: b, create: true}`, ['risky-file-permissions']],
    [`- ${SOUND}command: localectl set-locale LANG=x\n  changed_when: false`, []],
    [`- ${SOUND}shell: echo {{ a | upper }}\n  changed_when: false`, ['command-instead-of-shell']],
  ])('%s', (tasks, expected) => {
    expect(ids(tasks)).toEqual(expected);
  });

  test('without a configuration the style of a play is its own business', () => {
    const { reading, around } = openIn({ 'site.yml': play('- debug: {msg: "{{a}}"}\n- shell: a | b') }, 'site.yml');
    const found = findingsOf({ reading, around }).filter(({ code }) => code !== 'ansible/undefined-variable');
    expect(found).toEqual([]);
  });
});

describe('configuration', () => {
  const small = '- name: small\n  debug: {msg: x}';
  test.each([
    ['', ['name[casing]', 'fqcn[action-core]']],
    ['skip_list: [name]\n', ['fqcn[action-core]']],
    ['skip_list: ["name[casing]"]\n', ['fqcn[action-core]']],
    ['exclude_paths: [site.yml]\n', []],
    ['exclude_paths: [./other/, sit]\n', ['name[casing]', 'fqcn[action-core]']],
    ['skip_list: [fqcn-builtins]\n', ['name[casing]']],
    ['profile: basic\n', []],
    ['profile: moderate\n', ['name[casing]']],
    ['profile: production\n', ['name[casing]', 'fqcn[action-core]']],
    ['profile: min\nenable_list: [fqcn]\n', ['fqcn[action-core]']],
    ['tags: [fqcn]\n', ['fqcn[action-core]']],
    ['tags: [idiom]\n', ['name[casing]']],
    ['tags: [idiom]\nskip_list: [name]\n', []],
    ['tags: []\n', ['name[casing]', 'fqcn[action-core]']],
    ['kinds:\n  - yaml: "*.{yaml,yml}"\n', []],
    ['kinds:\n  - text: "**/site.yml"\n', []],
    ['kinds:\n  - playbook: site.yml\n  - yaml: "**/*.yml"\n', ['name[casing]', 'fqcn[action-core]']],
    ['kinds:\n  - yaml: "other/*.yml"\n  - text: "*.yaml"\n', ['name[casing]', 'fqcn[action-core]']],
  ])('%s', (config, expected) => {
    expect(ids(small, config)).toEqual(expected);
  });

  test('a file that the project calls YAML is judged by its layout alone', () => {
    const config = 'kinds:\n  - yaml: "**/*.yml"\n';
    expect(ids('- name: small\n  debug: {msg: x}   ', config)).toEqual(['yaml[trailing-spaces]']);
  });

  test('a warning list makes information of it, and what is only style is a hint', () => {
    const found = lint(play('- name: small\n  ansible.builtin.debug: {msg: x}'), 'warn_list: [name]\n');
    expect(found.map(({ severity }) => severity)).toEqual(['info', 'hint']);
  });
});

test('a project with yamllint has a layout of its own', () => {
  const files = {
    'site.yml': play('- debug: {msg: x}   '),
    '.ansible-lint': 'skip_list: [name, fqcn]\n',
    '.yamllint': '',
  };
  expect(findingsOf(openIn(files, 'site.yml'))).toEqual([]);
});

test('a name may begin with where it stands', () => {
  const path = 'roles/a/tasks/setup.yml';
  const named = (name: string) => lint(`- name: ${name}\n  ansible.builtin.debug: {msg: x}\n`, '', path).length;
  expect([named('setup | Install'), named('setup | install'), named('other | Install')]).toEqual([0, 1, 1]);
});

describe('noqa', () => {
  test.each([
    ['- name: small # noqa: name[casing]\n  debug: {msg: x}', ['fqcn[action-core]']],
    ['- name: small # noqa: name fqcn\n  debug: {msg: x}', []],
    ['- name: small\n  debug: {msg: x} # noqa fqcn', ['name[casing]']],
    ['# noqa: fqcn[action-core]\n- name: X\n  debug: {msg: x}\n- name: Y\n  debug: {msg: x}', ['fqcn[action-core]']],
    ['- name: small # noqa\n  debug: {msg: x}', []],
    ['- name: small\n  debug: {msg: x}\n  tags: [skip_ansible_lint]', []],
    ['- name: X\n  ansible.builtin.debug: {mgs: x} # noqa: args[module]', []],
    ['- name: X\n  ansible.builtin.file: {path: a, state: touch, mode: 644} # noqa: risky-octal', []],
  ])('%s', (tasks, expected) => {
    expect(ids(tasks)).toEqual(expected);
  });
});

test('a comment of ansible-lint silences the rule of ours that means the same', () => {
  const text = play(
    '- apt: {name: a, state: latest} # noqa: package-latest\n- apt:\n    name: b\n    state: latest # noqa: package-latest\n- apt: {name: c} # noqa: package-latest',
  );
  const { reading } = openIn({ 'site.yml': text }, 'site.yml');
  expect(reading.suppressions?.map(({ rule, node }) => [rule.value, node])).toEqual([
    ['no-package-latest', 'plays.0.tasks.0'],
    ['no-package-latest', 'plays.0.tasks.1'],
  ]);
});

describe('fixes', () => {
  test.each([
    ['- name: X\n  debug: {msg: x}', '- name: X\n  ansible.builtin.debug: {msg: x}'],
    ['- name: small\n  ansible.builtin.debug: {msg: x}', '- name: Small\n  ansible.builtin.debug: {msg: x}'],
    ['- ansible.builtin.debug: {msg: x}\n  name: X', '- name: X\n  ansible.builtin.debug: {msg: x}'],
    [
      `- ${SOUND}apt: name=x state=present`,
      `- ${SOUND}apt:\n      name: x\n      state: present`.replace(/ {6}/g, '    '),
    ],
    [`- ${SOUND}debug: {msg: "{{a|upper}}"}`, `- ${SOUND}debug: {msg: "{{ a | upper }}"}`],
    [`- ${SOUND}shell: echo x\n  changed_when: false`, `- ${SOUND}command: echo x\n  changed_when: false`],
    [
      '- name: X\n  local_action: ansible.builtin.command echo x\n  changed_when: false',
      '- name: X\n  ansible.builtin.command: echo x\n  delegate_to: localhost\n  changed_when: false',
    ],
    [`- ${SOUND}debug: {msg: x}\n  become_user: a`, `- ${SOUND}debug: {msg: x}\n  become: true\n  become_user: a`],
    [
      `- ${SOUND}user: {name: x, password: "{{ item }}"}\n  loop: [a]`,
      `- ${SOUND}user: {name: x, password: "{{ item }}"}\n  loop: [a]\n  no_log: true`,
    ],
  ])('%s', (before, after) => {
    const whole = (tasks: string) =>
      `- name: Play\n  hosts: localhost\n  tasks:\n${tasks.replace(/^(?=.)/gm, '    ')}\n`;
    const config = 'enable_list: [no-log-password]\n';
    const fixable = lint(whole(before), config).filter(({ fixes }) => (fixes?.length ?? 0) > 0);
    expect(fixable.length).toBe(1);
    const fixed = applyEdits(whole(before), fixable[0]?.fixes?.[0]?.edits ?? []);
    expect(fixed).toBe(whole(after));
    expect(lint(fixed, config).filter(({ fixes }) => (fixes?.length ?? 0) > 0)).toEqual([]);
  });
});

describe('a pattern for names of variables', () => {
  const named = (pattern: string, name: string): number =>
    lint(`${name}: 1\n`, `var_naming_pattern: '${pattern}'\n`, 'group_vars/all.yml').filter(
      ({ code }) => code === 'ansible/var-naming',
    ).length;

  test.each([
    ['^[a-z_][a-z0-9_]*$', 'Loud', 1],
    ['^[a-z_][a-z0-9_]*$', 'quiet_1', 0],
    ['^shop_', 'shop_port', 0],
    ['^shop_', 'port', 1],
    ['^(a|b)+$', 'c', 0],
  ])('%s: %s', (pattern, name, found) => {
    expect(named(pattern, name)).toBe(found);
  });

  test.each(['^(a+)+$', '^a*a*a*a*a*a*b$', '^[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*$'])('%s takes no time', (pattern) => {
    const spent = cpuTime(() => named(pattern, `${'a'.repeat(5000)}_`));
    expect(spent).toBeLessThan(500 * slowness());
  });
});
