import type { LifecycleClass } from '../../../model/lifecycle.ts';
import type { ShellCommand, ShellWord } from '../../../model/shell.ts';
import type { DataSource } from '../../../schema/data.ts';
import { classify } from '../../../schema/lifecycle.ts';

/** The command that makes a script what it is, and how its type is called. */
export interface MainCommand {
  readonly command: ShellCommand;
  /** `aws elb create-load-balancer`, `az vm create`, `docker run`. */
  readonly type: string;
  /** Words behind the type. */
  readonly rest: readonly ShellWord[];
}

/** Of several commands the one that loses most when it is destroyed. */
const WEIGHT: Readonly<Record<LifecycleClass, number>> = {
  persistent: 9,
  volatile: 8,
  cache: 7,
  router: 6,
  stateless: 5,
  network: 4,
  external: 3,
  config: 2,
  unknown: 1,
};

/** Longest type of the table, in words: `az network dns record-set a add-record`. */
const LONGEST = 6;

export function mainCommand(commands: readonly ShellCommand[], data: DataSource): MainCommand | undefined {
  let best: MainCommand | undefined;
  let weight = 0;
  for (const command of commands) {
    const named = nameCommand(command, data);
    if (named === undefined) continue;
    const weighs = isReading(named.type) ? 0.5 : WEIGHT[classify('macfile', named.type, data).class];
    if (weighs > weight) {
      best = named;
      weight = weighs;
    }
  }
  return best;
}

function nameCommand(command: ShellCommand, data: DataSource): MainCommand | undefined {
  const { program } = command;
  if (program === '' || program.includes('{') || program.startsWith('$')) return undefined;
  const words = command.words.slice(1);
  if (program === 'aws') return awsCommand(command, words);
  const plain = words.findIndex(({ text, unknown }) => unknown || text.startsWith('-') || !/^[\w:-]+$/.test(text));
  const most = Math.min(plain < 0 ? words.length : plain, LONGEST - 1);
  for (let count = most; count >= 0; count--) {
    const type = [program, ...words.slice(0, count).map(({ text }) => text)].join(' ');
    if (classify('macfile', type, data).confidence > 0) return { command, type, rest: words.slice(count) };
  }
  const verbs = CLOUD.has(program) ? most : Math.min(most, SUBCOMMANDS.has(program) ? 1 : 0);
  const type = [program, ...words.slice(0, verbs).map(({ text }) => text)].join(' ');
  return { command, type, rest: words.slice(verbs) };
}

/** Programs whose plain words are all part of the command. */
const CLOUD = new Set(['az', 'azure', 'gcloud']);
const SUBCOMMANDS = new Set(['docker', 'kubectl', 'helm', 'heroku', 'terraform', 'mac', 'git', 'systemctl', 'service']);

/** Options before the service name take a value, except these. */
const AWS_SWITCHES = new Set(['--debug', '--no-verify-ssl', '--no-paginate', '--no-sign-request', '--no-cli-pager']);

function awsCommand(command: ShellCommand, words: readonly ShellWord[]): MainCommand | undefined {
  let at = 0;
  while (words[at]?.text.startsWith('-'))
    at += AWS_SWITCHES.has(words[at]?.text ?? '') || words[at]?.text.includes('=') ? 1 : 2;
  const [service, operation] = [words[at]?.text, words[at + 1]?.text];
  if (service === undefined || operation === undefined || !/^[a-z0-9-]+$/.test(`${service}${operation}`))
    return undefined;
  const options = words.slice(0, at);
  return { command, type: `aws ${service} ${operation}`, rest: [...words.slice(at + 2), ...options] };
}

/** Asks and waits, makes nothing. */
export function isReading(type: string): boolean {
  return /^aws \S+ (?:describe-|list-|get-|wait$|head-|filter-)|\s(?:list|show|describe|get|ps|logs|inspect|wait)$|^(?:echo|sleep|cat|grep|test|\[|curl|wget|jq|sed|awk|cut|true|false|exit|read|printf|date)$/.test(
    type,
  );
}

/** One option of a command with the words that belong to it. */
export interface CommandOption {
  readonly name: string;
  readonly word: ShellWord;
  readonly values: readonly ShellWord[];
  /** `--name=value`: where the value begins in the word's text; its words are then empty. */
  readonly inline?: string;
}

/**
 * Options and plain arguments. `aws` options take every word up to the next option; elsewhere an option takes the one word behind it.
 */
export function optionsOf({ type, rest }: MainCommand): {
  readonly options: readonly CommandOption[];
  readonly plain: readonly ShellWord[];
} {
  const options: CommandOption[] = [];
  const plain: ShellWord[] = [];
  const many = type.startsWith('aws ');
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at];
    if (word === undefined) break;
    const option = /^(--?[A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word.text);
    if (option === null) {
      plain.push(word);
      continue;
    }
    const values: ShellWord[] = [];
    const isOpen = option[2] === undefined;
    while (
      isOpen &&
      at + 1 < rest.length &&
      !/^--?[A-Za-z]/.test(rest[at + 1]?.text ?? '-x') &&
      (many || values.length === 0)
    ) {
      values.push(rest[++at] as ShellWord);
    }
    options.push({ name: option[1] ?? '', word, values, ...(isOpen ? {} : { inline: option[2] ?? '' }) });
  }
  return { options, plain };
}
