import type { Dependency, DependencyKind, Verification } from '../../../model/fact.ts';
import { addressReference, referencesOf } from '../references.ts';
import { resolve } from '../resolve.ts';
import { type Scope, settingText, type WorkEntry } from '../scope.ts';
import { textsOfEntry } from '../uses.ts';
import { type EntryFacts, nodeOf, writtenText } from './resources.ts';

/** What every entry needs: what it refers to, what it waits for, the script it is made by, and things whose names it uses. */
export function dependencies(scope: Scope, all: readonly EntryFacts[]): readonly Dependency[] {
  const created = all.flatMap(({ entry, names }) =>
    names.flatMap(({ value }) => {
      const text = writtenText(value);
      return text === undefined || text.length < 4 ? [] : [{ entry, text }];
    }),
  );
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
    for (const { entry: maker, text } of created) {
      if (maker !== entry && words.some((word) => mentions(word, text)))
        edges.add(nodeOf(scope, maker), 'name', 'inferred');
    }
    return edges.found;
  });
}

/** An entry with `ready` goes on only when those servers are configured. */
export function verifications(scope: Scope): readonly Verification[] {
  return scope.entries.flatMap((entry) =>
    awaitedBy(scope, entry).map(
      (awaited): Verification => ({
        fact: 'verification',
        node: nodeOf(scope, entry),
        span: entry.written.key,
        of: nodeOf(scope, awaited),
      }),
    ),
  );
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
  if (address !== undefined) return address.wellFormed ? instancesOf(scope, address.name) : [];
  return referencesOf(text)
    .filter(({ terminated }) => terminated)
    .flatMap((reference) => {
      const target = resolve(scope, reference);
      if (target.kind === 'output' || target.kind === 'property') return [target.entry];
      if (target.kind !== 'ssh') return [];
      return target.entry === undefined ? instancesOf(scope, reference.name) : [target.entry];
    });
}

/** Entries that create instances under the name of a role or of an entry. */
function instancesOf(scope: Scope, name: string): readonly WorkEntry[] {
  return scope.entries.filter(
    (entry) => entry.kind === 'role' && (entry.name === name || settingText(entry, 'role') === name),
  );
}

function awaitedBy(scope: Scope, entry: WorkEntry): readonly WorkEntry[] {
  const name = entry.kind === 'action' ? undefined : /^role\.([^.]+)$/.exec(settingText(entry, 'ready') ?? '')?.[1];
  return name === undefined ? [] : instancesOf(scope, name);
}

/** The name stands in the word as a whole, or at the end of parts joined by hyphens (`dns-` before it). */
function mentions(word: string, name: string): boolean {
  for (let at = word.indexOf(name); at >= 0; at = word.indexOf(name, at + 1)) {
    const before = word.charAt(at - 1);
    const after = word.charAt(at + name.length);
    if (!/[A-Za-z0-9_]/.test(before) && !/[A-Za-z0-9_-]/.test(after)) return true;
  }
  return false;
}
