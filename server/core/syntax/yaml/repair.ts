import type { TreeProblem } from '../../model/tree.ts';
import { isSpace, lineEnd } from './gaps.ts';
import type { OffsetMap } from './map-spans.ts';

/** A text with one line mended, and the way back to the author's offsets. */
export interface Repair {
  readonly text: string;
  readonly back: OffsetMap;
  readonly problem: TreeProblem;
}

/** Lines before the error that are searched for a quote without an end. */
const LOOK_BACK = 60;
const CANDIDATES = 3;

/** Ways to mend the text around the place where the fast reader stopped, best guess first. */
export function repairsAt(text: string, position: number): readonly Repair[] {
  const at = Math.min(position, text.length);
  const tab = untabbed(text, lineStartOf(text, at));
  return tab ? [tab] : unclosedBefore(text, at).map((quote) => closed(text, quote));
}

function lineStartOf(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Replaces the leading white space of a line by the indentation that the line above asks for. */
function untabbed(text: string, start: number): Repair | undefined {
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  const tab = text.slice(start, end).indexOf('\t');
  if (tab < 0) return undefined;
  const indent = ' '.repeat(indentAfter(text, start));
  const message = 'A tab in the indentation: YAML allows spaces only. Replace it by spaces.';
  return {
    text: text.slice(0, start) + indent + text.slice(end),
    back: replaced(start, end - start, indent.length),
    problem: { code: 'tab-indentation', message, span: { start: start + tab, end } },
  };
}

/** Indentation of the nearest line above that has content, one step deeper when that line opens a block. */
function indentAfter(text: string, start: number): number {
  for (let end = start - 1, looked = 0; end > 0 && looked < LOOK_BACK; looked++) {
    const lineStart = lineStartOf(text, end);
    const line = text.slice(lineStart, end);
    const content = line.trim();
    end = lineStart - 1;
    if (content === '' || content.startsWith('#')) continue;
    const indent = line.length - line.trimStart().length;
    return content.endsWith(':') ? indent + 2 : indent + (content.startsWith('- ') && content.includes(': ') ? 2 : 0);
  }
  return 0;
}

/** Opening quotes that are not closed on their own line, the nearest before `at` first. */
function unclosedBefore(text: string, at: number): readonly number[] {
  const found: number[] = [];
  let end = lineEnd(text, at);
  for (let looked = 0; looked < LOOK_BACK && found.length < CANDIDATES; looked++) {
    const start = lineStartOf(text, end);
    const quote = unclosedQuote(text, start, end);
    if (quote !== undefined) found.push(quote);
    if (start === 0) break;
    end = start - 1;
  }
  return found;
}

function unclosedQuote(text: string, start: number, end: number): number | undefined {
  for (let i = start; i < end; i++) {
    const sign = text.charAt(i);
    if (sign === '#' && (i === start || isSpace(text.charCodeAt(i - 1)))) return undefined;
    if ((sign !== '"' && sign !== "'") || !startsScalar(text, start, i)) continue;
    const close = closingQuote(text, i, end);
    if (close < 0) return i;
    i = close;
  }
  return undefined;
}

/** A scalar starts at the line start, behind an indicator, or behind a tag or an anchor. */
function startsScalar(text: string, start: number, at: number): boolean {
  let i = at - 1;
  if (i >= start && '[{,'.includes(text.charAt(i))) return true;
  if (i >= start && text[i] !== ' ' && text[i] !== '\t') return false;
  while (i >= start && (text[i] === ' ' || text[i] === '\t')) i--;
  if (i < start || ':-?,[{'.includes(text.charAt(i))) return true;
  while (i > start && text[i - 1] !== ' ') i--;
  return text[i] === '!' || text[i] === '&';
}

function closingQuote(text: string, open: number, end: number): number {
  const quote = text.charAt(open);
  for (let i = open + 1; i < end; i++) {
    const sign = text.charAt(i);
    if (sign === '\\' && quote === '"') i++;
    else if (sign === quote && quote === "'" && text[i + 1] === quote) i++;
    else if (sign === quote) return i;
  }
  return -1;
}

function closed(text: string, quote: number): Repair {
  let end = lineEnd(text, quote);
  while (end > quote + 1 && isSpace(text.charCodeAt(end - 1))) end--;
  const sign = text.charAt(quote);
  // A backslash at the end would swallow the quote that is put behind it.
  const put = sign === '"' && text[end - 1] === '\\' ? `\\${sign}` : sign;
  const message = `The quote ${sign} is opened here and never closed. Close it at the end of the value.`;
  return {
    text: text.slice(0, end) + put + text.slice(end),
    back: replaced(end, 0, put.length),
    problem: { code: 'unclosed-quote', message, span: { start: quote, end } },
  };
}

/** Way back over one place where `was` characters became `now`. */
function replaced(at: number, was: number, now: number): OffsetMap {
  return (offset) => {
    if (offset <= at) return offset;
    return offset >= at + now ? offset - now + was : Math.min(offset, at + was);
  };
}
