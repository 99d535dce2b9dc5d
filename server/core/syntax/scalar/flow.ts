import { breakAt, breaksFrom, type Decoder } from './decoder.ts';

export function decodePlain(decoder: Decoder, start: number, end: number): void {
  for (let at = start; at < end; ) {
    if (breakAt(decoder.source, at)) at = fold(decoder, at, end);
    else decoder.copy(at++);
  }
}

export function decodeSingle(decoder: Decoder, start: number, end: number): void {
  for (let at = start; at < end; ) {
    if (breakAt(decoder.source, at)) at = fold(decoder, at, end);
    else if (decoder.source[at] === "'" && decoder.source[at + 1] === "'") {
      decoder.put("'", at, at + 2);
      decoder.keep();
      at += 2;
    } else decoder.copy(at++);
  }
}

export function decodeDouble(decoder: Decoder, start: number, end: number): void {
  for (let at = start; at < end; ) {
    if (breakAt(decoder.source, at)) at = fold(decoder, at, end);
    else if (decoder.source[at] === '\\') at = decodeEscape(decoder, at, end);
    else decoder.copy(at++);
  }
}

/** One break is a space, each further one a line break. */
function fold(decoder: Decoder, from: number, end: number): number {
  decoder.trimLine();
  const { breaks, at } = breaksFrom(decoder.source, from, end);
  const [first] = breaks;
  if (breaks.length === 1 && first) decoder.put(' ', first.start, first.end);
  for (const { start, end: stop } of breaks.slice(1)) decoder.put('\n', start, stop);
  decoder.keep();
  return at;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function decodeEscape(decoder: Decoder, at: number, end: number): number {
  const sign = decoder.source.charAt(at + 1);
  if (breakAt(decoder.source, at + 1)) {
    decoder.keep();
    return breaksFrom(decoder.source, at + 1, end).at;
  }
  const digits = HEX[sign];
  const stop = Math.min(at + 2 + (digits ?? 0), end);
  const code = digits === undefined ? undefined : Number.parseInt(decoder.source.slice(at + 2, stop), 16);
  decoder.put(code === undefined ? (ESCAPES[sign] ?? sign) : fromCode(code), at, stop);
  decoder.keep();
  return stop;
}

function fromCode(code: number): string {
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
