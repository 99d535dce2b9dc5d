import { expect, test } from 'vitest';
import { actionsAt, safeEdits } from '../../server/core/service/fixes.ts';
import { createWorkspace } from '../../server/core/service/workspace.ts';
import { data } from '../harness/rule-check.ts';

/** Generous for a busy machine; each of these took from ten seconds to minutes when its time grew with the square of its size. */
const MOST_MILLISECONDS = 5000;

function opened(path: string, text: string) {
  const workspace = createWorkspace({ data, today: () => '2026-11-24', log: () => {} });
  workspace.setFolders(['/w']);
  workspace.open(path, text);
  return workspace;
}

function millisecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const ANSIBLE = '- hosts: all\n  tasks:\n    - name: X\n      ansible.builtin.debug: {msg: x}\n';

test.each(['ignore[no-latest-tag]', 'ignore-line[no-latest-tag]', 'disable[no-latest-tag]'])(
  '20,000 comments of the form %s',
  (directive) => {
    const workspace = opened('/w/site.yml', ANSIBLE + `# verdigris: ${directive}\n`.repeat(20_000));
    expect(millisecondsOf(() => workspace.check('/w/site.yml'))).toBeLessThan(MOST_MILLISECONDS);
    const { findings } = workspace.check('/w/site.yml');
    expect(findings.filter(({ code }) => code === 'suppression/unused')).toHaveLength(20_000);
  },
);

test('20,000 variables of one play', () => {
  const keys = Array.from({ length: 20_000 }, (_, at) => `    k${at}: ${at}\n`).join('');
  const workspace = opened('/w/site.yml', ANSIBLE.replace('  tasks:', `  vars:\n${keys}  tasks:`));
  expect(millisecondsOf(() => workspace.check('/w/site.yml'))).toBeLessThan(2500);
  expect(workspace.check('/w/site.yml').language).toBe('ansible');
});

test('a selection over thousands of findings, all on one line', () => {
  const buckets = Array.from({ length: 3000 }, (_, at) => `"k${at}":{"Type":"AWS::S3::Bucket"}`);
  const text = `{"AWSTemplateFormatVersion":"2010-09-09","Resources":{${buckets.join(',')}}}`;
  const workspace = opened('/w/template.json', text);
  expect(workspace.check('/w/template.json').findings.length).toBeGreaterThan(3000);
  const whole = { start: 0, end: text.length };
  expect(millisecondsOf(() => actionsAt(workspace, '/w/template.json', whole))).toBeLessThan(MOST_MILLISECONDS);
  expect(millisecondsOf(() => safeEdits(workspace, '/w/template.json'))).toBeLessThan(2 * MOST_MILLISECONDS);
  expect(safeEdits(workspace, '/w/template.json').length).toBeGreaterThan(0);
});

test('locals that double sixty times', () => {
  const faults: string[] = [];
  const doubling = Array.from({ length: 60 }, (_, at) => `  l${at + 1} = "\${local.l${at}}\${local.l${at}}"\n`).join(
    '',
  );
  const workspace = createWorkspace({ data, today: () => '2026-11-24', log: (message) => faults.push(message) });
  workspace.setFolders(['/w']);
  workspace.open('/w/main.tf', `locals {\n  l0 = "ab"\n${doubling}}\nresource "x_y" "r" {\n  v = local.l60\n}\n`);
  expect(millisecondsOf(() => workspace.check('/w/main.tf'))).toBeLessThan(MOST_MILLISECONDS);
  expect(faults).toEqual([]);
});
