import { isAppliance, isServer } from '../../model/machine.ts';
import { settingEntry, settingOf } from '../../model/setting.ts';
import { referencesIn } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-static-ip-on-server',
  group: 'snowflake',
  title: 'Public address belongs to one server',
  why: 'Traffic pinned to one machine cannot be switched to green.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  status: 'preview',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-bg'],
  since: '0.1.0',
  fix: 'none',
  guards: ['Gateways, VPN and network load balancers pass.', 'Servers for administrators (bastions) are info.'],
  looksAt: 'resource',
  types: /^AWS::EC2::EIP(?:Association)?$|^aws_eip(?:_association)?$|^aws ec2 associate-address$|(?:^|\.)ec2_eip$/,

  *check(address, facts) {
    const entry = settingEntry(address, 'InstanceId', 'instance', 'instance_id', 'device_id', '--instance-id');
    if (entry === undefined || entry.value.kind === 'scalar') return;
    const registered = facts.at(address.node, 'dependency').map(({ to }) => to);
    const servers = [...[...referencesIn(entry.value)].map(({ target }) => target), ...registered]
      .map((target) => facts.resourceOf(target))
      .filter((one) => one !== undefined && isServer(one));
    const server = servers[0];
    if (
      server === undefined ||
      GATEWAY.test(server.name.value) ||
      settingOf(server, 'source_dest_check', 'SourceDestCheck') !== undefined
    )
      return;
    yield {
      span: entry.value.span,
      ...(isAppliance(server.name.value) ? { severity: 'info' as const } : {}),
      message:
        `A fixed address belongs to the server \`${server.name.value}\`. Only one machine can have it, so blue and green cannot both be reached, and a switch means moving it by hand. ` +
        'Put a load balancer or a DNS name in front.',
    };
  },
});

const GATEWAY = /(?:^|[^a-z])(?:nat|vpn|openvpn|gateway|router)(?:[^a-z]|$)/i;
