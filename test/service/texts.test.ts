import { expect, test } from 'vitest';
import type { DataSource } from '../../server/core/schema/data.ts';
import { createWorkspace } from '../../server/core/service/workspace.ts';

const NO_DATA: DataSource = { json: () => undefined, bytes: () => undefined, inflate: (bytes) => bytes };

/** A workspace of listed documents, and which of their texts were asked for. */
function listed(texts: Record<string, string>) {
  const asked: string[] = [];
  const workspace = createWorkspace({
    data: NO_DATA,
    today: () => '2026-01-01',
    log: () => {},
    textOf(path) {
      asked.push(path);
      return texts[path];
    },
  });
  for (const path of Object.keys(texts)) workspace.list(path);
  return { workspace, asked };
}

test('the text of a listed document is asked for when it is needed', () => {
  const { workspace, asked } = listed({ '/w/a.tf': 'a', '/w/b.tf': 'b' });
  expect(workspace.documents).toEqual(['/w/a.tf', '/w/b.tf']);
  expect(workspace.has('/w/a.tf')).toBe(true);
  expect(asked).toEqual([]);
  expect([workspace.text('/w/b.tf'), workspace.text('/w/b.tf')]).toEqual(['b', 'b']);
  expect(asked).toEqual(['/w/b.tf']);
});

test('texts are kept up to a budget, then asked for again', () => {
  const long = 'x'.repeat(300_000);
  const { workspace, asked } = listed({ '/w/a.tf': long, '/w/b.tf': long, '/w/c.tf': 'c' });
  for (const path of ['/w/a.tf', '/w/b.tf', '/w/c.tf', '/w/b.tf', '/w/a.tf']) workspace.text(path);
  expect(asked).toEqual(['/w/a.tf', '/w/b.tf', '/w/c.tf', '/w/a.tf']);
});

test('of a Python source only what is ever read is kept, and a document that is opened has its own text', () => {
  const { workspace } = listed({ '/w/a.py': 'import os\nDOCUMENTATION = "x"\n', '/w/b.tf': 'old' });
  expect(workspace.text('/w/a.py')).not.toContain('import');
  workspace.open('/w/b.tf', 'new');
  expect(workspace.text('/w/b.tf')).toBe('new');
});

test('a text that cannot be had (any more) is none', () => {
  const { workspace } = listed({});
  workspace.list('/w/gone.tf');
  expect(workspace.text('/w/gone.tf')).toBeUndefined();
});
