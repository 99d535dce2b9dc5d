import type { Context, Fact, FactKind, FactOf, Resource, Unit } from './fact.ts';

/** The facts of one unit, found by kind and by node. Order inside every list is the order in which they were stated. */
export class FactIndex {
  readonly unit: Unit | undefined;
  readonly #kinds = new Map<FactKind, Fact[]>();
  readonly #nodes = new Map<string, Map<FactKind, Fact[]>>();
  readonly #owned = new Map<FactKind, Map<Resource | undefined, Fact[]>>();
  readonly #mentions = new Map<string, boolean>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) {
      put(this.#kinds, fact.fact, fact);
      const here = this.#nodes.get(fact.node) ?? new Map<FactKind, Fact[]>();
      this.#nodes.set(fact.node, here);
      put(here, fact.fact, fact);
    }
    this.unit = this.all('unit')[0];
  }

  all<K extends FactKind>(kind: K): readonly FactOf<K>[] {
    return (this.#kinds.get(kind) ?? []) as readonly Fact[] as readonly FactOf<K>[];
  }

  /** Facts of one kind about exactly this node. */
  at<K extends FactKind>(node: string, kind: K): readonly FactOf<K>[] {
    return (this.#nodes.get(node)?.get(kind) ?? []) as readonly Fact[] as readonly FactOf<K>[];
  }

  /** The resource that a node is, or lies in. */
  resourceOf(node: string): Resource | undefined {
    for (let path = node; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
      const resource = this.at(path, 'resource')[0];
      if (resource !== undefined) return resource;
    }
    return undefined;
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
    const own = [...(this.unit?.contexts ?? []), ...(fact.contexts ?? [])];
    return contexts.some((context) => own.includes(context));
  }
}

function put<K>(map: Map<K, Fact[]>, key: K, fact: Fact): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [fact]);
  else list.push(fact);
}
