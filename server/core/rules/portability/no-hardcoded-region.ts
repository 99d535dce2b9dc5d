import type { Script, Step } from '../../model/fact.ts';
import { settingOf } from '../../model/setting.ts';
import { literalText, type Value, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-hardcoded-region',
  group: 'portability',
  title: 'Region or zone is a literal',
  why: 'A second copy elsewhere needs editing instead of a parameter.',
  severity: 'info',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-tech', 'BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    '`us-east-1` for certificates and distributions passes: it is prescribed.',
    'The backend of a state, and files that are there to hold such values, pass.',
    'A value that is only known at run time passes.',
  ],
  looksAt: ['resource', 'script', 'step'],

  check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'example', 'test')) return [];
    if (fact.fact === 'step') return inStep(fact);
    if (fact.fact === 'script') return inScript(fact);
    const zone = settingOf(
      fact,
      'AvailabilityZone',
      'AvailabilityZones',
      'availability_zone',
      'availability_zones',
      'zone',
    );
    return zone === undefined ? [] : inSetting(zone);
  },
});

function inStep({ does, settings }: Step): readonly RuleFinding[] {
  const region = /^(?:amazon|community)\.aws\./.test(does.value) ? valueAt(settings, 'region') : undefined;
  const text = literalText(region);
  if (region === undefined || text === undefined || !isPlace(text) || /acm|cloudfront|waf/.test(does.value)) return [];
  return [found(region.span, text, 'REGION')];
}

function* inScript({ commands }: Script): Iterable<RuleFinding> {
  for (const { program, words } of commands) {
    if (program !== 'aws') continue;
    const at = words.findIndex(({ text }) => /^--(?:region|availability-zones?)$/.test(text));
    const word = at < 0 ? undefined : words[at + 1];
    if (word === undefined || word.unknown || !isPlace(word.text)) continue;
    if (word.text === 'us-east-1' && words.some(({ text }) => /^(?:acm|cloudfront|wafv2)$/.test(text))) continue;
    yield found(word.span, word.text, /^[a-z]{2}-.*\d$/.test(word.text) ? 'REGION' : 'ZONE');
  }
}

function* inSetting(zone: Value): Iterable<RuleFinding> {
  for (const value of zone.kind === 'list' ? zone.items : [zone]) {
    const text = literalText(value);
    if (text !== undefined && isPlace(text)) yield found(value.span, text, 'ZONE');
  }
}

function isPlace(text: string): boolean {
  return /^(?:af|ap|ca|eu|il|me|mx|sa|us)(?:-gov)?-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d[a-f]?$/.test(
    text,
  );
}

function found(span: RuleFinding['span'], text: string, name: string): RuleFinding {
  return {
    span,
    message: `\`${text}\` is written in, so this cannot be rebuilt elsewhere when that place is down, and a parallel copy ends in the same one. Take it from an input.`,
    fixes: [
      {
        title: 'Take the place from an input',
        safety: 'confirm',
        intents: [{ kind: 'useInput', at: span, name, default: text }],
      },
    ],
  };
}
