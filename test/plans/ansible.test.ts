import { expect, test } from 'vitest';
import { plan } from '../../server/core/planner/index.ts';
import { planned } from './fixed.ts';
import { substance } from './golden.ts';
import { inputOf } from './real.ts';

const play = (hosts: string, version: string): string => `- name: ${hosts} tier
  hosts: ${hosts}
  tasks:
    - name: Install
      ansible.builtin.apt:
        name: nginx=${version}
    - name: Configure
      ansible.builtin.template:
        src: nginx.conf.j2
        dest: /etc/nginx/nginx.conf
`;

test('a play that changes the only host group cannot be blue-green, and says so once', () => {
  const result = plan(inputOf('ansible', play('web', '2'), play('web', '1'), 'site.yml'));
  expect(substance(result).warnings).toEqual([['plan/in-place-mutation', 'blocker', 'web tier']]);
  expect(result.readiness).toMatchObject({ score: 49, band: 'not blue-green' });
  expect(result.capacity.extraUnits).toBe('unknown');
  expect(result.steps.flatMap(({ commands = [] }) => commands)).toContain(
    'ansible-playbook site.yml --limit <green hosts>',
  );
});

test('with a host group of the other colour the change is serious, but possible', () => {
  const both = (version: string): string => play('blue', '1') + play('green', version);
  const result = plan(inputOf('ansible', both('2'), both('1'), 'site.yml'));
  expect(substance(result).warnings).toEqual([['plan/in-place-mutation', 'high', 'green tier']]);
  expect(substance(result).actions).toEqual({ 'blue tier': 'share', 'green tier': 'duplicate' });
});

test('a task that came is one changed place, not a changed list', () => {
  const more = `${play('web', '1')}    - name: Restart\n      ansible.builtin.service: {name: nginx, state: restarted}\n`;
  const [node] = plan(inputOf('ansible', more, play('web', '1'), 'site.yml')).nodes;
  expect(node?.changedPaths?.map(({ path }) => path)).toEqual(['tasks[2]']);
});

const cloud = (ami: string): string => `- hosts: localhost
  tasks:
    - name: Start the servers
      amazon.aws.ec2_instance: {name: web, image_id: ${ami}}
      register: servers
    - name: Keep the orders
      amazon.aws.rds_instance: {db_instance_identifier: orders, engine: postgres}
    - name: Put them behind the balancer
      community.aws.elb_target: {target_group_name: web, target_id: "{{ servers.instance_ids[0] }}"}
`;

test('tasks that create things are planned like resources: servers doubled, stores shared', () => {
  const result = plan(inputOf('ansible', cloud('ami-2'), cloud('ami-1'), 'site.yml'));
  const { actions } = substance(result);
  expect(actions['play 1 › Start the servers']).toBe('duplicate');
  expect(actions['play 1 › Keep the orders']).toBe('share');
  expect(result.steps.find(({ phase }) => phase === 'protect')?.nodes).toEqual(['plays.0.tasks.Keep the orders']);
});

test('nothing changed: nothing to do', () => {
  expect(plan(inputOf('ansible', cloud('ami-1'), cloud('ami-1'), 'site.yml')).steps).toEqual([]);
});

const start = (image: string, task: string): string => `- name: Cloud
  hosts: localhost
  vars:
    base: ${image}
    image: "{{ base }}"
  tasks:
    - name: Start
      ${task}
    - name: Say so
      ansible.builtin.debug: {msg: "{{ image }}"}
`;

test('a variable that changes is a change of the tasks that read it', () => {
  const task = 'amazon.aws.ec2_instance: {name: web, image_id: "{{ image }}"}';
  const [node] = plan(inputOf('ansible', start('ami-2', task), start('ami-1', task), 'site.yml')).nodes;
  expect(node).toMatchObject({ action: 'duplicate', change: 'update' });
  expect(node?.changedPaths).toMatchObject([{ path: 'image_id', via: 'variable base' }]);
});

test('a task of an unknown module is a part of the plan where it changes, and only there', () => {
  const task = 'acme.cloud.machine: {name: web, image: "{{ image }}"}';
  const changed = plan(inputOf('ansible', start('ami-2', task), start('ami-1', task), 'site.yml'));
  expect(changed.nodes).toMatchObject([{ type: 'acme.cloud.machine', action: 'review', change: 'update' }]);
  expect(changed.steps.length).toBeGreaterThan(0);
  expect(plan(inputOf('ansible', start('ami-1', task), start('ami-1', task), 'site.yml')).nodes).toEqual([]);
});

test.each([
  ['/w/group_vars/web.yml', 'port: 80\n', 'port: 8080\n', 'update'],
  ['/w/group_vars/all/main.yml', 'port: 80\n', 'port: 8080\n', 'update'],
  ['/w/roles/shop/defaults/main.yml', 'port: 80\n', 'port: 8080\n', 'update'],
  ['/w/group_vars/db.yml', 'port: 80\n', 'port: 8080\n', 'unchanged'],
  ['/w/roles/other/defaults/main.yml', 'port: 80\n', 'port: 8080\n', 'unchanged'],
  ['/w/group_vars/web.yml', '# old\nport: 80\n', '# new\n\nport: 80\n', 'unchanged'],
])('variables of the groups and roles of a play: %s', (path, before, after, change) => {
  const unit = (text: string) => ({
    '/w/site.yml': '- name: Web\n  hosts: web\n  roles: [shop]\n',
    '/w/roles/shop/tasks/main.yml': '- ansible.builtin.template: {src: a.j2, dest: /a}\n',
    [path]: text,
  });
  expect(planned(unit(after), unit(before)).plan.nodes[0]).toMatchObject({ type: 'host group', change });
});

const role = (files: Readonly<Record<string, string>>) => ({
  '/w/site.yml': '- name: Web\n  hosts: web\n  roles: [shop]\n',
  '/w/roles/shop/tasks/main.yml': [
    '- ansible.builtin.template: {src: a.j2, dest: /a}',
    '- ansible.builtin.copy:',
    '    src: motd',
    '    dest: /etc/motd',
    '- ansible.builtin.script: check.sh --now',
    '- ansible.builtin.template: {src: "env.{{ form }}.j2", dest: /env}',
    '',
  ].join('\n'),
  '/w/ansible.cfg': '[defaults]\n',
  '/w/hosts.ini': '[web]\na\n\n[db]\nb\n\n[site:children]\nweb\n',
  ...files,
});
test.each([
  ['/w/host_vars/a.yml', 'port: 80\n', 'port: 8080\n', 'port (host_vars/a.yml)', 80, 8080],
  ['/w/host_vars/b.yml', 'port: 80\n', 'port: 8080\n', undefined],
  ['/w/group_vars/site.yml', 'port: 80\n', 'port: 8080\n', 'port (group_vars/site.yml)', 80, 8080],
  ['/w/group_vars/all/more.yml', 'port: 80\n', 'port: 8080\n', 'port (group_vars/all/more.yml)', 80, 8080],
  [
    '/w/group_vars/web.yml',
    'db_password: a\n',
    'db_password: b\n',
    'db_password (group_vars/web.yml)',
    '(sensitive)',
    '(sensitive)',
  ],
  ['/w/roles/shop/templates/a.j2', 'listen 80', 'listen 8080', 'roles/shop/templates/a.j2', undefined, undefined],
  ['/w/roles/shop/templates/other.j2', 'listen 80', 'listen 8080', undefined],
  ['/w/roles/shop/files/motd', 'hello', 'hi', 'roles/shop/files/motd', undefined, undefined],
  ['/w/roles/shop/files/check.sh', 'true', 'false', 'roles/shop/files/check.sh', undefined, undefined],
  ['/w/roles/shop/templates/env.v1.j2', 'a', 'b', 'roles/shop/templates/env.v1.j2', undefined, undefined],
  ['/w/roles/other/files/motd', 'hello', 'hi', undefined],
])('variables of hosts, files and templates of roles: %s', (path, before, after, shown, ...values) => {
  const found = planned(role({ [path]: after }), role({ [path]: before })).plan.nodes[0];
  expect(found?.change).toBe(shown === undefined ? 'unchanged' : 'update');
  if (shown === undefined) return;
  const [was, is] = values.map((value) => (value === undefined ? undefined : String(value)));
  expect(found?.changedPaths).toEqual([expect.objectContaining({ path: shown, forcesReplacement: 'no' })]);
  expect([found?.changedPaths?.[0]?.before, found?.changedPaths?.[0]?.after]).toEqual([was, is]);
});

test('a variable of a file is a change of the tasks that read it, and of no other', () => {
  const unit = (ami: string) => ({
    '/w/site.yml': [
      '- name: Cloud',
      '  hosts: localhost',
      '  tasks:',
      '    - name: Start',
      '      amazon.aws.ec2_instance: {name: web, image_id: "{{ image }}"}',
      '    - name: Other',
      '      amazon.aws.ec2_instance: {name: other, image_id: ami-0}',
      '',
    ].join('\n'),
    '/w/group_vars/all.yml': `base: ${ami}\nimage: "{{ base }}"\nunread: ${ami}\n`,
  });
  const { nodes } = planned(unit('ami-2'), unit('ami-1')).plan;
  expect(nodes.map(({ label, change }) => [label, change])).toEqual([
    ['Cloud › Start', 'update'],
    ['Cloud › Other', 'unchanged'],
  ]);
  expect(nodes[0]?.changedPaths).toMatchObject([{ path: 'image_id', via: 'variable base (group_vars/all.yml)' }]);
});

test('groups that share machines are one: there is no other to run green on', () => {
  const site = (version: string) => ({
    '/w/site.yml': play('nodes', version) + play('control', '1'),
    '/w/ansible.cfg': '[defaults]\n',
    '/w/hosts.ini': '[nodes]\na\nb\n\n[control]\na\n',
  });
  const { warnings } = planned(site('2'), site('1')).plan;
  expect(warnings).toMatchObject([{ code: 'plan/in-place-mutation', severity: 'blocker' }]);
  const apart = (version: string) => ({ ...site(version), '/w/hosts.ini': '[nodes]\na\nb\n\n[control]\nc\n' });
  const { plan: other } = planned(apart('2'), apart('1'));
  expect(other.warnings).toMatchObject([{ code: 'plan/in-place-mutation', severity: 'high' }]);
  expect(other.readiness).toMatchObject({ score: 79, band: 'fix first', caps: ['changed in place'] });
});
