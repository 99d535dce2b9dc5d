import type { Project } from '../../language.ts';
import type { PluginKind } from '../jinja/plugins.ts';
import { kept } from '../project/per-file.ts';
import { projectPaths } from '../project/settings.ts';
import { inRoles } from './modules.ts';
import { namesGiven } from './python.ts';

/** Folders of the project's own filters, tests or lookups. */
export function pluginFolders(kind: PluginKind, path: string, project: Project): readonly string[] {
  return [...projectPaths(path, project).folders(`${kind}_plugins`), ...inRoles(`${kind}_plugins`, project)];
}

/** Names of the project's own filters or tests; `open`: one of the files does not say its names literally. */
export interface OwnPlugins {
  readonly names: ReadonlySet<string>;
  readonly open: boolean;
}

export function ownPlugins(kind: PluginKind, path: string, project: Project): OwnPlugins {
  const beside = projectPaths(path, project)
    .folders(`${kind}_plugins`)
    .map((folder) => pluginsIn(folder, kind, project));
  const ofRoles = kept(project, 'ansible role plugins', kind, () =>
    joined(inRoles(`${kind}_plugins`, project).map((folder) => pluginsIn(folder, kind, project))),
  );
  return joined([...beside, ofRoles]);
}

/** A lookup is named after its file; filters and tests are named inside. */
function pluginsIn(folder: string, kind: PluginKind, project: Project): OwnPlugins {
  return kept(project, 'ansible plugins', folder, () => {
    const files = (project.documentsIn?.(folder) ?? []).filter((file) => file.endsWith('.py'));
    if (kind === 'lookup')
      return { names: new Set(files.map((file) => /([^/]+)\.py$/.exec(file)?.[1] ?? '')), open: false };
    const given = files.map((file) => namesGiven(project.text(file) ?? ''));
    return { names: new Set(given.flatMap((names) => names ?? [])), open: given.includes(undefined) };
  });
}

function joined(all: readonly OwnPlugins[]): OwnPlugins {
  return { names: new Set(all.flatMap(({ names }) => [...names])), open: all.some(({ open }) => open) };
}
