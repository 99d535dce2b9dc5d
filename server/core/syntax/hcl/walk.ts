import type { HclBlock, HclBody, HclExpression, HclPart, HclReference, HclStep } from './tree.ts';

/** Names that loops around an expression bind, innermost first. */
export interface Bound {
  readonly name: string;
  readonly outer: Bound | undefined;
}

export function isBound(name: string, bound: Bound | undefined): boolean {
  for (let at = bound; at; at = at.outer) if (at.name === name) return true;
  return false;
}

type Visit = (expression: HclExpression, bound: Bound | undefined) => void;

/**
 * Calls `visit` for every expression below and including `expression`, parents first, with the loop names around it.
 * Written out, because a list of children per node would cost more than the reading of the file.
 */
export function walkExpression(expression: HclExpression, visit: Visit, bound?: Bound): void {
  visit(expression, bound);
  switch (expression.kind) {
    case 'template':
      walkParts(expression.parts, visit, bound);
      break;
    case 'reference':
      walkSteps(expression.steps, visit, bound);
      break;
    case 'call':
      for (const argument of expression.arguments) walkExpression(argument, visit, bound);
      break;
    case 'tuple':
      for (const item of expression.items) walkExpression(item, visit, bound);
      break;
    case 'object':
      for (const { key, value } of expression.entries) {
        if (!isBareKey(key)) walkExpression(key, visit, bound);
        walkExpression(value, visit, bound);
      }
      break;
    case 'missing':
    case 'literal':
      break;
    default:
      for (const [child, names] of childrenOf(expression, bound)) walkExpression(child, visit, names);
  }
}

function walkSteps(steps: readonly HclStep[], visit: Visit, bound: Bound | undefined): void {
  for (const step of steps) if (step.kind === 'index') walkExpression(step.key, visit, bound);
}

function walkParts(parts: readonly HclPart[], visit: Visit, bound: Bound | undefined): void {
  for (const part of parts) {
    if (part.kind === 'interpolation') walkExpression(part.expression, visit, bound);
    else if (part.kind !== 'text')
      for (const [child, names] of partChildren([part], bound)) walkExpression(child, visit, names);
  }
}

/** Direct sub-expressions in the order of the text, each with the loop names that hold in it. */
export function childrenOf(
  expression: HclExpression,
  bound?: Bound,
): readonly (readonly [HclExpression, Bound | undefined])[] {
  const plain = (list: readonly HclExpression[]) => list.map((each) => [each, bound] as const);
  switch (expression.kind) {
    case 'template':
      return partChildren(expression.parts, bound);
    case 'reference':
      return plain(stepKeys(expression.steps));
    case 'access':
      return plain([expression.base, ...stepKeys(expression.steps)]);
    case 'call':
      return plain(expression.arguments);
    case 'tuple':
      return plain(expression.items);
    case 'object':
      return plain(expression.entries.flatMap(({ key, value }) => (isBareKey(key) ? [value] : [key, value])));
    case 'for': {
      const inner = expression.names.reduce<Bound | undefined>((outer, { value }) => ({ name: value, outer }), bound);
      const rest = [expression.key, expression.value, expression.condition].filter((each) => each !== undefined);
      return [[expression.collection, bound], ...rest.map((each) => [each, inner] as const)];
    }
    case 'conditional':
      return plain([expression.condition, expression.then, expression.otherwise]);
    case 'binary':
      return plain([expression.left, expression.right]);
    case 'unary':
      return plain([expression.operand]);
    case 'parenthesis':
      return plain([expression.inner]);
    default:
      return [];
  }
}

function isBareKey(key: HclExpression): boolean {
  return key.kind === 'reference' && key.steps.length === 0;
}

function stepKeys(steps: readonly HclStep[]): HclExpression[] {
  return steps.flatMap((step) => (step.kind === 'index' ? [step.key] : []));
}

function partChildren(
  parts: readonly HclPart[],
  bound: Bound | undefined,
): (readonly [HclExpression, Bound | undefined])[] {
  return parts.flatMap((part): (readonly [HclExpression, Bound | undefined])[] => {
    if (part.kind === 'text') return [];
    if (part.kind === 'interpolation') return [[part.expression, bound]];
    const inner = part.names.reduce<Bound | undefined>((outer, { value }) => ({ name: value, outer }), bound);
    return [[part.expression, bound], ...partChildren(part.parts, inner), ...partChildren(part.otherwise, bound)];
  });
}

/** Every reference of an expression. */
export function referencesOf(expression: HclExpression): HclReference[] {
  const found: HclReference[] = [];
  walkExpression(expression, (each) => {
    if (each.kind === 'reference') found.push(each);
  });
  return found;
}

export function attributeOf(body: HclBody, name: string) {
  for (const item of body.items) if (item.kind === 'attribute' && item.name.value === name) return item;
  return undefined;
}

export function blocksOf(body: HclBody, type?: string): HclBlock[] {
  return body.items.filter(
    (item): item is HclBlock => item.kind === 'block' && (type === undefined || item.type.value === type),
  );
}

/** Every block of the body and below it, outermost first. */
export function* allBlocks(body: HclBody): Iterable<HclBlock> {
  for (const block of blocksOf(body)) {
    yield block;
    yield* allBlocks(block.body);
  }
}
