/** The kinds of files that are measured. A new language adds its kind here. */
import type { FileKind } from './files.ts';
import { aliasBomb, playbook } from './kinds-ansible.ts';
import { cloudformation, cloudformationJson } from './kinds-cloudformation.ts';
import { terraform } from './kinds-terraform.ts';

const macfile: FileKind = {
  kind: 'Macfile',
  name: 'bench.macfile',
  languageId: 'macfile',
  head: `mac: 1.0.0
description: Measured
name: bench
version: '1'
roles:
  server:
    instance create:
      bootstrap bash: apt-get install -y nginx=1.22.1-9
resources:
  security group:
    create bash: mkdir -p group && echo ready
infrastructures:
`,
  unit: (number, word) => `  ${word()} group ${number}:
    resource: security group
    params:
      PORT: '${8000 + (number % 1000)}'
      SIZE: ${word()}-${word()}
  ${word()} server ${number}:
    role: server
    name: ${word()}
    location: eu-west-1
    provider: amazon
    hardware: t2.micro
    amount: ${1 + (number % 4)}
    environment:
      - APP_NAME: ${word()}
      - APP_PEER: ${word()}
`,
  tail: `  last server:
    role: server
    name: last
    location: eu-west-1
    provider: amazon
    hardware: last`,
  completeBehind: '    provider: ',
  hoverIn: 'location: eu',
};

/** YAML that belongs to nobody: our server must say nothing, and cost nothing. */
const plain: FileKind = {
  kind: 'plain YAML',
  name: 'bench.yaml',
  languageId: 'yaml',
  head: 'title: Measured\nentries:\n',
  unit: (number, word) => `  - id: ${number}
    name: ${word()} ${word()}
    tags: [${word()}, ${word()}]
    text: |
      ${word()} ${word()} ${word()}
      ${word()} ${word()}
    limits:
      low: ${number % 7}
      high: ${number % 100}
`,
  tail: '  - id: 0\n    name: last',
  completeBehind: '  - id: ',
  hoverIn: 'id: 0',
};

export const kinds: readonly FileKind[] = [
  macfile,
  cloudformation,
  cloudformationJson,
  terraform,
  playbook,
  aliasBomb,
  plain,
];
