import type { CompletionItem, CompletionKind } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import type { TreePlace } from '../../../syntax/place.ts';
import { PSEUDO_PARAMETERS } from '../context.ts';
import { FUNCTION_SNIPPETS, PARAMETER_TYPES } from '../keywords.ts';
import { memberAt } from '../members.ts';
import type { CfnReading } from '../reading.ts';
import type { CfnSchema } from '../schema.ts';
import { parameterType } from '../types.ts';

/** Values at a place: what the function around it takes, else what the schema allows, else functions. */
export function valueItems(reading: CfnReading, place: TreePlace, schema: CfnSchema, offset: number): CompletionItem[] {
  const { text } = reading.tree;
  const sub = subNameAt(text, offset, place.span.start);
  if (sub !== undefined) return names(reading, sub, schema, true);
  const call = callAt(reading, place);
  if (call !== undefined) return callItems(reading, call, place.span, schema);
  const [section, id = '', attribute, ...rest] = place.path;
  if (section === 'Transform')
    return plain(
      ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions', 'AWS::CodeDeployBlueGreen'],
      'enum',
      place.span,
    );
  if (section === 'AWSTemplateFormatVersion') return plain(["'2010-09-09'"], 'enum', place.span);
  if (section === 'Parameters' && attribute === 'Type') return plain(PARAMETER_TYPES, 'type', place.span);
  if (section === 'Parameters' && attribute === 'NoEcho') return plain(['true', 'false'], 'enum', place.span);
  if (attribute === 'Condition' && rest.length === 0)
    return plain([...reading.names.conditions.keys()], 'reference', place.span);
  if (section === 'Resources') return resourceValues(reading, place, schema, id, attribute, rest);
  return section === 'Outputs' && attribute === 'Value' ? functions(reading, place.span) : [];
}

function resourceValues(
  reading: CfnReading,
  place: TreePlace,
  schema: CfnSchema,
  id: string,
  attribute: string | undefined,
  rest: readonly string[],
): CompletionItem[] {
  if (attribute === 'Type') return typeItems(reading, schema, place);
  if (attribute === 'DependsOn')
    return plain(
      [...reading.names.resources.keys()].filter((name) => name !== id),
      'reference',
      place.span,
    );
  if (attribute === 'DeletionPolicy')
    return plain(['Retain', 'Snapshot', 'RetainExceptOnCreate', 'Delete'], 'enum', place.span);
  if (attribute === 'UpdateReplacePolicy') return plain(['Retain', 'Snapshot', 'Delete'], 'enum', place.span);
  const type = reading.names.resources.get(id)?.type?.value;
  if (attribute !== 'Properties' || type === undefined) return [];
  const member = memberAt(schema, type, rest);
  if (member?.struct !== undefined) return functions(reading, place.span);
  const values = member?.property?.en ?? member?.property?.it?.en ?? (member?.type === 'b' ? ['true', 'false'] : []);
  return [
    ...plain(values.map(String), 'enum', place.span),
    ...related(reading, member?.property?.rel, place.span),
    ...functions(reading, place.span),
  ];
}

/** Types that are declared in the template come first, then those whose name holds what was typed. */
function typeItems(reading: CfnReading, schema: CfnSchema, place: TreePlace): CompletionItem[] {
  const used = new Set([...reading.names.resources.values()].map(({ type }) => type?.value ?? ''));
  const wanted = place.prefix.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const rankOf = (type: string) => {
    const flat = type.toLowerCase().replaceAll('::', '');
    const last = type.toLowerCase().split('::').at(-1) ?? '';
    return (used.has(type) ? 0 : 10) + (flat.startsWith(wanted) ? 0 : last.startsWith(wanted) ? 1 : 2);
  };
  return schema.typeNames
    .filter((type) => wanted === '' || type.toLowerCase().replaceAll('::', '').includes(wanted))
    .map(
      (type): CompletionItem => ({
        label: type,
        kind: 'type',
        edit: { span: place.span, text: type },
        documentationKey: `${type}|`,
        rank: rankOf(type),
      }),
    )
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.label.length - b.label.length || (a.label < b.label ? -1 : 1));
}

/** Resources of the type a property refers to. */
function related(
  reading: CfnReading,
  refs: readonly (readonly [string, string])[] | undefined,
  span: Span,
): CompletionItem[] {
  if (refs === undefined || reading.tree.notation === 'json') return [];
  return [...reading.names.resources.values()].flatMap(({ name, type }): CompletionItem[] => {
    const ref = refs.find(([target]) => target === type?.value);
    if (ref === undefined) return [];
    const arn =
      ref[1].endsWith('Arn') &&
      type?.value !== 'AWS::ElasticLoadBalancingV2::TargetGroup' &&
      type?.value !== 'AWS::ElasticLoadBalancingV2::LoadBalancer';
    const text = arn ? `!GetAtt ${name.value}.${ref[1]}` : `!Ref ${name.value}`;
    return [{ label: text, kind: 'reference', edit: { span, text }, detail: type?.value ?? '', rank: 0 }];
  });
}

function functions(reading: CfnReading, span: Span): CompletionItem[] {
  if (reading.tree.notation === 'json') return [];
  return FUNCTION_SNIPPETS.map(
    ([label, text], rank): CompletionItem => ({
      label,
      kind: 'function',
      edit: { span, text },
      snippet: true,
      rank: 20 + rank,
      retrigger: true,
    }),
  );
}

/** Function whose argument the place is: by tag before it, or by the key of the long form. */
function callAt(reading: CfnReading, place: TreePlace): { name: string; argument: number } | undefined {
  const before = reading.tree.text.slice(Math.max(0, place.span.start - 80), place.span.start);
  const short =
    /!(Ref|GetAtt|Condition|ImportValue)[ \t]+['"]?$/.exec(before) ??
    /!(If|FindInMap|Condition)[ \t]*\[[ \t]*['"]?$/.exec(before);
  if (short?.[1] !== undefined) return { name: short[1], argument: 0 };
  const last = place.path.at(-1) ?? '';
  const key = /^\d+$/.test(last) ? place.path.at(-2) : last;
  const name = key === 'Ref' || key === 'Condition' ? key : key?.startsWith('Fn::') ? key.slice(4) : undefined;
  return name === undefined ? undefined : { name, argument: /^\d+$/.test(last) ? Number(last) : 0 };
}

function callItems(
  reading: CfnReading,
  call: { name: string; argument: number },
  span: Span,
  schema: CfnSchema,
): CompletionItem[] {
  if (call.name === 'Ref') return names(reading, span, schema, false);
  if (call.name === 'GetAtt') return call.argument === 0 ? attributes(reading, span, schema) : [];
  if (call.name === 'Condition' || (call.name === 'If' && call.argument === 0))
    return plain([...reading.names.conditions.keys()], 'reference', span);
  return call.name === 'FindInMap' && call.argument === 0
    ? plain([...reading.names.mappings.keys()], 'reference', span)
    : [];
}

/** Span of the name after `${` when the cursor stands inside one. */
function subNameAt(text: string, offset: number, from: number): Span | undefined {
  const open = text.lastIndexOf('${', offset - 1);
  if (
    open < from - 2 ||
    open === -1 ||
    text.slice(open, offset).includes('}') ||
    text.slice(open, offset).includes('\n')
  )
    return undefined;
  const rest = /^[\w:.]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  return { start: open + 2, end: offset + rest.length };
}

/** Parameters, resources, pseudo parameters; inside a Sub also attributes. */
function names(reading: CfnReading, span: Span, schema: CfnSchema, withAttributes: boolean): CompletionItem[] {
  const item = (label: string, detail: string, rank: number, kind: CompletionKind = 'reference'): CompletionItem => ({
    label,
    kind,
    edit: { span, text: label },
    detail,
    rank,
  });
  return [
    ...[...reading.names.parameters.values()].map(({ name, body }) =>
      item(name.value, parameterType(body) ?? 'parameter', 0, 'variable'),
    ),
    ...[...reading.names.resources.values()].map(({ name, type }) => item(name.value, type?.value ?? 'resource', 1)),
    ...Object.keys(PSEUDO_PARAMETERS)
      .filter((name) => !withAttributes || name !== 'AWS::NoValue')
      .map((name) => item(name, 'pseudo parameter', 2, 'keyword')),
    ...(withAttributes ? attributes(reading, span, schema) : []),
  ];
}

function attributes(reading: CfnReading, span: Span, schema: CfnSchema): CompletionItem[] {
  return [...reading.names.resources.values()].flatMap(({ name, type }) =>
    (schema.entry(type?.value ?? '')?.a ?? []).map((attribute): CompletionItem => {
      const label = `${name.value}.${attribute}`;
      return {
        label,
        kind: 'reference',
        edit: { span, text: label },
        detail: type?.value ?? '',
        documentationKey: `${type?.value}|@${attribute}`,
        rank: 3,
      };
    }),
  );
}

function plain(values: readonly string[], kind: CompletionKind, span: Span): CompletionItem[] {
  return values.map((value, rank): CompletionItem => ({ label: value, kind, edit: { span, text: value }, rank }));
}
