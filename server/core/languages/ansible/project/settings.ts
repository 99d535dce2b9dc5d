import { folderOf, joinPath } from '../../../model/paths.ts';
import type { Neighbour, Project } from '../../language.ts';
import { projectFiles, projectFolders } from './above.ts';
import { kept } from './per-file.ts';

/** Where a project keeps what its playbooks name without a path: folders, nearest first. */
export interface ProjectPaths {
  /** `roles_path`. */
  readonly roles: readonly string[];
  /** Folders that hold `ansible_collections`. */
  readonly collections: readonly string[];
  /** Folders of modules and plugins by the name that Ansible gives them beside a playbook and in a role. */
  folders(kind: PluginFolder): readonly string[];
}

export type PluginFolder = 'library' | 'filter_plugins' | 'test_plugins' | 'lookup_plugins';

/** Folders looked in above a file. */
const HIGHEST = 6;
const NAME = 'ansible.cfg';

const NAMES = [NAME];

/** Settings of the project above a file, by the place where they may lie. */
export function settingsNeighbours(path: string): Neighbour {
  return projectFiles(path, HIGHEST, NAMES);
}

/** What the nearest `ansible.cfg` says, and what holds without one. */
export function projectPaths(path: string, project: Project): ProjectPaths {
  const folder = folderOf(path);
  return kept(project, 'ansible paths', folder, () => {
    const above = projectFolders(path, HIGHEST);
    const home = above.find((each) => project.text(joinPath(each, NAME)) !== undefined);
    const settings =
      home === undefined ? new Map<string, string>() : defaultsOf(project.text(joinPath(home, NAME)) ?? '');
    const said = (...keys: string[]): string[] =>
      keys.flatMap((key) => settings.get(key)?.split(':') ?? []).flatMap((each) => placed(each, home ?? ''));
    const beside = (name: string): string[] =>
      [...new Set([...bases(path), ...(home === undefined ? [] : [home])])].map((each) => joinPath(each, name));
    const tree = /^(.*?)\/?ansible_collections\//.exec(path)?.[1];
    return {
      roles: said('roles_path'),
      collections: [
        ...new Set([
          ...said('collections_path', 'collections_paths'),
          ...beside('collections'),
          ...(tree === undefined ? [] : [tree]),
          ...(project.libraries ?? []),
        ]),
      ],
      folders: (kind) => [...said(kind), ...beside(kind), ...inRole(path, kind)],
    };
  });
}

/** Folders of playbooks that may run the file: its own, or the one that holds its role, and the one above. */
function bases(path: string): string[] {
  const outside = /^(.*?)(?:^|\/)roles\/[^/]+\//.exec(path)?.[1];
  const own = outside ?? folderOf(path);
  return own === '' || own === '/' ? [own] : [own, folderOf(own)];
}

/** Places where a role or file that is named may lie, in the order in which Ansible looks. */
export function placesOf(
  {
    what,
    name,
    candidates,
  }: { readonly what: string; readonly name: { readonly value: string }; readonly candidates: readonly string[] },
  path: string,
  paths: ProjectPaths,
): string[] {
  const places = candidates.map((each) => joinPath(folderOf(path), each));
  if (what !== 'role') return places;
  const [namespace, collection, role, ...more] = name.value.split('.');
  const installed =
    role !== undefined && more.length === 0 && PART.test(name.value)
      ? paths.collections.map((each) => joinPath(each, `ansible_collections/${namespace}/${collection}/roles/${role}`))
      : [];
  return [...places, ...paths.roles.map((each) => joinPath(each, name.value)), ...installed];
}

/** Names made of words and dots: they lead nowhere but down. */
export const PART = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

function inRole(path: string, name: string): string[] {
  const role = /^(.*(?:^|\/)roles\/[^/]+)\//.exec(path)?.[1];
  return role === undefined ? [] : [`${role}/${name}`];
}

/** Relative to the file that says it; what only a shell can resolve is left out. */
function placed(path: string, home: string): string[] {
  const trimmed = path.trim();
  return trimmed === '' || /[~$]/.test(trimmed) ? [] : [joinPath(home, trimmed)];
}

/** Longest file of settings that is looked into. */
const LONGEST = 200_000;

/** Keys of the section `defaults`. */
function defaultsOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let section = '';
  for (const line of text.slice(0, LONGEST).split('\n')) {
    const header = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (header !== undefined) section = header.trim();
    const equals = line.search(/[=:]/);
    if (section !== 'defaults' || equals <= 0 || /^\s*[#;]/.test(line)) continue;
    found.set(
      line.slice(0, equals).trim(),
      line
        .slice(equals + 1)
        .replace(/\s[;#].*$/, '')
        .trim(),
    );
  }
  return found;
}
