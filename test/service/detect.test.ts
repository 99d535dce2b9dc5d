import { describe, expect, test } from 'vitest';
import { type Detection, languageOf, mayBeOurs } from '../../server/core/languages/detect.ts';
import { treeOrHead } from '../../server/core/service/trees.ts';

interface More {
  readonly languageId?: string;
  readonly choice?: 'ansible' | 'terraform' | 'none';
  readonly present?: readonly string[];
  readonly modules?: readonly string[];
}

function detect(path: string, text: string, { languageId, choice, present = [], modules = [] }: More = {}): Detection {
  return languageOf({
    path,
    text,
    tree: () => treeOrHead(text, path),
    choice,
    languageId,
    exists: (each) => present.includes(each),
    knowsModule: (name) => modules.includes(name),
  });
}

function kindOf(path: string, text: string, more?: More): string {
  const { language, kind } = detect(path, text, more);
  return language === null ? `null ${kind}` : kind === language ? language : `${language} ${kind}`;
}

describe('a person decides first', () => {
  const KUBERNETES = 'apiVersion: v1\nkind: Pod\n';

  test('by choice, by language of the editor, by mode line, by schema', () => {
    expect(detect('a.yaml', KUBERNETES, { choice: 'ansible' }).language).toBe('ansible');
    expect(detect('main.tf', '', { choice: 'none' })).toMatchObject({ language: null, kind: 'silenced' });
    expect(detect('a.txt', '', { languageId: 'terraform' }).language).toBe('terraform');
    expect(detect('a.yaml', '# code: language=ansible\nx: 1\n').language).toBe('ansible');
    expect(
      detect('a.yaml', '# yaml-language-server: $schema=https://x/cloudformation.schema.json\nx: 1\n').language,
    ).toBe('cloudformation');
  });

  test('but the id ansible, which folder names can bring, does not outweigh content', () => {
    expect(kindOf('tasks/a.yaml', KUBERNETES, { languageId: 'ansible' })).toBe('null kubernetes');
    expect(detect('x/a.yaml', '- debugg:\n    msg: hi\n', { languageId: 'ansible' }).language).toBe('ansible');
  });
});

describe('the name decides next', () => {
  test.each([
    ['main.tf', 'terraform'],
    ['a/b.tofu', 'terraform'],
    ['x.auto.tfvars', 'terraform'],
    ['main.tf.json', 'terraform'],
    ['a.tftest.hcl', 'terraform'],
    ['.terraform.lock.hcl', 'terraform lock'],
    ['Macfile', 'macfile'],
    ['shop.macfile', 'macfile'],
    ['templates/x.conf.j2', 'ansible template'],
    ['ansible.cfg', 'ansible config'],
    ['packer.pkr.hcl', 'null undecided'],
    ['notes.txt', 'null undecided'],
  ])('%s is %s', (path, kind) => {
    expect(kindOf(path, '')).toBe(kind);
  });

  test('what a walk of folders may leave out', () => {
    expect(['a.yaml', 'b.json', 'c.tf', 'Macfile', 'x.template', 'inventory/hosts'].every(mayBeOurs)).toBe(true);
    expect(['a.ts', 'README.md', 'x.png', 'Dockerfile', 'a.yaml.bak'].some(mayBeOurs)).toBe(false);
  });
});

describe('content that belongs elsewhere', () => {
  test.each([
    ['a.yml', 'mac: 1.0.0\nroles: {}\n', 'macfile'],
    ['host.yml', 'mac: aa:bb:cc:dd:ee:ff\n', 'null undecided'],
    ['a.yaml', "AWSTemplateFormatVersion: '2010-09-09'\n", 'cloudformation'],
    ['a.json', '{ "Resources": { "A": { "Type": "AWS::SQS::Queue" } } }', 'cloudformation'],
    ['a.yaml', 'Resources:\n  A:\n    Type: Custom::Thing\n', 'cloudformation'],
    ['a.yaml', 'Resources:\n  A:\n    Type: Vendor::Service::Thing\n', 'cloudformation'],
    ['a.yaml', 'Transform: AWS::Serverless-2016-10-31\n', 'cloudformation'],
    ['a.yaml', 'Resources:\n  - name: x\n', 'null undecided'],
    ['a.yaml', 'apiVersion: v1\nkind: Pod\n', 'null kubernetes'],
    ['a.yaml', '- hosts: all\n---\napiVersion: v1\nkind: Pod\n', 'null kubernetes'],
    ['Chart.yaml', 'name: x\n', 'null helm'],
    ['x.yaml', 'apiVersion: v2\nname: x\nversion: 1.0.0\n', 'null helm'],
    ['x.yaml', '{{- if .Values.a }}\na: 1\n{{- end }}\n', 'null helm'],
    ['a.yml', 'services:\n  web:\n    image: nginx\n', 'null compose'],
    ['a.yml', 'services:\n  web:\n    build: .\n', 'null compose'],
    ['a.yml', 'on: push\njobs: {}\n', 'null workflow'],
    ['action.yml', 'name: x\nruns:\n  using: node20\n', 'null workflow'],
    ['.gitlab-ci.yml', 'stages: [build]\n', 'null pipeline'],
    ['x.yml', 'a:\n  script: [x]\nb:\n  script: [y]\n', 'null pipeline'],
    ['bitbucket.yml', 'pipelines: {}\n', 'null pipeline'],
    ['azure.yml', 'pool: x\nsteps: []\n', 'null pipeline'],
    ['circle.yml', 'version: 2.1\njobs: {}\nworkflows: {}\n', 'null pipeline'],
    ['api.yaml', 'openapi: 3.1.0\n', 'null openapi'],
    ['user-data.yaml', '#cloud-config\npackages: [nginx]\n', 'null cloud-init'],
    ['serverless.yml', 'service: x\nprovider: {}\nfunctions: {}\n', 'null serverless'],
    ['Pulumi.yaml', 'name: x\nruntime: nodejs\n', 'null pulumi'],
    ['Taskfile.yml', "version: '3'\ntasks:\n  build: {}\n", 'null taskfile'],
    ['mkdocs.yml', 'site_name: x\n', 'null docs'],
    ['x.yaml', 'repos:\n  - repo: x\n    hooks: []\n', 'null pre-commit'],
    ['rules.yml', '- name: x\n  hosts: all\n  sources: []\n  rules: []\n', 'null rulebook'],
    ['schema.json', '{ "$schema": "x", "properties": {} }', 'null schema'],
    ['package.json', '{ "dependencies": {}, "scripts": {} }', 'null package'],
  ])('%s holding %j is %s', (path, text, kind) => {
    expect(kindOf(path, text)).toBe(kind);
    if (kind !== 'null undecided') {
      // A folder name never outweighs it.
      expect(kindOf(`roles/x/tasks/${path}`, text, { present: ['ansible.cfg', 'roles'] })).toBe(kind);
    }
  });

  test('a template of a chart is told by the chart beside its folder', () => {
    expect(kindOf('charts/x/templates/a.yaml', 'a: 1\n', { present: ['charts/x/Chart.yaml'] })).toBe('null helm');
    expect(kindOf('charts/x/templates/a.yaml', 'a: 1\n')).toBe('null undecided');
  });
});

describe('strong Ansible content, wherever it lies', () => {
  test.each([
    ['- hosts: all\n', 'playbook'],
    ['- import_playbook: a.yml\n', 'playbook'],
    ['- ansible.builtin.import_playbook: a.yml\n', 'playbook'],
    ['- hosts: all\n  tasks:\n    - debug:\n', 'playbook'],
    ['- name: x\n  apt: name=x\n- name: y\n  copy: {}\n', 'tasks'],
    ['- name: x\n  community.general.ufw: {}\n', 'tasks'],
    ['- block: []\n', 'tasks'],
    ['- name: x\n  own_module: {}\n  register: y\n', 'tasks'],
    ['- name: x\n  service: {}\n  listen: y\n', 'handlers'],
    ['galaxy_info: {}\n', 'meta'],
    ['argument_specs:\n  main: {}\n', 'argument-specs'],
    ['collections:\n  - name: community.general\n', 'requirements'],
    ['- src: https://example.com/x.git\n  version: 1.0.0\n', 'requirements'],
    ['namespace: a\nname: b\nversion: 1.0.0\nreadme: R\n', 'galaxy'],
    ['requires_ansible: ">=2.15"\n', 'runtime'],
    ['plugin: amazon.aws.aws_ec2\nregions: []\n', 'inventory-plugin'],
    ['all:\n  hosts:\n    a:\n  children: {}\n', 'inventory'],
    ['driver: {}\nplatforms: []\nprovisioner: {}\n', 'molecule'],
    ['version: 3\nimages: {}\n', 'execution-environment'],
    ['$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'vault'],
  ])('%j is %s', (text, kind) => {
    expect(kindOf('x/file.yml', text)).toBe(`ansible ${kind}`);
  });

  test('modules that only the data knows count, unknown keys do not', () => {
    expect(kindOf('a.yml', '- name: x\n  some_module: {}\n', { modules: ['some_module'] })).toBe('ansible tasks');
    expect(kindOf('a.yml', '- name: x\n  some_module: {}\n')).toBe('null undecided');
  });

  test.each([
    ['namespace: a\nname: b\nversion: 1\ndb_host: x\n', 'variables with three such names'],
    ['dependencies:\n  - name: redis\n', 'dependencies alone'],
    ['lockfileVersion: 3\nversion: 1\ndependencies: {}\n', 'a lock file'],
    ['- name: build\n  run: make\n- name: test\n  run: make test\n', 'steps of a pipeline'],
    ['a: {}\nb: 1\n', 'a plain mapping'],
    ['[]', 'an empty list'],
  ])('%j is nobody’s (%s)', (text) => {
    expect(detect('config/a.yml', text).language).toBeNull();
  });
});

describe('a place in an Ansible project', () => {
  test.each([
    ['group_vars/all.yml', 'a: 1\n', 'ansible.cfg', 'ansible vars'],
    ['roles/x/defaults/main.yml', 'a: 1\n', 'roles', 'ansible vars'],
    ['roles/x/tasks/main.yml', '', 'roles', 'ansible tasks'],
    ['roles/x/handlers/main.yml', '[]', 'roles', 'ansible handlers'],
    ['inventory/hosts', '[web]\na\n', 'ansible.cfg', 'ansible inventory'],
    ['templates/x.yml', 'a: 1\n', 'ansible.cfg', 'ansible template'],
  ])('%s is decided only beside a mark of a project', (path, text, mark, kind) => {
    expect(kindOf(path, text, { present: [mark] })).toBe(kind);
    expect(kindOf(path, text)).toBe('null undecided');
  });

  test('a list of mappings has a shape: the place says nothing about it', () => {
    expect(kindOf('roles/x/tasks/main.yml', '- steps: 1\n', { present: ['roles'] })).toBe('null undecided');
  });
});

test('half-written files are told as soon as their content allows', () => {
  expect(kindOf('a.yaml', 'Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Prop')).toBe('cloudformation');
  expect(kindOf('a.yaml', '- hosts:')).toBe('ansible playbook');
  expect(kindOf('a.yaml', 'Resources:\n  A:\n    Type: "AWS::SQS')).toBe('cloudformation');
});

describe('a file in INI form inside an Ansible project', () => {
  test.each([
    ['hosts.ini', '[web]\nweb1 ansible_host=192.0.2.1\nweb2\n[web:vars]\nport = 80\n', 'ansible inventory'],
    ['tox.ini', '[tox]\nenvlist = py3\n[testenv:lint]\ncommands =\n  one\n  two\n  three\n', 'null undecided'],
    ['ec2.ini', '[ec2]\nregions = all\ncache_path=/x\n', 'null undecided'],
  ])('%s', (path, text, expected) => {
    expect(kindOf(path, text, { present: ['ansible.cfg'] })).toBe(expected);
  });
});

test('a file that is named like a template is one from its first word on, and judged from its first resource on', () => {
  for (const text of ['', 'Res', 'Resources:\n', 'AWSTemplateFormatVersion', '{}'])
    expect(kindOf(text === '{}' ? 'stack/template.json' : 'stack/shop.template.yaml', text)).toMatch(/^cloudformation/);
  expect(kindOf('shop.template.yaml', 'Resources:\n  A:\n    Type: AWS::SNS::Topic\n')).toBe('cloudformation');
  expect(kindOf('shop.template.yaml', 'replicas: 2\n')).toBe('null undecided');
  expect(kindOf('shop.yaml', 'Resources:\n')).toBe('null undecided');
});
