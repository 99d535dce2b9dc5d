import { describe, expect, it } from 'vitest';
import type { Intent } from '../../server/core/model/intent.ts';
import { applyEdits } from '../../server/core/model/span.ts';
import type { MapNode, Tree, TreeNode } from '../../server/core/model/tree.ts';
import { readJson } from '../../server/core/syntax/json.ts';
import { rewriteTree } from '../../server/core/syntax/rewrite.ts';
import { readYaml } from '../../server/core/syntax/yaml.ts';
import { Random, yamlDocument } from './generate.ts';
import { nodesOf } from './walk.ts';

const RUNS = 2_000;
const VALUES = [
  'x',
  'yes',
  '1.10',
  '010',
  '{X}',
  'a: b',
  "it's",
  '"q"',
  ' lead',
  'two\nlines',
  '',
  '- x',
  '#c',
  'é',
  '~',
  '50:30',
  '=',
  '<<',
  'a,b',
  '\ttab',
];

/** What a tree says, without places and styles; tags and aliases by name. */
function plain(node: TreeNode | undefined): unknown {
  if (!node) return null;
  const tag = node.tag ? { tag: node.tag.value } : {};
  const anchor = node.anchor ? { anchor: node.anchor.value } : {};
  if (node.kind === 'alias') return { alias: node.name };
  if (node.kind === 'scalar') return { text: node.text, ...tag, ...anchor };
  if (node.kind === 'list') return { items: node.items.map(plain), ...tag, ...anchor };
  return { entries: node.entries.map(({ key, value }) => [plain(key), plain(value)]), ...tag, ...anchor };
}

const all = (tree: Tree) => tree.roots.map(plain);
const commentsOf = (tree: Tree) => tree.comments.map(({ text }) => text).sort();

interface Case {
  readonly tree: Tree;
  readonly random: Random;
  readonly read: (text: string) => Tree;
}

/** Runs `pick` over generated documents in YAML and JSON; `expected` sees the reading before and after. */
function forAll(
  pick: (one: Case) => Intent | undefined,
  check: (before: Tree, after: Tree, intent: Intent) => void,
  atLeast: number,
): void {
  let done = 0;
  let asked = 0;
  for (let seed = 0; seed < RUNS; seed++) {
    const random = new Random(seed * 7 + 1);
    const json = random.chance(20);
    const read = json ? (text: string) => readJson(text) : (text: string) => readYaml(text);
    const text = json
      ? JSON.stringify(jsonValue(random, 3), undefined, random.of([undefined, 2, 4]))
      : yamlDocument(seed);
    const tree = read(text);
    const intent = pick({ tree, random, read });
    if (!intent) continue;
    asked++;
    const edits = rewriteTree(tree, [intent]);
    if (edits.length === 0) continue;
    done++;
    const changed = applyEdits(text, edits);
    const after = read(changed);
    expect(after.tier).toBe('fast');
    expect(after.problems.length).toBeLessThanOrEqual(tree.problems.length);
    if (text.includes('\r\n')) expect(changed.replaceAll('\r\n', '')).not.toContain('\n');
    else expect(changed).not.toContain('\r');
    check(tree, after, intent);
  }
  expect(done / asked).toBeGreaterThan(atLeast / 100);
  expect(done).toBeGreaterThan(200);
}

function jsonValue(random: Random, depth: number): unknown {
  const kind = random.below(depth > 0 ? 6 : 4);
  if (kind === 4) return Array.from({ length: random.below(4) }, () => jsonValue(random, depth - 1));
  if (kind === 5 || depth === 3) {
    return Object.fromEntries(
      Array.from({ length: random.below(5) }, (_, i) => [`k${i}`, jsonValue(random, depth - 1)]),
    );
  }
  return random.of(['text', 1, true, null, 'a "q" é']);
}

function someNode<K extends TreeNode['kind']>(
  { tree, random }: Case,
  kind: K,
): Extract<TreeNode, { kind: K }> | undefined {
  const nodes = [...nodesOf(tree)].filter((node): node is Extract<TreeNode, { kind: K }> => node.kind === kind);
  return nodes.length === 0 ? undefined : random.of(nodes);
}

/** A map, and one of its entries whose key is a scalar. */
function someEntry(one: Case, least = 1): { map: MapNode; index: number } | undefined {
  const map = someNode(one, 'map');
  return map && map.entries.length >= least ? { map, index: one.random.below(map.entries.length) } : undefined;
}

describe('a rewritten document', () => {
  it('has the new value and nothing else changed', () => {
    let expected: unknown;
    forAll(
      (one) => {
        const picked = someEntry(one);
        const value = picked?.map.entries[picked.index]?.value;
        if (value?.kind !== 'scalar') return undefined;
        const text = one.random.of(VALUES);
        const before = all(one.tree);
        const place = JSON.stringify(before);
        expected =
          place.length > 0
            ? all({
                ...one.tree,
                roots: one.tree.roots.map((root) => root && replaced(root, value, { ...value, text })),
              })
            : undefined;
        return { kind: 'setScalar', at: value.span, text };
      },
      (before, after) => {
        expect(all(after)).toEqual(expected);
        expect(commentsOf(after)).toEqual(commentsOf(before));
      },
      80,
    );
  });

  it('has the new entry at its place, every comment, and the rest as it was', () => {
    forAll(
      (one) => {
        const picked = someEntry(one);
        const after = picked?.map.entries[picked.index]?.key;
        if (!picked || after?.kind !== 'scalar') return undefined;
        return {
          kind: 'insertKey',
          map: picked.map.span,
          key: 'NewKey',
          value: one.random.of(VALUES),
          after: after.text,
        };
      },
      (before, after) => {
        expect(commentsOf(after)).toEqual(commentsOf(before));
        const found = [...nodesOf(after)].filter(
          (node) =>
            node.kind === 'map' && node.entries.some(({ key }) => key.kind === 'scalar' && key.text === 'NewKey'),
        );
        expect(found.length).toBe(1);
        const without = after.roots.map((root) => root && withoutKey(root, 'NewKey'));
        expect(without.map(plain)).toEqual(all(before));
      },
      85,
    );
  });

  it('has the new item last, and the rest as it was', () => {
    forAll(
      (one) => {
        const list = someNode(one, 'list');
        return (
          list && {
            kind: 'insertItem',
            list: list.span,
            value: {
              map: [
                ['NewKey', one.random.of(VALUES)],
                ['m', { list: ['q'] }],
              ],
            },
          }
        );
      },
      (before, after) => {
        expect(commentsOf(after)).toEqual(commentsOf(before));
        const [count, more] = [before, after].map(
          (tree) => [...nodesOf(tree)].filter((node) => node.kind === 'list').length,
        );
        expect(more).toBe((count ?? 0) + 1);
      },
      80,
    );
  });
});

describe('a document with less, or in another order,', () => {
  it('has lost the removed entry and nothing else', () => {
    forAll(
      (one) => {
        const picked = someEntry(one, 2);
        const entry = picked?.map.entries[picked.index];
        return entry && { kind: 'removeEntry', at: entry.key.span };
      },
      (before, after, intent) => {
        const at = intent.kind === 'removeEntry' ? intent.at : { start: 0, end: 0 };
        const expected = before.roots.map((root) => root && withoutEntryAt(root, at.start));
        expect(all(after)).toEqual(expected.map(plain));
      },
      70,
    );
  });

  it('has the moved entry before the other, every comment, and the same entries', () => {
    forAll(
      (one) => {
        const picked = someEntry(one, 2);
        const [at, before] = [picked?.map.entries[picked.index], picked?.map.entries[0]];
        return at && before && at !== before
          ? { kind: 'moveEntry', at: at.key.span, before: before.key.span }
          : undefined;
      },
      (before, after) => {
        expect(commentsOf(after)).toEqual(commentsOf(before));
        const sorted = (tree: Tree) =>
          JSON.stringify([...nodesOf(tree)].map((node) => (node.kind === 'scalar' ? node.text : node.kind)).sort());
        expect(sorted(after)).toBe(sorted(before));
      },
      60,
    );
  });
});

function replaced(node: TreeNode, old: TreeNode, put: TreeNode): TreeNode {
  if (node === old) return put;
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => replaced(item, old, put)) };
  if (node.kind !== 'map') return node;
  return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: replaced(entry.value, old, put) })) };
}

function withoutKey(node: TreeNode, name: string): TreeNode {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => withoutKey(item, name)) };
  if (node.kind !== 'map') return node;
  const entries = node.entries.filter(({ key }) => key.kind !== 'scalar' || key.text !== name);
  return {
    ...node,
    entries: entries.map((entry) => ({
      ...entry,
      key: withoutKey(entry.key, name),
      value: withoutKey(entry.value, name),
    })),
  };
}

function withoutEntryAt(node: TreeNode, start: number): TreeNode {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => withoutEntryAt(item, start)) };
  if (node.kind !== 'map') return node;
  const entries = node.entries.filter(({ key }) => key.span.start !== start);
  return { ...node, entries: entries.map((entry) => ({ ...entry, value: withoutEntryAt(entry.value, start) })) };
}
