import type { CompletionItem } from '../../../model/editor.ts';
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

export function keyItem(
  name: string,
  documentation: string,
  span: Span,
  style: ItemStyle,
  rank: number,
): CompletionItem {
  return {
    label: name,
    kind: 'property',
    edit: { span, text: keyText(name, style, style.json ? '$0' : ' $0') },
    snippet: true,
    documentation,
    rank,
    retrigger: true,
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

function keyText(name: string, style: ItemStyle, value: string): string {
  if (style.followed) return name;
  if (style.json || style.quoted) return `${style.quoted ? '' : '"'}${name}": ${value.trimStart()}`;
  return `${name}:${value}`;
}

function valueSnippet(type: CfnType, style: ItemStyle): string {
  const list = typeof type !== 'string' && type[0] === 'l';
  const nested = typeof type !== 'string' && (type[0] === 'r' || type[0] === 'm');
  if (style.json) return list ? '[$0]' : nested ? '{$0}' : type === 's' ? '"$0"' : '$0';
  if (style.flow) return list ? ' [$0]' : nested ? ' {$0}' : ' $0';
  if (list) return `\n${style.indent}- $0`;
  return nested ? `\n${style.indent}$0` : ' $0';
}
