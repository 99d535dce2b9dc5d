import type { Span } from '../../model/span.ts';
import type { ScalarNode } from '../../model/tree.ts';

export type ReferenceWord = 'role' | 'infrastructure' | 'resource' | 'action';

/** One `word.NAME.REST` of a text. Spans are offsets into the scanned text. */
export interface MacReference {
  readonly word: ReferenceWord;
  readonly name: string;
  /** `get_id`, `json.A.B`, `text.regex(…)`. */
  readonly rest: string;
  readonly regex?: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly restSpan: Span;
  /** False when the character behind it keeps `mac` from seeing it: neither white space, nor a quote, nor the end. */
  readonly terminated: boolean;
}

const KEYWORD = /(role|infrastructure|resource|action)\./g;
const RUN = /[A-Za-z0-9_.-]*/y;
const REGEX_REST = '.text.regex';

/**
 * Every reference of a text in order, as the tool finds them: the left side is free, the name ends at the first dot, the rest runs as
 * far as letters, digits, `_`, `-` and dots go, and `text.regex(` reaches to the last `)` of its line that stands before white
 * space, a quote or the end. Capitalised keywords are left out: nothing is ever resolved through them.
 */
export function referencesOf(text: string): readonly MacReference[] {
  if (!text.includes('.')) return [];
  const found: MacReference[] = [];
  const closing = lastClosings(text);
  KEYWORD.lastIndex = 0;
  for (let match = KEYWORD.exec(text); match !== null; match = KEYWORD.exec(text)) {
    const reference = readReference(text, match.index, match[1] as ReferenceWord, closing);
    if (reference === undefined) continue;
    found.push(reference);
    KEYWORD.lastIndex = Math.max(KEYWORD.lastIndex, reference.span.end);
  }
  return found;
}

/** References of a scalar, scanned once. */
export function referencesIn(node: ScalarNode): readonly MacReference[] {
  const known = scanned.get(node) ?? referencesOf(node.text);
  scanned.set(node, known);
  return known;
}

const scanned = new WeakMap<ScalarNode, readonly MacReference[]>();

function readReference(
  text: string,
  start: number,
  word: ReferenceWord,
  closing: (from: number) => number,
): MacReference | undefined {
  const from = start + word.length + 1;
  RUN.lastIndex = from;
  const run = RUN.exec(text)?.[0] ?? '';
  const end = from + run.length;
  const isRegex = run.endsWith(REGEX_REST) && run.length > REGEX_REST.length && text[end] === '(';
  const nameEnd = from + (isRegex ? run.length - REGEX_REST.length : run.indexOf('.'));
  if (nameEnd <= from) return undefined;
  const last = isRegex ? closing(end + 1) : -1;
  const stop = last > end + 1 ? last + 1 : end;
  if (stop === nameEnd + 1) return undefined;
  return {
    word,
    name: text.slice(from, nameEnd),
    rest: text.slice(nameEnd + 1, stop),
    ...(last > end + 1 ? { regex: text.slice(end + 1, last) } : {}),
    span: { start, end: stop },
    nameSpan: { start: from, end: nameEnd },
    restSpan: { start: nameEnd + 1, end: stop },
    terminated: isTerminator(text[stop]) && (!isRegex || last > end + 1),
  };
}

/** Offset of the last `)` before a terminator on the line of an offset; -1 when there is none. Each line is looked at once. */
function lastClosings(text: string): (from: number) => number {
  let lineEnd = -1;
  let last = -1;
  return (from) => {
    if (from > lineEnd) {
      const newline = text.indexOf('\n', from);
      lineEnd = newline < 0 ? text.length : newline;
      last = lineEnd - 1;
      while (last >= from && !(text[last] === ')' && isTerminator(text[last + 1]))) last--;
      if (last < from) last = -1;
    }
    return last;
  };
}

function isTerminator(character: string | undefined): boolean {
  return character === undefined || character === '"' || character === "'" || /\s/.test(character);
}

/** `app.PUBLIC_IP`, `app.PRIVATE_IP`, `app.FACT.hostname` of an environment value. */
export interface AddressReference {
  readonly kind: 'PUBLIC_IP' | 'PRIVATE_IP' | 'FACT';
  /** What stands before the first dot: the name the tool looks for. */
  readonly name: string;
  readonly wellFormed: boolean;
  /** Ends where the form has to end. */
  readonly atEnd: boolean;
}

/** How the tool reads an environment value that mentions an address; undefined for every other value. */
export function addressReference(value: string): AddressReference | undefined {
  const end = /\.(PUBLIC_IP|PRIVATE_IP)$/.exec(value);
  if (end !== null) {
    const before = value.slice(0, end.index);
    const name = value.slice(0, value.indexOf('.'));
    return {
      kind: end[1] as 'PUBLIC_IP' | 'PRIVATE_IP',
      name,
      wellFormed: before === name && /^[\w+-]+$/.test(name),
      atEnd: true,
    };
  }
  const fact = /^([^.\s]+)\.FACT\.([^.\s]+)$/.exec(value);
  if (fact !== null) return { kind: 'FACT', name: fact[1] ?? '', wellFormed: true, atEnd: true };
  const inside = /(?:^|[^\w.-])([\w-]+)\.(PUBLIC_IP|PRIVATE_IP)(?![\w-])/.exec(value);
  if (inside === null) return undefined;
  return { kind: inside[2] as 'PUBLIC_IP' | 'PRIVATE_IP', name: inside[1] ?? '', wellFormed: false, atEnd: false };
}
