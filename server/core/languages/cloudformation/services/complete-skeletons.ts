import type { CompletionItem } from '../../../model/editor.ts';
import type { Asked } from './complete.ts';
import { bestTypes } from './complete-types.ts';
import { freeName } from './free-name.ts';
import { type ItemStyle, keyText } from './items.ts';

/** Whole resources that are offered at a time: each reads what its type requires. */
const MOST_RESOURCES = 25;

/** Declarations with places to fill in: of the section's kind, and of resource types whose name holds what was typed. */
export function skeletons(asked: Asked, present: ReadonlySet<string>): CompletionItem[] {
  const { where, style, place } = asked;
  const made = BODIES[where.section ?? ''];
  if (made === undefined || style.followed) return [];
  const [what, body] = made;
  const plain = item(asked, `new ${what}`, `Declare a ${what}`, '${1:Name}', body, 0);
  return where.section === 'Resources' && place.prefix.length > 1 ? [plain, ...resources(asked, present)] : [plain];
}

type Body = readonly (readonly [key: string, value: string | Body])[];

const BODIES: Readonly<Record<string, readonly [what: string, body: Body | string]>> = {
  Resources: ['resource', [['Type', '${2:AWS::Service::Type}']]],
  Parameters: ['parameter', [['Type', '${2:String}']]],
  Outputs: ['output', [['Value', '$2']]],
  Mappings: ['mapping', [['${2:key}', [['${3:name}', '${4:value}']]]]],
  Conditions: ['condition', '!Equals [!Ref ${2:Parameter}, ${3:value}]'],
};

function resources(asked: Asked, present: ReadonlySet<string>): CompletionItem[] {
  const { schema, place, reading } = asked;
  return bestTypes(reading, schema, place.prefix)
    .slice(0, MOST_RESOURCES)
    .map((type, rank) => {
      const required = Object.entries(schema.resource(type)?.p ?? {}).filter(([, property]) => property.q);
      let stop = 2;
      const properties = required.map(([name]): readonly [string, string] => [name, `$${stop++}`]);
      const body: Body = [['Type', type], ...(properties.length > 0 ? [['Properties', properties] as const] : [])];
      const name = freeName(type.split('::').at(-1) ?? 'Resource', (taken) => present.has(taken));
      const made = item(asked, name, type, `\${1:${name}}`, body, rank + 1);
      return { ...made, filter: type, documentationKey: `${type}|` };
    });
}

function item(
  { place, style }: Asked,
  label: string,
  detail: string,
  key: string,
  body: Body | string,
  rank: number,
): CompletionItem {
  const text = typeof body === 'string' ? condition(key, body, style) : entry(key, body, style, '');
  return { label, kind: 'snippet', edit: { span: place.span, text }, snippet: true, detail, rank };
}

function condition(key: string, body: string, style: ItemStyle): string {
  if (!style.json) return `${key}: ${body}$0`;
  return keyText(key, style, '{ "Fn::Equals": [{ "Ref": "${2:Parameter}" }, "${3:value}"] }$0');
}

function entry(key: string, body: Body, style: ItemStyle, indent: string): string {
  const step = style.json ? '\t' : style.indent;
  const inner = indent + step;
  const nested = { ...style, quoted: false, followed: false };
  const lines = body.map(([name, value]) => {
    if (typeof value !== 'string') return entry(name, value, nested, inner);
    return style.json ? `"${name}": "${value}"` : `${name}: ${value}`;
  });
  if (style.json) return keyText(key, style, `{\n${inner}${lines.join(`,\n${inner}`)}\n${indent}}`);
  return `${key}:\n${inner}${lines.join(`\n${inner}`)}`;
}
