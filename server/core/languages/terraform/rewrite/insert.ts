import type { Intent, NewValue } from '../../../model/intent.ts';
import type { Edit, Span } from '../../../model/span.ts';
import type { HclBlock, HclItem, HclObject } from '../../../syntax/hcl.ts';
import { indentAt, newlineOf } from '../check/edits.ts';
import type { TerraformReading } from '../read/reading.ts';
import { containerAt } from './locate.ts';
import { expressionText, itemText } from './write.ts';

type InsertKey = Extract<Intent, { readonly kind: 'insertKey' }>;

/** Nothing to do when the key is there already. */
export function insertKey(
  reading: TerraformReading,
  { map, key, value, after }: InsertKey,
): readonly Edit[] | undefined {
  const container = containerAt(reading, map);
  if (!container || 'tuple' in container) return undefined;
  if ('object' in container) return intoObject(reading, container.object, key, value, after);
  return intoBlock(reading, container.block, key, value, after);
}

function nameOf(item: HclItem): string {
  return item.kind === 'attribute' ? item.name.value : item.type.value;
}

function intoBlock(
  reading: TerraformReading,
  block: HclBlock,
  key: string,
  value: NewValue,
  after: string | undefined,
): readonly Edit[] | undefined {
  const { text } = reading.source;
  const { close, open, body } = block;
  if (!close || body.items.some((item) => nameOf(item) === key)) return close ? [] : undefined;
  const newline = newlineOf(text);
  const outer = indentAt(text, block.span.start);
  const first = body.items[0];
  const ownLine = first !== undefined && text.slice(open.end, first.span.start).includes('\n');
  const indent = first && ownLine ? indentAt(text, first.span.start) : `${outer}  `;
  const anchor = anchorOf(body.items, after, value);
  const column =
    isArgument(value) && anchor?.kind === 'attribute' ? anchor.equals.start - anchor.name.span.start - 1 : 0;
  const line = itemText(key, value, { newline, indent }, Math.max(0, column));
  if (!text.slice(open.end, close.start).includes('\n')) {
    const kept = body.items.map((item) => `${newline}${indent}${text.slice(item.span.start, item.span.end)}`).join('');
    return [
      { span: { start: open.end, end: close.start }, text: `${kept}${newline}${indent}${line}${newline}${outer}` },
    ];
  }
  if (anchor) {
    const at = endOfLine(text, anchor.span.end);
    const gap = !isArgument(value) && body.items.length > 0 ? newline : '';
    return [{ span: { start: at, end: at }, text: `${gap}${newline}${indent}${line}` }];
  }
  const at = endOfLine(text, open.end);
  return [{ span: { start: at, end: at }, text: `${newline}${indent}${line}` }];
}

function isArgument(value: NewValue): boolean {
  return (
    typeof value !== 'object' ||
    'raw' in value ||
    ('list' in value && !value.list.some((item) => typeof item === 'object' && 'map' in item))
  );
}

/** The item to put a new one behind: the named one, else the last argument for an argument, else the last item. */
function anchorOf(
  items: readonly HclItem[],
  after: string | undefined,
  value: NewValue,
): Exclude<HclItem, { kind: 'unfinished' }> | undefined {
  const sound = items.filter((item) => item.kind !== 'unfinished');
  const named = sound.findLast((item) => nameOf(item) === after);
  if (named) return named;
  return (
    (isArgument(value) ? sound.findLast((item) => item.kind === 'attribute') : undefined) ??
    (isArgument(value) ? undefined : sound.at(-1))
  );
}

/** Before the line ending, behind a comment that trails. */
function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  const end = newline < 0 ? text.length : newline;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function intoObject(
  reading: TerraformReading,
  object: HclObject,
  key: string,
  value: NewValue,
  after: string | undefined,
): readonly Edit[] | undefined {
  const { text } = reading.source;
  if (!object.close || object.entries.some(({ name }) => name === key)) return object.close ? [] : undefined;
  const newline = newlineOf(text);
  const outer = indentAt(text, object.span.start);
  const last = object.entries.find(({ name }) => name === after) ?? object.entries.at(-1);
  const separator = last && text.slice(last.separator.start, last.separator.end) === ':' ? ':' : '=';
  if (!last) {
    const line = `${outer}  ${keyOf(key)} ${separator} ${expressionText(value, { newline, indent: `${outer}  ` })}`;
    return [
      { span: { start: object.span.start + 1, end: object.close.start }, text: `${newline}${line}${newline}${outer}` },
    ];
  }
  const inline = !text.slice(object.span.start, last.span.start).includes('\n');
  const indent = inline ? outer : indentAt(text, last.span.start);
  const column = last.separator.start - last.key.span.start - 1;
  const written = `${inline || separator === ':' ? keyOf(key) : keyOf(key).padEnd(column)} ${separator} ${expressionText(value, { newline, indent })}`;
  const comma = /^\s*,/.exec(text.slice(last.span.end));
  if (inline) return [{ span: { start: last.span.end, end: last.span.end }, text: `, ${written}` }];
  const at = endOfLine(text, last.span.end + (comma?.[0].length ?? 0));
  const tail = comma ? ',' : '';
  return [{ span: { start: at, end: at }, text: `${newline}${indent}${written}${tail}` }];
}

function keyOf(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : `"${key}"`;
}

export function insertItem(reading: TerraformReading, list: Span, value: NewValue): readonly Edit[] | undefined {
  const { text } = reading.source;
  const container = containerAt(reading, list);
  if (!container || !('tuple' in container) || !container.tuple.close) return undefined;
  const { tuple } = container;
  const newline = newlineOf(text);
  const last = tuple.items.at(-1);
  const close = tuple.close?.start ?? tuple.span.end;
  if (!last)
    return [
      {
        span: { start: tuple.span.start + 1, end: close },
        text: expressionText(value, { newline, indent: indentAt(text, tuple.span.start) }),
      },
    ];
  const indent = indentAt(text, last.span.start);
  const item = expressionText(value, { newline, indent });
  const ownLine = text.slice(tuple.span.start, last.span.start).includes('\n');
  if (!ownLine) return [{ span: { start: last.span.end, end: last.span.end }, text: `, ${item}` }];
  const comma = /^\s*,/.exec(text.slice(last.span.end, close));
  if (!comma) return [{ span: { start: last.span.end, end: last.span.end }, text: `,${newline}${indent}${item}` }];
  const at = endOfLine(text, last.span.end + comma[0].length);
  return [{ span: { start: at, end: at }, text: `${newline}${indent}${item},` }];
}
