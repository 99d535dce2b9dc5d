import { isFleet } from '../../model/machine.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalBoolean } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-local-disk-state',
  group: 'state',
  title: 'Application keeps data on the local disk of a replaceable host',
  why: 'Local files die with the instance or chain the instance to them.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation'],
  principles: ['12F-4', '12F-6'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Temporary folders, caches and sockets pass.',
    'Machines that are databases pass: their disk is what they are for.',
    'Files that are tests or for development pass.',
  ],
  peers: { kics: ['aa8f7a35'], trivy: ['KSV-0023'] },
  looksAt: ['local-state', 'resource'],

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'devOverride', 'example')) return;
    if (fact.fact === 'local-state') {
      if (/^\/(?:tmp|var\/tmp|var\/cache|run|dev\/shm|var\/run)(?:\/|$)/.test(fact.path) || STORE.test(fact.node))
        return;
      yield { span: fact.span, message: messageFor(fact.path) };
      return;
    }
    if (
      !/LaunchTemplate$|LaunchConfiguration$|^aws_launch_(?:template|configuration)$/.test(fact.type.value) &&
      !isFleet(fact)
    )
      return;
    const data = settingOf(fact, 'LaunchTemplateData');
    const mappings =
      entryAt(data, 'BlockDeviceMappings')?.value ??
      settingOf(fact, 'BlockDeviceMappings', 'block_device_mappings', 'ebs_block_device');
    for (const mapping of mappings?.kind === 'list' ? mappings.items : mappings === undefined ? [] : [mappings]) {
      const disk = entryAt(mapping, 'Ebs')?.value ?? entryAt(mapping, 'ebs')?.value ?? mapping;
      const kept = entryAt(disk, 'DeleteOnTermination') ?? entryAt(disk, 'delete_on_termination');
      if (kept === undefined || literalBoolean(kept.value) !== false || STORE.test(fact.name.value)) continue;
      yield { span: kept.value.span, message: messageFor('a disk that outlives its server') };
    }
  },
});

const STORE =
  /(?:^|[^a-z])(?:db|database|mysql|mariadb|postgres(?:ql)?|mongo(?:db)?|cassandra|elasticsearch|opensearch|kafka|rabbitmq|redis|nfs|storage|store)(?:[^a-z]|$)/i;

function messageFor(what: string): string {
  return `Data is kept on ${what.startsWith('/') ? `\`${what}\`, a disk of one server` : what}. It is gone, or left behind, when the server is replaced, and green starts without it. Keep it in a database, an object store or a queue.`;
}
