import type { Context, Dependency, Resource, Variable, Verification } from '../../model/fact.ts';
import { pathContexts } from '../../model/path-contexts.ts';
import { entryOf, keyText } from '../../model/tree.ts';
import type { MapValue } from '../../model/value.ts';
import type { Project } from '../language.ts';
import type { AnsibleData } from './data.ts';
import { fileSettings, variableFiles, variablesRead } from './facts-files.ts';
import { machinesOf, membersOf, namesInPattern } from './inventory/members.ts';
import { sizesOfGroups } from './inventory/names.ts';
import { headerOf, type Play, texts, writtenText } from './model.ts';
import { allEntries } from './project/entry.ts';
import { kept } from './project/per-file.ts';
import type { RunTask } from './project/run.ts';
import type { AnsibleReading } from './reading.ts';
import { mapOf } from './values.ts';

const LOCAL = /^(localhost|127\.0\.0\.1|::1)$/;

function isLocalPlay(play: Play): boolean {
  const hosts = texts(entryOf(play.map, 'hosts')?.value);
  return hosts.length > 0 && hosts.every((host) => LOCAL.test(host));
}

/** What a play is for: run by the machine that deploys, or inside an image that is being built. */
export function playContexts(play: Play, known: AnsibleData): Context[] {
  const hosts = texts(entryOf(play.map, 'hosts')?.value);
  const local = isLocalPlay(play);
  const builder = hosts.length > 0 && hosts.every((host) => /^(default|packer|image|.*builder.*)$/i.test(host));
  const connection = writtenText(entryOf(play.map, 'connection')?.value)?.value ?? '';
  const container =
    /^(docker|chroot|buildah|podman|community\.(docker\.docker|general\.chroot)|containers\.podman\.(podman|buildah))$/.test(
      connection,
    );
  const last = play.tasks.filter(({ kind }) => kind === 'task').at(-1);
  const ends = last !== undefined && !local && buildsImage(last.action?.name.value ?? '', last.collections, known);
  return [
    ...(local ? (['localhost'] as const) : []),
    ...(builder || container || ends ? (['imageBuild'] as const) : []),
  ];
}

function buildsImage(name: string, collections: readonly string[], known: AnsibleData): boolean {
  const module = known.module(name, collections);
  return module.kind === 'live' && known.classesOf(module.name).includes('image-build');
}

/** Contexts of the whole file: where it lies, and what all its plays have in common. */
export function fileContexts({ source, plays, tasks }: AnsibleReading, known: AnsibleData): Context[] {
  const found: Context[] = [...pathContexts(source.path)];
  const each = plays.map((play) => playContexts(play, known));
  for (const context of ['localhost', 'imageBuild'] as const)
    if (each.length > 0 && each.every((contexts) => contexts.includes(context)) && !found.includes(context))
      found.push(context);
  if (plays.length === 0 && tasks.length > 0) found.push('module');
  return found;
}

/** The hosts of a play are what a deployment doubles: Ansible has no other word for its machines. */
export function hostGroup(
  play: Play,
  contexts: readonly Context[],
  order: number,
  run: readonly RunTask[],
  reading: AnsibleReading,
  project: Project,
): Resource[] {
  const hosts = entryOf(play.map, 'hosts')?.value;
  const names = texts(hosts);
  if (hosts === undefined || names.length === 0 || isLocalPlay(play) || contexts.includes('imageBuild')) return [];
  const mutating = play.tasks.length > 0 || entryOf(play.map, 'roles') !== undefined;
  const name = names.join(',');
  const { path } = reading.source;
  const size = names.length === 1 ? groupSizesOf(project).get(name) : undefined;
  return [
    {
      fact: 'resource',
      node: play.path,
      span: play.map.span,
      name: { value: name, span: hosts.span },
      type: { value: 'host group', span: hosts.span },
      settings: settingsOf(play, run, variableFiles(names, run, path, project), path, project),
      lifecycle: {
        class: 'stateless',
        confidence: 0.7,
        reasons: ['the hosts of a play'],
        traits: { ...(mutating && { mutatesHost: true }) },
      },
      header: headerOf(play),
      instances: size ?? 'unknown',
      machines: machinesOf(namesInPattern(names), membersOf(project)),
      order,
    },
  ];
}

/** All that decides how the machines end up: what the play says and does, and what its roles, files and variables say. */
function settingsOf(
  { map }: Play,
  run: readonly RunTask[],
  variables: readonly string[],
  playbook: string,
  project: Project,
): MapValue {
  const written = mapOf(
    map.entries.filter((entry) => keyText(entry) !== 'name'),
    map.span,
  );
  const span = entryOf(map, 'roles')?.key.span ?? map.entries[0]?.key.span ?? map.span;
  return { ...written, entries: [...written.entries, ...fileSettings(variables, run, playbook, project, span)] };
}

/** Variables from files that the tasks of a play read. */
export function variablesOf(
  play: Play,
  run: readonly RunTask[],
  { source: { path } }: AnsibleReading,
  project: Project,
): readonly Variable[] {
  const files = variableFiles(texts(entryOf(play.map, 'hosts')?.value), run, path, project);
  const names = new Set(run.flatMap((each) => usesOf(each).map(({ use }) => use.name)));
  return variablesRead(play.path, names, files, project);
}

function groupSizesOf(project: Project): ReadonlyMap<string, number | undefined> {
  return kept(project, 'ansible group sizes', '', () => sizesOfGroups(allEntries(project)));
}

/** Modules that ask what was deployed whether it works. `assert` judges inputs as often. */
const ASKS = /\.(uri|wait_for|wait_for_connection|win_uri|win_wait_for)$/;

/** Tasks that prove health, of what the play's tasks before them made, else of its hosts. */
export function verifications(
  play: Play,
  run: readonly RunTask[],
  resources: readonly Resource[],
  fullName: (each: RunTask) => string,
): Verification[] {
  const made = new Map(resources.map((each) => [each.node, each]));
  let of = made.has(play.path) ? play.path : undefined;
  return run.flatMap((each): Verification[] => {
    if (made.get(each.node)?.lifecycle.class === 'stateless') of = each.node;
    if (!ASKS.test(fullName(each))) return [];
    return [
      {
        fact: 'verification',
        node: each.node,
        span: headerOf(each.task),
        ...(of !== undefined && { of }),
        ...(each.file !== undefined && { file: each.file }),
      },
    ];
  });
}

/** A balancer that a play of hosts drains or fills routes to those hosts. */
export function routes(play: Play, resources: readonly Resource[]): Dependency[] {
  if (!resources.some(({ node }) => node === play.path)) return [];
  return resources
    .filter(({ lifecycle }) => lifecycle.class === 'router')
    .map(
      ({ node, header, file }): Dependency => ({
        fact: 'dependency',
        node,
        span: header,
        to: play.path,
        kind: 'route',
        certainty: 'inferred',
        ...(file !== undefined && { file }),
      }),
    );
}

/** A task that uses the registered result of an earlier one needs it. */
export function registered(run: readonly RunTask[], resources: readonly Resource[]): Dependency[] {
  const types = new Map(
    resources.map(({ node, type, lifecycle }) => [node, { type: type.value, router: lifecycle.class === 'router' }]),
  );
  const makers = new Map<string, RunTask>();
  const found: Dependency[] = [];
  for (const each of run) {
    const taken = new Set<string>();
    for (const { text, use } of usesOf(each)) {
      const maker = makers.get(use.name);
      if (maker === undefined || maker.node === each.node || taken.has(maker.node)) continue;
      taken.add(maker.node);
      const target = types.get(maker.node)?.type ?? '';
      found.push({
        fact: 'dependency',
        node: each.node,
        span: text.span(use.start, use.end),
        to: maker.node,
        kind: types.get(each.node)?.router
          ? 'route'
          : /target_group|elb|load_?balancer/.test(target)
            ? 'attach'
            : 'ref',
        certainty: 'explicit',
        ...(each.file !== undefined && { file: each.file }),
      });
    }
    const name = writtenText(entryOf(each.task.map, 'register')?.value)?.value;
    if (name !== undefined) makers.set(name, each);
  }
  return found;
}

function usesOf({ task, reading }: RunTask) {
  return (byNode(reading).get(task.path) ?? []).flatMap((text) =>
    text.jinja.uses.filter(({ kind }) => kind === 'variable').map((use) => ({ text, use })),
  );
}

const grouped = new WeakMap<AnsibleReading, Map<string, AnsibleReading['jinja'][number][]>>();

function byNode(reading: AnsibleReading): Map<string, AnsibleReading['jinja'][number][]> {
  let found = grouped.get(reading);
  if (found === undefined) {
    found = new Map();
    for (const text of reading.jinja) {
      const list = found.get(text.node);
      if (list === undefined) found.set(text.node, [text]);
      else list.push(text);
    }
    grouped.set(reading, found);
  }
  return found;
}
