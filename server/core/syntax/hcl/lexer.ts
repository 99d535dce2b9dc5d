import { identifierEnd, isAttributeStart, isBlockHeader, isDigit, lineEnd, skipBlanks } from './characters.ts';
import { type HeredocRange, heredocAt } from './heredoc.ts';
import { TOKEN, type TokenKind, type TokenList, TokenWriter } from './tokens.ts';

/** Deepest nesting of templates in templates that is followed. */
const TEMPLATE_DEPTH = 200;

/**
 * Splits HCL into tokens. A quoted string may run over lines only inside `${…}`; where that leads nowhere (the line ends in
 * the middle of it, or an attribute or block begins inside), it is read again and ends with its line.
 */
export function lexHcl(text: string): TokenList {
  const lexer = new Lexer(text);
  lexer.run();
  return lexer.tokens;
}

/** Tokens of the template between two offsets, as in a heredoc: no quotes, no backslash escapes. */
export function lexTemplate(text: string, start: number, end: number): TokenList {
  const lexer = new Lexer(text);
  lexer.runTemplate(start, end);
  return lexer.tokens;
}

class Lexer {
  readonly tokens = new TokenWriter();
  readonly #text: string;
  #at: number;
  #limit: number;
  /** Quoted strings around the position. */
  #quotes = 0;
  #depth = 0;
  /** Set while a string is read that must end with its line. */
  #bounded = false;
  /** Characters that may still be read twice. */
  #budget: number;
  /** Next end of a block comment, as far as it was looked for. */
  #commentEnd = -1;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.#limit = text.length;
    this.#budget = 4 * text.length + 10_000;
  }

  run(): void {
    this.#code(false);
    this.tokens.add(TOKEN.end, this.#text.length, this.#text.length);
  }

  runTemplate(start: number, end: number): void {
    this.#at = start;
    this.#limit = end;
    this.#template(false);
    this.tokens.add(TOKEN.end, end, end);
  }

  /** Reads code up to the limit, or to the `}` that ends the sequence. False: no sound end of the sequence was found. */
  #code(sequence: boolean): boolean {
    const text = this.#text;
    let braces = 0;
    while (this.#at < this.#limit) {
      const code = text.charCodeAt(this.#at);
      if (code === 32 || code === 9) this.#at++;
      else if (code === 10 || code === 13) {
        this.#newline(code);
        if (sequence && braces === 0 && this.#leavesString()) return false;
      } else if (code === 34) {
        if (sequence && this.#closesBounded()) return true;
        if (!this.#quoted()) return false;
      } else if (code === 125 && sequence && braces === 0) {
        this.#emit(TOKEN.sequenceEnd, 1);
        return true;
      } else if (code === 126 && sequence && braces === 0 && text[this.#at + 1] === '}') {
        this.#emit(TOKEN.sequenceEnd, 2);
        return true;
      } else {
        if (code === 123) braces++;
        if (code === 125) braces--;
        this.#token(code);
      }
    }
    return !sequence || this.#bounded || this.#quotes === 0;
  }

  /** A carriage return belongs to the newline after it; alone it is invalid. */
  #newline(code: number): void {
    if (code === 10) this.#emit(TOKEN.newline, 1);
    else if (this.#text.charCodeAt(this.#at + 1) === 10) this.#emit(TOKEN.newline, 2);
    else this.#emit(TOKEN.invalid, 1);
  }

  /** Inside a quoted string: the line that begins here can only be outside of it. */
  #leavesString(): boolean {
    if (this.#quotes === 0) return false;
    const at = skipBlanks(this.#text, this.#at);
    return isAttributeStart(this.#text, at) || isBlockHeader(this.#text, at);
  }

  /** In a bounded string the last quote of the line closes it, even where a sequence is still open. */
  #closesBounded(): boolean {
    return this.#bounded && this.#text.indexOf('"', this.#at + 1) >>> 0 >= this.#limit;
  }

  #emit(kind: TokenKind, size: number): void {
    this.tokens.add(kind, this.#at, this.#at + size);
    this.#at += size;
  }

  #token(code: number): void {
    const text = this.#text;
    const at = this.#at;
    const idEnd = identifierEnd(text, at);
    if (idEnd > at) this.#emit(TOKEN.identifier, idEnd - at);
    else if (isDigit(code)) this.#emit(TOKEN.number, numberEnd(text, at) - at);
    else if (code === 35 || (code === 47 && text[at + 1] === '/')) {
      this.#emit(TOKEN.comment, Math.min(lineEnd(text, at), this.#limit) - at);
    } else if (code === 47 && text[at + 1] === '*') this.#blockComment();
    else if (!(code === 60 && text[at + 1] === '<' && this.#heredoc())) {
      const size = punctuationSize(text, at);
      this.#emit(PUNCTUATION[text.slice(at, at + size)] ?? TOKEN.invalid, size);
    }
  }

  #blockComment(): void {
    if (this.#commentEnd < this.#at + 2) {
      const end = this.#text.indexOf('*/', this.#at + 2);
      this.#commentEnd = end < 0 ? this.#text.length : end;
    }
    const sound = this.#commentEnd + 2 <= this.#limit;
    this.#emit(sound ? TOKEN.comment : TOKEN.invalid, sound ? this.#commentEnd + 2 - this.#at : 2);
  }

  #quoted(): boolean {
    const { tokens } = this;
    if (this.#quotes > 0) return this.#string();
    const start = this.#at;
    const length = tokens.length;
    if (this.#budget > 0) {
      const sound = this.#string();
      if (sound) return true;
      this.#budget -= this.#at - start;
      tokens.cut(length);
      this.#at = start;
    }
    const limit = this.#limit;
    this.#limit = Math.min(limit, lineEnd(this.#text, start));
    this.#bounded = true;
    this.#string();
    this.#at = Math.max(this.#at, start + 1);
    this.#bounded = false;
    this.#limit = limit;
    return true;
  }

  /** One quoted string. False: it does not end where a string may end. */
  #string(): boolean {
    if (this.#depth >= TEMPLATE_DEPTH) return this.#tooDeep();
    this.#emit(TOKEN.openQuote, 1);
    this.#quotes++;
    this.#depth++;
    const sound = this.#template(true);
    this.#quotes--;
    this.#depth--;
    return sound;
  }

  #tooDeep(): boolean {
    if (!this.#bounded) return false;
    this.#emit(TOKEN.invalid, this.#limit - this.#at);
    return true;
  }

  /** Literal text and sequences, to the closing quote or to the limit. */
  #template(quoted: boolean): boolean {
    const text = this.#text;
    let start = this.#at;
    const flush = () => {
      if (this.#at > start) this.tokens.add(TOKEN.text, start, this.#at);
    };
    while (this.#at < this.#limit) {
      const code = text.charCodeAt(this.#at);
      if (quoted && code === 34) {
        flush();
        this.#emit(TOKEN.closeQuote, 1);
        return true;
      }
      if (quoted && (code === 10 || (code === 13 && text.charCodeAt(this.#at + 1) === 10))) break;
      if (quoted && code === 92) this.#at = Math.min(this.#at + 2, lineEnd(text, this.#at));
      else if ((code === 36 || code === 37) && text.charCodeAt(this.#at + 1) === 123) {
        flush();
        if (!this.#sequence(code)) return false;
        start = this.#at;
      } else this.#at += isEscapedSequence(text, this.#at, code) ? 3 : 1;
    }
    this.#at = Math.min(this.#at, this.#limit);
    flush();
    return !quoted || this.#bounded;
  }

  #sequence(code: number): boolean {
    const size = this.#text[this.#at + 2] === '~' ? 3 : 2;
    if (this.#depth >= 2 * TEMPLATE_DEPTH) {
      this.#emit(TOKEN.invalid, size);
      return true;
    }
    this.#emit(code === 36 ? TOKEN.interpolation : TOKEN.directive, size);
    this.#depth++;
    const sound = this.#code(true);
    this.#depth--;
    return sound;
  }

  /** A heredoc's bounds are known beforehand, so that whatever stands in it cannot swallow what follows. */
  #heredoc(): boolean {
    const range = this.#bounded ? undefined : heredocAt(this.#text, this.#at, this.#budget);
    if (!range || range.bodyEnd > this.#limit) return false;
    this.tokens.add(TOKEN.openHeredoc, this.#at, range.bodyStart);
    this.#heredocBody(range);
    if (range.mark) {
      this.tokens.add(TOKEN.closeHeredoc, range.mark.start, range.mark.end);
      this.#at = range.mark.end;
    } else this.#budget = Math.max(0, this.#budget - (this.#text.length - range.bodyEnd));
    return true;
  }

  #heredocBody({ bodyStart, bodyEnd }: HeredocRange): void {
    const limit = this.#limit;
    const quotes = this.#quotes;
    this.#at = bodyStart;
    this.#limit = bodyEnd;
    this.#quotes = 0;
    this.#template(false);
    this.#at = bodyEnd;
    this.#limit = limit;
    this.#quotes = quotes;
  }
}

/** `$${` and `%%{` stand for themselves. */
function isEscapedSequence(text: string, at: number, code: number): boolean {
  return (code === 36 || code === 37) && text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === 123;
}

function numberEnd(text: string, at: number): number {
  let end = digitsEnd(text, at);
  if (text[end] === '.' && isDigit(text.charCodeAt(end + 1))) end = digitsEnd(text, end + 1);
  if (text[end] !== 'e' && text[end] !== 'E') return end;
  const exponent = text[end + 1] === '+' || text[end + 1] === '-' ? end + 2 : end + 1;
  return isDigit(text.charCodeAt(exponent)) ? digitsEnd(text, exponent) : end;
}

function digitsEnd(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}

const PUNCTUATION: Readonly<Record<string, TokenKind>> = {
  '{': TOKEN.openBrace,
  '}': TOKEN.closeBrace,
  '[': TOKEN.openBracket,
  ']': TOKEN.closeBracket,
  '(': TOKEN.openParenthesis,
  ')': TOKEN.closeParenthesis,
  '.': TOKEN.dot,
  ',': TOKEN.comma,
  ':': TOKEN.colon,
  '::': TOKEN.doubleColon,
  '=': TOKEN.equals,
  '=>': TOKEN.arrow,
  '...': TOKEN.ellipsis,
  '?': TOKEN.question,
  '==': TOKEN.operator,
  '!=': TOKEN.operator,
  '<=': TOKEN.operator,
  '>=': TOKEN.operator,
  '&&': TOKEN.operator,
  '||': TOKEN.operator,
  '+': TOKEN.operator,
  '-': TOKEN.operator,
  '*': TOKEN.operator,
  '/': TOKEN.operator,
  '%': TOKEN.operator,
  '!': TOKEN.operator,
  '<': TOKEN.operator,
  '>': TOKEN.operator,
};

function punctuationSize(text: string, at: number): number {
  if (text.startsWith('...', at)) return 3;
  if (at + 1 < text.length && PUNCTUATION[text.slice(at, at + 2)] !== undefined) return 2;
  const code = text.codePointAt(at) ?? 0;
  return code > 0xffff ? 2 : 1;
}
