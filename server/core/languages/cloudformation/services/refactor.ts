import type { Refactoring } from '../../../model/editor.ts';
import type { Intent, NewValue } from '../../../model/intent.ts';
import type { Edit, Span } from '../../../model/span.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import type { DataSource } from '../../../schema/data.ts';
import { placeAt } from '../../../syntax/place.ts';
import { rewriteTree } from '../../../syntax/rewrite.ts';
import { intrinsicOf } from '../intrinsic.ts';
import { memberAt } from '../members.ts';
import type { CfnReading } from '../reading.ts';
import { type CfnType, cfnSchema } from '../schema.ts';
import { resolved } from '../template.ts';

/** What can be done at the cursor beyond mending findings. */
export function refactorings(reading: CfnReading, range: Span, data: DataSource): readonly Refactoring[] {
  const place = placeAt(reading.tree, range.start);
  const here = place.role === 'key' && place.node?.kind === 'scalar' ? [...place.path, place.node.text] : place.path;
  const [section, id = '', attribute, ...rest] = here;
  if (section !== 'Resources') return [];
  const type = reading.names.resources.get(id)?.type?.value;
  const found: Refactoring[] = [];
  const literal =
    place.role === 'value' &&
    place.node?.kind === 'scalar' &&
    place.node.style !== 'empty' &&
    intrinsicOf(place.node) === undefined
      ? place.node
      : undefined;
  if (literal && attribute === 'Properties' && !literal.text.includes('\n')) {
    const member = type === undefined ? undefined : memberAt(cfnSchema(data), type, rest);
    found.push(
      ...refactoring(
        reading,
        'Extract to a parameter',
        'refactor.extract',
        extract(reading, literal, rest.at(-1) ?? 'Value', id, member?.type),
      ),
    );
  }
  if (type !== undefined)
    found.push(
      ...refactoring(reading, 'Add the required properties', 'refactor.rewrite', addRequired(reading, id, type, data)),
    );
  return found;
}

function refactoring(
  { source }: CfnReading,
  title: string,
  kind: Refactoring['kind'],
  edits: readonly Edit[],
): Refactoring[] {
  return edits.length === 0 ? [] : [{ title, kind, edits: [{ path: source.path, edits }] }];
}

/** The value becomes the default of a new parameter, so that nothing changes until somebody gives another. */
function extract(
  reading: CfnReading,
  literal: Extract<TreeNode, { kind: 'scalar' }>,
  property: string,
  id: string,
  type: CfnType | undefined,
): readonly Edit[] {
  const base = /^\d+$/.test(property) ? id : `${id}${property}`;
  const name = freeName(reading, base.replace(/[^A-Za-z0-9]/g, ''));
  const body: NewValue = {
    map: [
      ['Type', type === 'i' || type === 'n' ? 'Number' : 'String'],
      ['Default', literal.text],
    ],
  };
  const section = resolved(entryOf(reading.template.root, 'Parameters')?.value);
  const root = reading.template.root;
  if (root === undefined) return [];
  const declare: Intent =
    section?.kind === 'map'
      ? { kind: 'insertKey', map: section.span, key: name, value: body }
      : {
          kind: 'insertKey',
          map: root.span,
          key: 'Parameters',
          value: { map: [[name, body]] },
          after: entryOf(root, 'Description') ? 'Description' : 'AWSTemplateFormatVersion',
        };
  const use: Edit = {
    span: literal.span,
    text: reading.tree.notation === 'json' ? `{ "Ref": "${name}" }` : `!Ref ${name}`,
  };
  const declared = rewriteTree(reading.tree, [declare]);
  return declared.length === 0 ? [] : [...declared, use];
}

function freeName({ names }: CfnReading, base: string): string {
  const taken = (name: string) => names.parameters.has(name) || names.resources.has(name);
  if (!taken(base)) return base;
  for (let i = 2; ; i++) if (!taken(`${base}${i}`)) return `${base}${i}`;
}

/** Every property that must be there, with an empty value of its type to fill in. */
function addRequired(reading: CfnReading, id: string, type: string, data: DataSource): readonly Edit[] {
  const resource = reading.names.resources.get(id);
  const struct = cfnSchema(data).resource(type);
  const body = resolved(resource?.body);
  const properties = resolved(resource?.properties);
  if (struct === undefined || body?.kind !== 'map') return [];
  const missing = Object.entries(struct.p).filter(
    ([name, property]) => property.q && entryOf(properties, name) === undefined,
  );
  if (missing.length === 0) return [];
  const values = missing.map(([name, property]): readonly [string, NewValue] => [name, emptyOf(property.t)]);
  if (properties?.kind === 'map') {
    return rewriteTree(
      reading.tree,
      values.map(([key, value]): Intent => ({ kind: 'insertKey', map: properties.span, key, value })),
    );
  }
  const entry = entryOf(body, 'Properties');
  if (entry !== undefined && (properties?.kind !== 'scalar' || properties.style !== 'empty')) return [];
  const remove: Intent[] = entry ? [{ kind: 'removeEntry', at: entry.span }] : [];
  return rewriteTree(reading.tree, [
    ...remove,
    { kind: 'insertKey', map: body.span, key: 'Properties', value: { map: values }, after: 'Type' },
  ]);
}

function emptyOf(type: CfnType): NewValue {
  if (typeof type === 'string') return type === 'b' ? false : type === 'i' || type === 'n' ? 0 : '';
  return type[0] === 'l' ? { list: [] } : { map: [] };
}
