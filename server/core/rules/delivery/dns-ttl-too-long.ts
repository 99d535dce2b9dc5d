import type { Script } from '../../model/fact.ts';
import { settingOf } from '../../model/setting.ts';
import { knownText, literalNumber, literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'dns-ttl-too-long',
  group: 'delivery',
  title: 'Cut-over record is cached too long',
  why: 'Fail-back to blue takes as long as the TTL.',
  severity: 'info',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-bg', 'BG-adv'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'Only records that lead to services (A, AAAA, CNAME).',
    'Up to `maxSeconds` passes, and `maxWeightedSeconds` for records with weights.',
    'A value that is only known at run time passes.',
    'Records by which somebody proves that a name is theirs (`_acme-challenge`, DKIM) pass.',
  ],
  options: {
    maxSeconds: { default: 300, description: 'Longest time for a plain record.' },
    maxWeightedSeconds: { default: 60, description: 'Longest time for a record with a weight.' },
  },
  looksAt: ['resource', 'script'],
  types: /^AWS::Route53::RecordSet$|^aws_route53_record$|(?:^|\.)route53$/,

  *check(record, _facts, { maxSeconds, maxWeightedSeconds }): Iterable<RuleFinding> {
    if (record.fact === 'script') {
      yield* written(record, maxSeconds);
      return;
    }
    const type = literalText(settingOf(record, 'Type', 'type'));
    // The settings of CloudFormation also hold the type of the resource itself.
    const kind = type?.includes('::') === true ? literalText(settingOf(record, 'Type')) : type;
    const ttl = settingOf(record, 'TTL', 'ttl');
    const seconds = literalNumber(ttl);
    const weighted = ['Weight', 'weight', 'weighted_routing_policy'].some(
      (name) => settingOf(record, name) !== undefined,
    );
    const limit = weighted ? maxWeightedSeconds : maxSeconds;
    if (ttl === undefined || seconds === undefined || seconds <= limit || !/^(?:A|AAAA|CNAME)$/.test(kind ?? ''))
      return;
    if (PROVES.test(`${record.name.value} ${knownText(settingOf(record, 'Name', 'name', 'record')) ?? ''}`)) return;
    yield {
      span: ttl.span,
      message: `Users keep the address of \`${record.name.value}\` for ${seconds} seconds: that long a switch, and a roll-back, do not reach them. Use ${limit} seconds or less.`,
      fixes: [{ title: 'Use 60 seconds', safety: 'safe', intents: [{ kind: 'setScalar', at: ttl.span, text: '60' }] }],
    };
  },
});

/** Records by which somebody proves that a name is theirs: nobody is led anywhere by them. */
const PROVES = /acme|challenge|dkim|domainkey|validation|verif/i;

/** The time in the text of a change that a command makes. */
function* written({ commands }: Script, limit: number): Iterable<RuleFinding> {
  for (const { program, words, redirects } of commands) {
    if (program !== 'aws' || !words.some(({ text }) => text === 'change-resource-record-sets')) continue;
    for (const { text, span } of [...words, ...redirects.map(({ target }) => target)]) {
      const seconds = Number(/"?TTL"?\s*[:=]\s*"?(\d+)/.exec(text)?.[1] ?? 0);
      if (seconds <= limit || /"?Type"?\s*[:=]\s*"?(?:MX|NS|TXT|SRV|CAA|SOA|PTR)\b/.test(text)) continue;
      yield {
        span,
        message: `Users keep the address for ${seconds} seconds: that long a switch, and a roll-back, do not reach them. Use ${limit} seconds or less.`,
      };
    }
  }
}
