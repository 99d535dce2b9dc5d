import type { Fix } from '../../model/finding.ts';
import type { NewValue } from '../../model/intent.ts';
import { entryOf, type MapNode } from '../../model/tree.ts';
import type { CheckContext } from './context.ts';
import { argumentList } from './intrinsic.ts';
import type { NameUse } from './references.ts';
import { resolved, type Template, writtenScalar } from './template.ts';

/** The fix that declares a name where its kind is declared, with a body to be filled in: nothing where a body would have to be guessed. */
export function declarationFor({ template }: CheckContext, use: NameUse): Fix[] {
  const name = use.name.value;
  const root = template.root;
  if (root === undefined || !/^[A-Za-z0-9]+$/.test(name)) return [];
  const made = declarationOf(template, use);
  if (made === undefined) return [];
  const { section, what, body } = made;
  const title = `Create the ${what} ${name}`;
  return [{ title, safety: 'confirm', edits: [], intents: [insertion(root, section, name, body)] }];
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

function insertion(root: MapNode, section: string, name: string, body: NewValue) {
  const held = resolved(entryOf(root, section)?.value);
  if (held?.kind === 'map') return { kind: 'insertKey' as const, map: held.span, key: name, value: body };
  const value: NewValue = { map: [[name, body]] };
  return { kind: 'insertKey' as const, map: root.span, key: section, value, after: before(root, section) };
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
