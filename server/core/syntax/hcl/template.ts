import type { Span } from '../../model/span.ts';
import { afterWord, namesOf } from './collection.ts';
import { type Cursor, MAXIMUM_DEPTH } from './cursor.ts';
import { decodeText, dedent } from './decode.ts';
import { found, isCloser, isOpener, missing } from './recover.ts';
import { TOKEN } from './tokens.ts';
import type { HclDirective, HclInterpolation, HclPart, HclTemplate } from './tree.ts';

/** Reads a quoted string or a heredoc. */
export function templateOf(cursor: Cursor): HclTemplate {
  const quoted = cursor.kind === TOKEN.openQuote;
  const open = cursor.take();
  const parts = wholeTemplate(cursor, quoted);
  const innerEnd = Math.max(open.end, cursor.passed);
  const close = cursor.accept(quoted ? TOKEN.closeQuote : TOKEN.closeHeredoc);
  if (!close) unclosed(cursor, open, quoted);
  else if (!quoted && close.end === cursor.text.length)
    cursor.report('The end mark of a heredoc needs a new line after it', close);
  const inner = { start: open.end, end: close && !quoted ? close.start : innerEnd };
  const span = { start: open.start, end: close?.end ?? innerEnd };
  if (quoted) return { kind: 'template', style: 'quoted', parts, inner, span };
  const indented = cursor.text[open.start + 2] === '-';
  return {
    kind: 'template',
    style: indented ? 'indented-heredoc' : 'heredoc',
    parts: indented ? dedent(parts) : parts,
    inner,
    span,
  };
}

function unclosed(cursor: Cursor, open: Span, quoted: boolean): void {
  const message = quoted
    ? 'The quoted string is not closed on its line; text over several lines is written as a heredoc'
    : 'The heredoc is not closed: a line with only its end mark is missing';
  cursor.report(message, { start: open.start, end: quoted ? open.end : open.end - 1 });
}

/** All parts of a template; words that end a loop or a condition that nobody opened are reported and passed. */
export function wholeTemplate(cursor: Cursor, quoted: boolean): HclPart[] {
  const parts: HclPart[] = [];
  for (;;) {
    parts.push(...partsOf(cursor, quoted));
    if (cursor.kind !== TOKEN.directive) return parts;
    cursor.take();
    cursor.report(`Nothing is open here that "${cursor.word}" could end`);
    endSequence(cursor);
  }
}

/** Parts up to the end of the template, or to a directive word that ends something. */
function partsOf(cursor: Cursor, quoted: boolean): HclPart[] {
  const parts: HclPart[] = [];
  for (;;) {
    const { kind } = cursor;
    if (kind === TOKEN.text) parts.push(textOf(cursor, quoted));
    else if (kind === TOKEN.interpolation) parts.push(interpolationOf(cursor));
    else if (kind === TOKEN.directive) {
      if (endsDirective(cursor)) return parts;
      parts.push(directiveOf(cursor, quoted));
    } else if (kind === TOKEN.invalid) {
      cursor.report('This character cannot stand here');
      cursor.skip();
    } else return parts;
  }
}

function textOf(cursor: Cursor, quoted: boolean): HclPart {
  const { value, span } = cursor.takeWord();
  const report = (start: number, end: number) =>
    cursor.report('This is not an escape sequence: write \\n, \\r, \\t, \\", \\\\, \\uNNNN or \\UNNNNNNNN', {
      start: span.start + start,
      end: span.start + end,
    });
  return { kind: 'text', value: decodeText(value, quoted, report), span };
}

function interpolationOf(cursor: Cursor): HclInterpolation {
  const open = cursor.take();
  const strip = cursor.text[open.end - 1] === '~';
  return cursor.within(false, () => {
    const expression = cursor.kind === TOKEN.sequenceEnd ? noValue(cursor) : cursor.expression();
    const end = endSequence(cursor);
    return { kind: 'interpolation', expression, strip, span: { start: open.start, end } };
  });
}

function noValue(cursor: Cursor) {
  cursor.report('An expression is missing between the braces');
  return missing(cursor);
}

/** Expects the `}` of a sequence; passes what does not fit, never past the end of the string. */
function endSequence(cursor: Cursor): number {
  const close = cursor.accept(TOKEN.sequenceEnd);
  if (close) return close.end;
  cursor.report(`Expected "}" to close the sequence${found(cursor)}`);
  for (let open = 0; cursor.kind !== TOKEN.end; cursor.skip()) {
    if (isOpener(cursor.kind)) open++;
    else if (open === 0 && cursor.kind === TOKEN.sequenceEnd) return cursor.skip().end;
    else if (open === 0 && isCloser(cursor.kind)) break;
    else if (open === 0 && (cursor.kind === TOKEN.text || cursor.kind === TOKEN.newline || cursor.leaves())) break;
    else if (isCloser(cursor.kind)) open--;
  }
  return cursor.passed;
}

function endsDirective(cursor: Cursor): boolean {
  const rest = /^%\{~?\s*(?:else|endif|endfor)\b/;
  const { start } = cursor.span;
  return rest.test(cursor.text.slice(start, start + 60));
}

function directiveOf(cursor: Cursor, quoted: boolean): HclPart {
  const open = cursor.take();
  const keywords: Span[] = [];
  if (cursor.depth > MAXIMUM_DEPTH) {
    cursor.report(`Nested deeper than ${MAXIMUM_DEPTH} levels`, open, 'nesting-too-deep');
    endSequence(cursor);
    return { kind: 'text', value: '', span: open };
  }
  const { kind, names, expression } = cursor.within(false, () => directiveHead(cursor, keywords));
  cursor.depth++;
  const parts = partsOf(cursor, quoted);
  const otherwise = kind === 'if' && endWord(cursor, 'else', keywords) ? partsOf(cursor, quoted) : [];
  const last = kind === 'if' ? 'endif' : 'endfor';
  if (!endWord(cursor, last, keywords)) cursor.report(`"%{ ${kind} }" is not closed: "%{ ${last} }" is missing`, open);
  cursor.depth--;
  const span = { start: open.start, end: Math.max(open.end, cursor.passed) };
  return { kind, names, expression, parts, otherwise, keywords, span };
}

function directiveHead(cursor: Cursor, keywords: Span[]): Pick<HclDirective, 'kind' | 'names' | 'expression'> {
  const { word } = cursor;
  if (cursor.kind !== TOKEN.identifier || (word !== 'if' && word !== 'for')) {
    cursor.report(`Expected "if" or "for" after "%{"${found(cursor)}`);
    endSequence(cursor);
    return { kind: 'if', names: [], expression: missing(cursor) };
  }
  keywords.push(cursor.take());
  const names = word === 'for' ? namesOf(cursor) : [];
  const expression = word === 'for' ? afterWord(cursor, 'in', keywords) : cursor.expression();
  endSequence(cursor);
  return { kind: word, names, expression };
}

/** Consumes `%{ word }` when it stands here. */
function endWord(cursor: Cursor, word: string, keywords: Span[]): boolean {
  const { start } = cursor.span;
  const match = /^%\{~?\s*(\w+)/.exec(cursor.text.slice(start, start + 60));
  if (cursor.kind !== TOKEN.directive || match?.[1] !== word) return false;
  cursor.take();
  cursor.within(false, () => {
    keywords.push(cursor.take());
    endSequence(cursor);
  });
  return true;
}
