import { folderOf, isInside, nameOf } from '../model/paths.ts';
import type { PlanInput } from '../planner/index.ts';
import type { Wanted } from './api.ts';

export type Migration = NonNullable<PlanInput['migrations']>[number];

/** Schema migrations beside one file; `folder` is the file's own. */
export interface Beside {
  readonly folder: string;
  readonly files: readonly Migration[];
}

/** Where the usual tools keep their migrations, below the folder of the infrastructure or beside it. `*` = every folder. */
const FOLDERS = [
  'migrations', // golang-migrate, dbmate, sqlx
  'migrations/versions', // Flask-Migrate
  '*/migrations', // an app of Django
  'migration',
  'alembic/versions',
  'db', // Flyway's changes beside a schema, Liquibase's db/changelog.xml
  'db/migrate', // Rails
  'db/migration', // Flyway
  'db/migrations', // dbmate
  'db/changelog', // Liquibase
  'db/changelog/changes',
  'database/migrations',
  'prisma/migrations/*', // Prisma: a folder for each
  'schema/migrations',
  'sql',
  'sql/migrations',
  'src/main/resources/db/migration',
  'src/main/resources/db/changelog',
  'src/main/resources/db/changelog/changes',
  'supabase/migrations',
];

/** Folders that hold more than migrations: only what is named like one counts. */
const MIXED = new Set(['', 'db', 'sql']);

const ENDINGS = ['.sql', '.py', '.rb', '.xml', '.yaml', '.yml', '.json'];

/** Flyway `V1__x.sql`, `R__x.sql`; `0001_x.sql`, `20240101120000_x.up.sql`; a Liquibase changelog. */
const NAMED =
  /^([VR][\w.]*__.+\.sql|\d+[_-].+\.(sql|py|rb)|.+\.up\.sql|(.*[.-])?changelog[^/]*\.(xml|ya?ml|json|sql))$/i;

/** What takes a change back is no change that is pending. */
const BACKWARD = /(\.down\.sql|\.rollback\.sql|^U[\d.]+__.*\.sql|^__init__\.py|^env\.py)$/i;

/** What the host should read before `path` is planned against something. A check does not ask for it. */
export function migrationsWanted(path: string): Wanted {
  const folders = topsOf(folderOf(path)).flatMap((top) =>
    ['', ...FOLDERS].map((below) => ({
      path: [top, below].filter((part) => part !== '').join(top.endsWith('/') ? '' : '/'),
      endings: ENDINGS,
    })),
  );
  return { files: [], folders, probes: [] };
}

/** Those of the files read for `migrationsWanted(path)` that are migrations. */
export function migrationsBeside(
  path: string,
  read: readonly { readonly path: string; readonly text: string | null }[],
): Beside {
  const folder = folderOf(path);
  const files = read.flatMap(({ path: at, text }) =>
    text !== null && isMigration(at, folder) ? [{ path: at, text }] : [],
  );
  return { folder, files };
}

/** Migrations that blue has not run, oldest first by their names. A changelog that grew keeps only what is new in it. */
export function pendingMigrations(green: Beside, blue: Beside): readonly Migration[] {
  const known = new Map(blue.files.map(({ path, text }) => [below(path, blue.folder), text]));
  return green.files
    .flatMap(({ path, text }): readonly Migration[] => {
      const before = known.get(below(path, green.folder));
      if (before === undefined) return [{ path, text }];
      if (before === text) return [];
      if (/^R__/.test(nameOf(path))) return [{ path, text }];
      return isChangelog(path, text) ? [{ path, text: onlyNew(text, before) }] : [];
    })
    .sort((a, b) => byNumbers(a.path, b.path));
}

/** The folder of the file, and the one it lies in: infrastructure often has a folder of its own beside the application. */
function topsOf(folder: string): readonly string[] {
  const above = folderOf(folder);
  return above === folder ? [folder] : [folder, above];
}

function isMigration(path: string, folder: string): boolean {
  const name = nameOf(path);
  const here = folderOf(path);
  const top = topsOf(folder).find((each) => isInside(each, here)) ?? folder;
  const at = below(here, top);
  if (BACKWARD.test(name)) return false;
  return MIXED.has(at)
    ? NAMED.test(name)
    : /\.(sql|py|rb)$/i.test(name) || NAMED.test(name) || at.includes('changelog');
}

function below(path: string, folder: string): string {
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  if (path === folder) return '';
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** A change set of Liquibase begins where its id is said: `<changeSet id=…`, `- changeSet:`, `--changeset author:id`. */
const CHANGE_SET = /<changeSet\b|^\s*-\s+changeSet\s*:|\{\s*"changeSet"|^--\s*changeset\s/gim;

function isChangelog(path: string, text: string): boolean {
  return !/\.(py|rb)$/i.test(path) && text.search(CHANGE_SET) >= 0;
}

/** Blanks out what `before` has as well, so that lines keep their numbers. */
function onlyNew(text: string, before: string): string {
  const known = new Set(changeSets(before).map(squeezed));
  return changeSets(text)
    .map((part) => (known.has(squeezed(part)) ? part.replace(/[^\n]/g, ' ') : part))
    .join('');
}

function changeSets(text: string): readonly string[] {
  const starts = [0, ...[...text.matchAll(CHANGE_SET)].map(({ index }) => index), text.length];
  return starts.slice(1).map((end, at) => text.slice(starts[at], end));
}

/** The last one is followed by the end of the list, whichever that is. */
function squeezed(part: string): string {
  return part.replace(/<\/databaseChangeLog>|[\s,\]}]+/g, '');
}

/** `V2__x` before `V10__x`. */
function byNumbers(one: string, other: string): number {
  const padded = (path: string): string => path.replace(/\d+/g, (digits) => digits.padStart(20, '0'));
  const [a, b] = [padded(one), padded(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}
