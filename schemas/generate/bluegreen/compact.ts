/**
 * Makes `schemas/bluegreen/` from the lifecycle table and the replacement facts (see SOURCES.md):
 *   node schemas/generate/bluegreen/compact.ts FACTS_FOLDER
 * Equal rows are stored once and every type is a number, so that the whole table loads in a few milliseconds.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { familyOf } from './families.ts';

interface Row {
  readonly class: string;
  readonly confidence: number;
  readonly reasons: readonly string[];
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly snapshot?: boolean;
  readonly cfn?: string;
  readonly physicalNameProps?: readonly string[];
  readonly nameArgs?: readonly string[];
  readonly namePrefixArgs?: readonly string[];
}

type Table = Readonly<Record<string, Row>>;
type Tables = Readonly<Record<(typeof TABLES)[number], Table>>;

const TABLES = ['cloudformation', 'terraform', 'kubernetes', 'ansible', 'macfile'] as const;
const facts = process.argv[2];
if (facts === undefined) throw new Error('usage: compact.ts FACTS_FOLDER');
const read = (name: string): unknown => JSON.parse(readFileSync(join(facts, name), 'utf8'));
const target = join(import.meta.dirname, '../../bluegreen');

const lifecycle = corrected(read('bluegreen/lifecycle.json') as Tables);
writeFileSync(join(target, 'lifecycle.json'), lines(compactLifecycle()));
const cloudformation = read('bluegreen/cfn-replacement.json') as {
  readonly types: Readonly<Record<string, { readonly yes: readonly string[]; readonly maybe?: readonly string[] }>>;
};
writeFileSync(
  join(target, 'replacement.json'),
  lines({ cloudformation: compactReplacement(), azurerm: read('terraform/azurerm.forcenew.json') as object }),
);

/** Rows that a person judged again against the documentation, names and twins stay; and types the raw tables lack. */
function corrected(raw: Tables): Tables {
  const file = join(import.meta.dirname, 'corrections.json');
  const corrections = JSON.parse(readFileSync(file, 'utf8')) as Readonly<
    Record<string, Readonly<Record<string, Partial<Row>>>>
  >;
  const tables = TABLES.map((table) => {
    const rows = Object.entries(corrections[table] ?? {}).map(([type, correction]) => {
      const { traits: _old, ...row } = raw[table][type] ?? ({} as Row);
      return [type, { ...row, confidence: 0.85, reasons: ['REVIEWED'], ...correction }];
    });
    return [table, { ...inFamilies(raw[table]), ...Object.fromEntries(rows) }];
  });
  return Object.fromEntries(tables) as Tables;
}

/** Rows that nobody judged by themselves, by the family their type belongs to. */
function inFamilies(rows: Table): Table {
  return Object.fromEntries(
    Object.entries(rows).map(([type, row]) => {
      const judged = row.reasons.some((reason) => /^(CURATED|REVIEWED|FACT_)/.test(reason));
      const family = judged ? undefined : familyOf(type);
      if (!family) return [type, row];
      const { traits: _old, ...rest } = row;
      return [type, { ...rest, confidence: 0.8, reasons: ['REVIEWED'], ...family }];
    }),
  );
}

function compactLifecycle(): object {
  const rows = new Map<string, number>();
  const sorted = TABLES.map((table) => {
    const entries = Object.entries(lifecycle[table]).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return [table, entries] as const;
  });
  const perType = <T>(of: (row: Row) => T | undefined): object =>
    Object.fromEntries(
      sorted.map(([table, entries]) => [
        table,
        Object.fromEntries(entries.map(([type, row]) => [type, of(row)]).filter(([, part]) => part !== undefined)),
      ]),
    );
  const types = perType((row) => numberOf(rows, row));
  return {
    rows: [...rows.keys()].map((row) => JSON.parse(row) as unknown),
    types,
    names: perType(namesOf),
    twins: perType((row) => row.cfn),
  };
}

function numberOf(rows: Map<string, number>, { class: name, confidence, reasons, traits, snapshot }: Row): number {
  const text = JSON.stringify([name, confidence, reasons, ...(traits || snapshot ? [{ ...traits, snapshot }] : [])]);
  const number = rows.get(text) ?? rows.size;
  rows.set(text, number);
  return number;
}

function namesOf({ physicalNameProps, nameArgs, namePrefixArgs }: Row): string | undefined {
  const plain = physicalNameProps ?? nameArgs;
  return plain && [plain.join(','), namePrefixArgs?.join(',')].filter(Boolean).join('|');
}

function compactReplacement(): object {
  return Object.fromEntries(
    Object.entries(cloudformation.types).map(([type, { yes, maybe }]) => [
      type,
      [yes.join(','), maybe?.join(',')].filter((part) => part !== undefined).join('|'),
    ]),
  );
}

/** One line per key of the first two levels. */
function lines(value: object): string {
  const sections = Object.entries(value).map(([key, part]: [string, object]) => {
    if (Array.isArray(part)) return `"${key}": [\n${part.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
    const rows = Object.entries(part).map(([name, row]) => `${JSON.stringify(name)}: ${JSON.stringify(row)}`);
    return `"${key}": {\n${rows.join(',\n')}\n}`;
  });
  return `{\n${sections.join(',\n')}\n}\n`;
}
