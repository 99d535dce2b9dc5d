import type { Dependency, DependencyKind } from '../../../model/fact.ts';
import { addressReference, referencesOf } from '../references.ts';
import { resolve } from '../resolve.ts';
import { instancesNamed, type Scope, settingText, type WorkEntry } from '../scope.ts';
import { textsOfEntry } from '../uses.ts';
import { type EntryFacts, nodeOf, writtenText } from './resources.ts';

/** What every entry needs: what it refers to, what it waits for, the script it is made by, and things whose names it uses. */
export function dependencies(scope: Scope, all: readonly EntryFacts[]): readonly Dependency[] {
  const created = new CreatedNames(all);
  return all.flatMap(({ entry, words, resource }) => {
    const edges = new EdgeList(nodeOf(scope, entry), resource.header);
    edges.add(scriptNode(entry), 'ref', 'explicit');
    for (const text of textsOfEntry(scope, entry)) {
      if (text.place === 'destroy') continue;
      for (const target of targets(scope, text.node.text, text.place.endsWith('environment'))) {
        edges.add(nodeOf(scope, target), 'ref', 'explicit');
      }
    }
    for (const awaited of awaitedBy(scope, entry)) edges.add(nodeOf(scope, awaited), 'depends', 'explicit');
    for (const maker of created.usedBy(words)) edges.add(nodeOf(scope, maker), 'name', 'inferred');
    return edges.found;
  });
}

/** Shorter names stand in too many words by chance. */
const SHORTEST = 4;

/** Names that commands give, found in the words of other commands: as a whole, or as the end of parts joined by hyphens (`dns-` before it). */
class CreatedNames {
  readonly #makers = new Map<string, WorkEntry[]>();

  constructor(all: readonly EntryFacts[]) {
    for (const { entry, names } of all) {
      for (const { value } of names) {
        const text = writtenText(value);
        if (text === undefined || text.length < SHORTEST) continue;
        const known = this.#makers.get(text);
        if (known === undefined) this.#makers.set(text, [entry]);
        else known.push(entry);
      }
    }
  }

  /** In the order of the work list. */
  usedBy(words: readonly string[]): readonly WorkEntry[] {
    const found = new Set<WorkEntry>();
    for (const word of words) {
      for (const part of endings(word)) for (const maker of this.#makers.get(part) ?? []) found.add(maker);
    }
    return [...found];
  }
}

/** The parts of a word between signs that no name holds, and each part again without what stands before each of its hyphens. */
function endings(word: string): readonly string[] {
  const parts = [word, ...word.split(/[^\w{}-]+/), word.replace(/\.\w+$/, '').replace(/^.*[/=,:]/, '')];
  return [...new Set(parts)].flatMap((part) => {
    const hyphens = [...part.matchAll(/-/g)].slice(0, 20);
    return [part, ...hyphens.map(({ index }) => part.slice(index + 1))];
  });
}

/** One edge for a pair; the first kind counts. */
class EdgeList {
  readonly found: Dependency[] = [];
  readonly #node: string;
  readonly #span: Dependency['span'];

  constructor(node: string, span: Dependency['span']) {
    this.#node = node;
    this.#span = span;
  }

  add(to: string | undefined, kind: DependencyKind, certainty: Dependency['certainty']): void {
    if (to === undefined || to === this.#node || this.found.some((edge) => edge.to === to)) return;
    this.found.push({ fact: 'dependency', node: this.#node, span: this.#span, to, kind, certainty });
  }
}

function scriptNode(entry: WorkEntry): string | undefined {
  const name = entry.kind === 'none' ? undefined : settingText(entry, entry.kind);
  return name === undefined || name === '' ? undefined : `${entry.kind}s.${name}`;
}

function targets(scope: Scope, text: string, isEnvironment: boolean): readonly WorkEntry[] {
  const address = isEnvironment ? addressReference(text) : undefined;
  if (address !== undefined) return address.wellFormed ? instancesNamed(scope, address.name) : [];
  return referencesOf(text)
    .filter(({ terminated }) => terminated)
    .flatMap((reference) => {
      const target = resolve(scope, reference);
      if (target.kind === 'output' || target.kind === 'property') return [target.entry];
      if (target.kind !== 'ssh') return [];
      return target.entry === undefined ? instancesNamed(scope, reference.name) : [target.entry];
    });
}

function awaitedBy(scope: Scope, entry: WorkEntry): readonly WorkEntry[] {
  const name = entry.kind === 'action' ? undefined : /^role\.([^.]+)$/.exec(settingText(entry, 'ready') ?? '')?.[1];
  return name === undefined ? [] : instancesNamed(scope, name);
}
