import { expect, test } from 'vitest';
import { classify, type LifecycleTable } from '../../server/core/schema/lifecycle.ts';
import { data } from './build.ts';
import { fixture } from './real.ts';

/** What a person says a type is, from its documentation; how it was judged: `fixtures/truth/README.md`. */
interface Judged {
  readonly table: LifecycleTable;
  readonly type: string;
  /** One, or two where the documentation leaves two. */
  readonly classes: readonly string[];
  readonly reason: string;
  readonly source: string;
}

const TABLES = ['ansible', 'cloudformation', 'kubernetes', 'macfile', 'terraform'] as const;
const TRUTH = judged('truth', TABLES);
const SAMPLES = ['holdout', 'holdout-2', 'holdout-3'].flatMap((folder) =>
  judged(`truth/${folder}`, ['ansible', 'cloudformation', 'terraform']),
);

function judged(folder: string, tables: readonly LifecycleTable[]): readonly Judged[] {
  return tables.flatMap((table) =>
    fixture(`${folder}/${table}.tsv`)
      .trim()
      .split('\n')
      .map((line) => {
        const [type = '', classes = '', reason = '', source = ''] = line.split('\t');
        return { table, type, classes: classes.split('|'), reason, source };
      }),
  );
}

const answer = ({ table, type }: Judged): string => classify(table, type, data).class;
const wrongIn = (rows: readonly Judged[]) => rows.filter((row) => !row.classes.includes(answer(row)));
const said = (rows: readonly Judged[]) => rows.map((row) => `${row.type} ${row.classes.join('|')}, not ${answer(row)}`);
const shareOf = (rows: readonly Judged[]) => (rows.length - wrongIn(rows).length) / rows.length;

test('at least 330 types, each once, with one class, a reason and a source', () => {
  expect(TRUTH.length).toBeGreaterThanOrEqual(330);
  const rows = [...TRUTH, ...SAMPLES];
  expect(new Set(rows.map(({ table, type }) => `${table} ${type}`)).size).toBe(rows.length);
  expect(rows.filter(({ reason, source }) => reason.length < 4 || !source.startsWith('https://'))).toEqual([]);
});

test('two classes stand in fewer than 5 of 100 rows, and each says what decides', () => {
  const several = TRUTH.filter(({ classes }) => classes.length > 1);
  expect(several.length / TRUTH.length).toBeLessThan(0.05);
  expect(several.filter(({ classes, reason }) => classes.length > 2 || !reason.startsWith('decided by '))).toEqual([]);
});

test('at least 95 % as a person says, unknown counting as wrong', () => {
  expect(shareOf(TRUTH), said(wrongIn(TRUTH)).join('\n')).toBeGreaterThanOrEqual(0.95);
});

test('nothing that holds state is said to hold none', () => {
  const stateful = TRUTH.filter(({ classes }) => classes.every((each) => each === 'persistent' || each === 'volatile'));
  expect(stateful.length).toBeGreaterThan(100);
  expect(said(stateful.filter((row) => answer(row) === 'stateless'))).toEqual([]);
});
