import { importsIn } from '../languages/cloudformation/exports.ts';
import { readCfn } from '../languages/cloudformation/reading.ts';
import { folderOf } from '../model/paths.ts';
import type { PlanInput } from '../planner/index.ts';
import type { Wanted, Workspace } from './api.ts';

type Text = { readonly path: string; readonly text: string };
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
  found: readonly { path: string; text: string | null }[],
): Imports {
  const own = new Set(
    workspace
      .unitFacts(path)
      .flatMap(({ file }) => file ?? [])
      .concat(path),
  );
  return found.flatMap(({ path: at, text }) => {
    const written = own.has(at) || !text?.includes('ImportValue') ? undefined : { path: at, text };
    return written ? importsAt(workspace, written) : [];
  });
}

function importsAt(workspace: Workspace, { path, text }: Text): Imports {
  const read = () => importsIn(readCfn({ path, text })).map(({ name, filled }) => ({ name, filled, path }));
  return workspace.guard('imports', path, read, []);
}
