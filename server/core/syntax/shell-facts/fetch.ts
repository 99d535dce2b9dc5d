import type { Checkout, Download, Script } from '../../model/fact.ts';
import type { ShellCommand, ShellWord } from '../../model/shell.ts';
import { argumentsOf } from './words.ts';

const GIT_VALUED = new Set([
  '-b',
  '--branch',
  '--depth',
  '-o',
  '--origin',
  '-c',
  '--config',
  '-C',
  '-j',
  '--jobs',
  '--reference',
  '--separate-git-dir',
  '--template',
  '-u',
  '--filter',
]);

/** `git clone`, `git pull`, `svn checkout`, `hg clone`; a later `git checkout REV` names the revision of the clone before it. */
export function checkoutFacts(script: Script, command: ShellCommand, at: number): Checkout[] {
  const { program } = command;
  const { operands, options } = argumentsOf(command, GIT_VALUED);
  const verb = operands[0]?.text;
  if (program === 'git' && verb === 'pull')
    return [checkoutOf(script, command, { update: true, repository: operands[1], revision: operands[2] })];
  if (program === 'git' && verb === 'clone') {
    const revision = options.get('-b') ?? options.get('--branch') ?? laterRevision(script.commands.slice(at + 1));
    return [
      checkoutOf(script, command, { update: false, repository: operands[1], revision, destination: operands[2] }),
    ];
  }
  if (program === 'svn' && (verb === 'checkout' || verb === 'co' || verb === 'export')) {
    const revision = options.get('-r') ?? options.get('--revision');
    return [
      checkoutOf(script, command, { update: false, repository: operands[1], revision, destination: operands[2] }),
    ];
  }
  if (program === 'hg' && verb === 'clone')
    return [
      checkoutOf(script, command, {
        update: false,
        repository: operands[1],
        revision: options.get('-r'),
        destination: operands[2],
      }),
    ];
  return [];
}

function laterRevision(later: readonly ShellCommand[]): ShellWord | undefined {
  for (const command of later) {
    if (command.program !== 'git') continue;
    const { operands } = argumentsOf(command, GIT_VALUED);
    const verb = operands[0]?.text;
    if (verb === 'clone') return undefined;
    if (verb === 'checkout' || verb === 'reset' || verb === 'switch') return operands[1];
  }
  return undefined;
}

interface CheckedOut {
  readonly update: boolean;
  readonly repository: ShellWord | undefined;
  readonly revision: ShellWord | undefined;
  readonly destination?: ShellWord | undefined;
}

function checkoutOf(
  script: Script,
  command: ShellCommand,
  { update, repository, revision, destination }: CheckedOut,
): Checkout {
  const pinned = pinnedBy(revision);
  return {
    fact: 'checkout',
    node: script.node,
    span: command.span,
    repository: repository?.text ?? '',
    update,
    when: script.when,
    ...(revision === undefined ? {} : { revision: { value: revision.text, span: revision.span } }),
    ...(pinned === undefined ? {} : { pinned }),
    ...(destination === undefined || destination.unknown ? {} : { destination: destination.text }),
    ...(script.contexts === undefined ? {} : { contexts: script.contexts }),
  };
}

/** A version number or a hash does not move by its look; a plain word does. */
function pinnedBy(revision: ShellWord | undefined): boolean | undefined {
  if (revision === undefined) return false;
  if (revision.unknown || revision.text.length > 200) return undefined;
  if (/^(?:refs\/tags\/|tags\/)?[\w-]*?v?\d+(?:\.\d+)+[\w.-]*$|^[0-9a-f]{7,40}$|^v\d+$/i.test(revision.text))
    return true;
  return /^(?:origin\/.+|refs\/heads\/.+|master|main|head|develop|development|trunk|dev|stable)$/i.test(revision.text)
    ? false
    : undefined;
}

const CURL_VALUED = new Set([
  '-o',
  '--output',
  '-H',
  '--header',
  '-d',
  '--data',
  '-X',
  '--request',
  '-u',
  '--user',
  '-A',
  '--user-agent',
  '-T',
  '--upload-file',
  '-F',
  '--form',
  '-m',
  '--max-time',
  '--retry',
  '--connect-timeout',
  '-x',
  '--proxy',
  '-w',
  '--write-out',
  '-e',
  '--cacert',
  '--cert',
  '--key',
  '-b',
  '-c',
  '--retry-delay',
]);
const WGET_VALUED = new Set([
  '-O',
  '--output-document',
  '-P',
  '--directory-prefix',
  '-o',
  '-a',
  '-t',
  '--tries',
  '-T',
  '--timeout',
  '--header',
  '--user',
  '--password',
  '-U',
  '--post-data',
]);
const VERIFIES = new Set([
  'sha256sum',
  'sha512sum',
  'sha1sum',
  'md5sum',
  'shasum',
  'gpg',
  'gpgv',
  'cosign',
  'openssl',
  'minisign',
]);
const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'python', 'python3', 'perl', 'ruby', 'node']);

/** A file or script taken from the network by `curl` or `wget`. Requests that only read the platform's metadata are none. */
export function downloadFacts(script: Script, command: ShellCommand, at: number): Download[] {
  const { program } = command;
  if (program !== 'curl' && program !== 'wget') return [];
  const { operands, options } = argumentsOf(command, program === 'curl' ? CURL_VALUED : WGET_VALUED);
  const sends = ['-X', '--request', '-d', '--data', '-T', '--upload-file', '-F', '--form', '--post-data'].some((name) =>
    options.has(name),
  );
  const url = operands.find(({ text }) => /^(?:https?|ftp):\/\//.test(text));
  if (url === undefined || sends || /^https?:\/\/(?:169\.254\.|localhost|127\.|\[?::1|metadata\.)/.test(url.text))
    return [];
  const later = script.commands.slice(at + 1);
  const next = later[0];
  const piped =
    (next !== undefined && next.after === '|' && SHELLS.has(next.program)) || insideShell(script.commands, at);
  const output = options.get('-o') ?? options.get('-O') ?? options.get('--output') ?? options.get('--output-document');
  const keeps =
    output !== undefined ||
    program === 'wget' ||
    options.has('-O') ||
    options.has('--remote-name') ||
    command.redirects.length > 0 ||
    bundled(options, 'O');
  if (!piped && !keeps && !(next?.after === '|' && /^(?:tar|unzip|gunzip|dd|apt-key|rpm)$/.test(next.program)))
    return [];
  if (output?.text === '-' && !piped && next?.after !== '|') return [];
  const file = output?.text ?? url.text.slice(url.text.lastIndexOf('/') + 1);
  return [
    {
      fact: 'download',
      node: script.node,
      span: command.span,
      url: { value: url.text, span: url.span },
      verified: later.some(({ program: one }) => VERIFIES.has(one)),
      executed: piped || later.some((one) => runs(one, file)),
      when: script.when,
      ...(script.contexts === undefined ? {} : { contexts: script.contexts }),
    },
  ];
}

/** `bash -c "$(curl …)"`, `bash <(curl …)`, `source <(curl …)`. */
function insideShell(commands: readonly ShellCommand[], at: number): boolean {
  const command = commands[at];
  return commands.slice(0, at).some(({ program, span, depth }) => {
    if (!command || depth >= command.depth || span.end < command.span.end || span.start >= command.span.start)
      return false;
    return SHELLS.has(program) || program === 'eval' || program === 'source' || program === '.';
  });
}

/** `-sSLO`: single letters in one word. */
function bundled(options: ReadonlyMap<string, unknown>, letter: string): boolean {
  return [...options.keys()].some((name) => /^-[a-zA-Z]+$/.test(name) && name.includes(letter));
}

function runs({ program, words }: ShellCommand, file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (name === '') return false;
  return (
    program === name ||
    (SHELLS.has(program) &&
      words.slice(1).some(({ text }) => text === file || text.endsWith(`/${name}`) || text === name))
  );
}
