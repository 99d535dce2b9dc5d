import { addressUse } from '../../model/address.ts';
import type { ConfigValue, Endpoint } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-hardcoded-ip',
  group: 'snowflake',
  title: 'IP address of a peer is written in code',
  why: 'The green copy has other addresses, so a literal IP always points to blue.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-4', '12F-3', 'BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Networks (`10.0.0.0/16`), the machine itself (`127.0.0.1`, `::1`), `0.0.0.0`, link-local and metadata addresses (`169.254.169.254`) and netmasks pass.',
    'Addresses that are reserved for documentation (`192.0.2.7`, `198.51.100.7`, `203.0.113.7`) pass.',
    'Public resolvers (`8.8.8.8`, `1.1.1.1`) are info.',
    'Versions that look like an address, and tags of images, pass.',
    'Files that are examples or tests pass.',
    'Addresses of NAT, VPN and other network appliances pass.',
  ],
  looksAt: ['endpoint', 'config-value'],

  check(fact, facts) {
    const address = fact.fact === 'endpoint' ? fact.host : literalText(fact.value);
    const use = address === undefined ? undefined : addressUse(address);
    if (address === undefined || (use !== 'peer' && use !== 'resolver')) return [];
    const key = fact.fact === 'endpoint' ? fact.key : fact.key.value;
    if (facts.inContext(fact, 'example', 'test') || (key !== undefined && NOT_A_PEER.test(key))) return [];
    if (fact.fact === 'config-value' && isStated(fact, facts)) return [];
    const where = key === undefined ? '' : ` in \`${key}\``;
    return [
      {
        span: fact.fact === 'endpoint' ? fact.span : fact.value.span,
        ...(use === 'resolver' ? { severity: 'info' as const } : {}),
        message:
          `Address \`${address}\`${where} is written in. A parallel copy has other addresses, so green would keep talking to blue. ` +
          'Refer to the other thing by what it exports, or take the address from an input.',
        fixes: [
          {
            title: 'Take the address from an input',
            safety: 'confirm',
            intents: [
              {
                kind: 'useInput',
                at: fact.fact === 'endpoint' ? fact.span : fact.value.span,
                name: inputName(key, isVariable(fact, facts)),
                default: address,
              },
            ],
          },
        ],
      },
    ];
  },
});

/** Keys whose value is a version, a network or an appliance, whatever it looks like. */
const NOT_A_PEER = /^source_address|version|release|netmask|subnet|cidr|dns|nameserver|resolver|gateway|nat\b|vpn/i;

/** An endpoint says the same. */
function isStated({ node, value }: ConfigValue, facts: FactIndex): boolean {
  return facts.at(node, 'endpoint').some(({ span }) => overlaps(span, value.span));
}

function isVariable({ node, span }: Endpoint | ConfigValue, facts: FactIndex): boolean {
  return facts.at(node, 'parameter').some((one) => one.default !== undefined && overlaps(one.default.span, span));
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}

/** A variable cannot take its value from itself. */
function inputName(key: string | undefined, taken: boolean): string {
  const name = (key ?? '').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
  if (!/^[A-Z]/.test(name)) return 'PEER_ADDRESS';
  return taken ? `THE_${name}` : name;
}
