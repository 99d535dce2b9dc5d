import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { isAppliance, SERVER_TYPES } from '../../model/machine.ts';
import { settingEntry } from '../../model/setting.ts';
import { literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-fixed-placement',
  group: 'snowflake',
  title: 'Server is nailed to one address or host',
  why: 'An address or a host can be held by one server only: a green copy cannot start while blue runs, and nothing can replace it elsewhere.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'terraform'],
  principles: ['12F-6', 'BG-imm'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A server that keeps data is info.',
    'Servers for the network (NAT, VPN, DNS), by name, pass.',
    'Files that are tests pass.',
    'A value that is only known at run time passes.',
  ],
  looksAt: 'resource',
  types: SERVER_TYPES,

  *check(server, facts) {
    if (isAppliance(server.name.value) || facts.inContext(server, 'test')) return;
    const entry = settingEntry(server, 'PrivateIpAddress', 'private_ip', 'HostId', 'host_id');
    if (entry === undefined || !literalText(entry.value)) return;
    const what = /host/i.test(entry.key.value) ? 'host' : 'address';
    yield {
      span: entry.value.span,
      ...(keepsData(server, facts) ? { severity: 'info' as const } : {}),
      message: `\`${server.name.value}\` asks for one ${what}, which a second copy cannot have: green cannot start beside blue. Let it be assigned, and find the server by a load balancer or a name.`,
      fixes: [
        { title: `Let the ${what} be assigned`, safety: 'confirm', intents: [{ kind: 'removeEntry', at: entry.span }] },
      ],
    };
  },
});

function keepsData(server: Resource, facts: FactIndex): boolean {
  if (server.lifecycle.class === 'persistent' || server.lifecycle.class === 'volatile') return true;
  return facts
    .dependents(server.node)
    .some(({ node }) => /VolumeAttachment$|volume_attachment$/.test(facts.resourceOf(node)?.type.value ?? ''));
}
