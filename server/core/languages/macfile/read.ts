import type { Finding, FindingSeverity, Related } from '../../model/finding.ts';
import { entryOf, keyText, type MapNode, type Tree, type TreeNode, type TreeProblem } from '../../model/tree.ts';
import { duplicateKeys } from '../../syntax/duplicates.ts';
import { readYaml } from '../../syntax/yaml.ts';
import type { Neighbour, NodeSpan, SourceText } from '../language.ts';
import { checkPlaceholders } from './check/placeholders.ts';
import { macfileOf } from './model.ts';
import { nodeAt } from './nodes.ts';
import { maskPlaceholders, type Placeholder, placeholdersIn, unmaskTree } from './placeholders.ts';
import type { MacfileReading } from './reading.ts';
import { inheritedName, isAddress, pathOfParent } from './scope.ts';

/** Reads one Macfile. Never throws; a broken text keeps its sound parts. */
export function readMacfile(source: SourceText): MacfileReading {
  const placeholders = placeholdersIn(source.text);
  const tree = treeOf(source.text, placeholders);
  const draft: MacfileReading = {
    language: 'macfile',
    source,
    comments: tree.comments,
    problems: [],
    nodes: nodesOf(tree),
    neighbours: [],
    tree,
    placeholders,
    file: macfileOf(tree.roots[0]),
    sound: !tree.problems.some(isBreaking),
  };
  const reading = { ...draft, neighbours: neighboursOf(draft) };
  return { ...reading, problems: [...treeFindings(reading), ...checkPlaceholders(reading)] };
}

/** The tree of a text whose placeholders YAML does not see. */
export function treeOf(text: string, placeholders: readonly Placeholder[] = placeholdersIn(text)): Tree {
  if (placeholders.length === 0) return readYaml(text);
  const mask = maskPlaceholders(text, placeholders);
  return unmaskTree(readYaml(mask.text), text, mask);
}

function isBreaking({ code }: TreeProblem): boolean {
  return code !== 'duplicate-key' && code !== 'several-documents';
}

function neighboursOf(reading: MacfileReading): readonly Neighbour[] {
  return reading.file.parents.flatMap(({ body }) => {
    if (body.kind !== 'scalar' || isAddress(body.text) || pathOfParent(reading, body.text) === undefined) return [];
    return [{ kind: 'file', path: body.text } as const];
  });
}

/**
 * Path and span of every map entry and list item, outer before inner. Aliases are not followed. An entry `alias.section` is also known
 * by the name it has after inheritance.
 */
function nodesOf(tree: Tree): readonly NodeSpan[] {
  const nodes: NodeSpan[] = [];
  const inherits = entryOf(tree.roots[0], 'parents') !== undefined;
  const visit = (node: TreeNode, path: string): void => {
    if (node.kind === 'map') for (const entry of node.entries) visitEntry(entry.value, keyText(entry), entry, path);
    if (node.kind !== 'list') return;
    for (const [index, item] of node.items.entries()) {
      const inner = path === '' ? String(index) : `${path}.${index}`;
      nodes.push({ path: inner, span: item.span, header: firstOf(item) });
      visit(item, inner);
    }
  };
  const visitEntry = (
    value: TreeNode,
    key: string | undefined,
    entry: MapNode['entries'][number],
    path: string,
  ): void => {
    if (key === undefined) return;
    const inner = path === '' ? key : `${path}.${key}`;
    nodes.push({ path: inner, span: entry.span, header: entry.key.span });
    const section = inherits && path === 'infrastructures' ? inheritedName(key)?.section : undefined;
    if (section !== undefined && section !== '*') {
      nodes.push({ path: `${path}.${section}`, span: entry.span, header: entry.key.span });
    }
    visit(value, inner);
  };
  for (const root of tree.roots.slice(0, 1)) if (root !== undefined) visit(root, '');
  return nodes;
}

function firstOf(item: TreeNode): NodeSpan['header'] {
  return item.kind === 'map' ? (item.entries[0]?.key.span ?? item.span) : item.span;
}

function treeFindings(reading: MacfileReading): readonly Finding[] {
  const { tree, nodes } = reading;
  const problem = (
    code: string,
    severity: FindingSeverity,
    message: string,
    span: TreeProblem['span'],
    related?: readonly Related[],
  ): Finding => ({
    code: `macfile/${code}`,
    kind: 'syntax',
    severity,
    message,
    span,
    node: nodeAt(nodes, span.start),
    ...(related === undefined ? {} : { related }),
  });
  const found = tree.problems
    .filter(({ code }) => code !== 'duplicate-key' && code !== 'several-documents')
    .map(({ message, span }) => problem('yaml-syntax', 'error', message, span));
  const second = secondDocument(tree);
  if (second !== undefined) found.push(problem('yaml-syntax', 'error', SECOND_DOCUMENT, second));
  const empty = tree.roots.every((root) => root === undefined);
  if (empty && tree.problems.length === 0) {
    const end = reading.source.text.length;
    found.push(problem('yaml-syntax', 'error', EMPTY, { start: 0, end: Math.min(1, end) }));
  }
  for (const { message, span, related } of duplicateKeys(tree)) {
    found.push(problem('duplicate-key', 'warning', message, span, related));
  }
  for (const span of mergeKeys(tree)) found.push(problem('merge-key', 'error', MERGE_KEY, span));
  return found;
}

const EMPTY =
  'The file is empty, and mac stops with an error on an empty file. Write mac, description, name, version and infrastructures.';
const MERGE_KEY =
  'mac does not know the merge key `<<` and stops when it meets one. Repeat the keys, or take the whole map with an alias.';

const SECOND_DOCUMENT =
  'A second document starts here, and mac reads files of one document only. Remove the `---` or move the rest to a file of its own.';

/** The line that starts the second document. */
function secondDocument(tree: Tree): TreeProblem['span'] | undefined {
  if (tree.roots.length < 2) return undefined;
  const from = tree.roots[0]?.span.end ?? 0;
  const markers = [...tree.text.matchAll(/^---(?=\s|$)/gm)].filter(({ index }) => index >= from);
  const at = (tree.roots[0] === undefined ? markers[1] : markers[0])?.index ?? tree.roots[1]?.span.start ?? from;
  return { start: at, end: Math.min(at + 3, tree.text.length) };
}

/** Plain `<<` keys. */
function mergeKeys(tree: Tree): readonly TreeProblem['span'][] {
  const spans: TreeProblem['span'][] = [];
  const open: TreeNode[] = tree.roots.filter((root) => root !== undefined);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'list') open.push(...node.items);
    if (node.kind !== 'map') continue;
    for (const { key, value } of node.entries) {
      if (key.kind === 'scalar' && key.style === 'plain' && key.text === '<<') spans.push(key.span);
      open.push(value);
    }
  }
  return spans.sort((a, b) => a.start - b.start);
}
