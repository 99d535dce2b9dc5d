import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type Place, place } from './run.ts';

/** Every run is a process of its own. */
vi.setConfig({ testTimeout: 120_000 });

const MODULE = "DOCUMENTATION = r'''\noptions:\n  size: {type: int, required: true}\n'''\n";
const PLAYBOOK = '- hosts: all\n  tasks:\n    - acme.tools.widget: {sise: 1}\n';
const BELOW = 'ansible_collections/acme/tools/plugins/modules/widget.py';

let here: Place;
afterEach(() => {
  vi.unstubAllEnvs();
  here.remove();
});

async function codes(folder = 'project'): Promise<string[]> {
  const { out } = await here.runIn(folder, 'check', '--format', 'json', 'site.yml');
  const { files } = JSON.parse(out) as { files: { findings: { code: string }[] }[] };
  return files.flatMap(({ findings }) => findings.map(({ code }) => code));
}

test.each([
  ['the project', `project/collections/${BELOW}`, ['ansible/missing-option', 'ansible/unknown-option']],
  ["the user's home", `home/.ansible/collections/${BELOW}`, ['ansible/missing-option', 'ansible/unknown-option']],
  ['nowhere', 'project/notes.txt', []],
])('a collection that is installed in %s', async (_, file, expected) => {
  here = place({ 'project/site.yml': PLAYBOOK, [file]: MODULE });
  vi.stubEnv('HOME', join(here.folder, 'home'));
  expect(await codes()).toEqual(expected);
});

test('a workspace cannot have files read that lie elsewhere', async () => {
  here = place({
    'project/.git/HEAD': '',
    'project/ansible.cfg': '[defaults]\ncollections_path = ../elsewhere\nlibrary = ../elsewhere\n',
    'project/site.yml': `${PLAYBOOK}    - own_thing: {}\n`,
    [`elsewhere/${BELOW}`]: MODULE,
    'elsewhere/own_thing.py': MODULE,
  });
  vi.stubEnv('HOME', join(here.folder, 'home'));
  expect(await codes()).toEqual(['ansible/unknown-module']);
});
