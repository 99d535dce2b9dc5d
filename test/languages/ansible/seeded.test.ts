import { expect, test } from 'vitest';
import { cpuTime, slowness } from '../../syntax/timing.ts';
import { findingsOf, openIn } from './playbook.ts';

/** One file with nine kinds of defect: code, text it underlines. */
const EXPECTED: readonly (readonly [code: string, at: string])[] = [
  ['unknown-module', 'ansible.builtin.aptt'],
  ['unknown-option', 'nmae'],
  ['invalid-choice', 'instaled'],
  ['missing-option', 'ansible.builtin.get_url'],
  ['option-conflict', 'ansible.builtin.copy'],
  ['risky-octal', '644'],
  ['unknown-filter', 'uper'],
  ['undefined-variable', 'shop_nothing'],
  ['unknown-handler', 'Restart shop'],
];

const SEEDED = `- name: Nine defects
  hosts: web
  vars:
    greeting: hello
  tasks:
    - name: Unknown module
      ansible.builtin.aptt: {name: nginx}
    - name: Unknown option
      ansible.builtin.user: {nmae: deploy, name: deploy}
    - name: Bad choice
      ansible.builtin.apt: {name: nginx, state: instaled}
    - name: Missing option
      ansible.builtin.get_url: {url: https://example.com/shop.tar.gz}
    - name: Both source and content
      ansible.builtin.copy: {src: a, content: b, dest: /etc/a}
    - name: Unquoted octal
      ansible.builtin.file: {path: /etc/shop, state: directory, mode: 644}
    - name: Unknown filter
      ansible.builtin.debug: {msg: "{{ greeting | uper }}"}
    - name: Undefined variable
      ansible.builtin.debug: {msg: "{{ shop_nothing }}"}
    - name: Missing handler
      ansible.builtin.template: {src: a.j2, dest: /etc/a, mode: "0644"}
      notify: Restart shop
  handlers:
    - name: Reload nginx
      ansible.builtin.service: {name: nginx, state: reloaded}
`;

test('nine of nine, and nothing else', () => {
  const opened = openIn({ 'site.yml': SEEDED, 'templates/a.j2': 'x\n' }, 'site.yml');
  expect(findingsOf(opened).map(({ code, span }) => [code.split('/')[1], SEEDED.slice(span.start, span.end)])).toEqual(
    EXPECTED,
  );
});

test('in less than 100 ms', () => {
  const spent = cpuTime(() => findingsOf(openIn({ 'site.yml': SEEDED, 'templates/a.j2': 'x\n' }, 'site.yml')));
  expect(spent).toBeLessThan(100 * slowness());
});

test('half-typed states give no exception and nothing behind the cursor', () => {
  for (let end = 0; end < SEEDED.length; end += 7) {
    const text = SEEDED.slice(0, end);
    for (const { span } of findingsOf(openIn({ 'site.yml': text }, 'site.yml'))) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.start).toBeLessThanOrEqual(span.end);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
  }
});

test('a play of 1,000 lines is read and checked in less than 100 ms', () => {
  const tasks = Array.from(
    { length: 125 },
    (_, n) =>
      `    - name: Task ${n}\n      ansible.builtin.template:\n        src: "{{ folder }}/x${n}.j2"\n        dest: /etc/x${n}\n        mode: "0644"\n      when: folder is defined and n${n} | default(1) == 1\n      notify: Restart\n      tags: [a]\n`,
  ).join('');
  const text = `- hosts: web\n  vars: {folder: x}\n  tasks:\n${tasks}  handlers:\n    - name: Restart\n      ansible.builtin.service: {name: x, state: restarted}\n`;
  expect(findingsOf(openIn({ 'site.yml': text }, 'site.yml'))).toEqual([]);
  expect(cpuTime(() => findingsOf(openIn({ 'site.yml': text }, 'site.yml')))).toBeLessThan(100 * slowness());
});
