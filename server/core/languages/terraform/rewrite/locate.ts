import type { Span } from '../../../model/span.ts';
import { childrenOf } from '../../../syntax/hcl/walk.ts';
import type {
  HclAttribute,
  HclBlock,
  HclBody,
  HclEntry,
  HclExpression,
  HclObject,
  HclTuple,
} from '../../../syntax/hcl.ts';
import type { TerraformReading } from '../read/reading.ts';

/** A thing that can be removed, renamed or moved, with the thing it is in. */
export type Node =
  | {
      readonly kind: 'attribute';
      readonly span: Span;
      readonly key: Span;
      readonly attribute: HclAttribute;
      readonly parent: HclBody;
    }
  | {
      readonly kind: 'block';
      readonly span: Span;
      readonly key: Span;
      readonly block: HclBlock;
      readonly parent: HclBody;
    }
  | {
      readonly kind: 'entry';
      readonly span: Span;
      readonly key: Span;
      readonly entry: HclEntry;
      readonly parent: HclObject;
    }
  | { readonly kind: 'item'; readonly span: Span; readonly item: HclExpression; readonly parent: HclTuple };

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The innermost attribute, block, entry or item that holds a span. */
export function nodeAt(reading: TerraformReading, at: Span): Node | undefined {
  let found: Node | undefined;
  let body: HclBody | undefined = reading.hcl.body;
  while (body) {
    const parent: HclBody = body;
    body = undefined;
    for (const item of parent.items) {
      if (item.kind === 'unfinished' || !holds(item.span, at)) continue;
      if (item.kind === 'attribute') {
        found = { kind: 'attribute', span: item.span, key: item.name.span, attribute: item, parent };
        return inValue(item.value, at) ?? found;
      }
      found = { kind: 'block', span: item.span, key: item.type.span, block: item, parent };
      if (holds(item.body.span, at) && !same(item.body.span, at)) body = item.body;
    }
  }
  return found;
}

function same(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function inValue(expression: HclExpression, at: Span): Node | undefined {
  if (!holds(expression.span, at)) return undefined;
  if (expression.kind === 'object') {
    for (const entry of expression.entries) {
      if (!holds(entry.span, at)) continue;
      return (
        inValue(entry.value, at) ?? { kind: 'entry', span: entry.span, key: entry.key.span, entry, parent: expression }
      );
    }
  }
  if (expression.kind === 'tuple') {
    for (const item of expression.items) {
      if (holds(item.span, at)) return inValue(item, at) ?? { kind: 'item', span: item.span, item, parent: expression };
    }
  }
  for (const [child] of childrenOf(expression)) {
    const inner = inValue(child, at);
    if (inner) return inner;
  }
  return undefined;
}

/** The innermost expression that holds a span. */
export function expressionAt(reading: TerraformReading, at: Span): HclExpression | undefined {
  const node = nodeAt(reading, at);
  const start =
    node?.kind === 'attribute'
      ? node.attribute.value
      : node?.kind === 'entry'
        ? node.entry.value
        : node?.kind === 'item'
          ? node.item
          : undefined;
  if (!start || !holds(start.span, at)) return undefined;
  let found = start;
  for (let inner: HclExpression | undefined = start; inner; ) {
    found = inner;
    inner = childrenOf(inner)
      .map(([child]) => child)
      .find((child) => holds(child.span, at));
  }
  return found;
}

/** The body, object or list that has a span: of what stands between its brackets, or with them. */
export function containerAt(
  reading: TerraformReading,
  at: Span,
): { readonly block: HclBlock } | { readonly object: HclObject } | { readonly tuple: HclTuple } | undefined {
  const block = blockOf(reading.hcl.body, at);
  if (block) return { block };
  for (let inner = expressionAt(reading, at); inner; ) {
    if (inner.kind === 'object' && same(inner.span, at)) return { object: inner };
    if (inner.kind === 'tuple' && same(inner.span, at)) return { tuple: inner };
    if (inner.kind !== 'parenthesis' && inner.kind !== 'call') break;
    const [child] = childrenOf(inner).map(([each]) => each);
    if (!child) break;
    inner = child;
    if (inner.kind === 'object') return { object: inner };
    if (inner.kind === 'tuple') return { tuple: inner };
  }
  return undefined;
}

/** The block whose body, header or whole has this span. */
function blockOf(body: HclBody, at: Span): HclBlock | undefined {
  for (const item of body.items) {
    if (item.kind !== 'block' || !holds(item.span, at)) continue;
    if (same(item.body.span, at) || same(item.span, at) || same(item.header, at)) return item;
    return blockOf(item.body, at);
  }
  return undefined;
}
