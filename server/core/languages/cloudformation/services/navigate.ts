import type { Location, Reference, Rename } from '../../../model/editor.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { entryOf, type TreeEntry } from '../../../model/tree.ts';
import type { Surroundings } from '../../language.ts';
import { inside, intrinsicOf } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import { type Named, resolved } from '../template.ts';
import { functionsAt } from './function-forms.ts';
import { exportReferences, nestedTargetAt, usesFromOutside } from './stacks.ts';

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
  const target = targetAt(reading, offset);
  if (target === undefined) {
    const key = mappingKeyAt(reading, offset);
    if (key !== undefined) return [{ path: reading.source.path, span: inside(key.key), full: key.span }];
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
  const target = targetAt(reading, offset);
  if (target === undefined) return exportReferences(reading, offset, around.project);
  return [...placesOf(reading, target), ...outside(reading, target, around)];
}

export function renameable(
  reading: CfnReading,
  offset: number,
  { project }: Surroundings,
): { readonly span: Span; readonly name: string } | undefined {
  const far = nestedTargetAt(reading, offset, project);
  if (far !== undefined) return { span: far.span, name: far.named.name.value };
  const target = targetAt(reading, offset);
  return target?.declared && { span: target.span, name: target.name };
}

export function rename(
  reading: CfnReading,
  offset: number,
  newName: string,
  around: Surroundings,
): Rename | { readonly refused: string } {
  const far = nestedTargetAt(reading, offset, around.project);
  if (far !== undefined) return rename(far.reading, inside(far.named.entry.key).start, newName, around);
  const target = targetAt(reading, offset);
  if (target?.declared === undefined) return { refused: 'There is nothing to rename here.' };
  if (target.declared.loop) return { refused: 'A loop makes this name: change the text in the loop instead.' };
  if (!/^[A-Za-z0-9]{1,255}$/.test(newName))
    return { refused: 'A name of the template may hold letters and digits only, at most 255.' };
  if (isTaken(reading, target.kind, newName) && newName !== target.name)
    return { refused: `The template already declares ${newName}.` };
  const byPath = new Map<string, Edit[]>();
  for (const { path, span } of [...placesOf(reading, target), ...outside(reading, target, around)])
    byPath.set(path, [...(byPath.get(path) ?? []), { span, text: newName }]);
  return { edits: [...byPath].map(([path, edits]) => ({ path, edits })) };
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
