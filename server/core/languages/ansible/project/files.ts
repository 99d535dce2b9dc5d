import { joinPath } from '../../../model/paths.ts';
import type { Written } from '../../../model/span.ts';
import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import { argumentsOf, isTemplate } from '../arguments.ts';
import { allTasks, type Play, type Task, writtenText } from '../model.ts';
import { layoutOf } from './layout.ts';

/** A file or role that is named. `candidates` are relative to the folder of the document, in the order Ansible looks. */
export interface FileUse {
  readonly what: 'playbook' | 'tasks' | 'vars' | 'template' | 'role';
  readonly name: Written;
  readonly candidates: readonly string[];
  readonly node: string;
  /** `tasks_from` of a role. */
  readonly from?: string;
  readonly task?: Task;
}

export interface FileUses {
  readonly list: readonly FileUse[];
  /** A name that only a run knows: nothing can be said about what it brings. */
  readonly dynamic: boolean;
}

interface Source {
  readonly source: { readonly path: string };
  readonly plays: readonly Play[];
  readonly tasks: readonly Task[];
}

/** Files and roles that plays and tasks name. */
export function fileUses({ source, plays, tasks }: Source): FileUses {
  const found = new Found(source.path);
  for (const play of plays) found.play(play);
  for (const task of allTasks(tasks)) found.task(task);
  return found;
}

class Found implements FileUses {
  readonly list: FileUse[] = [];
  dynamic = false;
  readonly #role: string | undefined;
  readonly #part: string | undefined;

  constructor(path: string) {
    const { role, part } = layoutOf(path);
    this.#role = role;
    this.#part = part;
  }

  play(play: Play): void {
    for (const entry of play.map.entries)
      if (/(^|\.)import_playbook$/.test(keyText(entry) ?? ''))
        this.#add('playbook', written(entry.value), [''], play.path);
    for (const role of items(entryOf(play.map, 'roles')?.value)) this.#add('role', roleName(role), ROLES, play.path);
    for (const file of items(entryOf(play.map, 'vars_files')?.value))
      if (file.kind === 'list') this.dynamic = true;
      else this.#add('vars', written(file), ['', 'vars'], play.path);
  }

  task(task: Task): void {
    const name = task.action?.name.value.split('.').at(-1) ?? '';
    const roleFolder = this.#role;
    const inRole = (...folders: string[]): string[] =>
      folders.flatMap((each) => (roleFolder ? [joinPath(roleFolder, each)] : []));
    const add = (what: FileUse['what'], file: Written | undefined, folders: readonly string[]): void =>
      this.#add(what, file, folders, task.path, task);
    if (name === 'include_tasks' || name === 'import_tasks')
      add('tasks', option(task, 'file', true), ['', ...inRole('tasks', ''), 'tasks']);
    else if (name === 'include_vars' && !has(task, 'dir'))
      add('vars', option(task, 'file', true), ['vars', '', ...inRole('vars', '')]);
    else if (name === 'include_vars') this.dynamic = true;
    else if (name === 'template')
      add('template', option(task, 'src', false), ['templates', '', ...inRole('templates', '', 'tasks')]);
    else if (name === 'import_role' || name === 'include_role') {
      const role = option(task, 'name', false) ?? option(task, 'role', false);
      const bases =
        roleFolder !== undefined && this.#part !== undefined ? [joinPath(roleFolder, '..'), ...ROLES] : ROLES;
      this.#add('role', role, bases, task.path, task, option(task, 'tasks_from', false)?.value);
    }
  }

  #add(
    what: FileUse['what'],
    name: Written | undefined,
    folders: readonly string[],
    node: string,
    task?: Task,
    from?: string,
  ): void {
    if (name === undefined || name.value === '') return;
    if (isTemplate(name.value)) {
      if (what !== 'template') this.dynamic = true;
      return;
    }
    const candidates = [...new Set(folders.map((each) => joinPath(each, name.value)))];
    this.list.push({ what, name, candidates, node, ...(task && { task }), ...(from !== undefined && { from }) });
  }
}

/** Where roles lie, seen from a playbook. */
const ROLES: readonly string[] = ['roles', '../roles'];

function items(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'list' ? node.items : node?.kind === 'scalar' && node.style !== 'empty' ? [node] : [];
}

export function roleName(node: TreeNode): Written | undefined {
  return written(node) ?? written(entryOf(node, 'role')?.value) ?? written(entryOf(node, 'name')?.value);
}

function has(task: Task, name: string): boolean {
  return argumentsOf(task, false).list.some((each) => each.name.value === name);
}

/** A literal option, or the free text of a module that takes its file so. */
function option(task: Task, name: string, free: boolean): Written | undefined {
  const given = argumentsOf(task, false);
  const found = given.list.find((each) => each.name.value === name);
  if (found?.text !== undefined) return bare({ value: found.text, span: found.span });
  return free && found === undefined && given.list.length === 0 && given.free ? bare(given.free) : undefined;
}

function written(node: TreeNode | undefined): Written | undefined {
  const found = node?.tag === undefined ? writtenText(node) : undefined;
  return found && bare(found);
}

/** Span without quotes, where there are any. */
export function bare({ value, span }: Written): Written {
  const quotes = span.end - span.start === value.length + 2;
  return quotes ? { value, span: { start: span.start + 1, end: span.end - 1 } } : { value, span };
}
