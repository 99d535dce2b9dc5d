import type { LocalState, Resource, Step } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { FLEET_TYPES } from '../../model/machine.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingEntry, settingOf } from '../../model/setting.ts';
import { entryAt, literalBoolean, literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const TEMPLATES = /LaunchTemplate$|LaunchConfiguration$|^aws_launch_(?:template|configuration)$/;

export default defineRule({
  id: 'no-local-disk-state',
  group: 'state',
  title: 'Application keeps data on the local disk of a replaceable host',
  why: 'Local files die with the instance or chain the instance to them.',
  severity: 'warning',
  confidence: 'medium',
  status: 'preview',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-4', '12F-6'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Temporary folders, caches and sockets pass.',
    'Machines that are databases pass: their disk is what they are for.',
    'Files that are tests or for development pass.',
  ],
  peers: { kics: ['aa8f7a35'], trivy: ['KSV-0023'] },
  looksAt: ['local-state', 'resource', 'step'],
  types: anyOf('aws_volume_attachment', TEMPLATES, FLEET_TYPES),

  check(fact, facts) {
    if (facts.inContext(fact, 'test', 'devOverride', 'example')) return [];
    if (fact.fact === 'step') return fact.does.value.endsWith('.filesystem') ? formats(fact) : [];
    if (fact.fact === 'local-state') return kept(fact);
    return fact.type.value === 'aws_volume_attachment' ? attached(fact, facts) : disks(fact);
  },
});

function* kept({ path, node, span }: LocalState): Iterable<RuleFinding> {
  if (/^\/(?:tmp|var\/tmp|var\/cache|run|dev\/shm|var\/run)(?:\/|$)/.test(path) || STORE.test(node)) return;
  yield { span, message: messageFor(path) };
}

/** A task that makes a file system on a disk of the host. */
function* formats({ settings, name, node }: Step): Iterable<RuleFinding> {
  const device = entryAt(settings, 'dev') ?? entryAt(settings, 'device');
  const text = literalText(device?.value);
  if (device === undefined || text === undefined) return;
  if (literalText(entryAt(settings, 'fstype')?.value) === 'swap' || STORE.test(`${name.value} ${node}`)) return;
  yield { span: device.value.span, message: messageFor(text) };
}

/** A volume that goes with one server. */
function* attached(attachment: Resource, facts: FactIndex): Iterable<RuleFinding> {
  const entry = settingEntry(attachment, 'instance_id');
  const target = entry?.value.kind === 'reference' ? entry.value.target : undefined;
  const server = target === undefined ? undefined : facts.resourceOf(target);
  if (entry === undefined || server === undefined || STORE.test(`${server.name.value} ${attachment.name.value}`))
    return;
  yield { span: entry.value.span, message: messageFor(`a volume of the one server \`${server.name.value}\``) };
}

function* disks(fact: Resource): Iterable<RuleFinding> {
  const data = settingOf(fact, 'LaunchTemplateData');
  const mappings =
    entryAt(data, 'BlockDeviceMappings')?.value ??
    settingOf(fact, 'BlockDeviceMappings', 'block_device_mappings', 'ebs_block_device');
  for (const mapping of mappings?.kind === 'list' ? mappings.items : mappings === undefined ? [] : [mappings]) {
    const disk = entryAt(mapping, 'Ebs')?.value ?? entryAt(mapping, 'ebs')?.value ?? mapping;
    const entry = entryAt(disk, 'DeleteOnTermination') ?? entryAt(disk, 'delete_on_termination');
    if (entry === undefined || literalBoolean(entry.value) !== false || STORE.test(fact.name.value)) continue;
    yield { span: entry.value.span, message: messageFor('a disk that outlives its server') };
  }
}

const STORE =
  /(?:^|[^a-z])(?:db|database|mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|cassandra|elasticsearch|opensearch|kafka|rabbitmq|redis|nfs|storage|store)(?:[^a-z]|$)/i;

function messageFor(what: string): string {
  return `Data is kept on ${what.startsWith('/') ? `\`${what}\`, a disk of one server` : what}. It is gone, or left behind, when the server is replaced, and green starts without it. Keep it in a database, an object store or a queue.`;
}
