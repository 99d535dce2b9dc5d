import type { Fix } from '../../../model/finding.ts';
import type { Edit, Span } from '../../../model/span.ts';
import type { HclBlock } from '../../../syntax/hcl.ts';
import type { Item, Type } from '../schema/body.ts';

/** Line ending of a text. */
export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Blanks at the start of the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Removes whole lines where nothing else stands on them. */
export function removal(text: string, title: string, span: Span): Fix {
  return { title, safety: 'confirm', edits: [{ span: wholeLines(text, span), text: '' }] };
}

export function wholeLines(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  const alone = text.slice(lineStart, start).trim() === '' && /^\s*(?:(?:#|\/\/).*)?$/.test(text.slice(end, lineEnd));
  return alone ? { start: lineStart, end: lineEnd } : { start, end };
}

/** New lines at the end of a block's body. Undefined when the block has no closing brace to put them before. */
export function insertInBody(text: string, block: HclBlock, items: readonly Item[]): Edit | undefined {
  const { close, open } = block;
  if (!close) return undefined;
  const newline = newlineOf(text);
  const outer = indentAt(text, block.span.start);
  const lines = items.map((item) => `${outer}  ${stubOf(item, `${outer}  `, newline)}`).join(newline);
  const content = text.slice(open.end, close.start);
  if (!content.includes('\n')) {
    const kept = content.trim() === '' ? '' : `${newline}${outer}  ${content.trim()}`;
    return { span: { start: open.end, end: close.start }, text: `${kept}${newline}${lines}${newline}${outer}` };
  }
  const at = text.lastIndexOf('\n', close.start - 1) + 1;
  return { span: { start: at, end: at }, text: lines + newline };
}

/** One more line at the end of a block's body. */
export function insertLine(text: string, block: HclBlock, line: string): Edit | undefined {
  const { close, open } = block;
  if (!close) return undefined;
  const newline = newlineOf(text);
  const outer = indentAt(text, block.span.start);
  const content = text.slice(open.end, close.start);
  if (content.includes('\n')) {
    const at = text.lastIndexOf('\n', close.start - 1) + 1;
    return { span: { start: at, end: at }, text: `${outer}  ${line}${newline}` };
  }
  const kept = content.trim() === '' ? '' : `${newline}${outer}  ${content.trim()}`;
  return { span: { start: open.end, end: close.start }, text: `${kept}${newline}${outer}  ${line}${newline}${outer}` };
}

function stubOf(item: Item, indent: string, newline: string): string {
  if (item.form !== 'block') return `${item.name} = ${emptyValue(item.type)}`;
  const labels = (item.labels ?? []).map((label) => ` "${label}"`).join('');
  return `${item.name}${labels} {${newline}${indent}}`;
}

/** A value of the right type that says nothing. */
function emptyValue(type: Type | undefined): string {
  switch (type?.kind) {
    case 'string':
      return '""';
    case 'number':
      return '0';
    case 'bool':
      return 'false';
    case 'list':
    case 'set':
    case 'tuple':
      return '[]';
    case 'map':
    case 'object':
      return '{}';
    default:
      return 'null';
  }
}
