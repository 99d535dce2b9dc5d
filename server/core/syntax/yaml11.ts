/**
 * What a plain scalar means in YAML 1.1 as PyYAML's SafeLoader (6.0) resolves it. Quoted and block scalars are always text.
 * `timestamp` keeps its text: dates have no neutral value. Integers above 2^53 lose precision.
 */
export type Plain11 =
  | { readonly kind: 'null'; readonly value: null }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'timestamp' | 'merge' | 'value' | 'str'; readonly value: string };

export function resolvePlain(text: string): Plain11 {
  const first = text.charCodeAt(0);
  if (text === '' || text === '~' || NULLS.has(text)) return { kind: 'null', value: null };
  if (text === '<<') return { kind: 'merge', value: text };
  if (text === '=') return { kind: 'value', value: text };
  const bool = BOOLS.get(text);
  if (bool !== undefined) return { kind: 'bool', value: bool };
  // Only these can start a number or a date: + - . 0-9
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  return (numeric && text.length <= LONGEST && numberOrDate(text)) || { kind: 'str', value: text };
}

/** Longest text that is looked at as a number. */
const LONGEST = 200;
const NULLS = new Set(['null', 'Null', 'NULL']);
const BOOLS = new Map([
  ...['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
]);

const FLOAT = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const SPECIAL = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INT = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/;

function numberOrDate(text: string): Plain11 | undefined {
  if (INT.test(text)) return number('int', integer(text), text);
  if (FLOAT.test(text)) return number('float', Number.parseFloat(text.replaceAll('_', '')), text);
  if (SPECIAL.test(text)) return { kind: 'float', value: special(text) };
  if (SEXAGESIMAL.test(text)) return base60(text);
  if (DATE.test(text) || DATE_TIME.test(text)) return { kind: 'timestamp', value: text };
  return undefined;
}

function number(kind: 'int' | 'float', value: number, text: string): Plain11 {
  return Number.isNaN(value) ? { kind: 'str', value: text } : { kind, value };
}

function integer(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  const radix = digits.startsWith('0b') ? 2 : digits.startsWith('0x') ? 16 : digits.startsWith('0') ? 8 : 10;
  const value = Number.parseInt(radix === 2 || radix === 16 ? digits.slice(2) : digits, radix);
  return value === 0 ? 0 : sign * value;
}

function special(text: string): number {
  if (text.toLowerCase().endsWith('nan')) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** `50:30` = 3030. Whole numbers may not start with a zero; with a fraction they may. */
function base60(text: string): Plain11 | undefined {
  const fraction = text.includes('.');
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  if (!fraction && digits.startsWith('0')) return undefined;
  const value = digits.split(':').reduce((total, part) => total * 60 + Number.parseFloat(part), 0);
  return { kind: fraction ? 'float' : 'int', value: text.startsWith('-') ? -value : value };
}
