import { dirname } from 'node:path';
import { isInside, joinPath } from '../../core/model/paths.ts';
import type { Wanted, Workspace } from '../../core/service/api.ts';
import { importersWanted } from '../../core/service/imports.ts';
import { foldersAt, type Loaded, loadWanted } from '../../core/service/load.ts';
import { type Beside, migrationsBeside, migrationsWanted } from '../../core/service/migrations.ts';
import type { BlueTexts } from '../../core/service/plan.ts';
import { createWorkspace } from '../../core/service/workspace.ts';
import { diskFiles, textOf } from '../files.ts';
import { Usage } from './arguments.ts';
import { type Revision, revisionOf } from './git.ts';
import { absolute, type Input } from './inputs.ts';
import { processOutput } from './output.ts';

/** One unit as it is, or was, somewhere. */
export interface Side {
  readonly texts: BlueTexts;
  readonly migrations: Beside;
}

/** What is deployed now: a file of that name wins; otherwise it is a revision. */
export async function blueSide(workspace: Workspace, input: Input, against: string): Promise<Side> {
  const path = absolute(against);
  const file = await textOf(path);
  if (file === undefined) return sideAt(workspace, input, '--against', against);
  const read = (wanted: Wanted) => diskFiles.read(wanted, [...workspace.folders, dirname(path)]);
  return {
    texts: { kind: 'file', files: await unitTexts(workspace, path, file, read) },
    migrations: await migrationsOnDisk(workspace, path),
  };
}

/** The unit at a revision of the repository it lies in. */
export async function sideAt(
  workspace: Workspace,
  input: Input,
  option: '--against' | '--since',
  wish: string,
): Promise<Side> {
  const revision = await revisionOf(wish, dirname(input.path));
  const what = option === '--against' ? 'neither a file nor a git revision' : 'no git revision';
  if (!revision) throw new Usage(`${option}: there is ${what} ${JSON.stringify(wish)} here.`);
  const text = await revision.text(input.path);
  if (text === undefined) throw new Usage(`${option}: ${input.shown} does not exist at ${wish}.`);
  const kind = wish === 'HEAD' || wish === 'merge-base' ? (`git:${wish}` as const) : (`git:${revision.name}` as const);
  const read = (wanted: Wanted) => readAt(revision, wanted, workspace);
  const { files } = await read(migrationsWanted(input.path));
  return {
    texts: { kind, files: await unitTexts(workspace, input.path, text, read) },
    migrations: migrationsBeside(input.path, files),
  };
}

export async function migrationsOnDisk(workspace: Workspace, path: string): Promise<Beside> {
  const { files } = await diskFiles.read(migrationsWanted(path), [...workspace.folders, dirname(path)]);
  return migrationsBeside(path, files);
}

/** Templates as they are now that may import what one of the sides exports. */
export async function importersOnDisk(
  workspace: Workspace,
  { path, text }: Input,
  blue: Side,
): Promise<Loaded['files']> {
  if (workspace.languageOf(path).language !== 'cloudformation') return [];
  const wanted = importersWanted(path, [text, ...blue.texts.files.map((file) => file.text)]);
  return (await diskFiles.read(wanted, [...workspace.folders, dirname(path)])).files;
}

/** The main text and everything it needs, the main one first. */
async function unitTexts(
  workspace: Workspace,
  path: string,
  text: string,
  read: (wanted: Wanted) => Promise<Loaded>,
): Promise<BlueTexts['files']> {
  const before = createWorkspace({ data: workspace.data, today: () => workspace.today, log: processOutput.warn });
  before.setFolders(workspace.folders);
  before.open(path, text);
  const { language } = workspace.languageOf(path);
  if (language) before.choose(path, language);
  await loadWanted(before, path, read, new Set(), true);
  const others = before.documents.filter((each) => each !== path);
  return [{ path, text }, ...others.map((each) => ({ path: each, text: before.text(each) ?? '' }))];
}

/** Neighbours at a revision, inside the repository only. */
async function readAt(revision: Revision, { files, folders }: Wanted, workspace: Workspace): Promise<Loaded> {
  const inside = (path: string): boolean => workspace.folders.some((folder) => isInside(folder, path));
  const named = await Promise.all(
    folders
      .filter(({ path }) => inside(path))
      .map(async ({ path, endings }) => {
        const paths = await foldersAt(path, revision.folders);
        return paths.map((each) => ({ path: each, endings }));
      }),
  );
  const listed = await Promise.all(
    named.flat().map(async ({ path, endings }) => {
      const names = await revision.names(path);
      return names
        .filter((name) => endings.some((ending) => name.endsWith(ending)))
        .map((name) => joinPath(path, name));
    }),
  );
  const paths = [...files.filter(inside), ...listed.flat()];
  // Outside of the repository a revision has nothing; without an answer the wishes behind it would never be made.
  const outside = files.filter((path) => !inside(path));
  const texts: { readonly path: string; readonly text: string | null }[] = outside.map((path) => ({
    path,
    text: null,
  }));
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE);
    texts.push(...(await Promise.all(some.map(async (path) => ({ path, text: (await revision.text(path)) ?? null })))));
  }
  return { files: texts, present: [] };
}

/** Every text is a process of git. */
const AT_ONCE = 16;
