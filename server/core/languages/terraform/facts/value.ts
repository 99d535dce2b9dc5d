import type { Written } from '../../../model/span.ts';
import {
  type Choice,
  knownText,
  type ListValue,
  literalText,
  type MapEntry,
  type MapValue,
  type ReferenceValue,
  type UnknownValue,
  type Value,
} from '../../../model/value.ts';
import { attributeOf, blocksOf, referencesOf, walkExpression } from '../../../syntax/hcl/walk.ts';
import type {
  HclBlock,
  HclBody,
  HclCall,
  HclExpression,
  HclObject,
  HclReference,
  HclStep,
  HclTemplate,
} from '../../../syntax/hcl.ts';
import { calledModule, declarationOf } from '../read/module.ts';
import { type Target, targetOf } from '../read/use.ts';
import { calledScope, definitionOf, type Scope } from './scope.ts';

/** Values that lead to values that lead to values: followed so far. */
const DEEPEST = 100;

/** Functions that give back what they get, as far as its content matters here. */
const TRANSPARENT = new Set([
  'jsonencode',
  'yamlencode',
  'toset',
  'tolist',
  'tomap',
  'tostring',
  'tonumber',
  'tobool',
  'sensitive',
  'nonsensitive',
  'base64encode',
  'trimspace',
  'chomp',
]);

/** The neutral value of an expression. What only a run can know is `unknown`, with the references it is made of. */
export function toValue(expression: HclExpression, scope: Scope): Value {
  const { span } = expression;
  switch (expression.kind) {
    case 'literal':
      return { kind: 'scalar', value: expression.value, span };
    case 'template':
      return templateValue(expression, scope);
    case 'tuple':
      return { kind: 'list', items: expression.items.map((item) => toValue(item, scope)), span };
    case 'object':
      return objectValue(expression, scope);
    case 'parenthesis':
      return { ...toValue(expression.inner, scope), span };
    case 'reference':
      return referenceValue(expression, scope);
    case 'call':
      return callValue(expression, scope);
    case 'conditional':
      return chosen(expression, scope);
    case 'unary':
    case 'binary':
      return unknown(expression, scope, truth(expression, scope)?.toString());
    default:
      return unknown(expression, scope);
  }
}

function unknown(expression: HclExpression, scope: Scope, known?: string): UnknownValue {
  const parts = referencesOf(expression).flatMap((reference) => {
    const value = referenceValue(reference, scope);
    return value.kind === 'reference' ? [value] : [];
  });
  const literals = literalsIn(expression);
  const base = {
    kind: 'unknown' as const,
    reason: `${WORDS[expression.kind] ?? 'an expression'} is worked out by a run`,
    span: expression.span,
    ...(literals.length > 0 && { literals }),
  };
  return { ...base, ...(parts.length > 0 && { parts }), ...(known !== undefined && { known }) };
}

function literalsIn(expression: HclExpression): readonly string[] {
  const found: string[] = [];
  walkExpression(expression, (each) => {
    if (each.kind === 'literal') found.push(String(each.value));
    if (each.kind === 'template') for (const part of each.parts) if (part.kind === 'text') found.push(part.value);
  });
  return found;
}

const WORDS: Readonly<Record<string, string>> = {
  call: 'a function',
  for: 'a loop',
  binary: 'an operation',
  unary: 'an operation',
  conditional: 'a condition',
  access: 'a selection',
  reference: 'a reference',
  template: 'a template',
};

/** Longest text that is worked out from templates, in UTF-16 units. */
const LONGEST_KNOWN = 65_536;

function templateValue(template: HclTemplate, scope: Scope): Value {
  const { span } = template;
  const [only] = template.parts;
  if (template.parts.length === 0) return { kind: 'scalar', value: '', span };
  if (template.parts.length === 1 && only?.kind === 'text') return { kind: 'scalar', value: only.value, span };
  if (template.parts.length === 1 && only?.kind === 'interpolation')
    return { ...toValue(only.expression, scope), span };
  const parts: (Written | ReferenceValue)[] = [];
  let known: string | undefined = '';
  for (const part of template.parts) {
    if (part.kind === 'text') parts.push({ value: part.value, span: part.span });
    const value = part.kind === 'interpolation' ? toValue(part.expression, scope) : undefined;
    if (value?.kind === 'reference') parts.push(value);
    if (value?.kind === 'unknown') parts.push(...(value.parts ?? []));
    const text: string | undefined = part.kind === 'text' ? part.value : knownText(value);
    known = known === undefined || text === undefined ? undefined : known + text;
    // Values that double with every local are nothing a person wrote, and longer than any memory.
    if (known !== undefined && known.length > LONGEST_KNOWN) known = undefined;
  }
  const literals = literalsIn(template);
  return {
    kind: 'unknown',
    reason: 'a template is filled in by a run',
    parts,
    span,
    ...(literals.length > 0 && { literals }),
    ...(known !== undefined && { known }),
  };
}

function objectValue(object: HclObject, scope: Scope): MapValue {
  const entries = object.entries.map(({ key, name, value, span }): MapEntry => {
    const text = name ?? knownText(toValue(key, scope)) ?? '';
    return { key: { value: text, span: key.span }, value: toValue(value, scope), span };
  });
  return { kind: 'map', entries, span: object.span };
}

function referenceValue(reference: HclReference, scope: Scope): Value {
  const { span } = reference;
  const target = targetOf(reference);
  if (!target || target.kind === 'given')
    // The word itself stays readable: `ignore_changes = [ami]` names attributes, not values.
    return { kind: 'unknown', reason: `${reference.root.value} is known to a run only`, parts: [reference.root], span };
  const attribute = target.rest.map(stepText).join('.');
  const node = nodeOf(target.address, target.kind, target.rest, scope);
  const known = followed(target.address, target.rest, scope);
  const origin = known ? undefined : originOf(target, scope);
  return {
    kind: 'reference',
    target: node,
    ...(attribute !== '' && { attribute }),
    ...(known && { known }),
    ...(origin && { origin }),
    span,
  };
}

/** The end of a chain of names that stand for one another whole. */
function originOf({ address, kind, rest }: Target, scope: Scope): ReferenceValue['origin'] {
  const [step] = rest;
  const output = kind === 'module' && rest.length === 1 && step?.kind === 'name' ? step.name.value : undefined;
  if (output === undefined && (rest.length > 0 || (kind !== 'variable' && kind !== 'local'))) return undefined;
  const value = output === undefined ? definedValue(address, scope) : outputValue(address, output, scope);
  if (value?.kind !== 'reference') return undefined;
  const { target, attribute, origin } = value;
  return origin ?? { target, ...(attribute === undefined ? {} : { attribute }) };
}

/** What an output of a called module hands on, where that is one name. */
function outputValue(call: string, name: string, scope: Scope): Value | undefined {
  const key = `${call}.output.${name}`;
  if (scope.values.has(key) || scope.pending.count > DEEPEST) return scope.values.get(key);
  scope.values.set(key, undefined);
  const declared = declarationOf(scope.module, call);
  const module = declared && calledModule(declared, scope.project);
  if (!declared || !module || module.folder === scope.module.folder) return undefined;
  const inner = calledScope(module, declared, scope);
  const definition = definitionOf(`output.${name}`, inner);
  scope.pending.count++;
  const value =
    definition?.expression.kind === 'reference' ? toValue(definition.expression, definition.scope) : undefined;
  scope.pending.count--;
  scope.values.set(key, value);
  return value;
}

/** `module.x.y` is the output `y` of the called module. */
function nodeOf(address: string, kind: string, rest: readonly HclStep[], scope: Scope): string {
  const output = kind === 'module' ? rest.find((step) => step.kind === 'name' && !step.legacy) : undefined;
  const suffix = output?.kind === 'name' ? `.output.${output.name.value}` : '';
  return scope.prefix + address + suffix;
}

function stepText(step: HclStep): string {
  if (step.kind === 'name') return step.name.value;
  if (step.kind === 'splat') return '*';
  return step.key.kind === 'literal'
    ? String(step.key.value)
    : step.key.kind === 'template' && step.key.parts[0]?.kind === 'text'
      ? step.key.parts[0].value
      : '*';
}

/** Value of a variable, local or output. Asked for again while it is being worked out, it is unknown: the text has a cycle. */
function definedValue(address: string, scope: Scope): Value | undefined {
  if (scope.values.has(address)) return scope.values.get(address);
  if (scope.pending.count > DEEPEST) return undefined;
  scope.values.set(address, undefined);
  const definition = definitionOf(address, scope);
  scope.pending.count++;
  const value = definition && toValue(definition.expression, definition.scope);
  scope.pending.count--;
  scope.values.set(address, value);
  return value;
}

/** The value behind a variable or a local, with selections from a literal map or list applied. */
function followed(address: string, rest: readonly HclStep[], scope: Scope): Value | undefined {
  let at = definedValue(address, scope);
  for (const step of rest) {
    if (at?.kind === 'reference') at = at.known;
    const key = stepText(step);
    if (at?.kind === 'map') at = at.entries.find((entry) => entry.key.value === key)?.value;
    else if (at?.kind === 'list') at = at.items[Number(key)];
    else return undefined;
  }
  if (at?.kind === 'scalar' && at.value === null) return undefined;
  return at?.kind === 'reference' ? at.known : at;
}

function callValue(call: HclCall, scope: Scope): Value {
  const [first] = call.arguments;
  const name = call.name.value.replace(/^core::/, '');
  if (first && call.arguments.length === 1 && TRANSPARENT.has(name))
    return { ...toValue(first, scope), span: call.span };
  if (name === 'merge') return merged(call, scope) ?? unknown(call, scope);
  if (name === 'concat') return joined(call, scope) ?? unknown(call, scope);
  if (name === 'format') return unknown(call, scope, formatted(call, scope));
  if (name === 'join') return unknown(call, scope, joinedText(call, scope));
  if (name === 'lower' || name === 'upper') {
    const text = first && knownText(toValue(first, scope));
    return unknown(call, scope, name === 'lower' ? text?.toLowerCase() : text?.toUpperCase());
  }
  return unknown(call, scope);
}

/** `merge` of maps that are all written out; later keys win. */
function merged(call: HclCall, scope: Scope): MapValue | undefined {
  const entries = new Map<string, MapEntry>();
  for (const argument of call.arguments) {
    const value = literalOf(toValue(argument, scope));
    if (value?.kind !== 'map') return undefined;
    for (const entry of value.entries) entries.set(entry.key.value, entry);
  }
  return { kind: 'map', entries: [...entries.values()], span: call.span };
}

function joined(call: HclCall, scope: Scope): ListValue | undefined {
  const lists = call.arguments.map((argument) => literalOf(toValue(argument, scope)));
  if (!lists.every((list) => list?.kind === 'list')) return undefined;
  return { kind: 'list', items: lists.flatMap((list) => (list as ListValue).items), span: call.span };
}

function literalOf(value: Value): Value | undefined {
  return value.kind === 'reference' ? value.known : value;
}

function formatted(call: HclCall, scope: Scope): string | undefined {
  const [format, ...values] = call.arguments.map((argument) => knownText(toValue(argument, scope)));
  if (format === undefined || values.includes(undefined) || /%[^sdv%]/.test(format)) return undefined;
  let next = 0;
  return format.replace(/%([sdv%])/g, (_, verb: string) => (verb === '%' ? '%' : (values[next++] ?? '')));
}

function joinedText(call: HclCall, scope: Scope): string | undefined {
  const [separator, list] = call.arguments.map((argument) => literalOf(toValue(argument, scope)));
  const texts = list?.kind === 'list' ? list.items.map(knownText) : undefined;
  const between = knownText(separator);
  return between === undefined || !texts || texts.includes(undefined) ? undefined : texts.join(between);
}

/** The branch that is known to be taken; else unknown. */
function chosen(expression: Extract<HclExpression, { kind: 'conditional' }>, scope: Scope): UnknownValue {
  const condition = truth(expression.condition, scope);
  const branch = condition === undefined ? undefined : condition ? expression.then : expression.otherwise;
  const choice = choiceOf(expression, scope);
  return { ...unknown(expression, scope, branch && knownText(toValue(branch, scope))), ...(choice && { choice }) };
}

/** `var.env == "prod" ? a : b` with literal branches. */
function choiceOf(
  { condition, then, otherwise }: Extract<HclExpression, { kind: 'conditional' }>,
  scope: Scope,
): Choice | undefined {
  const inner = condition.kind === 'parenthesis' ? condition.inner : condition;
  const sides = inner.kind === 'binary' && /^[!=]=$/.test(inner.operator) ? [inner.left, inner.right] : [inner];
  const by = sides.find((side) => side.kind === 'reference');
  if (by?.kind !== 'reference') return undefined;
  const equals = sides.map((side) => literalText(toValue(side, scope))).find((text) => text !== undefined);
  const branches = [then, otherwise].flatMap((side) => literalText(toValue(side, scope)) ?? []);
  const path = [by.root.value, ...by.steps.map(stepText)].join('.');
  return { by: path, ...(equals !== undefined && { equals }), branches };
}

/** Whether a condition holds with every known default put in. */
function truth(expression: HclExpression, scope: Scope): boolean | undefined {
  if (expression.kind === 'parenthesis') return truth(expression.inner, scope);
  if (expression.kind === 'unary') {
    const inner = expression.operator === '!' ? truth(expression.operand, scope) : undefined;
    return inner === undefined ? undefined : !inner;
  }
  if (expression.kind === 'binary') return comparison(expression, scope);
  const text = knownText(toValue(expression, scope));
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function comparison(
  { operator, left, right }: Extract<HclExpression, { kind: 'binary' }>,
  scope: Scope,
): boolean | undefined {
  if (operator === '&&' || operator === '||') {
    const sides = [truth(left, scope), truth(right, scope)];
    const decisive = operator === '||';
    if (sides.includes(decisive)) return decisive;
    return sides.includes(undefined) ? undefined : !decisive;
  }
  if (operator !== '==' && operator !== '!=') return undefined;
  const a = knownText(toValue(left, scope));
  const b = knownText(toValue(right, scope));
  return a === undefined || b === undefined ? undefined : (a === b) === (operator === '==');
}

/**
 * The settings of a body: arguments, and nested blocks under their type. One block of a type is a map, several are a list of
 * maps; a `dynamic` block counts as the block it makes. Labels of a nested block are keys on the way to its map.
 */
export function settingsOf(body: HclBody, scope: Scope, skip: ReadonlySet<string>): MapValue {
  const entries: MapEntry[] = [];
  const nested = new Map<string, HclBlock[]>();
  for (const item of body.items) {
    if (item.kind === 'attribute' && !skip.has(item.name.value)) {
      entries.push({ key: item.name, value: toValue(item.value, scope), span: item.span });
    }
    if (item.kind !== 'block') continue;
    const type = item.type.value === 'dynamic' ? (item.labels[0]?.value ?? '') : item.type.value;
    const same = nested.get(type);
    if (same) same.push(item);
    else nested.set(type, [item]);
  }
  for (const [type, blocks] of nested) entries.push(nestedEntry(type, blocks, scope));
  return { kind: 'map', entries: entries.toSorted((a, b) => a.span.start - b.span.start), span: body.span };
}

function nestedEntry(type: string, blocks: readonly HclBlock[], scope: Scope): MapEntry {
  const [first] = blocks;
  const span = { start: first?.span.start ?? 0, end: blocks.at(-1)?.span.end ?? 0 };
  const key = {
    value: type,
    span: first?.type.value === 'dynamic' ? (first.labels[0]?.inner ?? first.type.span) : (first?.type.span ?? span),
  };
  const values = blocks.map((block) => blockValue(block, scope));
  const [only] = values;
  return { key, value: values.length === 1 && only ? only : { kind: 'list', items: values, span }, span };
}

function blockValue(block: HclBlock, scope: Scope): MapValue {
  const none = new Set<string>();
  if (block.type.value === 'dynamic') {
    const content = blocksOf(block.body, 'content')[0];
    return content ? settingsOf(content.body, scope, none) : { kind: 'map', entries: [], span: block.span };
  }
  const body = { ...settingsOf(block.body, scope, none), span: block.body.span };
  return block.labels.reduceRight<MapValue>(
    (value, label) => ({ kind: 'map', entries: [{ key: label, value, span: block.span }], span: block.span }),
    body,
  );
}

export function settingIn(body: HclBody, name: string, scope: Scope): Value | undefined {
  const attribute = attributeOf(body, name);
  return attribute && toValue(attribute.value, scope);
}
