import type { Script } from '../../model/fact.ts';
import { settingEntry } from '../../model/setting.ts';
import { literalBoolean } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-apply-immediately',
  group: 'state',
  title: 'Database change is applied at once to the shared data layer',
  why: 'The data layer is the junction of blue and green; immediate modification hits both.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-data'],
  since: '0.1.0',
  fix: 'confirm',
  guards: ['A value that is only known at run time passes.', 'Files for development or tests pass.'],
  looksAt: ['resource', 'script'],

  check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'devOverride', 'test')) return [];
    if (fact.fact === 'script') return inScript(fact);
    const entry = settingEntry(fact, 'ApplyImmediately', 'apply_immediately');
    if (entry === undefined || literalBoolean(entry.value) !== true) return [];
    return [found(entry.value.span, [{ kind: 'setScalar', at: entry.value.span, text: 'false' }])];
  },
});

function* inScript({ commands }: Script): Iterable<RuleFinding> {
  for (const { program, words } of commands) {
    const flag = program === 'aws' ? words.find(({ text }) => text === '--apply-immediately') : undefined;
    if (flag !== undefined)
      yield found(flag.span, [{ kind: 'replaceText', at: flag.span, text: '--no-apply-immediately' }]);
  }
}

type Fixes = NonNullable<RuleFinding['fixes']>;

function found(span: RuleFinding['span'], intents: Fixes[number]['intents']): RuleFinding {
  return {
    span,
    message:
      'The change is made at once, outside the maintenance window, on a store that both colours use. A restart in the middle of a switch-over hits blue and green. Leave it to the window, or decide it for each deployment with an input.',
    fixes: [{ title: 'Wait for the maintenance window', safety: 'confirm', intents }],
  };
}
