import type { ConfigEdit, Script, Step } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { entryAt, literalText, type MapValue, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'no-host-cron',
  group: 'snowflake',
  title: 'Scheduled job lives on one server',
  why: 'A crontab on a host is lost at the next rebuild or runs twice with two copies.',
  severity: 'info',
  confidence: 'high',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-12', '12F-6'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'The upkeep of the machine (rotation of logs, renewal of certificates, updates) passes.',
    'Image builds, tests and examples pass.',
    'A job that is only known at run time passes.',
  ],
  looksAt: ['step', 'script', 'config-edit', 'resource'],

  check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'imageBuild', 'test', 'example')) return [];
    if (fact.fact === 'step') return inStep(fact);
    if (fact.fact === 'script') return inScript(fact);
    if (fact.fact === 'config-edit') return edited(fact);
    const init = valueAt(fact.settings, 'Metadata', 'AWS::CloudFormation::Init');
    return init?.kind === 'map' ? inMetadata(init) : [];
  },
});

/** The machine's own upkeep. */
const UPKEEP =
  /logrotate|certbot|letsencrypt|acme|renew|updatedb|ntp|apt[-_ ]|logwatch|oinkmaster|dnssec|dkim|spam|clam|postwhite|rkhunter|gpg|import_users|ssh|cloudwatch|metrics|munin|collect|garbage|unattended|yum-cron|dnf-automatic|sysstat|fstrim|raid|smart|ssl|cleanup[-_ ]?tmp|tmpwatch|freshclam|aide|puppet|chef|ansible-pull/i;

function finding(span: Span, what: string, fixes: RuleFinding['fixes'] = []): RuleFinding {
  const backup = /backup|dump|snapshot/i.test(what);
  return {
    span,
    message: `${what === '' ? 'A job' : `\`${what}\``} is run by the clock of one server: it is gone with the next rebuild, and runs twice while blue and green are both there. ${backup ? 'Let the data store, or a scheduler, make the backup.' : 'Let a scheduler start it as a task of the application’s image.'}`,
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

function inStep({ does, settings, name, span }: Step): readonly RuleFinding[] {
  if (!/\.cron$/.test(does.value) || literalText(entryAt(settings, 'state')?.value) === 'absent') return [];
  const job = literalText(entryAt(settings, 'job')?.value);
  if (job === undefined || UPKEEP.test(`${job} ${name.value} ${literalText(entryAt(settings, 'name')?.value) ?? ''}`))
    return [];
  const state = entryAt(settings, 'state');
  return [
    finding(span, name.value, [
      {
        title: 'Remove the job from the server, once a scheduler has it',
        safety: 'suggestion',
        intents: [
          state === undefined
            ? { kind: 'insertKey', map: settings.span, key: 'state', value: 'absent' }
            : { kind: 'setScalar', at: state.value.span, text: 'absent' },
        ],
      },
    ]),
  ];
}

function* inScript({ commands, when, text }: Script): Iterable<RuleFinding> {
  if (when === 'build') return;
  for (const { program, words, span } of commands) {
    if (program !== 'crontab' || words.some((word) => /^-[a-z]*[lr]/.test(word.text)) || UPKEEP.test(text)) continue;
    yield finding(span, '', [
      {
        title: 'Remove it here, once a scheduler has it',
        safety: 'suggestion',
        intents: [{ kind: 'removeCommand', at: span }],
      },
    ]);
  }
}

const CRON_FILE = /^\/etc\/cron\.(?:d|hourly|daily|weekly|monthly)\/|^\/var\/spool\/cron\//;

function* edited({ target, span, when }: ConfigEdit): Iterable<RuleFinding> {
  if (when !== 'build' && CRON_FILE.test(target) && !UPKEEP.test(target)) yield finding(span, target);
}

/** Files that `cfn-init` writes. */
function* inMetadata(init: MapValue): Iterable<RuleFinding> {
  for (const { value } of init.entries) {
    const files = valueAt(value, 'files');
    for (const { key } of files?.kind === 'map' ? files.entries : [])
      if (CRON_FILE.test(key.value) && !UPKEEP.test(key.value)) yield finding(key.span, key.value);
  }
}
