import type { Fix } from '../../model/finding.ts';
import type { Intent, NewValue } from '../../model/intent.ts';
import { entryOf, type MapNode } from '../../model/tree.ts';
import type { CheckContext } from './context.ts';
import { argumentList } from './intrinsic.ts';
import type { NameUse } from './references.ts';
import type { CfnSchema } from './schema.ts';
import { resolved, type Template, writtenScalar } from './template.ts';

/** The fix that declares a name where its kind is declared, with a body to be filled in: nothing where a body would have to be guessed. */
export function declarationFor({ template, schema }: CheckContext, use: NameUse): Fix[] {
  const name = use.name.value;
  const root = template.root;
  if (root === undefined || !/^[A-Za-z0-9]+$/.test(name)) return [];
  const made = [declarationOf(template, use), resourceFor(schema, use)];
  return made.flatMap((each): Fix[] => {
    if (each === undefined) return [];
    const { section, what, body } = each;
    const title = `Create the ${what} ${name}`;
    return [{ title, safety: 'confirm', edits: [], intents: [declaring(root, section, name, body)] }];
  });
}

/** The one type of the longest name that a name ends with (`NewsTopic`), that has the attribute asked for, and whose properties may all be left out. */
function resourceFor(
  schema: CfnSchema,
  { namespace, name: { value: name }, attribute }: NameUse,
): Declaration | undefined {
  if (namespace !== 'value' && namespace !== 'resource') return undefined;
  const kinds = kindsOf(schema);
  const starts = [...name.matchAll(/[A-Z]/g)].map(({ index }) => index);
  const [type, ...more] = (
    kinds.get(name.slice(starts.find((at) => kinds.has(name.slice(at))) ?? name.length)) ?? []
  ).filter(
    (each) =>
      (attribute === undefined || schema.entry(each)?.a?.includes(attribute.value)) &&
      Object.values(schema.resource(each)?.p ?? { '': { q: 1 } }).every(({ q }) => q === undefined),
  );
  if (type === undefined || more.length > 0) return undefined;
  return { section: 'Resources', what: type, body: { map: [['Type', type]] } };
}

const KINDS = new WeakMap<CfnSchema, ReadonlyMap<string, readonly string[]>>();

/** Types by the last part of their name. */
function kindsOf(schema: CfnSchema): ReadonlyMap<string, readonly string[]> {
  const known = KINDS.get(schema);
  if (known !== undefined) return known;
  const made = new Map<string, string[]>();
  for (const type of schema.typeNames) {
    const kind = type.slice(type.lastIndexOf(':') + 1);
    const same = made.get(kind);
    if (same) same.push(type);
    else made.set(kind, [type]);
  }
  KINDS.set(schema, made);
  return made;
}

interface Declaration {
  readonly section: string;
  readonly what: string;
  readonly body: NewValue;
}

function declarationOf({ tree }: Template, { namespace, call }: NameUse): Declaration | undefined {
  if (namespace === 'value') return { section: 'Parameters', what: 'parameter', body: { map: [['Type', 'String']] } };
  if (namespace === 'condition') {
    // Always true until somebody says what it depends on.
    const equals: NewValue = { map: [['Fn::Equals', { list: ['true', 'true'] }]] };
    const body: NewValue = tree.notation === 'yaml' ? { raw: "!Equals ['true', 'true']" } : equals;
    return { section: 'Conditions', what: 'condition', body };
  }
  const [, top, second] = call === undefined ? [] : argumentList(call).map((node) => writtenScalar(node)?.value);
  if (namespace !== 'mapping' || top === undefined || second === undefined) return undefined;
  return { section: 'Mappings', what: 'mapping', body: { map: [[top, { map: [[second, '']] }]] } };
}

/** The wish that a section holds a name, with its section where there is none. */
export function declaring(root: MapNode, section: string, name: string, body: NewValue): Intent {
  const held = resolved(entryOf(root, section)?.value);
  if (held?.kind === 'map') return { kind: 'insertKey', map: held.span, key: name, value: body };
  const value: NewValue = { map: [[name, body]] };
  return { kind: 'insertKey', map: root.span, key: section, value, after: before(root, section) };
}

/** Sections in the order in which people write them. */
const ORDER = [
  'AWSTemplateFormatVersion',
  'Transform',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
];

function before(root: MapNode, section: string): string {
  const earlier = ORDER.slice(0, ORDER.indexOf(section));
  return earlier.findLast((name) => entryOf(root, name) !== undefined) ?? 'Description';
}
