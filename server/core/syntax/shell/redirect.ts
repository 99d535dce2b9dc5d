import type { Redirect } from '../../model/shell.ts';
import type { RawWord } from './cursor.ts';

/** `NAME=…`, `NAME+=…`, `NAME[i]=…` */
export function isAssignment({ text, start }: RawWord): boolean {
  let at = 0;
  while (at < text.length && /[A-Za-z0-9_]/.test(text.charAt(at))) at++;
  if (at === 0 || start < 0 || (text.charCodeAt(0) >= 48 && text.charCodeAt(0) <= 57)) return false;
  if (text[at] === '[') at = text.indexOf(']', at) + 1;
  if (text[at] === '+') at++;
  return at > 0 && text[at] === '=';
}

export interface FoundRedirect {
  readonly operator: Redirect['operator'];
  readonly length: number;
  /** `2>&1`, `>&-`: no file is named. */
  readonly duplicates: boolean;
}

const OPERATORS: readonly (readonly [string, Redirect['operator']])[] = [
  ['&>>', '>>'],
  ['&>', '&>'],
  ['<<<', '<<<'],
  ['<<', '<<'],
  ['>>', '>>'],
  ['>|', '>|'],
  ['<>', '<>'],
  ['>&', '&>'],
  ['<&', '<'],
  ['>', '>'],
  ['<', '<'],
];

export function redirectAt(text: string, at: number): FoundRedirect | undefined {
  if (!'<>&0123456789'.includes(text.charAt(at) || ' ')) return undefined;
  let digits = at;
  while (digits - at < 3 && text.charCodeAt(digits) >= 48 && text.charCodeAt(digits) <= 57) digits++;
  const found = OPERATORS.find(([sign]) => text.startsWith(sign, digits));
  if (!found || (digits > at && found[0].startsWith('&'))) return undefined;
  const [sign] = found;
  const end = digits + sign.length;
  const fd = text.slice(at, digits);
  const next = text.charAt(end);
  const duplicates = (sign === '>&' || sign === '<&') && (next === '-' || (next >= '0' && next <= '9'));
  const operator = fd === '2' && sign === '>' ? '2>' : fd === '2' && sign === '>>' ? '2>>' : found[1];
  return { operator, length: end - at, duplicates };
}
