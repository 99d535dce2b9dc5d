import type { CompletionItem, CompletionKind } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import type { CfnProperty, CfnType } from '../schema.ts';
import { typeName } from '../types.ts';

/** How what is inserted must look at its place. */
export interface ItemStyle {
  readonly json: boolean;
  /** An opening quote stands before the place already. */
  readonly quoted: boolean;
  /** A colon stands behind the place already: only the name is replaced. */
  readonly followed: boolean;
  readonly flow: boolean;
  readonly indent: string;
}

/** Where and how a value is put. */
export interface ValueStyle {
  /** Between the quotes, where there are some. */
  readonly span: Span;
  readonly json: boolean;
  readonly quoted: boolean;
}

/** What opens behind a key. */
export type KeyShape = 'text' | 'map' | 'list' | { readonly value: string };

export function keyItem(
  name: string,
  documentation: string,
  span: Span,
  style: ItemStyle,
  rank: number,
  shape: KeyShape = 'text',
): CompletionItem {
  const value = typeof shape === 'object' ? fixed(shape.value, style) : opened(shape, style, true);
  return {
    label: name,
    kind: 'property',
    edit: { span, text: keyText(name, style, value) },
    snippet: true,
    documentation,
    rank,
    retrigger: typeof shape !== 'object',
  };
}

/** Required properties first, then by name; the snippet opens what the type needs. */
export function propertyItem(
  name: string,
  property: CfnProperty,
  span: Span,
  style: ItemStyle,
  documentationKey: string,
): CompletionItem {
  return {
    label: name,
    kind: 'property',
    edit: { span, text: keyText(name, style, valueSnippet(property.t, style)) },
    snippet: true,
    detail: `${typeName(property.t)}${property.q ? ' · required' : ''}${property.x === 'y' ? ' · replaces on change' : property.x === 'm' ? ' · may replace on change' : ''}`,
    documentationKey,
    rank: property.q ? 0 : property.d ? 2 : 1,
    retrigger: true,
    ...(property.d && { deprecated: true }),
  };
}

/** Texts as they are; JSON gets quotes where none stand yet. */
export function plain(values: readonly string[], kind: CompletionKind, style: ValueStyle): CompletionItem[] {
  const bare = style.quoted || !style.json;
  return values.map(
    (value, rank): CompletionItem => ({
      label: value,
      kind,
      edit: { span: style.span, text: bare ? value : JSON.stringify(value) },
      rank,
      ...(bare ? {} : { filter: `"${value}"` }),
    }),
  );
}

/** A call as a value: what stands between quotes is replaced with them. */
export function callItem(
  label: string,
  text: string,
  rank: number,
  { span, json, quoted }: ValueStyle,
): CompletionItem {
  const whole = json && quoted ? { start: span.start - 1, end: span.end + 1 } : span;
  return {
    label,
    kind: 'function',
    edit: { span: whole, text },
    snippet: true,
    rank,
    retrigger: true,
    ...(json && quoted ? { filter: `"${label}` } : {}),
  };
}

/** `key: value` as a snippet; in JSON with its quotes. */
export function keyText(name: string, style: ItemStyle, value: string): string {
  if (style.followed) return name;
  if (style.json || style.quoted) return `${style.quoted ? '' : '"'}${name}": ${value.trimStart()}`;
  return `${name}:${value}`;
}

function valueSnippet(type: CfnType, style: ItemStyle): string {
  const list = typeof type !== 'string' && type[0] === 'l';
  const nested = typeof type !== 'string' && (type[0] === 'r' || type[0] === 'm');
  return opened(list ? 'list' : nested ? 'map' : 'text', style, type === 's');
}

function opened(shape: 'text' | 'map' | 'list', style: ItemStyle, text: boolean): string {
  const brackets = { text: text && style.json ? '"$0"' : '$0', map: '{$0}', list: '[$0]' }[shape];
  if (style.json) return brackets;
  if (style.flow || shape === 'text') return ` ${brackets}`;
  return `\n${style.indent}${shape === 'list' ? '- ' : ''}$0`;
}

function fixed(value: string, style: ItemStyle): string {
  return style.json ? JSON.stringify(value) : ` '${value}'`;
}
