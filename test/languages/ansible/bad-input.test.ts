import { expect, test } from 'vitest';
import { ansible } from '../../../server/core/languages/ansible/index.ts';
import { cpuTime, slowness } from '../../syntax/timing.ts';
import { findingsOf, openIn } from './playbook.ts';

const TASK =
  '- name: Task\n  ansible.builtin.copy: {src: "{{ a }}", dest: /b, mode: "0644"}\n  when: a is defined\n  register: r\n';
const BLOCK = Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth * 2)}- block:\n`).join('');

test.each([
  ['20,000 lines', TASK.repeat(5000)],
  ['blocks in blocks', BLOCK],
  [
    'a bomb of aliases',
    `a: &a [x, x]\n${'bcdefghijk'.replace(/./g, (at) => `${at}: &${at} [*${String.fromCharCode(at.charCodeAt(0) - 1)}, *${String.fromCharCode(at.charCodeAt(0) - 1)}]\n`)}`,
  ],
  ['20,000 keys', Array.from({ length: 20_000 }, (_, n) => `k${n}: "{{ k${n + 1} }}"\n`).join('')],
  ['20,000 equal keys', 'same: "{{ same }}"\n'.repeat(20_000)],
  ['20,000 equal keywords', `- hosts: web\n  tasks:\n    - debug: {msg: x}\n${'      when: a\n'.repeat(20_000)}`],
  ['5,000 brackets', `- debug: ${'['.repeat(5000)}`],
  ['a long condition', `- debug: {msg: x}\n  when: ${'a and '.repeat(20_000)}a\n`],
  ['a long name', `- name: ${'a{{ b }} | '.repeat(5000)}\n  debug: {msg: x}\n`],
  ['many pairs', `- apt: ${'name=x '.repeat(5000)}\n`],
  ['comments of another tool', `${'# noqa: name\n'.repeat(2000)}${TASK.repeat(500)}`],
  ['no YAML at all', '\u0000\ufeff{{ %} - : | > & * ! \t'.repeat(500)],
])(
  '%s',
  (_name, text) => {
    for (const path of ['roles/a/tasks/main.yml', 'group_vars/all.yml', 'templates/a.j2', 'hosts.ini', 'ansible.cfg']) {
      const files = { [path]: text, '.ansible-lint': 'profile: production\n' };
      const spent = cpuTime(() => {
        const opened = openIn(files, path);
        for (const { span } of findingsOf(opened)) {
          if (span.start < 0 || span.end > text.length || span.start > span.end)
            throw new Error(`${path}: outside of the text`);
        }
        ansible.facts(opened.reading, opened.around);
        for (const offset of [0, text.length >> 1, text.length]) {
          ansible.complete?.(opened.reading, offset, opened.around);
          ansible.hover?.(opened.reading, offset, opened.around);
          ansible.references?.(opened.reading, offset, opened.around);
        }
      });
      expect(spent, path).toBeLessThan(4000 * slowness());
    }
  },
  120_000,
);
