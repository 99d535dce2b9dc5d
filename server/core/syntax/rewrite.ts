import type { Intent } from '../model/intent.ts';
import { applyEdits, type Edit } from '../model/span.ts';
import type { Tree } from '../model/tree.ts';
import { readJson } from './json.ts';
import { commandRemoved } from './rewrite/command.ts';
import { insertItem, insertKey } from './rewrite/insert.ts';
import { type Layout, layoutOf } from './rewrite/layout.ts';
import { stepsTo } from './rewrite/locate.ts';
import { moveEntry, removeEntry } from './rewrite/remove.ts';
import { type Edits, renameKey, setScalar } from './rewrite/set.ts';
import { readYaml } from './yaml.ts';

/**
 * Turns intents into edits of a YAML or JSON text. Comments, key order, quoting, indentation and line endings stay.
 * All or nothing: an empty list when one intent cannot be carried out safely, or when everything is there already.
 * `reread` reads the changed text as the caller does (a Macfile masks its placeholders first).
 */
export function rewriteTree(
  tree: Tree,
  intents: readonly Intent[],
  reread: (text: string) => Tree = again(tree),
): readonly Edit[] {
  return rewriteEach(tree, [intents], reread)[0] ?? [];
}

/**
 * The edits of several wishes, each as if it were the only one. The changed text is read again once for all of them
 * together; only when that fails, for halves of them, so that a thousand fixes do not read a text a thousand times.
 */
export function rewriteEach(
  tree: Tree,
  wishes: readonly (readonly Intent[])[],
  reread: (text: string) => Tree = again(tree),
): readonly (readonly Edit[])[] {
  const layout = layoutOf(tree);
  const made = wishes.map((intents) => editsOfAll(tree, intents, layout) ?? []);
  const proven = new Set<readonly Edit[]>();
  prove(
    made.filter((edits) => edits.length > 0),
    (merged) => staysSound(tree, reread(applyEdits(tree.text, merged))),
    proven,
  );
  return made.map((edits) => (proven.has(edits) ? edits : []));
}

function prove(
  wishes: readonly (readonly Edit[])[],
  isSound: (merged: readonly Edit[]) => boolean,
  proven: Set<readonly Edit[]>,
): void {
  if (wishes.length === 0) return;
  const merged = merge(wishes.flat());
  if (merged !== undefined && isSound(merged)) {
    for (const edits of wishes) proven.add(edits);
  } else if (wishes.length > 1) {
    const half = wishes.length >> 1;
    prove(wishes.slice(0, half), isSound, proven);
    prove(wishes.slice(half), isSound, proven);
  }
}

function editsOfAll(tree: Tree, intents: readonly Intent[], layout: Layout): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  for (const intent of intents) {
    const made = editsOf(tree, intent, layout);
    if (!made) return undefined;
    edits.push(...made);
  }
  return merge(edits);
}

function again(tree: Tree): (text: string) => Tree {
  return tree.notation === 'json' ? readJson : readYaml;
}

function editsOf(tree: Tree, intent: Intent, layout: Layout): Edits {
  switch (intent.kind) {
    case 'setScalar':
      return setScalar(tree, intent.at, intent.text, layout);
    case 'replaceText':
      return replaceText(tree, intent.at, intent.text);
    case 'insertKey':
      return insertKey(tree, intent.map, intent.key, intent.value, intent.after, layout);
    case 'insertItem':
      return insertItem(tree, intent.list, intent.value, layout);
    case 'removeEntry':
      return removeEntry(tree, intent.at);
    case 'renameKey':
      return renameKey(tree, intent.at, intent.key, layout);
    case 'moveEntry':
      return moveEntry(tree, intent.at, intent.before, layout);
    case 'removeCommand':
      return [commandRemoved(tree.text, intent.at, isBlock(tree, intent.at))];
    case 'useInput':
      // Only a language knows how it spells an input: `withInputs` comes first.
      return undefined;
  }
}

/** Inside a block scalar with more than one line. */
function isBlock(tree: Tree, span: Edit['span']): boolean {
  const step = stepsTo(tree, span).at(-1);
  const node = step?.kind === 'item' ? step.item : step?.entry.value;
  return node?.kind === 'scalar' && node.style === 'literal' && node.text.trim().includes('\n');
}

function replaceText(tree: Tree, span: Edit['span'], text: string): Edits {
  if (span.start < 0 || span.end < span.start || span.end > tree.text.length) return undefined;
  return tree.text.slice(span.start, span.end) === text ? [] : [{ span, text }];
}

/** In order, insertions at one place joined, equal edits once; undefined when two edits overlap. */
function merge(edits: readonly Edit[]): Edit[] | undefined {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const merged: Edit[] = [];
  for (const edit of sorted) {
    const last = merged.at(-1);
    if (
      !last ||
      edit.span.start > last.span.end ||
      (edit.span.start === last.span.end && last.span.start < last.span.end)
    ) {
      merged.push(edit);
      continue;
    }
    const samePlace = edit.span.start === last.span.start && last.span.end === last.span.start;
    if (samePlace && edit.span.end === edit.span.start)
      merged[merged.length - 1] = { span: last.span, text: last.text + edit.text };
    else if (samePlace) merged[merged.length - 1] = { span: edit.span, text: last.text + edit.text };
    else if (edit.span.end !== last.span.end || edit.span.start !== last.span.start || edit.text !== last.text)
      return undefined;
  }
  return merged;
}

function staysSound(before: Tree, after: Tree): boolean {
  return (
    after.problems.length <= before.problems.length &&
    (before.tier !== 'fast' || after.tier === 'fast') &&
    after.roots.length >= before.roots.length
  );
}
