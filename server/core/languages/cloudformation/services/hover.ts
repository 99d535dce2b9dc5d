import type { Hover } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { entryIn } from '../../../model/table.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import type { DataSource } from '../../../schema/data.ts';
import { placeAt, type TreePlace } from '../../../syntax/place.ts';
import { PSEUDO_PARAMETERS } from '../context.ts';
import { memberAt } from '../members.ts';
import { bounds } from '../place.ts';
import type { CfnReading } from '../reading.ts';
import { type CfnIndexEntry, type CfnProperty, type CfnSchema, cfnSchema } from '../schema.ts';
import { type Named, resolved, type TemplateResource } from '../template.ts';
import { parameterType, typeName } from '../types.ts';
import { eventStructAt } from './events.ts';
import { hoverWord } from './hover-words.ts';
import { targetAt } from './navigate.ts';
import { whereAt } from './where.ts';

export function hover(reading: CfnReading, offset: number, data: DataSource): Hover | undefined {
  const schema = cfnSchema(data);
  return hoverUse(reading, offset, schema) ?? hoverTree(reading, offset, schema);
}

function hoverUse(reading: CfnReading, offset: number, schema: CfnSchema): Hover | undefined {
  const use = reading.uses.find(
    ({ name, attribute }) => within(name.span, offset) || (attribute && within(attribute.span, offset)),
  );
  if (use === undefined) return undefined;
  const resource = reading.names.resources.get(use.name.value);
  if (use.attribute && within(use.attribute.span, offset)) {
    const type = resource?.type?.value ?? '';
    const shape = entryIn(schema.resource(type)?.a, use.attribute.value);
    if (shape === undefined) return undefined;
    return {
      span: use.attribute.span,
      markdown: lines(
        `**${use.attribute.value}** of \`${type}\` · ${typeName(shape)}`,
        schema.documentation(type, `@${use.attribute.value}`),
      ),
    };
  }
  const pseudo = entryIn(PSEUDO_PARAMETERS, use.name.value);
  if (pseudo !== undefined) return { span: use.name.span, markdown: lines(`**${use.name.value}**`, pseudo) };
  const target = targetAt(reading, offset);
  if (target?.declared === undefined) return undefined;
  if (target.kind === 'parameter')
    return { span: target.span, markdown: parameterText(target.name, target.declared.body) };
  if (resource !== undefined) return { span: target.span, markdown: resourceText(resource, schema) };
  return {
    span: target.span,
    markdown: lines(`**${target.name}** · ${target.kind}`, written(reading, target.declared)),
  };
}

function hoverTree(reading: CfnReading, offset: number, schema: CfnSchema): Hover | undefined {
  const place = placeAt(reading.tree, offset);
  const where = whereAt(reading, place);
  const { section, id, attribute, type, rest, depth } = where;
  const word = hoverWord(reading, offset, place, where);
  if (word !== undefined) return word;
  if (section === 'Globals' && place.role === 'key' && place.node?.kind === 'scalar')
    return propertyHover(place, `AWS::Serverless::${id}`, [...place.path.slice(2), place.node.text], schema);
  if (section !== 'Resources' || place.node === undefined || type === undefined) return undefined;
  const key = place.node.kind === 'scalar' ? place.node.text : '';
  if (attribute === 'Type' && place.role === 'value' && depth === 2)
    return { span: place.span, markdown: typeText(type, schema) };
  if (attribute !== 'Properties' || rest === undefined) return undefined;
  // On a plain value: what it is a value of.
  if (place.role === 'value')
    return place.node.kind === 'scalar' ? propertyHover(place, type, rest, schema) : undefined;
  return propertyHover(place, type, [...rest, key], schema) ?? eventHover(reading, place, type, [...rest, key], schema);
}

function propertyHover(place: TreePlace, type: string, path: readonly string[], schema: CfnSchema): Hover | undefined {
  const member = memberAt(schema, type, path);
  if (member?.property === undefined) return undefined;
  const above = path.slice(0, -1).flatMap((_, at) => memberAt(schema, type, path.slice(0, at + 1))?.property ?? []);
  const property = strictest(member.property, above);
  return { span: place.span, markdown: propertyText(type, path.at(-1) ?? '', property, member.doc, schema) };
}

/** Inside an event of a serverless function, whose nested type its own Type tells. */
function eventHover(
  reading: CfnReading,
  place: TreePlace,
  type: string,
  path: readonly string[],
  schema: CfnSchema,
): Hover | undefined {
  const key = path.at(-1) ?? '';
  if (path[0] !== 'Events' || path.length < 3) return undefined;
  const [owner, struct] = eventStructAt(reading, place, schema, type, path.slice(2, -1));
  const property = entryIn(struct?.p, key);
  return property && { span: place.span, markdown: propertyText(type, key, property, `${owner}.${key}`, schema) };
}

/** A change inside a property is a change of it: the property above that replaces wins. */
function strictest(property: CfnProperty, above: readonly CfnProperty[]): CfnProperty {
  const winner =
    property.x === 'y' ? undefined : (above.find(({ x }) => x === 'y') ?? above.find(({ x }) => x === 'm'));
  if (winner?.x === undefined || (winner.x === 'm' && property.x !== undefined)) return property;
  return { ...property, x: winner.x, ...(winner.e !== undefined && { e: winner.e }) };
}

function propertyText(type: string, key: string, property: CfnProperty, doc: string, schema: CfnSchema): string {
  const facts = [
    typeName(property.t),
    property.q ? 'required' : 'optional',
    property.v === undefined ? undefined : `default ${code(property.v)}`,
    property.en
      ? `one of ${property.en
          .slice(0, 12)
          .map((value) => code(String(value)))
          .join(', ')}${property.en.length > 12 ? ' …' : ''}`
      : undefined,
    property.ln ? `${bounds(...property.ln)} characters` : undefined,
    property.rg ? `${bounds(...property.rg)}` : undefined,
    property.ct ? `${bounds(...property.ct)} items` : undefined,
    property.d ? 'deprecated' : undefined,
  ];
  return lines(
    `**${key}** of \`${type}\` · ${facts.filter(Boolean).join(' · ')}`,
    schema.documentation(type, doc),
    replacementText(property, schema.entry(type)),
  );
}

/** What a change of this property does to what is deployed, and how we know. */
function replacementText(property: CfnProperty, entry: CfnIndexEntry | undefined): string {
  const sources = {
    s: 'service specification',
    sc: 'service specification and registry schema',
    c: 'registry schema only',
    cc: 'registry schema',
  }[property.e ?? ''];
  if (property.x === 'y') return `**Changing this REPLACES the resource** (${sources}).`;
  if (property.x === 'm') return `Changing this **may replace** the resource (${sources}).`;
  if (entry?.nu) return '**Changing this REPLACES the resource**: the type has no update at all (registry schema).';
  return 'Changing this updates the resource in place.';
}

function typeText(type: string, schema: CfnSchema): string {
  const entry = schema.entry(type);
  if (entry === undefined) return `**${type}** · not among the bundled types`;
  const url = documentationUrl(type);
  const replaces = entry.nu
    ? 'Every change replaces it.'
    : entry.x
      ? `Replaced when one of these changes: ${entry.x.map(code).join(', ')}.`
      : 'No property is known to replace it.';
  return lines(`**${type}**`, schema.documentation(type), replaces, `[Reference](${url})`);
}

function documentationUrl(type: string): string {
  const [, service = '', name = ''] = type.split('::');
  return `https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-${service.toLowerCase()}-${name.toLowerCase()}.html`;
}

function resourceText({ name, type }: TemplateResource, schema: CfnSchema): string {
  return lines(`**${name.value}** · \`${type?.value ?? 'no type'}\``, type && schema.documentation(type.value));
}

/** What a condition or mapping says, as it is written. */
function written({ tree }: CfnReading, { body }: Named): string {
  const text = tree.text.slice(body.tag?.span.start ?? body.span.start, Math.min(body.span.end, body.span.start + 600));
  return `\`\`\`${tree.notation}\n${text.replaceAll('`', "'")}\n\`\`\``;
}

function parameterText(name: string, body: TreeNode): string {
  const map = resolved(body);
  const text = (key: string) => {
    const node = entryOf(map, key)?.value;
    return node?.kind === 'scalar' && node.style !== 'empty' ? node.text : undefined;
  };
  const secret = text('NoEcho')?.toLowerCase() === 'true';
  const fallback = text('Default');
  const facts = [
    parameterType(body) ?? 'no type',
    secret ? 'secret' : fallback === undefined ? 'no default' : `default ${code(fallback)}`,
  ];
  return lines(
    `**${name}** · parameter · ${facts.join(' · ')}`,
    text('Description') && escaped(text('Description') ?? ''),
  );
}

function within(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").slice(0, 80)}\``;
}

/** Text of the workspace must not become a link or a picture. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!<>|-]/g, '\\$&');
}

function lines(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
