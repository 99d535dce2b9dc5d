import type { Written } from '../../model/span.ts';
import { entryOf, keyText, type TreeNode } from '../../model/tree.ts';
import {
  knownText,
  literalText,
  type MapEntry,
  type MapValue,
  type ReferenceValue,
  type UnknownValue,
  type Value,
} from '../../model/value.ts';
import type { Names } from './context.ts';
import {
  argumentList,
  getAttTarget,
  type Intrinsic,
  intrinsicOf,
  subParts,
  subVariables,
  untagged,
} from './intrinsic.ts';
import { resolved } from './template.ts';

export interface ValueContext {
  readonly source: string;
  readonly names: Names;
  /** Where the template is part of a unit of several: what its names mean there. */
  readonly scope?: ValueScope;
}

export interface ValueScope {
  nodeOf(section: 'Resources' | 'Parameters' | 'Outputs', name: string): string;
  /** What the stack around gives to a parameter. */
  given(parameter: string): Value | undefined;
  /** What a nested stack gives back. */
  output(stack: string, name: string): Value | undefined;
  /** Whether a condition holds, where what is given leaves no doubt. */
  holds(condition: string): boolean | undefined;
  /** The text that a value is sure to be in this stack. */
  certain(value: Value): string | undefined;
  /** Whether the template of a nested stack is at hand. */
  isNested(stack: string): boolean;
}

/** Levels of nesting and aliases a value is followed through. */
const DEEPEST = 60;

/** A template node as a neutral value. Functions become references or unknowns that keep their literal parts. */
export function toValue(node: TreeNode, context: ValueContext, depth = 0): Value {
  const at = resolved(node) ?? node;
  if (depth > DEEPEST || at.kind === 'alias')
    return { kind: 'unknown', reason: 'an alias that cannot be followed', span: node.span };
  const call = intrinsicOf(at);
  if (call !== undefined) return callValue(call, context, depth + 1);
  if (at.kind === 'scalar') {
    if (at.text.includes('{{resolve:')) return { kind: 'unknown', reason: 'resolved at deployment', span: at.span };
    return { kind: 'scalar', value: at.style === 'empty' ? null : at.text, span: at.span };
  }
  if (at.kind === 'list')
    return { kind: 'list', items: at.items.map((item) => toValue(item, context, depth + 1)), span: at.span };
  if (at.entries.some((entry) => (keyText(entry) ?? '').startsWith('Fn::')))
    return { kind: 'unknown', reason: 'a macro or loop', span: at.span };
  return mapValue(at.entries, at.span, context, depth);
}

export function mapValue(
  entries: readonly { key: TreeNode; value: TreeNode; span: Value['span'] }[],
  span: Value['span'],
  context: ValueContext,
  depth = 0,
): MapValue {
  const written = entries.flatMap((entry): MapEntry[] => {
    if (entry.key.kind !== 'scalar') return [];
    return [
      {
        key: { value: entry.key.text, span: entry.key.span },
        value: toValue(entry.value, context, depth + 1),
        span: entry.span,
      },
    ];
  });
  return { kind: 'map', entries: written, span };
}

function callValue(call: Intrinsic, context: ValueContext, depth: number): Value {
  switch (call.name) {
    case 'Ref':
      return call.args.kind === 'scalar'
        ? reference(call.args.text, call.span, context)
        : unknown(call, 'a computed reference');
    case 'GetAtt':
      return attributeValue(call, context);
    case 'Sub':
      return subValue(call, context, depth);
    case 'Join':
      return joinValue(call, context, depth);
    case 'If':
      return ifValue(call, context, depth);
    case 'Base64': {
      const inner = toValue(call.form === 'short' ? untagged(call.args) : call.args, context, depth);
      return { ...inner, span: call.span };
    }
    case 'ImportValue':
      return unknown(call, 'an export of another stack');
    case 'FindInMap':
      return findInMap(call, context, depth);
    default:
      return unknown(call, `Fn::${call.name}`);
  }
}

/** A name of the template: its node path is `Parameters.X` or `Resources.X`; pseudo parameters keep their name. */
function reference(
  name: string,
  span: Value['span'],
  { names, source, scope }: ValueContext,
  attribute?: string,
): ReferenceValue {
  const parameter = names.parameters.get(name);
  if (parameter !== undefined) {
    const written = entryOf(resolved(parameter.body), 'Default')?.value;
    const secret = entryOf(resolved(parameter.body), 'NoEcho')?.value;
    const target = scope?.nodeOf('Parameters', name) ?? `Parameters.${name}`;
    const given = scope?.given(name);
    if (given !== undefined) return secret ? { kind: 'reference', target, span } : handedOn(target, given, span);
    const known =
      written !== undefined && secret === undefined ? toValue(written, { names: EMPTY, source }) : undefined;
    return { kind: 'reference', target, span, ...(known && { known }) };
  }
  const output = scope?.isNested(name) ? /^Outputs\.(.+)$/.exec(attribute ?? '')?.[1] : undefined;
  if (scope && output !== undefined) {
    const target = `${scope.nodeOf('Resources', name)}.Outputs.${output}`;
    const value = scope.output(name, output);
    return value ? handedOn(target, value, span) : { kind: 'reference', target, span };
  }
  const target = names.resources.has(name) ? (scope?.nodeOf('Resources', name) ?? `Resources.${name}`) : name;
  return { kind: 'reference', target, span, ...(attribute !== undefined && { attribute }) };
}

/** A name that stands for a value of another stack. */
function handedOn(target: string, value: Value, span: Value['span']): ReferenceValue {
  if (value.kind !== 'reference') return { kind: 'reference', target, known: value, span };
  const {
    known,
    origin = { target: value.target, ...(value.attribute !== undefined && { attribute: value.attribute }) },
  } = value;
  return { kind: 'reference', target, span, ...(known ? { known } : { origin }) };
}

const EMPTY: Names = { parameters: new Map(), resources: new Map(), conditions: new Map(), mappings: new Map() };

function attributeValue(call: Intrinsic, context: ValueContext): Value {
  const target = getAttTarget(context.source, call);
  return target
    ? reference(target.name.value, call.span, context, target.attribute?.value)
    : unknown(call, 'a computed attribute');
}

function unknown(
  call: Intrinsic,
  reason: string,
  parts?: readonly (Written | ReferenceValue)[],
  known?: string,
): UnknownValue {
  return {
    kind: 'unknown',
    reason,
    span: call.span,
    literals: literalsIn(call.args),
    ...(parts && { parts }),
    ...(known !== undefined && { known }),
  };
}

/** Every text below a node, keys included. */
function literalsIn(node: TreeNode | undefined, depth = 0): string[] {
  if (node === undefined || depth > DEEPEST) return [];
  if (node.kind === 'scalar') return [node.text];
  if (node.kind === 'list') return node.items.flatMap((item) => literalsIn(item, depth + 1));
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) => [...literalsIn(key, depth + 1), ...literalsIn(value, depth + 1)]);
}

function subValue(call: Intrinsic, context: ValueContext, depth: number): Value {
  const { text, variables } = subParts(call);
  if (text?.kind !== 'scalar') return unknown(call, 'a computed text');
  const found = subVariables(context.source, text);
  if (found.length === 0)
    return { kind: 'scalar', value: text.text.replaceAll('${!', '${'), filled: true, span: text.span };
  const parts: (Written | ReferenceValue)[] = [];
  let known: string | undefined = '';
  let whole = true;
  let at = 0;
  for (const variable of found) {
    const mark = `\${${context.source.slice(variable.span.start + 2, variable.span.end - 1)}}`;
    const next = text.text.indexOf(mark, at);
    if (next === -1) return unknown(call, 'a text with escapes', parts);
    if (next > at) parts.push({ value: text.text.slice(at, next), span: text.span });
    known = known === undefined ? undefined : known + text.text.slice(at, next);
    const own = entryOf(
      variables,
      variable.attribute === undefined ? variable.name : `${variable.name}.${variable.attribute}`,
    )?.value;
    const value = own
      ? toValue(own, context, depth)
      : reference(variable.name, variable.span, context, variable.attribute);
    const literal = knownText(value);
    known = known === undefined || literal === undefined ? undefined : known + literal;
    whole &&= value.kind !== 'unknown';
    parts.push(value.kind === 'reference' ? value : { value: literal ?? mark, span: variable.span });
    if (value.kind === 'unknown') parts.push(...(value.parts ?? []).filter((part) => 'kind' in part));
    at = next + mark.length;
  }
  if (at < text.text.length) parts.push({ value: text.text.slice(at), span: text.span });
  const all = known === undefined ? undefined : known + text.text.slice(at);
  return saidByParts(unknown(call, 'a text with references', parts, all), whole);
}

/** Where the parts are all of a text, how it is written makes no difference: a Join may be a Sub. */
function saidByParts(value: UnknownValue, whole: boolean): UnknownValue {
  if (!whole) return value;
  const { literals: _, ...rest } = value;
  return rest;
}

function joinValue(call: Intrinsic, context: ValueContext, depth: number): Value {
  const [separator, list] = argumentList(call);
  if (separator?.kind !== 'scalar' || list?.kind !== 'list' || intrinsicOf(list) !== undefined)
    return unknown(call, 'a joined list');
  const parts: (Written | ReferenceValue)[] = [];
  const texts: (string | undefined)[] = [];
  let whole = true;
  for (const item of list.items) {
    const value = toValue(item, context, depth);
    const literal = knownText(value);
    if (texts.length > 0 && separator.text !== '') parts.push({ value: separator.text, span: separator.span });
    texts.push(literal);
    whole &&= value.kind !== 'unknown' && value.kind !== 'map' && value.kind !== 'list';
    if (value.kind === 'reference') parts.push(value);
    else if (value.kind === 'unknown') parts.push(...(value.parts ?? []));
    else if (literal !== undefined) parts.push({ value: literal, span: value.span });
  }
  const known = texts.every((text) => text !== undefined) ? texts.join(separator.text) : undefined;
  const literal = parts.every((part) => !('kind' in part)) && known !== undefined;
  return literal
    ? { kind: 'scalar', value: known, span: call.span }
    : saidByParts(unknown(call, 'a joined text', parts, known), whole);
}

/** Both branches, as parts: what is the same in both is not known better here. */
function ifValue(call: Intrinsic, context: ValueContext, depth: number): Value {
  const [condition, yes, no] = argumentList(call);
  const holds = condition?.kind === 'scalar' ? context.scope?.holds(condition.text) : undefined;
  const taken = holds === undefined ? undefined : holds ? yes : no;
  if (taken) return toValue(taken, context, depth);
  const values = [yes, no].flatMap((node) => (node ? [toValue(node, context, depth)] : []));
  const parts = values.flatMap((value) =>
    value.kind === 'reference'
      ? [value]
      : value.kind === 'unknown'
        ? (value.parts ?? []).filter((part) => 'kind' in part)
        : [],
  );
  const branches = values.flatMap((value) => literalText(value) ?? []);
  const by = condition?.kind === 'scalar' && branches.length === 2 ? condition.text : undefined;
  const asked = condition?.kind === 'scalar' ? context.names.conditions.get(condition.text)?.body : undefined;
  return {
    ...unknown(call, 'depends on a condition', parts),
    literals: [yes, no, resolved(asked)].flatMap((node) => literalsIn(node)),
    ...(by !== undefined && { choice: { by, branches } }),
  };
}

/** A value that every row of the mapping has is known; one that depends on the row is not. */
function findInMap(call: Intrinsic, context: ValueContext, depth: number): Value {
  const [name, top, second] = argumentList(call);
  const mapping = name?.kind === 'scalar' ? resolved(context.names.mappings.get(name.text)?.body) : undefined;
  if (mapping?.kind !== 'map' || second?.kind !== 'scalar' || intrinsicOf(second) !== undefined)
    return unknown(call, 'a value of a mapping');
  const given = top && context.scope?.certain(toValue(top, context, depth));
  const literalTop = top?.kind === 'scalar' && intrinsicOf(top) === undefined ? top.text : given;
  const rows = mapping.entries.filter((entry) => literalTop === undefined || keyText(entry) === literalTop);
  const values = new Set(rows.map((entry) => knownText(scalarAt(entry.value, second.text))));
  const [only] = values;
  const branches = [...values].filter((value) => value !== undefined);
  return {
    ...unknown(call, 'a value of a mapping', undefined, values.size === 1 ? only : undefined),
    literals: [...literalsIn(top), ...rows.flatMap((row) => literalsIn(entryOf(row.value, second.text)?.value))],
    ...(name?.kind === 'scalar' && branches.length > 1 && { choice: { by: rowsOf(top) ?? name.text, branches } }),
  };
}

/** The parameter that picks the row. */
function rowsOf(top: TreeNode | undefined): string | undefined {
  const call = top && intrinsicOf(top);
  const name = call?.name === 'Ref' ? call.args : undefined;
  return name?.kind === 'scalar' ? name.text : undefined;
}

function scalarAt(row: TreeNode, key: string): Value | undefined {
  const node = entryOf(row, key)?.value;
  return node?.kind === 'scalar' ? { kind: 'scalar', value: node.text, span: node.span } : undefined;
}
