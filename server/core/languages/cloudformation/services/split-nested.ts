import type { Refactoring, RefactoringEdits } from '../../../model/editor.ts';
import type { Intent, NewValue } from '../../../model/intent.ts';
import { keepsUserData } from '../../../model/kept-data.ts';
import { nameOf } from '../../../model/paths.ts';
import { applyEdits, type Edit, type Span } from '../../../model/span.ts';
import { classify } from '../../../schema/lifecycle.ts';
import { columnOf } from '../../../syntax/rewrite/layout.ts';
import { rewriteTree } from '../../../syntax/rewrite.ts';
import type { Surroundings } from '../../language.ts';
import { type CfnReading, readCfn } from '../reading.ts';
import { type NameUse, usesOf } from '../references.ts';
import { cfnSchema } from '../schema.ts';
import type { Named, TemplateResource } from '../template.ts';
import { isListType, parameterType } from '../types.ts';
import { isSound } from './convert.ts';
import { freeName } from './free-name.ts';
import { isOfResource, OF_THE_STACK, whyWhole } from './split.ts';
import { besidePath, blockOf, indentOf, usedBy } from './split-file.ts';

/** What one template hands to the other: a resource, or an attribute of it, under a name without a dot. */
interface Handed {
  readonly name: string;
  readonly of: readonly [resource: string, attribute?: string];
}

/**
 * The selected resources move into a template beside this one, which a nested stack deploys: what they read of the rest is handed down as
 * parameters, what the rest reads of them comes back as outputs. Deployed, they are made anew, so nothing that keeps data is moved.
 */
export function moveToNested(
  reading: CfnReading,
  range: Span,
  { data, project }: Surroundings,
): readonly Refactoring[] {
  const moved = selected(reading, range);
  const path = nestedPath(reading, moved);
  const [first] = moved;
  if (first === undefined || path === undefined || project.text(path) !== undefined) return [];
  const keeps = ({ type, name }: TemplateResource): boolean =>
    type !== undefined && keepsUserData(type.value, name.value, classify('cloudformation', type.value, data));
  const ids = new Set(moved.map(({ name }) => name.value));
  if (
    moved.some(keeps) ||
    whyWhole(reading) !== undefined ||
    !canMove(reading, ids, data) ||
    isTangled(reading, ids) ||
    isAmbiguous(reading, ids)
  )
    return [];
  const what = moved.length === 1 ? first.name.value : `${moved.length} resources`;
  const title = `Move ${what} into a nested stack (${nameOf(path)}), where a deployment makes it anew`;
  return [{ title, kind: 'refactor.extract', edits: [], later: `nested@${range.start}-${range.end}`, creates: true }];
}

/** Edits of a move that was offered. */
export function movedToNested(reading: CfnReading, range: Span): readonly RefactoringEdits[] {
  const moved = selected(reading, range);
  const path = nestedPath(reading, moved);
  if (path === undefined || !isSound(reading.tree)) return [];
  const ids = new Set(moved.map(({ name }) => name.value));
  const isInside = ({ owner }: NameUse): boolean => ids.has(owner.replace(/^Resources\./, ''));
  const uses = reading.uses.filter((use) => isOfResource(use, reading.names));
  const down = uses.filter((use) => isInside(use) && !ids.has(use.name.value));
  const up = uses.filter((use) => !isInside(use) && ids.has(use.name.value));
  const stack = stackName(reading, moved);
  const intents: Intent[] = [
    ...up.flatMap((use) => read(reading, use, (name) => [stack, `Outputs.${name}`])),
    ...moved.map(({ entry }): Intent => ({ kind: 'removeEntry', at: entry.span })),
    stackIn(reading, { stack, path, moved, down: handed(down) }),
  ];
  const edits = rewriteTree(reading.tree, intents);
  if (edits.length === 0) return [];
  const text = nestedText(reading, moved, down, handed(up.filter(({ how }) => how !== 'DependsOn')));
  const made: RefactoringEdits = { path, edits: [{ span: { start: 0, end: 0 }, text }], create: 'new' };
  return [{ path: reading.source.path, edits }, made];
}

/** Those a selection touches; without one, the resource whose name the cursor is on. */
function selected({ template }: CfnReading, { start, end }: Span): readonly TemplateResource[] {
  const found = template.resources.filter(({ entry }) => {
    const { span } = start === end ? entry.key : entry;
    return span.start <= end && start <= span.end;
  });
  return found.length === template.resources.length ? [] : found;
}

function nestedPath({ source, tree }: CfnReading, [first]: readonly TemplateResource[]): string | undefined {
  if (first === undefined || source.path.startsWith('untitled:') || !isSound(tree)) return undefined;
  return besidePath(source.path, first.name.value.toLowerCase());
}

/** What is read is one text, nobody inside waits for what stays, and nothing inside asks for the name of its stack. */
function canMove({ uses, names }: CfnReading, ids: ReadonlySet<string>, data: Surroundings['data']): boolean {
  return uses.every(({ owner, name: { value }, how, attribute, namespace }) => {
    const isInside = ids.has(owner.replace(/^Resources\./, ''));
    const crosses = names.resources.has(value) && namespace !== 'condition' && isInside !== ids.has(value);
    if (isInside && (OF_THE_STACK.test(value) || (how === 'DependsOn' && crosses))) return false;
    const resource = names.resources.get(value);
    if (!crosses || how === 'DependsOn') return true;
    const types = cfnSchema(data).resource(resource?.type?.value ?? '')?.a ?? {};
    return resource?.condition === undefined && (attribute === undefined || types[attribute.value] === 's');
  });
}

/** What stays needs a part of what moves, and another part needs it: as one stack it could not be made. */
function isTangled(reading: CfnReading, ids: ReadonlySet<string>): boolean {
  const seen = new Set<string>(ids);
  const queue = [...ids];
  for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
    for (const use of usesOf(reading, `Resources.${from}`)) {
      if (!isOfResource(use, reading.names)) continue;
      if (!ids.has(from) && ids.has(use.name.value)) return true;
      if (!seen.has(use.name.value)) queue.push(use.name.value);
      seen.add(use.name.value);
    }
  }
  return false;
}

function stackName({ names }: CfnReading, [first]: readonly TemplateResource[]): string {
  return freeName(`${first?.name.value ?? ''}Stack`, (name) => names.resources.has(name) || names.parameters.has(name));
}

/** Two things that would be handed on under one name: `Net.Id`, and something that is called `NetId` already. */
function isAmbiguous({ uses, names }: CfnReading, ids: ReadonlySet<string>): boolean {
  const meant = new Map<string, string>();
  return uses.some((use) => {
    if (!isOfResource(use, names) || ids.has(use.owner.replace(/^Resources\./, '')) === ids.has(use.name.value))
      return false;
    const { name, of } = handedOf(use);
    const what = of.join('.');
    const other = meant.get(name) ?? what;
    meant.set(name, what);
    return other !== what || (of.length > 1 && (names.parameters.has(name) || names.resources.has(name)));
  });
}

function handedOf({ name, attribute }: NameUse): Handed {
  const made = `${name.value}${attribute?.value ?? ''}`.replace(/[^A-Za-z0-9]/g, '');
  return { name: made, of: attribute ? [name.value, attribute.value] : [name.value] };
}

function handed(uses: readonly NameUse[]): readonly Handed[] {
  return [...new Map(uses.map((use) => [handedOf(use).name, handedOf(use)])).values()];
}

/** A use that reads something else in its place: `Ref` of a name, or `GetAtt` of a name and an attribute. */
function read({ tree }: CfnReading, use: NameUse, as: (name: string) => readonly string[]): Intent[] {
  const { how, name, attribute, call } = use;
  const names = as(handedOf(use).name);
  if (how === 'Sub') {
    const at = { start: name.span.start, end: (attribute ?? name).span.end };
    return [{ kind: 'replaceText', at, text: names.join('.') }];
  }
  if (call === undefined) return [{ kind: 'replaceText', at: name.span, text: names[0] ?? '' }];
  const value = valueText(tree.notation === 'json', names);
  return [
    {
      kind: 'replaceText',
      at: call.span,
      text: call.form === 'short' || tree.notation === 'json' ? value : flow(names),
    },
  ];
}

function flow(names: readonly string[]): string {
  return names.length === 1 ? `Ref: ${names[0]}` : `Fn::GetAtt: [${names.join(', ')}]`;
}

function valueText(json: boolean, names: readonly string[]): string {
  if (names.length === 1) return json ? `{ "Ref": "${names[0]}" }` : `!Ref ${names[0]}`;
  return json ? `{ "Fn::GetAtt": ["${names[0]}", "${names[1]}"] }` : `!GetAtt ${names.join('.')}`;
}

function stackIn(
  reading: CfnReading,
  made: {
    readonly stack: string;
    readonly path: string;
    readonly moved: readonly TemplateResource[];
    readonly down: readonly Handed[];
  },
): Intent {
  const { tree, template, names } = reading;
  const json = tree.notation === 'json';
  const used = usedBy(reading, made.moved);
  const own = [...names.parameters.values()].filter(({ name }) => used.has(`Parameters.${name.value}`));
  const values = [
    ...own.map(({ name, body }): [string, NewValue] => {
      const ref = valueText(json, [name.value]);
      const joined = json ? `{ "Fn::Join": [",", ${ref}] }` : `!Join [',', ${ref}]`;
      return [name.value, { raw: isListType(parameterType(body) ?? '') ? joined : ref }];
    }),
    ...made.down.map(({ name, of }): [string, NewValue] => [
      name,
      {
        raw: valueText(
          json,
          of.flatMap((each) => each ?? []),
        ),
      },
    ]),
  ];
  const properties: [string, NewValue][] = [
    ['TemplateURL', `./${nameOf(made.path)}`],
    ...(values.length > 0 ? [['Parameters', { map: values }] as [string, NewValue]] : []),
  ];
  const staying = template.resources.filter((each) => !made.moved.includes(each)).at(-1);
  const map = template.sections.find(({ key }) => key.kind === 'scalar' && key.text === 'Resources')?.value.span;
  return {
    kind: 'insertKey',
    map: map ?? { start: 0, end: 0 },
    key: made.stack,
    value: {
      map: [
        ['Type', 'AWS::CloudFormation::Stack'],
        ['Properties', { map: properties }],
      ],
    },
    ...(staying ? { after: staying.name.value } : {}),
  };
}

/** The moved text reads parameters where it read what stays. */
function nestedText(
  reading: CfnReading,
  moved: readonly TemplateResource[],
  down: readonly NameUse[],
  up: readonly Handed[],
): string {
  const { tree, source } = reading;
  const edits = down
    .flatMap((use) => read(reading, use, (name) => [name]))
    .flatMap((intent): Edit[] => (intent.kind === 'replaceText' ? [{ span: intent.at, text: intent.text }] : []));
  const changed = readCfn({ ...source, text: applyEdits(tree.text, edits) });
  const used = usedBy(reading, moved);
  const deep = indentOf(reading).repeat(2);
  const of = (section: string, all: Iterable<Named>): string[] =>
    [...all]
      .filter(({ name }) =>
        section === 'Resources'
          ? moved.some((each) => each.name.value === name.value)
          : used.has(`${section}.${name.value}`),
      )
      .map(({ entry }) =>
        tree.notation === 'json'
          ? `${deep}${changed.tree.text.slice(entry.span.start, entry.span.end)}`
          : blockOf(changed, entry),
      );
  const { parameters, mappings, conditions, resources } = changed.names;
  const first = [...parameters.values(), ...resources.values()][0]?.entry.span.start ?? 0;
  const pad = ' '.repeat(Math.max(1, columnOf(changed.tree.text, first)));
  const json = tree.notation === 'json';
  const asked = handed(down).map(({ name }) =>
    json ? `${deep}"${name}": { "Type": "String" }` : `${pad}${name}:\n${pad}  Type: String\n`,
  );
  const outputs = up.map(({ name, of: [resource, attribute] }) => {
    const value = valueText(json, attribute ? [resource, attribute] : [resource]);
    return json ? `${deep}"${name}": { "Value": ${value} }` : `${pad}${name}:\n${pad}  Value: ${value}\n`;
  });
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Parameters', [...of('Parameters', parameters.values()), ...asked]],
    ['Mappings', of('Mappings', mappings.values())],
    ['Conditions', of('Conditions', conditions.values())],
    ['Resources', of('Resources', resources.values())],
    ['Outputs', outputs],
  ];
  return written(sections, reading);
}

function written(sections: readonly (readonly [string, readonly string[]])[], reading: CfnReading): string {
  const filled = sections.filter(([, entries]) => entries.length > 0);
  const step = indentOf(reading);
  const text =
    reading.tree.notation === 'json'
      ? `{\n${[`${step}"AWSTemplateFormatVersion": "2010-09-09"`, ...filled.map(([name, entries]) => `${step}"${name}": {\n${entries.join(',\n')}\n${step}}`)].join(',\n')}\n}\n`
      : `AWSTemplateFormatVersion: '2010-09-09'\n${filled.map(([name, entries]) => `${name}:\n${entries.join('')}`).join('')}`;
  return text.replace(/\r?\n/g, reading.tree.text.includes('\r\n') ? '\r\n' : '\n');
}
