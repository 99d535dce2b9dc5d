import type { Finding, Fix } from '../../model/finding.ts';
import { entryOf, keyText, type MapNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import type { Project, Surroundings } from '../language.ts';
import { type Argument, isTemplate } from './arguments.ts';
import type { OptionRow } from './data.ts';
import { own } from './data.ts';
import { rowsOf } from './installed/documentation.ts';
import { checkValue } from './options.ts';
import { allEntries, entryAt } from './project/entry.ts';
import type { FileUse } from './project/files.ts';
import { kept, readingAt } from './project/per-file.ts';
import { placesOf, projectPaths } from './project/settings.ts';
import { projectData } from './project-data.ts';
import { type AnsibleReading, finding } from './reading.ts';
import { isRoleKeyword } from './variables/definitions.ts';

/** Parameters of one entry point of a role, as its argument specification says. */
interface Spec {
  readonly rows: Readonly<Record<string, OptionRow>>;
  /** Names of its defaults: they may be given as well, specified or not. */
  readonly defaults: ReadonlySet<string>;
}

/** What plays and tasks give to roles that say what they take. */
export function checkRoles(reading: AnsibleReading, around: Surroundings): Finding[] {
  return reading.files.list.flatMap((use) => {
    const spec = use.what === 'role' ? specOf(use, reading, around.project) : undefined;
    return spec === undefined ? [] : checkCall(use, spec, reading, around);
  });
}

/** True for a file of a role that says what it takes. */
export function hasSpecs(path: string, project: Project): boolean {
  const folder = /^(.*(?:^|\/)roles\/[^/]+)\//.exec(path)?.[1];
  return folder !== undefined && specsIn(folder, project) !== undefined;
}

function specOf(use: FileUse, { source }: AnsibleReading, project: Project): Spec | undefined {
  const entryPoint = (use.from ?? 'main').replace(/\.ya?ml$/, '');
  for (const folder of placesOf(use, source.path, projectPaths(source.path, project))) {
    const specs = specsIn(folder, project);
    const options = entryOf(entryOf(specs, entryPoint)?.value, 'options')?.value;
    if (specs === undefined) continue;
    if (options === undefined) return undefined;
    const defaults = ['yml', 'yaml'].map((end) => entryAt(`${folder}/defaults/main.${end}`, project));
    return {
      rows: rowsOf(options, 0),
      defaults: new Set(defaults.flatMap((entry) => entry?.gives ?? [])),
    };
  }
  return undefined;
}

/** The mapping `argument_specs` of a role. */
function specsIn(folder: string, project: Project): TreeNode | undefined {
  for (const name of ['argument_specs.yml', 'argument_specs.yaml', 'main.yml', 'main.yaml']) {
    const root = readingAt(`${folder}/meta/${name}`, project)?.tree.roots.find((each) => each !== undefined);
    const specs = entryOf(root, 'argument_specs')?.value;
    if (specs?.kind === 'map') return specs;
  }
  return undefined;
}

function checkCall(use: FileUse, { rows, defaults }: Spec, reading: AnsibleReading, around: Surroundings): Finding[] {
  const found: Finding[] = [];
  const role = `role ${use.name.value}`;
  const given = parametersOf(use, reading);
  const context = {
    data: projectData(reading.source.path, around),
    complete: reading.tree.tier === 'fast',
    add: (each: Finding) => void found.push(each),
  };
  for (const { key, value } of given) {
    if (key.kind !== 'scalar' || isTemplate(key.text)) continue;
    const row = own(rows, key.text);
    const name = { value: key.text, span: key.span };
    const text = value.kind === 'scalar' ? value.text : undefined;
    const argument: Argument = { name, node: value, text, span: value.span };
    if (row !== undefined) checkValue(context, { path: use.node }, role, argument, key.text, row, false);
    else if (!defaults.has(key.text)) found.push(...misspelt(name, rows, role, use.node));
  }
  if (context.complete) found.push(...missing(use, rows, given, around.project));
  return found;
}

/** Any name may be given to a role; one that is nearly a parameter is meant to be it. */
function misspelt(name: Argument['name'], rows: Spec['rows'], role: string, node: string): Finding[] {
  const near = closest(name.value, Object.keys(rows));
  if (near === undefined) return [];
  const fixes: Fix[] = [{ title: `Change to ${near}`, safety: 'confirm', edits: [{ span: name.span, text: near }] }];
  const message = `The ${role} takes no ${name.value}. Did you mean ${near}?`;
  return [finding('unknown-option', 'warning', message, { span: name.span, node }, { fixes, kind: 'semantic' })];
}

/** Only a hint: the command line or an inventory elsewhere may give it. */
function missing(use: FileUse, rows: Spec['rows'], given: readonly TreeEntry[], project: Project): Finding[] {
  const elsewhere = namesOutside(project);
  const names = new Set(given.map(keyText));
  return Object.entries(rows).flatMap(([name, row]) => {
    if (row.q !== 1 || row.d !== undefined || names.has(name) || elsewhere.has(name)) return [];
    const message = `The role ${use.name.value} needs ${name}, and nothing in this project gives it a value.`;
    return [finding('missing-option', 'hint', message, { span: use.name.span, node: use.node }, { kind: 'semantic' })];
  });
}

/** Names with a value anywhere; a specification alone gives none. */
function namesOutside(project: Project): ReadonlySet<string> {
  return kept(project, 'ansible names with values', '', () => {
    const files = allEntries(project).filter(({ kind }) => kind !== 'argument-specs');
    return new Set(files.flatMap(({ gives }) => gives));
  });
}

/** `vars` of the task that names the role, or the keys of the role in the play that are no keywords, with its `vars`. */
function parametersOf(use: FileUse, { plays }: AnsibleReading): TreeEntry[] {
  if (use.task !== undefined) return entriesOf(entryOf(use.task.map, 'vars')?.value);
  const items = plays.flatMap(({ map }) => {
    const roles = entryOf(map, 'roles')?.value;
    return roles?.kind === 'list' ? roles.items : [];
  });
  const item = items.find(
    (each): each is MapNode =>
      each.kind === 'map' && each.span.start <= use.name.span.start && use.name.span.end <= each.span.end,
  );
  const own = entriesOf(item).filter((entry) => !isRoleKeyword(keyText(entry) ?? ''));
  return [...own, ...entriesOf(entryOf(item, 'vars')?.value)];
}

function entriesOf(node: TreeNode | undefined): TreeEntry[] {
  return node?.kind === 'map' ? [...node.entries] : [];
}
