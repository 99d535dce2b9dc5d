import { addressUse } from '../../model/address.ts';
import type { Script } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { isAppliance, isServer } from '../../model/machine.ts';
import { settingOf } from '../../model/setting.ts';
import { literalText, referencesIn, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'dns-points-to-server',
  group: 'delivery',
  title: 'DNS record names one server',
  why: 'Cut-over then depends on editing an address, not on moving weights.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-bg'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Records for mail, name servers and texts (MX, NS, TXT) pass.',
    'Records of bastions and VPN servers are info.',
    'A fixed address that can be moved from server to server is info.',
    'A value that is only known at run time passes.',
  ],
  looksAt: ['resource', 'script'],
  types: /^AWS::Route53::RecordSet$|^aws_route53_record$|(?:^|\.)route53$/,

  *check(record, facts): Iterable<RuleFinding> {
    if (record.fact === 'script') {
      yield* written(record);
      return;
    }
    const type = literalText(settingOf(record, 'Type', 'type'));
    if (type !== undefined && /^(?:MX|NS|TXT|SRV|CAA|SOA|PTR)$/.test(type)) return;
    for (const value of itemsOf(settingOf(record, 'ResourceRecords', 'records', 'value'))) {
      const server = serverIn(value, facts);
      if (server === undefined) continue;
      yield {
        span: value.span,
        ...(isAppliance(`${record.name.value}-${server}`) || server.startsWith('the fixed')
          ? { severity: 'info' as const }
          : {}),
        message: `\`${record.name.value}\` leads straight to ${server}. A switch then waits until every user has forgotten the old address, and there is nothing in between that could move them step by step. Let the name lead to a load balancer.`,
      };
    }
  },
});

/** A change of records by command that takes the address of an instance. */
function* written({ commands }: Script): Iterable<RuleFinding> {
  for (const { program, words, redirects, span } of commands) {
    if (program !== 'aws' || !words.some(({ text }) => text === 'change-resource-record-sets')) continue;
    const texts = [...words, ...redirects.map(({ target }) => target)];
    const word = texts.find(
      ({ text }) => /\b[\w-]+\.(?:PUBLIC_IP|PRIVATE_IP)\b/.test(text) && !/"?(?:DELETE)"?/.test(text),
    );
    if (word === undefined) continue;
    yield {
      span: word.span.start >= span.start ? word.span : span,
      message:
        'The record leads straight to one server. A switch then waits until every user has forgotten the old address, and there is nothing in between that could move them step by step. Let the name lead to a load balancer.',
    };
  }
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : value.kind === 'list' ? value.items : [value];
}

function serverIn(value: Value, facts: FactIndex): string | undefined {
  const text = literalText(value);
  if (text !== undefined) return addressUse(text) === 'peer' ? `the address ${text}` : undefined;
  const targets = [...referencesIn(value)]
    .map(({ target }) => facts.resourceOf(target))
    .filter((one) => one !== undefined);
  const found = targets.find((one) => isServer(one) || /^AWS::EC2::EIP$|^aws_eip$/.test(one.type.value));
  if (found === undefined) return undefined;
  return `the ${isServer(found) ? 'server' : 'fixed address'} \`${found.name.value}\``;
}
