import { expect, test } from 'vitest';
import { ansible } from '../../../server/core/languages/ansible/index.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { open, play } from './playbook.ts';

/** The bar is the cursor. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  return { offset, ...open(marked.replace('|', '')) };
}

function labels(marked: string): string[] {
  const { reading, offset, around } = at(marked);
  return (ansible.complete?.(reading, offset, around) ?? []).map(({ label }) => label);
}

test('completion of keywords, modules, options, choices', () => {
  expect(labels('- hosts: web\n  |')).toContain('tasks');
  expect(labels(play('- debug: {msg: x}\n  |'))).toEqual(expect.arrayContaining(['when', 'register']));
  expect(labels(play('- |')).slice(0, 120)).toEqual(expect.arrayContaining(['copy', 'name']));
  expect(labels(play('- cop|'))[0]).toBe('copy');
  expect(labels(play('- copy:\n    |'))[0]).toBe('dest');
  expect(labels(play('- apt:\n    state: |'))).toContain('latest');
  expect(labels(play('- apt:\n    update_cache: |'))).toEqual(['true', 'false']);
  expect(labels(play('- |')).length).toBeLessThanOrEqual(200);
});

test('hover says facts and links the documentation', () => {
  const module = at(play('- co|py: {src: a, dest: b}'));
  expect(ansible.hover?.(module.reading, module.offset, module.around)?.markdown).toContain('Required: `dest`');
  const option = at(play('- apt:\n    st|ate: present'));
  expect(ansible.hover?.(option.reading, option.offset, option.around)?.markdown).toContain('`latest`');
});

const HANDLED =
  '- hosts: web\n  tasks:\n    - debug: {msg: x}\n      notify: restart |web\n  handlers:\n    - name: restart web\n      debug: {msg: y}\n';

test('a handler is found from its notify and renamed with it', () => {
  const { reading, offset, around } = at(HANDLED);
  expect(
    ansible.definition?.(reading, offset, around)?.map(({ span }) => reading.source.text.slice(span.start, span.end)),
  ).toEqual(['restart web']);
  const result = ansible.rename?.(reading, offset, 'reload web', around);
  if (result === undefined || 'refused' in result) throw new Error('refused');
  expect(applyEdits(reading.source.text, result.edits[0]?.edits ?? [])).toBe(
    HANDLED.replace('|', '').replaceAll('restart web', 'reload web'),
  );
});

test('outline and links', () => {
  const { reading, around } = open(play('- name: more\n  include_tasks: more.yml'), 'infra/site.yml');
  expect(ansible.symbols?.(reading)[0]?.children.map(({ name }) => name)).toEqual(['more']);
  expect(ansible.links?.(reading, around).map(({ target }) => target)).toEqual(['infra/more.yml']);
});
