import { describe, expect, test } from 'vitest';
import type { CompletionItem } from '../../../server/core/model/editor.ts';
import { startersOf } from '../../../server/core/service/starters.ts';
import { createWorkspace } from '../../../server/core/service/workspace.ts';
import { schemaData } from '../../plans/data.ts';

const data = schemaData();

/** A person with an empty file who only picks completions and types names. */
class Author {
  text: string;
  at: number;
  readonly #path: string;
  readonly #files: Readonly<Record<string, string>>;

  constructor(marked: string, path = 'site.yml', files: Readonly<Record<string, string>> = {}) {
    this.at = marked.indexOf('¦');
    this.text = marked.replace('¦', '');
    this.#path = path;
    this.#files = files;
  }

  offers(): readonly CompletionItem[] {
    const workspace = createWorkspace({ data, today: () => '2026-01-01', log: (message) => expect.fail(message) });
    for (const [path, text] of Object.entries(this.#files)) workspace.open(path, text);
    workspace.open(this.#path, this.text);
    const opened = workspace.opened(this.#path);
    if (!opened) return startersOf(workspace, this.#path, this.at);
    return opened.language.complete?.(opened.reading, this.at, opened.around) ?? [];
  }

  /** Stands behind the insertion's first stop; a placeholder is written as it is. */
  pick(label: string): this {
    const item = this.offers().find((each) => each.label === label);
    if (!item) throw new Error(`no ${label} in\n${this.text.slice(0, this.at)}¦`);
    const line = this.text.slice(this.text.lastIndexOf('\n', item.edit.span.start - 1) + 1, item.edit.span.start);
    // As editors do: further lines stand as far in as the line where it is inserted.
    const indented = item.edit.text.replaceAll('\n', `\n${/^ */.exec(line)?.[0]}`);
    const plain = indented.replace(/\$\{\d+:([^}]*)\}/g, '$1');
    const stop = /\$1|\$0/.exec(plain)?.index ?? plain.length;
    const inserted = plain.replace(/\$\d/g, '');
    this.text = this.text.slice(0, item.edit.span.start) + inserted + this.text.slice(item.edit.span.end);
    this.at = item.edit.span.start + stop;
    return this;
  }

  type(text: string): this {
    this.text = this.text.slice(0, this.at) + text + this.text.slice(this.at);
    this.at += text.length;
    return this;
  }

  /** To the end of the text and onto a new line. */
  next(text: string): this {
    this.text = `${this.text.trimEnd()}\n${text}`;
    this.at = this.text.length;
    return this;
  }
}

test('a playbook from nothing', () => {
  const author = new Author('¦').pick('playbook').pick('copy').type('/etc/motd');
  author.next('        ').pick('content').type('hello');
  author.next('      ').pick('notify').type('Tell');
  author.next('  ').pick('handlers').pick('name').type('Tell').next('      ').pick('debug').pick('msg').type('told');
  expect(author.text).toBe(
    [
      '- name: What this play is for',
      '  hosts: all',
      '  tasks:',
      '    - name: What is done',
      '      ansible.builtin.copy:',
      '        dest: /etc/motd',
      '        content: hello',
      '      notify: Tell',
      '  handlers:',
      '    - name: Tell',
      '      ansible.builtin.debug:',
      '        msg: told',
    ].join('\n'),
  );
});

describe('what is inserted', () => {
  test.each([
    ['- hosts: all\n  ¦', 'tasks', '- hosts: all\n  tasks:\n    - ¦'],
    ['- hosts: all\n  ¦', 'vars', '- hosts: all\n  vars:\n    ¦'],
    ['- hosts: all\n  ¦', 'become', '- hosts: all\n  become: ¦'],
    ['- hosts: all\n  tasks:\n    - ¦', 'block', '- hosts: all\n  tasks:\n    - block:\n        - ¦'],
    [
      '- hosts: all\n  tasks:\n    - tem¦',
      'template',
      '- hosts: all\n  tasks:\n    - ansible.builtin.template:\n        dest: ¦\n        src: ',
    ],
    ['- hosts: all\n  tasks:\n    - she¦', 'shell', '- hosts: all\n  tasks:\n    - ansible.builtin.shell: ¦'],
    // A file with short names keeps to them.
    [
      '- hosts: all\n  tasks:\n    - apt: {name: x}\n    - fi¦',
      'find',
      '- hosts: all\n  tasks:\n    - apt: {name: x}\n    - find:\n        paths: ¦',
    ],
  ])('%s: %s', (marked, label, expected) => {
    const author = new Author(marked).pick(label);
    const got = `${author.text.slice(0, author.at)}¦${author.text.slice(author.at)}`;
    expect(got.split('\n').sort()).toEqual(expected.split('\n').sort());
  });
});

describe('skeletons', () => {
  test.each(['¦', '# mine\n---\npl¦', '- ¦'])('are offered in %s', (marked) => {
    expect(new Author(marked).offers().map(({ label }) => label)).toContain('playbook');
  });

  test.each([
    ['a: 1\n¦', 'x.yml'],
    ['apiVersion: v1\nkind: Pod\n¦', 'x.yml'],
    ['¦', 'x.json'],
    ['one sentence of a text that goes on and on and on¦', 'x.yml'],
  ])('are not offered in %s of %s', (marked, path) => {
    expect(new Author(marked, path).offers()).toEqual([]);
  });
});
