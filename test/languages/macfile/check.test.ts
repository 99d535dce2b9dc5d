import { expect, test } from 'vitest';
import type { Finding } from '../../../server/core/model/finding.ts';
import { applyEdits } from '../../../server/core/model/span.ts';
import { marked } from './marks.ts';
import { check } from './project.ts';
import { BASE } from './rows.ts';
import { REFERENCES } from './rows-references.ts';
import { STRUCTURE } from './rows-structure.ts';
import { VALUES } from './rows-values.ts';

const ROWS = { ...STRUCTURE, ...REFERENCES, ...VALUES };

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code.replace('macfile/', '')).sort();

test.each(Object.entries(ROWS))('%s', (_, row) => {
  const { text, spans } = marked(row.text);
  const findings = check(text, row.files);
  expect(codes(findings)).toEqual([row.code, ...(row.also ?? [])].sort());
  const found = findings.find(({ code }) => code === `macfile/${row.code}`);
  expect(found?.severity).toBe(row.severity);
  expect([found?.span]).toEqual(spans);
  expect(found?.message).toContain(row.says ?? '');
  const fix = found?.fixes?.[0];
  if (row.fixed === undefined) return;
  const fixed = applyEdits(text, fix?.edits ?? []);
  expect(fixed).toBe(row.fixed);
  expect(codes(check(fixed, row.files))).toEqual(expect.not.arrayContaining([row.code]));
});

test('a sound file has no finding', () => {
  expect(check(BASE)).toEqual([]);
});

test('what an alias repeats is said once', () => {
  const text = BASE.replace('app_inf:', 'app_inf: &one').replace(
    'role: app\n',
    "role: app\n    amount: '2'\n    environment:\n      - A: 1.5\n",
  );
  expect(codes(check(`${text}  again: *one\n`))).toEqual(['dropped-value', 'wrong-type']);
});

test('a ring of ready is found', () => {
  const two = BASE.replace('roles:\n', 'roles:\n  db:\n    instance create:\n      configuration: c\n')
    .replace('role: app\n', 'role: app\n    ready: role.db\n')
    .concat('  db_inf:\n    name: d\n    location: l\n    role: db\n');
  expect(codes(check(two))).toEqual([]);
  expect(codes(check(`${two}    ready: role.app\n`))).toEqual(['ready-cycle', 'ready-cycle']);
});

test('what a placeholder stands for is not judged', () => {
  const text = BASE.replace('role: app\n', 'role: app\n    amount: {N}\n    provider: {P}\n    ready: {R}\n');
  expect(check(text.replace('{INF_VERSION}', '{A}-{B}'))).toEqual([]);
  expect(check(text.replace('role: app\n', "role: '{ROLE}'\n"))).toEqual([]);
});

/** All codes of the language; a new one needs a row. */
const CODES = [
  'action-kind',
  'address-reference',
  'configuration-and-bootstrap',
  'destroy-reference',
  'digit-placeholder',
  'dropped-value',
  'duplicate-key',
  'environment-reference',
  'folded-backslash',
  'forward-reference',
  'merge-key',
  'missing-key',
  'missing-parent',
  'no-effect',
  'no-errexit',
  'non-string-property',
  'old-format',
  'ready-cycle',
  'ready-on-action',
  'ready-unknown',
  'reference-prefix',
  'reference-terminator',
  'remote-file',
  'stray-placeholder',
  'two-regex',
  'undefined-action',
  'undefined-entry',
  'undefined-param',
  'undefined-parent',
  'undefined-resource',
  'undefined-role',
  'unknown-key',
  'unknown-value',
  'unquoted-version',
  'unused-action',
  'unused-resource',
  'unused-role',
  'wrong-type',
  'yaml-syntax',
];

test('every code of the format is tested', () => {
  expect([...new Set(Object.values(ROWS).map(({ code }) => code))].sort()).toEqual(CODES);
});
