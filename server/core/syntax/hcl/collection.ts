import type { Span, Written } from '../../model/span.ts';
import type { Cursor } from './cursor.ts';
import { closeOf, found, isCloser, missing } from './recover.ts';
import { TOKEN } from './tokens.ts';
import type { HclEntry, HclExpression, HclFor, HclPart } from './tree.ts';

export function parenthesisOf(cursor: Cursor): HclExpression {
  const open = cursor.take();
  cursor.parentheses++;
  const read = () => {
    const inner = cursor.expression();
    return { inner, close: closeOf(cursor, TOKEN.closeParenthesis, ')', 'the parenthesis', open) };
  };
  const { inner, close } = cursor.within(false, read);
  cursor.parentheses--;
  return { kind: 'parenthesis', inner, span: { start: open.start, end: close?.end ?? cursor.passed } };
}

/** `[…]` or `{…}`: tuple, object, or one of the two `for` expressions. */
export function collectionOf(cursor: Cursor): HclExpression {
  const open = cursor.take();
  const tuple = cursor.text[open.start] === '[';
  const isFor = cursor.within(
    false,
    () => cursor.kind === TOKEN.identifier && cursor.word === 'for' && beginsFor(cursor),
  );
  if (tuple) cursor.brackets++;
  const result = isFor ? forOf(cursor, open, tuple) : tuple ? tupleOf(cursor, open) : objectOf(cursor, open);
  if (tuple) cursor.brackets--;
  return result;
}

/** `for` may also be the name of a key or a variable: a loop goes on with a name, or not at all yet. */
function beginsFor(cursor: Cursor): boolean {
  const next = cursor.second;
  return next !== TOKEN.equals && next !== TOKEN.colon && next !== TOKEN.dot && next !== TOKEN.comma;
}

function tupleOf(cursor: Cursor, open: Span): HclExpression {
  const items: HclExpression[] = [];
  const close = cursor.within(false, () => {
    while (!isCloser(cursor.kind) && cursor.kind !== TOKEN.end && !cursor.leaves()) {
      items.push(cursor.expression());
      if (!cursor.accept(TOKEN.comma)) break;
    }
    return closeOf(cursor, TOKEN.closeBracket, ']', 'the list', open);
  });
  const span = { start: open.start, end: close?.end ?? cursor.passed };
  return { kind: 'tuple', items, ...(close && { close }), span };
}

function objectOf(cursor: Cursor, open: Span): HclExpression {
  const entries: HclEntry[] = [];
  const close = cursor.within(true, () => {
    for (;;) {
      while (cursor.accept(TOKEN.newline));
      if (isCloser(cursor.kind) || cursor.kind === TOKEN.end || cursor.startsBlock(1)) break;
      const before = cursor.span.start;
      entries.push(entryOf(cursor));
      if (isCloser(cursor.kind)) break;
      if (!cursor.accept(TOKEN.comma) && !cursor.accept(TOKEN.newline)) passEntry(cursor, before);
    }
    return closeOf(cursor, TOKEN.closeBrace, '}', 'the object', open);
  });
  const span = { start: open.start, end: close?.end ?? cursor.passed };
  return { kind: 'object', entries, ...(close && { close }), span };
}

/** After an entry that does not end soundly: on to the next one. */
function passEntry(cursor: Cursor, before: number): void {
  cursor.report(`Expected a comma or a new line before the next entry${found(cursor)}`);
  const stops = (kind: number) =>
    kind === TOKEN.newline || kind === TOKEN.comma || kind === TOKEN.end || isCloser(kind);
  if (cursor.span.start === before && !stops(cursor.kind)) cursor.skip();
  while (!stops(cursor.kind)) cursor.skip();
}

function entryOf(cursor: Cursor): HclEntry {
  const key = cursor.expression();
  const separator = cursor.accept(TOKEN.equals) ?? cursor.accept(TOKEN.colon);
  let value: HclExpression;
  if (separator) value = cursor.expression();
  else {
    cursor.report(`Expected "=" and the value of the entry${found(cursor)}`);
    if (cursor.kind === TOKEN.operator && cursor.word === '==') cursor.skip();
    value = missing(cursor);
  }
  const name = keyName(key);
  const at = { start: key.span.end, end: key.span.end };
  const span = { start: key.span.start, end: Math.max(key.span.end, value.span.end) };
  return { key, ...(name !== undefined && { name }), separator: separator ?? at, value, span };
}

function keyName(key: HclExpression): string | undefined {
  if (key.kind === 'reference' && key.steps.length === 0) return key.root.value;
  if (key.kind === 'literal') return String(key.value);
  return key.kind === 'template' ? plainText(key.parts) : undefined;
}

/** Text of a template without interpolation. */
function plainText(parts: readonly HclPart[]): string | undefined {
  if (parts.length === 0) return '';
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'text' ? only.value : undefined;
}

function forOf(cursor: Cursor, open: Span, tuple: boolean): HclFor {
  return cursor.within(false, () => {
    const keywords: Span[] = [cursor.take()];
    const names = namesOf(cursor);
    const collection = afterWord(cursor, 'in', keywords);
    if (!cursor.accept(TOKEN.colon)) cursor.report(`Expected ":" after the collection of "for"${found(cursor)}`);
    const first = cursor.expression();
    const arrow = cursor.kind === TOKEN.arrow;
    if (arrow && tuple) cursor.report('A list has no keys: write the loop in braces to make an object');
    if (arrow) cursor.take();
    else if (!tuple) cursor.report(`An object needs "key => value" in "for"${found(cursor)}`);
    const value = arrow ? cursor.expression() : first;
    const group = cursor.accept(TOKEN.ellipsis) !== undefined;
    const condition = cursor.word === 'if' ? afterWord(cursor, 'if', keywords) : undefined;
    const [kind, sign] = tuple ? ([TOKEN.closeBracket, ']'] as const) : ([TOKEN.closeBrace, '}'] as const);
    const close = closeOf(cursor, kind, sign, 'the loop', open);
    const span = { start: open.start, end: close?.end ?? cursor.passed };
    const parts = { ...(arrow && { key: first }), ...(condition && { condition }) };
    return {
      kind: 'for',
      result: tuple ? 'tuple' : 'object',
      names,
      collection,
      value,
      group,
      keywords,
      ...parts,
      span,
    };
  });
}

/** `k, v` of a loop. */
export function namesOf(cursor: Cursor): Written[] {
  const names: Written[] = [];
  do {
    if (cursor.kind !== TOKEN.identifier) {
      cursor.report(`Expected a name after "for"${found(cursor)}`);
      break;
    }
    names.push(cursor.takeWord());
  } while (names.length < 2 && cursor.accept(TOKEN.comma));
  return names;
}

/** The expression after a word that must stand here. */
export function afterWord(cursor: Cursor, word: string, keywords: Span[]): HclExpression {
  if (cursor.kind !== TOKEN.identifier || cursor.word !== word) {
    cursor.report(`Expected "${word}"${found(cursor)}`);
    return missing(cursor);
  }
  keywords.push(cursor.take());
  return cursor.expression();
}
