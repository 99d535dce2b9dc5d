import type { OsUpgrade, PackageInstall, Script } from '../../model/fact.ts';
import type { ShellCommand, ShellWord } from '../../model/shell.ts';
import { argumentsOf, partOf } from './words.ts';

interface Manager {
  readonly install: readonly string[];
  /** Brings everything up to date when no package is named. */
  readonly upgrade: readonly string[];
  readonly valued: readonly string[];
  /** What stands between a name and its version. */
  readonly pin?: string;
}

const APT: Manager = {
  install: ['install'],
  upgrade: ['upgrade', 'dist-upgrade', 'full-upgrade', 'safe-upgrade'],
  valued: ['-o', '-c', '-t', '--target-release', '--option'],
  pin: '=',
};
const YUM: Manager = {
  install: ['install', 'localinstall', 'groupinstall'],
  upgrade: ['update', 'upgrade', 'distro-sync', 'update-minimal'],
  valued: ['-c', '-x', '--exclude', '--enablerepo', '--disablerepo', '--releasever', '--installroot', '--setopt'],
};
const PIP: Manager = {
  install: ['install'],
  upgrade: [],
  valued: [
    '-r',
    '--requirement',
    '-c',
    '--constraint',
    '-e',
    '--editable',
    '-i',
    '--index-url',
    '--extra-index-url',
    '-t',
    '--target',
    '-f',
    '--find-links',
    '--root',
    '--prefix',
    '--proxy',
    '--trusted-host',
    '--timeout',
  ],
  pin: '==',
};
const NPM: Manager = {
  install: ['install', 'i', 'add'],
  upgrade: [],
  valued: ['--prefix', '--registry', '-C', '--loglevel'],
  pin: '@',
};

const MANAGERS: Readonly<Record<string, Manager>> = {
  'apt-get': APT,
  apt: APT,
  aptitude: APT,
  yum: YUM,
  dnf: YUM,
  microdnf: YUM,
  tdnf: YUM,
  zypper: {
    install: ['install', 'in'],
    upgrade: ['update', 'up', 'patch', 'dist-upgrade', 'dup'],
    valued: ['-r', '--repo', '--from'],
    pin: '=',
  },
  apk: {
    install: ['add'],
    upgrade: ['upgrade'],
    valued: ['-t', '--virtual', '-X', '--repository', '-p', '--root'],
    pin: '=',
  },
  pip: PIP,
  pip3: PIP,
  'pip2.7': PIP,
  npm: NPM,
  yarn: { install: ['add'], upgrade: [], valued: ['--cwd'], pin: '@' },
  gem: {
    install: ['install'],
    upgrade: [],
    valued: ['-v', '--version', '-i', '--install-dir', '-n', '--bindir', '--source'],
    pin: ':',
  },
  'amazon-linux-extras': { install: ['install'], upgrade: [], valued: [], pin: '=' },
  snap: { install: ['install'], upgrade: ['refresh'], valued: ['--channel'] },
  easy_install: { install: [''], upgrade: [], valued: [], pin: '==' },
};

export function packageFacts(script: Script, command: ShellCommand): (PackageInstall | OsUpgrade)[] {
  const { program, words } = command;
  if (/^unattended-upgrades?$/.test(program)) return [upgradeOf(script, command, program, true)];
  if (/^python[\d.]*$/.test(program) && words[1]?.text === '-m' && words[2]?.text === 'pip') {
    return packageFacts(script, { ...command, program: 'pip', words: words.slice(2) });
  }
  if (program === 'rpm') return rpmFacts(script, command);
  const manager = Object.hasOwn(MANAGERS, program) ? MANAGERS[program] : undefined;
  if (manager === undefined) return [];
  const { operands, options } = argumentsOf(command, new Set(manager.valued));
  const verb = manager.install[0] === '' ? undefined : operands[0];
  const names = verb === undefined ? operands : operands.slice(1);
  if (verb !== undefined && manager.upgrade.includes(verb.text)) {
    const security = options.has('--security') || verb.text === 'update-minimal';
    if (names.length === 0 || names.some(({ text }) => text === '*'))
      return [upgradeOf(script, command, program, security)];
    return names.map((name) => ({
      ...installOf(script, command, name, manager),
      version: { kind: 'latest' },
      onlyUpgrade: true,
    }));
  }
  if (verb !== undefined && !manager.install.includes(verb.text)) return [];
  const onlyUpgrade = options.has('--only-upgrade');
  const version = options.get('--version') ?? options.get('-v');
  return names.map((name) => ({
    ...installOf(script, command, name, manager, program === 'gem' ? version : undefined),
    ...(onlyUpgrade ? { onlyUpgrade } : {}),
  }));
}

/** `rpm -i file`: the file is the version. */
function rpmFacts(script: Script, command: ShellCommand): PackageInstall[] {
  const installs =
    command.words.some(({ text }) => /^-[a-zA-Z]*[iU]/.test(text) && !text.startsWith('--')) ||
    command.words.some(({ text }) => text === '--install');
  if (!installs || command.words.some(({ text }) => text === '--import')) return [];
  const files = argumentsOf(command, new Set()).operands.filter(({ text }) => !text.includes('='));
  return files.map((name) => installOf(script, command, name, YUM));
}

function installOf(
  script: Script,
  command: ShellCommand,
  word: ShellWord,
  manager: Manager,
  version?: ShellWord,
): PackageInstall {
  const at = manager.pin === undefined ? -1 : word.text.indexOf(manager.pin, 1);
  const name = at > 0 ? partOf(word, 0, at) : word;
  return {
    fact: 'package',
    node: script.node,
    span: command.span,
    manager: command.program,
    name: { value: name.text, span: name.span },
    version: versionOf(word, at < 0 ? undefined : word.text.slice(at + (manager.pin?.length ?? 0)), version),
    when: script.when,
    ...(script.contexts === undefined ? {} : { contexts: script.contexts }),
  };
}

function versionOf(
  word: ShellWord,
  pinned: string | undefined,
  option: ShellWord | undefined,
): PackageInstall['version'] {
  const given = option?.text ?? pinned;
  if (given !== undefined) {
    if (option?.unknown || /[{$`]/.test(given)) return { kind: 'unknown' };
    return given === 'latest' ? { kind: 'latest' } : { kind: 'literal', value: given };
  }
  if (word.unknown) return { kind: 'unknown' };
  // A file or an address names one artefact; yum writes the version into the name.
  if (/\.(?:deb|rpm|whl|tgz|tar\.gz|zip)$|^\.{0,2}\/|:\/\//.test(word.text))
    return { kind: 'literal', value: word.text };
  const inName = word.text.length > 300 ? undefined : /-(\d[\w.]*-?[\w.]*)$/.exec(word.text)?.[1];
  if (inName !== undefined && /\d\.\d/.test(inName)) return { kind: 'literal', value: inName };
  return /[<>~]/.test(word.text) ? { kind: 'literal', value: word.text } : { kind: 'none' };
}

function upgradeOf(script: Script, command: ShellCommand, manager: string, securityOnly: boolean): OsUpgrade {
  return {
    fact: 'os-upgrade',
    node: script.node,
    span: command.span,
    manager,
    when: script.when,
    ...(securityOnly ? { securityOnly } : {}),
    ...(script.contexts === undefined ? {} : { contexts: script.contexts }),
  };
}
