import type { NewValue } from '../../model/intent.ts';
import type { Layout } from './layout.ts';
import { doubleQuoted, yamlString } from './scalar.ts';

/** `key:` with its value in block style, its first line without indentation; `column` = where the key stands. */
export function blockEntry(key: string, value: NewValue, column: number, layout: Layout): string {
  const name = yamlString(key, { flow: false });
  if (isNested(value)) {
    const list = 'list' in value;
    const indent = column + (list ? layout.listIndent : layout.step.length);
    return `${name}:${layout.eol}${' '.repeat(indent)}${blockNested(value, indent, layout)}`;
  }
  return `${name}: ${blockScalar(value, column, layout)}`;
}

/** `- value`; `column` = where the dash stands. */
export function blockItem(value: NewValue, column: number, layout: Layout): string {
  return `- ${isNested(value) ? blockNested(value, column + 2, layout) : blockScalar(value, column, layout)}`;
}

type Nested = { readonly list: readonly NewValue[] } | { readonly map: readonly (readonly [string, NewValue])[] };

function isNested(value: NewValue): value is Nested {
  if (typeof value !== 'object') return false;
  return ('list' in value && value.list.length > 0) || ('map' in value && value.map.length > 0);
}

function blockNested(value: Nested, column: number, layout: Layout): string {
  const separator = `${layout.eol}${' '.repeat(column)}`;
  if ('list' in value) return value.list.map((item) => blockItem(item, column, layout)).join(separator);
  return value.map.map(([key, item]) => blockEntry(key, item, column, layout)).join(separator);
}

function blockScalar(value: NewValue, column: number, layout: Layout): string {
  if (typeof value === 'string' && isBlockText(value)) return literal(value, column + layout.step.length, layout);
  return inlineValue(value, false);
}

/** Several lines that a literal block can hold without an indentation indicator. */
function isBlockText(text: string): boolean {
  if (!text.trimEnd().includes('\n') || text.startsWith(' ') || text.startsWith('\n')) return false;
  return text
    .split('\n')
    .every(
      (line) =>
        line === line.trimEnd() &&
        !line.includes('\t') &&
        yamlString(`x${line}`, { flow: false, style: 'single' }).startsWith("'"),
    );
}

/** Header and lines of a literal block whose lines stand at `column`; undefined for a text that is better on one line. */
export function literalText(text: string, column: number): string[] | undefined {
  if (!isBlockText(text)) return undefined;
  return literal(text, column, { json: false, eol: '\n', step: '  ', listIndent: 2, pretty: true }).split('\n');
}

/** A literal block: header and lines; a text that does not end with one line break gets `-` or `+`. */
export function literal(text: string, column: number, layout: Layout): string {
  const chomping = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  const indent = ' '.repeat(column);
  return `|${chomping}${layout.eol}${lines.map((line) => (line === '' ? '' : indent + line)).join(layout.eol)}`;
}

/** Flow style on one line, as YAML. */
function inlineValue(value: NewValue, flow: boolean): string {
  if (typeof value === 'string') return yamlString(value, { flow });
  if (typeof value !== 'object') return String(value);
  if ('raw' in value) return value.raw;
  if ('list' in value) return `[${value.list.map((item) => inlineValue(item, true)).join(', ')}]`;
  const entries = value.map.map(([key, item]) => `${yamlString(key, { flow: true })}: ${inlineValue(item, true)}`);
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}

/** JSON over several lines; `indent` = white space of the line it starts on. */
function jsonValue(value: NewValue, indent: string, layout: Layout): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if ('raw' in value) return value.raw;
  const list = 'list' in value;
  const [open, close] = list ? '[]' : '{}';
  const inner = indent + layout.step;
  const parts = list
    ? value.list.map((item) => jsonValue(item, inner, layout))
    : value.map.map(([key, item]) => `${JSON.stringify(key)}: ${jsonValue(item, inner, layout)}`);
  if (parts.length === 0) return `${open}${close}`;
  if (!layout.pretty) return `${open}${parts.join(', ')}${close}`;
  const separator = `${layout.eol}${inner}`;
  return `${open}${separator}${parts.join(`,${separator}`)}${layout.eol}${indent}${close}`;
}

/** An entry or item of a collection in brackets. */
export function flowPart(key: string | undefined, value: NewValue, indent: string, layout: Layout): string {
  if (layout.json) {
    const text = jsonValue(value, indent, layout);
    return key === undefined ? text : `${JSON.stringify(key)}: ${text}`;
  }
  const text = inlineValue(value, true);
  return key === undefined ? text : `${yamlString(key, { flow: true })}: ${text}`;
}

/** Text of a scalar in JSON; `typed` keeps numbers, booleans and null bare. */
export function jsonScalar(text: string, typed: boolean): string {
  return typed && JSON_LITERAL.test(text) ? text : doubleQuoted(text);
}

const JSON_LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;
