import type { HclExpression } from '../../../syntax/hcl.ts';
import { ANY, BOOL, type Field, NUMBER, STRING, type Type } from './body.ts';

/** Reads a type constraint (`list(string)`, `object({ … })`); a part that cannot be read is `any`. */
export function constraintOf(expression: HclExpression | undefined): Type {
  if (!expression) return ANY;
  if (expression.kind === 'reference') return simple(expression.root.value) ?? ANY;
  if (expression.kind === 'template' && expression.parts[0]?.kind === 'text')
    return simple(expression.parts[0].value) ?? ANY;
  if (expression.kind !== 'call') return ANY;
  const [first] = expression.arguments;
  switch (expression.name.value) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: expression.name.value, of: constraintOf(first) };
    case 'tuple':
      return { kind: 'tuple', items: first?.kind === 'tuple' ? first.items.map(constraintOf) : [] };
    case 'optional':
      return constraintOf(first);
    case 'object':
      return first?.kind === 'object' ? objectType(first) : ANY;
    default:
      return ANY;
  }
}

function objectType({ entries }: Extract<HclExpression, { kind: 'object' }>): Type {
  const fields = new Map<string, Field>();
  for (const { name, value } of entries) {
    const optional = value.kind === 'call' && value.name.value === 'optional';
    if (name !== undefined) fields.set(name, { type: constraintOf(value), optional });
  }
  return { kind: 'object', fields: () => fields };
}

function simple(name: string): Type | undefined {
  if (name === 'string') return STRING;
  if (name === 'number') return NUMBER;
  if (name === 'bool') return BOOL;
  if (name === 'list' || name === 'set' || name === 'map') return { kind: name, of: ANY };
  return undefined;
}

const SIMPLE_TYPES = ['string', 'number', 'bool', 'any'];
export const TYPE_FUNCTIONS: readonly string[] = ['list', 'set', 'map', 'object', 'tuple', 'optional'];

/** Parts of a type constraint that are no type, with the reason. */
export function constraintFaults(
  expression: HclExpression,
  inObject = false,
): { readonly expression: HclExpression; readonly message: string }[] {
  const fault = (message: string) => [{ expression, message }];
  switch (expression.kind) {
    case 'missing':
      return [];
    case 'reference':
      return SIMPLE_TYPES.includes(expression.root.value) && expression.steps.length === 0
        ? []
        : referenceFault(expression);
    case 'call':
      return callFaults(expression, inObject);
    default:
      return fault(
        'A type is written as string, number, bool, any, list(…), set(…), map(…), object({ … }) or tuple([ … ]).',
      );
  }
}

function referenceFault(expression: Extract<HclExpression, { kind: 'reference' }>) {
  const name = expression.root.value;
  // `list` and `map` alone are an old way to say that the elements may be anything.
  if (name === 'list' || name === 'map') return [];
  const message = TYPE_FUNCTIONS.includes(name)
    ? `"${name}" needs the type of its elements: ${name}(…)`
    : `"${name}" is not a type: use string, number, bool, any, list(…), set(…), map(…), object({ … }) or tuple([ … ]).`;
  return [{ expression, message }];
}

function callFaults(
  call: Extract<HclExpression, { kind: 'call' }>,
  inObject: boolean,
): { readonly expression: HclExpression; readonly message: string }[] {
  const name = call.name.value;
  const [first] = call.arguments;
  const fault = (message: string) => [{ expression: call as HclExpression, message }];
  if (!TYPE_FUNCTIONS.includes(name)) return fault(`"${name}" is not a type constructor.`);
  if (name === 'optional' && !inObject) return fault('optional(…) may stand only for an attribute of object({ … }).');
  if (!first) return fault(`${name}(…) needs a type.`);
  if (name === 'object')
    return first.kind === 'object'
      ? first.entries.flatMap(({ value }) => constraintFaults(value, true))
      : fault('object(…) needs its attributes in braces: object({ name = string }).');
  if (name === 'tuple')
    return first.kind === 'tuple'
      ? first.items.flatMap((item) => constraintFaults(item))
      : fault('tuple(…) needs its types in brackets: tuple([string, number]).');
  return constraintFaults(first);
}
