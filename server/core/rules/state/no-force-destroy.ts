import type { Resource } from '../../model/fact.ts';
import { settingEntry } from '../../model/setting.ts';
import { knownText, literalBoolean, literalNumber } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-force-destroy',
  group: 'state',
  title: 'Data store may be emptied by automation',
  why: 'One wrong destroy of blue removes what both versions share.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-define'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Buckets that may go, by name (option `expendable`), pass.',
    'A value that is only known at run time passes.',
    'What keeps no data (users, groups of servers) passes.',
  ],
  options: {
    expendable: {
      default: [
        'ci',
        'test',
        'tests',
        'tmp',
        'temp',
        'log',
        'logs',
        'artifact',
        'artifacts',
        'artefacts',
        'cache',
        'scratch',
      ],
      description: 'Words in a name that say the data may go.',
    },
  },
  looksAt: ['resource', 'script'],

  *check(fact, facts, { expendable }): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example', 'devOverride')) return;
    if (fact.fact === 'resource') yield* inResource(fact, expendable);
    else yield* inScript(fact.commands, expendable);
  },
});

const WHY =
  'Everything in it is deleted together with it, by any replacement or clean-up. Keep the safety catch, and empty it by hand when you mean to.';

function* inResource(resource: Resource, expendable: readonly string[]): Iterable<RuleFinding> {
  const entry = settingEntry(resource, 'force_destroy', 'force_delete', 'EmptyOnDelete');
  const holdsData = !/iam_user$|autoscaling_group$|_domain_name$/.test(resource.type.value);
  if (
    holdsData &&
    entry !== undefined &&
    literalBoolean(entry.value) === true &&
    !isExpendable(namesOf(resource), expendable)
  ) {
    const fix = {
      title: 'Keep the safety catch',
      safety: 'confirm' as const,
      intents: [{ kind: 'setScalar' as const, at: entry.value.span, text: 'false' }],
    };
    yield {
      span: entry.value.span,
      message: `\`${resource.name.value}\` is destroyed even when it holds data. ${WHY}`,
      fixes: [fix],
    };
  }
  const window = settingEntry(resource, 'recovery_window_in_days');
  if (window !== undefined && literalNumber(window.value) === 0 && /secret/i.test(resource.type.value)) {
    yield {
      span: window.value.span,
      message: `\`${resource.name.value}\` cannot be restored once it is deleted. A roll-back needs the old secret. Keep a recovery window of some days.`,
      fixes: [
        {
          title: 'Keep a window of 7 days',
          safety: 'confirm',
          intents: [{ kind: 'setScalar', at: window.value.span, text: '7' }],
        },
      ],
    };
  }
}

function* inScript(
  commands: readonly {
    readonly program: string;
    readonly words: readonly { readonly text: string; readonly span: RuleFinding['span'] }[];
  }[],
  expendable: readonly string[],
): Iterable<RuleFinding> {
  for (const { program, words } of commands) {
    if (program !== 'aws' || words[1]?.text !== 's3') continue;
    const flag = words.find(
      ({ text }) =>
        (words[2]?.text === 'rb' && text === '--force') || (words[2]?.text === 'rm' && text === '--recursive'),
    );
    const bucket = words.find(({ text }) => text.startsWith('s3://'))?.text ?? '';
    if (flag === undefined || isExpendable(bucket, expendable)) continue;
    yield { span: flag.span, message: `The bucket is removed with everything in it. ${WHY}` };
  }
}

function namesOf(resource: Resource): string {
  const given = settingEntry(resource, 'bucket', 'BucketName', 'name', 'RepositoryName');
  return `${resource.name.value}-${knownText(given?.value) ?? ''}`;
}

function isExpendable(name: string, words: readonly string[]): boolean {
  const parts = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => parts.includes(word));
}
