import type { NewValue } from '../../../model/intent.ts';
import { isIdentifier } from '../../../syntax/hcl/characters.ts';

/** How new lines look: the file's line ending and the blanks before them. */
export interface Layout {
  readonly newline: string;
  readonly indent: string;
}

/** Text in quotes; sequences that would mean something are escaped. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/(\$|%)\{/g, '$1$1{');
  return `"${escaped}"`;
}

/** A value as an expression. */
export function expressionText(value: NewValue, layout: Layout): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  if ('raw' in value) return value.raw;
  if ('list' in value) return `[${value.list.map((item) => expressionText(item, layout)).join(', ')}]`;
  if (value.map.length === 0) return '{}';
  const inner = { ...layout, indent: `${layout.indent}  ` };
  const width = widest(value.map.map(([key]) => keyText(key)));
  const lines = value.map.map(
    ([key, each]) => `${inner.indent}${keyText(key).padEnd(width)} = ${expressionText(each, inner)}`,
  );
  return ['{', ...lines, `${layout.indent}}`].join(layout.newline);
}

function keyText(key: string): string {
  return isIdentifier(key) ? key : quoted(key);
}

function widest(names: readonly string[]): number {
  return Math.max(0, ...names.map(({ length }) => length));
}

/** Arguments whose value is a map although it is written over several lines; other maps in a body are nested blocks. */
const MAP_ARGUMENTS = new Set([
  'tags',
  'tags_all',
  'labels',
  'annotations',
  'variables',
  'parameters',
  'triggers',
  'environment_variables',
  'app_settings',
  'match_labels',
  'config',
  'data',
  'triggers_replace',
  'input',
]);

/** `key = value`, or a nested block when the value is a map. A list of maps is several blocks. */
export function itemText(key: string, value: NewValue, layout: Layout, column: number): string {
  if (typeof value === 'object' && 'map' in value && !MAP_ARGUMENTS.has(key)) return blockText(key, value.map, layout);
  if (typeof value === 'object' && 'list' in value && value.list.length > 0 && value.list.every(isMap)) {
    return value.list
      .map((item) => (isMap(item) ? blockText(key, item.map, layout) : ''))
      .join(layout.newline + layout.indent);
  }
  return `${key.padEnd(column)} = ${expressionText(value, layout)}`;
}

function isMap(value: NewValue): value is { readonly map: readonly (readonly [string, NewValue])[] } {
  return typeof value === 'object' && 'map' in value;
}

function blockText(key: string, entries: readonly (readonly [string, NewValue])[], layout: Layout): string {
  const inner = { ...layout, indent: `${layout.indent}  ` };
  const width = widest(entries.filter(([, value]) => !isMap(value)).map(([name]) => name));
  const lines = entries.map(([name, value]) => inner.indent + itemText(name, value, inner, width));
  return [`${key} {`, ...lines, `${layout.indent}}`].join(layout.newline);
}
