import type { SemanticToken, TokenType } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { childrenOf } from '../../../syntax/hcl/walk.ts';
import type { HclBody, HclExpression, HclItem, HclPart } from '../../../syntax/hcl.ts';
import type { TerraformReading } from '../read/reading.ts';

/** Meaning of names; strings, numbers and comments are left to the grammar of the editor. */
export function tokensTerraform(reading: TerraformReading): readonly SemanticToken[] {
  const tokens: SemanticToken[] = [];
  const add = (span: Span, type: TokenType, modifiers?: SemanticToken['modifiers']) => {
    if (span.end > span.start) tokens.push({ span, type, ...(modifiers && { modifiers }) });
  };
  bodyTokens(reading.hcl.body, true, add);
  return tokens.toSorted((a, b) => a.span.start - b.span.start);
}

type Add = (span: Span, type: TokenType, modifiers?: SemanticToken['modifiers']) => void;

function bodyTokens(body: HclBody, top: boolean, add: Add): void {
  for (const item of body.items) {
    if (item.kind === 'attribute') {
      add(item.name.span, 'property');
      if (item.name.value === 'type' && !top) typeTokens(item.value, add);
      else expressionTokens(item.value, add);
    } else headerTokens(item, top, add);
    if (item.kind === 'block') bodyTokens(item.body, false, add);
  }
}

function headerTokens(item: Exclude<HclItem, { kind: 'attribute' }>, top: boolean, add: Add): void {
  add(item.type.span, top ? 'keyword' : 'class');
  item.labels.forEach(({ inner }, i) => {
    const isName =
      i === item.labels.length - 1 &&
      (item.labels.length > 1 || !['provider', 'backend', 'provisioner', 'dynamic'].includes(item.type.value));
    if (isName) add(inner, 'variable', ['declaration']);
    else add(inner, 'type');
  });
}

const TYPES = new Set(['string', 'number', 'bool', 'any', 'list', 'set', 'map', 'object', 'tuple', 'optional']);

function typeTokens(expression: HclExpression, add: Add): void {
  if (expression.kind === 'reference' && TYPES.has(expression.root.value))
    add(expression.root.span, 'type', ['defaultLibrary']);
  else if (expression.kind === 'call' && TYPES.has(expression.name.value)) {
    add(expression.name.span, 'type', ['defaultLibrary']);
    for (const argument of expression.arguments) typeTokens(argument, add);
  } else if (expression.kind === 'object') {
    for (const { key, value } of expression.entries) {
      add(key.span, 'property');
      typeTokens(value, add);
    }
  } else if (expression.kind === 'tuple') for (const item of expression.items) typeTokens(item, add);
  else expressionTokens(expression, add);
}

const NAMESPACES = new Set([
  'var',
  'local',
  'module',
  'data',
  'each',
  'count',
  'self',
  'path',
  'terraform',
  'run',
  'ephemeral',
]);

function expressionTokens(expression: HclExpression, add: Add): void {
  if (expression.kind === 'call') add(expression.name.span, 'function', ['defaultLibrary']);
  if (expression.kind === 'reference') referenceTokens(expression, add);
  if (expression.kind === 'literal' && typeof expression.value !== 'number') add(expression.span, 'keyword');
  if (expression.kind === 'for') {
    for (const span of expression.keywords) add(span, 'keyword');
    for (const { span } of expression.names) add(span, 'variable', ['declaration']);
  }
  if (expression.kind === 'object')
    for (const { key } of expression.entries)
      if (key.kind === 'reference' && key.steps.length === 0) add(key.span, 'property');
  if (expression.kind === 'template') partTokens(expression.parts, add);
  for (const [child] of childrenOf(expression)) expressionTokens(child, add);
}

function partTokens(parts: readonly HclPart[], add: Add): void {
  for (const part of parts) {
    if (part.kind !== 'if' && part.kind !== 'for') continue;
    for (const span of part.keywords) add(span, 'keyword');
    partTokens(part.parts, add);
    partTokens(part.otherwise, add);
  }
}

function referenceTokens({ root, steps }: Extract<HclExpression, { kind: 'reference' }>, add: Add): void {
  const namespace = NAMESPACES.has(root.value);
  add(root.span, namespace ? 'namespace' : steps.length > 0 ? 'type' : 'variable');
  steps.forEach((step, i) => {
    if (step.kind === 'name' && !step.legacy) add(step.name.span, i === 0 ? 'variable' : 'property');
  });
}
