import type { Finding, Fix } from '../../model/finding.ts';
import { entryOf, keyText, type MapNode, type TreeEntry } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import type { Project } from '../language.ts';
import { checkDefaults } from './check-defaults.ts';
import type { AnsibleData } from './data.ts';
import { BLOCK_LISTS, isTaskKeyword } from './keywords.ts';
import { allTasks, headerOf, mayGive, type Play, type Task } from './model.ts';
import { checkOptions, tooNew } from './options.ts';
import { allEntries } from './project/entry.ts';
import { kept } from './project/per-file.ts';
import { type AnsibleReading, finding } from './reading.ts';
import { removedModule } from './removed.ts';

export interface TaskContext {
  readonly data: AnsibleData;
  /** False in a repaired tree: what is not there proves nothing. */
  readonly complete: boolean;
  add(finding: Finding): void;
  /** A play elsewhere may give the module options. */
  isGiven?(module: string): boolean;
}

/** Keywords, modules and options of every play and task. */
export function checkTasks(reading: AnsibleReading, data: AnsibleData, project: Project): Finding[] {
  const findings: Finding[] = [];
  const elsewhere = reading.plays.length > 0 ? [] : defaultsElsewhere(project);
  const context: TaskContext = {
    data,
    complete: reading.tree.tier === 'fast',
    add: (each) => findings.push(each),
    isGiven: (module) => elsewhere.some((each) => mayGive(each, module)),
  };
  for (const play of reading.plays) {
    checkPlay(context, play);
    checkDefaults(context, play.map, play.path);
  }
  for (const task of allTasks(reading.tasks)) {
    checkTask(context, task);
    checkDefaults(context, task.map, task.path);
  }
  return findings;
}

function defaultsElsewhere(project: Project): readonly string[] {
  return kept(project, 'ansible module defaults', '', () => [
    ...new Set(allEntries(project).flatMap(({ defaults }) => defaults)),
  ]);
}

function checkPlay(context: TaskContext, play: Play): void {
  const keywords = context.data.keywords('Play');
  const imports = play.map.entries.some((entry) => /(^|\.)import_playbook$/.test(keyText(entry) ?? ''));
  if (imports) return;
  const include = entryOf(play.map, 'include');
  if (include !== undefined) {
    const fixes: Fix[] = [
      {
        title: 'Change to import_playbook',
        safety: 'safe',
        edits: [{ span: include.key.span, text: 'import_playbook' }],
      },
    ];
    context.add(
      finding(
        'removed-module',
        'error',
        'include of a playbook was removed: use import_playbook.',
        { span: include.key.span, node: play.path },
        { fixes },
      ),
    );
    return;
  }
  const misspelt = play.map.entries.some((entry) => closest(keyText(entry) ?? '', ['hosts']) !== undefined);
  if (context.complete && entryOf(play.map, 'hosts') === undefined && !misspelt) {
    context.add(
      finding('missing-option', 'error', 'A play needs hosts: which machines it is about.', {
        span: headerOf(play),
        node: play.path,
      }),
    );
  }
  checkKeys(
    context,
    play.map,
    Object.keys(keywords),
    'play',
    play.path,
    (key) => key === 'vars_files' || key === 'user',
  );
}

function checkKeys(
  context: TaskContext,
  map: MapNode,
  known: readonly string[],
  what: 'play' | 'block' | 'task',
  node: string,
  also: (key: string) => boolean,
): void {
  for (const entry of map.entries) {
    const key = keyText(entry);
    if (key === undefined || key === '<<' || known.includes(key) || also(key) || key.includes('{{')) continue;
    unknownKeyword(context, entry, key, known, what, node);
  }
}

function unknownKeyword(
  context: TaskContext,
  entry: TreeEntry,
  key: string,
  known: readonly string[],
  what: 'play' | 'block' | 'task',
  node: string,
): void {
  const at = { span: entry.key.span, node: `${node}.${key}` };
  const other = (['Play', 'Block', 'Task'] as const).find(
    (object) => object.toLowerCase() !== what && Object.hasOwn(context.data.keywords(object), key),
  );
  if (other !== undefined) {
    context.add(
      finding('misplaced-keyword', 'error', `${key} is a keyword of a ${other.toLowerCase()}, not of a ${what}.`, at),
    );
    return;
  }
  const near = closest(key, known);
  context.add(
    finding('unknown-keyword', 'error', `A ${what} has no keyword ${key}.${near ? ` Did you mean ${near}?` : ''}`, at, {
      fixes: rename(entry, near),
    }),
  );
}

function rename(entry: TreeEntry, near: string | undefined): Fix[] {
  return near === undefined
    ? []
    : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: entry.key.span, text: near }] }];
}

function checkTask(context: TaskContext, task: Task): void {
  if (task.kind === 'block') {
    const known = [...Object.keys(context.data.keywords('Block')), ...BLOCK_LISTS];
    checkKeys(context, task.map, known, 'block', task.path, () => false);
    return;
  }
  const keywords = [...Object.keys(context.data.keywords(task.kind === 'handler' ? 'Handler' : 'Task')), 'listen'];
  if (task.action === undefined) {
    checkNoModule(context, task, keywords);
    return;
  }
  const lookup = context.data.module(task.action.name.value, task.collections);
  const misspelt =
    lookup.kind === 'unknown' && !task.action.name.value.includes('.')
      ? closest(task.action.name.value, keywords)
      : undefined;
  for (const entry of task.strange) checkStrange(context, task, entry, keywords, lookup.kind !== 'unknown');
  if (
    misspelt !== undefined &&
    task.strange.length === 0 &&
    task.map.entries.length > 1 &&
    !looksLikeModule(context, task)
  ) {
    unknownKeyword(context, task.action.entry, task.action.name.value, keywords, 'task', task.path);
    return;
  }
  checkModule(context, task, lookup);
}

function looksLikeModule(context: TaskContext, task: Task): boolean {
  return closest(task.action?.name.value ?? '', context.data.builtinNames) !== undefined;
}

/** A second key that is no keyword: a misspelt keyword where one is near, else a second module. */
function checkStrange(
  context: TaskContext,
  task: Task,
  entry: TreeEntry,
  keywords: readonly string[],
  known: boolean,
): void {
  const key = keyText(entry) ?? '';
  if (key === '' || key.includes('{{')) return;
  const second = key.includes('.') || context.data.module(key, task.collections).kind !== 'unknown';
  if (second) {
    const message = `A task runs one module, and this is a second one beside ${task.action?.name.value ?? 'the first'}: make it a task of its own.`;
    context.add(finding('two-modules', 'error', message, { span: entry.key.span, node: task.path }));
  } else if (known || closest(key, keywords) !== undefined) {
    unknownKeyword(context, entry, key, keywords, 'task', task.path);
  }
}

function checkNoModule(context: TaskContext, task: Task, keywords: readonly string[]): void {
  if (
    !context.complete ||
    task.map.entries.length === 0 ||
    entryOf(task.map, 'action') ||
    entryOf(task.map, 'local_action')
  )
    return;
  if (task.map.entries.some((entry) => keyText(entry) === '<<' || !isTaskKeyword(keyText(entry) ?? ''))) return;
  const span = headerOf(task);
  context.add(
    finding(
      'no-module',
      'error',
      `This task runs nothing: it has only keywords (${keywords.filter((key) => entryOf(task.map, key)).join(', ')}). Add a module.`,
      { span, node: task.path },
    ),
  );
}

function checkModule(context: TaskContext, task: Task, lookup: ReturnType<AnsibleData['module']>): void {
  const { action } = task;
  if (action === undefined) return;
  const at = { span: action.name.span, node: task.path };
  if (action.name.value.includes('{{')) return;
  if (lookup.kind === 'live') {
    if (lookup.moved)
      context.add(
        finding('moved-module', 'hint', `${action.name.value} is an old name: the module is ${lookup.name} now.`, at, {
          tags: ['deprecated'],
          fixes: [
            {
              title: `Change to ${lookup.name}`,
              safety: 'safe',
              edits: [{ span: action.name.span, text: lookup.name }],
            },
          ],
        }),
      );
    if (lookup.row.late !== undefined) tooNew(context, action.name, lookup.name, lookup.row, task.path);
    checkOptions(context, task, lookup);
    return;
  }
  if (lookup.kind === 'gone') {
    context.add(removedModule(action.name.value, lookup, at));
    return;
  }
  unknownModule(context, action.name.value, at, lookup.bundled);
}

function unknownModule(
  context: TaskContext,
  name: string,
  at: { span: Finding['span']; node: string },
  bundled: boolean,
): void {
  const candidates = name.includes('.') ? context.data.moduleNames : context.data.builtinNames;
  const near = closest(name, candidates);
  const fixes: Fix[] =
    near === undefined ? [] : [{ title: `Change to ${near}`, safety: 'safe', edits: [{ span: at.span, text: near }] }];
  // A short name may be a module of the project's own library; a collection that is not bundled may hold anything.
  const severity = near !== undefined || (name.includes('.') && bundled) ? 'warning' : 'hint';
  if (!bundled && near === undefined) return;
  context.add(
    finding(
      'unknown-module',
      severity,
      `No module ${name} is known here.${near ? ` Did you mean ${near}?` : ' It may be one of your own or of a collection that is not bundled.'}`,
      at,
      { fixes },
    ),
  );
}
