import type { CompletionItem } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { entryOf, type TreeNode } from '../../../model/tree.ts';
import { intrinsicOf } from '../intrinsic.ts';
import { CONDITION_SNIPPETS, FUNCTION_SNIPPETS, PARAMETER_TYPES, RULE_SNIPPETS, type Snippet } from '../keywords.ts';
import { type Member, memberAt } from '../members.ts';
import type { CfnReading } from '../reading.ts';
import { resolved } from '../template.ts';
import type { Asked } from './complete.ts';
import { callItems, subItems } from './complete-call.ts';
import { fixedValues } from './complete-fixed.ts';
import { bestTypes } from './complete-types.ts';
import { callItem, keyItem, plain, type ValueStyle } from './items.ts';

/** Values at a place: what the function around it takes, else what the schema allows, else functions. */
export function valueItems(asked: Asked): CompletionItem[] {
  const { reading, place, where, schema, style } = asked;
  const { section, attribute, call, depth } = where;
  const value: ValueStyle = { span: place.span, json: style.json, quoted: style.quoted };
  const sub = subNameAt(reading, asked);
  if (sub !== undefined) return subItems(reading, call, sub, schema, place.path);
  const taken =
    call && callItems(reading, call, value, schema, call.name === 'ImportValue' ? exportsOf(asked) : [], place.path);
  if (taken !== undefined) return taken;
  if (section === 'Transform') return plain(TRANSFORMS, 'enum', value);
  if (section === 'AWSTemplateFormatVersion')
    return plain(value.quoted || value.json ? ['2010-09-09'] : ["'2010-09-09'"], 'enum', value);
  if (section === 'Conditions') return depth < 1 ? [] : conditionValues(asked, value);
  if (section === 'Rules') return ruleValues(asked, value);
  if (section === 'Parameters') return depth === 2 ? parameterValues(asked, value) : [];
  if (section === 'Globals') return globalValues(asked, value);
  if (attribute === 'Condition' && depth === 2) return plain([...reading.names.conditions.keys()], 'reference', value);
  const fixed = fixedValues(asked, value);
  if (fixed !== undefined) return fixed;
  if (section === 'Resources') return resourceValues(asked, value);
  const output = section === 'Outputs' && (attribute === 'Value' || attribute === 'Export');
  return output ? functions(FUNCTION_SNIPPETS, value) : [];
}

/** Long forms as the first key of a value that is an object. */
export function functionKeys({ reading, where, place, style }: Asked): CompletionItem[] {
  const { section, attribute, depth } = where;
  const value =
    (section === 'Resources' && attribute === 'Properties' && depth > 2) ||
    (section === 'Outputs' && attribute === 'Value') ||
    (section === 'Conditions' && depth > 0);
  if (!value || reading.template.root === undefined) return [];
  return (section === 'Conditions' ? CONDITION_SNIPPETS : FUNCTION_SNIPPETS).map(({ long, list }, rank) =>
    keyItem(long, 'Function of the template language.', place.span, style, 30 + rank, list ? 'list' : 'text'),
  );
}

const TRANSFORMS = ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions', 'AWS::CodeDeployBlueGreen'];

function parameterValues({ where }: Asked, value: ValueStyle): CompletionItem[] {
  const { attribute, body } = where;
  if (attribute === 'Type') return plain(PARAMETER_TYPES, 'type', value);
  if (attribute === 'Default') return plain(allowedIn(body), 'enum', value);
  return attribute === 'NoEcho' ? booleans(value) : [];
}

function allowedIn(parameter: TreeNode | undefined): string[] {
  const allowed = resolved(entryOf(parameter, 'AllowedValues')?.value);
  const items = allowed?.kind === 'list' ? allowed.items : [];
  return items.flatMap((item) => (item.kind === 'scalar' && item.text !== '' ? [item.text] : []));
}

/** Functions; beside a parameter in `Equals` what it may be. */
function conditionValues({ reading, where }: Asked, value: ValueStyle): CompletionItem[] {
  const { call } = where;
  const sides = call?.name === 'Equals' && call.args?.kind === 'list' ? call.args.items : [];
  const allowed = sides.flatMap((side) => {
    const ref = intrinsicOf(side);
    const name = ref?.name === 'Ref' && ref.args.kind === 'scalar' ? ref.args.text : '';
    return allowedIn(resolved(reading.names.parameters.get(name)?.body));
  });
  const nested = call?.name === 'Equals' ? FUNCTION_SNIPPETS.filter(isEarly) : CONDITION_SNIPPETS;
  return [...plain(allowed, 'enum', value), ...functions(nested, value)];
}

/** Decided before anything is made or read. */
function isEarly({ short }: Snippet): boolean {
  return !/^!(GetAtt|ImportValue|GetAZs|Base64|Cidr)$/.test(short);
}

function ruleValues({ where }: Asked, value: ValueStyle): CompletionItem[] {
  const { attribute, depth, call } = where;
  if (call === undefined && (attribute === undefined || depth < 2)) return [];
  return functions([...CONDITION_SNIPPETS.filter(({ short }) => short !== '!Condition'), ...RULE_SNIPPETS], value);
}

/** Values of a default, as the resource it is for takes them. */
function globalValues(asked: Asked, value: ValueStyle): CompletionItem[] {
  const { where, place, schema } = asked;
  const type = `AWS::Serverless::${where.id}`;
  const member = where.depth < 2 ? undefined : memberAt(schema, type, place.path.slice(2));
  if (member === undefined) return [];
  return member.struct !== undefined ? functions(FUNCTION_SNIPPETS, value) : memberValues(asked.reading, member, value);
}

function resourceValues({ reading, place, where, schema }: Asked, value: ValueStyle): CompletionItem[] {
  const { attribute, type, rest, depth } = where;
  if (attribute === 'Type' && depth === 2) return typeItems(bestTypes(reading, schema, place.prefix), value);
  if (attribute === 'DependsOn')
    return plain(
      [...reading.names.resources.keys()].filter((name) => name !== where.id),
      'reference',
      value,
    );
  if (attribute === 'DeletionPolicy')
    return plain(['Retain', 'Snapshot', 'RetainExceptOnCreate', 'Delete'], 'enum', value);
  if (attribute === 'UpdateReplacePolicy') return plain(['Retain', 'Snapshot', 'Delete'], 'enum', value);
  if (attribute !== 'Properties') return [];
  const member = type === undefined || rest === undefined ? undefined : memberAt(schema, type, rest);
  if (type === undefined || member?.struct !== undefined) return functions(FUNCTION_SNIPPETS, value);
  return memberValues(reading, member, value);
}

/** What the schema allows, resources of the kind it refers to, functions. */
function memberValues(reading: CfnReading, member: Member | undefined, value: ValueStyle): CompletionItem[] {
  const values = member?.property?.en ?? member?.property?.it?.en ?? member?.property?.of ?? [];
  const known = member?.type === 'b' ? booleans(value) : plain(values.map(String), 'enum', value);
  return [...known, ...related(reading, member?.property?.rel, value), ...functions(FUNCTION_SNIPPETS, value)];
}

/** Bare in JSON, too. */
function booleans(value: ValueStyle): CompletionItem[] {
  return plain(['true', 'false'], 'enum', { ...value, quoted: true });
}

function typeItems(types: readonly string[], value: ValueStyle): CompletionItem[] {
  return plain(types.slice(0, 200), 'type', value).map((item) => ({ ...item, documentationKey: `${item.label}|` }));
}

/** Resources of the type a property refers to. */
function related(
  reading: CfnReading,
  refs: readonly (readonly [string, string])[] | undefined,
  value: ValueStyle,
): CompletionItem[] {
  if (refs === undefined || inText(value)) return [];
  return [...reading.names.resources.values()].flatMap(({ name, type }): CompletionItem[] => {
    const ref = refs.find(([target]) => target === type?.value);
    if (ref === undefined) return [];
    const arn = ref[1].endsWith('Arn') && !GIVES_ARN.has(type?.value ?? '');
    const [label, json] = arn
      ? [`GetAtt ${name.value}.${ref[1]}`, `{ "Fn::GetAtt": ["${name.value}", "${ref[1]}"] }`]
      : [`Ref ${name.value}`, `{ "Ref": "${name.value}" }`];
    const made = callItem(value.json ? label : `!${label}`, value.json ? json : `!${label}`, 0, value);
    return [{ ...made, kind: 'reference', detail: type?.value ?? '', retrigger: false, snippet: false }];
  });
}

/** Types whose Ref is their ARN. */
const GIVES_ARN = new Set(['AWS::ElasticLoadBalancingV2::TargetGroup', 'AWS::ElasticLoadBalancingV2::LoadBalancer']);

function functions(snippets: readonly Snippet[], value: ValueStyle): CompletionItem[] {
  if (inText(value)) return [];
  return snippets.map(({ short, long, yaml, json }, rank) =>
    callItem(value.json ? long : short, value.json ? `{ "${long}": ${json} }` : yaml, 20 + rank, value),
  );
}

/** Between quotes of YAML a tag is but text. */
function inText({ json, quoted }: ValueStyle): boolean {
  return quoted && !json;
}

/** Span of the name after `${` when the cursor stands inside one, in a Sub or in a text that cannot be read yet. */
function subNameAt({ tree }: CfnReading, { where, place, offset }: Asked): Span | undefined {
  const { text } = tree;
  const open = text.lastIndexOf('${', offset - 2);
  const inner = text.slice(open, offset);
  if (offset < 2 || open < place.span.start - 2 || open === -1 || /[}\n]/.test(inner)) return undefined;
  const readable = tree.tier === 'fast' && where.call !== undefined && where.call.name !== 'Sub';
  if (readable || (tree.tier === 'fast' && where.call === undefined)) return undefined;
  const rest = /^[\w:.]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  return { start: open + 2, end: offset + rest.length };
}

/** Names that templates of the workspace export as they are; those that are put together cannot be known. */
function exportsOf({ around }: Asked): string[] {
  const names = new Set<string>();
  for (const path of around.project.paths('cloudformation')) {
    const reading = around.project.reading(path);
    for (const { body } of reading && 'template' in reading ? (reading as CfnReading).template.outputs : []) {
      const name = entryOf(resolved(entryOf(resolved(body), 'Export')?.value), 'Name')?.value;
      if (name?.kind === 'scalar' && name.tag === undefined && name.text !== '') names.add(name.text);
    }
  }
  return [...names].sort();
}
