import { describe, expect, test } from 'vitest';
import { ansible } from '../../../server/core/languages/ansible/index.ts';
import { factsOfKind, findingsOf, openIn, play } from './playbook.ts';

describe('packages', () => {
  test.each([
    [play('- apt: {name: nginx, state: latest}'), 'nginx', { kind: 'latest' }],
    [play('- apt: {name: nginx=1.18.0}'), 'nginx', { kind: 'literal', value: '1.18.0' }],
    [play('- pip: {name: flask, version: "3.0"}'), 'flask', { kind: 'literal', value: '3.0' }],
    [play('- pip: {name: flask, version: "{{ v }}"}'), 'flask', { kind: 'unknown' }],
    [play('- dnf: {name: [nginx]}'), 'nginx', { kind: 'none' }],
  ])('%#', (text, name, version) => {
    expect(factsOfKind('package', text).map((fact) => [fact.name.value, fact.version])).toEqual([[name, version]]);
  });

  test('what is removed or templated is not installed', () => {
    expect(
      factsOfKind('package', play('- apt: {name: nginx, state: absent}\n- apt: {name: "{{ packages }}"}')),
    ).toEqual([]);
  });
});

test('upgrades, checkouts, edits, commands', () => {
  expect(factsOfKind('os-upgrade', play('- apt: {upgrade: dist}')).length).toBe(1);
  expect(factsOfKind('os-upgrade', play('- apt: {upgrade: "no"}'))).toEqual([]);
  expect(
    factsOfKind('checkout', play('- git: {repo: x, dest: /srv/app, version: main}')).map(({ pinned }) => pinned),
  ).toEqual([false]);
  expect(
    factsOfKind('checkout', play('- git: {repo: x, dest: y, version: "{{ v }}"}')).map(({ pinned }) => pinned),
  ).toEqual([undefined]);
  expect(
    factsOfKind('config-edit', play('- lineinfile: {path: /etc/hosts, line: x}')).map(({ how, target }) => [
      how,
      target,
    ]),
  ).toEqual([['in-place', '/etc/hosts']]);
  const text = play('- shell: |\n    apt-get install -y curl\n    sed -i s/a/b/ /etc/app.conf');
  const [install] = factsOfKind('package', text);
  expect(install && text.slice(install.span.start, install.span.end)).toContain('curl');
});

test('hosts are the unit of duplication, an image build is another context', () => {
  expect(
    factsOfKind('resource', play('- apt: {name: x}')).map(({ type, lifecycle }) => [
      type.value,
      lifecycle.traits?.mutatesHost,
    ]),
  ).toEqual([['host group', true]]);
  expect(factsOfKind('unit', '- hosts: localhost\n  tasks: []\n').map(({ contexts }) => contexts)).toEqual([
    ['localhost'],
  ]);
  expect(factsOfKind('package', '- hosts: default\n  tasks:\n    - apt: {name: x}\n').map((fact) => fact.when)).toEqual(
    ['build'],
  );
});

test('a registered result orders the tasks', () => {
  const text = play(
    '- amazon.aws.rds_instance: {db_instance_identifier: x, state: present}\n  register: db\n- debug: {msg: "{{ db.endpoint }}"}',
  );
  expect(factsOfKind('dependency', text).map(({ to }) => to)).toEqual(['plays.0.tasks.0']);
  expect(factsOfKind('resource', text).map(({ lifecycle }) => lifecycle.class)).toContain('persistent');
});

describe('a module of the project that is named like a bundled one', () => {
  const OWN = 'DOCUMENTATION = """\nmodule: apt\noptions:\n  what: {type: str}\n"""\n';
  const TASKS = '- apt: {what: nginx}\n- lineinfile: {path: /etc/hosts, line: x}\n';
  const factsIn = (files: Readonly<Record<string, string>>, path: string) => {
    const { reading, around } = openIn(files, path);
    return ansible.facts(reading, around).map(({ fact }) => fact);
  };

  test.each([
    ['beside the playbook', '/p/library/apt.py', '/p/site.yml', play(TASKS)],
    ['in the role of the file', '/p/roles/web/library/apt.py', '/p/roles/web/tasks/main.yml', TASKS],
  ])('%s: nobody knows what it does, and the others are known', (_, module, path, text) => {
    const named = text.replace('what: nginx', 'name: nginx');
    expect(factsIn({ [path]: named }, path)).toContain('package');
    expect(factsIn({ [path]: named, [module]: OWN }, path)).not.toContain('package');
    const files = { [path]: text, [module]: OWN };
    expect(factsIn(files, path)).toContain('config-edit');
    const codes = (own: Readonly<Record<string, string>>) => findingsOf(openIn(own, path)).map(({ code }) => code);
    expect(codes({ [path]: text })).toContain('ansible/unknown-option');
    expect(codes(files)).not.toContain('ansible/unknown-option');
  });

  test('by its full name the bundled one is meant', () => {
    const text = play('- ansible.builtin.apt: {name: nginx}\n- apt: {what: nginx}');
    const { reading, around } = openIn({ '/p/site.yml': text, '/p/library/apt.py': OWN }, '/p/site.yml');
    expect(ansible.facts(reading, around).filter(({ fact }) => fact === 'package')).toHaveLength(1);
  });
});
