import type { Written } from '../../model/span.ts';
import { entryAt, literalText, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-hardcoded-feature-flag',
  group: 'twelve-factor',
  title: 'Feature flag is a literal',
  why: 'Flags belong to the running environment, not to the artefact or template.',
  severity: 'hint',
  confidence: 'low',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-1', '12F-3'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Only names that say they are a flag (`FEATURE_…`, `…_TOGGLE`, `USE_NEW_…`) are looked at; flags of compilers pass.',
    'A value from an input, or one that is only known at run time, passes.',
    'Development, tests and examples pass.',
  ],
  looksAt: ['config-value', 'step'],

  check(fact, facts) {
    if (facts.inContext(fact, 'test', 'example', 'devOverride')) return [];
    if (fact.fact === 'config-value') return fact.where === 'environment' ? judged(fact.key, fact.value) : [];
    const environment = entryAt(fact.keywords, 'environment')?.value;
    return environment?.kind === 'map' ? environment.entries.flatMap(({ key, value }) => judged(key, value)) : [];
  },
});

/** `FEATURE_CHECKOUT`, `NEW_CART_FLAG`, `USE_NEW_SEARCH`. */
const FLAG = /(?:^|[_-])(?:FEATURE|FEATURES|FLAG|FLAGS|TOGGLE)(?:[_-]|$)|^(?:ENABLE|USE)[_-]NEW[_-]/i;

function judged(key: Written, value: Value): readonly RuleFinding[] {
  const text = literalText(value);
  if (text === undefined || text === '' || !FLAG.test(key.value) || /CFLAGS|LDFLAGS|_FLAGS$/i.test(key.value))
    return [];
  return [
    {
      span: value.span,
      message: `The flag \`${key.value}\` is written in: to switch it, or to test green with it on, the file has to be changed and deployed. Take it from an input.`,
      fixes: [
        {
          title: 'Take the flag from an input',
          safety: 'confirm',
          intents: [
            {
              kind: 'useInput',
              at: value.span,
              name: key.value.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase(),
              default: text,
            },
          ],
        },
      ],
    },
  ];
}
