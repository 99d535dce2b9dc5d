import type { Project } from '../../language.ts';
import type { PluginKind } from '../jinja/plugins.ts';
import { kept } from '../project/entry.ts';
import { projectPaths } from '../project/settings.ts';
import { inRoles } from './modules.ts';
import { namesGiven } from './python.ts';

/** Folders of the project's own filters, tests or lookups. */
export function pluginFolders(kind: PluginKind, path: string, project: Project): readonly string[] {
  return [...projectPaths(path, project).plugins[kind], ...inRoles(`${kind}_plugins`, project)];
}

/** Names of the project's own filters or tests; `open`: one of the files does not say its names literally. */
export interface OwnPlugins {
  readonly names: ReadonlySet<string>;
  readonly open: boolean;
}

/** A lookup is named after its file; filters and tests are named inside. */
export function ownPlugins(kind: PluginKind, path: string, project: Project): OwnPlugins {
  const files = pluginFolders(kind, path, project).flatMap((folder) => project.documentsIn?.(folder) ?? []);
  const names = new Set<string>();
  let open = false;
  for (const file of files) {
    const name = /([^/]+)\.py$/.exec(file)?.[1];
    if (name === undefined) continue;
    if (kind === 'lookup') names.add(name);
    const given =
      kind === 'lookup' ? [] : kept(project, 'ansible plugin names', file, () => namesGiven(project.text(file) ?? ''));
    if (given === undefined) open = true;
    for (const each of given ?? []) names.add(each);
  }
  return { names, open };
}
