import { describe, expect, test } from 'vitest';
import { releaseOf } from '../../../server/core/languages/ansible/releases.ts';
import { createWorkspace } from '../../../server/core/service/workspace.ts';
import { schemaData } from '../../plans/data.ts';

const data = schemaData();

/** Findings about the release, of a task in a project that is for it. */
function said(target: string | undefined, task: string): string[] {
  const workspace = createWorkspace({ data, today: () => '2026-01-01', log: (message) => expect.fail(message) });
  if (target !== undefined) workspace.setOwnData('ansible/target', '', { file: 'settings', value: target });
  const text = `- hosts: web\n  tasks:\n    - ${task}\n`;
  workspace.open('/w/site.yml', text);
  return workspace
    .check('/w/site.yml')
    .findings.filter(({ code }) => /^ansible\/(needs-newer|unknown-option|removed-module|unknown-module)/.test(code))
    .map(({ code, span }) => `${code.slice(8)}: ${text.slice(span.start, span.end)}`);
}

const NEWER = 'ansible.builtin.blockinfile: {path: a, block: b, append_newline: true}';
const OLDER = 'ansible.builtin.git: {repo: a, dest: b, gpg_whitelist: [c]}';

describe('the release that playbooks are for', () => {
  test.each([
    // The option came with core 2.16, the package 9.
    [undefined, NEWER, []],
    ['2.15', NEWER, ['needs-newer-ansible: append_newline']],
    ['8', NEWER, ['needs-newer-ansible: append_newline']],
    ['9', NEWER, []],
    ['2.16.4', NEWER, []],
    // It went with release 12.
    [undefined, OLDER, ['unknown-option: gpg_whitelist']],
    ['7', OLDER, []],
    ['12', OLDER, ['unknown-option: gpg_whitelist']],
    ['7', 'ansible.builtin.mount_facts: {}', ['needs-newer-ansible: ansible.builtin.mount_facts']],
    // A module that went with release 14.
    [
      '14',
      'community.general.atomic_container: {image: a, name: b}',
      ['removed-module: community.general.atomic_container'],
    ],
    ['12', 'community.general.atomic_container: {image: a, name: b}', []],
    ['12', 'community.general.atomic_container: {imgae: a, name: b}', ['unknown-option: imgae']],
    ['14', 'ansible.builtin.mount_facts: {}', []],
    ['nonsense', NEWER, []],
  ])('%s: %s', (target, task, expected) => {
    expect(said(target, task)).toEqual(expected);
  });
});

describe('what the collection around a file requires', () => {
  const path = '/w/roles/web/tasks/main.yml';

  function late(range: string | undefined, task = NEWER, setting?: string): string[] {
    const workspace = createWorkspace({ data, today: () => '2026-01-01', log: (message) => expect.fail(message) });
    workspace.setFolders(['/w']);
    if (setting !== undefined) workspace.setOwnData('ansible/target', '', { file: 'settings', value: setting });
    workspace.open(path, `- ${task}\n`);
    expect(workspace.wanted(path).files).toContain('/w/meta/runtime.yml');
    if (range !== undefined) workspace.open('/w/meta/runtime.yml', `requires_ansible: ${range}\n`);
    return workspace.check(path).findings.flatMap(({ code, message }) => (/needs-newer/.test(code) ? [message] : []));
  }

  test.each([
    [undefined, 0],
    ['">=2.15.0"', 1],
    ['">=2.15.0,<2.18"', 1],
    ['"<2.18,>=2.15.0"', 1],
    ['">=2.14.0,>=2.16"', 0],
    ['"~=2.15.3"', 1],
    ['"==2.15.*"', 1],
    ['">=2.16.0"', 0],
    ['"<2.15"', 0],
    ['">=2.9.10"', 0],
    ['"!=2.15.0"', 0],
    ['2.15', 0],
    ['[">=2.15"]', 0],
    ['{', 0],
  ])('%s', (range, count) => {
    expect(late(range)).toHaveLength(count);
  });

  test('the setting wins, the file is named, and a task that asks for the version is left alone', () => {
    expect(late('">=2.15.0"').join()).toContain('requires_ansible in meta/runtime.yml');
    expect(late('">=2.15.0"', NEWER, '9')).toEqual([]);
    expect(late('">=2.16.0"', NEWER, '8').join()).toContain('setting verdigris.ansible.target');
    expect(late('">=2.15.0"', `${NEWER}\n  when: ansible_version.full is version('2.16', '>=')`)).toEqual([]);
  });

  test('collections beside it may be of any version', () => {
    const task = 'community.general.android_sdk: {name: a}';
    expect(late(undefined, task, '7')).toHaveLength(1);
    expect(late('">=2.14.0"', task)).toEqual([]);
  });
});

test.each([
  ['9', 9],
  ['12.1.0', 12],
  ['2.14', 7],
  ['core 2.19.1', 12],
  ['2', undefined],
  ['', undefined],
  ['latest', undefined],
])('%s', (text, expected) => {
  expect(releaseOf(text)).toBe(expected);
});

describe('versions of collections in requirements.yml', () => {
  const PRIV = 'community.postgresql.postgresql_user: {name: a, priv: ALL}';
  const NEW = 'community.postgresql.postgresql_user: {name: a, quote_configuration_values: true}';
  const DROPLET = 'community.digitalocean.digital_ocean_droplet: {unique_name: true, name: a, oauth_token: "{{ t }}"}';
  const LANG = 'community.postgresql.postgresql_lang: {name: a}';

  function pinned(requirements: string | undefined, task: string, name = '/w/requirements.yml'): string[] {
    const workspace = createWorkspace({ data, today: () => '2026-01-01', log: (message) => expect.fail(message) });
    const text = `- hosts: web\n  tasks:\n    - ${task}\n`;
    if (requirements !== undefined) workspace.open(name, `collections:\n  - ${requirements}\n`);
    workspace.open('/w/plays/site.yml', text);
    return workspace
      .check('/w/plays/site.yml')
      .findings.filter(({ code }) => /^ansible\/(needs-newer|unknown-option|removed-module)/.test(code))
      .map(({ code, severity, span }) => `${severity} ${code.slice(8)}: ${text.slice(span.start, span.end)}`);
  }

  test.each([
    // The option went between 2.4.2 (release 7) and 4.1.0 (release 12).
    [undefined, PRIV, ['error unknown-option: priv']],
    ['community.postgresql', PRIV, ['error unknown-option: priv']],
    ['{name: community.postgresql, version: "*"}', PRIV, ['error unknown-option: priv']],
    ['{name: community.postgresql, version: 2.4.0}', PRIV, []],
    ['{name: community.postgresql, version: 3.0.0}', PRIV, []],
    ['{name: community.postgresql, version: ">=2.0.0"}', PRIV, []],
    ['{name: community.postgresql, version: ">=4.1.0,<5"}', PRIV, ['error unknown-option: priv']],
    ['{name: community.postgresql, version: "{{ wanted }}"}', PRIV, []],
    ['{name: community.mysql, version: 2.4.0}', PRIV, ['error unknown-option: priv']],
    // It came with 3.11.0.
    ['{name: community.postgresql, version: 3.10.3}', NEW, ['warning needs-newer-ansible: quote_configuration_values']],
    ['{name: community.postgresql, version: 3.11.0}', NEW, []],
    [
      '{name: community.postgresql, version: "<3.11.0"}',
      NEW,
      ['warning needs-newer-ansible: quote_configuration_values'],
    ],
    ['{name: community.postgresql, version: "<=3.11.0"}', NEW, []],
    ['{name: community.postgresql, version: ">=2.0.0"}', NEW, []],
    // The module went with 4.0.0 of its collection.
    [undefined, LANG, ['error removed-module: community.postgresql.postgresql_lang']],
    ['{name: community.postgresql, version: 3.2.0}', LANG, []],
    [
      '{name: community.postgresql, version: 4.0.0}',
      LANG,
      ['error removed-module: community.postgresql.postgresql_lang'],
    ],
    // The whole collection is no more in the package, and can still be installed.
    [undefined, DROPLET, ['warning removed-module: community.digitalocean.digital_ocean_droplet']],
    ['community.digitalocean', DROPLET, []],
    ['{name: community.digitalocean, version: 1.27.0}', DROPLET, []],
    ['community.digitalocean', DROPLET.replace('unique_name', 'uniqe_name'), ['error unknown-option: uniqe_name']],
  ])('%s: %s', (requirements, task, expected) => {
    expect(pinned(requirements, task)).toEqual(expected);
  });

  test('are also read beside the collections, and name the source', () => {
    expect(pinned('{name: community.postgresql, version: 2.4.0}', PRIV, '/w/collections/requirements.yml')).toEqual([]);
  });
});
