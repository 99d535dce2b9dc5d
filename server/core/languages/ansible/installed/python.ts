/**
 * Reads string literals out of Python source, and nothing else: no name is looked up, nothing is evaluated. Documentation of modules
 * and plugins is such a literal by Ansible's own rules.
 */

/** Longer sources are no modules that anybody wrote. */
const LONGEST = 2_000_000;

const ASSIGNED = /^[ \t]*([A-Z][A-Z_0-9]*)[ \t]*(?::[ \t]*str[ \t]*)?=[ \t]*(\([ \t\r\n]*)?([rRuU]?)('''|"""|'|")/gm;

/** Text of the literal that is assigned to the name; undefined where there is none. */
export function literalOf(source: string, name: string): string | undefined {
  for (const { text, name: found } of literals(source)) if (found === name) return text();
  return undefined;
}

/** What of a module or plugin is ever read: its documentation, and the names that filter and test plugins give. */
export function excerptOf(source: string): string {
  if (source.length > LONGEST) return '';
  const kept = [...literals(source)]
    .filter(({ name }) => name !== 'EXAMPLES')
    .map(({ start, end }) => source.slice(start, end));
  if (GIVES.test(source)) kept.push('def filters(self):', ...keyLines(source));
  return `${kept.join('\n')}\n`;
}

/** Names of the filters or tests that a plugin gives; undefined where the source does not say them literally. */
export function namesGiven(source: string): readonly string[] | undefined {
  if (!GIVES.test(source)) return [];
  const names = keyLines(source).flatMap((line) =>
    [...line.matchAll(/['"]([A-Za-z_][\w.]*)['"]\s*:/g), ...line.matchAll(/\b([A-Za-z_]\w*)\s*=\s*[A-Za-z_]/g)].map(
      ([, name = '']) => name,
    ),
  );
  return names.length > 0 ? names : undefined;
}

const GIVES = /^[ \t]*def (?:filters|tests)\(/m;

/** Lines that may hold a name and what it stands for. */
function keyLines(source: string): string[] {
  return source
    .split('\n')
    .filter(
      (line) =>
        line.length < 400 &&
        (/['"][A-Za-z_][\w.]*['"]\s*:/.test(line) || /\bdict\(|^\s+[a-z]\w*=[a-z]\w*,?\s*$/.test(line)),
    );
}

interface Literal {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  text(): string;
}

function* literals(source: string): Iterable<Literal> {
  if (source.length > LONGEST) return;
  let past = 0;
  for (const { 0: head, 1: name = '', 2: bracket, 3: prefix = '', 4: quote = '', index } of source.matchAll(ASSIGNED)) {
    if (index < past) continue;
    const parts = pieces(source, index + head.length, quote, /r/i.test(prefix), bracket !== undefined);
    if (parts === undefined) continue;
    past = parts.end;
    yield { name, start: index, end: parts.end, text: () => parts.texts.join('') };
  }
}

/** One literal, or several that stand side by side in brackets. */
function pieces(
  source: string,
  from: number,
  first: string,
  raw: boolean,
  inBrackets: boolean,
): { readonly texts: readonly string[]; readonly end: number } | undefined {
  const texts: string[] = [];
  let at = from;
  let quote = first;
  let isRaw = raw;
  for (;;) {
    const close = closing(source, at, quote);
    if (close === -1) return undefined;
    const body = source.slice(at, close);
    texts.push(isRaw ? body : unescaped(body));
    const end = close + quote.length;
    const next = inBrackets ? /^\s*([rRuU]?)('''|"""|'|")/.exec(source.slice(end, end + 200)) : null;
    if (next === null) return { texts, end };
    at = end + next[0].length;
    isRaw = /r/i.test(next[1] ?? '');
    quote = next[2] ?? quote;
  }
}

/** A backslash keeps the quote behind it from closing, in raw literals as well. */
function closing(source: string, from: number, quote: string): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source.startsWith(quote, at)) return at;
    else if (quote.length === 1 && source[at] === '\n') return -1;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

function unescaped(text: string): string {
  return text.replace(/\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[\s\S])/g, (whole, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ESCAPES[code] ?? (/['"\\]/.test(code) ? code : whole);
  });
}
