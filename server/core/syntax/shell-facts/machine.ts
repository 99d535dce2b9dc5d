import type {
  ConfigEdit,
  Fact,
  ImageRef,
  NetworkMount,
  RemoteCommand,
  Script,
  Verification,
} from '../../model/fact.ts';
import type { ShellCommand, ShellWord } from '../../model/shell.ts';
import { imageRef } from '../image.ts';
import { readCommands } from '../shell.ts';
import { argumentsOf, verbOf } from './words.ts';

/** `sed -i`, `perl -pi`, `>> file` and `tee -a` patch; `> file` and `tee` write the whole. */
export function editFacts(script: Script, command: ShellCommand): ConfigEdit[] {
  const files: { readonly file: ShellWord; readonly how: ConfigEdit['how'] }[] = [];
  const { program, words } = command;
  if ((program === 'sed' || program === 'perl') && words.some(({ text }) => /^-[a-zA-Z]*i|^--in-place/.test(text))) {
    for (const file of words.slice(1).filter(({ text }) => /^[/~.]|^\$/.test(text) && !/^s(.).*\1/.test(text)))
      files.push({ file, how: 'in-place' });
  }
  if (program === 'tee') {
    const { operands, options } = argumentsOf(command, new Set());
    const how = options.has('-a') || options.has('--append') ? 'in-place' : 'whole-file';
    for (const file of operands) files.push({ file, how });
  }
  for (const { operator, target } of command.redirects) {
    if (operator === '>>') files.push({ file: target, how: 'in-place' });
    if (operator === '>' || operator === '>|') files.push({ file: target, how: 'whole-file' });
  }
  return files
    .filter(({ file }) => !file.unknown && CONFIGURATION.test(file.text))
    .map(({ file, how }) => ({
      fact: 'config-edit',
      ...placeOf(script, command),
      how,
      target: file.text,
      when: script.when,
    }));
}

/** Places where configuration lives; a log or a data file that is appended to is none. */
const CONFIGURATION =
  /^\/(?:etc|usr\/local\/etc|opt\/[^/]+\/(?:conf|etc|config))\/|\.(?:conf|cfg|ini|cnf|properties|toml|ya?ml|xml)$|^~\/\.[a-z]/i;

const RUN_VALUED = new Set(
  '-a --add-host --attach --authfile -c --cap-add --cap-drop --cgroup-parent --cidfile --cpus --cpu-shares --cpuset-cpus --device --dns --dns-search -e --entrypoint --env --env-file --expose --gpus --group-add -h --health-cmd --hostname --ip --ipc -l --label --link --log-driver --log-opt -m --mac-address --memory --memory-swap --mount --name --net --network --network-alias -p --pid --platform --pull --publish --restart --runtime --security-opt --shm-size --stop-signal --stop-timeout --tmpfs --ulimit -u --user --userns -v --volume --volumes-from -w --workdir --replicas --constraint --secret --config --creds --arch --cert-dir --decryption-key --os --variant --update-delay'.split(
    ' ',
  ),
);
const BUILD_VALUED = new Set(['-t', '--tag', '-f', '--file', '--build-arg', '--target', '--platform', '--label']);

/** Image that `docker` or `podman` pulls or runs. Images that the same script builds are local. */
export function imageFacts(script: Script, command: ShellCommand): ImageRef[] {
  if (!/^(?:docker|podman|nerdctl)$/.test(command.program)) return [];
  const from =
    command.words[1]?.text === 'container' || command.words[1]?.text === 'service' || command.words[1]?.text === 'image'
      ? 3
      : 2;
  const verb = command.words[from - 1]?.text;
  if (verb !== 'run' && verb !== 'pull' && verb !== 'create') return [];
  const word = argumentsOf(command, RUN_VALUED, from).operands[0];
  if (word === undefined) return [];
  const reference = imageRef(word);
  if (reference === undefined) return [];
  const local = built(script).has(reference.repository);
  return [
    {
      fact: 'image',
      kind: 'container',
      ...placeOf(script, command),
      span: word.span,
      ...reference,
      ...(local ? { local } : {}),
    },
  ];
}

function built(script: Script): ReadonlySet<string> {
  const tags = script.commands
    .filter(({ program, words }) => /^(?:docker|podman)$/.test(program) && words.some(({ text }) => text === 'build'))
    .flatMap((command) => {
      const { options } = argumentsOf(command, BUILD_VALUED);
      return [options.get('-t') ?? options.get('--tag')];
    });
  return new Set(tags.flatMap((tag) => (tag === undefined ? [] : [imageRef(tag)?.repository ?? ''])));
}

/** `mount host:/path`, `mount -t nfs …`. */
export function mountFacts(script: Script, command: ShellCommand): NetworkMount[] {
  const { program } = command;
  if (program !== 'mount' && !/^mount\.(?:nfs4?|cifs|efs)$/.test(program)) return [];
  const { operands, options } = argumentsOf(command, new Set(['-t', '-o', '--types', '--options']));
  const type = options.get('-t')?.text ?? options.get('--types')?.text ?? '';
  const source =
    operands.find(({ text }) => /^[\w.-]+:\/|^\/\/[\w.-]+\//.test(text)) ??
    (/^(?:nfs4?|cifs|smbfs|efs)$/.test(type) ? operands[0] : undefined);
  return source === undefined ? [] : [{ fact: 'network-mount', ...placeOf(script, command), target: source.text }];
}

/** `ssh host command` and friends: something is done on a machine that is there already. */
export function remoteFacts(script: Script, command: ShellCommand): RemoteCommand[] {
  if (!/^(?:ssh|pssh|parallel-ssh|sshpass)$/.test(command.program)) return [];
  const { operands } = argumentsOf(
    command,
    new Set(['-i', '-o', '-p', '-l', '-F', '-J', '-L', '-R', '-D', '-c', '-b', '-h', '-H']),
  );
  const [, ...remote] = operands;
  const body = command.redirects.find(({ operator }) => operator === '<<')?.target;
  if (remote.length === 0 && !body) return [];
  const text = remote.length > 0 ? remote.map((word) => word.text).join(' ') : (body?.text ?? '');
  const changed = mutates(readCommands(text));
  const judged = changed === undefined ? {} : { mutates: changed };
  return [
    { fact: 'remote-command', ...placeOf(script, command), via: 'ssh', when: script.when, command: text, ...judged },
  ];
}

/** A signal that the bootstrap is done. */
export function verificationFacts(script: Script, command: ShellCommand): Verification[] {
  return /^cfn-signal(?:\.exe)?$/.test(command.program)
    ? [{ fact: 'verification', ...placeOf(script, command), of: script.node }]
    : [];
}

/** Programs that only look; anything else may change the machine. */
const READS = new Set([
  'cat',
  'ls',
  'hostname',
  'echo',
  'printf',
  'date',
  'uname',
  'whoami',
  'id',
  'df',
  'du',
  'free',
  'uptime',
  'ps',
  'grep',
  'awk',
  'cut',
  'head',
  'tail',
  'tr',
  'wc',
  'sort',
  'uniq',
  'jq',
  'ip',
  'ifconfig',
  'test',
  '[',
  'true',
  'false',
  'sleep',
  'stat',
  'find',
  'which',
  'env',
  'printenv',
  'ec2metadata',
  'ec2-metadata',
  'netstat',
  'ss',
  'dig',
  'nslookup',
  'ping',
  'nproc',
  'journalctl',
  'cd',
  'pwd',
  'lsb_release',
  'basename',
  'dirname',
  'readlink',
  'md5sum',
  'sha256sum',
  'set',
  '',
]);
const QUERIES: Readonly<Record<string, RegExp>> = {
  systemctl: /^(?:status|is-active|is-enabled|show|list-)/,
  docker: /^(?:ps|inspect|logs|images|version|info|stats|top)$/,
  git: /^(?:log|status|show|rev-parse|describe|diff|branch)$/,
  mysql: /^$/,
  service: /^$/,
};

/** Whether commands change the machine they run on; undefined when that cannot be known. */
export function mutates(commands: readonly ShellCommand[]): boolean | undefined {
  const answers = commands.map(changes);
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function changes(command: ShellCommand): boolean | undefined {
  const { program, words, redirects } = command;
  if (redirects.some(({ operator, target }) => /^(?:>|>>|>\|)$/.test(operator) && !target.text.startsWith('/dev/')))
    return true;
  if (program === 'sed' || program === 'perl') return words.some(({ text }) => /^-[a-zA-Z]*i|^--in-place/.test(text));
  if (READS.has(program)) return false;
  if (program === 'curl' || program === 'wget') {
    const saves =
      program === 'wget'
        ? !words.some(
            ({ text }) => /^-[a-zA-Z]*O-?$/.test(text) || text === '--output-document=-' || text === '--spider',
          )
        : words.some(({ text }) => /^-[a-zA-Z]*[oOT]$|^--output|^--upload|^-X(?!GET)|^-d$|^--data/.test(text));
    return saves;
  }
  if (program === 'service') return !words.some(({ text }) => text === 'status' || text === '--status-all');
  const query = Object.hasOwn(QUERIES, program) ? QUERIES[program] : undefined;
  if (query !== undefined) return !query.test(verbOf(command));
  return CHANGES.has(program) ? true : undefined;
}

const CHANGES = new Set([
  'apt-get',
  'apt',
  'yum',
  'dnf',
  'apk',
  'pip',
  'pip3',
  'npm',
  'gem',
  'rm',
  'mv',
  'cp',
  'tee',
  'chmod',
  'chown',
  'mkdir',
  'touch',
  'ln',
  'kill',
  'killall',
  'pkill',
  'reboot',
  'shutdown',
  'systemctl',
  'useradd',
  'usermod',
  'userdel',
  'dpkg',
  'rpm',
  'crontab',
  'mount',
  'umount',
  'rsync',
  'tar',
  'unzip',
  'make',
  'docker',
  'git',
  'puppet',
  'chef-client',
  'ansible-playbook',
  'sysctl',
  'iptables',
  'ufw',
  'dd',
  'mkfs',
  'supervisorctl',
]);

function placeOf(script: Script, command: ShellCommand): Pick<Fact, 'node' | 'span' | 'contexts'> {
  return {
    node: script.node,
    span: command.span,
    ...(script.contexts === undefined ? {} : { contexts: script.contexts }),
  };
}
