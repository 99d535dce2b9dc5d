import type { Script } from '../../model/fact.ts';
import { settingEntry, settingOf } from '../../model/setting.ts';
import { entryAt, literalBoolean } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-inplace-engine-upgrade',
  group: 'state',
  title: 'Database engine is upgraded in place',
  why: 'A major upgrade in place has no roll back: exactly the deployment that blue-green is meant to remove.',
  severity: 'error',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-data', 'BG-intro'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'With a blue-green update of the service itself (`blue_green_update`) it is fine.',
    'A value that is only known at run time passes.',
  ],
  looksAt: ['resource', 'script'],

  check(fact): Iterable<RuleFinding> {
    if (fact.fact === 'script') return inScript(fact);
    const entry = settingEntry(fact, 'AllowMajorVersionUpgrade', 'allow_major_version_upgrade');
    if (entry === undefined || literalBoolean(entry.value) !== true) return [];
    if (literalBoolean(entryAt(settingOf(fact, 'blue_green_update'), 'enabled')?.value) === true) return [];
    return [
      {
        span: entry.value.span,
        message: MESSAGE,
        fixes: [{ title: 'Do not allow it', safety: 'confirm', intents: [{ kind: 'removeEntry', at: entry.span }] }],
      },
    ];
  },
});

function* inScript({ commands }: Script): Iterable<RuleFinding> {
  for (const { program, words } of commands) {
    const flag = program === 'aws' ? words.find(({ text }) => text === '--allow-major-version-upgrade') : undefined;
    if (flag !== undefined) yield { span: flag.span, message: MESSAGE };
  }
}

const MESSAGE =
  'A major upgrade of the database in place cannot be taken back, and blue and green share the database while it happens. Restore a copy, upgrade and test that, then switch; or use the blue-green update of the service.';
