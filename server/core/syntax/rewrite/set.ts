import type { Edit, Span } from '../../model/span.ts';
import type { ScalarNode, Tree, TreeNode } from '../../model/tree.ts';
import { keyText } from '../../model/tree.ts';
import { blockHeaderEnd, lineEnd } from '../yaml/gaps.ts';
import { resolvePlain } from '../yaml11.ts';
import type { Layout } from './layout.ts';
import { stepsTo, valueAt } from './locate.ts';
import { doubleQuoted, isPlainString, yamlString } from './scalar.ts';
import { jsonScalar, literal } from './value.ts';

/** Undefined = cannot be done safely; an empty list = nothing to do. */
export type Edits = readonly Edit[] | undefined;

export function setScalar(tree: Tree, at: Span, text: string, layout: Layout): Edits {
  const node = valueAt(tree, at);
  if (!node) return undefined;
  const flow = inFlow(tree, node);
  if (layout.json) return setJson(node, text);
  if (node.kind !== 'scalar') return [{ span: node.span, text: yamlString(text, { flow }) }];
  if (node.style === 'literal' || node.style === 'folded') return setBlock(tree, node, text, layout);
  const needsSpace = node.style === 'empty' && tree.text[node.span.start - 1]?.trim() !== '';
  const put = scalarLike(node, text, flow);
  return put === undefined ? [] : [{ span: node.span, text: needsSpace ? ` ${put}` : put }];
}

function setJson(node: TreeNode, text: string): Edits {
  const bare = node.kind === 'scalar' && node.style === 'plain';
  const put = jsonScalar(text, bare);
  if (node.kind === 'scalar' && node.text === text && node.style === (put.startsWith('"') ? 'double' : 'plain'))
    return [];
  const space = node.kind === 'scalar' && node.style === 'empty' ? ' ' : '';
  return [{ span: node.span, text: space + put }];
}

/**
 * The text in the style of the old scalar. A number or boolean in place of another one stays bare; the same text again in place
 * of something that is no string asks for quotes. Undefined = it is there already.
 */
function scalarLike(node: ScalarNode, text: string, flow: boolean): string | undefined {
  const quoted = node.style === 'single' || node.style === 'double';
  if (quoted) return node.text === text ? undefined : yamlString(text, { flow, style: node.style });
  const was = resolvePlain(node.text).kind;
  if (node.text === text && (node.tag || isPlainString(text, flow))) return undefined;
  const bare = /^[A-Za-z0-9.+-]+$/.test(text) && resolvePlain(text).kind === was && was !== 'str' && was !== 'null';
  return bare && node.text !== text ? text : yamlString(text, { flow });
}

/** A block stays a block where it can; the comment of its header stays in any case. */
function setBlock(tree: Tree, node: ScalarNode, text: string, layout: Layout): Edits {
  if (node.text === text) return [];
  const line = lineEnd(tree.text, node.span.start);
  const end = blockHeaderEnd(tree.text, node.span.start);
  const comment = tree.text.slice(end, Math.min(line, node.span.end)).trimEnd();
  const plainHeader = !/[0-9]/.test(tree.text.slice(node.span.start, end));
  const writable = text.includes('\n') && !text.startsWith(' ') && !text.startsWith('\n') && isMultiline(text);
  if (!writable || !plainHeader) return [{ span: node.span, text: doubleQuoted(text) + comment }];
  const first = line + (layout.eol === '\r\n' ? 2 : 1);
  let column = 0;
  while (tree.text[first + column] === ' ') column++;
  const [header = '', ...lines] = literal(text, Math.max(column, 1), layout).split(layout.eol);
  return [{ span: node.span, text: [header + comment, ...lines].join(layout.eol) }];
}

function isMultiline(text: string): boolean {
  return text
    .split('\n')
    .every((line) => line === '' || yamlString(`x${line}x`, { flow: false, style: 'single' }).startsWith("'"));
}

export function renameKey(tree: Tree, at: Span, key: string, layout: Layout): Edits {
  const step = stepsTo(tree, at).findLast((one) => one.kind === 'entry');
  if (step?.kind !== 'entry') return undefined;
  const old = step.entry.key;
  if (old.kind !== 'scalar') return undefined;
  if (old.text === key) return [];
  if (step.map.entries.some((entry) => keyText(entry) === key)) return undefined;
  if (layout.json) return [{ span: old.span, text: doubleQuoted(key) }];
  if (old.style !== 'plain' && old.style !== 'single' && old.style !== 'double') return undefined;
  return [{ span: old.span, text: yamlString(key, { flow: step.map.flow, style: old.style }) }];
}

/** True when the node stands inside brackets. */
function inFlow(tree: Tree, node: TreeNode): boolean {
  return stepsTo(tree, node.span).some((step) => (step.kind === 'entry' ? step.map.flow : step.list.flow));
}
