import { addressUse, isHostName } from '../../model/address.ts';
import type { Span } from '../../model/span.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'plain-http-artifact',
  group: 'security-basics',
  title: 'Artefact is fetched without TLS',
  why: 'The build input can change on the way.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-2'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'The machine itself, private networks and the metadata service pass.',
    'Mirrors of package managers, whose contents are signed, pass.',
  ],
  peers: { checkov: ['CKV2_ANSIBLE_1'] },
  looksAt: ['download', 'checkout'],

  *check(fact) {
    const url = fact.fact === 'download' ? fact.url.value : fact.repository;
    const host = /^http:\/\/(?:[^@/\s]*@)?([A-Za-z0-9.-]+)/.exec(url)?.[1];
    if (host === undefined || !isPublic(host) || MIRROR.test(url)) return;
    const span = fact.fact === 'download' ? fact.url.span : fact.span;
    const scheme = fact.fact === 'download' ? schemeOf(fact.url.span, url) : undefined;
    yield {
      span,
      message: `\`${host}\` is asked without encryption: anybody on the way can put other software on the server, and two copies can get different ones. Use https.`,
      ...(scheme === undefined
        ? {}
        : {
            fixes: [
              {
                title: 'Use https',
                safety: 'confirm' as const,
                intents: [{ kind: 'replaceText' as const, at: scheme, text: 'https' }],
              },
            ],
          }),
    };
  },
});

const MIRROR = /\/(?:debian|ubuntu|centos|rocky|alpine)(?:\/|$)|archive\.ubuntu\.com|deb\.debian\.org|mirrorlist/;

function isPublic(host: string): boolean {
  if (addressUse(host) !== undefined)
    return addressUse(host) === 'peer' && !/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host);
  return isHostName(host) && !/\.(?:internal|local|lan|corp|intra|localdomain)$/i.test(host);
}

/** Only where the text of the address stands there as it is. */
function schemeOf(span: Span, url: string): Span | undefined {
  const extra = span.end - span.start - url.length;
  if (extra !== 0 && extra !== 2) return undefined;
  const start = span.start + extra / 2;
  return { start, end: start + 'http'.length };
}
