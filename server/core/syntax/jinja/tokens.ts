/** Tokens of a Jinja expression. Offsets are into the text that holds it. */
export interface JinjaToken {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'end' | 'bad';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What closes the region: a delimiter at depth zero, or the end of the text. */
export interface JinjaRegion {
  readonly tokens: readonly JinjaToken[];
  /** Offset behind the closing delimiter, or behind the last token. */
  readonly end: number;
  readonly closed: boolean;
}

const LONG_OPERATORS: ReadonlySet<string> = new Set(['**', '//', '==', '!=', '<=', '>=']);
const OPENING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Longest expression that is looked at. */
const MOST_TOKENS = 20_000;

/**
 * Reads tokens from `start` to `close` (`}}` or `%}`), which counts only where brackets are balanced, as in the reference
 * implementation; without `close` to the end of the text. A `-` or `+` before the delimiter belongs to it.
 */
export function readTokens(text: string, start: number, close: string | undefined): JinjaRegion {
  const tokens: JinjaToken[] = [];
  const brackets: string[] = [];
  let at = start;
  while (at < text.length && tokens.length < MOST_TOKENS) {
    if (isSpace(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const length = close === undefined || brackets.length > 0 ? 0 : closingAt(text, at, close);
    if (length > 0) {
      tokens.push(endToken(at));
      return { tokens, end: at + length, closed: true };
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    balance(brackets, token);
    at = token.end;
  }
  tokens.push(endToken(at));
  return { tokens, end: at, closed: close === undefined };
}

function endToken(at: number): JinjaToken {
  return { kind: 'end', text: '', start: at, end: at };
}

function closingAt(text: string, at: number, close: string): number {
  if (text.startsWith(close, at)) return close.length;
  const sign = text[at];
  return (sign === '-' || sign === '+') && text.startsWith(close, at + 1) ? close.length + 1 : 0;
}

function balance(brackets: string[], { kind, text }: JinjaToken): void {
  if (kind !== 'operator') return;
  const closing = OPENING[text];
  if (closing !== undefined) brackets.push(closing);
  else if (brackets.at(-1) === text) brackets.pop();
}

function tokenAt(text: string, at: number): JinjaToken {
  const code = text.charCodeAt(at);
  if (isNameStart(code)) return scanned(text, at, 'name', (c) => isNameStart(c) || isDigit(c));
  if (isDigit(code)) return number(text, at);
  if (code === 34 || code === 39) return string(text, at);
  const two = text.slice(at, at + 2);
  if (LONG_OPERATORS.has(two)) return { kind: 'operator', text: two, start: at, end: at + 2 };
  const one = text.charAt(at);
  return { kind: '+-*/%~|.,:()[]{}<>=;'.includes(one) ? 'operator' : 'bad', text: one, start: at, end: at + 1 };
}

function scanned(text: string, start: number, kind: JinjaToken['kind'], goesOn: (code: number) => boolean): JinjaToken {
  let end = start + 1;
  while (end < text.length && goesOn(text.charCodeAt(end))) end++;
  return { kind, text: text.slice(start, end), start, end };
}

/** `1_000`, `0x1f`, `1.5`, `1e3`; a dot counts only before a digit, for `a.0.b` is a path. */
function number(text: string, start: number): JinjaToken {
  const found = /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d[\d_]*)?)/y;
  found.lastIndex = start;
  const end = found.test(text) ? found.lastIndex : start + 1;
  return { kind: 'number', text: text.slice(start, end), start, end };
}

function string(text: string, start: number): JinjaToken {
  const quote = text[start];
  for (let end = start + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === quote) return { kind: 'string', text: text.slice(start + 1, end), start, end: end + 1 };
  }
  return { kind: 'bad', text: text.slice(start), start, end: text.length };
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isNameStart(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code > 127;
}
