import type { ShellCommand, ShellWord } from '../../model/shell.ts';

/** What follows the program, split into options and the rest. `valued` names the options that take the next word. */
export interface Arguments {
  readonly operands: readonly ShellWord[];
  /** Value of an option by its name; options without a value have none. */
  readonly options: ReadonlyMap<string, ShellWord | undefined>;
}

export function argumentsOf({ words }: ShellCommand, valued: ReadonlySet<string>, from = 1): Arguments {
  const operands: ShellWord[] = [];
  const options = new Map<string, ShellWord | undefined>();
  for (let at = from; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    if (!word.text.startsWith('-') || word.text === '-') {
      operands.push(word);
      continue;
    }
    const equals = word.text.startsWith('--') ? word.text.indexOf('=') : -1;
    if (equals > 0) options.set(word.text.slice(0, equals), partOf(word, equals + 1));
    else if (valued.has(word.text)) options.set(word.text, words[++at]);
    else options.set(word.text, undefined);
  }
  return { operands, options };
}

/** The rest of a word from an index on. Where quotes shift the positions the whole word stands for it. */
export function partOf(word: ShellWord, from: number, to = word.text.length): ShellWord {
  const exact = word.span.end - word.span.start === word.text.length;
  const span = exact ? { start: word.span.start + from, end: word.span.start + to } : word.span;
  return { text: word.text.slice(from, to), span, unknown: word.unknown && /[{$`]/.test(word.text.slice(from, to)) };
}

/** First word after the program that is no option. */
export function verbOf(command: ShellCommand): string {
  return command.words.slice(1).find(({ text }) => !text.startsWith('-'))?.text ?? '';
}
