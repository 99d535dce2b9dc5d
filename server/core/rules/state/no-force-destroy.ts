import { EXPENDABLE, hasWord } from '../../model/expendable.ts';
import type { Resource, Step } from '../../model/fact.ts';
import { settingEntry } from '../../model/setting.ts';
import { entryAt, knownText, literalBoolean, literalNumber, literalText, type MapEntry } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-force-destroy',
  group: 'state',
  title: 'Data store may be emptied by automation',
  why: 'One wrong destroy of blue removes what both versions share.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
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
      default: EXPENDABLE,
      description: 'Words in a name that say the data may go.',
    },
  },
  looksAt: ['resource', 'script', 'step'],

  check(fact, facts, { expendable }): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example', 'devOverride')) return [];
    if (fact.fact === 'script') return inScript(fact.commands, expendable);
    if (fact.fact === 'step') return inStep(fact, expendable);
    const entry = settingEntry(fact, 'force_destroy', 'force_delete', 'delete_contents_on_destroy', 'EmptyOnDelete');
    const window = settingEntry(fact, 'recovery_window_in_days');
    return entry === undefined && window === undefined ? [] : inResource(fact, entry, window, expendable);
  },
});

const WHY =
  'Everything in it is deleted together with it, by any replacement or clean-up. Keep the safety catch, and empty it by hand when you mean to.';

function* inResource(
  resource: Resource,
  entry: MapEntry | undefined,
  window: MapEntry | undefined,
  expendable: readonly string[],
): Iterable<RuleFinding> {
  const holdsData = !/iam_user$|autoscaling_group$|_domain_name$/.test(resource.type.value);
  if (
    holdsData &&
    entry !== undefined &&
    literalBoolean(entry.value) === true &&
    !hasWord(namesOf(resource), expendable)
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
  if (
    window !== undefined &&
    literalNumber(window.value) === 0 &&
    /secret/i.test(resource.type.value) &&
    !hasWord(namesOf(resource), expendable)
  ) {
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

function inStep({ does, settings, name }: Step, expendable: readonly string[]): readonly RuleFinding[] {
  const force = entryAt(settings, 'force') ?? entryAt(settings, 'force_absent');
  if (!/\.(?:s3_bucket|ecs_ecr)$/.test(does.value) || force === undefined || literalBoolean(force.value) !== true)
    return [];
  const bucket = knownText(entryAt(settings, 'name')?.value) ?? '';
  if (literalText(entryAt(settings, 'state')?.value) !== 'absent' || hasWord(`${name.value}-${bucket}`, expendable))
    return [];
  return [
    {
      span: force.value.span,
      message: `\`${name.value}\` removes it even when it holds data. ${WHY}`,
      fixes: [
        {
          title: 'Keep the safety catch',
          safety: 'confirm',
          intents: [{ kind: 'setScalar', at: force.value.span, text: 'false' }],
        },
      ],
    },
  ];
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
    if (flag === undefined || hasWord(bucket, expendable)) continue;
    yield { span: flag.span, message: `The bucket is removed with everything in it. ${WHY}` };
  }
}

function namesOf(resource: Resource): string {
  const given = settingEntry(resource, 'bucket', 'BucketName', 'name', 'RepositoryName');
  return `${resource.name.value}-${knownText(given?.value) ?? ''}`;
}
