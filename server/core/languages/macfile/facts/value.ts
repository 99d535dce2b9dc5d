import type { Span, Written } from '../../../model/span.ts';
import type { ScalarNode, TreeNode } from '../../../model/tree.ts';
import { keyText } from '../../../model/tree.ts';
import { knownText, type MapEntry, type ReferenceValue, type Value } from '../../../model/value.ts';
import { resolvePlain } from '../../../syntax/yaml11.ts';
import { follow } from '../model.ts';
import { placeholdersIn } from '../placeholders.ts';
import type { MacfileReading } from '../reading.ts';
import { type MacReference, referencesOf } from '../references.ts';
import { resolve } from '../resolve.ts';
import { scalarType } from '../scalars.ts';
import type { Scope, WorkEntry } from '../scope.ts';
import { mapOf } from '../texts.ts';

/** How texts become values: whose params they may use, and where a library's text is shown in the main file. */
export interface ValueContext {
  readonly scope: Scope;
  readonly entry?: WorkEntry | undefined;
  /** Stands for every span of a text that another file holds. */
  readonly anchor: Span;
}

/** Params that refer to params are followed this far. */
const DEPTH = 4;

type Part = Written | ReferenceValue;

/** A scalar of a Macfile. Numbers and booleans are typed as the tool reads them. */
export function valueOfScalar(node: ScalarNode, from: MacfileReading, context: ValueContext, depth = 0): Value {
  const own = from === context.scope.main;
  const span = own ? node.span : context.anchor;
  const type = scalarType(node);
  if (type === 'text' || type === 'unknown' || type === 'date') {
    const spanOf = own ? (start: number, end: number) => mapOf(from, node).span(start, end) : () => context.anchor;
    return valueOfText(node.text, span, spanOf, context, depth);
  }
  const plain = resolvePlain(node.text);
  return { kind: 'scalar', value: type === 'null' ? null : plain.value, span };
}

/** Any node; maps and lists keep their shape, aliases are followed once. */
export function valueOfNode(node: TreeNode, from: MacfileReading, context: ValueContext, depth = 0): Value {
  const target = follow(node) ?? node;
  const span = from === context.scope.main ? target.span : context.anchor;
  if (target.kind === 'scalar') return valueOfScalar(target, from, context);
  if (target.kind === 'alias' || depth > 20) return { kind: 'unknown', reason: 'alias', span };
  if (target.kind === 'list') {
    return { kind: 'list', items: target.items.map((item) => valueOfNode(item, from, context, depth + 1)), span };
  }
  const entries = target.entries.flatMap((entry): readonly MapEntry[] => {
    const key = keyText(entry);
    if (key === undefined) return [];
    const own = from === context.scope.main;
    return [
      {
        key: { value: key, span: own ? entry.key.span : context.anchor },
        value: valueOfNode(entry.value, from, context, depth + 1),
        span: own ? entry.span : context.anchor,
      },
    ];
  });
  return { kind: 'map', entries, span };
}

/** Text with placeholders and references in it. `spanOf` maps offsets of the text to the document. */
export function valueOfText(
  text: string,
  span: Span,
  spanOf: (start: number, end: number) => Span,
  context: ValueContext,
  depth = 0,
): Value {
  if (!text.includes('{') && !text.includes('.')) return { kind: 'scalar', value: text, span };
  const holes = [
    ...placeholdersIn(text)
      .filter(({ name }) => name !== '')
      .map((one) => ({ at: one.span, part: (where: Span): Value => parameter(one.name, where) })),
    ...referencesOf(text)
      .filter(({ terminated }) => terminated)
      .map((one) => ({ at: one.span, part: (where: Span) => reference(one, where, context, depth) })),
  ].sort((a, b) => a.at.start - b.at.start);
  if (holes.length === 0) return { kind: 'scalar', value: text, span };
  const [only] = holes;
  if (holes.length === 1 && only?.at.start === 0 && only.at.end === text.length) return only.part(span);
  const parts: Part[] = [];
  let at = 0;
  for (const hole of holes) {
    if (hole.at.start < at) continue;
    if (hole.at.start > at) parts.push({ value: text.slice(at, hole.at.start), span: spanOf(at, hole.at.start) });
    parts.push(...partsOf(hole.part(spanOf(hole.at.start, hole.at.end))));
    at = hole.at.end;
  }
  if (at < text.length) parts.push({ value: text.slice(at), span: spanOf(at, text.length) });
  return joined(parts, span);
}

function joined(parts: readonly Part[], span: Span): Value {
  const known = parts.map((part) => ('kind' in part ? knownText(part) : part.value));
  const whole = known.every((text) => text !== undefined) ? { known: known.join('') } : {};
  return { kind: 'unknown', reason: 'placeholder or reference', parts, span, ...whole };
}

function partsOf(value: Value): readonly Part[] {
  if (value.kind === 'reference') return [value];
  if (value.kind === 'unknown') return value.parts ?? [];
  if (value.kind === 'scalar') return [{ value: String(value.value ?? ''), span: value.span }];
  return [];
}

function parameter(name: string, span: Span): ReferenceValue {
  return { kind: 'reference', target: `parameters.${name}`, span };
}

function reference(written: MacReference, span: Span, context: ValueContext, depth: number): Value {
  const target = resolve(context.scope, written);
  switch (target.kind) {
    case 'param': {
      const setting = context.entry?.params.get(target.name);
      const value = setting?.value;
      if (setting === undefined || value?.kind !== 'scalar' || depth > DEPTH) {
        return { kind: 'reference', target: 'param', attribute: target.name, span };
      }
      return valueOfScalar(value, setting.from, context, depth + 1);
    }
    case 'property': {
      const { setting, entry, key } = target;
      const known =
        setting.value.kind === 'scalar' && depth <= DEPTH
          ? { known: valueOfScalar(setting.value, setting.from, { ...context, entry }, depth + 1) }
          : {};
      return { kind: 'reference', target: `infrastructures.${entry.name}`, attribute: key, span, ...known };
    }
    case 'output':
      return { kind: 'reference', target: `infrastructures.${target.entry.name}`, attribute: written.rest, span };
    case 'ssh': {
      const of = target.role === undefined ? `infrastructures.${written.name}` : `roles.${written.name}`;
      return { kind: 'reference', target: of, attribute: written.rest, span };
    }
    case 'bash':
      return { kind: 'reference', target: `actions.${written.name}`, attribute: written.rest, span };
    case 'broken':
      return { kind: 'reference', target: `${written.word}.${written.name}`, attribute: written.rest, span };
  }
}
