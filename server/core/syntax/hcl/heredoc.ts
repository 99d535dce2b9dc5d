import { identifierEnd, isBlockHeader, lineEnd, nextLine, skipBlanks } from './characters.ts';

/** Where a heredoc lies. `mark` is undefined when its end mark is missing. */
export interface HeredocRange {
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly mark?: { readonly start: number; readonly end: number };
}

/**
 * Reads `<<ID` or `<<-ID` at `at`; undefined when no heredoc begins there. The end mark is looked for up to `patience`
 * characters past the place where a heredoc without mark would end.
 */
export function heredocAt(text: string, at: number, patience: number): HeredocRange | undefined {
  const nameStart = text[at + 2] === '-' ? at + 3 : at + 2;
  const nameEnd = identifierEnd(text, nameStart);
  if (nameEnd === nameStart) return undefined;
  const bodyStart = nextLine(text, nameEnd);
  if (lineEnd(text, nameEnd) !== nameEnd) return undefined;
  return closeOf(text, bodyStart, text.slice(nameStart, nameEnd), patience);
}

/**
 * A heredoc runs to the first line that holds only its mark. Where that line is missing, or belongs to a later heredoc of
 * the same name, it ends before the first line in column 0 that closes or opens a block.
 */
function closeOf(text: string, bodyStart: number, name: string, patience: number): HeredocRange {
  let fallback = -1;
  for (let at = bodyStart; at < text.length; at = nextLine(text, at)) {
    const start = skipBlanks(text, at);
    const end = trimmedEnd(text, start);
    if (end - start === name.length && text.startsWith(name, start)) {
      return { bodyStart, bodyEnd: at, mark: { start: at, end } };
    }
    if (fallback < 0 && endsBlock(text, at)) fallback = at;
    if (fallback >= 0 && (at - fallback > patience || opensSame(text, start, end, name))) break;
  }
  return { bodyStart, bodyEnd: fallback < 0 ? text.length : fallback };
}

function trimmedEnd(text: string, from: number): number {
  let end = lineEnd(text, from);
  while (end > from && (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 9)) end--;
  return end;
}

function endsBlock(text: string, at: number): boolean {
  return (text[at] === '}' && lineEnd(text, at) === at + 1) || isBlockHeader(text, at, 1);
}

function opensSame(text: string, start: number, end: number, name: string): boolean {
  if (!text.startsWith(name, end - name.length)) return false;
  const line = text.slice(start, end - name.length);
  return /^[\w-]+\s*=\s*<<-?$/.test(line);
}
