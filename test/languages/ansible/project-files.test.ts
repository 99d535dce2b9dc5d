import { expect, test } from 'vitest';
import { loadWanted } from '../../../server/core/service/load.ts';
import { createWorkspace } from '../../../server/core/service/workspace.ts';
import { schemaData } from '../../plans/data.ts';

const ROLES = 30;
const TASKS = '- name: small\n  ansible.builtin.debug: {msg: "{{ a }}"}\n';

/** A project of many roles whose settings lie at its top, and everything its host was asked for. */
function project(more: Readonly<Record<string, string>> = {}) {
  const files: Record<string, string> = { '/p/.ansible-lint': 'tags: [name]\n', ...more };
  for (let at = 0; at < ROLES; at++)
    for (const part of ['tasks', 'handlers']) files[`/p/roles/r${at}/${part}/main.yml`] = TASKS;
  const workspace = createWorkspace({
    data: schemaData(),
    today: () => '2026-01-01',
    log: (message) => expect.fail(message),
  });
  workspace.setFolders(['/p']);
  const asked: string[] = [];
  const unanswered = new Set<string>();
  const load = (path: string) =>
    loadWanted(
      workspace,
      path,
      async (wanted) => {
        asked.push(...wanted.files);
        const listed = wanted.folders.flatMap(({ path: folder, endings }) =>
          Object.keys(files).filter(
            (each) => each.slice(0, each.lastIndexOf('/')) === folder && endings.some((end) => each.endsWith(end)),
          ),
        );
        return {
          files: [...wanted.files, ...listed].map((each) => ({ path: each, text: files[each] ?? null })),
          present: [],
        };
      },
      unanswered,
    );
  const open = (path: string) => {
    workspace.open(path, files[path] ?? '');
    return load(path);
  };
  return { workspace, files, asked, unanswered, load, open };
}

const paths = Array.from({ length: ROLES }, (_, at) => `/p/roles/r${at}/tasks/main.yml`);

test('what lies above many files is asked for once, and not in the parts of roles', async () => {
  const { workspace, asked, unanswered, open } = project();
  for (const path of paths) await open(path);
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked.filter((path) => /roles\/r\d+\/(tasks|handlers)\/\.ansible-lint$/.test(path))).toEqual([]);
  expect(asked).toContain('/p/roles/r0/.ansible-lint');
  expect(asked.filter((path) => path === '/p/.ansible-lint')).toHaveLength(1);
  expect(unanswered.size).toBe(0);
  for (const path of paths) expect(workspace.check(path).findings.map(({ code }) => code)).toContain('ansible/name');
});

test('settings that come or go count for every file below', async () => {
  const { workspace, files, open, load } = project();
  const [path = ''] = paths;
  await open(path);
  const named = () => workspace.check(path).findings.some(({ code }) => code === 'ansible/name');
  expect(named()).toBe(true);
  workspace.close('/p/.ansible-lint');
  workspace.markMissing('/p/.ansible-lint');
  await load(path);
  expect(named()).toBe(false);
  workspace.open('/p/roles/r0/.ansible-lint', 'tags: [name]\n');
  await load(path);
  expect(named()).toBe(true);
  // Another file that was closed is read again, as it is by now.
  workspace.close('/p/roles/r0/.ansible-lint');
  files['/p/roles/r0/.ansible-lint'] = 'skip_list: [name]\n';
  await load(path);
  expect(workspace.text('/p/roles/r0/.ansible-lint')).toBe('skip_list: [name]\n');
  expect(named()).toBe(false);
});

test('settings below the folder of a role are those of its parts as well', async () => {
  const { workspace, open } = project({ '/p/roles/r1/.ansible-lint': 'skip_list: [name]\n' });
  const [first = '', second = ''] = paths;
  for (const path of [first, second]) await open(path);
  const codes = (path: string) => workspace.check(path).findings.map(({ code }) => code);
  expect(codes(first)).toContain('ansible/name');
  expect(codes(second)).not.toContain('ansible/name');
});
