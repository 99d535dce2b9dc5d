import { type Cursor, isMeta, MASK_CLOSE, MASK_OPEN, type RawWord } from './cursor.ts';

/** Longest placeholder that is looked for. */
const LONGEST_MASK = 400;

/**
 * Reads one word: quotes and escapes removed, expansions kept as written and marked unknown.
 * An unclosed quote reaches to the end of the text.
 */
export function readWord(cursor: Cursor, withOrigin = false): RawWord {
  return new WordReader(cursor, withOrigin).read();
}

class WordReader {
  readonly #cursor: Cursor;
  readonly #from: number[] | undefined;
  readonly #parts: string[] = [];
  #unknown = false;
  #quoted = false;

  constructor(cursor: Cursor, withOrigin: boolean) {
    this.#cursor = cursor;
    this.#from = withOrigin ? [] : undefined;
  }

  read(): RawWord {
    const cursor = this.#cursor;
    const start = cursor.at;
    while (cursor.at < cursor.limit) {
      const sign = cursor.text.charAt(cursor.at);
      if ((sign === '<' || sign === '>') && cursor.text[cursor.at + 1] === '(') this.#nested(2, ')');
      else if (isMeta(sign)) break;
      else this.#unquoted(sign);
    }
    const from = this.#from && { from: this.#from };
    const end = Math.min(cursor.at, cursor.limit);
    return { text: this.#parts.join(''), start, end, unknown: this.#unknown, quoted: this.#quoted, ...from };
  }

  #unquoted(sign: string): void {
    const cursor = this.#cursor;
    if (sign === '\\') this.#escape();
    else if (sign === "'") this.#single();
    else if (sign === '"') this.#double();
    else if (sign === '$') this.#dollar(false);
    else if (sign === '`') this.#backticks();
    else if (sign === MASK_OPEN) this.#mask();
    else this.#put(sign, cursor.at++);
  }

  #put(sign: string, from: number): void {
    this.#parts.push(sign);
    if (this.#from) for (let i = 0; i < sign.length; i++) this.#from.push(from + i);
  }

  /** Source text from `start` to where the cursor stands, taken over as it is. */
  #keep(start: number): void {
    this.#unknown = true;
    this.#put(this.#cursor.text.slice(start, Math.min(this.#cursor.at, this.#cursor.limit)), start);
  }

  #escape(): void {
    const cursor = this.#cursor;
    const next = cursor.text.charAt(cursor.at + 1);
    const crlf = next === '\r' && cursor.text[cursor.at + 2] === '\n';
    if (next !== '\n' && !crlf && cursor.at + 1 < cursor.limit) {
      this.#quoted = true;
      this.#put(next, cursor.at + 1);
    }
    cursor.at = Math.min(cursor.at + (crlf ? 3 : 2), cursor.limit);
  }

  #single(): void {
    const cursor = this.#cursor;
    this.#quoted = true;
    const close = cursor.text.indexOf("'", cursor.at + 1);
    const end = close < 0 || close >= cursor.limit ? cursor.limit : close;
    const inner = cursor.text.slice(cursor.at + 1, end);
    if (inner.includes(MASK_OPEN)) this.#unknown = true;
    this.#put(unmasked(inner), cursor.at + 1);
    cursor.at = Math.min(end + 1, cursor.limit);
  }

  #double(): void {
    const cursor = this.#cursor;
    this.#quoted = true;
    cursor.at++;
    while (cursor.at < cursor.limit) {
      const sign = cursor.text.charAt(cursor.at);
      if (sign === '"') break;
      if (sign === '\\') this.#doubleEscape();
      else if (sign === '$') this.#dollar(true);
      else if (sign === '`') this.#backticks();
      else if (sign === MASK_OPEN) this.#mask();
      else this.#put(sign, cursor.at++);
    }
    cursor.at = Math.min(cursor.at + 1, cursor.limit);
  }

  #doubleEscape(): void {
    const cursor = this.#cursor;
    const next = cursor.text.charAt(cursor.at + 1);
    if (next === '\n') cursor.at += 2;
    else if (next !== '' && '$`"\\'.includes(next)) {
      this.#put(next, cursor.at + 1);
      cursor.at += 2;
    } else this.#put('\\', cursor.at++);
  }

  #dollar(inDouble: boolean): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    const next = cursor.text.charAt(start + 1);
    if (next === '(' && cursor.text[start + 2] === '(') this.#arithmetic();
    else if (next === '(') this.#nested(2, ')');
    else if (next === '{') this.#braces();
    else if (next === "'" && !inDouble) this.#ansi();
    else if (next === '"' && !inDouble) cursor.at++;
    else {
      const end = nameEnd(cursor.text, start + 1);
      if (end === start + 1) this.#put('$', cursor.at++);
      else {
        cursor.at = Math.min(end, cursor.limit);
        this.#keep(start);
      }
    }
  }

  #arithmetic(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    const close = cursor.text.indexOf('))', start + 3);
    cursor.at = close < 0 || close >= cursor.limit ? cursor.limit : close + 2;
    this.#keep(start);
  }

  #nested(open: number, close: ')' | '`'): void {
    const start = this.#cursor.at;
    this.#cursor.at += open;
    this.#cursor.substitution(close, this.#cursor.limit);
    this.#keep(start);
  }

  #backticks(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    let end = start + 1;
    while (end < cursor.limit && cursor.text[end] !== '`') end += cursor.text[end] === '\\' ? 2 : 1;
    end = Math.min(end, cursor.limit);
    cursor.at = start + 1;
    cursor.substitution('`', end);
    cursor.at = Math.min(end + 1, cursor.limit);
    this.#keep(start);
  }

  /** `${NAME:-default}` to its closing brace. */
  #braces(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    let depth = 0;
    let end = start + 1;
    for (; end < cursor.limit; end++) {
      const sign = cursor.text[end];
      if (sign === '\\') end++;
      else if (sign === '{') depth++;
      else if (sign === '}' && --depth === 0) break;
      else if (sign === '\n' && depth === 1 && end - start > LONGEST_MASK) break;
    }
    cursor.at = Math.min(end + 1, cursor.limit);
    this.#keep(start);
  }

  #ansi(): void {
    const cursor = this.#cursor;
    this.#quoted = true;
    let at = cursor.at + 2;
    while (at < cursor.limit && cursor.text[at] !== "'") {
      const escaped = cursor.text[at] === '\\';
      const sign = cursor.text.charAt(escaped ? at + 1 : at);
      this.#put(escaped ? (ANSI[sign] ?? sign) : sign, escaped ? at + 1 : at);
      at += escaped ? 2 : 1;
    }
    cursor.at = Math.min(at + 1, cursor.limit);
  }

  #mask(): void {
    const cursor = this.#cursor;
    if (cursor.nextMask === undefined || cursor.nextMask < cursor.at) {
      const found = cursor.text.indexOf(MASK_CLOSE, cursor.at);
      cursor.nextMask = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    const near = cursor.nextMask < cursor.limit && cursor.nextMask - cursor.at <= LONGEST_MASK;
    const end = near ? cursor.nextMask + 1 : cursor.at + 1;
    this.#unknown = true;
    this.#put(unmasked(cursor.text.slice(cursor.at, end)), cursor.at);
    cursor.at = end;
  }
}

const ANSI: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', e: '\x1b', '0': '\0' };

/** Placeholders as their author wrote them. */
function unmasked(text: string): string {
  return text.includes(MASK_OPEN) ? text.replaceAll(MASK_OPEN, '{').replaceAll(MASK_CLOSE, '}') : text;
}

/** End of a variable name, or of one special parameter (`$1`, `$?`). */
function nameEnd(text: string, start: number): number {
  const first = text.charAt(start);
  if (first !== '' && '0123456789?!#@*$-'.includes(first)) return start + 1;
  let end = start;
  while (isNameSign(text.charCodeAt(end))) end++;
  return end;
}

function isNameSign(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}
