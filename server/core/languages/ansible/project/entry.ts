import type { Written } from '../../../model/span.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import { groupSizes, groupsAndHosts } from '../inventory/names.ts';
import { allTasks, defaultsOf, type FileKind, type Task, texts } from '../model.ts';
import type { AnsibleReading } from '../reading.ts';
import { definitionsIn } from '../variables/definitions.ts';
import type { FileUse } from './files.ts';
import { handlerNames, notified } from './handler-names.ts';
import { layoutOf, unitOf } from './layout.ts';
import { dependenciesOf } from './meta.ts';
import { perFile } from './per-file.ts';

/** A file or role that is named; see `FileUse`. */
export interface EntryUse extends Omit<FileUse, 'task'> {
  /** A handler names it: its tasks are handlers. */
  readonly byHandler: boolean;
}

/**
 * What other files need to know of one: names with their places, without its tree. A project has thousands of files; their trees
 * would fill the memory, and reading them all again for one question would take seconds.
 */
export interface FileEntry {
  readonly path: string;
  readonly kind: FileKind;
  /** What scope it shares names with; see `unitOf`. */
  readonly unit: string;
  readonly roleName: string | undefined;
  /** Names that it gives a value; where each stands is `variables/places.ts`. */
  readonly gives: readonly string[];
  readonly handlers: readonly Written[];
  /** Names of all its tasks, for a handler that includes the file. */
  readonly tasks: readonly Written[];
  readonly notified: readonly Written[];
  readonly files: readonly EntryUse[];
  /** It names a file or role by a template: nothing can be said about what that brings. */
  readonly dynamic: boolean;
  /** Roles that the metadata of a role names; undefined for one that only a run knows. */
  readonly dependencies: readonly (Written | undefined)[];
  readonly tags: readonly string[];
  /** Modules and groups that its plays give defaults. */
  readonly defaults: readonly string[];
  readonly groups: readonly string[];
  readonly hosts: readonly string[];
  /** Hosts of a group as written; undefined where only Ansible can count them. */
  readonly sizes: ReadonlyMap<string, number | undefined>;
}

const ENTRIES = perFile('ansible entry', 'ansible entries', made);

export const entryFrom = ENTRIES.from;
export const entryAt = ENTRIES.at;
export const allEntries = ENTRIES.all;
/** Every Ansible file of the project, the given one first. */
export const entriesOf = ENTRIES.withOthers;

function made(reading: AnsibleReading): FileEntry {
  const { source, kind, files, tasks } = reading;
  const all = [...allTasks(tasks)];
  const { groups, hosts } = groupsAndHosts(reading);
  const sizes = groupSizes(reading);
  return {
    path: source.path,
    kind,
    unit: unitOf(source.path),
    roleName: layoutOf(source.path).roleName,
    gives: givenBy(reading),
    handlers: orNone(all.filter((task) => task.kind === 'handler').flatMap(handlerNames)),
    tasks: orNone(kind === 'tasks' || kind === 'handlers' ? all.flatMap(handlerNames) : []),
    notified: orNone(all.flatMap(notified)),
    files: orNone(files.list.map(withoutTask)),
    dynamic: files.dynamic,
    dependencies: orNone(kind === 'meta' ? dependenciesOf(reading) : []),
    tags: orNone(tagsOf(reading, all)),
    defaults: orNone(defaultsOf(reading.plays)),
    groups: orNone(groups),
    hosts: orNone(hosts),
    sizes: sizes.size === 0 ? NOTHING : sizes,
  };
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();
const NONE: readonly never[] = [];

/** A list that grew has room for more, and there are thousands of them. */
function orNone<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list.slice();
}

function givenBy(reading: AnsibleReading): readonly string[] {
  return orNone([...new Set(definitionsIn(reading).map(({ name }) => name.value))]);
}

function withoutTask({ task, ...use }: FileUse): EntryUse {
  return { ...use, byHandler: task?.kind === 'handler' };
}

function tagsOf({ plays }: AnsibleReading, tasks: readonly Task[]): string[] {
  const nodes: (TreeNode | undefined)[] = [...plays, ...tasks].map(({ map }) => entryOf(map, 'tags')?.value);
  for (const { map } of plays) {
    const roles = entryOf(map, 'roles')?.value;
    if (roles?.kind === 'list') nodes.push(...roles.items.map((role) => entryOf(role, 'tags')?.value));
  }
  const names = nodes.flatMap(texts).flatMap((text) => text.split(','));
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== '' && !name.includes('{{')))];
}
