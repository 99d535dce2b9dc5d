import type { Location, Reference, Rename } from '../../../model/editor.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { inside } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import type { NameUse } from '../references.ts';
import type { Named } from '../template.ts';

type Kind = 'parameter' | 'resource' | 'condition' | 'mapping';

/** What the cursor is on: a declared name, or a use of one. */
interface Target {
  readonly kind: Kind;
  readonly name: string;
  /** The name under the cursor. */
  readonly span: Span;
  readonly declared: Named | undefined;
}

export function definition(reading: CfnReading, offset: number): readonly Location[] {
  const target = targetAt(reading, offset);
  if (target?.declared === undefined) return [];
  return [{ path: reading.source.path, span: target.declared.name.span, full: target.declared.entry.span }];
}

export function references(reading: CfnReading, offset: number): readonly Reference[] {
  const target = targetAt(reading, offset);
  return target === undefined ? [] : placesOf(reading, target);
}

export function renameable(
  reading: CfnReading,
  offset: number,
): { readonly span: Span; readonly name: string } | undefined {
  const target = targetAt(reading, offset);
  return target?.declared && { span: target.span, name: target.name };
}

export function rename(reading: CfnReading, offset: number, newName: string): Rename | { readonly refused: string } {
  const target = targetAt(reading, offset);
  if (target?.declared === undefined) return { refused: 'There is nothing to rename here.' };
  if (!/^[A-Za-z0-9]{1,255}$/.test(newName))
    return { refused: 'A name of the template may hold letters and digits only, at most 255.' };
  const { parameters, resources, conditions, mappings } = reading.names;
  const taken =
    target.kind === 'condition'
      ? conditions.has(newName)
      : target.kind === 'mapping'
        ? mappings.has(newName)
        : parameters.has(newName) || resources.has(newName);
  if (taken && newName !== target.name) return { refused: `The template already declares ${newName}.` };
  const edits = placesOf(reading, target).map(({ span }): Edit => ({ span, text: newName }));
  return { edits: [{ path: reading.source.path, edits }] };
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
  for (const kind of ['parameter', 'resource', 'condition', 'mapping'] as const) {
    for (const declared of declaredOf(reading, kind).values()) {
      const span = inside(declared.entry.key);
      if (span.start <= offset && offset <= span.end) return { kind, name: declared.name.value, span, declared };
    }
  }
  return undefined;
}

function declaredOf({ names }: CfnReading, kind: Kind): ReadonlyMap<string, Named> {
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
