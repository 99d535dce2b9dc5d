import { joinPath } from '../../../model/paths.ts';
import { entryOf } from '../../../model/tree.ts';
import { readYaml } from '../../../syntax/yaml.ts';
import type { Project } from '../../language.ts';
import type { ModuleLookup } from '../data.ts';
import { writtenText } from '../model.ts';
import { projectFolders } from '../project/above.ts';
import { kept } from '../project/per-file.ts';
import { PART, projectPaths } from '../project/settings.ts';
import { type Documented, documented, type Fragments, proseOf } from './documentation.ts';

type Live = Extract<ModuleLookup, { kind: 'live' }>;

const BUILTIN = /^ansible\.(builtin|legacy)\./;
/** Folders above a file in which `galaxy.yml` may say that they are a collection. */
const HIGHEST = 6;

/**
 * A module of an installed collection or of the project's own `library`, as its file documents it. Undefined where no such file is
 * in the project.
 */
export function installedModule(
  name: string,
  collections: readonly string[],
  path: string,
  project: Project,
): Live | undefined {
  const names = name.includes('.') ? [name] : [...collections.map((each) => `${each}.${name}`), name];
  for (const each of names) {
    const file = moduleFile(each, path, project);
    if (file !== undefined) return live(each, file, project);
  }
  return undefined;
}

/** A module of the project's own `library` that takes the place of a bundled one of the same short name. */
export function shadowingModule(written: string, path: string, project: Project): Live | undefined {
  const name = written.replace(/^ansible\.legacy\./, '');
  if (name.includes('.') || !PART.test(name)) return undefined;
  const files = projectPaths(path, project)
    .folders('library')
    .map((folder) => `${folder}/${name}.py`);
  const file = files.find((each) => project.text(each) !== undefined);
  return file === undefined ? undefined : live(name, file, project);
}

/** Documentation of a module or one of its options, of the first file there is. */
export function installedProse(
  name: string,
  option: readonly string[],
  path: string,
  project: Project,
): string | undefined {
  const file = moduleFile(name, path, project);
  const text = file === undefined ? undefined : project.text(file);
  return file === undefined || text === undefined ? undefined : proseOf(file, text, option);
}

/** Where the module is written. */
export function moduleFile(name: string, path: string, project: Project): string | undefined {
  return moduleFiles(name, path, project).find((each) => project.text(each) !== undefined);
}

/** Every place where the module's documentation may lie, the likeliest first. */
export function moduleFiles(name: string, path: string, project: Project): string[] {
  if (!PART.test(name) || BUILTIN.test(name)) return [];
  if (!name.includes('.')) return libraries(path, project).map((folder) => `${folder}/${name}.py`);
  const [namespace = '', collection = '', ...rest] = name.split('.');
  if (rest.length === 0) return [];
  const inside = `plugins/modules/${rest.join('/')}`;
  return collectionFolders(namespace, collection, path, project).flatMap((folder) =>
    ['.py', '.yml'].map((ending) => joinPath(folder, `${inside}${ending}`)),
  );
}

/** Folders of modules that belong to the project: beside playbooks, as the settings say, in roles. */
export function libraries(path: string, project: Project): readonly string[] {
  return [...projectPaths(path, project).folders('library'), ...inRoles('library', project)];
}

/** A role brings its plugins to every play that uses it. */
export function inRoles(name: string, project: Project): readonly string[] {
  return kept(project, 'ansible role folders', name, () =>
    [...new Set(project.paths('ansible').flatMap((path) => /^(.*(?:^|\/)roles\/[^/]+)\//.exec(path)?.[1] ?? []))].map(
      (role) => `${role}/${name}`,
    ),
  );
}

/** Where a collection may lie; the project itself may be it. */
function collectionFolders(namespace: string, collection: string, path: string, project: Project): string[] {
  const own = projectFolders(path, HIGHEST).filter((folder) => {
    const text = project.text(joinPath(folder, 'galaxy.yml'));
    if (text === undefined) return false;
    const root = readYaml(text).roots[0];
    const said = (key: string) => writtenText(entryOf(root, key)?.value)?.value;
    return said('namespace') === namespace && said('name') === collection;
  });
  const roots = projectPaths(path, project).collections;
  return [...own, ...roots.map((root) => joinPath(root, `ansible_collections/${namespace}/${collection}`))];
}

function live(name: string, file: string, project: Project): Live {
  const { row, open } = kept(
    project,
    'ansible module',
    file,
    (): Documented => documented(file, project.text(file) ?? '', fragmentsBeside(file, project)),
  );
  // Whoever writes a module for one project seldom documents every option.
  const isTrusted = name.includes('.') && !open;
  const override = isTrusted ? {} : { free: 1 as const, open: Object.keys(row.o ?? {}) };
  return { kind: 'live', name, row, override, moved: false, installed: file };
}

/** Fragments of the module's own collection, or of another that is installed beside it. */
function fragmentsBeside(file: string, project: Project): Fragments {
  return (name) => {
    const place = fragmentFile(name, file);
    return place === undefined ? undefined : project.text(place);
  };
}

function fragmentFile(name: string, file: string): string | undefined {
  const root = /^(.*)\/plugins\/modules\//.exec(file)?.[1];
  const [namespace = '', collection = '', fragment] = name.split('.');
  if (root === undefined || fragment === undefined || !PART.test(name)) return undefined;
  const beside = root.endsWith(`/${namespace}/${collection}`)
    ? root
    : joinPath(root, `../../${namespace}/${collection}`);
  return `${beside}/plugins/doc_fragments/${fragment}.py`;
}

/** Files of fragments that a module's documentation names. */
export function fragmentFiles(file: string, text: string): string[] {
  const names: string[] = [];
  documented(file, text, (name) => {
    names.push(name);
    return undefined;
  });
  return names.flatMap((name) => fragmentFile(name, file) ?? []);
}
