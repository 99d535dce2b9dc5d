import type { ScalarStyle } from '../../model/tree.ts';
import { resolvePlain } from '../yaml11.ts';

/** Where a scalar is to be written. */
export interface ScalarPlace {
  /** Inside `[ ]` or `{ }`. */
  readonly flow: boolean;
  /** Style of what stood there; quotes are kept. */
  readonly style?: ScalarStyle;
}

/** A string on one line, quoted only where YAML 1.1 or 1.2 would read something else. */
export function yamlString(text: string, { flow, style }: ScalarPlace): string {
  if (style !== 'double' && style !== 'single' && isPlainString(text, flow)) return text;
  if (style !== 'double' && isPrintable(text)) return `'${text.replaceAll("'", "''")}'`;
  return doubleQuoted(text);
}

/** JSON's escapes are a part of YAML's; what YAML alone forbids is escaped too. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(UNPRINTABLE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const UNPRINTABLE = /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g;

/** True when the text, written without quotes, is read as this same string by YAML 1.1 and 1.2 alike. */
export function isPlainString(text: string, flow: boolean): boolean {
  if (text === '' || text !== text.trim() || !isPrintable(text)) return false;
  if (INDICATORS.includes(text.charAt(0)) || text.includes('{') || text.includes('}')) return false;
  if (
    '-?:'.includes(text.charAt(0)) &&
    (text.length === 1 || text[1] === ' ' || (flow && FLOW.includes(text.charAt(1))))
  ) {
    return false;
  }
  if (
    text.includes(': ') ||
    text.endsWith(':') ||
    text.includes(' #') ||
    text.startsWith('---') ||
    text.startsWith('...')
  ) {
    return false;
  }
  for (const sign of flow ? FLOW : '') if (text.includes(sign)) return false;
  return resolvePlain(text).kind === 'str' && !isNumber12(text);
}

const INDICATORS = ',[]{}#&*!|>\'"%@`';
const FLOW = ',[]{}';

/** Numbers of YAML 1.2 that are none in 1.1: `0o17`, `1e3`, `-.5`, `08`. */
function isNumber12(text: string): boolean {
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text) || /^0o[0-7]+$/.test(text);
}

function isPrintable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || (code >= 0x7f && code <= 0xa0) || code === 0x2028 || code === 0x2029 || code >= 0xfeff)
      return false;
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = text.charCodeAt(i + 1);
      if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false;
      i++;
    }
  }
  return true;
}
