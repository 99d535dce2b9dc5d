import { expect, test } from 'vitest';
import { said } from './playbook.ts';

test.each([
  ['requirements.yml', 'collections:\n  - name: a.b\n    verison: "1"\n', ['warning unknown-key: verison']],
  ['requirements.yml', 'collections:\n  - version: "1"\n', ['warning missing-key: version']],
  ['requirements.yml', 'collections: [a.b]\nroles:\n  - src: x\n    scm: git\n', []],
  ['requirements.yml', '- src: x\n  nmae: y\n', ['warning unknown-key: nmae']],
  [
    'molecule/default/molecule.yml',
    'driver: {name: docker}\nplatfroms: []\nprovisioner: {name: ansible, playbooks: {convrege: x}}\n',
    ['warning unknown-key: platfroms', 'warning unknown-key: convrege'],
  ],
  [
    'execution-environment.yml',
    'version: 3\ndependencies: {galaxy: r.yml, pyhton: p.txt}\n',
    ['warning unknown-key: pyhton'],
  ],
  ['meta/runtime.yml', 'requires_ansible: ">=2.16"\nplugin_ruoting: {}\n', ['warning unknown-key: plugin_ruoting']],
  ['.ansible-lint', 'profile: basic\nskip_lst: []\n', ['warning unknown-key: skip_lst']],
  ['galaxy.yml', 'roles:\n  - {name: a, src: b.c}\n', []],
  ['templates/x.conf.j2', '[program:{{ name }}]\ncommand=x\n', []],
  ['galaxy.yml', 'namespace: a\nname: b\nversion: 1.0.0\nreadme: README.md\nauthors: [c]\n', []],
  [
    'galaxy.yml',
    'namespace: a\nname: b\nversion: 1.0.0\nreadme: README.md\nauthor: [c]\n',
    ['warning missing-key: namespace', 'warning unknown-key: author'],
  ],
  [
    'roles/a/meta/main.yml',
    'galaxy_info:\n  author: a\n  lisence: b\ndependencies: []\n',
    ['warning unknown-key: lisence'],
  ],
  ['roles/a/meta/main.yml', 'galaxy_info: {author: a}\nallow_duplicates: maybe\n', ['warning wrong-type: maybe']],
  [
    'roles/a/meta/argument_specs.yml',
    'argument_specs:\n  main:\n    options:\n      port: {tpye: int, required: true}\n',
    ['warning unknown-key: tpye'],
  ],
  [
    'ansible.cfg',
    '[defaults]\nforks = 10\nhost_key_cheking = false\nretry_files_enabled = maybe\n',
    ['warning unknown-key: host_key_cheking', 'warning wrong-type: maybe'],
  ],
  ['ansible.cfg', '[defaults]\nforks = ten ; not a number\n[my_plugin]\nanything = 1\n', ['warning wrong-type: ten']],
  ['hosts.ini', '[web:childern]\na\n[open\n', ['error unknown-key: childern', 'error yaml-syntax: [open']],
  ['hosts.ini', '[web]\na ansible_host=1.2.3.4\n[web:vars]\nx=1\n', []],
])('%s %#', (path, text, expected) => {
  expect(said(text, path)).toEqual(expected);
});
