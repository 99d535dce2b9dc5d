import type { Cursor } from './cursor.ts';
import { closeOf, found, missing } from './recover.ts';
import { TOKEN } from './tokens.ts';
import type { HclExpression, HclStep } from './tree.ts';

/** Reads `.name`, `[index]` and splats after a term. */
export function withSteps(cursor: Cursor, base: HclExpression): HclExpression {
  if (base.kind === 'missing') return base;
  const steps: HclStep[] = [];
  for (;;) {
    if (cursor.kind === TOKEN.dot) steps.push(...dotted(cursor));
    else if (cursor.kind === TOKEN.openBracket && !beginsLine(cursor)) steps.push(indexed(cursor));
    else break;
  }
  const last = steps.at(-1);
  if (!last) return base;
  const span = { start: base.span.start, end: last.span.end };
  if (base.kind === 'reference') return { ...base, steps, span };
  return { kind: 'access', base, steps, span };
}

/** In an unfinished list the next line's list is not an index of this line's item. */
function beginsLine(cursor: Cursor): boolean {
  return cursor.newlines && cursor.startsLine();
}

function dotted(cursor: Cursor): HclStep[] {
  const { start, end } = cursor.take();
  if (cursor.kind === TOKEN.identifier && !(!cursor.newlines && cursor.leaves())) {
    const name = cursor.takeWord();
    return [{ kind: 'name', name, span: { start, end: name.span.end } }];
  }
  if (cursor.kind === TOKEN.number) return legacyIndex(cursor, start);
  if (cursor.kind === TOKEN.operator && cursor.word === '*') {
    return [{ kind: 'splat', full: false, span: { start, end: cursor.take().end } }];
  }
  cursor.report(`Expected a name after "."${found(cursor)}`);
  return [{ kind: 'name', name: { value: '', span: { start: end, end } }, span: { start, end } }];
}

/** `.0`; `.0.1` is one number to the lexer and not allowed by the language. */
function legacyIndex(cursor: Cursor, start: number): HclStep[] {
  const { value, span } = cursor.takeWord();
  if (/^\d+$/.test(value))
    return [{ kind: 'name', name: { value, span }, legacy: true, span: { start, end: span.end } }];
  const [first = '', second = ''] = value.split('.');
  const meant = { span: { start, end: span.end }, text: `[${first}][${second}]` };
  cursor.report(`Two indices in a row cannot be written with dots: use ${meant.text}`, span, 'syntax', meant);
  return [{ kind: 'name', name: { value, span }, legacy: true, span: { start, end: span.end } }];
}

function indexed(cursor: Cursor): HclStep {
  const open = cursor.take();
  cursor.brackets++;
  const step = cursor.within(false, (): HclStep => {
    if (cursor.kind === TOKEN.operator && cursor.word === '*' && cursor.second === TOKEN.closeBracket) {
      cursor.take();
      return { kind: 'splat', full: true, span: { start: open.start, end: cursor.take().end } };
    }
    const key = cursor.kind === TOKEN.closeBracket ? noIndex(cursor) : cursor.expression();
    const close = closeOf(cursor, TOKEN.closeBracket, ']', 'the index', open);
    return { kind: 'index', key, span: { start: open.start, end: close?.end ?? Math.max(open.end, cursor.passed) } };
  });
  cursor.brackets--;
  return step;
}

function noIndex(cursor: Cursor): HclExpression {
  cursor.report('An index is missing between the brackets');
  return missing(cursor);
}
