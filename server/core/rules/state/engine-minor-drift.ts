import { settingEntry, settingIntent, settingOf } from '../../model/setting.ts';
import type { ShellCommand } from '../../model/shell.ts';
import { literalBoolean, literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'engine-minor-drift',
  group: 'state',
  title: 'Engine minor version moves by itself',
  why: 'Automatic minor upgrades make staging, blue and green differ.',
  severity: 'hint',
  confidence: 'high',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-data', '12F-10'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A database whose file says no minor version passes: nothing is promised.',
    'A value that is only known at run time passes.',
    'Tests and examples pass.',
  ],
  looksAt: ['resource', 'script'],
  types: /^(?:AWS::RDS::DBInstance|aws_db_instance)$/,

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example')) return;
    if (fact.fact === 'script') {
      for (const command of fact.commands) yield* inCommand(command);
      return;
    }
    const entry = settingEntry(fact, 'AutoMinorVersionUpgrade', 'auto_minor_version_upgrade');
    const version = literalText(settingOf(fact, 'EngineVersion', 'engine_version'));
    if (entry !== undefined && literalBoolean(entry.value) !== true) return;
    if (entry === undefined && (version === undefined || !/^\d+\.\d+/.test(version))) return;
    const cfn = fact.type.value.includes('::');
    const intent = settingIntent(fact, cfn ? 'AutoMinorVersionUpgrade' : 'auto_minor_version_upgrade', false);
    yield {
      span: entry?.value.span ?? fact.header,
      message: `The engine of \`${fact.name.value}\` moves to newer minor versions by itself${version === undefined ? '' : `, whatever the file says (${version})`}: blue, green and staging end up with different ones. Switch it off, and raise the version in the file.`,
      ...(intent === undefined
        ? {}
        : { fixes: [{ title: 'Let the file say the version', safety: 'confirm', intents: [intent] }] }),
    };
  },
});

function* inCommand({ program, words }: ShellCommand): Iterable<RuleFinding> {
  const flag = program === 'aws' ? words.find(({ text }) => text === '--auto-minor-version-upgrade') : undefined;
  if (flag === undefined) return;
  yield {
    span: flag.span,
    message:
      'The engine moves to newer minor versions by itself: blue, green and staging end up with different ones. Switch it off, and raise the version in the file.',
    fixes: [
      {
        title: 'Let the file say the version',
        safety: 'confirm',
        intents: [{ kind: 'replaceText', at: flag.span, text: '--no-auto-minor-version-upgrade' }],
      },
    ],
  };
}
