import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingOf } from '../../model/setting.ts';
import { entryIn } from '../../model/table.ts';
import { knownText, literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

interface Kind {
  readonly settings: readonly string[];
  readonly subscription?: boolean;
}

const SQS: Kind = { settings: ['RedrivePolicy', 'redrive_policy'] };
const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::SQS::Queue': SQS,
  aws_sqs_queue: SQS,
  'community.aws.sqs_queue': SQS,
  sqs_queue: SQS,
  'aws sqs create-queue': { settings: ['RedrivePolicy', '--attributes', '--cli-input-json', '--cli-input-yaml'] },
  google_pubsub_subscription: { settings: ['dead_letter_policy'] },
  'AWS::SNS::Subscription': { settings: ['RedrivePolicy'], subscription: true },
  aws_sns_topic_subscription: { settings: ['redrive_policy'], subscription: true },
};

export default defineRule({
  id: 'queue-needs-dlq',
  group: 'state',
  title: 'Queue without a dead-letter path',
  why: 'During a switch-over the other version may be unable to process a message; it must not be lost or block the drain.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-define'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'A queue that is itself the target of another, or is called so (`dlq`, `dead`), passes.',
    'A FIFO queue whose dead-letter queue has another type is a matter of validation, not of this rule.',
    'A dead-letter setting under a condition, from a file, or only known at run time passes.',
    'A separate resource that sets the dead-letter queue counts.',
    'A subscription without its own dead-letter queue is info; one that writes to people, or by a protocol that is only known at run time, passes.',
    'Examples and tests pass.',
  ],
  peers: { 'cfn-guard': ['lambda_dlq_check'] },
  looksAt: 'resource',
  types: anyOf(...Object.keys(KINDS)),

  *check(queue, facts) {
    const kind = entryIn(KINDS, queue.type.value);
    if (
      kind === undefined ||
      DEAD.test(nameOf(queue)) ||
      hasSetting(queue, kind.settings) ||
      isSetElsewhere(queue, facts)
    )
      return;
    if (facts.inContext(queue, 'example', 'test')) return;
    if (kind.subscription === true && !isForMachines(queue)) return;
    yield {
      span: queue.header,
      ...(kind.subscription === true ? { severity: 'info' as const } : {}),
      message:
        `${kind.subscription === true ? 'Subscription' : 'Queue'} \`${queue.name.value}\` has no dead-letter queue. During a switch-over the other version may be unable to process a message: ` +
        'it is lost, or it comes back for ever and the queue never drains. Name a dead-letter queue and how often a message may be tried.',
    };
  },
});

const DEAD = /dlq|dead|poison|redrive/i;

function isForMachines(subscription: Resource): boolean {
  const protocol = literalText(settingOf(subscription, 'Protocol', 'protocol'));
  return protocol !== undefined && !/^(?:email|email-json|sms)$/.test(protocol);
}

function nameOf(queue: Resource): string {
  const texts = ['QueueName', 'name', '--queue-name', 'queue-name'].map((key) => knownText(settingOf(queue, key)));
  return [queue.name.value, ...texts.filter((text) => text !== undefined)].join(' ');
}

/** `--attributes` counts when it mentions the policy, or when what it holds cannot be read here. */
function hasSetting(queue: Resource, names: readonly string[]): boolean {
  return names.some((name) => {
    const value = settingOf(queue, name, name.replace(/^--/, ''));
    if (value === undefined) return false;
    const text = literalText(value);
    return (
      !name.endsWith('attributes') || text === undefined || text.startsWith('file:') || text.includes('RedrivePolicy')
    );
  });
}

function isSetElsewhere(queue: Resource, facts: FactIndex): boolean {
  return facts.dependents(queue.node).some(({ node }) => {
    const other = facts.resourceOf(node);
    if (other === undefined || other.node === queue.node) return false;
    if (/redrive_policy$|set-queue-attributes$/.test(other.type.value)) return true;
    return entryIn(KINDS, other.type.value) !== undefined;
  });
}
