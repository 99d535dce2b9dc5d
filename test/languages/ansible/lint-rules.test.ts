import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/core/model/span.ts';
import { findingsOf, openIn } from './playbook.ts';

type Files = Readonly<Record<string, string>>;

/** Ids as ansible-lint names them, with the text each underlines, of one file of a project. */
function said(path: string, text: string, config = '', others: Files = {}): string[] {
  return findingsOf(openIn({ ...others, [path]: text, '.ansible-lint': config }, path))
    .filter(({ code }) => code !== 'ansible/undefined-variable')
    .map(({ code, message }) => /^[\w-]+\[[\w-]+\](?=:)/.exec(message)?.[0] ?? code.replace('ansible/', ''));
}

function play(tasks: string, keys = ''): string {
  return `- name: Play\n  hosts: localhost\n${keys}  tasks:\n${tasks.replace(/^(?=.)/gm, '    ')}\n`;
}

const SOUND = '- name: Sound\n  ansible.builtin.';
const DEBUG = `${SOUND}debug:\n    msg: x`;

describe('tasks and plays', () => {
  test.each([
    [play('- ansible.builtin.meta: flush_handlers'), ['name[missing]']],
    [play(`- block:\n${DEBUG.replace(/^/gm, '    ')}`), ['name[missing]']],
    [play(`- name: Block\n  block:\n${DEBUG.replace(/^/gm, '    ')}\n  when: x`), ['key-order[task]']],
    [play(DEBUG, '  collections: [a.b]\n'), ['fqcn[keyword]']],
    [play(`${SOUND}synchronize:\n    src: a\n    dest: b`), ['fqcn[canonical]']],
    [play(DEBUG, '  become_user: root\n'), ['partial-become[play]']],
    [play(`${DEBUG}\n  become_user: root`, '  become: true\n'), ['partial-become[task]']],
    [play(DEBUG, '  vars_prompt:\n    - name: a\n'), []],
    ['- ansible.builtin.import_playbook: other.yml\n', ['name[play]', 'missing-file']],
    [play(`${DEBUG}\n${DEBUG}`), ['name[unique]']],
    [play(`${SOUND}copy:\n    src: a\n    dest: b\n    mode: 0644`), ['yaml[octal-values]']],
    [play(`${SOUND}raw: executable=/bin/bash echo\n  changed_when: false`), ['no-free-form[raw]']],
    [
      play(`${SOUND}raw:\n    cmd: echo\n  changed_when: false`),
      ['missing-option', 'option-conflict', 'no-free-form[raw-non-string]', 'unknown-option'],
    ],
    [play(`${SOUND}set_fact: a="b c"`), ['no-free-form']],
    [play(`${SOUND}include_tasks: file=x.yml`, ''), ['missing-file']],
    [play(`${DEBUG}\n  when: "r is changed"`), ['no-handler']],
    [play(`${DEBUG}\n  when: r.changed | bool`), ['no-handler']],
    [play(`${DEBUG}\n  when: not r.changed`), []],
    [play(`${DEBUG}\n  when: r is changed and a`), []],
    [play(`${SOUND}debug:\n    msg: "a\tb"`), ['no-tabs']],
    [play(`${SOUND}lineinfile:\n    path: a\n    line: "a\tb"`), []],
    [play(`${SOUND}debug:\n    msg: "{{ 'a'|lower }}"`), ['jinja[spacing]']],
    [play(`${SOUND}debug:\n    msg: "{{ a('x|y', b) }}"`), []],
    [play(`${DEBUG}\n  with_items: things`), ['deprecated-bare-vars']],
    [play(`${DEBUG}\n  with_items: "{{ things }}"`), []],
    [play(`${DEBUG}\n  with_nested: [things, [a]]`), ['deprecated-bare-vars']],
    [play(`${DEBUG}\n  with_fileglob: things`), []],
    [play(`${DEBUG}\n  with_flattened: [[a]]`), ['schema[playbook]']],
    [play(`${DEBUG}\n  become: true\n  become_method: wand`), ['schema[playbook]']],
    [play(`${DEBUG}\n  become: true\n  become_method: doas`), []],
    [play('- name: Role\n  ansible.builtin.include_role:\n    name: folder/one'), ['role-name[path]']],
    [`- name: Play\n  hosts: localhost\n  roles:\n    - folder/one\n`, ['role-name[path]']],
  ])('%s', (text, expected) => {
    expect(said('site.yml', text)).toEqual(expected);
  });

  test.each([
    [play(DEBUG, '  vars_prompt:\n    - name: a\n'), ['no-prompting']],
    [play(`${SOUND}pause:`), ['no-prompting']],
    [play(`${SOUND}pause:\n    seconds: 3`), []],
    [
      play('- name: X\n  community.general.ini_file:\n    path: a\n    section: b\n    mode: "0600"'),
      ['only-builtins'],
    ],
    [play(`${SOUND}template:\n    src: a.conf\n    dest: b\n    mode: "0600"`), ['jinja-template-extension']],
    [play(`${SOUND}unarchive:\n    src: a.tar.gz\n    dest: b`), ['no-same-owner']],
    [play(`${SOUND}unarchive:\n    src: a.tar.gz\n    dest: b\n    remote_src: true`), []],
    [play(`${SOUND}unarchive:\n    src: a.tar.gz\n    dest: b\n    extra_opts: [--no-same-owner]`), []],
    [play('- name: X\n  ansible.posix.synchronize:\n    src: a\n    dest: b'), ['no-same-owner', 'only-builtins']],
    [
      play('- name: X\n  ansible.posix.synchronize:\n    src: a\n    dest: b\n    owner: false\n    group: false'),
      ['only-builtins'],
    ],
    [play(`${SOUND}user:\n    name: x\n    password: "{{ item }}"\n  loop: [a]\n  no_log: false`), ['no-log-password']],
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
    ['inventory_hostname', 'var-naming[read-only]'],
    ['größe', 'var-naming[non-ascii]'],
    ['Big', 'var-naming[pattern]'],
  ])('%s', (name, id) => {
    expect(said('site.yml', play(`${DEBUG}\n  vars:\n    ${name}: 1`))).toEqual([id]);
    expect(said('site.yml', play(`${DEBUG}\n  register: ${name}`))).toContain(id);
    expect(said('group_vars/all.yml', `${name}: 1\n`)).toEqual([id]);
  });

  test.each([
    ['roles/web/defaults/main.yml', 'port_of_web: 1\nweb_port: 1\n__web_x: 1\n', ['var-naming[no-role-prefix]']],
    ['roles/my-web/defaults/main.yml', 'anything: 1\n', []],
    ['roles/web/tasks/main.yml', `${DEBUG}\n  register: result\n`, ['var-naming[no-role-prefix]']],
    ['roles/web/tasks/main.yml', `${DEBUG}\n  register: web_result\n`, []],
    ['roles/web/tasks/main.yml', `${DEBUG}\n  vars:\n    result: 1\n`, []],
    ['roles/web/tasks/main.yml', `${SOUND}set_fact:\n    result: 1\n`, ['var-naming[no-role-prefix]']],
    ['site.yml', play(`${DEBUG}\n  register: ansible_facts`), []],
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
    ['site.yml', play(`${DEBUG}\n${DEBUG.replace('Sound', 'Other')}`), 'max_tasks: 1\n', ['complexity[play]']],
    ['site.yml', play(block(3)), 'max_block_depth: 1\n', ['complexity[nesting]']],
    ['site.yml', play(block(2)), 'max_block_depth: 1\n', []],
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

describe('a collection', () => {
  const sound = [
    'namespace: a',
    'name: b',
    'version: 1.0.0',
    'readme: README.md',
    'authors: [x]',
    'description: x',
    'license: [MIT]',
    'repository: https://example.com/a',
    'tags: [cloud]',
  ];
  const beside = { 'CHANGELOG.md': '# 1.0.0\n', 'meta/runtime.yml': 'requires_ansible: ">=2.16.0"\n' };
  const without = (key: string, ...more: string[]): string =>
    `${[...sound.filter((line) => !line.startsWith(`${key}:`)), ...more].join('\n')}\n`;

  test.each([
    [without('-'), []],
    [without('tags', 'tags: [other]'), ['galaxy[tags]']],
    [without('tags', 'tags: [cloud, not-so]'), ['galaxy[tags-format]']],
    [without('tags', `tags: [cloud, ${'x'.repeat(65)}]`), ['galaxy[tags-length]']],
    [without('tags', `tags: [${['cloud', ...'abcdefghijklmnopqrst'].join(', ')}]`), ['galaxy[tags-count]']],
    [without('repository'), ['galaxy[no-repository]']],
    [without('license'), ['galaxy[no-license]']],
    [without('license', 'license: [GPL]'), ['schema[galaxy]']],
    [without('-', 'dependencies: {c.d: ""}'), ['galaxy[invalid-dependency-version]']],
    [without('-', 'colour: red'), ['schema[galaxy]']],
    [without('version'), ['galaxy[version-missing]', 'missing-key']],
  ])('%s', (text, expected) => {
    expect(said('galaxy.yml', text, '', beside)).toEqual(expected);
  });

  test('wants files beside it', () => {
    expect(said('galaxy.yml', without('-'))).toEqual(['galaxy[no-changelog]', 'galaxy[no-runtime]']);
  });

  test('has a whole version before others use it, where the project wants that', () => {
    const config = 'enable_list: [galaxy-version-incorrect]\n';
    expect(said('galaxy.yml', without('version', 'version: 0.1.0'), config, beside)).toEqual([
      'galaxy-version-incorrect',
    ]);
  });

  test.each([
    ['">=2.16.0,<2.20"', '', []],
    ['">=2.9.10"', '', ['meta-runtime[unsupported-version]']],
    ['">=2.9.10"', 'supported_ansible_also: ["2.9"]\n', []],
    ['"2.16.0"', '', ['meta-runtime[invalid-version]']],
  ])('and the releases %s', (wanted, config, expected) => {
    expect(said('meta/runtime.yml', `requires_ansible: ${wanted}\n`, config)).toEqual(expected);
  });
});

describe('a role', () => {
  const info = (lines: string): string => `galaxy_info:\n${lines.replace(/^/gm, '  ')}\n`;
  test.each([
    [info('author: your name'), ['meta-incorrect']],
    [info('author: Ann\ngalaxy_tags: [good, not_good]'), ['meta-no-tags']],
    [info('author: Ann\ngalaxy_tags: good'), ['meta-no-tags']],
    [info('author: Ann\nvideo_links: [https://youtu.be/x]'), ['meta-video-links']],
    [info('author: Ann\nvideo_links: [{url: "https://youtu.be/x", title: y}]'), []],
    [info('author: Ann\nvideo_links: [{url: "https://example.com/x", title: y}]'), ['meta-video-links']],
    [info('author: Ann\nmin_ansible_version: 2.9'), ['schema[meta]']],
    [info('author: Ann\nmin_ansible_version: "2.9"'), []],
    ['dependencies:\n  - role: folder/one\n', ['role-name[path]']],
    ['dependencies:\n  - one\n', []],
  ])('%s', (text, expected) => {
    expect(said('roles/web/meta/main.yml', text)).toEqual(expected);
  });

  test('is named plainly and described', () => {
    expect(said('roles/Web-1/meta/main.yml', 'dependencies: []\n')).toEqual(['role-name']);
    expect(said('roles/Web-1/meta/main.yml', info('role_name: web\nauthor: Ann'))).toEqual([]);
    const config = 'enable_list: [role-argument-spec]\n';
    expect(said('roles/web/meta/main.yml', 'dependencies: []\n', config)).toEqual(['role-argument-spec']);
    const beside = { 'roles/web/meta/argument_specs.yml': 'argument_specs: {main: {}}\n' };
    expect(said('roles/web/meta/main.yml', 'dependencies: []\n', config, beside)).toEqual([]);
  });
});

describe('schemas', () => {
  test.each([
    ['requirements.yml', 'colour: red\n', ['schema[requirements]']],
    ['roles/a/meta/argument_specs.yml', 'argument_specs:\n  main:\n    colour: red\n', ['schema[role-arg-spec]']],
    ['inventory/hosts.yml', 'all:\n  colour: {}\n', ['schema[inventory]']],
    ['group_vars/all.yml', '123: true\n', ['schema[vars]']],
  ])('%s', (path, text, expected) => {
    expect(said(path, text)).toEqual(expected);
    expect(said(path, text, 'skip_list: [schema]\n')).toEqual([]);
  });

  test('the configuration itself', () => {
    const of = (config: string) => said('.ansible-lint', config, config);
    expect(of('colour: red\n')).toEqual(['schema[ansible-lint-config]']);
    expect(of('skip_list: fqcn\n')).toEqual(['schema[ansible-lint-config]']);
    expect(of('skip_list:\n  - fqcn\nprofile: basic\n')).toEqual([]);
  });
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
    const text = play(`${DEBUG}\n  become: yes\n  tags: [skip_ansible_lint]`);
    expect(said('site.yml', text)).toEqual(['yaml[truthy]']);
  });
});

describe('configuration', () => {
  const small = play('- name: small\n  debug:\n    msg: "{{a}}"');
  test.each([
    ['skip_list: [formatting]\n', ['name[casing]']],
    ['skip_list: [idiom, var-spacing]\n', ['fqcn[action-core]']],
    ['use_default_rules: false\n', []],
    ['exclude_paths: ["*.yml"]\n', []],
    ['exclude_paths: ["**/site.*"]\n', []],
    ['exclude_paths: ["**/other.*", "b*/**"]\n', ['name[casing]', 'fqcn[action-core]', 'jinja[spacing]']],
    ['exclude_paths: ["**/**/**/x/**/y/**/z/**/*.yml"]\n', ['name[casing]', 'fqcn[action-core]', 'jinja[spacing]']],
  ])('%s', (config, expected) => {
    expect(said('site.yml', small, config)).toEqual(expected);
  });

  test('modules that are elsewhere are not missed', () => {
    const text = play('- name: X\n  dbug:\n    msg: x');
    expect(said('site.yml', text)).toContain('unknown-module');
    expect(said('site.yml', text, 'mock_modules: [dbug]\n')).not.toContain('unknown-module');
  });

  test('modules that are allowed', () => {
    const text = play('- name: X\n  community.general.ini_file:\n    path: a\n    section: b\n    mode: "0600"');
    const enabled = 'enable_list: [only-builtins]\n';
    expect(said('site.yml', text, `${enabled}only_builtins_allow_collections: [community.general]\n`)).toEqual([]);
    expect(said('site.yml', text, `${enabled}only_builtins_allow_modules: [community.general.ini_file]\n`)).toEqual([]);
  });
});

describe('fixes', () => {
  const fixed = (path: string, before: string, pick = 0): string => {
    const found = findingsOf(openIn({ [path]: before, '.ansible-lint': 'enable_list: [no-log-password]\n' }, path));
    const [first] = found.filter(({ fixes }) => (fixes?.length ?? 0) > pick);
    return applyEdits(before, first?.fixes?.[pick]?.edits ?? []);
  };

  test.each([
    [
      `- when: x # why\n  name: Sound\n  # what\n  ansible.builtin.debug:\n    msg: x`,
      `- name: Sound\n  when: x # why\n  # what\n  ansible.builtin.debug:\n    msg: x`,
    ],
    [
      `- name: Block\n  block:\n    - name: In\n      ansible.builtin.debug:\n        msg: x\n        # end\n  when: x`,
      `- name: Block\n  when: x\n  block:\n    - name: In\n      ansible.builtin.debug:\n        msg: x\n        # end`,
    ],
    [
      `${SOUND}command: chdir=/tmp touch a # why\n  changed_when: false`,
      `${SOUND}command:\n    chdir: /tmp\n    cmd: touch a # why\n  changed_when: false`,
    ],
    [
      `${SOUND}raw: executable=/bin/bash echo a # why\n  changed_when: false`,
      `${SOUND}raw: echo a # why\n  args:\n    executable: /bin/bash\n  changed_when: false`,
    ],
    [`${SOUND}set_fact: a=1 b=yes c=d`, `${SOUND}set_fact:\n    a: "1"\n    b: "yes"\n    c: d`],
    [
      '- name: X\n  local_action:\n    module: ansible.builtin.debug\n    msg: x\n  when: y',
      '- name: X\n  ansible.builtin.debug:\n    msg: x\n  delegate_to: localhost\n  when: y',
    ],
    [`${SOUND}debug:\n    msg: "{{ 'a|b'|lower }}"`, `${SOUND}debug:\n    msg: "{{ 'a|b' | lower }}"`],
    [
      `${SOUND}user:\n    name: x\n    password: "{{ item }}"\n  loop: [a]\n  no_log: false`,
      `${SOUND}user:\n    name: x\n    password: "{{ item }}"\n  loop: [a]\n  no_log: true`,
    ],
    [`${DEBUG}\n  with_items: things`, `${DEBUG}\n  with_items: "{{ things }}"`],
  ])('%s', (before, after) => {
    expect(fixed('site.yml', play(before))).toBe(play(after));
  });

  test('of the last line of a file', () => {
    const before = '- when: x\n  ansible.builtin.debug:\n  name: X';
    expect(fixed('tasks/a.yml', before)).toBe('- name: X\n  when: x\n  ansible.builtin.debug:');
  });

  test('a handler and those that notify it', () => {
    const handlers = '  handlers:\n    - name: restart it\n      ansible.builtin.debug:\n        msg: x\n';
    const before = `${play(`${DEBUG}\n  notify:\n    - restart it`)}${handlers}`;
    expect(fixed('site.yml', before)).toBe(before.replaceAll('restart it', 'Restart it'));
  });

  test('become_user of a play goes to the tasks that become', () => {
    const before = play(`${DEBUG}\n  become: true`, '  become_user: root\n');
    expect(fixed('site.yml', before)).toBe(play(`${DEBUG}\n  become: true\n  become_user: root`));
    const included = play('- name: X\n  ansible.builtin.include_tasks: x.yml', '  become_user: root\n');
    expect(fixed('site.yml', included)).toBe(included);
  });

  test('become_user of a task is completed or taken away', () => {
    const before = play(`${DEBUG}\n  become_user: root`);
    expect(fixed('site.yml', before)).toBe(play(`${DEBUG}\n  become: true\n  become_user: root`));
    expect(fixed('site.yml', before, 1)).toBe(play(DEBUG));
  });

  test.each([
    ['a: 1 #x\n', 'a: 1 # x\n'],
    ['a:   1\n', 'a: 1\n'],
    ['a: [1,2]\n', 'a: [1, 2]\n'],
    ['a: [  1]\n', 'a: [1]\n'],
    ['a: [ ]\n', 'a: []\n'],
    ['a: {   b: 1}\n', 'a: { b: 1}\n'],
    ['a: 017\n', 'a: "017"\n'],
    ['a: 1\r\n\r\n\r\n\r\nb: 1\r\n', 'a: 1\r\n\r\n\r\nb: 1\r\n'],
    ['\n\na: 1\n', 'a: 1\n'],
  ])('of the layout: %j', (before, after) => {
    expect(fixed('group_vars/all.yml', before)).toBe(after);
  });
});
