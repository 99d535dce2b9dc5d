import { entryOf, keyText } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import type { CheckContext } from './context.ts';
import { argumentList, type Intrinsic, intrinsicOf, untagged } from './intrinsic.ts';
import { literalOf } from './plain.ts';
import { LANGUAGE_EXTENSIONS, resolved } from './template.ts';
import { shapeOfCall } from './types.ts';

/** What is wrong with the values a function is given, to be put after its name; undefined when nothing can be said against them. */
export function argumentFault(call: Intrinsic, context: CheckContext): string | undefined {
  switch (call.name) {
    case 'Select':
      return selectFault(call, context);
    case 'Cidr':
      return cidrFault(call);
    case 'Join':
      return joinFault(call, context);
    case 'GetStackOutput':
      return stackOutputFault(call);
    case 'ImportValue':
      return nestedIn(call, 'ImportValue') ? 'cannot hold another import' : undefined;
    case 'And':
    case 'Or':
    case 'Not':
      return conditionFault(call);
    case 'If':
      return ifFault(call);
    case 'Sub':
      return subFault(call);
    case 'FindInMap':
      return findFault(call, context);
    case 'Length':
      return literalOf(call.form === 'short' ? untagged(call.args) : call.args) === undefined
        ? undefined
        : 'counts a list, and this is a single value';
    case 'GetAZs':
      return zonesFault(call);
    default:
      return undefined;
  }
}

function selectFault(call: Intrinsic, context: CheckContext): string | undefined {
  const [index, list] = argumentList(call);
  const at = literalOf(index);
  if (at !== undefined && !/^\d+$/.test(at)) return `takes a number from 0 on as the index, and has "${at}"`;
  const items = resolved(list);
  const inner = items && intrinsicOf(items);
  if (inner !== undefined) {
    const shape = shapeOfCall(inner, {
      source: context.template.tree.text,
      names: context.names,
      schema: context.schema,
    });
    return shape === 'scalar' ? 'selects from a list, and this gives a single value' : undefined;
  }
  if (items?.kind === 'scalar' && literalOf(items) !== undefined)
    return 'selects from a list, and this is a single value';
  const open = items?.kind !== 'list' || items.items.some((item) => intrinsicOf(item)?.name === 'If');
  if (open || at === undefined || Number(at) < items.items.length) return undefined;
  return `takes the item ${at} of a list that ends with ${items.items.length - 1}`;
}

function cidrFault(call: Intrinsic): string | undefined {
  const [, count, bits] = argumentList(call).map(literalOf);
  if (count !== undefined && !(/^\d+$/.test(count) && Number(count) >= 1 && Number(count) <= 256))
    return `makes 1 to 256 blocks, and is asked for "${count}"`;
  return bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) >= 1 && Number(bits) <= 128)
    ? `takes 1 to 128 bits, and has "${bits}"`
    : undefined;
}

function joinFault(call: Intrinsic, context: CheckContext): string | undefined {
  const [separator, list] = argumentList(call).map(resolved);
  if (
    separator !== undefined &&
    (separator.kind === 'list' || separator.kind === 'map') &&
    intrinsicOf(separator) === undefined
  )
    return 'takes a text as the separator';
  const inner = list && intrinsicOf(list);
  if (inner === undefined)
    return literalOf(list) === undefined ? undefined : 'joins a list, and this is a single value';
  const shape = shapeOfCall(inner, {
    source: context.template.tree.text,
    names: context.names,
    schema: context.schema,
  });
  return shape === 'scalar' ? 'joins a list, and this gives a single value' : undefined;
}

const STACK_OUTPUT = ['StackName', 'OutputName', 'Region', 'RoleArn'];

function stackOutputFault(call: Intrinsic): string | undefined {
  const map = resolved(call.args);
  if (map?.kind !== 'map' || map.entries.some((entry) => /^(Fn::|<<$)/.test(keyText(entry) ?? '<<'))) return undefined;
  const missing = ['StackName', 'OutputName'].find((key) => entryOf(map, key) === undefined);
  if (missing !== undefined) return `needs ${missing}`;
  const unknown = map.entries.map((entry) => keyText(entry) ?? '').find((key) => !STACK_OUTPUT.includes(key));
  if (unknown === undefined) return undefined;
  const near = closest(unknown, STACK_OUTPUT);
  return `has no key ${unknown}${near ? `: did you mean ${near}?` : ''}`;
}

function nestedIn(call: Intrinsic, name: string): boolean {
  const args = resolved(call.args);
  const inner = args && intrinsicOf(call.form === 'short' ? untagged(args) : args);
  return inner?.name === name;
}

const CONDITIONS: ReadonlySet<string> = new Set([
  'Condition',
  'Equals',
  'And',
  'Or',
  'Not',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Implies',
  'Transform',
]);

/** What is combined must be conditions: a value has no truth. */
function conditionFault(call: Intrinsic): string | undefined {
  if (call.args.kind !== 'list') return undefined;
  for (const item of call.args.items) {
    const at = resolved(item);
    const inner = at && intrinsicOf(at);
    if (at?.kind === 'scalar' && inner === undefined && literalOf(at) !== undefined)
      return `combines conditions, and "${at.text}" is a text: name a condition with Condition`;
    if (inner !== undefined && !CONDITIONS.has(inner.name))
      return `combines conditions, and Fn::${inner.name} gives a value`;
  }
  return undefined;
}

function ifFault(call: Intrinsic): string | undefined {
  const [condition] = argumentList(call);
  const at = resolved(condition);
  if (call.args.kind !== 'list' || at === undefined || at.kind === 'alias') return undefined;
  return at.kind === 'list' ||
    (at.kind === 'map' && !at.entries.some((entry) => /^(Fn::|<<$)/.test(keyText(entry) ?? '<<')))
    ? 'takes the name of a condition first'
    : undefined;
}

/** The default is a fourth argument that only the language extensions bring. */
function findFault(call: Intrinsic, context: CheckContext): string | undefined {
  const fallback = call.args.kind === 'list' ? resolved(call.args.items[3]) : undefined;
  if (fallback === undefined || fallback.kind === 'alias') return undefined;
  if (fallback.kind !== 'map' || entryOf(fallback, 'DefaultValue') === undefined)
    return 'takes a map with DefaultValue fourth';
  // Whatever transform there is: a public template that AWS itself points to does with the serverless one.
  return context.template.transforms.length > 0 || context.template.unknownMacro
    ? undefined
    : `takes a default only with Transform: ${LANGUAGE_EXTENSIONS}`;
}

/** The name of a zone is easily taken for that of its region. */
function zonesFault(call: Intrinsic): string | undefined {
  const region = literalOf(call.form === 'short' ? untagged(call.args) : call.args);
  return region !== undefined && /^[a-z]{2,4}(-[a-z]+)+-\d[a-z]$/.test(region)
    ? `takes a region, and "${region}" is a zone of ${region.slice(0, -1)}`
    : undefined;
}

function subFault(call: Intrinsic): string | undefined {
  if (call.args.kind !== 'list') return undefined;
  const [text, variables] = call.args.items.map(resolved);
  if (text?.kind === 'list' || text?.kind === 'map') return intrinsicOf(text) ? undefined : 'takes a text first';
  return variables?.kind === 'scalar' && intrinsicOf(variables) === undefined && variables.style !== 'empty'
    ? 'takes a map of variables second'
    : undefined;
}
