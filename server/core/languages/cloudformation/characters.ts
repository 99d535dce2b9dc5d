import type { Finding, Fix } from '../../model/finding.ts';
import type { Edit } from '../../model/span.ts';
import { finding } from './context.ts';

/** What a file in another encoding, or a copy from a web page, leaves in a text: each is said once, where it begins. */
export function strangeCharacters(text: string): readonly Finding[] {
  return [...nullCharacters(text), ...lostCharacters(text), ...strangeSpaces(text)];
}

/** True where every other character is none: what was read is not UTF-8. */
export function isWideText(text: string): boolean {
  const head = text.slice(0, 200);
  return head.length > 20 && (head.split('\0').length - 1) * 3 > head.length;
}

function nullCharacters(text: string): Finding[] {
  if (!isWideText(text)) return [];
  const message = 'This file is UTF-16, and the service reads UTF-8: save it as UTF-8.';
  return [syntax('error', message, 0, Math.min(text.length, 1))];
}

function lostCharacters(text: string): Finding[] {
  const at = text.indexOf('\ufffd');
  if (at === -1 || isWideText(text)) return [];
  const message = 'Here stand bytes that are no UTF-8 and were lost in reading: save the file as UTF-8.';
  return [syntax('warning', message, at, at + 1)];
}

const ANY_STRANGE = /[\u00a0\u2000-\u200b\u202f\u3000]/;
const STRANGE_SPACE = /^[ \t]*[\u00a0\u2000-\u200b\u202f\u3000]/m;

/** Spaces that look like others: to YAML they are letters. */
function strangeSpaces(text: string): Finding[] {
  const first = ANY_STRANGE.test(text) ? STRANGE_SPACE.exec(text) : null;
  if (first === null) return [];
  const at = first.index + first[0].length - 1;
  const code = first[0]
    .charCodeAt(first[0].length - 1)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0');
  const edits = Array.from(
    text.matchAll(/^[ \t\u00a0\u2000-\u200b\u202f\u3000]+/gm),
    (match): Edit => ({
      span: { start: match.index, end: match.index + match[0].length },
      text: match[0].replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ').replaceAll('\u200b', ''),
    }),
  ).filter(({ span, text: put }) => put !== text.slice(span.start, span.end));
  const fixes: Fix[] = [{ title: 'Indent with plain spaces', safety: 'safe', edits }];
  const message = `The space U+${code} in the indentation is a letter to YAML: a plain space is meant.`;
  return [{ ...syntax('error', message, at, at + 1), fixes }];
}

function syntax(severity: 'error' | 'warning', message: string, start: number, end: number): Finding {
  return finding('syntax', severity, message, { span: { start, end }, node: '' }, { kind: 'syntax' });
}
