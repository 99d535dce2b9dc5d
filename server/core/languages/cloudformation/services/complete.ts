import type { CompletionItem } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { keyText, type TreeNode } from '../../../model/tree.ts';
import type { DataSource } from '../../../schema/data.ts';
import { placeAt, type TreePlace } from '../../../syntax/place.ts';
import { PARAMETER_KEYS, RESOURCE_KEYS, SECTION_KEYS } from '../keywords.ts';
import { memberAt } from '../members.ts';
import type { CfnReading } from '../reading.ts';
import { type CfnSchema, cfnSchema } from '../schema.ts';
import { valueItems } from './complete-values.ts';
import { type ItemStyle, keyItem, propertyItem } from './items.ts';

/** Longest list that helps anybody. */
const MOST_ITEMS = 200;

export function complete(reading: CfnReading, offset: number, data: DataSource): readonly CompletionItem[] {
  const place = placeAt(reading.tree, offset);
  const schema = cfnSchema(data);
  const items =
    place.role === 'key' ? keyItems(reading, place, schema, offset) : valuePlaceItems(reading, place, schema, offset);
  return items.slice(0, MOST_ITEMS);
}

/** A list item that holds nothing but a word may become the first property of an object. */
function valuePlaceItems(reading: CfnReading, place: TreePlace, schema: CfnSchema, offset: number): CompletionItem[] {
  const [section, id = '', attribute, ...rest] = place.path;
  const type = reading.names.resources.get(id)?.type?.value;
  const mayOpen = place.item && section === 'Resources' && attribute === 'Properties' && type !== undefined;
  const keys = mayOpen ? propertyItems(schema, type, rest, place.span, new Set(), styleOf(reading, place)) : [];
  return [...keys, ...valueItems(reading, place, schema, offset)];
}

function keyItems(reading: CfnReading, place: TreePlace, schema: CfnSchema, offset: number): CompletionItem[] {
  const style = styleOf(reading, place);
  const present = new Set(
    place.map?.entries.filter((entry) => entry.key !== place.node).map((entry) => keyText(entry) ?? ''),
  );
  const [section, id, attribute, ...rest] = place.path;
  if (section === undefined) return keywords(SECTION_KEYS, place.span, present, style);
  if (id === undefined)
    return section === 'Resources' || section === 'Parameters' ? [skeleton(section, place.span, style)] : [];
  if (section === 'Parameters' && attribute === undefined) return keywords(PARAMETER_KEYS, place.span, present, style);
  if (section === 'Outputs' && attribute === undefined) return keywords(OUTPUT_KEYS, place.span, present, style);
  if (section !== 'Resources') return place.item ? valueItems(reading, place, schema, offset) : [];
  if (attribute === undefined) return keywords(RESOURCE_KEYS, place.span, present, style);
  const type = reading.names.resources.get(id)?.type?.value;
  if (attribute !== 'Properties' || type === undefined)
    return place.item ? valueItems(reading, place, schema, offset) : [];
  return [
    ...propertyItems(schema, type, rest, place.span, present, style),
    ...(place.item ? valueItems(reading, place, schema, offset) : []),
  ];
}

function propertyItems(
  schema: CfnSchema,
  type: string,
  path: readonly string[],
  span: Span,
  present: ReadonlySet<string>,
  style: ItemStyle,
): CompletionItem[] {
  const struct = memberAt(schema, type, path)?.struct;
  if (struct === undefined) return [];
  const parent = memberAt(schema, type, path)?.type;
  const owner = parent !== undefined && typeof parent !== 'string' && parent[0] === 'r' ? `${parent[1]}.` : '';
  return Object.entries(struct.p)
    .filter(([name, property]) => !present.has(name) && !property.ro)
    .map(([name, property]) => propertyItem(name, property, span, style, `${type}|${owner}${name}`))
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || (a.label < b.label ? -1 : 1));
}

const OUTPUT_KEYS: readonly (readonly [string, string])[] = [
  ['Value', 'What the output gives: a reference, an attribute, a text.'],
  ['Description', 'What the output is for.'],
  ['Export', 'Makes the value importable by other stacks, under a name of its own.'],
  ['Condition', 'The output exists only where this condition holds.'],
];

function keywords(
  keys: readonly (readonly [string, string])[],
  span: Span,
  present: ReadonlySet<string>,
  style: ItemStyle,
): CompletionItem[] {
  return keys
    .filter(([name]) => !present.has(name))
    .map(([name, text], rank) => keyItem(name, text, span, style, rank));
}

/** A whole declaration with places to fill in. */
function skeleton(section: 'Resources' | 'Parameters', span: Span, style: ItemStyle): CompletionItem {
  const name = section === 'Resources' ? 'resource' : 'parameter';
  const type = section === 'Resources' ? '${2:AWS::Service::Type}' : '${2:String}';
  const text = style.json
    ? `${style.quoted ? '' : '"'}\${1:Name}": {\n\t"Type": "${type}"$0\n}`
    : `\${1:Name}:\n${style.indent}Type: ${type}$0`;
  return {
    label: `new ${name}`,
    kind: 'snippet',
    edit: { span, text },
    snippet: true,
    detail: `Declare a ${name}`,
    rank: 0,
  };
}

function styleOf(reading: CfnReading, place: TreePlace): ItemStyle {
  const { text, notation } = reading.tree;
  const quoted = text.charAt(place.span.start - 1) === '"' || text.charAt(place.span.start - 1) === "'";
  const followed = /^["']?\s*:/.test(text.slice(place.span.end, place.span.end + 20));
  return { json: notation === 'json', quoted, followed, flow: place.flow, indent: indentOf(reading.template.root) };
}

/** Step of indentation the author uses, from the first nested entry. */
function indentOf(root: TreeNode | undefined): string {
  const entry =
    root?.kind === 'map' ? root.entries.find((each) => each.value.kind === 'map' && !each.value.flow) : undefined;
  const inner = entry?.value.kind === 'map' ? entry.value.entries[0] : undefined;
  if (entry === undefined || inner === undefined) return '  ';
  const gap = inner.key.span.start - entry.key.span.end;
  return gap > 1 && gap < 12 ? ' '.repeat(Math.max(2, gap - 2)) : '  ';
}
