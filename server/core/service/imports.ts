import { importsIn } from '../languages/cloudformation/exports.ts';
import { type CfnReading, readCfn } from '../languages/cloudformation/reading.ts';
import { folderOf } from '../model/paths.ts';
import type { PlanInput } from '../planner/index.ts';
import type { Wanted, Workspace } from './api.ts';

export type Imports = NonNullable<PlanInput['imports']>;

const ENDINGS = ['.yaml', '.yml', '.json', '.template'];

/** Templates around the document that may import what its unit exports: in its folder, in the one above, and in the folders in both. */
export function importersWanted(path: string, texts: readonly string[]): Wanted {
  const folder = folderOf(path);
  const above = folderOf(folder);
  const around =
    above === '' || above === folder ? [folder, `${folder}/*`] : [folder, `${folder}/*`, above, `${above}/*`];
  const exports = texts.some((text) => /\bExport"?\s*:/.test(text));
  return { files: [], folders: exports ? around.map((each) => ({ path: each, endings: ENDINGS })) : [], probes: [] };
}

/** What the templates that were read for it import; those of the unit itself are left out. */
export function importsOf(
  workspace: Workspace,
  path: string,
  found: readonly { readonly path: string; readonly text: string | null }[],
): Imports {
  const own = filesOf(workspace, path);
  return found.flatMap(({ path: at, text }) =>
    own.has(at) || !text?.includes('ImportValue') ? [] : importsRead(workspace, at, () => readCfn({ path: at, text })),
  );
}

/** What the stacks of a unit import of each other: the service refuses to change that, too. */
export function importsWithin(workspace: Workspace, path: string): Imports {
  if (workspace.languageOf(path).language !== 'cloudformation') return [];
  const own = filesOf(workspace, path);
  return own.size < 2
    ? []
    : [...own].flatMap((at) => {
        const reading = workspace.reading(at);
        return reading && 'template' in reading ? importsRead(workspace, at, () => reading as CfnReading) : [];
      });
}

function filesOf(workspace: Workspace, path: string): ReadonlySet<string> {
  return new Set([path, ...workspace.unitFacts(path).flatMap(({ file }) => file ?? [])]);
}

function importsRead(workspace: Workspace, path: string, read: () => CfnReading): Imports {
  const imports = () => importsIn(read()).map(({ name, filled }) => ({ name, filled, path }));
  return workspace.guard('imports', path, imports, []);
}
