import type { Context, Dependency, Fact, Parameter, Resource, Unit } from '../../model/fact.ts';
import { pathContexts } from '../../model/path-contexts.ts';
import { entryOf, keyText } from '../../model/tree.ts';
import { literalText } from '../../model/value.ts';
import type { DataSource } from '../../schema/data.ts';
import { classify } from '../../schema/lifecycle.ts';
import { factsOfSettings } from '../../syntax/setting-facts.ts';
import { argumentsOf } from './arguments.ts';
import { type AnsibleData, ansibleData } from './data.ts';
import { taskFacts } from './facts-task.ts';
import { allTasks, headerOf, type Play, type Task, texts, writtenText } from './model.ts';
import type { AnsibleReading } from './reading.ts';
import { argumentMap, mapOf, toValue } from './values.ts';

/** What a playbook or a list of tasks says about infrastructure. Node paths are those of plays and tasks. */
export function ansibleFacts(reading: AnsibleReading, data: DataSource): readonly Fact[] {
  const contexts = contextsOf(reading);
  const known = ansibleData(data);
  let order = 0;
  const tasks = [...allTasks(reading.tasks)].filter((task) => task.action !== undefined);
  return [
    unitOf(reading, contexts),
    ...reading.plays.flatMap((play) => hostGroup(play, order++)),
    ...tasks.flatMap((task) => factsOfTask(task, reading.tree.text, known, data, contexts, order++)),
    ...variables(reading),
    ...registered(tasks),
  ];
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

const LOCAL = /^(localhost|127\.0\.0\.1|::1)$/;

function contextsOf({ source, plays, tasks }: AnsibleReading): Context[] {
  const found: Context[] = pathContexts(source.path);
  const hosts = plays.flatMap((play) => texts(entryOf(play.map, 'hosts')?.value));
  if (plays.length > 0 && hosts.every((host) => LOCAL.test(host))) found.push('localhost');
  const builder = hosts.length > 0 && hosts.every((host) => /^(default|packer|image|.*builder.*)$/i.test(host));
  const chroot = plays.some((play) =>
    /^(docker|chroot|buildah|podman|community\.docker\.docker)$/.test(
      writtenText(entryOf(play.map, 'connection')?.value)?.value ?? '',
    ),
  );
  if ((builder || chroot) && !found.includes('imageBuild')) found.push('imageBuild');
  if (plays.length === 0 && tasks.length > 0) found.push('module');
  return found;
}

/** The hosts of a play are what a deployment doubles: Ansible has no other word for its machines. */
function hostGroup(play: Play, order: number): Resource[] {
  const hosts = entryOf(play.map, 'hosts')?.value;
  const names = texts(hosts);
  if (hosts === undefined || names.length === 0 || names.every((name) => LOCAL.test(name))) return [];
  const mutating = play.tasks.length > 0 || entryOf(play.map, 'roles') !== undefined;
  const name = { value: names.join(','), span: hosts.span };
  const settings = mapOf(
    play.map.entries.filter((entry) => keyText(entry) !== 'name'),
    play.map.span,
  );
  return [
    {
      fact: 'resource',
      node: play.path,
      span: play.map.span,
      name,
      type: { value: 'host group', span: hosts.span },
      settings,
      lifecycle: {
        class: 'stateless',
        confidence: 0.7,
        reasons: ['the hosts of a play'],
        traits: { ...(mutating && { mutatesHost: true }) },
      },
      header: headerOf(play),
      instances: 'unknown',
      order,
    },
  ];
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
  const name = module.kind === 'live' ? module.name : action.name.value;
  const freeForm =
    known.freeForm.has(name.split('.').at(-1) ?? '') || (module.kind === 'live' && module.override.raw !== undefined);
  const given = argumentsOf(task, freeForm);
  const settings = argumentMap(given.list, action.args.span);
  const lifecycle = classify('ansible', name, data);
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
    ...(isManaged(resource) ? [resource, ...factsOfSettings(resource)] : []),
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

/** Whether the task declares something that outlives the play and is not the host itself. Steps of the play are no resources. */
function isManaged({ type, lifecycle }: Resource): boolean {
  const { class: found, traits } = lifecycle;
  if (found === 'unknown' || traits?.mutatesHost || traits?.readOnly || traits?.verification) return false;
  return found !== 'config' || !/^(ansible|community\.(crypto|general|dns|hashi_vault))\./.test(type.value);
}

/** Variables of plays are their inputs: any of them can be given from outside. */
function variables({ plays }: AnsibleReading): Parameter[] {
  return plays.flatMap((play) => {
    const vars = entryOf(play.map, 'vars')?.value;
    if (vars?.kind !== 'map') return [];
    return vars.entries.flatMap(({ key, value }): Parameter[] =>
      key.kind === 'scalar'
        ? [
            {
              fact: 'parameter',
              node: play.path,
              span: key.span,
              name: { value: key.text, span: key.span },
              default: toValue(value),
            },
          ]
        : [],
    );
  });
}

/** A task that uses the registered result of an earlier one needs it. */
function registered(tasks: readonly Task[]): Dependency[] {
  const makers = new Map<string, Task>();
  const found: Dependency[] = [];
  for (const task of tasks) {
    for (const [name, maker] of makers) {
      const use = task.map.entries.find(
        ({ key, value }) => key.kind === 'scalar' && key.text !== 'register' && mentions(value, name),
      );
      if (use !== undefined && maker.path !== task.path)
        found.push({
          fact: 'dependency',
          node: task.path,
          span: use.key.span,
          to: maker.path,
          kind: 'ref',
          certainty: 'explicit',
        });
    }
    const register = writtenText(entryOf(task.map, 'register')?.value)?.value;
    if (register !== undefined && /^[A-Za-z_]\w*$/.test(register)) makers.set(register, task);
  }
  return found;
}

function mentions(node: Task['map']['entries'][number]['value'], name: string, depth = 0): boolean {
  if (depth > 20) return false;
  if (node.kind === 'scalar') return hasWord(node.text, name);
  if (node.kind === 'list') return node.items.some((item) => mentions(item, name, depth + 1));
  return node.kind === 'map' && node.entries.some((entry) => mentions(entry.value, name, depth + 1));
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!/[\w.]/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + word.length))) return true;
  }
  return false;
}
