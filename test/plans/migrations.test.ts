import { join, relative } from 'node:path/posix';
import { describe, expect, test } from 'vitest';
import { plan } from '../../server/core/planner/index.ts';
import { migrationsBeside, migrationsWanted, pendingMigrations } from '../../server/core/service/migrations.ts';
import { fixture, inputOf } from './real.ts';

/** What blue lacks of what is there now, by name and text. */
function pending(now: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>) {
  const side = (files: Readonly<Record<string, string>>) =>
    migrationsBeside(
      '/w/infra/main.tf',
      Object.entries(files).map(([path, text]) => ({ path: join('/w/infra', path), text })),
    );
  return pendingMigrations(side(now), side(before)).map(({ path, text }) => [relative('/w/infra', path), text]);
}

describe('which files are migrations', () => {
  test('the folder of the file, the one above, and the usual ones below them are asked for', () => {
    const { files, folders } = migrationsWanted('/w/infra/main.tf');
    expect(files).toEqual([]);
    const paths = folders.map(({ path }) => path);
    expect(paths).toContain('/w/infra');
    expect(paths).toContain('/w/infra/db/migrate');
    expect(paths).toContain('/w/migrations');
    expect(paths).toContain('/w/*/migrations');
    expect(paths.every((path) => path.startsWith('/w'))).toBe(true);
  });

  test.each([
    'V2__drop.sql',
    '0002_drop.up.sql',
    'migrations/0002_drop.sql',
    'migrations/0002_remove_name.py',
    'db/migrate/20240101120000_drop.rb',
    'alembic/versions/ab12_drop.py',
    'db/changelog/db.changelog-2.xml',
    'db/changelog.yaml',
    'prisma/migrations/20240101_drop/migration.sql',
    'shop/migrations/0002_remove_name.py',
    '../migrations/0002_drop.sql',
    '../db/migrate/20240101120000_drop.rb',
    '../shop/migrations/0002_remove_name.py',
    '../V2__drop.sql',
  ])('%s is one', (name) => {
    expect(pending({ [name]: 'DROP TABLE a;' }, {})).toEqual([[name, 'DROP TABLE a;']]);
  });

  test.each([
    'report.sql',
    '../report.sql',
    '../db/seed.sql',
    'migrations/0002_drop.down.sql',
    'U2__drop.sql',
    'values.yaml',
    'migrations/__init__.py',
  ])('%s is none', (name) => {
    expect(pending({ [name]: 'DROP TABLE a;' }, {})).toEqual([]);
  });
});

describe('what blue has run does not count', () => {
  test('a file that blue has, changed or not', () => {
    expect(pending({ 'V1__a.sql': 'DROP TABLE a;' }, { 'V1__a.sql': 'CREATE TABLE a(b int);' })).toEqual([]);
  });

  test('a repeatable migration counts when its text changed', () => {
    expect(pending({ 'R__v.sql': 'DROP VIEW v;' }, { 'R__v.sql': '' })).toEqual([['R__v.sql', 'DROP VIEW v;']]);
  });

  test('oldest first, by numbers', () => {
    const names = pending({ 'V10__a.sql': '', 'V2__a.sql': '', 'V1__a.sql': '' }, { 'V1__a.sql': '' });
    expect(names.map(([name]) => name)).toEqual(['V2__a.sql', 'V10__a.sql']);
  });

  test('a changelog that grew: only its new change sets, where they stand', () => {
    const set = (id: number, change: string) => `  <changeSet id="${id}" author="a">\n    ${change}\n  </changeSet>\n`;
    const log = (...sets: string[]) => `<databaseChangeLog>\n${sets.join('')}</databaseChangeLog>\n`;
    const one = set(1, '<dropTable tableName="old"/>');
    const two = set(2, '<dropColumn tableName="t" columnName="c"/>');
    const [[, text = ''] = []] = pending({ 'db/changelog.xml': log(one, two) }, { 'db/changelog.xml': log(one) });
    expect(text).not.toContain('dropTable');
    expect(text.split('\n')[5]).toContain('dropColumn');
    expect(pending({ 'db/changelog.xml': log(one) }, { 'db/changelog.xml': log(one) })).toEqual([]);
  });
});

const path = 'shop.yaml';
const planned = (file: string, text: string) =>
  plan({
    ...inputOf('cloudformation', fixture('golden-1/green.yaml'), fixture('golden-1/blue.yaml'), path),
    migrations: [{ path: file, text }],
  });

describe('the plan', () => {
  test('what only adds is run before green, and warns of nothing', () => {
    const made = planned('migrations/2.sql', 'ALTER TABLE o ADD COLUMN n text;');
    expect(made.warnings.filter(({ code }) => /migration|data-point/.test(code))).toEqual([]);
    const step = made.steps.find(({ action, phase }) => action === 'migrate' && phase === 'expand');
    expect(step).toMatchObject({ nodes: ['Resources.Database'], reversible: true });
    expect(step?.do).toContain('migrations/2.sql');
    expect(step?.n).toBeLessThan(made.steps.find(({ phase }) => phase === 'provision')?.n ?? 0);
    expect(made.dataPointOfNoReturn).toBeUndefined();
  });

  test('what takes something away is a blocker, waits for the end, and makes a point of no return for the data', () => {
    const made = planned('migrations/2.sql', 'CREATE TABLE a(b int);\nALTER TABLE o DROP COLUMN n;');
    const warning = made.warnings.find(({ code }) => code === 'plan/destructive-migration');
    expect(warning).toMatchObject({ severity: 'blocker', node: 'Resources.Database' });
    expect(warning?.source).toMatchObject({ path: 'migrations/2.sql', range: { start: { line: 1 } } });
    expect(made.steps.at(-1)).toMatchObject({ phase: 'contract', reversible: false });
    expect(made.steps.at(-1)?.do).toContain('migrations/2.sql');
    expect(made.dataPointOfNoReturn).toBeLessThanOrEqual(made.pointOfNoReturn ?? 0);
  });

  test.each([
    ['a view that is made again', 'DROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT 1;', []],
    ['a table of its own', 'CREATE TABLE "tmp" (a int);\nALTER TABLE tmp DROP COLUMN a;\nDROP TABLE tmp;', []],
    [
      'a table that takes the place of the old one',
      'CREATE TABLE n (a int);\nINSERT INTO n SELECT a FROM o;\nDROP TABLE o;\nALTER TABLE n RENAME TO o;',
      [],
    ],
    ['a table that is emptied by making it anew', 'DROP TABLE o;\nCREATE TABLE o (a int);', ['DROP TABLE o']],
    ['a table that gets another name', 'ALTER TABLE o RENAME TO p;', ['ALTER TABLE o RENAME TO p']],
  ])('blue misses only what it knows: %s', (_, text, missed) => {
    const checks = planned('migrations/2.sql', text).schemaChecks ?? [];
    expect(checks.filter(({ compatible }) => compatible === 'no').map(({ change }) => change)).toEqual(missed);
  });

  test('a way back is no change: Liquibase in XML and YAML, formatted SQL, Alembic, Rails', () => {
    const changes = (file: string, text: string) => planned(file, text).schemaChecks?.map(({ change }) => change) ?? [];
    expect(changes('a.xml', '<createTable/><rollback><dropTable/></rollback><dropColumn/>')).toEqual([
      'createTable',
      'dropColumn',
    ]);
    const yaml =
      '- changeSet:\n    id: 2\n    changes:\n      - createTable:\n    rollback:\n      - dropTable:\n- changeSet:\n    changes:\n      - dropColumn:\n';
    expect(changes('a.yaml', yaml)).toEqual(['createTable', 'dropColumn']);
    const sql = '--changeset a:1\nCREATE TABLE a(b int);\n--rollback DROP TABLE a;\n--changeset a:2\nDROP TABLE c;\n';
    expect(changes('a.sql', sql)).toEqual(['CREATE TABLE a(b int)', 'DROP TABLE c']);
    expect(changes('a.py', "def upgrade():\n  with x as batch_op:\n    batch_op.drop_column('a')\n")).toHaveLength(1);
    expect(changes('a.py', "def upgrade():\n  pass\ndef downgrade():\n  op.drop_column('a')\n")).toEqual([]);
    expect(changes('a.rb', 'def up\n add_column :a\nend\ndef down\n remove_column :a\nend\n')).toEqual([
      'add_column :a',
    ]);
  });
});

test.each([
  ['a.rb', 'add_column :orders, :note, :text', 'yes'],
  ['a.rb', 'add_column :orders, :total, :integer, null: false', 'no'],
  ['a.rb', 'add_column :orders, :total, :integer, null: false, default: 0', 'yes'],
  ['a.rb', 'change_column_null :orders, :note, true', 'yes'],
  ['a.rb', 'change_column_null :orders, :note, false', 'no'],
  ['a.rb', '# remove_column :orders, :note\nadd_index :orders, :note', 'yes'],
  ['a.rb', 'change_table :orders do |t|\n  t.remove :note\nend', 'no'],
  ['a.rb', 'execute "UPDATE orders SET note = 1"', 'unknown'],
  ['a.py', "op.add_column('orders', sa.Column('note', sa.Text()))", 'yes'],
  ['a.py', "op.add_column('orders', sa.Column('n', sa.Integer(), nullable=False))", 'no'],
  ['a.py', "op.add_column('orders', sa.Column('n', sa.Integer(), nullable=False, server_default='0'))", 'yes'],
  ['a.py', "op.alter_column('orders', 'n',\n    existing_type=sa.Integer(),\n    nullable=False)", 'no'],
  ['a.py', "migrations.AddField('order', 'note', models.TextField(null=True))", 'yes'],
  ['a.py', "migrations.AddField('order', 'note', models.TextField(default=''))", 'no'],
  ['a.py', "migrations.AddField('order', 'note', models.TextField(db_default=''))", 'yes'],
  ['a.py', "migrations.CreateModel(name='Note', fields=[])", 'yes'],
  ['a.py', 'migrations.RunPython(copy)', 'unknown'],
  ['a.xml', '<addColumn tableName="o"><column name="n" type="int"/></addColumn>', 'yes'],
  [
    'a.xml',
    '<addColumn tableName="o"><column name="n" type="int"><constraints nullable="false"/></column></addColumn>',
    'no',
  ],
  [
    'a.yaml',
    '- addColumn:\n    columns:\n    - column:\n        name: n\n        constraints:\n          nullable: false\n',
    'no',
  ],
  ['a.json', '{ "addColumn": { "columns": [ { "column": { "name": "n" } } ] } }', 'yes'],
])('%s: %s: blue can live with it: %s', (file, text, verdict) => {
  expect(planned(file, text).schemaChecks?.map(({ compatible }) => compatible)).toEqual([verdict]);
});
