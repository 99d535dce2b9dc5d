/** Playbooks: a long one, and a short one whose aliases stand for a thousand million values. */
import type { FileKind } from './files.ts';

const head = `---
- name: Measured
  hosts: all
  become: true
  vars:
    size: 4
`;

const tail = `    - name: Last
      ansible.builtin.apt:
        name: last
        state: present`;

export const playbook: FileKind = {
  kind: 'Ansible',
  name: 'bench.playbook.yml',
  languageId: 'ansible',
  lengths: [1008],
  head: `${head}  tasks:
`,
  unit: (number, word) => `    - name: Install ${word()} ${number}
      ansible.builtin.apt:
        name: ${word()}
        state: present
      when: size > ${number % 5}
    - name: Write ${word()} ${number}
      ansible.builtin.template:
        src: ${word()}.j2
        dest: /etc/${word()}-{{ size }}.conf
        mode: '0644'
    - name: Run ${word()} ${number}
      ansible.builtin.service:
        name: ${word()}
        state: started
        enabled: true
`,
  tail,
  completeBehind: '        state: ',
  hoverIn: 'apt:\n        name: last',
};

export const aliasBomb: FileKind = {
  kind: 'Ansible alias bomb',
  name: 'bomb.playbook.yml',
  languageId: 'ansible',
  fixed: true,
  rounds: 2,
  head: `${head}    a: &a [x, x, x, x, x, x, x, x, x, x]
${[...'abcdefgh'].map((it, at) => `    ${next(at)}: &${next(at)} [${Array.from({ length: 10 }, () => `*${it}`).join(', ')}]\n`).join('')}  tasks:
`,
  unit: () => '',
  tail: `    - name: Last
      ansible.builtin.debug:
        msg: "{{ size }}"
      become: false`,
  completeBehind: '{{ ',
  hoverIn: 'ansible.builtin.debug',
};

function next(at: number): string {
  return 'bcdefghi'.charAt(at);
}
