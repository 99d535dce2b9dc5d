import { expect, test } from 'vitest';
import { fixedBy, lines, one, planned } from './fixed.ts';

const path = '/w/site.yml';
const cloud = (image: string): string =>
  lines(
    '- name: Cloud',
    '  hosts: localhost',
    '  tasks:',
    '    - name: Template',
    '      community.aws.ec2_launch_template:',
    '        template_name: web',
    `        image_id: ${image}`,
    '    - name: Group',
    '      amazon.aws.autoscaling_group:',
    '        name: web-asg',
    '        launch_template:',
    '          launch_template_name: web',
    '        min_size: 2',
  );

test('a name says its colour, where it is used as well', () => {
  const title = 'Add {{ colour }} to template_name';
  const text = fixedBy(one(path, cloud('ami-2')), one(path, cloud('ami-1')), title)[path] ?? '';
  expect(text).toContain('template_name: web-{{ colour }}\n');
  expect(text).toContain('launch_template_name: web-{{ colour }}\n');
  expect(text).toContain('name: web-asg\n');
});

test('a play runs on the hosts of one colour', () => {
  const play = (version: string): string =>
    lines('- name: Web', '  hosts: web', '  tasks:', '    - ansible.builtin.apt:', `        name: nginx=${version}`);
  const title = 'Run Web on the hosts of one colour (hosts: web:&{{ colour }})';
  const text = fixedBy(one(path, play('2')), one(path, play('1')), title)[path] ?? '';
  expect(text).toContain('  hosts: web:&{{ colour }}\n');
});

test('machines that keep a database are not moved to another colour', () => {
  const play = (version: string): string =>
    lines(
      '- name: Db',
      '  hosts: db',
      '  tasks:',
      '    - ansible.builtin.apt:',
      `        name: mysql-server=${version}`,
    );
  const { plan, fixes } = planned(one(path, play('8.0.2')), one(path, play('8.0.1')));
  expect(plan.warnings.map(({ code }) => code)).toContain('plan/in-place-mutation');
  expect(fixes).toEqual([]);
});
