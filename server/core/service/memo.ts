/**
 * Results remembered together with what they were made of. Whoever reads an input says `touch`, whoever changes one says `bump`;
 * a result stays as long as none of the inputs it touched was bumped, so an edit costs only what depends on it.
 * Heavy results are kept while there is room: what was not asked for the longest is made again when it is.
 *
 * Where no input will change any more, `freeze` spares all that: nobody notes what a result was made of, and a bump forgets them all.
 */
export class Memo {
  #epoch = 0;
  readonly #room: number;
  readonly #inputs = new Map<string, Input>();
  readonly #results = new Map<string, Result>();
  /** Heavy results that hold their value, the one asked for last at the end. */
  readonly #heavy = new Set<Result>();
  #weight = 0;
  /** What the computations under way touched, innermost last. */
  readonly #under: Touched[] = [];
  #isFrozen = false;

  /** `room`: what all heavy results may weigh together. */
  constructor(room = Number.POSITIVE_INFINITY) {
    this.#room = room;
  }

  touch(input: string): void {
    this.#under.at(-1)?.inputs.add(this.#input(input));
  }

  bump(input: string): void {
    this.#epoch++;
    if (this.#isFrozen) this.#forgetAll();
    else this.#input(input).changedAt = this.#epoch;
  }

  /** From now on no input is expected to change. Results so far go: they hold what they were made of. */
  freeze(): void {
    this.#isFrozen = true;
    this.#inputs.clear();
    this.#forgetAll();
  }

  /** Results that are held, dropped values included. */
  get size(): number {
    return this.#results.size;
  }

  /** `weigh`: how much of the room a result takes; without it a result is light and stays. */
  get<T>(name: string, compute: () => T, weigh?: (value: T) => number): T {
    if (this.#isFrozen) return this.#getFrozen(name, compute, weigh);
    const known = this.#results.get(name);
    const isFresh = known !== undefined && this.#isFresh(known);
    if (isFresh && !known.isDropped) return this.#give(known);
    const touched: Touched = { inputs: new Set(), parts: new Set() };
    const at = this.#epoch;
    const value = this.#compute(compute, touched);
    if (known && !isFresh) this.#drop(known);
    // What was made of a dropped value stays made of it: the same inputs give the same again.
    const made = isFresh ? known : this.#new(touched, at);
    Object.assign(made, { value, weight: weigh?.(value) ?? 0, isDropped: false });
    this.#results.set(name, made);
    if (weigh) this.#keep(made);
    this.#under.at(-1)?.parts.add(made);
    return value;
  }

  forget(name: string): void {
    const known = this.#results.get(name);
    if (known) this.#drop(known);
    this.#results.delete(name);
  }

  #getFrozen<T>(name: string, compute: () => T, weigh: ((value: T) => number) | undefined): T {
    const known = this.#results.get(name);
    if (known) return this.#give(known);
    const at = this.#epoch;
    const value = compute();
    // Made of what is gone already.
    if (at !== this.#epoch) return value;
    const made: Result = { ...this.#new(NOTHING, at), value, weight: weigh?.(value) ?? 0, name };
    this.#results.set(name, made);
    if (weigh) this.#keep(made);
    return value;
  }

  #forgetAll(): void {
    this.#results.clear();
    this.#heavy.clear();
    this.#weight = 0;
  }

  #new({ inputs, parts }: Touched, at: number): Result {
    return {
      inputs: listOf(inputs),
      parts: listOf(parts),
      value: undefined,
      weight: 0,
      isDropped: false,
      isStale: false,
      madeAt: at,
      seenAt: at,
    };
  }

  /** One for all that are named so: thousands of results look at the same paths. */
  #input(name: string): Input {
    const known = this.#inputs.get(name);
    if (known) return known;
    const made: Input = { changedAt: 0 };
    this.#inputs.set(name, made);
    return made;
  }

  /** Lets go of every heavy result; whoever needs one makes it again. */
  rest(): void {
    for (const each of this.#heavy) this.#drop(each);
  }

  #compute<T>(compute: () => T, touched: Touched): T {
    this.#under.push(touched);
    try {
      return compute();
    } catch (fault) {
      // Whoever goes on without it depends on what it looked at all the same.
      const around = this.#under.at(-2);
      for (const input of touched.inputs) around?.inputs.add(input);
      for (const part of touched.parts) around?.parts.add(part);
      throw fault;
    } finally {
      this.#under.pop();
    }
  }

  #give<T>(result: Result): T {
    if (this.#heavy.delete(result)) this.#heavy.add(result);
    this.#under.at(-1)?.parts.add(result);
    return result.value as T;
  }

  #keep(made: Result): void {
    this.#heavy.add(made);
    this.#weight += made.weight;
    for (const oldest of this.#heavy) {
      if (this.#weight <= this.#room || oldest === made) return;
      this.#drop(oldest);
    }
  }

  /** The value goes; what it was made of stays, for those that were made of it. */
  #drop(result: Result): void {
    if (this.#heavy.delete(result)) this.#weight -= result.weight;
    result.value = undefined;
    result.isDropped = true;
    if (result.name !== undefined) this.#results.delete(result.name);
  }

  #isFresh(result: Result): boolean {
    if (result.isStale) return false;
    if (result.seenAt === this.#epoch) return true;
    const isFresh =
      result.inputs.every(({ changedAt }) => changedAt <= result.madeAt) &&
      result.parts.every((part) => this.#isFresh(part));
    if (isFresh) result.seenAt = this.#epoch;
    else Object.assign(result, { isStale: true, inputs: NONE, parts: NONE });
    return isFresh;
  }
}

const NONE: readonly never[] = [];

function listOf<T>(set: ReadonlySet<T>): readonly T[] {
  return set.size === 0 ? NONE : [...set];
}

interface Input {
  /** Epoch of its last change. */
  changedAt: number;
}

interface Touched {
  readonly inputs: Set<Input>;
  /** Other results it was made of. */
  readonly parts: Set<Result>;
}

const NOTHING: Touched = { inputs: new Set(), parts: new Set() };

interface Result {
  /** Only where nothing was made of it: then nothing of it stays when its value goes. */
  readonly name?: string;
  readonly inputs: readonly Input[];
  readonly parts: readonly Result[];
  value: unknown;
  weight: number;
  isDropped: boolean;
  /** Never fresh again: what it was made of is forgotten, whoever was made of it is stale as well. */
  isStale: boolean;
  readonly madeAt: number;
  /** Epoch at which it was last found fresh. */
  seenAt: number;
}
