import { describe, expect, test } from 'vitest';
import { ansible } from '../../../server/core/languages/ansible/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { openIn, saidOf } from './playbook.ts';

const SITE = `- hosts: web
  vars:
    release: 1.2.3
  roles:
    - shop
  tasks:
    - name: Install
      apt: {name: "shop={{ release }}"}
      notify: Restart shop
    - include_tasks: more.yml
`;
const FILES: Readonly<Record<string, string>> = {
  'site.yml': SITE,
  'more.yml': '- debug: {msg: "{{ shop_port }} {{ result.rc }}"}\n',
  'group_vars/all.yml': 'shop_port: 81\n',
  'roles/shop/defaults/main.yml': 'shop_port: 80\n',
  'roles/shop/tasks/main.yml':
    '- command: id\n  register: result\n- template: {src: shop.j2, dest: /etc/shop}\n  when: result.rc == 0\n  notify: Restart shop\n',
  'roles/shop/handlers/main.yml': '- name: Restart shop\n  service: {name: shop, state: restarted}\n',
  'roles/shop/templates/shop.j2': 'port {{ shop_port }}\n',
};

function at(path: string, text: string, nth = 0) {
  let offset = FILES[path]?.indexOf(text) ?? -1;
  for (let i = 0; i < nth; i++) offset = FILES[path]?.indexOf(text, offset + 1) ?? -1;
  return { offset: offset + 1, ...openIn(FILES, path) };
}

function renamed(path: string, text: string, newName: string): Record<string, string> {
  const { reading, offset, around } = at(path, text);
  const result = ansible.rename?.(reading, offset, newName, around);
  if (result === undefined || 'refused' in result) throw new Error(result?.refused ?? 'nothing');
  return Object.fromEntries(result.edits.map(({ path: each, edits }) => [each, applyEdits(FILES[each] ?? '', edits)]));
}

describe('navigation', () => {
  test('a variable leads to everything that gives it a value, the strongest first', () => {
    const { reading, offset, around } = at('roles/shop/templates/shop.j2', 'shop_port');
    expect(ansible.definition?.(reading, offset, around)?.map(({ path }) => path)).toEqual([
      'group_vars/all.yml',
      'roles/shop/defaults/main.yml',
    ]);
    const markdown = ansible.hover?.(reading, offset, around)?.markdown ?? '';
    expect(markdown).toMatch(/group_vars\/all = `81`[\s\S]*role defaults = `80`/);
  });

  test('references cross files', () => {
    const { reading, offset, around } = at('roles/shop/defaults/main.yml', 'shop_port');
    expect(
      ansible
        .references?.(reading, offset, around)
        ?.map(({ path, role }) => `${path} ${role}`)
        .sort(),
    ).toEqual([
      'group_vars/all.yml definition',
      'more.yml read',
      'roles/shop/defaults/main.yml definition',
      'roles/shop/templates/shop.j2 read',
    ]);
  });

  test('a rename changes the definition, its overrides and every use', () => {
    const texts = renamed('roles/shop/templates/shop.j2', 'shop_port', 'port');
    expect(Object.keys(texts).sort()).toEqual([
      'group_vars/all.yml',
      'more.yml',
      'roles/shop/defaults/main.yml',
      'roles/shop/templates/shop.j2',
    ]);
    expect(texts['roles/shop/templates/shop.j2']).toBe('port {{ port }}\n');
  });

  test('what a role registers is renamed in that role alone', () => {
    expect(Object.keys(renamed('roles/shop/tasks/main.yml', 'result', 'identity'))).toEqual([
      'roles/shop/tasks/main.yml',
    ]);
  });

  test('a name that is taken or not legal is refused', () => {
    const { reading, offset, around } = at('site.yml', 'release');
    expect(ansible.rename?.(reading, offset, 'shop_port', around)).toHaveProperty('refused');
    expect(ansible.rename?.(reading, offset, 'a-b', around)).toHaveProperty('refused');
  });

  test('a handler is found from another file and renamed with everyone who notifies it', () => {
    const { reading, offset, around } = at('site.yml', 'Restart shop');
    expect(ansible.definition?.(reading, offset, around)?.map(({ path }) => path)).toEqual([
      'roles/shop/handlers/main.yml',
    ]);
    expect(Object.keys(renamed('site.yml', 'Restart shop', 'Reload shop')).sort()).toEqual([
      'roles/shop/handlers/main.yml',
      'roles/shop/tasks/main.yml',
      'site.yml',
    ]);
  });

  test.each([
    ['site.yml', 'shop\n', 'roles/shop/tasks/main.yml'],
    ['site.yml', 'more.yml', 'more.yml'],
    ['roles/shop/tasks/main.yml', 'shop.j2', 'roles/shop/templates/shop.j2'],
  ])('%s: %s leads to %s', (path, text, target) => {
    const { reading, offset, around } = at(path, text);
    expect(ansible.definition?.(reading, offset, around)?.map((each) => each.path)).toEqual([target]);
    expect(ansible.links?.(reading, around).map((each) => each.target)).toContain(target);
  });
});

test('of another host a variable is the same one, by its written name alone', () => {
  const playbook = [
    '- hosts: web',
    '  tasks:',
    '    - debug:',
    "        msg: \"{{ hostvars['db1'].port }} {{ hostvars[groups['db'][0]]['port'] }} port {{ hostvars[h][port] }}\"",
    "    - debug: {msg: \"hostvars['db1'].port is text, {{ hostvars.db1 }}, {{ other['db1'].port }}\"}",
    '      when: hostvars[inventory_hostname]["port"] > 1',
    '',
  ].join('\n');
  const files = { 'site.yml': playbook, 'host_vars/db1.yml': 'port: 5432\n' };
  const edited = (path: string, offset: number) => {
    const { reading, around } = openIn(files, path);
    const result = ansible.rename?.(reading, offset, 'db_port', around);
    if (result === undefined || 'refused' in result) throw new Error(result?.refused ?? 'nothing');
    return Object.fromEntries(
      result.edits.map(({ path: each, edits }) => [each, applyEdits(files[each as keyof typeof files], edits)]),
    );
  };
  const texts = edited('host_vars/db1.yml', 1);
  expect(texts['host_vars/db1.yml']).toBe('db_port: 5432\n');
  expect(texts['site.yml']).toBe(
    playbook
      .replace("{{ hostvars['db1'].port", "{{ hostvars['db1'].db_port")
      .replace("[0]]['port']", "[0]]['db_port']")
      .replace('[h][port]', '[h][db_port]')
      .replace('["port"]', '["db_port"]'),
  );
  expect(edited('site.yml', playbook.indexOf('].port') + 3)).toEqual(texts);
});

describe('what is not there', () => {
  const withSite = (from: string, to: string) =>
    saidOf(openIn({ ...FILES, 'site.yml': SITE.replace(from, to) }, 'site.yml'));

  test('nothing is said of a sound project', () => {
    for (const path of Object.keys(FILES)) expect(saidOf(openIn(FILES, path)), path).toEqual([]);
  });

  test.each([
    ['notify: Restart shop', 'notify: Restart shp', 'error unknown-handler: Restart shp'],
    ['notify: Restart shop', 'notify: Something else', 'error unknown-handler: Something else'],
    ['include_tasks: more.yml', 'include_tasks: none.yml', 'error missing-file: none.yml'],
    ['- shop\n', '- shpo\n', 'warning unknown-role: shpo'],
    ['{{ release }}', '{{ relaese }}', 'hint undefined-variable: relaese'],
  ])('%s → %s', (from, to, expected) => {
    expect(withSite(from, to)).toEqual([expected]);
  });

  test.each([
    ['notify: Restart shop', 'notify: "{{ which }}"'],
    ['- shop\n', '- elsewhere\n'],
    ['- shop\n', '- "{{ which }}"\n'],
    ['{{ release }}', '{{ relaese | default(1) }}'],
    ['{{ release }}', '{{ ansible_hostname }}{{ inventory_hostname }}{{ item }}'],
    ['include_tasks: more.yml', 'include_tasks: "{{ which }}.yml"'],
    ['include_tasks: more.yml', 'include_vars: own.yml\n      failed_when: false'],
  ])('silent: %s → %s', (from, to) => {
    expect(withSite(from, to).filter((each) => !each.includes('undefined-variable: which'))).toEqual([]);
  });

  test('a template of a role', () => {
    const tasks = 'roles/shop/tasks/main.yml';
    const text = (FILES[tasks] ?? '').replace('shop.j2', 'none.j2').replace('Restart shop', 'Restart shpo');
    expect(saidOf(openIn({ ...FILES, [tasks]: text }, tasks))).toEqual([
      'warning missing-file: none.j2',
      'warning unknown-handler: Restart shpo',
    ]);
  });
});

test('the project is asked for: roles, includes, variables, templates', () => {
  const { reading } = openIn(FILES, 'site.yml');
  const paths = reading.neighbours.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['more.yml', 'roles/shop/tasks', 'roles/shop/defaults', 'group_vars']));
  expect(openIn(FILES, 'roles/shop/tasks/main.yml').reading.neighbours.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['../defaults', '../templates', '../templates/shop.j2']),
  );
});
