import { expect, test } from 'vitest';
import { type Module, moduleOf } from '../../../server/core/languages/terraform/read/module.ts';
import type { TerraformReading } from '../../../server/core/languages/terraform/read/reading.ts';
import type { Workspace } from '../../../server/core/service/api.ts';
import { createWorkspace } from '../../../server/core/service/workspace.ts';
import { schemaData } from '../../plans/data.ts';

function opened(texts: Readonly<Record<string, string>>): Workspace {
  const workspace = createWorkspace({
    data: schemaData(),
    today: () => '2026-01-01',
    log: (message) => expect.fail(message),
  });
  workspace.setFolders(['/w']);
  for (const [path, text] of Object.entries(texts)) workspace.open(path, text);
  return workspace;
}

const seenFrom = (workspace: Workspace, path: string): Module =>
  moduleOf(workspace.reading(path) as TerraformReading, workspace);

test('the files of a folder share one module: it is not made once for each of them', () => {
  const workspace = opened({ '/w/a.tf': 'locals {\n  a = 1\n}\n', '/w/b.tf': 'locals {\n  b = 1\n}\n' });
  const first = seenFrom(workspace, '/w/a.tf');
  expect(seenFrom(workspace, '/w/b.tf')).toBe(first);
  workspace.open('/w/b.tf', 'locals {\n  c = 1\n}\n');
  const next = seenFrom(workspace, '/w/a.tf');
  expect([...next.declared.keys()]).toEqual(['local.a', 'local.c']);
  expect(seenFrom(workspace, '/w/b.tf')).toBe(next);
});

test('files that stand for others are seen by those alone that read them', () => {
  const workspace = opened({
    '/w/a.tf': 'locals {\n  a = 1\n}\n',
    '/w/b.tf': 'locals {\n  old = 1\n}\n',
    '/w/b.tofu': 'locals {\n  new = 1\n}\n',
  });
  const names = (path: string): readonly string[] => [...seenFrom(workspace, path).declared.keys()];
  expect(names('/w/a.tf')).toEqual(['local.a', 'local.new']);
  expect(names('/w/b.tf')).toEqual(['local.a', 'local.old']);
  expect(names('/w/b.tofu')).toEqual(['local.a', 'local.new']);
});
