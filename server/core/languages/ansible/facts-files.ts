import type { Variable } from '../../model/fact.ts';
import { folderOf, joinPath } from '../../model/paths.ts';
import { keyText, type TreeNode } from '../../model/tree.ts';
import { type MapEntry, referencesIn, type Value } from '../../model/value.ts';
import { fingerprint } from '../../syntax/fingerprint.ts';
import { readYaml } from '../../syntax/yaml.ts';
import type { Project } from '../language.ts';
import { argumentsOf, isTemplate } from './arguments.ts';
import { machinesOf, membersOf, namesInPattern, relatedGroups } from './inventory/members.ts';
import type { Task } from './model.ts';
import { allEntries } from './project/entry.ts';
import { bare } from './project/files.ts';
import { includedBy } from './project/included.ts';
import { layoutOf } from './project/layout.ts';
import { kept, readingAt } from './project/per-file.ts';
import type { RunTask } from './project/run.ts';
import type { AnsibleReading } from './reading.ts';
import { toValue } from './values.ts';

/** Files whose variables the hosts of a play get: of its groups and hosts, and of the roles it runs. */
export function variableFiles(
  patterns: readonly string[],
  run: readonly RunTask[],
  playbook: string,
  project: Project,
): readonly string[] {
  const members = membersOf(project);
  const names = namesInPattern(patterns);
  const groups = new Set(relatedGroups(names, members));
  const hosts = new Set(machinesOf(names, members));
  const listed = new Set([...members.hosts.values()].flatMap((each) => [...each]));
  const roles = new Set(run.flatMap(({ file }) => /^(.*\/roles\/[^/]+)\/tasks\//.exec(file ?? '')?.[1] ?? []));
  const known = ownersOf(project);
  const found = [...known].filter(([path, { kind, name }]) => {
    if (kind === 'role') return roles.has(name);
    if (!isNear(path, playbook)) return false;
    if (kind === 'group') return groups.has(name);
    // A host that no inventory lists may be one of these.
    return hosts.has(name) || hosts.has('*') || !listed.has(name);
  });
  const asked = usualFiles([...groups], [...hosts], folderOf(playbook), project);
  return [...new Set([...found.map(([path]) => path), ...asked])].toSorted();
}

interface Owner {
  readonly kind: 'role' | 'group' | 'host';
  readonly name: string;
}

/** Files of variables by whose they are. */
function ownersOf(project: Project): ReadonlyMap<string, Owner> {
  return kept(project, 'ansible owners of variables', '', () => {
    const files = new Map<string, Owner>();
    for (const { path } of allEntries(project)) {
      const role = /^(.*)\/(?:defaults|vars)\/[^/]+(?:\/[^/]+)*$/.exec(path)?.[1];
      const [, folder, name] = /(?:^|\/)(group_vars|host_vars)\/([^/]+)/.exec(path) ?? [];
      if (name !== undefined)
        files.set(path, { kind: folder === 'group_vars' ? 'group' : 'host', name: name.replace(/\.ya?ml$/, '') });
      else if (role !== undefined) files.set(path, { kind: 'role', name: role });
    }
    return files;
  });
}

/** Variables of another playbook's folder are none of this one: they lie beside the playbook, above it, or with an inventory. */
function isNear(path: string, playbook: string): boolean {
  const base = /^(.*?)\/?(?:group_vars|host_vars)\//.exec(path)?.[1] ?? '';
  const home = folderOf(playbook);
  return (
    base === home ||
    base === folderOf(home) ||
    /(?:^|\/)inventor(?:y|ies)(?:\/|$)/.test(base.slice(folderOf(home).length))
  );
}

/** Where the variables of these groups and hosts usually lie. A file alone says nothing about its tool, so that it is asked for by place. */
function usualFiles(
  groups: readonly string[],
  hosts: readonly string[],
  folder: string,
  project: Project,
): readonly string[] {
  return ['', '../', 'inventory/'].flatMap((below) => [
    ...groups.flatMap((name) => filesOf(joinPath(folder, `${below}group_vars/${name}`), project)),
    ...hosts.flatMap((name) => filesOf(joinPath(folder, `${below}host_vars/${name}`), project)),
  ]);
}

/** `web.yml`, or everything in a folder `web`. */
function filesOf(base: string, project: Project): readonly string[] {
  const own = ['.yml', '.yaml'].map((ending) => `${base}${ending}`).filter((path) => project.text(path) !== undefined);
  return [...own, ...(project.documentsIn?.(base) ?? []).filter((path) => /\.ya?ml$/.test(path))];
}

/** One setting for each variable of the files, and one for the text of every other file that the tasks put on the hosts or run. */
export function fileSettings(
  variables: readonly string[],
  run: readonly RunTask[],
  playbook: string,
  project: Project,
  span: Value['span'],
): readonly MapEntry[] {
  const texts = new Map<string, string[]>();
  for (const { task, reading, file } of run) {
    if (file === undefined) continue;
    const text = reading.tree.text.slice(task.map.span.start, task.map.span.end);
    texts.set(file, [...(texts.get(file) ?? []), text]);
  }
  const setting = (key: string, value: string | null): MapEntry => ({
    key: { value: key, span },
    value: { kind: 'scalar', value, span },
    span,
  });
  return [
    ...[...texts].map(([path, tasks]) => setting(shownAs(path, playbook), fingerprint(tasks))),
    ...variables.flatMap((path) =>
      variablesIn(path, project).map(({ name, shown }) => setting(`${name} (${shownAs(path, playbook)})`, shown)),
    ),
    ...putOnHosts(run, project).map((path) =>
      setting(shownAs(path, playbook), fingerprint([project.text(path) ?? ''])),
    ),
  ];
}

interface VariableOf {
  readonly name: string;
  /** A short plain value as it is, every other one as a fingerprint. */
  readonly shown: string | null;
}

const SHOWN_AT_MOST = 60;

function variablesIn(path: string, project: Project): readonly VariableOf[] {
  const find = (): readonly VariableOf[] => {
    const text = project.text(path);
    const tree = treeOf(path, project);
    const [root] = tree?.roots ?? [];
    if (!tree || root?.kind !== 'map')
      return text === undefined ? [] : [{ name: 'the whole file', shown: fingerprint([withoutComments(text)]) }];
    return root.entries.map((entry) => {
      const { value } = entry;
      const plain = value.kind === 'scalar' && value.tag === undefined && value.text.length <= SHOWN_AT_MOST;
      const written = tree.text.slice(value.span.start, value.span.end);
      return {
        name: keyText(entry) ?? '',
        shown: plain && !value.text.includes('\n') ? value.text : fingerprint([withoutComments(written)]),
      };
    });
  };
  return kept(project, 'ansible variables with values', path, find);
}

/** A file that nothing but its place says to be of Ansible is read as plain YAML. */
function treeOf(path: string, project: Project): AnsibleReading['tree'] | undefined {
  const reading = readingAt(path, project);
  const text = project.text(path);
  return reading?.tree ?? (text === undefined || text.startsWith('$ANSIBLE_VAULT') ? undefined : readYaml(text));
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*(#.*)?\n/gm, '').replace(/[ \t]+#.*$/gm, '');
}

/** Relative to the folder of the playbook, or to the one above. */
function shownAs(path: string, playbook: string): string {
  const home = folderOf(playbook);
  for (const base of [home, folderOf(home)])
    if (base !== '' && path.startsWith(`${base}/`)) return path.slice(base.length + 1);
  return path;
}

/** Texts of templates and files that tasks name, and of templates that those take in. */
function putOnHosts(run: readonly RunTask[], project: Project): readonly string[] {
  const found = run.flatMap(({ task, reading }) => {
    const places = placesPut(task, reading.source.path);
    const dynamic = places.filter(isTemplate).flatMap((place) => alike(place, project));
    return [...dynamic, ...places.filter((path) => project.text(path) !== undefined).slice(0, 1)];
  });
  return [...new Set([...found, ...includedBy(found, project)])].toSorted();
}

/** Files that a name made by a run may mean. */
function alike(place: string, project: Project): readonly string[] {
  const parts = place.split(/\{\{.*?\}\}/).map((part) => part.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('[^/]*')}$`);
  return (project.documentsIn?.(folderOf(place)) ?? []).filter((path) => pattern.test(path));
}

/** Modules that take a file from the project, and the folder where it lies. */
const PUTS: Readonly<Record<string, string>> = {
  template: 'templates',
  win_template: 'templates',
  copy: 'files',
  win_copy: 'files',
  script: 'files',
};

/** Where the file lies that a task puts on its hosts, in the order in which Ansible looks; a part of its name may be a template. */
export function placesPut(task: Task, path: string): readonly string[] {
  const module = task.action?.name.value.split('.').at(-1) ?? '';
  const folder = Object.hasOwn(PUTS, module) ? PUTS[module] : undefined;
  if (folder === undefined) return [];
  const given = argumentsOf(task, module === 'script');
  const said = (name: string) => given.list.find((each) => each.name.value === name)?.text;
  const script = given.free ? bare(given.free).value.split(/\s+/)[0] : said('cmd')?.split(/\s+/)[0];
  const name = module === 'script' ? script : said('src');
  if (name === undefined || name === '' || name.endsWith('/') || /^([/~]|\{\{)/.test(name)) return [];
  if (/^(yes|true|on|1)$/i.test(said('remote_src') ?? '')) return [];
  const { role } = layoutOf(path);
  const bases = role === undefined ? [folder, ''] : [joinPath(role, folder), role, folder, ''];
  return [...new Set(bases.map((base) => joinPath(folderOf(path), base === '' ? name : `${base}/${name}`)))];
}

/** Variables of those files that the tasks of a play read, directly or through others. */
export function variablesRead(
  play: string,
  names: ReadonlySet<string>,
  files: readonly string[],
  project: Project,
): readonly Variable[] {
  const all = files.flatMap((path) => {
    const tree = names.size > 0 ? treeOf(path, project) : undefined;
    const [root] = tree?.roots ?? [];
    return (root?.kind === 'map' ? root.entries : []).flatMap(({ key, value }) =>
      key.kind === 'scalar' ? [{ path, key, value: writtenValue(value, tree?.text ?? '') }] : [],
    );
  });
  const read = new Set(names);
  for (let before = -1; before !== read.size; ) {
    before = read.size;
    for (const { key, value } of all)
      if (read.has(key.text)) for (const { target } of referencesIn(value)) read.add(target);
  }
  return all
    .filter(({ key }) => read.has(key.text))
    .map(({ path, key, value }) => ({
      fact: 'variable',
      node: play,
      span: key.span,
      name: { value: key.text, span: key.span },
      value,
      file: path,
    }));
}

/** What is encrypted is another one when its text is. */
function writtenValue(node: TreeNode, text: string): Value {
  if (node.tag === undefined) return toValue(node);
  const { start, end } = node.span;
  return { kind: 'unknown', reason: 'a tag', literals: [fingerprint([text.slice(start, end)])], span: node.span };
}
