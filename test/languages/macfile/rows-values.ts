import { BASE, ENTRY, entry, HEAD, ROLE, type Row, resource } from './rows.ts';

export const VALUES: Readonly<Record<string, Row>> = {
  'a reference in the environment of an entry': {
    code: 'environment-reference',
    severity: 'warning',
    text: entry('    environment:\n      - A: «infrastructure.app_inf.location»\n'),
  },
  'a version without quotes': {
    code: 'unquoted-version',
    severity: 'warning',
    text: `mac: 1.0.0\ndescription: d\nname: n\nversion: «1.10»\n${ROLE}${ENTRY}`,
    says: '1.1',
    fixed: `mac: 1.0.0\ndescription: d\nname: n\nversion: '1.10'\n${ROLE}${ENTRY}`,
  },
  'a parameter without quotes': {
    code: 'unquoted-version',
    severity: 'hint',
    text: `mac: 1.0.0\ndescription: d\nname: n\nversion: «{V}»\n${ROLE}${ENTRY}`,
    fixed: `mac: 1.0.0\ndescription: d\nname: n\nversion: '{V}'\n${ROLE}${ENTRY}`,
  },
  'a float in the environment': {
    code: 'dropped-value',
    severity: 'warning',
    text: `${HEAD}${ROLE}      environment:\n      - A: «1.5»\n${ENTRY}`,
    fixed: `${HEAD}${ROLE}      environment:\n      - A: '1.5'\n${ENTRY}`,
  },
  'nothing in the environment': {
    code: 'dropped-value',
    severity: 'warning',
    text: `${HEAD}${ROLE}      environment:\n      - «A»:\n${ENTRY}`,
    fixed: `${HEAD}${ROLE}      environment:\n      - A: ''\n${ENTRY}`,
  },
  'a branch in the role': {
    code: 'no-effect',
    severity: 'info',
    text: `${HEAD}${ROLE}      «branch»: master\n${ENTRY}`,
    fixed: BASE,
  },
  'an unknown provider': {
    code: 'unknown-value',
    severity: 'warning',
    text: entry('    provider: «amzon»\n'),
    fixed: entry('    provider: amazon\n'),
  },
  'a release past its end': {
    code: 'unknown-value',
    severity: 'warning',
    text: entry('    release: «ubuntu:trusty»\n'),
    says: '2019',
  },
  'an unknown deployment': { code: 'unknown-value', severity: 'warning', text: entry('    deployment: «prod»\n') },
  'an unused role': {
    code: 'unused-role',
    severity: 'warning',
    text: `${HEAD}${ROLE}  «old»:\n    instance create:\n      configuration: c\n${ENTRY}`,
    fixed: BASE,
  },
  'an unused action': {
    code: 'unused-action',
    severity: 'warning',
    text: `${HEAD}${ROLE}actions:\n  «get»:\n    ssh: hostname\n${ENTRY}`,
  },
  'an unused resource': {
    code: 'unused-resource',
    severity: 'warning',
    text: `${HEAD}${ROLE}resources:\n  «lb»:\n    create bash: make\n${ENTRY}`,
  },
  'a library at an address': {
    code: 'remote-file',
    severity: 'info',
    text: `${BASE}parents:\n  aws: «https://example.com/lib.macfile»\n`,
  },
  'a library that is not there': {
    code: 'missing-parent',
    severity: 'error',
    text: `${BASE}parents:\n  aws: «gone.macfile»\n`,
  },
  'an alias nobody declared': {
    code: 'undefined-parent',
    severity: 'error',
    text: `${BASE}  «awz.lb_inf»:\nparents:\n  aws: lib.macfile\n`,
    fixed: `${BASE}  aws.lb_inf:\nparents:\n  aws: lib.macfile\n`,
    files: { 'lib.macfile': 'resources:\n  lb:\n    create bash: x\ndefaults:\n  lb_inf:\n    resource: lb\n' },
  },
  'a default nobody declared': {
    code: 'undefined-entry',
    severity: 'error',
    text: `${BASE}  «aws.lb_in»:\nparents:\n  aws: lib.macfile\n`,
    fixed: `${BASE}  aws.lb_inf:\nparents:\n  aws: lib.macfile\n`,
    files: { 'lib.macfile': 'resources:\n  lb:\n    create bash: x\ndefaults:\n  lb_inf:\n    resource: lb\n' },
  },
  'a backslash that is folded': {
    code: 'folded-backslash',
    severity: 'error',
    text: resource('\n      make «\\»\n        --x'),
    fixed: resource('\n      make\n        --x'),
  },
  'a script that goes on': {
    code: 'no-errexit',
    severity: 'warning',
    text: `${HEAD}roles:\n  app:\n    instance create:\n      bootstrap bash: «|»\n        one\n        two\n${ENTRY}`,
    fixed: `${HEAD}roles:\n  app:\n    instance create:\n      bootstrap bash: |\n        set -e\n        one\n        two\n${ENTRY}`,
  },
};
