import { describe, expect, test } from 'vitest';
import { ansible } from '../../../server/core/languages/ansible/index.ts';
import type { Fact, FactKind, FactOf } from '../../../server/core/model/fact.ts';
import { openIn } from './playbook.ts';

const ROLLING = `- name: Web servers
  hosts: web
  serial: 2
  max_fail_percentage: 10
  pre_tasks:
    - name: Drain
      community.general.haproxy: {state: drain, host: "{{ inventory_hostname }}"}
      delegate_to: balancer
  roles: [shop]
  post_tasks:
    - name: Wait
      ansible.builtin.uri: {url: "http://{{ inventory_hostname }}/health"}
- name: Data
  hosts: localhost
  tasks:
    - name: Database
      amazon.aws.rds_instance: {db_instance_identifier: shop, state: present}
      register: db
    - name: Record
      amazon.aws.route53: {record: "{{ db.endpoint.address }}", zone: example.com, state: present, type: CNAME}
- name: Image
  hosts: default
  tasks:
    - ansible.builtin.apt: {name: nginx}
`;
const FILES = {
  'site.yml': ROLLING,
  'hosts.ini': '[web]\nweb1\nweb2\nweb3\n',
  'roles/shop/tasks/main.yml': '- include_tasks: more.yml\n',
  'roles/shop/tasks/more.yml': '- name: Bucket\n  amazon.aws.s3_bucket: {name: shop}\n- apt: {name: nginx}\n',
};

function factsOf<K extends FactKind>(kind: K, files: Readonly<Record<string, string>> = FILES): FactOf<K>[] {
  const { reading, around } = openIn(files, 'site.yml');
  return ansible.facts(reading, around).filter((fact: Fact): fact is FactOf<K> => fact.fact === kind);
}

/** Settings without their places. */
function valuesOf(resource: FactOf<'resource'> | undefined): unknown {
  return JSON.parse(JSON.stringify(resource?.settings, (key, value) => (key === 'span' ? undefined : value)));
}

describe('a play', () => {
  test('is a host group with how it rolls, counted where the inventory lists it', () => {
    const [group] = factsOf('resource');
    expect([group?.type.value, group?.node, group?.instances]).toEqual(['host group', 'plays.Web servers', 3]);
    expect(group?.settings.entries.map(({ key }) => key.value)).toEqual(
      expect.arrayContaining(['hosts', 'serial', 'max_fail_percentage', 'roles']),
    );
  });

  test('is another one when a task changes, wherever it is written', () => {
    const settings = (files: Readonly<Record<string, string>>) =>
      JSON.stringify(valuesOf(factsOf('resource', files)[0]));
    const more = 'roles/shop/tasks/more.yml';
    expect(settings({ ...FILES, [more]: FILES[more].replace('nginx', 'httpd') })).not.toBe(settings(FILES));
    expect(settings({ ...FILES, 'site.yml': ROLLING.replace('/health', '/alive') })).not.toBe(settings(FILES));
    expect(settings({ ...FILES, 'hosts.ini': '[web]\n' })).toBe(settings(FILES));
  });

  test('runs before the roles, then the roles with what they include, then the rest', () => {
    expect(factsOf('resource').map(({ node, lifecycle, file }) => [node, lifecycle.class, file])).toEqual([
      ['plays.Web servers', 'stateless', undefined],
      ['plays.Web servers.pre_tasks.Drain', 'router', undefined],
      ['plays.Web servers.roles.shop.0.Bucket', 'persistent', 'roles/shop/tasks/more.yml'],
      ['plays.Data.tasks.Database', 'persistent', undefined],
      ['plays.Data.tasks.Record', 'router', undefined],
    ]);
  });

  test('a balancer routes to its hosts, a record to what was registered', () => {
    expect(factsOf('dependency').map(({ node, to, kind }) => [node, to, kind])).toEqual([
      ['plays.Web servers.pre_tasks.Drain', 'plays.Web servers', 'route'],
      ['plays.Data.tasks.Record', 'plays.Data.tasks.Database', 'route'],
    ]);
  });

  test('what asks for health proves it of the hosts', () => {
    expect(factsOf('verification').map(({ node, of }) => [node, of])).toEqual([
      ['plays.Web servers.post_tasks.Wait', 'plays.Web servers'],
    ]);
  });

  test('on localhost or in an image says so', () => {
    const contexts = new Map(factsOf('resource').map((fact) => [fact.node, fact.contexts]));
    expect(contexts.get('plays.Data.tasks.Database')).toEqual(['localhost']);
    const nginx = factsOf('package').find(({ node }) => node.startsWith('plays.Image'));
    expect([nginx?.when, nginx?.contexts]).toEqual(['build', ['imageBuild']]);
    expect(factsOf('unit')[0]?.contexts).toEqual([]);
  });
});

test('a role that includes itself ends', () => {
  const files = { 'site.yml': '- hosts: web\n  roles: [a]\n', 'roles/a/tasks/main.yml': '- include_tasks: main.yml\n' };
  expect(factsOf('resource', files).map(({ node }) => node)).toEqual(['plays.0']);
});
