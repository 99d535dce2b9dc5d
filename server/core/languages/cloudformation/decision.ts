/** A decision diagram over variables with few values: functions of conditions, compared and combined without enumeration. */

/** Thrown when the diagram grows beyond its budget; the caller answers "unknown". */
export class BudgetExceeded extends Error {}

type Ref = number;

interface Node {
  readonly variable: number;
  readonly children: readonly Ref[];
}

export const FALSE: Ref = 0;
export const TRUE: Ref = 1;

/** Nodes are shared: two functions are the same exactly when their references are. The budget is counted, not timed. */
export class DecisionDiagram {
  readonly #nodes: Node[] = [];
  readonly #unique = new Map<string, Ref>();
  readonly #memo = new Map<string, Ref>();
  readonly #budget: number;
  #work = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  /** The function that holds where variable number `variable` (of `size` values) has value number `value`. */
  is(variable: number, size: number, value: number): Ref {
    return this.#make(
      variable,
      Array.from({ length: size }, (_, i) => (i === value ? TRUE : FALSE)),
    );
  }

  not(a: Ref): Ref {
    return this.#apply('not', a, TRUE);
  }

  and(a: Ref, b: Ref): Ref {
    return this.#apply('and', a, b);
  }

  or(a: Ref, b: Ref): Ref {
    return this.#apply('or', a, b);
  }

  #apply(operation: 'not' | 'and' | 'or', a: Ref, b: Ref): Ref {
    const known = terminal(operation, a, b);
    if (known !== undefined) return known;
    const key = `${operation} ${a < b ? a : b} ${a < b ? b : a}`;
    const memo = this.#memo.get(key);
    if (memo !== undefined) return memo;
    if (++this.#work > this.#budget * 4) throw new BudgetExceeded();
    const first = this.#nodes[a - 2];
    const second = operation === 'not' ? undefined : this.#nodes[b - 2];
    const variable = Math.min(
      first?.variable ?? Number.POSITIVE_INFINITY,
      second?.variable ?? Number.POSITIVE_INFINITY,
    );
    const size = (first?.variable === variable ? first : second)?.children.length ?? 0;
    const child = (node: Node | undefined, ref: Ref, i: number) =>
      node?.variable === variable ? (node.children[i] ?? FALSE) : ref;
    const children = Array.from({ length: size }, (_, i) =>
      this.#apply(operation, child(first, a, i), child(second, b, i)),
    );
    const result = this.#make(variable, children);
    this.#memo.set(key, result);
    return result;
  }

  #make(variable: number, children: readonly Ref[]): Ref {
    const [first = FALSE] = children;
    if (children.every((each) => each === first)) return first;
    const key = `${variable}:${children.join(',')}`;
    const known = this.#unique.get(key);
    if (known !== undefined) return known;
    if (this.#nodes.length >= this.#budget) throw new BudgetExceeded();
    this.#nodes.push({ variable, children });
    const ref = this.#nodes.length + 1;
    this.#unique.set(key, ref);
    return ref;
  }
}

function terminal(operation: 'not' | 'and' | 'or', a: Ref, b: Ref): Ref | undefined {
  if (operation === 'not') return a === TRUE ? FALSE : a === FALSE ? TRUE : undefined;
  if (a === b) return a;
  if (operation === 'and') {
    if (a === FALSE || b === FALSE) return FALSE;
    return a === TRUE ? b : b === TRUE ? a : undefined;
  }
  if (a === TRUE || b === TRUE) return TRUE;
  return a === FALSE ? b : b === FALSE ? a : undefined;
}
