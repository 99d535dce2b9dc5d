import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Neighbour, Project, Surroundings } from '../../language.ts';
import { ansibleData } from '../data.ts';
import { fragmentFiles, libraries, moduleFile, moduleFiles } from '../installed/modules.ts';
import { pluginFolders } from '../installed/plugins.ts';
import { type PluginKind, pluginsOf } from '../jinja/plugins.ts';
import { allTasks } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import { projectFiles } from './above.ts';
import { roleFolders } from './neighbours.ts';
import { placesOf, projectPaths } from './settings.ts';

/** Files above a file that may say that the project is a collection itself. */
const GALAXY = ['galaxy.yml'];
const HIGHEST = 6;

/** What the project's settings decide: roles elsewhere, modules and plugins that are not bundled. Only what a file names is looked for. */
export function further(reading: AnsibleReading, around: Surroundings): Neighbour[] {
  const { path } = reading.source;
  const paths = projectPaths(path, around.project);
  const roles = reading.files.list.flatMap((use) =>
    use.what === 'role' ? placesOf(use, path, paths).slice(use.candidates.length) : [],
  );
  const from = (target: string): string => relative(folderOf(path), target);
  return [
    ...roles.flatMap((role) => roleFolders(from(role))),
    ...modules(reading, around, from),
    ...(['filter', 'test', 'lookup'] as const).flatMap((kind) => plugins(kind, reading, around, from)),
  ];
}

function modules(
  reading: AnsibleReading,
  { project, data }: Surroundings,
  from: (target: string) => string,
): Neighbour[] {
  const { path } = reading.source;
  const known = ansibleData(data);
  const names = new Set<string>();
  let isLocal = false;
  let isShort = false;
  for (const { action, collections } of allTasks(reading.tasks)) {
    if (action === undefined) continue;
    const found = known.module(action.name.value, collections);
    if (/^(?:ansible\.legacy\.)?\w+$/.test(action.name.value)) isShort = true;
    if (found.kind === 'live') names.add(found.name);
    else
      for (const each of ['', ...collections])
        names.add(each === '' ? action.name.value : `${each}.${action.name.value}`);
    if (found.kind === 'unknown' && !action.name.value.includes('.')) isLocal = true;
  }
  const dotted = [...names].filter((name) => name.includes('.') && !name.startsWith('ansible.builtin.'));
  if (dotted.length === 0 && !isLocal && !isShort) return [];
  // A short name may be one of the project's own, whether it is bundled or not; those of other roles come where nothing else fits.
  const folders = isLocal ? libraries(path, project) : isShort ? projectPaths(path, project).folders('library') : [];
  const files = dotted.flatMap((name) => filesOf(name, path, project));
  return [
    ...(dotted.length > 0 ? [projectFiles(path, HIGHEST, GALAXY)] : []),
    ...files.map((file): Neighbour => ({ kind: 'file', path: from(file) })),
    ...folders.map((folder): Neighbour => ({ kind: 'folder', path: from(folder), endings: ['.py'] })),
  ];
}

/** Until one is found, every place; then the fragments that it names. */
function filesOf(name: string, path: string, project: Project): string[] {
  const file = moduleFile(name, path, project);
  if (file === undefined) return moduleFiles(name, path, project);
  return fragmentFiles(file, project.text(file) ?? '');
}

function plugins(
  kind: PluginKind,
  reading: AnsibleReading,
  { project, data }: Surroundings,
  from: (target: string) => string,
): Neighbour[] {
  const { judge } = pluginsOf(data, kind);
  const unknown = reading.jinja.some(({ jinja }) =>
    jinja.uses.some((use) =>
      kind === 'lookup'
        ? use.kind === 'call' && use.argument !== undefined && judge(use.argument.text) === 'unknown'
        : use.kind === kind && judge(use.name) === 'unknown',
    ),
  );
  if (!unknown) return [];
  return pluginFolders(kind, reading.source.path, project).map(
    (folder): Neighbour => ({ kind: 'folder', path: from(folder), endings: ['.py'] }),
  );
}

/** Paths of a project that has none to begin with are seen from its top. */
export function relative(folder: string, target: string): string {
  const isRooted = /^(?:\/|[a-zA-Z]:\/|[a-zA-Z][\w+.-]*:\/\/)/.test(target);
  return isRooted || folder === '' ? target : joinPath('', `${folder.replace(/[^/]+/g, '..')}/${target}`);
}
