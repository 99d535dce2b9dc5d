import type { Location, Reference, Rename } from '../../../model/editor.ts';
import { textAround } from '../../../model/export-name.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { entryOf, type TreeEntry } from '../../../model/tree.ts';
import type { Surroundings } from '../../language.ts';
import { inside, intrinsicOf } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import { type Named, resolved } from '../template.ts';
import { functionsAt } from './function-forms.ts';
import { localNameAt } from './local-names.ts';
import { exportNameAt, exportReferences, nestedTargetAt, usesFromOutside } from './stacks.ts';

type Kind = 'parameter' | 'resource' | 'condition' | 'mapping' | 'output';

/** What the cursor is on: a declared name, or a use of one. */
interface Target {
  readonly kind: Kind;
  readonly name: string;
  /** The name under the cursor. */
  readonly span: Span;
  readonly declared: Named | undefined;
}

export function definition(reading: CfnReading, offset: number, { project }: Surroundings): readonly Location[] {
  const far = nestedTargetAt(reading, offset, project);
  if (far !== undefined)
    return [{ path: far.reading.source.path, span: far.named.name.span, full: far.named.entry.span }];
  const target = declaredAt(reading, offset);
  if (target === undefined) {
    const key = mappingKeyAt(reading, offset);
    if (key !== undefined) return [{ path: reading.source.path, span: inside(key.key), full: key.span }];
    const local = localNameAt(reading, offset);
    if (local !== undefined) return local.places.filter(({ role }) => role === 'definition');
    return exportReferences(reading, offset, project).filter(({ role }) => role === 'definition');
  }
  if (target.declared === undefined) return [];
  return [{ path: reading.source.path, span: target.declared.name.span, full: target.declared.entry.span }];
}

/** The key of a mapping that a fixed argument of FindInMap names. */
function mappingKeyAt({ template, names }: CfnReading, offset: number): TreeEntry | undefined {
  const place = template.root && functionsAt(template.root, offset).at(-1);
  const call = place && intrinsicOf(place.node);
  const args = call?.name === 'FindInMap' && call.args.kind === 'list' ? call.args.items : [];
  const at = args.findIndex(({ span }) => span.start <= offset && offset <= span.end);
  const keys = args
    .slice(0, at + 1)
    .map((arg) => (arg.kind === 'scalar' && arg.tag === undefined ? arg.text : undefined));
  const [mapping, top, second] = keys;
  if (at < 1 || mapping === undefined || top === undefined) return undefined;
  const row = entryOf(resolved(names.mappings.get(mapping)?.body), top);
  return at === 1 ? row : second === undefined ? undefined : entryOf(resolved(row?.value), second);
}

/** In the template, and where other templates give its parameters or read its outputs and exports. */
export function references(reading: CfnReading, offset: number, around: Surroundings): readonly Reference[] {
  const far = nestedTargetAt(reading, offset, around.project);
  if (far !== undefined) return references(far.reading, inside(far.named.entry.key).start, around);
  const target = declaredAt(reading, offset);
  if (target === undefined)
    return localNameAt(reading, offset)?.places ?? exportReferences(reading, offset, around.project);
  return [...placesOf(reading, target), ...outside(reading, target, around)];
}

export function renameable(
  reading: CfnReading,
  offset: number,
  { project }: Surroundings,
): { readonly span: Span; readonly name: string } | undefined {
  const far = nestedTargetAt(reading, offset, project);
  if (far !== undefined) return { span: far.span, name: far.named.name.value };
  const target = declaredAt(reading, offset);
  if (target?.declared) return { span: target.span, name: target.name };
  const local = localNameAt(reading, offset);
  if (local) return { span: local.span, name: local.name };
  const exported = exportNameAt(reading, offset);
  return exported && { span: inside(exported.node), name: exported.name };
}

export function rename(
  reading: CfnReading,
  offset: number,
  newName: string,
  around: Surroundings,
): Rename | { readonly refused: string } {
  const far = nestedTargetAt(reading, offset, around.project);
  if (far !== undefined) return rename(far.reading, inside(far.named.entry.key).start, newName, around);
  const target = declaredAt(reading, offset);
  if (target?.declared === undefined) return renameOther(reading, offset, newName, around);
  if (target.declared.loop) return { refused: 'A loop makes this name: change the text in the loop instead.' };
  if (!/^[A-Za-z0-9]{1,255}$/.test(newName))
    return { refused: 'A name of the template may hold letters and digits only, at most 255.' };
  if (isTaken(reading, target.kind, newName) && newName !== target.name)
    return { refused: `The template already declares ${newName}.` };
  return written([...placesOf(reading, target), ...outside(reading, target, around)], newName);
}

/** Names without a declaration of their own: of loops, of keys, of exports. */
function renameOther(
  reading: CfnReading,
  offset: number,
  newName: string,
  { project }: Surroundings,
): Rename | { readonly refused: string } {
  const local = localNameAt(reading, offset);
  const refused = local?.refusal(newName);
  if (refused !== undefined) return { refused };
  if (local !== undefined) return written(local.places, newName);
  const exported = exportNameAt(reading, offset);
  if (exported === undefined) return { refused: 'There is nothing to rename here.' };
  if (!/^(?:[A-Za-z0-9:-]|\$\{[^{}]+\})+$/.test(newName))
    return { refused: 'The name of an export holds letters, digits, colons and hyphens.' };
  if (textAround(newName).length !== textAround(exported.name).length)
    return { refused: 'What is filled in stays: the new name needs as many ${…} as the old one.' };
  const places = exportReferences(reading, offset, project);
  return byPath(
    places.map(({ path, span }) => {
      const text = (path === reading.source.path ? reading : project.reading(path))?.source.text ?? '';
      return { path, span, text: withVariablesOf(text.slice(span.start, span.end), newName) };
    }),
  );
}

/** Each place fills in what it did. */
function withVariablesOf(old: string, newName: string): string {
  const variables = old.match(/\$\{[^{}]*\}/g) ?? [];
  return textAround(newName).reduce((text, part, at) => `${text}${variables[at - 1] ?? ''}${part}`);
}

function written(places: readonly Reference[], newName: string): Rename {
  return byPath(places.map(({ path, span }) => ({ path, span, text: newName })));
}

function byPath(all: readonly (Edit & { readonly path: string })[]): Rename {
  const edits = new Map<string, Edit[]>();
  for (const { path, span, text } of all) edits.set(path, [...(edits.get(path) ?? []), { span, text }]);
  return { edits: [...edits].map(([path, list]) => ({ path, edits: list })) };
}

function isTaken({ names, template }: CfnReading, kind: Kind, name: string): boolean {
  if (kind === 'condition') return names.conditions.has(name);
  if (kind === 'mapping') return names.mappings.has(name);
  if (kind === 'output') return template.outputs.some((output) => output.name.value === name);
  return names.parameters.has(name) || names.resources.has(name);
}

function outside(reading: CfnReading, { kind, declared }: Target, { project }: Surroundings): Reference[] {
  const shared = kind === 'parameter' || kind === 'output';
  return shared && declared !== undefined ? usesFromOutside(reading, declared, project) : [];
}

/** Kind of the declared thing a use points at. */
export function kindOfUse({ names }: CfnReading, use: NameUse): Kind {
  if (use.namespace === 'value') return names.parameters.has(use.name.value) ? 'parameter' : 'resource';
  return use.namespace;
}

/** A name that a loop makes is a text with the variable of the loop in it: on the variable, that is what is meant. */
function declaredAt(reading: CfnReading, offset: number): Target | undefined {
  const target = targetAt(reading, offset);
  return target?.declared?.loop !== undefined && localNameAt(reading, offset) !== undefined ? undefined : target;
}

export function targetAt(reading: CfnReading, offset: number): Target | undefined {
  const use = reading.uses.find(({ name }) => name.span.start <= offset && offset <= name.span.end);
  if (use !== undefined) {
    const kind = kindOfUse(reading, use);
    return { kind, name: use.name.value, span: use.name.span, declared: declaredOf(reading, kind).get(use.name.value) };
  }
  for (const kind of ['parameter', 'resource', 'condition', 'mapping', 'output'] as const) {
    for (const declared of declaredOf(reading, kind).values()) {
      const span = inside(declared.entry.key);
      if (span.start <= offset && offset <= span.end) return { kind, name: declared.name.value, span, declared };
    }
  }
  return undefined;
}

function declaredOf({ names, template }: CfnReading, kind: Kind): ReadonlyMap<string, Named> {
  if (kind === 'output') return new Map(template.outputs.map((output) => [output.name.value, output]));
  return {
    parameter: names.parameters,
    resource: names.resources,
    condition: names.conditions,
    mapping: names.mappings,
  }[kind];
}

function placesOf(reading: CfnReading, { kind, name, declared }: Target): Reference[] {
  const { path } = reading.source;
  const uses = reading.uses.filter((use) => use.name.value === name && kindOfUse(reading, use) === kind);
  const places = uses.map(({ name: written }): Reference => ({ path, span: written.span, role: 'read' }));
  return declared === undefined ? places : [{ path, span: inside(declared.entry.key), role: 'definition' }, ...places];
}
