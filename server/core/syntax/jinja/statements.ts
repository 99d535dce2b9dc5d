import type { ExpressionReader } from './expression.ts';

/** A statement that waits for its end. */
export interface Open {
  readonly tag: string;
  readonly start: number;
}

interface Context {
  readonly open: Open[];
  readonly defined: Set<string>;
  readonly start: number;
}

/** Statements with an end of their own. `set` only without a value. */
const BLOCKS = new Set(['for', 'if', 'macro', 'call', 'filter', 'block', 'with', 'autoescape', 'raw', 'trans']);

/** One `{% … %}`. Nesting is kept in `open`; an end that fits nothing is a problem. */
export function readStatement(reader: ExpressionReader, context: Context): void {
  reader.attempt(() => {
    if (reader.token.kind === 'end') reader.fail('An empty statement: the name of one is missing.');
    if (
      reader.token.kind === 'name' &&
      !KNOWN.has(reader.token.text) &&
      !/^(end|elif$|else$|trans$|pluralize$)/.test(reader.token.text)
    )
      reader.fail(`There is no statement "${reader.token.text}".`);
    const tag = reader.name('a statement').text;
    if (tag.startsWith('end')) return close(reader, tag.slice(3), context);
    if (tag === 'elif' || tag === 'else' || tag === 'pluralize') return between(reader, tag, context);
    // Opened before it is read: where its head is wrong its end is still its own.
    if (BLOCKS.has(tag)) context.open.push({ tag, start: context.start });
    body(reader, tag, context);
    // What stands behind a translation or an unknown statement is its own matter.
    if (KNOWN.has(tag)) reader.finish();
  });
}

const KNOWN = new Set([
  'for',
  'if',
  'set',
  'macro',
  'call',
  'filter',
  'block',
  'extends',
  'include',
  'import',
  'from',
  'with',
  'autoescape',
  'raw',
  'do',
  'break',
  'continue',
  'debug',
]);

function close(reader: ExpressionReader, tag: string, { open }: Context): void {
  const last = open.at(-1);
  if (last?.tag !== tag) {
    const inside = last === undefined ? 'nothing is open' : `{% ${last.tag} %} is still open`;
    reader.problem ??= {
      message: `{% end${tag} %} does not fit: ${inside}.`,
      start: reader.token.start,
      end: reader.token.end,
    };
    // The end of an outer statement closes what was forgotten inside it.
    const outer = open.findLastIndex((each) => each.tag === tag);
    if (outer !== -1) open.length = outer;
    return;
  }
  open.pop();
  if (tag === 'block' && reader.token.kind === 'name') reader.name('the block');
  reader.finish();
}

function between(reader: ExpressionReader, tag: string, { open }: Context): void {
  const inside = open.at(-1)?.tag;
  const fits =
    tag === 'elif' ? inside === 'if' : tag === 'pluralize' ? inside === 'trans' : inside === 'if' || inside === 'for';
  if (!fits) reader.fail(`{% ${tag} %} stands outside of ${tag === 'elif' ? 'an if' : 'an if or a loop'}.`);
  if (tag === 'elif') reader.tuple();
  if (tag !== 'pluralize') reader.finish();
}

function body(reader: ExpressionReader, tag: string, { open, defined, start }: Context): void {
  switch (tag) {
    case 'for':
      targets(reader, defined);
      if (!reader.takesName('in')) reader.fail('A loop needs "in" and what it runs over.');
      reader.tuple(false);
      if (reader.takesName('if')) reader.expression();
      reader.takesName('recursive');
      defined.add('loop');
      return;
    case 'if':
    case 'do':
    case 'extends':
      reader.tuple();
      return;
    case 'set':
      targets(reader, defined);
      if (reader.takes('=')) reader.tuple();
      else {
        while (reader.takes('|')) reader.filter();
        open.push({ tag: 'set', start });
      }
      return;
    case 'macro':
    case 'block':
      defined.add(reader.name(tag === 'macro' ? 'the macro' : 'the block').text);
      if (reader.is('(')) signature(reader, defined);
      while (reader.takesName('scoped') || reader.takesName('required'));
      return;
    case 'call':
      if (reader.is('(')) signature(reader, defined);
      reader.expression();
      return;
    case 'filter':
      reader.filter();
      while (reader.takes('|')) reader.filter();
      return;
    case 'with':
      withNames(reader, defined);
      return;
    case 'autoescape':
      reader.expression();
      return;
    case 'include':
      reader.expression();
      if (reader.takesName('ignore')) reader.takesName('missing');
      context(reader);
      return;
    case 'import':
      reader.expression();
      if (!reader.takesName('as')) reader.fail('An import needs "as" and a name.');
      defined.add(reader.name('the import').text);
      context(reader);
      return;
    case 'from':
      fromImport(reader, defined);
      return;
  }
}

/** `a`, `a, b`, `(a, b), c`, `ns.a`. */
function targets(reader: ExpressionReader, defined: Set<string>, depth = 0): void {
  do {
    if (reader.is('(') && depth < DEEPEST_TARGET) {
      reader.expect('(');
      targets(reader, defined, depth + 1);
      reader.expect(')');
    } else defined.add(reader.name('a variable').text);
    while (reader.takes('.')) reader.name('an attribute');
  } while (reader.takes(',') && !reader.isName('in') && !reader.is(')'));
}

const DEEPEST_TARGET = 40;

function signature(reader: ExpressionReader, defined: Set<string>): void {
  reader.expect('(');
  while (!reader.is(')')) {
    defined.add(reader.name('a parameter').text);
    if (reader.takes('=')) reader.expression();
    if (!reader.takes(',')) break;
  }
  reader.expect(')');
  for (const name of ['caller', 'varargs', 'kwargs']) defined.add(name);
}

function withNames(reader: ExpressionReader, defined: Set<string>): void {
  while (reader.token.kind !== 'end') {
    targets(reader, defined);
    reader.expect('=');
    reader.expression();
    if (!reader.takes(',')) return;
  }
}

function fromImport(reader: ExpressionReader, defined: Set<string>): void {
  reader.expression();
  if (!reader.takesName('import')) reader.fail('"import" and the names are missing.');
  do {
    if (reader.token.kind === 'end') return;
    const { text } = reader.name('what is imported');
    defined.add(reader.takesName('as') ? reader.name('the import').text : text);
    if (reader.isName('with') || reader.isName('without')) break;
  } while (reader.takes(','));
  context(reader);
}

function context(reader: ExpressionReader): void {
  if (reader.takesName('with') || reader.takesName('without')) reader.takesName('context');
}
