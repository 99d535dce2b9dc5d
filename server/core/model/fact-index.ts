import type { Context, Fact, FactKind, FactOf, Resource, Unit } from './fact.ts';

/** The facts of one unit, found by kind and by node. Order inside every list is the order in which they were stated. */
export class FactIndex {
  readonly unit: Unit | undefined;
  readonly #kinds = new Map<FactKind, Fact[]>();
  readonly #nodes = new Map<string, Fact[]>();
  readonly #resources = new Map<string, Resource | undefined>();
  readonly #own = new Map<FactKind, readonly Fact[]>();
  readonly #owned = new Map<FactKind, Map<Resource | undefined, Fact[]>>();
  #dependents: Map<string, Fact[]> | undefined;
  readonly #mentions = new Map<string, boolean>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) {
      put(this.#kinds, fact.fact, fact);
      put(this.#nodes, fact.node, fact);
    }
    this.unit = this.all('unit')[0];
  }

  all<K extends FactKind>(kind: K): readonly FactOf<K>[] {
    return (this.#kinds.get(kind) ?? []) as readonly Fact[] as readonly FactOf<K>[];
  }

  /** Facts of one kind about exactly this node. */
  at<K extends FactKind>(node: string, kind: K): readonly FactOf<K>[] {
    return (this.#nodes.get(node) ?? []).filter((fact): fact is FactOf<K> => fact.fact === kind);
  }

  /** Facts of one kind that this unit may change: not those of another file, and not those of what is only looked up. */
  own<K extends FactKind>(kind: K): readonly FactOf<K>[] {
    let own = this.#own.get(kind);
    if (own === undefined) {
      own = this.all(kind).filter(({ file, node }) => file === undefined && this.resourceOf(node)?.readOnly !== true);
      this.#own.set(kind, own);
    }
    return own as readonly FactOf<K>[];
  }

  /** The resource that a node is, or lies in. */
  resourceOf(node: string): Resource | undefined {
    if (this.#resources.has(node)) return this.#resources.get(node);
    let resource: Resource | undefined;
    for (
      let path = node;
      path !== '' && resource === undefined;
      path = path.slice(0, Math.max(0, path.lastIndexOf('.')))
    ) {
      resource = this.#nodes.get(path)?.find((fact) => fact.fact === 'resource');
    }
    this.#resources.set(node, resource);
    return resource;
  }

  /** Dependencies upon exactly this node. */
  dependents(node: string): readonly FactOf<'dependency'>[] {
    if (this.#dependents === undefined) {
      this.#dependents = new Map();
      for (const fact of this.all('dependency')) put(this.#dependents, fact.to, fact);
    }
    return (this.#dependents.get(node) ?? []) as readonly Fact[] as readonly FactOf<'dependency'>[];
  }

  /** Facts of one kind about a resource or anything in it. */
  within<K extends FactKind>(resource: Resource, kind: K): readonly FactOf<K>[] {
    let owned = this.#owned.get(kind);
    if (owned === undefined) {
      owned = new Map();
      for (const fact of this.all(kind)) put(owned, this.resourceOf(fact.node), fact);
      this.#owned.set(kind, owned);
    }
    return (owned.get(resource) ?? []) as readonly unknown[] as readonly FactOf<K>[];
  }

  /** Whether some script of the unit holds these words, all of them, whatever their case. */
  scriptMentions(...words: readonly string[]): boolean {
    const key = words.join(' ');
    let found = this.#mentions.get(key);
    if (found === undefined) {
      const low = words.map((word) => word.toLowerCase());
      found = this.all('script').some(({ text }) => low.every((word) => text.toLowerCase().includes(word)));
      this.#mentions.set(key, found);
    }
    return found;
  }

  /** What the unit is for, and what the part of it is for that the fact stands in (a play, a module). */
  inContext(fact: Fact, ...contexts: readonly Context[]): boolean {
    const ofUnit = this.unit?.contexts;
    if (!ofUnit?.length && !fact.contexts?.length) return false;
    return contexts.some((context) => ofUnit?.includes(context) === true || fact.contexts?.includes(context) === true);
  }
}

function put<K>(map: Map<K, Fact[]>, key: K, fact: Fact): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [fact]);
  else list.push(fact);
}

/** What is worked out from all facts of a unit, once, however many facts ask for it. */
export function oncePerUnit<T>(make: (facts: FactIndex) => T): (facts: FactIndex) => T {
  const made = new WeakMap<FactIndex, { readonly value: T }>();
  return (facts) => {
    let found = made.get(facts);
    if (found === undefined) {
      found = { value: make(facts) };
      made.set(facts, found);
    }
    return found.value;
  };
}
