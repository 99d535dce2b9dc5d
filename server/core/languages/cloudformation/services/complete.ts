import type { CompletionItem } from '../../../model/editor.ts';
import { keyText, type TreeNode } from '../../../model/tree.ts';
import { placeAt, type TreePlace } from '../../../syntax/place.ts';
import type { Surroundings } from '../../language.ts';
import { PARAMETER_KEYS, RESOURCE_KEYS, SECTION_KEYS } from '../keywords.ts';
import { type Member, memberAt } from '../members.ts';
import type { CfnReading } from '../reading.ts';
import { type CfnSchema, cfnSchema } from '../schema.ts';
import { fixedKeys } from './complete-fixed.ts';
import { skeletons } from './complete-skeletons.ts';
import { functionKeys, valueItems } from './complete-values.ts';
import { type ItemStyle, type KeyShape, keyItem, propertyItem } from './items.ts';
import { type Where, whereAt } from './where.ts';

/** Longest list that helps anybody. */
const MOST_ITEMS = 200;

/** Everything a list is made of. */
export interface Asked {
  readonly reading: CfnReading;
  readonly place: TreePlace;
  readonly where: Where;
  readonly schema: CfnSchema;
  readonly style: ItemStyle;
  readonly offset: number;
  readonly around: Surroundings;
}

export function complete(reading: CfnReading, offset: number, around: Surroundings): readonly CompletionItem[] {
  const place = withQuote(reading, firstKey(reading, placeAt(reading.tree, offset), offset));
  const where = whereAt(reading, place);
  const schema = cfnSchema(around.data);
  const asked: Asked = { reading, place, where, schema, style: styleOf(reading, place), offset, around };
  const items = place.role === 'key' ? keyItems(asked) : valuePlaceItems(asked);
  return items.slice(0, MOST_ITEMS);
}

/** A word alone on its line below a key is the first key of a map, as long as nothing follows it. */
function firstKey({ tree }: CfnReading, place: TreePlace, offset: number): TreePlace {
  const { node } = place;
  const word = place.role === 'value' && node?.kind === 'scalar' && node.tag === undefined && node.style === 'plain';
  if (!word || tree.notation === 'json' || /[\s]/.test(node.text)) return place;
  const line = tree.text.slice(tree.text.lastIndexOf('\n', offset - 1) + 1, node.span.start);
  return /^[ \t]*$/.test(line) ? { ...place, role: 'key', map: undefined, item: false } : place;
}

/** A key of JSON brings its closing quote along: one that stands there already goes with the word. */
function withQuote({ tree }: CfnReading, place: TreePlace): TreePlace {
  const { start, end } = place.span;
  const between = tree.text.charAt(start - 1) === '"' && tree.text.charAt(end) === '"';
  const followed = /^"\s*:/.test(tree.text.slice(end, end + 20));
  const takes = place.role === 'key' && tree.notation === 'json' && between && !followed;
  return takes ? { ...place, span: { start, end: end + 1 } } : place;
}

/** A list item that holds nothing but a word may become the first property of an object. */
function valuePlaceItems(asked: Asked): CompletionItem[] {
  const { place, where } = asked;
  const mayOpen = place.item && where.call === undefined;
  return [
    ...(mayOpen ? [...propertyItems(asked, new Set()), ...fixedKeys(asked, new Set())] : []),
    ...valueItems(asked),
  ];
}

function keyItems(asked: Asked): CompletionItem[] {
  const { place, where, style } = asked;
  const present = new Set(
    place.map?.entries.filter((entry) => entry.key !== place.node).map((entry) => keyText(entry) ?? ''),
  );
  const table = tableOf(where);
  if (table !== undefined)
    return table
      .filter(([name]) => !present.has(name))
      .map(([name, text], rank) => keyItem(name, text, place.span, style, rank, SHAPES[name]));
  if (where.depth === 0) return [...skeletons(asked, present), ...fixedKeys(asked, present)];
  const branch = where.call?.name === 'If' && where.call.argument > 0;
  if (where.call !== undefined && !branch) return valueItems(asked);
  const own = [...propertyItems(asked, present), ...fixedKeys(asked, present)];
  const functions = present.size + own.length === 0 && !place.item ? functionKeys(asked) : [];
  return [...own, ...functions, ...(place.item ? valueItems(asked) : [])];
}

/** The fixed words of a place, with what they mean. */
function tableOf({ section, depth }: Where): readonly (readonly [string, string])[] | undefined {
  if (section === undefined) return SECTION_KEYS;
  if (depth !== 1) return undefined;
  return { Parameters: PARAMETER_KEYS, Outputs: OUTPUT_KEYS, Resources: RESOURCE_KEYS }[section];
}

function propertyItems({ schema, where, place, style }: Asked, present: ReadonlySet<string>): CompletionItem[] {
  const { type, rest, attribute, section } = where;
  if (section !== 'Resources' || attribute !== 'Properties' || type === undefined || rest === undefined) return [];
  const member = memberAt(schema, type, rest);
  if (member?.struct === undefined) return [];
  return Object.entries(member.struct.p)
    .filter(([name, property]) => !present.has(name) && !property.ro)
    .map(([name, property]) => propertyItem(name, property, place.span, style, `${type}|${ownerOf(member)}${name}`))
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || (a.label < b.label ? -1 : 1));
}

function ownerOf({ type }: Member): string {
  return typeof type !== 'string' && type[0] === 'r' ? `${type[1]}.` : '';
}

const OUTPUT_KEYS: readonly (readonly [string, string])[] = [
  ['Value', 'What the output gives: a reference, an attribute, a text.'],
  ['Description', 'What the output is for.'],
  ['Export', 'Makes the value importable by other stacks, under a name of its own.'],
  ['Condition', 'The output exists only where this condition holds.'],
];

/** What opens behind the fixed words; every other takes a text. */
const SHAPES: Readonly<Record<string, KeyShape>> = {
  AWSTemplateFormatVersion: { value: '2010-09-09' },
  Parameters: 'map',
  Resources: 'map',
  Outputs: 'map',
  Mappings: 'map',
  Conditions: 'map',
  Metadata: 'map',
  Rules: 'map',
  Globals: 'map',
  Properties: 'map',
  UpdatePolicy: 'map',
  CreationPolicy: 'map',
  Export: 'map',
  AllowedValues: 'list',
};

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
