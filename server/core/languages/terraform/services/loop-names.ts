import type { Span } from '../../../model/span.ts';
import { attributeOf, type Bound, blocksOf, childrenOf, isBound, walkExpression } from '../../../syntax/hcl/walk.ts';
import type { HclBlock, HclBody, HclExpression, HclPart } from '../../../syntax/hcl.ts';
import type { TerraformReading } from '../read/reading.ts';
import { visitAttributes } from '../read/visit.ts';
import { iteratorOf } from './bound.ts';

/** A name that a `for` expression or a `dynamic` block binds, with every place that means it; the first is where it is bound. */
export interface LoopName {
  readonly name: string;
  readonly spans: readonly Span[];
  /** Which of them the cursor stands on. */
  readonly at: Span;
  /** It is the name of the block that is made. */
  readonly fixed?: true;
}

export function loopNameAt(reading: TerraformReading, offset: number): LoopName | undefined {
  let found: LoopName | undefined;
  visitAttributes(reading, ({ value }) => {
    if (found || offset < value.span.start || offset > value.span.end) return;
    const loops = new Map<Bound, Span[]>();
    collect(value, undefined, loops);
    for (const [{ name }, spans] of loops) {
      const at = spans.find(({ start, end }) => start <= offset && offset <= end);
      if (at) found = { name, spans, at };
    }
  });
  return found ?? iteratorAt(reading, offset);
}

/** Every list of children makes its own bindings, so a binding is known by its object. */
function collect(expression: HclExpression, bound: Bound | undefined, loops: Map<Bound, Span[]>): void {
  if (expression.kind === 'template') {
    collectParts(expression.parts, bound, loops);
    return;
  }
  const children = childrenOf(expression, bound);
  if (expression.kind === 'for') {
    let binding = children[1]?.[1];
    for (const { span } of expression.names.toReversed()) {
      if (binding) loops.set(binding, [span]);
      binding = binding?.outer;
    }
  }
  if (expression.kind === 'reference') {
    for (let at = bound; at; at = at.outer) {
      if (at.name !== expression.root.value) continue;
      loops.get(at)?.push(expression.root.span);
      break;
    }
  }
  for (const [child, inner] of children) collect(child, inner, loops);
}

/** `%{ for x in y }` binds for its own parts. */
function collectParts(parts: readonly HclPart[], bound: Bound | undefined, loops: Map<Bound, Span[]>): void {
  for (const part of parts) {
    if (part.kind === 'text') continue;
    collect(part.expression, bound, loops);
    if (part.kind === 'interpolation') continue;
    let inner = bound;
    for (const { value, span } of part.names) {
      inner = { name: value, outer: inner };
      loops.set(inner, [span]);
    }
    collectParts(part.parts, inner, loops);
    collectParts(part.otherwise, bound, loops);
  }
}

/** The iterator of the innermost `dynamic` block whose name the cursor stands on. */
function iteratorAt(reading: TerraformReading, offset: number): LoopName | undefined {
  const around: HclBlock[] = [];
  let body: HclBody | undefined = reading.hcl.body;
  while (body) {
    const block: HclBlock | undefined = blocksOf(body).find(({ span }) => span.start <= offset && offset <= span.end);
    if (block) around.push(block);
    body = block?.body;
  }
  for (const block of around.toReversed()) {
    const loop = iteratorIn(block);
    const at = loop?.spans.find(({ start, end }) => start <= offset && offset <= end);
    if (loop && at) return { ...loop, at };
  }
  return undefined;
}

/** Where it is named (by `iterator`, else by the label), then every use in the content. */
function iteratorIn(block: HclBlock): Omit<LoopName, 'at'> | undefined {
  const name = iteratorOf(block);
  const [content] = blocksOf(block.body, 'content');
  if (name === undefined || !content) return undefined;
  const said = attributeOf(block.body, 'iterator')?.value;
  const first = said?.kind === 'reference' ? said.root.span : block.labels[0]?.inner;
  const spans = first ? [first] : [];
  const collectIn = (body: HclBody): void => {
    for (const item of body.items) {
      if (item.kind === 'attribute')
        walkExpression(item.value, (expression, bound) => {
          if (expression.kind === 'reference' && expression.root.value === name && !isBound(name, bound))
            spans.push(expression.root.span);
        });
      // An inner block of the same name has an element of its own.
      if (item.kind === 'block' && iteratorOf(item) !== name) collectIn(item.body);
    }
  };
  collectIn(content.body);
  return { name, spans, ...(said === undefined && { fixed: true as const }) };
}
