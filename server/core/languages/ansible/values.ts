import type { TreeNode } from '../../model/tree.ts';
import type { MapEntry, MapValue, Value } from '../../model/value.ts';
import { type Argument, isTemplate } from './arguments.ts';

const DEEPEST = 40;

/** A YAML value as a neutral value. Templates, vault and unsafe values are unknown. */
export function toValue(node: TreeNode, depth = 0): Value {
  if (depth > DEEPEST || node.kind === 'alias') return { kind: 'unknown', reason: 'an alias', span: node.span };
  if (node.tag !== undefined) return { kind: 'unknown', reason: `a ${node.tag.value} value`, span: node.span };
  if (node.kind === 'list')
    return { kind: 'list', items: node.items.map((item) => toValue(item, depth + 1)), span: node.span };
  if (node.kind === 'map') return mapOf(node.entries, node.span, depth);
  if (isTemplate(node.text))
    return {
      kind: 'unknown',
      reason: 'a template',
      parts: literalParts(node.text, node.span),
      written: node.text,
      span: node.span,
    };
  return { kind: 'scalar', value: node.style === 'empty' ? null : node.text, span: node.span };
}

export function mapOf(
  entries: readonly { key: TreeNode; value: TreeNode; span: Value['span'] }[],
  span: Value['span'],
  depth = 0,
): MapValue {
  const written = entries.flatMap(({ key, value, span: whole }): MapEntry[] =>
    key.kind === 'scalar' && key.text !== '<<'
      ? [{ key: { value: key.text, span: key.span }, value: toValue(value, depth + 1), span: whole }]
      : [],
  );
  return { kind: 'map', entries: written, span };
}

/** Options of a task, whichever form they were written in. */
export function argumentMap(list: readonly Argument[], span: Value['span']): MapValue {
  const entries = list.map(
    ({ name, node, text, span: at }): MapEntry => ({
      key: name,
      value: node ? toValue(node) : textValue(text ?? '', at),
      span: { start: name.span.start, end: Math.max(name.span.end, at.end) },
    }),
  );
  return { kind: 'map', entries, span };
}

function textValue(text: string, span: Value['span']): Value {
  return isTemplate(text)
    ? { kind: 'unknown', reason: 'a template', parts: literalParts(text, span), written: text, span }
    : { kind: 'scalar', value: text, span };
}

/** Literal pieces around the templates, and the variables inside as references. */
function literalParts(text: string, span: Value['span']) {
  const parts: ({ value: string; span: Value['span'] } | { kind: 'reference'; target: string; span: Value['span'] })[] =
    [];
  let at = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', at)) {
    const close = text.indexOf('}}', open);
    if (close === -1) break;
    if (open > at) parts.push({ value: text.slice(at, open), span });
    const name = /^\s*([A-Za-z_]\w*)/.exec(text.slice(open + 2, close))?.[1];
    if (name !== undefined) parts.push({ kind: 'reference', target: name, span });
    at = close + 2;
  }
  if (at < text.length) parts.push({ value: text.slice(at), span });
  return parts;
}
