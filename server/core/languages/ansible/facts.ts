import type { Context, Fact, Resource, Step, Unit } from '../../model/fact.ts';
import type { Lifecycle } from '../../model/lifecycle.ts';
import { entryOf, keyText } from '../../model/tree.ts';
import { literalText } from '../../model/value.ts';
import type { DataSource } from '../../schema/data.ts';
import { classify } from '../../schema/lifecycle.ts';
import { factsOfSettings } from '../../syntax/setting-facts.ts';
import type { Surroundings } from '../language.ts';
import { commentNotes } from '../notes.ts';
import { argumentsOf } from './arguments.ts';
import type { AnsibleData } from './data.ts';
import { physicalName } from './facts-names.ts';
import { fileContexts, hostGroup, playContexts, registered, routes, variablesOf, verifications } from './facts-play.ts';
import { taskFacts } from './facts-task.ts';
import { requirementFacts, variableFacts } from './facts-vars.ts';
import { allTasks, headerOf, type Task } from './model.ts';
import { type RunTask, runOf } from './project/run.ts';
import { projectData } from './project-data.ts';
import type { AnsibleReading } from './reading.ts';
import { argumentMap, mapOf } from './values.ts';

/**
 * What a playbook or a list of tasks says about infrastructure. Node paths are those of plays and tasks. Tasks of roles and
 * included files are part of the play that runs them: their resources are facts of it, with the file they stand in.
 */
export function ansibleFacts(reading: AnsibleReading, around: Surroundings): readonly Fact[] {
  const { project, data } = around;
  const known = projectData(reading.source.path, around);
  const contexts = fileContexts(reading, known);
  const unit = unitOf(reading, contexts);
  if (reading.plays.length === 0) {
    const tasks = [...allTasks(reading.tasks)].map(
      (task): RunTask => ({ task, node: task.path, reading, file: undefined }),
    );
    return [
      unit,
      ...factsOfRun(tasks, () => known, data, contexts, 0),
      ...blocks(reading.tasks),
      ...requirementFacts(reading),
      ...commentNotes(reading),
    ];
  }
  let order = 0;
  const knownTo = perFile(around, reading.source.path, known);
  const facts = reading.plays.flatMap((play) => {
    const own = playContexts(play, known);
    const run = runOf(play, reading, project);
    const group = hostGroup(play, own, order++, run, reading, project);
    const found = factsOfRun(run, knownTo, data, [...new Set([...contexts, ...own])], order);
    order += run.length;
    const resources = [...group, ...found.filter((fact) => fact.fact === 'resource')];
    const more = [
      ...group,
      ...found,
      ...blocks(play.tasks),
      ...variablesOf(play, run, reading, project),
      ...routes(play, resources),
      ...verifications(play, run, resources, (each) => fullName(each.task, knownTo(each.reading.source.path))),
    ];
    // What only one play of several is for is said of its facts.
    const special = own.filter((context) => !contexts.includes(context));
    return special.length === 0
      ? more
      : more.map((fact) => ({ ...fact, contexts: [...new Set([...(fact.contexts ?? []), ...special])] }));
  });
  return [unit, ...facts, ...variableFacts(reading), ...commentNotes(reading)];
}

/** What is known of modules depends on the file that names them: a role may bring one of its own that is named like a bundled one. */
function perFile(around: Surroundings, path: string, own: AnsibleData): (path: string) => AnsibleData {
  const all = new Map([[path, own]]);
  return (each) => {
    const known = all.get(each) ?? projectData(each, around);
    all.set(each, known);
    return known;
  };
}

function factsOfRun(
  run: readonly RunTask[],
  knownTo: (path: string) => AnsibleData,
  data: DataSource,
  contexts: readonly Context[],
  start: number,
): Fact[] {
  const facts = run.flatMap(({ task, node, reading, file }, index) => {
    const known = knownTo(reading.source.path);
    const found = factsOfTask({ ...task, path: node }, reading.tree.text, known, data, contexts, start + index);
    // What a task elsewhere does to a host is judged in its own file; what it makes belongs to this play.
    if (file === undefined) return found;
    return found
      .filter(({ fact }) => fact === 'resource' || fact === 'physical-name')
      .map((fact) => ({ ...fact, file }));
  });
  return [
    ...facts,
    ...registered(
      run,
      facts.filter((fact) => fact.fact === 'resource'),
    ),
  ];
}

function fullName(task: Task, known: AnsibleData): string {
  const name = task.action?.name.value ?? '';
  const module = known.module(name, task.collections);
  return module.kind === 'live' ? module.name : name;
}

function unitOf({ tree, plays }: AnsibleReading, contexts: readonly Context[]): Unit {
  const root = tree.roots.find((each) => each !== undefined);
  const first = plays[0];
  const span = first ? headerOf(first) : { start: root?.span.start ?? 0, end: root?.span.start ?? 0 };
  const settings =
    first &&
    mapOf(
      first.map.entries.filter(
        (entry) => !['tasks', 'pre_tasks', 'post_tasks', 'handlers'].includes(keyText(entry) ?? ''),
      ),
      first.map.span,
    );
  return { fact: 'unit', node: '', span, contexts, ...(settings && { settings }) };
}

function factsOfTask(
  task: Task,
  source: string,
  known: AnsibleData,
  data: DataSource,
  contexts: readonly Context[],
  order: number,
): Fact[] {
  const { action } = task;
  if (action === undefined) return [];
  const module = known.module(action.name.value, task.collections);
  const name = fullName(task, known);
  const freeForm =
    known.freeForm.has(name.split('.').at(-1) ?? '') || (module.kind === 'live' && module.override.raw !== undefined);
  const given = argumentsOf(task, freeForm);
  const settings = argumentMap(given.list, action.args.span);
  const lifecycle = lifecycleOf(name, known, data);
  const resource: Resource = {
    fact: 'resource',
    node: task.path,
    span: task.map.span,
    name: { value: task.name?.value ?? action.name.value, span: headerOf(task) },
    type: { value: name, span: action.name.span },
    settings,
    lifecycle,
    header: headerOf(task),
    order,
    ...(entryOf(task.map, 'when') && { conditional: true }),
    ...((entryOf(task.map, 'loop') ?? task.map.entries.find((entry) => (keyText(entry) ?? '').startsWith('with_'))) && {
      instances: 'unknown' as const,
    }),
    ...((lifecycle.traits?.readOnly ||
      literalText(settings.entries.find(({ key }) => key.value === 'state')?.value) === 'absent') && {
      readOnly: true,
    }),
  };
  return [
    stepOf(task, resource, order),
    ...(isManaged(resource) ? [resource, ...physicalName(resource), ...factsOfSettings(resource)] : []),
    ...taskFacts({
      task,
      module: name,
      classes: known.classesOf(name),
      settings,
      free: given.free,
      resource,
      contexts,
      source,
    }),
  ];
}

/** Blocks, as steps that hold others. */
function blocks(tasks: readonly Task[]): Step[] {
  return [...allTasks(tasks)].flatMap(({ kind, map, name, path }): Step[] => {
    const key = entryOf(map, 'block')?.key.span;
    if (kind !== 'block' || key === undefined) return [];
    const does = { value: 'block', span: key };
    const keywords = mapOf(map.entries, map.span);
    const settings = mapOf([], map.span);
    return [
      { fact: 'step', node: path, span: key, name: name ?? does, does, settings, keywords, called: false, order: 0 },
    ];
  });
}

function stepOf({ map, kind, action, path }: Task, { name, type, settings, header }: Resource, order: number): Step {
  const keywords = map.entries.filter((entry) => entry !== action?.entry);
  return {
    fact: 'step',
    node: path,
    span: header,
    name,
    does: type,
    settings,
    keywords: mapOf(keywords, map.span),
    called: kind === 'handler',
    order,
  };
}

/** Modules of AWS moved from one collection to the other: the table may know the one under the name of the other. */
function classifyModule(module: string, data: DataSource): Lifecycle {
  const found = classify('ansible', module, data);
  if (found.confidence > 0 || !module.startsWith('amazon.aws.')) return found;
  return classify('ansible', module.replace('amazon.', 'community.'), data);
}

/** What takes machines out of traffic or puts them in is a router, whatever else it may be. */
function lifecycleOf(module: string, known: AnsibleData, data: DataSource): Lifecycle {
  const found = classifyModule(module, data);
  if (found.class === 'router' || !known.classesOf(module).includes('traffic-switch')) return found;
  return { class: 'router', confidence: 0.7, reasons: ['it takes servers out of traffic and puts them in'] };
}

/** Whether the task declares something that outlives the play and is not the host itself. Steps of the play are no resources. */
function isManaged({ type, lifecycle }: Resource): boolean {
  const { class: found, traits } = lifecycle;
  if (found === 'unknown' || traits?.mutatesHost || traits?.readOnly || traits?.verification) return false;
  return found !== 'config' || !/^(ansible|community\.(crypto|general|dns|hashi_vault))\./.test(type.value);
}
