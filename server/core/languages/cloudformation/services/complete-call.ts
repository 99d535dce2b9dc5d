import type { CompletionItem, CompletionKind } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { entryOf, keyText, type TreeNode } from '../../../model/tree.ts';
import { PSEUDO_PARAMETERS } from '../context.ts';
import type { CfnReading } from '../reading.ts';
import type { CfnSchema } from '../schema.ts';
import { resolved } from '../template.ts';
import { parameterType } from '../types.ts';
import { plain, type ValueStyle } from './items.ts';
import { loopVariablesOn } from './local-names.ts';
import type { Call } from './where.ts';

/** What a function takes at an argument; undefined where it takes any value. */
export function callItems(
  reading: CfnReading,
  call: Call,
  style: ValueStyle,
  schema: CfnSchema,
  exports: readonly string[],
  path: readonly string[],
): CompletionItem[] | undefined {
  const { names } = reading;
  const { name, argument, args } = call;
  // Conditions, rules and loops are decided before anything is made.
  const collection = path[1]?.startsWith('Fn::ForEach::') === true && path[2] === '1';
  const made = path[0] !== 'Conditions' && path[0] !== 'Rules' && !collection;
  if (name === 'Ref') return [...boundItems(reading, style, path), ...nameItems(reading, style, false, made)];
  if (name === 'GetAtt') return attributeItems(reading, call, style, schema);
  if (name === 'Condition' || (name === 'If' && argument === 0))
    return plain([...names.conditions.keys()], 'reference', style);
  if (name === 'FindInMap') return plain(mappingKeys(reading, args, argument), 'reference', style);
  return name === 'ImportValue' ? plain(exports, 'reference', style) : undefined;
}

/** Inside `${}` of a Sub: everything with its attributes, and what the Sub and the loops around bind themselves. */
export function subItems(
  reading: CfnReading,
  call: Call | undefined,
  span: Span,
  schema: CfnSchema,
  path: readonly string[],
): CompletionItem[] {
  const style: ValueStyle = { span, json: false, quoted: true };
  const own = call?.args?.kind === 'list' ? resolved(call.args.items[1]) : undefined;
  const bound = own?.kind === 'map' ? own.entries.flatMap((entry) => keyText(entry) ?? []) : [];
  return [
    ...plain(bound, 'variable', style),
    ...boundItems(reading, style, path),
    ...nameItems(reading, style, true, true),
    ...dotted(reading, schema, style, [...reading.names.resources.keys()]),
  ];
}

function boundItems(reading: CfnReading, style: ValueStyle, path: readonly string[]): CompletionItem[] {
  return plain(loopVariablesOn(reading, path), 'variable', style).map((made) => ({
    ...made,
    detail: 'variable of the loop',
    rank: 0,
  }));
}

/** Parameters, resources where there are some yet, pseudo parameters. */
function nameItems(reading: CfnReading, style: ValueStyle, inText: boolean, made: boolean): CompletionItem[] {
  const { parameters, resources } = reading.names;
  const item = (name: string, detail: string, rank: number, kind: CompletionKind): CompletionItem[] =>
    plain([name], kind, style).map((made) => ({ ...made, detail, rank }));
  return [
    ...[...parameters.values()].flatMap(({ name, body }) =>
      item(name.value, parameterType(body) ?? 'parameter', 0, 'variable'),
    ),
    ...(made ? [...resources.values()] : []).flatMap(({ name, type }) =>
      name.value.includes('{') ? [] : item(name.value, type?.value ?? 'resource', 1, 'reference'),
    ),
    ...Object.keys(PSEUDO_PARAMETERS)
      .filter((name) => !inText || (name !== 'AWS::NoValue' && name !== 'AWS::NotificationARNs'))
      .flatMap((name) => item(name, 'pseudo parameter', 2, 'keyword')),
  ];
}

/** `A.B` in one text; in a list the resource first, then its attributes. */
function attributeItems(
  reading: CfnReading,
  { args, argument }: Call,
  style: ValueStyle,
  schema: CfnSchema,
): CompletionItem[] {
  const ids = [...reading.names.resources.keys()];
  if (args?.kind !== 'list') return dotted(reading, schema, style, ids);
  if (argument === 0)
    return plain(ids, 'reference', style).map((item) => ({ ...item, ...detailOf(reading, item.label) }));
  const [first] = args.items;
  const type = first?.kind === 'scalar' ? reading.names.resources.get(first.text)?.type?.value : undefined;
  return plain(schema.entry(type ?? '')?.a ?? [], 'property', style).map((item) => ({
    ...item,
    documentationKey: `${type}|@${item.label}`,
  }));
}

function detailOf(reading: CfnReading, id: string): { readonly detail: string } {
  return { detail: reading.names.resources.get(id)?.type?.value ?? 'resource' };
}

function dotted(reading: CfnReading, schema: CfnSchema, style: ValueStyle, ids: readonly string[]): CompletionItem[] {
  return ids.flatMap((id) => {
    const type = reading.names.resources.get(id)?.type?.value ?? '';
    return (schema.entry(type)?.a ?? []).flatMap((attribute) =>
      plain([`${id}.${attribute}`], 'reference', style).map((item) => ({
        ...item,
        detail: type,
        documentationKey: `${type}|@${attribute}`,
        rank: 3,
      })),
    );
  });
}

/** Names of mappings, keys of the one that is named, names under the key that is named; else of all keys. */
function mappingKeys({ names }: CfnReading, args: TreeNode | undefined, argument: number): string[] {
  if (argument === 0) return [...names.mappings.keys()];
  const items = args?.kind === 'list' ? args.items : [];
  const [mapping, top] = items.map((item) =>
    item.kind === 'scalar' && item.tag === undefined ? item.text : undefined,
  );
  const body = resolved(names.mappings.get(mapping ?? '')?.body);
  if (argument === 1 || body === undefined) return keysOf(body);
  const one = top === undefined ? undefined : entryOf(body, top)?.value;
  const all = body.kind === 'map' ? body.entries.flatMap(({ value }) => keysOf(resolved(value))) : [];
  return argument === 2 ? [...new Set(one ? keysOf(resolved(one)) : all)] : [];
}

function keysOf(node: TreeNode | undefined): string[] {
  return node?.kind === 'map' ? node.entries.flatMap((entry) => keyText(entry) ?? []) : [];
}
