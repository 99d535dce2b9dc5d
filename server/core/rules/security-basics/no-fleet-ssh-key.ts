import type { Resource, Step } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { COMPUTE_TYPES, isAppliance } from '../../model/machine.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingEntry } from '../../model/setting.ts';
import { entryAt, knownText, literalText, type MapEntry, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const TEMPLATES =
  /LaunchTemplate$|LaunchConfiguration$|^aws_launch_(?:template|configuration)$|^aws autoscaling create-launch-configuration$|^aws ec2 run-instances$|ec2_launch_template$|autoscaling_launch_config$/;

export default defineRule({
  id: 'no-fleet-ssh-key',
  group: 'security-basics',
  title: 'Login key installed on replaceable servers',
  why: 'If nobody can log in, nobody hot-fixes; debugging happens on an isolated copy.',
  severity: 'info',
  confidence: 'medium',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-how', '12F-qa'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Bastions and servers that keep data pass.',
    'A key from an input that may be empty, or under a condition, passes.',
    'Where a role lets sessions of the platform in, it is a hint.',
    'Users of tools (`deploy`, `git`, `backup`), development, tests and image builds pass.',
  ],
  looksAt: ['resource', 'step'],
  types: anyOf(COMPUTE_TYPES, TEMPLATES),

  check(fact, facts) {
    if (facts.inContext(fact, 'test', 'example', 'devOverride', 'imageBuild')) return [];
    if (fact.fact === 'resource') return ofServer(fact, facts);
    return fact.does.value.endsWith('.authorized_key') ? authorised(fact) : [];
  },
});

const WHY =
  'Whoever can log in will fix things by hand, and the server is no longer what the file says. Use a session of the platform, on a copy that is taken out.';

function* ofServer(server: Resource, facts: FactIndex): Iterable<RuleFinding> {
  if (isAppliance(server.name.value) || server.lifecycle.class === 'persistent') return;
  const entry = settingEntry(server, 'KeyName', 'key_name', '--key-name') ?? inTemplate(server);
  if (entry === undefined || !isGiven(entry.value, facts)) return;
  yield {
    span: entry.value.span,
    ...(letsSessionsIn(facts) ? { severity: 'hint' as const } : {}),
    message: `Servers of \`${server.name.value}\` get a key to log in with. ${WHY}`,
    fixes:
      entry.key.value === '--key-name'
        ? []
        : [{ title: 'Leave the key out', safety: 'confirm', intents: [{ kind: 'removeEntry', at: entry.span }] }],
  };
}

/** A role lets sessions of the platform in. */
const letsSessionsIn = oncePerUnit((facts) =>
  facts.all('resource').some(({ settings }) => mentions(settings, /AmazonSSMManagedInstanceCore|AmazonEC2RoleforSSM/)),
);

function inTemplate(server: Resource): MapEntry | undefined {
  return entryAt(settingEntry(server, 'LaunchTemplateData')?.value, 'KeyName');
}

/** A literal, or an input that is never empty by default; under a condition there may be none. */
function isGiven(value: Value, facts: FactIndex): boolean {
  const text = literalText(value);
  if (text !== undefined) return text !== '';
  if (value.kind !== 'reference') return false;
  const input = facts.at(value.target, 'parameter')[0];
  const preset = input?.default === undefined ? knownText(value) : knownText(input.default);
  return preset !== undefined && preset !== '';
}

function mentions(value: Value, pattern: RegExp): boolean {
  if (value.kind === 'scalar') return pattern.test(String(value.value));
  if (value.kind === 'list') return value.items.some((item) => mentions(item, pattern));
  if (value.kind === 'map') return value.entries.some((entry) => mentions(entry.value, pattern));
  return value.kind === 'unknown' && (value.parts ?? []).some((part) => 'value' in part && pattern.test(part.value));
}

/** Users that people log in as; others are there for a tool. */
const PEOPLE = /^(?:root|ubuntu|ec2-user|centos|debian|admin|core|azureuser|app|application|web|www-data|ops|vagrant)$/;

/** A key for people on the hosts of a play. */
function* authorised({ settings, name, span, keywords }: Step): Iterable<RuleFinding> {
  if (literalText(entryAt(settings, 'state')?.value) === 'absent') return;
  const user = literalText(entryAt(settings, 'user')?.value);
  if (user === undefined || !PEOPLE.test(user) || entryAt(keywords, 'delegate_to') !== undefined) return;
  yield { span, message: `\`${name.value}\` lets people log in as \`${user}\`. ${WHY}` };
}
