import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { LineIndex } from '../../core/model/lines.ts';
import { isInside } from '../../core/model/paths.ts';
import type { Settings, Wanted, Workspace } from '../../core/service/api.ts';
import { type ConfigLayer, parseConfig } from '../../core/service/config-file.ts';
import { loadWanted } from '../../core/service/load.ts';
import { PROVIDER_SCHEMAS, readProviderSchemas } from '../../core/service/own-schemas.ts';
import { isProfileName, PROFILE_NAMES } from '../../core/service/profiles.ts';
import { createWorkspace } from '../../core/service/workspace.ts';
import { readYaml } from '../../core/syntax/yaml.ts';
import { localToday } from '../clock.ts';
import { installedCollections } from '../collections.ts';
import { diskData } from '../disk.ts';
import { diskFiles, textNow, textOf } from '../files.ts';
import { Usage } from './arguments.ts';
import { configFindings } from './described.ts';
import { absolute, type Input, type Named } from './inputs.ts';
import { processOutput } from './output.ts';

export interface WorkspaceChoice {
  readonly config?: string | undefined;
  readonly profile?: string | undefined;
  /** Folder that paths in baselines and reports start at, and above which no configuration is looked for. */
  readonly root?: string | undefined;
  /** Output of `terraform providers schema -json`, in place of the bundled schemas. */
  readonly 'provider-schemas'?: string | undefined;
}

const LIBRARIES = installedCollections();

/** A workspace for one run, with the configuration that was asked for. */
export async function openWorkspace(
  { config, profile, root, 'provider-schemas': schemas }: WorkspaceChoice,
  warn: (message: string) => void = processOutput.warn,
): Promise<Workspace> {
  if (profile !== undefined && !isProfileName(profile)) {
    throw new Usage(`--profile ${JSON.stringify(profile)} is not one of ${PROFILE_NAMES.join(', ')}.`);
  }
  const workspace = createWorkspace({
    data: diskData(),
    today: localToday,
    log: warn,
    libraries: LIBRARIES,
    textOf: textNow,
  });
  workspace.setFolders([root === undefined ? topFolder() : absolute(root)]);
  const file = config === undefined ? undefined : await configAt(workspace, config, warn);
  const settings: Settings = { layers: [], profile, file };
  workspace.setSettings(settings);
  if (schemas !== undefined) await takeProviderSchemas(workspace, schemas);
  return workspace;
}

/** What cannot be used ends the run: findings of other schemas than those that were asked for help nobody. */
async function takeProviderSchemas(workspace: Workspace, path: string): Promise<void> {
  const file = absolute(path);
  const pieces = await diskFiles.pieces(file, [dirname(file)]);
  if (!pieces) throw new Usage(`--provider-schemas: there is no ${path}, or it cannot be read.`);
  const result = await readProviderSchemas(pieces);
  if ('refused' in result) throw new Usage(`--provider-schemas ${path}: ${result.refused}`);
  workspace.setOwnData(PROVIDER_SCHEMAS, '', { file: path, value: result.schemas });
}

/** Opens all inputs, then whatever their judgement needs. */
export async function fill(workspace: Workspace, inputs: readonly Input[], toPlan = false): Promise<void> {
  for (const { path, text } of inputs) workspace.open(path, text);
  const asked = new Set<string>();
  const folders = foldersFor(workspace, inputs);
  const read = (wanted: Wanted) => diskFiles.read(wanted, folders);
  for (const { path } of inputs) await loadWanted(workspace, path, read, asked, toPlan);
}

/** Where neighbours may be read from. */
export function foldersFor({ folders }: Workspace, inputs: readonly Named[]): readonly string[] {
  const outside = inputs
    .map(({ path }) => dirname(path))
    .filter((folder) => !folders.some((top) => isInside(top, folder)));
  return [...new Set([...folders, ...outside, ...LIBRARIES.map((each) => `${each}/ansible_collections`)])];
}

/** The repository around the current folder, else the current folder: no configuration is looked for above it. */
export function topFolder(): string {
  const here = absolute('.');
  for (let folder = here; ; folder = dirname(folder)) {
    if (existsSync(`${folder}/.git`)) return folder;
    if (dirname(folder) === folder) return here;
  }
}

/** What is wrong in a configuration that was named is said: silently ignored settings help nobody. */
async function configAt(workspace: Workspace, path: string, warn: (message: string) => void): Promise<ConfigLayer> {
  const text = await textOf(path);
  if (text === undefined) throw new Usage(`--config: there is no ${path}, or it cannot be read.`);
  const lines = new LineIndex(text);
  for (const { message, span } of await configFindings(workspace, { path, text })) {
    warn(`${path}:${lines.positionAt(span.start).line + 1}: ${message}`);
  }
  return parseConfig(readYaml(text), absolute(path));
}
