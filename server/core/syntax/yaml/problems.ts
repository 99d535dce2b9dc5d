import { YAMLException } from 'js-yaml';
import type { TreeProblem } from '../../model/tree.ts';
import { isSpace } from './gaps.ts';
import { LIMITS } from './limits.ts';

/** Why the fast reader stopped. */
export interface Stop {
  readonly at: number;
  readonly tooDeep: boolean;
  /** A line of a quoted or bracketed value stands left of its parent. */
  readonly tooFarLeft: boolean;
  readonly problem: TreeProblem;
}

/** The error of the fast reader as a problem; anything else (there is nothing else known) stops at the start. */
export function stopOf(error: unknown, text: string): Stop {
  const known = error instanceof YAMLException;
  const reason = known ? error.reason : 'this text cannot be read';
  const at = Math.max(0, Math.min((known && error.mark?.position) || 0, text.length));
  const tooDeep = reason.startsWith('nesting exceeded') || !known;
  const tab = reason.startsWith('tab characters');
  const message = tooDeep
    ? `Nested deeper than ${LIMITS.depth} levels; this part was not read. Flatten the structure.`
    : (MESSAGES.find(([start]) => reason.startsWith(start))?.[1] ?? `YAML cannot be read here: ${reason}.`);
  const code = tooDeep ? 'too-deep' : tab ? 'tab-indentation' : 'syntax';
  return {
    at,
    tooDeep,
    tooFarLeft: reason.startsWith('deficient indentation'),
    problem: { code, message, span: visibleSpan(text, at) },
  };
}

/** What js-yaml says → what the author can do. */
const MESSAGES: readonly (readonly [string, string])[] = [
  ['tab characters', 'A tab in the indentation: YAML allows spaces only. Replace it by spaces.'],
  [
    'bad indentation of a mapping entry',
    'This line does not fit the map above: wrong indentation, or a value that needs quotes.',
  ],
  [
    'bad indentation of a sequence entry',
    'This list item does not fit the list above. Align its dash with the others.',
  ],
  [
    'deficient indentation',
    'This line continues a quoted or bracketed value but stands too far left; a quote or bracket above may be open.',
  ],
  ["expected ':' after a mapping key", 'A colon is missing after this key.'],
  ['a whitespace character is expected', 'A space is missing after the colon.'],
  ['can not read a block mapping entry', 'A colon is missing: these lines are read as one long key.'],
  [
    'end of the stream or a document separator',
    'Nothing more may follow here: wrong indentation, or a second value beside the first.',
  ],
  ['missed comma between flow', 'A comma is missing between the entries in brackets.'],
  ['unexpected end of the stream within a flow', 'A closing bracket is missing.'],
  ['unexpected end of the stream within a d', 'The closing double quote is missing.'],
  ['unexpected end of the stream within a s', 'The closing single quote is missing.'],
  ['unknown escape sequence', 'Unknown escape: in double quotes write \\\\ for a backslash, or use single quotes.'],
];

/** A span a reader can see: the word at `at`, or the last visible character before it. */
function visibleSpan(text: string, at: number): { start: number; end: number } {
  let end = at;
  while (end < text.length && !isSpace(text.charCodeAt(end)) && end - at < 80) end++;
  if (end > at) return { start: at, end };
  let start = at;
  while (start > 0 && isSpace(text.charCodeAt(start - 1))) start--;
  return start > 0 ? { start: start - 1, end: start } : { start: at, end: at };
}

/** An upper bound of how deep the tolerant reader may have to go; it recurses and must not run out of stack. */
export function nestingBound(text: string): number {
  let brackets = 0;
  let most = 0;
  let dashes = 0;
  const indents: number[] = [];
  let lineStart = 0;
  let inIndent = true;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) {
      lineStart = i + 1;
      inIndent = true;
      dashes = 0;
    } else if (code === 91 || code === 123) brackets++;
    else if ((code === 93 || code === 125) && brackets > 0) brackets--;
    else if ((code === 45 || code === 63 || code === 58) && isSpace(text.charCodeAt(i + 1))) dashes++;
    if (inIndent && !isSpace(code)) {
      inIndent = false;
      while ((indents.at(-1) ?? -1) >= i - lineStart) indents.pop();
      indents.push(i - lineStart);
    }
    most = Math.max(most, brackets + dashes + indents.length);
  }
  return most;
}
