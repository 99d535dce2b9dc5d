import { describe, expect, test } from 'vitest';
import { lines, one, planned } from './fixed.ts';

/** Plans of playbooks as the person reads them who has to deploy tonight: each of these sentences was false once. */

const of = (path: string, green: string, blue: string) => planned(one(path, green), one(path, blue)).plan;
type Made = ReturnType<typeof of>;
const nodeOf = (plan: Made, id: string) => plan.nodes.find((node) => node.id === id);
const codes = (plan: Made) => plan.warnings.map(({ code, severity, node }) => `${severity} ${code} ${node}`);

describe('containers that keep a database', () => {
  const play = (image: string, data: string): string =>
    lines(
      '- name: Money',
      '  hosts: money',
      '  tasks:',
      '    - name: Database',
      '      community.docker.docker_container:',
      '        name: firefly-db',
      `        image: ${image}`,
      '        volumes:',
      `          - "{{ data }}/${data}:/var/lib/mysql:rw"`,
      '    - name: Web',
      '      community.docker.docker_container:',
      '        name: firefly',
      '        image: fireflyiii/core:5',
    );
  test('are stores, whatever their volume is called', () => {
    const plan = of('/w/site.yml', play('mysql:5.7.40', 'mysql'), play('mysql:5.7.39', 'mysql'));
    const store = plan.nodes.find(({ label }) => label.endsWith('Database'));
    expect(store?.lifecycle.class).toBe('persistent');
    expect(store?.action).toBe('migrate');
  });
  test('another image of what is no database is no other engine, a variable is no name', () => {
    const kept = (image: string): string =>
      lines(
        '- hosts: media',
        '  tasks:',
        '    - name: Films',
        '      community.docker.docker_container:',
        '        name: films',
        `        image: "${image}"`,
        '        volumes: ["/srv/films:/config:rw"]',
      );
    for (const image of ['jellyfin/jellyfin', '{{ films_image }}:{{ films_tag }}']) {
      const plan = of('/w/site.yml', kept(image), kept('emby/embyserver'));
      expect(plan.nodes.find(({ label }) => label.endsWith('Films'))?.action).toBe('migrate');
    }
  });
  test('another engine is no upgrade of this one', () => {
    const plan = of('/w/site.yml', play('mariadb:10.9', 'mariadb'), play('mysql:5.7', 'mysql'));
    const store = plan.nodes.find(({ label }) => label.endsWith('Database'));
    expect(store?.action).toBe('block');
    expect(codes(plan).some((text) => text.startsWith('blocker plan/major-engine-upgrade'))).toBe(true);
  });
});

describe('hosts that keep a database', () => {
  const play = (version: string): string =>
    lines(
      '- name: Deploy MongoDB',
      '  hosts: mongo',
      '  tasks:',
      '    - name: Install',
      `      ansible.builtin.apt: { name: "mongodb-org-server=${version}" }`,
      '    - name: Users',
      '      community.mongodb.mongodb_user: { database: admin, name: root }',
    );
  test('are not copied and destroyed: they are changed one after the other', () => {
    const plan = of('/w/site.yml', play('4.4.28'), play('4.4.6'));
    expect(nodeOf(plan, 'plays.Deploy MongoDB')).toMatchObject({
      lifecycle: { class: 'persistent' },
      action: 'migrate',
    });
    expect(plan.steps.some(({ phase }) => phase === 'retire' || phase === 'contract')).toBe(false);
    expect(plan.pointOfNoReturn).toBeNull();
    expect(plan.steps.flatMap(({ commands = [] }) => commands)).toEqual([
      'ansible-playbook --syntax-check site.yml',
      'ansible-playbook --check --diff site.yml',
      'ansible-playbook site.yml --limit <one machine at a time>',
    ]);
    const warning = plan.warnings.find(({ code }) => code === 'plan/in-place-mutation');
    expect(warning?.severity).toBe('blocker');
    expect(warning?.fix).toContain('one machine at a time');
  });
  test('a play that talks to a database elsewhere stays a play', () => {
    const remote = (version: string): string =>
      play(version)
        .replace('name: root', 'name: root, login_host: db.example.com')
        .replace('mongodb-org-server', 'shop');
    const plan = of('/w/site.yml', remote('2'), remote('1'));
    expect(nodeOf(plan, 'plays.Deploy MongoDB')?.lifecycle.class).toBe('stateless');
  });
});

test('a play without a name is called by its number', () => {
  const play = (version: string): string =>
    lines('- hosts: web', '  tasks:', `    - ansible.builtin.apt: { name: "shop=${version}" }`);
  const plan = of('/w/site.yml', play('2'), play('1'));
  expect(plan.nodes[0]?.label).toBe('play 1');
});

test('a container is one of its host: on other hosts its name is free', () => {
  const play = (image: string): string =>
    lines(
      '- name: Shop',
      '  hosts: web',
      '  tasks:',
      '    - name: Web',
      '      community.docker.docker_container:',
      '        name: shop',
      `        image: "shop:${image}"`,
    );
  const plan = of('/w/site.yml', play('2'), play('1'));
  expect(codes(plan).filter((text) => text.includes('name-collision'))).toEqual([]);
});
