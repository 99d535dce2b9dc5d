import type { ShellCommand, ShellWord } from '../model/shell.ts';
import type { Span } from '../model/span.ts';
import type { RawWord } from './shell/cursor.ts';
import { peel, programName } from './shell/prefixes.ts';
import { type RawCommand, type RawRedirect, ShellReader } from './shell/reader.ts';
import { readWord } from './shell/word.ts';

/**
 * Where a shell text stands in its document: the offset of its first character, or a function that maps a range of the
 * (decoded) shell text to the document.
 */
export type ShellPlace = number | ((start: number, end: number) => Span);

/**
 * Reads shell text into its simple commands, in order of appearance. Never throws; text beyond the budget is left out.
 * - `words[0]` is the program as written, `program` its name without a path; a line of assignments only has the program ``
 *   and the assignments as words.
 * - `after` connects with the command before it of the same `depth`.
 * - The target of a here-document (`<<`) is its body.
 * - `bash -c '…'`, `su -c '…'` and `eval '…'` are followed by the commands inside, one level deeper.
 * - Words with expansions, or with a placeholder between U+E000 and U+E001, are `unknown`; the placeholder is given back in braces.
 */
export function readCommands(text: string, place: ShellPlace = 0): ShellCommand[] {
  const spanOf =
    typeof place === 'function' ? place : (start: number, end: number) => ({ start: place + start, end: place + end });
  return commandsOf(text, spanOf, 0, 0);
}

type SpanOf = (start: number, end: number) => Span;

/** Scripts inside scripts that are followed. */
const LEVELS = 3;

function commandsOf(text: string, spanOf: SpanOf, depth: number, level: number): ShellCommand[] {
  const commands: ShellCommand[] = [];
  const raws = [...new ShellReader(text, depth).read()].sort((a, b) => a.start - b.start || a.depth - b.depth);
  // What stands in `$( … )` of an inner script was read with the outer text already.
  const known = new Set(raws.map(({ start, end }) => spanKey(spanOf(start, end))));
  for (const raw of raws) {
    const { prefixes, words } = peel(raw);
    const command = commandOf(raw, prefixes, words, spanOf);
    commands.push(command);
    const inner = level < LEVELS ? innerCommands(text, command.program, words, raw.depth, level, spanOf) : [];
    for (const one of inner) if (one.program !== '' && !known.has(spanKey(one.span))) commands.push(one);
  }
  return commands;
}

function spanKey({ start, end }: Span): string {
  return `${start}:${end}`;
}

function commandOf(
  raw: RawCommand,
  prefixes: readonly string[],
  words: readonly RawWord[],
  spanOf: SpanOf,
): ShellCommand {
  const bare = words.length === 0;
  return {
    program: programName(words[0]) ?? '',
    words: (bare ? raw.assignments : words).map((word) => wordOf(word, spanOf)),
    prefixes: bare ? [] : prefixes,
    redirects: raw.redirects.map((redirect) => redirectOf(redirect, spanOf)),
    after: raw.after,
    background: raw.background,
    depth: raw.depth,
    span: spanOf(raw.start, Math.max(raw.start, raw.end)),
  };
}

function wordOf({ text, start, end, unknown }: RawWord, spanOf: SpanOf): ShellWord {
  return { text, span: spanOf(start, end), unknown };
}

function redirectOf({ operator, target }: RawRedirect, spanOf: SpanOf) {
  return { operator, target: wordOf(target, spanOf) };
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash']);

/** Commands of a script that is handed over as one word. */
function innerCommands(
  text: string,
  program: string,
  words: readonly RawWord[],
  depth: number,
  level: number,
  spanOf: SpanOf,
): readonly ShellCommand[] {
  const script = scriptWord(program, words);
  if (!script) return [];
  const again = readWord(wordCursor(text, script), true);
  const from = again.from ?? [];
  const inner: SpanOf = (start, end) => {
    const first = from[start] ?? script.start;
    const last = end > start ? (from[end - 1] ?? script.end - 1) : first - 1;
    return spanOf(first, Math.min(Math.max(last + 1, first), script.end));
  };
  return commandsOf(again.text, inner, depth + 1, level + 1);
}

/** The word that holds a script: behind `-c`, or the only word of `eval`. */
function scriptWord(program: string, words: readonly RawWord[]): RawWord | undefined {
  if (program === 'eval') return words.length === 2 ? words[1] : undefined;
  if (!SHELLS.has(program) && program !== 'su' && program !== 'runuser') return undefined;
  const option = words.findIndex(
    ({ text }) => text === '-c' || text === '--command' || (/^-[a-z]*c$/.test(text) && SHELLS.has(program)),
  );
  return option > 0 ? words[option + 1] : undefined;
}

function wordCursor(text: string, word: RawWord) {
  return {
    text,
    at: word.start,
    limit: word.end,
    // What stands in `$( … )` was read with the outer text.
    substitution(close: ')' | '`', end: number) {
      this.at = close === ')' ? closingBracket(text, this.at, Math.min(end, word.end)) : end;
    },
  };
}

function closingBracket(text: string, from: number, end: number): number {
  let depth = 1;
  for (let at = from; at < end; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at + 1;
  }
  return end;
}
