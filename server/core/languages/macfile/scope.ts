import { folderOf, joinPath } from '../../model/paths.ts';
import type { Span } from '../../model/span.ts';
import { keyText, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import type { Project } from '../language.ts';
import { type EntryKind, follow, type Named } from './model.ts';
import { asMacfile, type MacfileReading } from './reading.ts';

/** Something declared, with the file that declares it. */
export interface Sourced extends Named {
  readonly from: MacfileReading;
}

/** One `key: value` of an entry after inheritance. */
export interface Setting {
  readonly key: Span;
  readonly entry: TreeEntry;
  readonly value: TreeNode;
  readonly from: MacfileReading;
}

/** One step of the work list, as the tool sees it after inheritance. */
export interface WorkEntry {
  readonly name: string;
  readonly kind: EntryKind;
  /** What stands in the main file: the entry itself, `alias.section`, or the wildcard that brought it. */
  readonly written: Named;
  /** The library's default it was made from. */
  readonly base?: Sourced;
  readonly settings: ReadonlyMap<string, Setting>;
  readonly params: ReadonlyMap<string, Setting>;
  /** True when the body could not be known: a parent that was not read, an alias that leads nowhere, a body of another type. */
  readonly open: boolean;
}

export interface Parent {
  readonly alias: string;
  readonly named: Named;
  readonly path: string | undefined;
  /** Undefined when the file is not there (`missing`), not looked for yet, or given as an address. */
  readonly reading: MacfileReading | undefined;
}

/** Everything a Macfile can name, libraries included. */
export interface Scope {
  readonly main: MacfileReading;
  /** False while some parent is not read, and in a library: names may then come from elsewhere. */
  readonly complete: boolean;
  readonly parents: readonly Parent[];
  readonly roles: ReadonlyMap<string, Sourced>;
  readonly actions: ReadonlyMap<string, Sourced>;
  readonly resources: ReadonlyMap<string, Sourced>;
  readonly entries: readonly WorkEntry[];
  /** The last entry of a name, its place in the work list, and who uses a `role app`, `resource lb` or `action look`. */
  readonly index: {
    readonly byName: ReadonlyMap<string, WorkEntry>;
    readonly order: ReadonlyMap<WorkEntry, number>;
    readonly users: ReadonlyMap<string, readonly WorkEntry[]>;
  };
}

export function scopeOf(reading: MacfileReading, project: Project): Scope {
  const { file } = reading;
  const parents = file.parents.map((named) => parentOf(reading, named, project));
  const known = parents.flatMap(({ reading: parent }) => (parent === undefined ? [] : [parent]));
  const isLibrary = file.kind === 'library';
  const entries = isLibrary ? file.defaults.map((named) => ownEntry(reading, named)) : workList(reading, parents);
  return {
    main: reading,
    complete: !isLibrary && known.length === parents.length,
    parents,
    roles: declared([reading], 'roles'),
    actions: declared([reading, ...known], 'actions'),
    resources: declared([reading, ...known], 'resources'),
    entries,
    index: indexOf(entries),
  };
}

function indexOf(entries: readonly WorkEntry[]): Scope['index'] {
  const users = new Map<string, WorkEntry[]>();
  for (const entry of entries) {
    const name = entry.kind === 'none' ? undefined : settingText(entry, entry.kind);
    if (name === undefined) continue;
    const key = `${entry.kind} ${name}`;
    const known = users.get(key);
    if (known === undefined) users.set(key, [entry]);
    else known.push(entry);
  }
  return {
    byName: new Map(entries.map((entry) => [entry.name, entry])),
    order: new Map(entries.map((entry, order) => [entry, order])),
    users,
  };
}

/** Entries that create instances of a role, make a resource, or run an action. */
export function usersOf(scope: Scope, kind: Exclude<EntryKind, 'none'>, name: string): readonly WorkEntry[] {
  return scope.index.users.get(`${kind} ${name}`) ?? [];
}

/** Entries that create instances under the name of a role or of an entry. */
export function instancesNamed(scope: Scope, name: string): readonly WorkEntry[] {
  const own = scope.index.byName.get(name);
  const users = usersOf(scope, 'role', name);
  return own?.kind === 'role' && !users.includes(own) ? [...users, own] : users;
}

export function pathOfParent(reading: MacfileReading, written: string): string | undefined {
  return isAddress(written) || written === '' ? undefined : joinPath(folderOf(reading.source.path), written);
}

export function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
}

function parentOf(reading: MacfileReading, named: Named, project: Project): Parent {
  const path = named.body.kind === 'scalar' ? pathOfParent(reading, named.body.text) : undefined;
  const parent = path === undefined ? undefined : asMacfile(project.reading(path));
  return { alias: named.name, named, path, reading: parent };
}

/** The child wins, then the parent that is listed first. */
function declared(
  readings: readonly MacfileReading[],
  section: 'roles' | 'actions' | 'resources',
): ReadonlyMap<string, Sourced> {
  const found = new Map<string, Sourced>();
  for (const from of readings) {
    for (const named of from.file[section]) if (!found.has(named.name)) found.set(named.name, { ...named, from });
  }
  return found;
}

function workList(reading: MacfileReading, parents: readonly Parent[]): readonly WorkEntry[] {
  if (parents.length === 0) return reading.file.infrastructures.map((named) => ownEntry(reading, named));
  const written = new Set(reading.file.infrastructures.map(({ name }) => name));
  const entries = reading.file.infrastructures.flatMap((named) => inherited(reading, named, parents, written));
  return [...new Map(entries.map((entry) => [entry.name, entry])).values()];
}

function inherited(
  reading: MacfileReading,
  named: Named,
  parents: readonly Parent[],
  written: ReadonlySet<string>,
): readonly WorkEntry[] {
  const reference = inheritedName(named.name);
  if (reference === undefined) return [ownEntry(reading, named)];
  const { alias, section } = reference;
  const from = parents.find((parent) => parent.alias === alias)?.reading;
  const defaults = from?.file.defaults ?? [];
  if (section === '*') {
    return defaults
      .filter(({ name }) => !written.has(name) && !written.has(`${alias}.${name}`))
      .map((base) => entryOf(base.name, named, [], from && { ...base, from }));
  }
  const base = defaults.find(({ name }) => name === section);
  const own = settingsOf(reading, named.body);
  return [entryOf(section, named, own, base && from && { ...base, from }, base === undefined)];
}

/** `alias.section` and `alias.*` under `infrastructures`; undefined for a plain name. */
export function inheritedName(name: string): { readonly alias: string; readonly section: string } | undefined {
  const dot = name.indexOf('.');
  return dot < 0 ? undefined : { alias: name.slice(0, dot), section: name.slice(dot + 1) };
}

function ownEntry(reading: MacfileReading, named: Named): WorkEntry {
  return entryOf(named.name, named, settingsOf(reading, named.body), undefined, named.body.kind !== 'map');
}

function entryOf(
  name: string,
  written: Named,
  own: readonly (readonly [string, Setting])[],
  base: Sourced | undefined,
  open = false,
): WorkEntry {
  const settings = new Map(base === undefined ? [] : settingsOf(base.from, base.body));
  const params = new Map(paramsOf(settings.get('params')));
  for (const [key, setting] of own) {
    if (key === 'params') for (const [param, value] of paramsOf(setting)) params.set(param, value);
    settings.set(key, setting);
  }
  return { name, kind: kindOf(settings), written, settings, params, open, ...(base === undefined ? {} : { base }) };
}

function kindOf(settings: ReadonlyMap<string, Setting>): EntryKind {
  return (['role', 'resource', 'action'] as const).find((key) => settings.has(key)) ?? 'none';
}

function settingsOf(from: MacfileReading, body: TreeNode): readonly (readonly [string, Setting])[] {
  const map = follow(body);
  if (map?.kind !== 'map') return [];
  return map.entries.flatMap((entry) => {
    const key = keyText(entry);
    if (key === undefined) return [];
    return [[key, { key: entry.key.span, entry, value: follow(entry.value) ?? entry.value, from }] as const];
  });
}

function paramsOf(setting: Setting | undefined): readonly (readonly [string, Setting])[] {
  return setting === undefined ? [] : settingsOf(setting.from, setting.value);
}

/** Text of a scalar setting; undefined when it is absent or not a scalar. */
export function settingText(entry: WorkEntry, key: string): string | undefined {
  const value = entry.settings.get(key)?.value;
  return value?.kind === 'scalar' ? value.text : undefined;
}
