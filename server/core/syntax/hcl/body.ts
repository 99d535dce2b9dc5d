import type { Span, Written } from '../../model/span.ts';
import { isIdentifier } from './characters.ts';
import { type Cursor, MAXIMUM_DEPTH } from './cursor.ts';
import { found, isCloser, isOpener } from './recover.ts';
import { TOKEN } from './tokens.ts';
import type { HclAttribute, HclBlock, HclBody, HclItem, HclLabel } from './tree.ts';

export interface BodyOptions {
  /** A block header in column 0 closes every block around it: set when the file is known to lack a closing brace. */
  readonly columnZeroCloses: boolean;
}

/** Reads items up to the closing brace (left for the caller) or the end of the file. */
export function bodyOf(cursor: Cursor, nested: boolean, options: BodyOptions): HclBody {
  const items: HclItem[] = [];
  const { start } = cursor.span;
  const names = new Map<string, Span>();
  for (;;) {
    while (cursor.accept(TOKEN.newline));
    const { kind } = cursor;
    if (kind === TOKEN.end || (nested && kind === TOKEN.closeBrace)) break;
    if (nested && options.columnZeroCloses && cursor.startsBlock(0)) break;
    if (kind !== TOKEN.identifier && kind !== TOKEN.openQuote) {
      stray(cursor);
      continue;
    }
    const item = itemOf(cursor, options);
    items.push(item);
    if (item.kind === 'attribute') checkName(cursor, item, names);
    endItem(cursor, item);
  }
  return { span: { start, end: Math.max(start, cursor.passed) }, items };
}

/** Something that begins neither an attribute nor a block. */
function stray(cursor: Cursor): void {
  const closer = cursor.kind === TOKEN.closeBrace;
  const message = closer
    ? 'This "}" closes nothing'
    : `Expected an argument or a block, found "${cursor.word.slice(0, 20)}"`;
  cursor.report(message, cursor.span);
  if (closer) cursor.skip();
  else nextItem(cursor);
}

function checkName(cursor: Cursor, { name }: HclAttribute, names: Map<string, Span>): void {
  const first = names.get(name.value);
  if (!first) {
    names.set(name.value, name.span);
    return;
  }
  const line = cursor.text.slice(0, first.start).split('\n').length;
  cursor.report(
    `"${name.value}" is already set in line ${line}; an argument can be set only once`,
    name.span,
    'duplicate-attribute',
  );
}

function itemOf(cursor: Cursor, options: BodyOptions): HclItem {
  if (cursor.kind === TOKEN.openQuote) return quotedName(cursor, options);
  const name = cursor.takeWord();
  if (cursor.kind === TOKEN.equals) return attributeOf(cursor, name);
  if (cursor.kind === TOKEN.operator && cursor.word === '==') {
    const { span } = cursor;
    cursor.report('Write "=" to set an argument; "==" compares', span, 'syntax', { span, text: '=' });
    return attributeOf(cursor, name);
  }
  return blockOf(cursor, name, options);
}

/** `"name" = …` is JSON's way; it is read as if the quotes were not there. */
function quotedName(cursor: Cursor, options: BodyOptions): HclItem {
  const { start } = cursor.span;
  const label = labelOf(cursor);
  const name = { value: label.value, span: label.span };
  if (cursor.kind === TOKEN.equals || cursor.kind === TOKEN.colon) {
    const meant = isIdentifier(label.value) ? { span: label.span, text: label.value } : undefined;
    cursor.report('The name of an argument is written without quotes', label.span, 'syntax', meant);
    return attributeOf(cursor, name);
  }
  cursor.report(`Expected an argument or a block${found(cursor)}`, { start, end: label.span.end });
  return blockOf(cursor, name, options);
}

function attributeOf(cursor: Cursor, name: Written): HclAttribute {
  const equals = cursor.skip();
  const value = cursor.expression();
  const end = Math.max(equals.end, value.span.end);
  return { kind: 'attribute', name, equals, value, span: { start: name.span.start, end } };
}

function blockOf(cursor: Cursor, type: Written, options: BodyOptions): HclItem {
  const labels: HclLabel[] = [];
  while (cursor.kind === TOKEN.identifier || cursor.kind === TOKEN.openQuote) labels.push(labelOf(cursor));
  const header = { start: type.span.start, end: labels.at(-1)?.span.end ?? type.span.end };
  const open = openOf(cursor, header, labels.length);
  if (!open) return { kind: 'unfinished', type, labels, span: header };
  if (cursor.depth > MAXIMUM_DEPTH) return tooDeep(cursor, type, labels, header, open);
  const problems = cursor.problems.length;
  cursor.depth++;
  checkOneLine(cursor);
  const body = bodyOf(cursor, true, options);
  cursor.depth--;
  const close = cursor.accept(TOKEN.closeBrace);
  if (!close && cursor.problems.length === problems) {
    cursor.report(`The block "${type.value}" is not closed: "}" is missing`, header);
  }
  const end = close?.end ?? Math.max(open.end, body.span.end);
  const inner = { start: open.end, end: close?.start ?? end };
  return {
    kind: 'block',
    type,
    labels,
    body: { ...body, span: inner },
    header,
    open,
    ...(close && { close }),
    span: { start: header.start, end },
  };
}

/** The opening brace; an empty place where it is missing although a body follows. */
function openOf(cursor: Cursor, header: Span, labels: number): Span | undefined {
  const open = cursor.accept(TOKEN.openBrace);
  if (open) return open;
  const what =
    labels === 0 ? 'Expected "=" and a value, or "{" and a block' : 'Expected "{" after the labels of the block';
  cursor.report(`${what}${found(cursor)}`);
  if (cursor.kind !== TOKEN.newline || !bodyFollows(cursor, header, labels)) return undefined;
  while (cursor.kind === TOKEN.newline) cursor.skip();
  if (cursor.kind === TOKEN.openBrace) return cursor.skip();
  return { start: header.end, end: header.end };
}

/** The brace stands on the next line, or the next line is indented deeper than the header. */
function bodyFollows(cursor: Cursor, header: Span, labels: number): boolean {
  const newline = cursor.span.end;
  const next = /\S/.exec(cursor.text.slice(newline, newline + 500));
  if (!next) return false;
  if (next[0] === '{') return true;
  return labels > 0 && cursor.columnOf(newline + next.index) > cursor.columnOf(header.start);
}

function tooDeep(cursor: Cursor, type: Written, labels: HclLabel[], header: Span, open: Span): HclBlock {
  cursor.report(`Nested deeper than ${MAXIMUM_DEPTH} levels; the rest is not read`, header, 'nesting-too-deep');
  for (let braces = 0; cursor.kind !== TOKEN.end; cursor.skip()) {
    if (isOpener(cursor.kind)) braces++;
    if (isCloser(cursor.kind) && braces-- === 0) break;
  }
  const close = cursor.kind === TOKEN.closeBrace ? cursor.skip() : undefined;
  const body = { span: { start: open.end, end: close?.start ?? open.end }, items: [] };
  return {
    kind: 'block',
    type,
    labels,
    body,
    header,
    open,
    ...(close && { close }),
    span: { start: header.start, end: close?.end ?? open.end },
  };
}

function labelOf(cursor: Cursor): HclLabel {
  if (cursor.kind === TOKEN.identifier) {
    const word = cursor.takeWord();
    return { ...word, quoted: false, inner: word.span };
  }
  const value = cursor.expression();
  const inner = value.kind === 'template' ? value.inner : value.span;
  const { span } = value;
  if (value.kind !== 'template' || value.parts.some((part) => part.kind !== 'text')) {
    cursor.report('A label is a plain string: no templates', span);
  }
  return { value: cursor.text.slice(inner.start, inner.end), span, quoted: true, inner };
}

/** A block on one line holds at most one argument. */
function checkOneLine(cursor: Cursor): void {
  if (cursor.kind === TOKEN.newline || cursor.kind === TOKEN.closeBrace || cursor.kind === TOKEN.end) return;
  const { start } = cursor.span;
  const line = cursor.text.slice(start, cursor.text.indexOf('\n', start) >>> 0);
  if (/^[\w-]+\s*\{|^[\w-]+\s+"/.test(line)) {
    cursor.report(
      'A block on one line cannot hold another block: put it on lines of its own',
      undefined,
      'one-line-block',
    );
  }
}

/** After an item its line must end. */
function endItem(cursor: Cursor, item: HclItem): void {
  if (cursor.kind === TOKEN.end || (item.kind === 'block' && !item.close)) return;
  const oneLine = item.kind === 'attribute' && beginsOnHeaderLine(cursor, item);
  if (oneLine ? cursor.kind === TOKEN.closeBrace : cursor.kind === TOKEN.newline) return;
  const message = oneLine
    ? 'A block on one line holds one argument only and closes on that line: put each argument on a line of its own'
    : `Expected a new line after the ${item.kind === 'block' ? 'block' : 'argument'}${found(cursor)}`;
  cursor.report(message, undefined, oneLine ? 'one-line-block' : 'syntax');
  if (cursor.kind === TOKEN.closeBrace) return;
  if (cursor.kind === TOKEN.identifier && (cursor.second === TOKEN.equals || cursor.second === TOKEN.openBrace)) return;
  nextItem(cursor);
}

/** The item follows the opening brace on the same line. */
function beginsOnHeaderLine(cursor: Cursor, item: HclItem): boolean {
  const lineStart = cursor.text.lastIndexOf('\n', item.span.start - 1) + 1;
  return /\{\s*$/.test(cursor.text.slice(lineStart, item.span.start));
}

/** Passes text up to the next line that can be an item of this body. Brackets that open on the way are passed whole. */
function nextItem(cursor: Cursor): void {
  for (let open = 0; cursor.kind !== TOKEN.end; cursor.skip()) {
    if (open === 0 && (cursor.kind === TOKEN.newline || cursor.kind === TOKEN.closeBrace)) return;
    if (open > 0 && cursor.startsBlock(1)) return;
    if (isOpener(cursor.kind)) open++;
    else if (isCloser(cursor.kind) && open > 0) open--;
  }
}
