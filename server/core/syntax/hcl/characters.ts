const ID_START = /^\p{ID_Start}$/u;
const ID_CONTINUE = /^\p{ID_Continue}$/u;

/** Length of the identifier character at `at` in UTF-16 units; 0 when there is none. */
function identifierPart(text: string, at: number, first: boolean): number {
  const code = text.charCodeAt(at);
  if (code < 128) return isAsciiPart(code, first) ? 1 : 0;
  if (Number.isNaN(code)) return 0;
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return (first ? ID_START : ID_CONTINUE).test(character) ? character.length : 0;
}

function isAsciiPart(code: number, first: boolean): boolean {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return true;
  if (first) return false;
  return code === 95 || code === 45 || (code >= 48 && code <= 57);
}

/** End of the identifier that starts at `at`; `at` itself when none does. */
export function identifierEnd(text: string, at: number): number {
  let end = at + (identifierPart(text, at, true) || (text.charCodeAt(at) === 95 ? 1 : 0));
  if (end === at) return at;
  for (let size = identifierPart(text, end, false); size > 0; size = identifierPart(text, end, false)) end += size;
  return end;
}

/** True when `name` is an identifier from its first to its last character. */
export function isIdentifier(name: string): boolean {
  return name.length > 0 && identifierEnd(name, 0) === name.length;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Start of the next line, or the end of the text. */
export function nextLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}

/** End of the line without its line ending. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  return end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

/** First position at or after `at` that is neither blank nor tab. */
export function skipBlanks(text: string, at: number): number {
  let i = at;
  while (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9) i++;
  return i;
}

/** `type "label"… {` or `type label… {` begins at `at`; the brace stands on the same line. `labels` = at least so many. */
export function isBlockHeader(text: string, at: number, labels = 0): boolean {
  let i = identifierEnd(text, at);
  if (i === at) return false;
  for (let count = 0; ; count++) {
    i = skipBlanks(text, i);
    if (text[i] === '{') return count >= labels;
    const end = labelEnd(text, i);
    if (end === i) return false;
    i = end;
  }
}

function labelEnd(text: string, at: number): number {
  if (text[at] !== '"') return identifierEnd(text, at);
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) return i + 1;
    if (code === 10 || code === 92 || code === 36) return at;
  }
  return at;
}

/** `name =` begins at `at` (not `==`, not `=>`). */
export function isAttributeStart(text: string, at: number): boolean {
  const end = identifierEnd(text, at);
  if (end === at) return false;
  const i = skipBlanks(text, end);
  return text[i] === '=' && text[i + 1] !== '=' && text[i + 1] !== '>';
}
