import type { Refactoring } from '../../../model/editor.ts';
import type { Intent } from '../../../model/intent.ts';
import { keepsUserData } from '../../../model/kept-data.ts';
import { nameOf } from '../../../model/paths.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import { classify } from '../../../schema/lifecycle.ts';
import { rewriteTree } from '../../../syntax/rewrite.ts';
import type { Surroundings } from '../../language.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import { isServerless, resolved, type TemplateResource } from '../template.ts';
import { isSound } from './convert.ts';
import { besidePath, stateTemplate } from './split-file.ts';
import { cutOut } from './split-uses.ts';

const TITLE = 'persistent resources into their own template';

/**
 * Resources that keep data move, with what they alone need, to `<name>-state.yaml` (`.json`); what the rest reads of them is imported.
 * A deployed stack deletes what leaves its template, so this takes two steps: first every one of them is kept by its
 * `DeletionPolicy`, which has to be deployed; only then they move. Offered at the document, at its sections and at one of those
 * that move: `here` is the path of the cursor. `refused` says what ties the two parts together.
 */
export function splitOffState(
  reading: CfnReading,
  here: readonly string[],
  { project, data }: Surroundings,
): readonly Refactoring[] {
  const { template, tree, source } = reading;
  const [section, id] = here;
  if (
    (here.length > 1 && section !== 'Resources') ||
    here.length > 2 ||
    !isSound(tree) ||
    source.path.startsWith('untitled:')
  )
    return [];
  const kept = template.resources.filter(({ type, name, condition }) => {
    const lifecycle = type && classify('cloudformation', type.value, data);
    return (
      condition === undefined && lifecycle !== undefined && keepsUserData(type?.value ?? '', name.value, lifecycle)
    );
  });
  const isServer = ({ type }: TemplateResource): boolean =>
    type !== undefined && classify('cloudformation', type.value, data).class === 'stateless';
  const serves = template.resources.some(isServer);
  if (!serves || !kept.some(({ name }) => id === undefined || id === name.value)) return [];
  const moved = withTheirOwn(reading, kept, isServer);
  const open = moved.filter((resource) => !isKept(resource));
  const path = besidePath(source.path, 'state');
  const taken = project.text(path) === undefined ? undefined : `there is a ${nameOf(path)} already`;
  const refused = taken ?? whyNot(reading, moved);
  if (refused !== undefined) return refusal(refused);
  return open.length > 0 ? keepFirst(reading, open) : move(reading, moved, path);
}

function refusal(refused: string): readonly Refactoring[] {
  return [{ title: `Split ${TITLE}`, kind: 'refactor.extract', edits: [], refused }];
}

function keepFirst({ tree, source }: CfnReading, open: readonly TemplateResource[]): readonly Refactoring[] {
  const intents = open.flatMap(({ body }): Intent[] => {
    const map = resolved(body);
    const policy = entryOf(map, 'DeletionPolicy');
    if (policy) return [{ kind: 'setScalar', at: policy.value.span, text: 'Retain' }];
    if (map === undefined) return [];
    return [{ kind: 'insertKey', map: map.span, key: 'DeletionPolicy', value: 'Retain', after: 'Type' }];
  });
  const edits = rewriteTree(tree, intents);
  const title = `Split ${TITLE}, step 1 of 2: DeletionPolicy Retain, to be deployed before they move`;
  return edits.length === 0 ? [] : [{ title, kind: 'refactor.extract', edits: [{ path: source.path, edits }] }];
}

function move(reading: CfnReading, moved: readonly TemplateResource[], path: string): readonly Refactoring[] {
  const rest = cutOut(reading, moved);
  if (rest === undefined) return refusal('a use of what moves cannot be rewritten, or a comment stands in the way');
  const made = stateTemplate(reading, moved, rest.exported, path);
  return [
    {
      title: `Split ${TITLE} ${nameOf(path)}, step 2 of 2: once Retain is deployed, by a stack refactor`,
      kind: 'refactor.extract',
      edits: [
        { path: reading.source.path, edits: rest.edits },
        { path, edits: [{ span: { start: 0, end: 0 }, text: made }], create: 'new' },
      ],
    },
  ];
}

/** What only the moved resources refer to moves with them, but nothing that is replaced with a version. */
function withTheirOwn(
  reading: CfnReading,
  kept: readonly TemplateResource[],
  isServer: (resource: TemplateResource) => boolean,
): readonly TemplateResource[] {
  const moved = new Set(kept.map(({ name }) => name.value));
  const users = usersOf(reading);
  const isOwn = (name: string): boolean => {
    const by = [...(users.get(name) ?? [])];
    return !moved.has(name) && by.length > 0 && by.every((user) => moved.has(user));
  };
  for (let more = true; more; ) {
    const found = reading.template.resources.filter((each) => isOwn(each.name.value) && !isServer(each));
    for (const { name } of found) moved.add(name.value);
    more = found.length > 0;
  }
  return reading.template.resources.filter(({ name }) => moved.has(name.value));
}

/** Who refers to a resource, by its id: ids of resources, and `Outputs.X` for an output. */
function usersOf({ uses, names }: CfnReading): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const use of uses) {
    if (!isOfResource(use, names)) continue;
    const user = use.owner.replace(/^Resources\./, '');
    if (user !== use.name.value) users.set(use.name.value, (users.get(use.name.value) ?? new Set()).add(user));
  }
  return users;
}

/** The name stands for a resource. */
export function isOfResource({ namespace, name }: NameUse, names: CfnReading['names']): boolean {
  if (namespace === 'value') return names.resources.has(name.value) && !names.parameters.has(name.value);
  return namespace === 'resource' && names.resources.has(name.value);
}

function isKept({ body }: TemplateResource): boolean {
  const policy = entryOf(resolved(body), 'DeletionPolicy')?.value;
  return policy?.kind === 'scalar' && /^Retain(ExceptOnCreate)?$/.test(policy.text);
}

/** What the new stack would say otherwise than the old one, so that a store might be replaced. */
export const OF_THE_STACK = /^AWS::(StackName|StackId|NotificationARNs)$/;

/** Why no part of this template can be moved by its text. */
export function whyWhole({ template, tree }: CfnReading): string | undefined {
  if (template.transforms.length > 0 || template.resources.some(({ type }) => isServerless(type?.value ?? '')))
    return 'the template is transformed before it is deployed';
  if (template.loops.length > 0) return 'the template has loops';
  if (template.unknownMacro || hasAliases(template.root)) return 'parts of the template stand elsewhere';
  if (tree.notation === 'yaml' && template.sections.some(({ value }) => value.kind === 'map' && value.flow))
    return 'the template is YAML in braces';
  return undefined;
}

function whyNot(reading: CfnReading, moved: readonly TemplateResource[]): string | undefined {
  const { names, uses } = reading;
  const whole = whyWhole(reading);
  if (whole !== undefined) return whole;
  const ids = new Set(moved.map(({ name }) => name.value));
  for (const use of uses) {
    const from = use.owner.replace(/^Resources\./, '');
    if (from === use.owner || !ids.has(from)) continue;
    const { value } = use.name;
    if (OF_THE_STACK.test(value)) return `${from} uses ${value}, which is another one in a new stack`;
    if (isOfResource(use, names) && !ids.has(value)) return `${from} refers to ${value}, which stays`;
  }
  const choice = moved.find(({ condition }) => condition !== undefined);
  return choice && `${choice.name.value} is there under a condition only`;
}

function hasAliases(node: TreeNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === 'alias' || node.anchor !== undefined) return true;
  if (node.kind === 'list') return node.items.some(hasAliases);
  return node.kind === 'map' && node.entries.some(({ key, value }) => hasAliases(value) || keyIsMerge(key));
}

function keyIsMerge(key: TreeNode): boolean {
  return key.kind === 'scalar' && key.text === '<<';
}
