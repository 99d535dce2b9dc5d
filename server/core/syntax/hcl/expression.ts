import type { Written } from '../../model/span.ts';
import { collectionOf, parenthesisOf } from './collection.ts';
import { type Cursor, MAXIMUM_DEPTH } from './cursor.ts';
import { withSteps } from './postfix.ts';
import { closeOf, found, isCloser, missing, tooDeep } from './recover.ts';
import { templateOf } from './template.ts';
import { TOKEN } from './tokens.ts';
import type { HclExpression, HclMissing } from './tree.ts';

const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '>': 4,
  '>=': 4,
  '<': 4,
  '<=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};
const LONGEST_CHAIN = 1000;

/** Reads one expression. Where none can be read nothing is consumed and a `missing` node stands there. */
export function expressionOf(cursor: Cursor): HclExpression {
  if (cursor.depth > MAXIMUM_DEPTH) return tooDeep(cursor);
  cursor.depth++;
  const condition = binaryOf(cursor, 1);
  const result = cursor.kind === TOKEN.question ? conditionalOf(cursor, condition) : condition;
  cursor.depth--;
  return result;
}

function conditionalOf(cursor: Cursor, condition: HclExpression): HclExpression {
  cursor.take();
  const then = expressionOf(cursor);
  let otherwise: HclExpression;
  if (cursor.accept(TOKEN.colon)) otherwise = expressionOf(cursor);
  else {
    cursor.report('A conditional needs ":" and a value for the false case');
    otherwise = missing(cursor);
  }
  const span = { start: condition.span.start, end: otherwise.span.end };
  return { kind: 'conditional', condition, then, otherwise, span };
}

function binaryOf(cursor: Cursor, lowest: number): HclExpression {
  let left = unaryOf(cursor);
  for (let links = 0; cursor.kind === TOKEN.operator; links++) {
    const operator = cursor.word;
    const precedence = PRECEDENCE[operator];
    if (precedence === undefined || precedence < lowest) break;
    if (links > LONGEST_CHAIN) return tooDeep(cursor);
    cursor.take();
    cursor.depth++;
    const right = binaryOf(cursor, precedence + 1);
    cursor.depth--;
    left = { kind: 'binary', operator, left, right, span: { start: left.span.start, end: right.span.end } };
  }
  return left;
}

function unaryOf(cursor: Cursor): HclExpression {
  const operator = cursor.kind === TOKEN.operator ? cursor.word : '';
  if (operator !== '!' && operator !== '-') return withSteps(cursor, termOf(cursor));
  if (cursor.depth > MAXIMUM_DEPTH) return tooDeep(cursor);
  const { start } = cursor.take();
  cursor.depth++;
  const operand = unaryOf(cursor);
  cursor.depth--;
  return { kind: 'unary', operator, operand, span: { start, end: operand.span.end } };
}

function termOf(cursor: Cursor): HclExpression {
  switch (cursor.kind) {
    case TOKEN.number:
      return numberOf(cursor);
    case TOKEN.identifier:
      return cursor.newlines || !cursor.leaves() ? nameOf(cursor) : nothing(cursor);
    case TOKEN.openQuote:
    case TOKEN.openHeredoc:
      return templateOf(cursor);
    case TOKEN.openParenthesis:
      return parenthesisOf(cursor);
    case TOKEN.openBracket:
    case TOKEN.openBrace:
      return collectionOf(cursor);
    default:
      return nothing(cursor);
  }
}

function nothing(cursor: Cursor): HclMissing {
  cursor.report(`Expected a value${found(cursor)}`);
  return missing(cursor);
}

function numberOf(cursor: Cursor): HclExpression {
  const { value, span } = cursor.takeWord();
  return { kind: 'literal', value: Number(value), span };
}

const KEYWORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

function nameOf(cursor: Cursor): HclExpression {
  const root = cursor.takeWord();
  if (cursor.kind === TOKEN.openParenthesis || cursor.kind === TOKEN.doubleColon) return callOf(cursor, root);
  const literal = Object.hasOwn(KEYWORDS, root.value) ? KEYWORDS[root.value] : undefined;
  if (literal !== undefined) return { kind: 'literal', value: literal, span: root.span };
  return { kind: 'reference', root, steps: [], span: root.span };
}

function callOf(cursor: Cursor, first: Written): HclExpression {
  let name = first;
  while (cursor.accept(TOKEN.doubleColon)) {
    if (cursor.kind !== TOKEN.identifier) {
      cursor.report(`Expected the name of a function${found(cursor)}`);
      break;
    }
    const { end } = cursor.take();
    name = {
      value: cursor.text.slice(name.span.start, end).replace(/\s+/g, ''),
      span: { start: name.span.start, end },
    };
  }
  if (cursor.kind !== TOKEN.openParenthesis) {
    cursor.report(`Expected "(" after the name of a function${found(cursor)}`);
    const inner = { start: name.span.end, end: name.span.end };
    return { kind: 'call', name, arguments: [], expand: false, inner, span: name.span };
  }
  return argumentsOf(cursor, name);
}

function argumentsOf(cursor: Cursor, name: Written): HclExpression {
  const open = cursor.take();
  cursor.parentheses++;
  const values: HclExpression[] = [];
  let expand = false;
  const close = cursor.within(false, () => {
    while (!isCloser(cursor.kind) && cursor.kind !== TOKEN.end && !cursor.leaves()) {
      values.push(expressionOf(cursor));
      if (cursor.accept(TOKEN.ellipsis)) {
        expand = true;
        break;
      }
      if (!cursor.accept(TOKEN.comma)) break;
    }
    return closeOf(cursor, TOKEN.closeParenthesis, ')', `the arguments of ${name.value}`, open);
  });
  cursor.parentheses--;
  const end = close?.end ?? cursor.passed;
  const inner = { start: open.end, end: close?.start ?? end };
  return { kind: 'call', name, arguments: values, expand, inner, span: { start: name.span.start, end } };
}
