import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/core/model/span.ts';
import { DEBUG, SOUND, soundPlay } from './linting.ts';
import { findingsOf, openIn } from './playbook.ts';

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
    expect(fixed('site.yml', soundPlay(before))).toBe(soundPlay(after));
  });

  test('the lines of a script are left alone', () => {
    const before = soundPlay(`${SOUND}shell: |\n    creates=/a\n    one | two\n    three`);
    expect(fixed('site.yml', before)).toBe(before);
  });

  test('of the last line of a file', () => {
    const before = '- when: x\n  ansible.builtin.debug:\n  name: X';
    expect(fixed('tasks/a.yml', before)).toBe('- name: X\n  when: x\n  ansible.builtin.debug:');
  });

  test('a handler and those that notify it', () => {
    const handlers = '  handlers:\n    - name: restart it\n      ansible.builtin.debug:\n        msg: x\n';
    const before = `${soundPlay(`${DEBUG}\n  notify:\n    - restart it`)}${handlers}`;
    expect(fixed('site.yml', before)).toBe(before.replaceAll('restart it', 'Restart it'));
  });

  test('become_user of a play goes to the tasks that become', () => {
    const before = soundPlay(`${DEBUG}\n  become: true`, '  become_user: root\n');
    expect(fixed('site.yml', before)).toBe(soundPlay(`${DEBUG}\n  become: true\n  become_user: root`));
    const included = soundPlay('- name: X\n  ansible.builtin.include_tasks: x.yml', '  become_user: root\n');
    expect(fixed('site.yml', included)).toBe(included);
  });

  test('become_user of a task is completed or taken away', () => {
    const before = soundPlay(`${DEBUG}\n  become_user: root`);
    expect(fixed('site.yml', before)).toBe(soundPlay(`${DEBUG}\n  become: true\n  become_user: root`));
    expect(fixed('site.yml', before, 1)).toBe(soundPlay(DEBUG));
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
