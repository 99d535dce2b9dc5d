import { describe, expect, test } from 'vitest';
import { play, said } from './playbook.ts';

/** What neither documentation nor module sources tell: rules of action plugins, kept by hand. */
describe('rules kept by hand', () => {
  test.each([
    // Front modules hand their options on.
    ['- package: {name: x, update_cache: true}', []],
    ['- service: {name: x, daemon_reload: true}', []],
    ['- gather_facts: {gather_subset: min}', []],
    // Any line may be meant.
    ['- lineinfile: {path: a, line: b, insertafter: "^#"}', []],
    ['- blockinfile: {path: a, block: b, insertbefore: BOF}', []],
    ['- ansible.mysql.mysql_user: {user: root, password: "{{ x }}"}', []],
    ['- set_fact: {}', ['error missing-option: set_fact']],
    ['- set_fact: {anything: 1, cacheable: true}', []],
    ['- set_fact: {not-a-name: 1}', ['error wrong-type: not-a-name']],
    ['- add_host: {name: x, anything: y}', []],
    ['- command: echo x', []],
    ['- command: {_raw_params: echo x}', []],
    ['- copy: {src: a, content: b, dest: c}', ['error option-conflict: copy']],
    ['- copy: {dest: c}', ['error option-conflict: copy']],
    ['- template: {dest: c}', ['error missing-option: template']],
    ['- debug: {msg: a, var: b}', ['error option-conflict: debug']],
    ['- debug: {}', []],
    ['- debug: {msg: {a: b}}', ['hint wrong-type: msg']],
    ['- assert: {fail_msg: x}', ['error missing-option: assert']],
    ['- fail: {mgs: x}', ['error unknown-option: mgs']],
    ['- unarchive: {dest: x}', ['error missing-option: unarchive']],
    ['- pause: {minutes: 1, seconds: 2}', ['error option-conflict: pause']],
    ['- include_tasks: {file: a.yml, apply: {tags: [b]}}', []],
    ['- include_tasks: {}', ['error option-conflict: include_tasks']],
    ['- import_tasks: {file: a.yml, apply: {tags: [b]}}', ['error unknown-option: apply']],
    ['- include_role: {}', ['error missing-option: include_role']],
    ['- include_role: {role: x}', []],
    ['- include_vars: {file: a.yml, dir: b}', ['error option-conflict: include_vars']],
    ['- include_vars: {dir: b, depth: 1}', []],
    ['- meta: flush_handlers', []],
    ['- meta: flush_handler', ['error invalid-choice: flush_handler']],
    ['- group_by: {}', ['error missing-option: group_by']],
    ['- wait_for: {port: 80}', []],
    ['- amazon.aws.ec2_instance: {name: x, aws_anything: y}', ['hint unknown-option: aws_anything']],
  ])('%s', (task, expected) => {
    expect(said(play(task))).toEqual(expected);
  });
});
