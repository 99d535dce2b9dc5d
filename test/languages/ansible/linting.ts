import { findingsOf, openIn } from './playbook.ts';

type Files = Readonly<Record<string, string>>;

/** Ids as ansible-lint names them, with the text each underlines, of one file of a project. */
export function said(path: string, text: string, config = '', others: Files = {}): string[] {
  return findingsOf(openIn({ ...others, [path]: text, '.ansible-lint': config }, path))
    .filter(({ code }) => code !== 'ansible/undefined-variable')
    .map(({ code, message }) => /^[\w-]+\[[\w-]+\](?=:)/.exec(message)?.[0] ?? code.replace('ansible/', ''));
}

/** A play with these tasks that has nothing else to say. */
export function soundPlay(tasks: string, keys = ''): string {
  return `- name: Play\n  hosts: localhost\n${keys}  tasks:\n${tasks.replace(/^(?=.)/gm, '    ')}\n`;
}

export const SOUND = '- name: Sound\n  ansible.builtin.';
export const DEBUG = `${SOUND}debug:\n    msg: x`;
