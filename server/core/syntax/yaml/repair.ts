import type { TreeProblem } from '../../model/tree.ts';
import { isSpace, lineEnd } from './gaps.ts';
import type { OffsetMap } from './map-spans.ts';

/** A text with one line mended, and the way back to the author's offsets. */
export interface Repair {
  readonly text: string;
  readonly back: WayBack;
  readonly problem: TreeProblem;
  /** A bolder guess: taken only when the whole text reads soundly with it. */
  readonly bold?: boolean;
}

interface WayBack {
  /** Nothing before this offset has moved. */
  readonly from: number;
  readonly map: OffsetMap;
}

/** Lines before the error that are searched for a quote without an end. */
const LOOK_BACK = 60;
const CANDIDATES = 3;

/** Ways to mend the text around the place where the fast reader stopped, best guess first. */
export function repairsAt(text: string, position: number): readonly Repair[] {
  const at = Math.min(position, text.length);
  const line = lineStartOf(text, at);
  const tabs = untabbed(text, line);
  if (tabs.length > 0) return tabs;
  const bold = [...unbracketed(text, line), ...uncoloned(text, line), ...misplaced(text, line)];
  return [
    ...unclosedBefore(text, at).map((quote) => closed(text, quote)),
    ...bold.map((repair) => ({ ...repair, bold: true })),
  ];
}

function lineStartOf(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Replaces the leading white space of a line by the indentation that its neighbours suggest. */
function untabbed(text: string, start: number): readonly Repair[] {
  const end = contentOf(text, start);
  const tab = text.slice(start, end).indexOf('\t');
  if (tab < 0) return [];
  const message = 'A tab in the indentation: YAML allows spaces only. Replace it by spaces.';
  const span = { start: start + tab, end };
  return indentsNear(text, start).map((indent) =>
    reindented(text, start, indent, { code: 'tab-indentation', message, span }),
  );
}

/** A line that stands one space left or right of its neighbours. */
function misplaced(text: string, start: number): readonly Repair[] {
  const lines = [start, lineBefore(text, start)].filter((line, i, all) => line >= 0 && line !== all[i - 1]);
  return lines.flatMap((line) => {
    const end = contentOf(text, line);
    const column = end - line;
    const near = indentsNear(text, line).filter((indent) => indent !== column && Math.abs(indent - column) === 1);
    const message = 'This line does not stand in one column with its neighbours. Correct its indentation.';
    const span = { start: end, end: Math.max(end, lineEnd(text, line)) };
    return near.map((indent) => reindented(text, line, indent, { code: 'syntax', message, span }));
  });
}

function reindented(text: string, start: number, indent: number, problem: TreeProblem): Repair {
  const end = contentOf(text, start);
  return {
    text: text.slice(0, start) + ' '.repeat(indent) + text.slice(end),
    back: replaced(start, end - start, indent),
    problem,
  };
}

/** Indentations a line could be meant to have: a step below the line above, beside it, beside the line below. */
function indentsNear(text: string, start: number): readonly number[] {
  const before = lineBefore(text, start);
  const after = lineAfter(text, start);
  const found = [
    ...(before >= 0 ? [indentBelow(text, before), contentOf(text, before) - before] : [0]),
    ...(after >= 0 ? [contentOf(text, after) - after] : []),
  ];
  return found.filter((indent, i) => found.indexOf(indent) === i);
}

/** One step deeper where the line opens a block. */
function indentBelow(text: string, line: number): number {
  const content = text.slice(contentOf(text, line), lineEnd(text, line)).trimEnd();
  const indent = contentOf(text, line) - line;
  return indent + (content.endsWith(':') || (content.startsWith('- ') && content.includes(': ')) ? 2 : 0);
}

/** Brackets that are opened on a line near the error and not closed on it. */
function unbracketed(text: string, start: number): readonly Repair[] {
  const found: Repair[] = [];
  for (let line = start, looked = 0; line >= 0 && looked < CANDIDATES; line = lineBefore(text, line), looked++) {
    const [open, end] = openBrackets(text, line);
    if (open.length === 0) continue;
    const missing = open
      .map(({ sign }) => (sign === '[' ? ']' : '}'))
      .reverse()
      .join('');
    const message = `A closing ${missing} is missing on this line.`;
    const problem: TreeProblem = { code: 'syntax', message, span: { start: open[0]?.at ?? line, end } };
    found.push({
      text: text.slice(0, end) + missing + text.slice(end),
      back: replaced(end, 0, missing.length),
      problem,
    });
  }
  return found;
}

/** Opening brackets of a line that stay open, and where its content ends. */
function openBrackets(text: string, line: number): readonly [readonly { sign: string; at: number }[], number] {
  const open: { sign: string; at: number }[] = [];
  const stop = lineEnd(text, line);
  let end = line;
  for (let at = line; at < stop; at++) {
    const sign = text.charAt(at);
    if (sign === '#' && at > line && isSpace(text.charCodeAt(at - 1))) break;
    if ((sign === '"' || sign === "'") && startsScalar(text, line, at)) at = Math.max(at, closingQuote(text, at, stop));
    else if ('[{'.includes(sign) && (open.length > 0 || startsScalar(text, line, at))) open.push({ sign, at });
    else if (']}'.includes(sign)) open.pop();
    if (!isSpace(text.charCodeAt(at))) end = at + 1;
  }
  return [open, end];
}

/** A lone word above deeper lines: a key whose colon is not typed yet. */
function uncoloned(text: string, start: number): readonly Repair[] {
  const found: Repair[] = [];
  for (let line = start, looked = 0; line >= 0 && looked < CANDIDATES; line = lineBefore(text, line), looked++) {
    const content = contentOf(text, line);
    let end = lineEnd(text, line);
    while (end > content && isSpace(text.charCodeAt(end - 1))) end--;
    const after = lineAfter(text, line);
    const deeper = after >= 0 && contentOf(text, after) - after > content - line;
    if (!deeper || !/^(?:- +)?[\w.:-]*\w$/.test(text.slice(content, end))) continue;
    const message = 'A colon is missing after this key.';
    const problem: TreeProblem = { code: 'syntax', message, span: { start: content, end } };
    found.push({ text: `${text.slice(0, end)}:${text.slice(end)}`, back: replaced(end, 0, 1), problem });
  }
  return found;
}

function contentOf(text: string, line: number): number {
  let at = line;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

/** Start of the nearest line above with content; -1 without one. */
function lineBefore(text: string, start: number): number {
  let line = start;
  for (let looked = 0; looked < LOOK_BACK && line > 0; looked++) {
    line = lineStartOf(text, line - 1);
    if (hasContent(text, line)) return line;
  }
  return -1;
}

function lineAfter(text: string, start: number): number {
  let line = start;
  for (let looked = 0; looked < LOOK_BACK; looked++) {
    const newline = text.indexOf('\n', line);
    if (newline < 0) return -1;
    line = newline + 1;
    if (line < text.length && hasContent(text, line)) return line;
  }
  return -1;
}

function hasContent(text: string, line: number): boolean {
  const sign = text.charAt(contentOf(text, line));
  return sign !== '' && sign !== '\n' && sign !== '\r' && sign !== '#';
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
function replaced(at: number, was: number, now: number): WayBack {
  return {
    from: at,
    map(offset) {
      if (offset <= at) return offset;
      return offset >= at + now ? offset - now + was : Math.min(offset, at + was);
    },
  };
}
