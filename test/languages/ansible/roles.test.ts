import { describe, expect, test } from 'vitest';
import { ansible } from '../../../server/core/languages/ansible/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { openIn } from './playbook.ts';

const FILES: Readonly<Record<string, string>> = {
  'site.yml':
    '- hosts: all\n  roles:\n    - web\n    - role: db\n  tasks:\n    - ansible.builtin.include_tasks: more.yml\n',
  'all.yml': '- import_playbook: site.yml\n',
  'more.yml': '- ansible.builtin.import_role: {name: web}\n  tags: [fast, slow]\n',
  'roles/web/tasks/main.yml': '- ansible.builtin.include_tasks: setup.yml\n',
  'roles/web/tasks/setup.yml': '- ansible.builtin.debug: {msg: x}\n',
  'roles/db/tasks/main.yml': '- ansible.builtin.debug: {msg: x}\n  tags: deep\n',
  'roles/db/meta/main.yml': 'dependencies:\n  - web\n',
};

function at(path: string, text: string) {
  return { offset: (FILES[path]?.indexOf(text) ?? -1) + 1, ...openIn(FILES, path) };
}

describe('call hierarchy', () => {
  const item = (path: string, text: string) => {
    const { reading, offset, around } = at(path, text);
    const found = ansible.callItem?.(reading, offset, around);
    if (!found) throw new Error('nothing to call');
    return { found, around };
  };
  const calls = (path: string, text: string, direction: 'in' | 'out') => {
    const { found, around } = item(path, text);
    return ansible.calls?.(found, direction, around).map(({ item: { name, location }, spans }) => {
      const source = FILES[direction === 'in' ? location.path : found.location.path] ?? '';
      return `${name} ${location.path} by ${spans.map(({ start, end }) => source.slice(start, end)).join(' ')}`;
    });
  };

  test('a role at its name', () => {
    expect(item('site.yml', 'web').found).toMatchObject({
      name: 'web',
      location: { path: 'roles/web/tasks/main.yml' },
    });
  });

  test('what a playbook runs', () => {
    expect(calls('site.yml', 'hosts', 'out')).toEqual([
      'more.yml more.yml by more.yml',
      'db roles/db/tasks/main.yml by db',
      'web roles/web/tasks/main.yml by web',
    ]);
  });

  test('who runs a role, a playbook, tasks', () => {
    expect(calls('site.yml', 'web', 'in')).toEqual(['more.yml more.yml by web', 'site.yml site.yml by web']);
    expect(calls('site.yml', 'hosts', 'in')).toEqual(['all.yml all.yml by site.yml']);
    expect(calls('roles/web/tasks/setup.yml', 'debug', 'in')).toEqual(['web roles/web/tasks/main.yml by setup.yml']);
  });
});

describe('a role', () => {
  test('is renamed wherever it is named, with its folder', () => {
    const { reading, offset, around } = at('site.yml', 'web');
    expect(ansible.renameable?.(reading, offset, around)).toMatchObject({ name: 'web' });
    const result = ansible.rename?.(reading, offset, 'front', around);
    if (result === undefined || 'refused' in result) throw new Error('refused');
    expect(result.moves).toEqual([{ from: 'roles/web', to: 'roles/front' }]);
    const texts = Object.fromEntries(
      result.edits.map(({ path, edits }) => [path, applyEdits(FILES[path] ?? '', edits)]),
    );
    expect(texts).toEqual({
      'site.yml': FILES['site.yml']?.replace('web', 'front'),
      'more.yml': FILES['more.yml']?.replace('web', 'front'),
      'roles/db/meta/main.yml': 'dependencies:\n  - front\n',
    });
  });

  test.each(['db', 'not good', '../x'])('is not renamed to %s', (name) => {
    const { reading, offset, around } = at('site.yml', 'web');
    expect(ansible.rename?.(reading, offset, name, around)).toHaveProperty('refused');
  });

  test('that is not in the project is left alone', () => {
    const { reading, around } = openIn({ ...FILES, 'other.yml': '- hosts: all\n  roles: [elsewhere]\n' }, 'other.yml');
    expect(ansible.renameable?.(reading, 26, around)).toBeUndefined();
  });

  test('its references', () => {
    const { reading, offset, around } = at('site.yml', 'web');
    expect(ansible.references?.(reading, offset, around).map(({ path }) => path)).toEqual([
      'more.yml',
      'roles/db/meta/main.yml',
      'site.yml',
    ]);
  });
});

test('tags of the project are completed', () => {
  const text = '- hosts: all\n  tasks:\n    - ansible.builtin.debug: {msg: x}\n      tags: \n';
  const { reading, around } = openIn({ ...FILES, 'new.yml': text }, 'new.yml');
  const labels = ansible.complete?.(reading, text.length - 1, around).map(({ label }) => label);
  expect(labels).toEqual(['fast', 'slow', 'deep', 'always', 'never']);
});
