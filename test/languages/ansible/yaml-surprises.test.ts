import { describe, expect, test } from 'vitest';
import { findings } from './playbook.ts';

/** `problem: text` of what the reader of YAML 1.1 has to do with; style is judged elsewhere. */
function said(text: string, path = 'site.yml'): string[] {
  return findings(text, path)
    .filter(({ code }) => /^ansible\/(?:yaml-value|risky-octal|wrong-type|invalid-choice|jinja|syntax)/.test(code))
    .map(({ code, span }) => `${code.slice(8)}: ${text.slice(span.start, span.end)}`);
}

const task = (module: string) => `- name: A\n  hosts: web\n  tasks:\n    - name: B\n      ansible.builtin.${module}\n`;

describe('what YAML 1.1 makes of a plain word', () => {
  test.each([
    // Permissions: digits alone are decimal, a leading zero is octal for both readers, letters are letters.
    ['copy: {src: a, dest: b, mode: 644}', ['risky-octal: 644']],
    ['copy: {src: a, dest: b, mode: 1777}', ['risky-octal: 1777']],
    ['copy: {src: a, dest: b, directory_mode: 755}', ['risky-octal: 755']],
    ['copy: {src: a, dest: b, mode: 0644}', []],
    ['copy: {src: a, dest: b, mode: 0o644}', []],
    ['copy: {src: a, dest: b, mode: "644"}', []],
    ['copy: {src: a, dest: b, mode: "u=rw,g=r"}', []],
    // A boolean by any of its words, where one is meant.
    ['apt: {name: x, update_cache: yes}', []],
    ['service: {name: x, enabled: On}', []],
    ['apt: {name: x, update_cache: maybe}', ['wrong-type: maybe']],
    // A text that loses its characters on the way.
    ['lineinfile: {path: a, line: yes}', ['yaml-value: yes']],
    ['lineinfile: {path: a, line: Off}', ['yaml-value: Off']],
    ['lineinfile: {path: a, line: "yes"}', []],
    ['lineinfile: {path: a, line: yesterday}', []],
    ['lineinfile: {path: a, line: y}', []],
    ['pip: {name: x, version: 1.10}', ['yaml-value: 1.10']],
    ['pip: {name: x, version: 1.1}', []],
    ["pip: {name: x, version: '1.10'}", []],
    ['pip: {name: x, version: 1.10.0}', []],
    ['cron: {name: x, job: y, hour: 012}', ['yaml-value: 012']],
    ['cron: {name: x, job: y, hour: 08}', []],
    ['debug: {msg: 12:30:45}', ['yaml-value: 12:30:45']],
    ['debug: {msg: "12:30:45"}', []],
    // A number where a number is meant.
    ['user: {name: x, uid: 0100}', []],
  ])('%s', (module, expected) => {
    expect(said(task(module))).toEqual(expected);
  });

  test('a fix puts the text in quotes as it stands', () => {
    const text = task('lineinfile: {path: a, line: yes}');
    const [found] = findings(text, 'site.yml').filter(({ code }) => code === 'ansible/yaml-value');
    expect(found?.message).toContain('a boolean, which becomes True');
    expect(found?.fixes?.[0]).toMatchObject({ safety: 'confirm', edits: [{ text: "'yes'" }] });
  });

  test('keywords take any word for a boolean', () => {
    expect(said('- hosts: web\n  gather_facts: No\n  become: off\n  any_errors_fatal: Y\n  tasks: []\n')).toEqual([]);
  });
});

describe('what is encrypted', () => {
  const block = '!vault |\n          $ANSIBLE_VAULT;1.1;AES256\n          3132{{ broken\n          {% not read';

  test('a value that is a vault block is never judged, whatever is wanted there', () => {
    const text = task(`apt:\n        name: ${block}\n        state: ${block}\n        update_cache: ${block}`);
    expect(findings(text, 'site.yml').filter(({ code }) => !/^ansible\/(?:name|lint)/.test(code))).toEqual([]);
    // The same text in the open would not do.
    expect(said(text.replaceAll('!vault |', '|')).length).toBeGreaterThan(0);
  });

  test('it satisfies what is required, and other options are still judged', () => {
    const missing = (text: string) =>
      findings(text, 'site.yml').filter(({ code }) => code === 'ansible/missing-option').length;
    expect(missing(task('template:\n        src: a'))).toBe(1);
    expect(missing(task(`template:\n        src: a\n        dest: ${block}`))).toBe(0);
    expect(said(task(`template:\n        src: a\n        dest: ${block}\n        mode: 644`))).toEqual([
      'risky-octal: 644',
    ]);
  });

  test.each(['!vault', '!vault-encrypted', '!unsafe'])('%s among variables', (tag) => {
    const text = `a: ${tag} |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132{{ broken\nb: "{{ broken"\n`;
    const spans = findings(text, 'group_vars/all.yml').filter(({ code }) => code.startsWith('ansible/jinja'));
    expect(spans.length).toBeGreaterThan(0);
    expect(spans.every(({ span }) => span.start > text.indexOf('b:'))).toBe(true);
  });

  test.each(['$ANSIBLE_VAULT;1.1;AES256\n3132\n', '$ANSIBLE_VAULT;1.2;AES256;dev\r\n{{ 31\r\n\t- :\r\n'])(
    'a whole file',
    (text) => {
      expect(findings(text, 'group_vars/all.yml')).toEqual([]);
      expect(findings(text, 'roles/x/vars/main.yml')).toEqual([]);
      expect(findings(text, 'site.yml')).toEqual([]);
    },
  );
});
