import type { Span } from '../../../model/span.ts';
import { type Bound, childrenOf } from '../../../syntax/hcl/walk.ts';
import type { HclExpression } from '../../../syntax/hcl.ts';
import type { TerraformReading } from '../read/reading.ts';
import { visitAttributes } from '../read/visit.ts';

/** A name that a `for` expression binds, with every place that means it; the first is where it is bound. */
export interface LoopName {
  readonly name: string;
  readonly spans: readonly Span[];
  /** Which of them the cursor stands on. */
  readonly at: Span;
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
  return found;
}

/** Every list of children makes its own bindings, so a binding is known by its object. */
function collect(expression: HclExpression, bound: Bound | undefined, loops: Map<Bound, Span[]>): void {
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
