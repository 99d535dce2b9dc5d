import type { TreeProblem } from '../../model/tree.ts';
import { lineEnd } from './gaps.ts';
import { LIMITS } from './limits.ts';

export interface Masked {
  /** As long as the original: every offset stays right. */
  readonly text: string;
  readonly problems: readonly TreeProblem[];
}

/** Hides merge conflict markers and characters that YAML forbids, and reports each. */
export function mask(text: string): Masked {
  const markers = maskConflicts(text);
  const characters = maskCharacters(markers.text);
  return { text: characters.text, problems: [...markers.problems, ...characters.problems].slice(0, LIMITS.problems) };
}

function maskConflicts(text: string): Masked {
  const problems: TreeProblem[] = [];
  let out = '';
  let copied = 0;
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    if (isConflictMarker(text, start, end)) {
      problems.push({ code: 'syntax', message: CONFLICT, span: { start, end } });
      out += `${text.slice(copied, start)}#${' '.repeat(end - start - 1)}`;
      copied = end;
    }
    start = end + 1;
  }
  return { text: out + text.slice(copied), problems };
}

const CONFLICT =
  'This is the marker of an unresolved merge conflict. Keep one side, delete the other and the three marker lines.';

function isConflictMarker(text: string, start: number, end: number): boolean {
  const sign = text.charAt(start);
  if (end - start < 7 || !'<=>|'.includes(sign)) return false;
  for (let i = start; i < start + 7; i++) if (text.charAt(i) !== sign) return false;
  return sign === '=' ? end - start === 7 : text.charAt(start + 7) === ' ';
}

function maskCharacters(text: string): Masked {
  const problems: TreeProblem[] = [];
  const parts: string[] = [];
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const length = forbidden(text, i);
    if (length <= 0) {
      i -= length;
      continue;
    }
    const code = text.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0');
    const message = `The character U+${code} is not allowed in YAML. Remove it, or write it as an escape in double quotes.`;
    if (problems.length < LIMITS.problems) problems.push({ code: 'syntax', message, span: { start: i, end: i + 1 } });
    parts.push(text.slice(copied, i), '\ufffd');
    copied = i + 1;
  }
  return { text: parts.join('') + text.slice(copied), problems };
}

/** 1 for a character that YAML forbids, 0 for a sound one, -1 for a sound surrogate pair. */
function forbidden(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 32) return code === 9 || code === 10 || code === 13 ? 0 : 1;
  if (code < 0x7f) return 0;
  if (code <= 0x9f) return code === 0x85 ? 0 : 1;
  if (code >= 0xfffe) return 1;
  if (code < 0xd800 || code > 0xdfff) return 0;
  const next = text.charCodeAt(at + 1);
  return code < 0xdc00 && next >= 0xdc00 && next <= 0xdfff ? -1 : 1;
}
