import type { Plan, Source } from '../model/plan.ts';
import type { Draft, DraftNode } from './draft.ts';
import type { Migration } from './input.ts';
import { callsIn, type Verdict } from './migration-calls.ts';
import { say } from './phrase.ts';
import { recreatedIn } from './recreated.ts';
import type { WarningDraft } from './warnings/warning.ts';

export interface SchemaCheck {
  readonly check: NonNullable<Plan['schemaChecks']>[number];
  readonly store: DraftNode | undefined;
  readonly source: Source;
}

/** What blue can live with. The first pattern that matches a statement decides. */
const SQL: readonly (readonly [RegExp, Verdict])[] = [
  [/^DROP\s+(TABLE|SCHEMA|DATABASE|VIEW|MATERIALIZED\s+VIEW|TYPE|FUNCTION|SEQUENCE)\b/i, 'no'],
  [/^TRUNCATE\b/i, 'no'],
  [/^(EXEC\s+)?sp_rename\b/i, 'no'],
  [/^(RENAME\s+TABLE|ALTER\s+\w+\s+.*\bRENAME\s+(TO|COLUMN|AS)\b)/is, 'no'],
  [/^ALTER\s+TABLE\b.*\bDROP\s+(COLUMN\b|(?!CONSTRAINT|INDEX|KEY|PRIMARY|FOREIGN|DEFAULT|NOT\b|CHECK)\w)/is, 'no'],
  [/^ALTER\s+TABLE\b.*\bDROP\s+PRIMARY\b/is, 'no'],
  [/^ALTER\s+TABLE\b.*\bALTER\s+(COLUMN\s+)?\S+\s+(SET\s+DATA\s+)?TYPE\b/is, 'no'],
  [/^ALTER\s+TABLE\b.*\b(MODIFY|CHANGE)\b/is, 'no'],
  [/^ALTER\s+TABLE\b.*\bSET\s+NOT\s+NULL\b/is, 'no'],
  [
    /^ALTER\s+TABLE\b(?!.*\bDEFAULT\b).*\bADD\s+(COLUMN\s+)?(?!CONSTRAINT|INDEX|KEY|UNIQUE|PRIMARY|FOREIGN|CHECK).*\bNOT\s+NULL\b/is,
    'no',
  ],
  [/^ALTER\s+TABLE\b.*\bADD\s+(CONSTRAINT|UNIQUE|PRIMARY|FOREIGN|CHECK)\b/is, 'unknown'],
  [/^(UPDATE|DELETE|MERGE|REPLACE)\b/i, 'unknown'],
  [
    /^(CREATE|ALTER\s+TABLE\b.*\bADD\b|ALTER\s+TABLE\b.*\bDROP\s+(DEFAULT|NOT\s+NULL|CONSTRAINT|INDEX)|DROP\s+INDEX|COMMENT|GRANT|INSERT)\b/is,
    'yes',
  ],
];

/** Where a migration says how to take itself back: no part of what is going to run. */
const WAY_BACK = /\bdef\s+(downgrade|down)\b|^--\s*\+goose\s+Down|^--\s*migrate:down|^--\s*rollback\s*$/im;

/** Pending migrations, statement by statement, tied to the only database of the unit where there is just one. */
export function schemaChecks(draft: Pick<Draft, 'input' | 'nodes'>): readonly SchemaCheck[] {
  const databases = draft.nodes.filter(
    ({ lifecycle }) => lifecycle.class === 'persistent' && lifecycle.traits?.kind === 'database',
  );
  const store = databases.length === 1 ? databases[0] : undefined;
  const all = (draft.input.migrations ?? []).flatMap((migration) =>
    judged(migration).map((each) => ({ ...each, path: migration.path })),
  );
  const recreated = recreatedIn(all.map(({ statement }) => statement));
  return all.map(({ path, statement, compatible: verdict, line }) => {
    const compatible = verdict === 'no' && recreated.covers(statement) ? 'unknown' : verdict;
    return {
      check: {
        store: store?.id ?? path,
        change: short(statement),
        compatible,
        phase: compatible === 'no' ? 'contract' : 'expand',
      },
      store,
      source: { path, range: { start: { line, character: 0 }, end: { line, character: 0 } } },
    };
  });
}

interface Judged {
  readonly statement: string;
  readonly compatible: Verdict;
  readonly line: number;
}

function judged({ path, text }: Migration): readonly Judged[] {
  if (/(\.down\.sql|\/U\d[^/]*\.sql|\.rollback\.sql)$/i.test(path)) return [];
  const end = WAY_BACK.exec(text)?.index ?? text.length;
  const forward = text.slice(0, end);
  return /\.sql$/i.test(path) ? sqlStatements(forward) : calls(withoutRollbacks(forward));
}

function sqlStatements(text: string): readonly Judged[] {
  const clean = text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, blank);
  const found: Judged[] = [];
  let at = 0;
  for (const statement of clean.split(';')) {
    const lead = /^\s*/.exec(statement)?.[0].length ?? 0;
    const body = statement.trim();
    const compatible = SQL.find(([pattern]) => pattern.test(body))?.[1];
    if (compatible) found.push({ statement: body, compatible, line: lineOf(clean, at + lead) });
    at += statement.length + 1;
  }
  return found;
}

/** Inside a change set of Liquibase (XML, YAML) the way back is followed by more changes: it is blanked out where it stands. */
function withoutRollbacks(text: string): string {
  const clean = text.replace(/<rollback\b[^>]*?(\/>|>[\s\S]*?<\/rollback>)/g, blank);
  let deep: number | undefined;
  const lines = clean.split('\n').map((line) => {
    const indent = line.search(/\S/);
    if (deep !== undefined && indent >= 0 && indent <= deep) deep = undefined;
    if (deep !== undefined) return blank(line);
    const key = /^\s*(?:- )?(?=rollback\s*:)/.exec(line)?.[0].length;
    if (key === undefined) return line;
    deep = key;
    return blank(line);
  });
  return lines.join('\n');
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function calls(text: string): readonly Judged[] {
  return callsIn(text).map(({ statement, compatible, offset }) => ({
    statement,
    compatible,
    line: lineOf(text, offset),
  }));
}

const SHOWN_AT_MOST = 80;

function short(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length <= SHOWN_AT_MOST ? flat : `${flat.slice(0, SHOWN_AT_MOST - 1)}…`;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

/** What blue cannot live with must wait until blue is gone. */
export function migrationWarnings(draft: Draft): readonly WarningDraft[] {
  if (draft.first) return [];
  const broken = schemaChecks(draft).filter(({ check }) => check.compatible === 'no');
  const destructive = broken.map(
    ({ check, source }): WarningDraft => ({
      code: 'plan/destructive-migration',
      severity: 'blocker',
      node: check.store,
      source,
      message: say(
        '{0}: blue cannot work with the store after this migration, and it would run while blue still serves',
        check.change,
      ),
      fix: say('split it: add the new form now, copy the data, and remove the old form in the contract phase'),
    }),
  );
  const first = broken[0];
  if (!first || draft.duplicated.size === 0) return destructive;
  return [
    ...destructive,
    {
      code: 'plan/data-point-of-no-return',
      severity: 'high',
      node: first.check.store,
      source: first.store?.source ?? first.source,
      message: say('once green writes, blue cannot read what is in the store: going back loses data from that step on'),
      fix: say('make the schema change in two releases, so that both colours read both forms'),
    },
  ];
}
