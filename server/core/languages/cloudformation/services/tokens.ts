import type { SemanticToken } from '../../../model/editor.ts';
import { keyText, type TreeNode } from '../../../model/tree.ts';
import { FUNCTIONS, inside, intrinsicOf } from '../intrinsic.ts';
import type { CfnReading } from '../reading.ts';
import { kindOfUse } from './navigate.ts';

/** Names, uses of names, functions and types; what a grammar colours already is left to it. */
export function tokens(reading: CfnReading): readonly SemanticToken[] {
  const { names, uses, template } = reading;
  const declared = [
    ...[...names.parameters.values()].map(
      ({ entry }): SemanticToken => ({ span: inside(entry.key), type: 'parameter', modifiers: ['declaration'] }),
    ),
    ...[...names.resources.values()].map(
      ({ entry }): SemanticToken => ({ span: inside(entry.key), type: 'class', modifiers: ['declaration'] }),
    ),
    ...[...names.conditions.values(), ...names.mappings.values()].map(
      ({ entry }): SemanticToken => ({ span: inside(entry.key), type: 'variable', modifiers: ['declaration'] }),
    ),
  ];
  const used = uses.flatMap((use): SemanticToken[] => {
    const kind = kindOfUse(reading, use);
    const pseudo = use.name.value.startsWith('AWS::');
    const name: SemanticToken = {
      span: use.name.span,
      type: pseudo ? 'keyword' : kind === 'parameter' ? 'parameter' : kind === 'resource' ? 'class' : 'variable',
    };
    return use.attribute ? [name, { span: use.attribute.span, type: 'property' }] : [name];
  });
  const functions: SemanticToken[] = [];
  if (template.root !== undefined) collectFunctions(template.root, functions, 0);
  const types = [...names.resources.values()].flatMap(({ type }): SemanticToken[] =>
    type ? [{ span: unquoted(type.span, template.tree.text), type: 'type' }] : [],
  );
  return withoutOverlap([...declared, ...used, ...functions, ...types]);
}

function collectFunctions(node: TreeNode, found: SemanticToken[], depth: number): void {
  if (depth > 110) return;
  const call = intrinsicOf(node);
  if (call !== undefined && FUNCTIONS.has(call.name))
    found.push({
      span: call.form === 'long' ? trimmed(call.nameSpan, node) : call.nameSpan,
      type: 'function',
      modifiers: ['defaultLibrary'],
    });
  if (node.kind === 'list') for (const item of node.items) collectFunctions(item, found, depth + 1);
  if (node.kind === 'map') for (const entry of node.entries) collectFunctions(entry.value, found, depth + 1);
}

function unquoted(span: SemanticToken['span'], text: string): SemanticToken['span'] {
  const quote = text.charAt(span.start);
  const quoted = (quote === '"' || quote === "'") && span.end - span.start > 1;
  return quoted ? { start: span.start + 1, end: span.end - 1 } : span;
}

/** Key of a long form without its quotes. */
function trimmed(span: SemanticToken['span'], node: TreeNode): SemanticToken['span'] {
  const entry =
    node.kind === 'map'
      ? node.entries.find((each) => each.key.span === span && keyText(each) !== undefined)
      : undefined;
  return entry ? inside(entry.key) : span;
}

/** In order, each place once: the protocol knows no nested tokens. */
function withoutOverlap(tokens: readonly SemanticToken[]): SemanticToken[] {
  const sorted = tokens
    .filter(({ span }) => span.end > span.start)
    .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const kept: SemanticToken[] = [];
  for (const token of sorted) if (token.span.start >= (kept.at(-1)?.span.end ?? 0)) kept.push(token);
  return kept;
}
