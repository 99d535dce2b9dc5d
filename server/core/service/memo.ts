/**
 * Results remembered together with what they were made of. Whoever reads an input says `touch`, whoever changes one says `bump`;
 * a result stays as long as none of the inputs it touched was bumped, so an edit costs only what depends on it.
 */
export class Memo {
  #epoch = 0;
  readonly #stamps = new Map<string, number>();
  readonly #results = new Map<string, Result>();
  /** Inputs touched by the computations under way, innermost last. */
  readonly #touched: Set<string>[] = [];

  touch(input: string): void {
    this.#touched.at(-1)?.add(input);
  }

  bump(input: string): void {
    this.#epoch++;
    this.#stamps.set(input, this.#epoch);
  }

  get<T>(name: string, compute: () => T): T {
    const known = this.#results.get(name);
    if (known && this.#isFresh(known)) return this.#give(known);
    const inputs = new Set<string>();
    this.#touched.push(inputs);
    try {
      const at = this.#epoch;
      const made: Result = { value: compute(), inputs, madeAt: at, seenAt: at };
      this.#results.set(name, made);
      return made.value as T;
    } finally {
      this.#touched.pop();
      for (const input of inputs) this.touch(input);
    }
  }

  forget(name: string): void {
    this.#results.delete(name);
  }

  #give<T>(result: Result): T {
    for (const input of result.inputs) this.touch(input);
    return result.value as T;
  }

  #isFresh(result: Result): boolean {
    if (result.seenAt === this.#epoch) return true;
    for (const input of result.inputs) if ((this.#stamps.get(input) ?? 0) > result.madeAt) return false;
    result.seenAt = this.#epoch;
    return true;
  }
}

interface Result {
  readonly value: unknown;
  readonly inputs: ReadonlySet<string>;
  readonly madeAt: number;
  /** Epoch at which it was last found fresh. */
  seenAt: number;
}
