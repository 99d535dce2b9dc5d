import type { LocalState, NetworkMount, Script } from '../../model/fact.ts';
import type { ShellCommand, ShellWord } from '../../model/shell.ts';
import { argumentsOf } from './words.ts';

/** Where databases and brokers keep their data. */
const DATA =
  /^\/(?:var\/lib|var\/opt|data|srv|opt)\/(?:mysql|mariadb|postgres|postgresql|pgsql|mongo|mongodb|redis|elasticsearch|opensearch|rabbitmq|cassandra|influxdb|kafka|zookeeper|etcd|neo4j|couchdb|ldap|solr|prometheus)(?:\/|$)/;

const VOLUME = new Set(['-v', '--volume', '--mount']);
const MOUNT_VALUED = new Set(['-t', '--types', '-o', '--options', '-L', '-U']);

/** Data that a script puts on a disk of this one machine: a file system on a device, a data directory of a database. */
export function stateFacts(script: Script, command: ShellCommand): LocalState[] {
  return pathsOf(command)
    .filter(({ unknown }) => !unknown)
    .map((word) => ({
      fact: 'local-state',
      node: script.node,
      span: word.span,
      path: word.text,
      ...contextsOf(script),
    }));
}

function pathsOf(command: ShellCommand): readonly ShellWord[] {
  const { program, words } = command;
  const rest = words.slice(1);
  if (program === 'mkfs' || program.startsWith('mkfs.')) return rest.filter(({ text }) => text.startsWith('/dev/'));
  if (program === 'mount') {
    const { operands } = argumentsOf(command, MOUNT_VALUED);
    return operands[0]?.text.startsWith('/dev/') && operands[1] ? [operands[1]] : [];
  }
  if (program === 'mkdir') return rest.filter(({ text }) => DATA.test(text));
  if (program === 'initdb') return valuesOf(rest, new Set(['-D', '--pgdata']));
  if (program === 'mysql_install_db' || program === 'mysqld')
    return rest.filter(({ text }) => text.startsWith('--datadir='));
  return /^(?:docker|podman|nerdctl)$/.test(program) ? valuesOf(rest, VOLUME).filter(isDataVolume) : [];
}

function valuesOf(words: readonly ShellWord[], names: ReadonlySet<string>): readonly ShellWord[] {
  return words.filter((_, at) => names.has(words[at - 1]?.text ?? ''));
}

/** `-v /data/db:/var/lib/mysql`: a folder of the host, or a named volume, under a database. */
function isDataVolume({ text }: ShellWord): boolean {
  return DATA.test(text.split(':')[1] ?? '');
}

/** File systems over the network: object storage and remote folders by their own programs, and lines of `/etc/fstab`. */
export function remoteFileSystems(script: Script, command: ShellCommand): NetworkMount[] {
  const source = FUSE.has(command.program)
    ? argumentsOf(command, new Set(['-o', '--role'])).operands[0]
    : fstabLine(command);
  if (!source) return [];
  const target = source.text.trim().split(/\s+/)[0] ?? '';
  return [{ fact: 'network-mount', node: script.node, span: command.span, target, ...contextsOf(script) }];
}

const FUSE = new Set([
  's3fs',
  'goofys',
  'gcsfuse',
  'blobfuse',
  'blobfuse2',
  'sshfs',
  'mount-s3',
  'rclone-mount',
  'curlftpfs',
]);

/** `echo "fs-1:/ /mnt nfs4 …" >> /etc/fstab`, or the same with a here-document. */
function fstabLine(command: ShellCommand): ShellWord | undefined {
  const writes =
    command.redirects.some(({ target }) => target.text === '/etc/fstab') ||
    command.words.some(({ text }) => text === '/etc/fstab');
  if (
    !writes ||
    (command.program !== 'echo' &&
      command.program !== 'printf' &&
      command.program !== 'cat' &&
      command.program !== 'tee')
  )
    return undefined;
  const bodies = command.redirects.filter(({ operator }) => operator === '<<').map(({ target }) => target);
  return [...command.words.slice(1), ...bodies].find(({ text }) =>
    /\s(?:nfs4?|efs|cifs|smbfs|glusterfs|ceph|lustre|fuse\.\w+)\s/.test(text),
  );
}

function contextsOf(script: Script): Pick<Script, 'contexts'> {
  return script.contexts === undefined ? {} : { contexts: script.contexts };
}
