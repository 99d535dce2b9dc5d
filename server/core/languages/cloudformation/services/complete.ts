import type { CompletionItem } from '../../../model/editor.ts';
import { keyText, type TreeNode } from '../../../model/tree.ts';
import { placeAt, type TreePlace } from '../../../syntax/place.ts';
import type { Surroundings } from '../../language.ts';
import { OUTPUT_KEYS, PARAMETER_KEYS, RESOURCE_KEYS, SECTION_KEYS } from '../keywords.ts';
import { type Member, memberAt } from '../members.ts';
import type { CfnReading } from '../reading.ts';
import { type CfnSchema, cfnSchema } from '../schema.ts';
import { fixedKeys } from './complete-fixed.ts';
import { parameterFileItems, samConfigItems } from './complete-parameter-file.ts';
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
  if (reading.source.kind === 'samconfig') return samConfigItems(reading, offset, around.project);
  if (reading.comments.some(({ span }) => span.start < offset && offset <= span.end)) return [];
  const place =
    typePlace(reading, offset) ??
    withQuote(reading, firstKey(reading, behindTag(placeAt(reading.tree, offset)), offset));
  // In the lines of a script there is nothing to complete but what a Sub fills in.
  const { node } = place;
  if (node?.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded') && !isFilled(node)) return [];
  if (reading.parameterFile) return parameterFileItems(reading, place, styleOf(reading, place), around.project);
  const where = whereAt(reading, place);
  const schema = cfnSchema(around.data);
  const asked: Asked = { reading, place, where, schema, style: styleOf(reading, place), offset, around };
  const items = place.role === 'key' ? keyItems(asked) : valuePlaceItems(asked);
  return items.slice(0, MOST_ITEMS);
}

function isFilled({ tag }: TreeNode): boolean {
  return tag?.value === '!Sub';
}

/** `- !Ref ` is no key to be: what comes is the argument. */
function behindTag(place: TreePlace): TreePlace {
  const tag = place.role === 'key' && place.item ? /^!\w+[ \t]+['"]?/.exec(place.prefix)?.[0] : undefined;
  if (tag === undefined) return place;
  const span = { start: place.span.start + tag.length, end: place.span.end };
  return { ...place, role: 'value', item: false, span, prefix: place.prefix.slice(tag.length) };
}

/** `Type: AWS::S3::` ends with what YAML takes for the colon of a key: the line says what is meant. */
function typePlace({ tree }: CfnReading, offset: number): TreePlace | undefined {
  const { text, notation } = tree;
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const [, before, word] = /^(.*?(?:^|[\s{,]))Type[ \t]*:[ \t]+['"]?([\w:<]*:)$/.exec(line) ?? [];
  if (notation === 'json' || before === undefined || word === undefined) return undefined;
  const place = placeAt(tree, offset - line.length + before.length + 1);
  const start = offset - word.length;
  const end = offset + (/^[\w:>]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  return {
    ...place,
    role: 'value',
    path: [...place.path, 'Type'],
    span: { start, end },
    prefix: word,
    node: undefined,
  };
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
  return {
    json: notation === 'json',
    quoted,
    followed,
    flow: place.flow,
    indent: indentOf(reading.template.root, text),
  };
}

/** Step of indentation the author uses, from the first nested entry. */
function indentOf(root: TreeNode | undefined, text: string): string {
  const entry =
    root?.kind === 'map' ? root.entries.find((each) => each.value.kind === 'map' && !each.value.flow) : undefined;
  const inner = entry?.value.kind === 'map' ? entry.value.entries[0] : undefined;
  if (entry === undefined || inner === undefined) return '  ';
  const column = inner.key.span.start - text.lastIndexOf('\n', inner.key.span.start) - 1;
  return column > 1 && column < 10 && entry.key.span.end < inner.key.span.start - column ? ' '.repeat(column) : '  ';
}
