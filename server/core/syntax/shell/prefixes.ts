import { entryIn } from '../../model/table.ts';
import type { RawWord } from './cursor.ts';
import type { RawCommand } from './reader.ts';

/** Programs that run the rest of their line, with the options of theirs that take a value. */
const WRAPPERS: Readonly<Record<string, readonly string[]>> = {
  sudo: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-U', '--user', '--group', '--host', '--chdir', '-D'],
  doas: ['-u', '-C'],
  env: ['-u', '--unset', '-C', '--chdir', '-S'],
  nohup: [],
  exec: ['-a'],
  time: ['-f', '-o'],
  command: [],
  builtin: [],
  setsid: [],
  nice: ['-n', '--adjustment'],
  ionice: ['-c', '-n', '-p'],
  stdbuf: ['-i', '-o', '-e'],
  timeout: ['-k', '-s', '--signal', '--kill-after'],
  chroot: ['--userspec', '--groups'],
  flock: ['-w', '--timeout', '-E'],
};

/** Words of their own that stand before the program they run. */
const OPERANDS: Readonly<Record<string, number>> = { timeout: 1, chroot: 1, flock: 1 };

export interface Peeled {
  readonly prefixes: readonly string[];
  readonly words: readonly RawWord[];
}

/** Takes leading assignments, `sudo -u x`, `env A=b`, `nohup`, `time` … off a command. */
export function peel({ words, assignments }: RawCommand): Peeled {
  const prefixes = assignments.map(({ text }) => text);
  let rest: readonly RawWord[] = words;
  for (let rounds = 0; rounds < 10; rounds++) {
    const name = programName(rest[0]);
    const valued = name !== undefined && Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
    if (name === undefined || !valued) break;
    const skipped = optionsEnd(rest, valued, name);
    if (skipped >= rest.length) break;
    prefixes.push(name, ...rest.slice(1, skipped).map(({ text }) => text));
    rest = rest.slice(skipped);
  }
  return { prefixes, words: rest };
}

/** Name of the program without its path; none when an expansion gives it. */
export function programName(word: RawWord | undefined): string | undefined {
  if (!word || /^[$<>]\(|^`/.test(word.text)) return undefined;
  const name = word.text.slice(word.text.lastIndexOf('/') + 1);
  return name === '' ? word.text : name;
}

function optionsEnd(words: readonly RawWord[], valued: readonly string[], name: string): number {
  let at = 1;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (text === '--') return at + 1 + (entryIn(OPERANDS, name) ?? 0);
    if (valued.includes(text)) at++;
    else if (name === 'env' && text.indexOf('=') > 0) continue;
    else if (!text.startsWith('-')) break;
  }
  return at + (entryIn(OPERANDS, name) ?? 0);
}
