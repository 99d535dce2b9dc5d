import { describe, expect, test } from 'vitest';
import { ansible } from '../../../server/core/languages/ansible/index.ts';
import { excerptOf, literalOf, namesGiven } from '../../../server/core/languages/ansible/installed/python.ts';
import { loadWanted } from '../../../server/core/service/load.ts';
import { createWorkspace } from '../../../server/core/service/workspace.ts';
import { schemaData } from '../../plans/data.ts';

const data = schemaData();

const WIDGET = `#!/usr/bin/python
from ansible.module_utils.basic import AnsibleModule
DOCUMENTATION = r'''
module: widget
short_description: Makes a widget
description: Makes it with C(care), see O(size).
extends_documentation_fragment: [acme.tools.paint]
options:
  size:
    description: How big, in V(cm) <b>.
    type: int
    required: true
  state:
    type: str
    choices: [present, absent]
    default: present
    aliases: [status]
'''
EXAMPLES = '''
- acme.tools.widget: {size: 1}
'''
RETURN = '''
serial:
  type: str
parts:
  type: dict
  contains: {count: {type: int}}
'''
def main():
    import os; os.system("true")
`;
const PAINT =
  'class ModuleDocFragment(object):\n    DOCUMENTATION = """\n    options:\n      colour: {type: str, choices: [red, blue]}\n    """\n';

const TREE = 'collections/ansible_collections/acme/tools/plugins';
const FILES: Readonly<Record<string, string>> = {
  '/p/ansible.cfg': '[defaults]\nroles_path = shared/roles:/elsewhere\nlibrary = more\n',
  [`/p/${TREE}/modules/widget.py`]: WIDGET,
  [`/p/${TREE}/doc_fragments/paint.py`]: PAINT,
  '/p/collections/ansible_collections/acme/tools/roles/base/tasks/main.yml': '- ansible.builtin.debug: {msg: x}\n',
  '/p/library/own_thing.py': 'DOCUMENTATION = """\noptions:\n  path: {required: true}\n"""\n',
  '/p/more/other_thing.py': '# nothing said\n',
  '/p/filter_plugins/own.py': 'class FilterModule:\n    def filters(self):\n        return {"shout": shout}\n',
  '/p/lookup_plugins/oracle.py': 'class LookupModule: pass\n',
  '/p/shared/roles/web/tasks/main.yml': '- ansible.builtin.debug: {msg: x}\n',
  '/p/shared/roles/web/handlers/main.yml': '- name: Reload\n  ansible.builtin.debug: {msg: x}\n',
};

/** The playbook in a workspace whose host has only these files. */
async function opened(text: string, files = FILES) {
  const workspace = createWorkspace({ data, today: () => '2026-01-01', log: (message) => expect.fail(message) });
  workspace.setFolders(['/p']);
  workspace.open('/p/site.yml', text);
  const asked: string[] = [];
  await loadWanted(
    workspace,
    '/p/site.yml',
    async (wanted) => {
      asked.push(...wanted.files);
      const listed = wanted.folders.flatMap(({ path, endings }) =>
        Object.keys(files).filter(
          (each) => each.slice(0, each.lastIndexOf('/')) === path && endings.some((end) => each.endsWith(end)),
        ),
      );
      return {
        files: [...wanted.files, ...listed].map((path) => ({ path, text: files[path] ?? null })),
        present: wanted.probes.filter((probe) => Object.keys(files).some((each) => each.startsWith(probe))),
      };
    },
    new Set(),
  );
  const found = workspace.opened('/p/site.yml');
  if (!found) throw new Error('not ours');
  return { ...found, workspace, asked };
}

async function said(tasks: string, head = ''): Promise<string[]> {
  const text = `- hosts: web\n${head}  tasks:\n${tasks.replace(/^(?=.)/gm, '    ')}\n`;
  const { workspace } = await opened(text);
  return workspace
    .check('/p/site.yml')
    .findings.filter(({ code }) => code.startsWith('ansible/') && code !== 'ansible/undefined-variable')
    .map(({ code, severity, span }) => `${severity} ${code.slice(8)}: ${text.slice(span.start, span.end)}`);
}

describe('a collection that is installed', () => {
  test.each([
    ['- acme.tools.widget: {size: 1, colour: red, status: absent}', []],
    ['- acme.tools.widget: {sise: 1, size: 2}', ['warning unknown-option: sise']],
    ['- acme.tools.widget: {size: 1, colour: green}', ['error invalid-choice: green']],
    ['- acme.tools.widget: {state: present}', ['error missing-option: acme.tools.widget']],
    ['- acme.tools.widget: {size: big}', ['error wrong-type: big']],
  ])('%s', async (tasks, expected) => {
    expect(await said(tasks)).toEqual(expected);
  });

  test('its documentation is shown, as text and not as markup', async () => {
    const text = '- hosts: web\n  tasks:\n    - acme.tools.widget:\n        size: 1\n';
    const { reading, around } = await opened(text);
    const module = ansible.hover?.(reading as never, text.indexOf('widget'), around)?.markdown;
    expect(module).toContain('**Makes a widget**');
    expect(module).toContain('with `care`, see `size`');
    expect(ansible.hover?.(reading as never, text.indexOf('size:') + 1, around)?.markdown).toContain('in `cm` \\<b\\>');
  });

  test('what it returns is completed', async () => {
    const text =
      '- hosts: web\n  tasks:\n    - acme.tools.widget: {size: 1}\n      register: made\n    - ansible.builtin.debug: {msg: "{{ made. }}"}\n';
    const { reading, around } = await opened(text);
    const labels = ansible.complete?.(reading as never, text.indexOf('made. ') + 5, around).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['serial', 'parts', 'changed']));
  });

  test('a role of it is found', async () => {
    const { reading, around } = await opened('- hosts: web\n  roles:\n    - acme.tools.base\n');
    expect(ansible.definition?.(reading as never, 32, around)?.map(({ path }) => path)).toEqual([
      '/p/collections/ansible_collections/acme/tools/roles/base/tasks/main.yml',
    ]);
  });

  test('only documentation of what is used is asked for', async () => {
    const { asked } = await opened('- hosts: web\n  tasks:\n    - ansible.builtin.debug: {msg: x}\n');
    expect(asked.filter((path) => path.endsWith('.py'))).toEqual([]);
  });
});

describe('what the project has itself', () => {
  test.each([
    ['- own_thing: {path: x}', []],
    ['- own_thing: {}', []],
    ['- other_thing: {anything: goes}', []],
    ['- nobodys_thing: {a: b}', ['hint unknown-module: nobodys_thing']],
    ['- debug: {msg: "{{ a | shout }}"}', []],
    ['- debug: {msg: "{{ a | shuot }}"}', ['hint unknown-filter: shuot']],
    ["- debug: {msg: \"{{ lookup('oracle', 'x') }}\"}", []],
  ])('%s', async (tasks, expected) => {
    expect(await said(tasks)).toEqual(expected);
  });

  test('roles_path is followed, and the handlers of the role are known', async () => {
    expect(await said('- ansible.builtin.debug: {msg: x}\n  notify: Relaod', '  roles: [web]\n')).toEqual([
      'error unknown-handler: Relaod',
    ]);
  });
});

describe('literals of Python', () => {
  test.each([
    ["A = 'x'", 'x'],
    ['A = ("x\\n"\n  \'y\')', 'x\ny'],
    ['A = r"""a\\n\'\'b"""', "a\\n''b"],
    ['A: str = """a\\"""b"""', 'a"""b'],
    ["A = 'open", undefined],
    ['A = b()', undefined],
    ["  A = '''class attribute'''", 'class attribute'],
  ])('%s', (source, expected) => {
    expect(literalOf(source, 'A')).toBe(expected);
  });

  test('nothing but documentation stays, and what stays reads the same', () => {
    const excerpt = excerptOf(WIDGET);
    expect(excerpt).not.toContain('os.system');
    expect(literalOf(excerpt, 'DOCUMENTATION')).toBe(literalOf(WIDGET, 'DOCUMENTATION'));
    expect(excerptOf(excerpt)).toBe(excerpt);
  });

  test('names of filters', () => {
    expect(namesGiven('def filters(self):\n  return {"a": a, \'b\': b}\n')).toEqual(['a', 'b']);
    expect(namesGiven('def filters(self):\n  return load()\n')).toBeUndefined();
    expect(namesGiven('x = {"a": 1}\n')).toEqual([]);
  });
});

describe('a module of the project that has the name of a bundled one', () => {
  const own = 'DOCUMENTATION = """\noptions:\n  state: {choices: [up]}\n  size: {type: int}\n"""\n';
  const files = { '/p/library/copy.py': own, '/p/library/docker_container.py': own };

  async function codes(task: string, head = '', present: Readonly<Record<string, string>> = files): Promise<string[]> {
    const text = `- hosts: web\n${head}  tasks:\n    - ${task}\n`;
    const { workspace } = await opened(text, present);
    return workspace
      .check('/p/site.yml')
      .findings.filter(({ code }) => /^ansible\/(?:.*option|invalid-choice|wrong-type|moved-module)/.test(code))
      .map(({ code, span }) => `${code.slice(8)}: ${text.slice(span.start, span.end)}`);
  }

  test.each([
    ['copy: {dest: a, content: b, force: maybe, sise: 1}', ['wrong-type: maybe', 'unknown-option: sise']],
    ['ansible.legacy.copy: {content: x}', ['missing-option: ansible.legacy.copy']],
  ])('%s: without it the bundled one holds, with it none of its options', async (task, expected) => {
    expect(await codes(task, '', {})).toEqual(expected);
    expect(await codes(task)).toEqual([]);
  });

  test('the full name, and a collection of the play that has it, still mean the bundled one', async () => {
    expect(await codes('ansible.builtin.copy: {content: x}')).toEqual(['missing-option: ansible.builtin.copy']);
    expect(await codes('docker_container: {sise: 1, name: a}')).toEqual([]);
    expect(await codes('docker_container: {sise: 1, name: a}', '  collections: [community.docker]\n')).toEqual([
      'unknown-option: sise',
    ]);
  });

  test('a role brings its own to its tasks', async () => {
    const path = '/p/roles/web/tasks/main.yml';
    const text = '- name: A\n  copy: {content: x}\n';
    const workspace = createWorkspace({ data, today: () => '2026-01-01', log: (message) => expect.fail(message) });
    workspace.setFolders(['/p']);
    workspace.open(path, text);
    const missing = () => workspace.check(path).findings.filter(({ code }) => code === 'ansible/missing-option').length;
    expect(missing()).toBe(1);
    workspace.open('/p/roles/web/library/copy.py', own);
    expect(missing()).toBe(0);
  });
});
