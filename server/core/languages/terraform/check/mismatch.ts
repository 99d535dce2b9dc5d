import type { Span } from '../../../model/span.ts';
import { type HclExpression, literalString } from '../../../syntax/hcl.ts';
import type { Type } from '../schema/body.ts';

export interface Mismatch {
  readonly expression: HclExpression;
  readonly span: Span;
  readonly wanted: Type;
  readonly given: string;
}

/** The first literal part of an expression that no conversion can make fit. Everything else may be right. */
export function mismatch(expression: HclExpression, wanted: Type): Mismatch | undefined {
  if (expression.kind === 'parenthesis') return mismatch(expression.inner, wanted);
  if (expression.kind === 'conditional')
    return mismatch(expression.then, wanted) ?? mismatch(expression.otherwise, wanted);
  if (expression.kind === 'literal' && expression.value === null) return undefined;
  switch (wanted.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return simpleMismatch(expression, wanted);
    case 'list':
    case 'set':
      return listMismatch(expression, wanted);
    case 'map':
      return mapMismatch(expression, wanted);
    case 'object':
      return objectMismatch(expression, wanted);
    default:
      return undefined;
  }
}

function wrong(expression: HclExpression, wanted: Type): Mismatch | undefined {
  const given = nameOf(expression);
  return given === undefined ? undefined : { expression, span: expression.span, wanted, given };
}

/** What a literal is; undefined where only a run can tell. */
function nameOf(expression: HclExpression): string | undefined {
  if (expression.kind === 'tuple') return 'a list';
  if (expression.kind === 'object') return 'an object';
  if (expression.kind === 'for') return expression.result === 'tuple' ? 'a list' : 'an object';
  if (expression.kind === 'literal')
    return `the ${typeof expression.value === 'number' ? 'number' : 'value'} ${expression.value}`;
  const text = literalString(expression);
  return text === undefined
    ? expression.kind === 'template' && expression.parts.length > 1
      ? 'a text'
      : undefined
    : `the text "${text.length > 30 ? `${text.slice(0, 30)}…` : text}"`;
}

function simpleMismatch(expression: HclExpression, wanted: Type): Mismatch | undefined {
  const collection = expression.kind === 'tuple' || expression.kind === 'object' || expression.kind === 'for';
  if (collection) return wrong(expression, wanted);
  if (wanted.kind === 'string') return undefined;
  if (wanted.kind === 'bool' && expression.kind === 'literal' && typeof expression.value === 'number')
    return wrong(expression, wanted);
  if (wanted.kind === 'number' && expression.kind === 'literal' && typeof expression.value === 'boolean')
    return wrong(expression, wanted);
  const text = literalString(expression);
  if (text === undefined) return undefined;
  const fits =
    wanted.kind === 'number' ? text.trim() !== '' && !Number.isNaN(Number(text)) : /^(true|false|0|1|)$/.test(text);
  return fits ? undefined : wrong(expression, wanted);
}

function listMismatch(
  expression: HclExpression,
  wanted: Extract<Type, { kind: 'list' | 'set' | 'map' }>,
): Mismatch | undefined {
  if (expression.kind === 'tuple') {
    for (const item of expression.items) {
      const inner = mismatch(item, wanted.of);
      if (inner) return inner;
    }
    return undefined;
  }
  return expression.kind === 'for' && expression.result === 'tuple' ? undefined : wrong(expression, wanted);
}

function mapMismatch(
  expression: HclExpression,
  wanted: Extract<Type, { kind: 'list' | 'set' | 'map' }>,
): Mismatch | undefined {
  if (expression.kind === 'object') {
    for (const { value } of expression.entries) {
      const inner = mismatch(value, wanted.of);
      if (inner) return inner;
    }
    return undefined;
  }
  return isObjectLike(expression) ? undefined : wrong(expression, wanted);
}

function objectMismatch(expression: HclExpression, wanted: Extract<Type, { kind: 'object' }>): Mismatch | undefined {
  if (expression.kind !== 'object') return isObjectLike(expression) ? undefined : wrong(expression, wanted);
  const fields = wanted.fields();
  for (const { name, value } of expression.entries) {
    const field = name === undefined ? undefined : fields.get(name);
    const inner = field && mismatch(value, field.type);
    if (inner) return inner;
  }
  return undefined;
}

function isObjectLike(expression: HclExpression): boolean {
  return expression.kind === 'object' || (expression.kind === 'for' && expression.result === 'object');
}
