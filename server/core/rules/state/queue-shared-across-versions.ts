import type { ConfigValue, Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { settingIntent, settingOf } from '../../model/setting.ts';
import { literalText, referencesIn } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'queue-shared-across-versions',
  group: 'state',
  title: 'Both versions consume one unversioned queue',
  why: 'The format of messages may change; routing must send each message to the version that understands it.',
  severity: 'hint',
  confidence: 'low',
  profile: 'strict',
  status: 'preview',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-define', 'BG-data'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'A queue whose name carries the version passes.',
    'A queue that the unit makes itself passes: each copy has its own.',
    'A subscription of people or of an address, or by a protocol that is only known at run time, passes.',
    'Tests and examples pass.',
  ],
  looksAt: ['config-value', 'resource'],
  types: /^(?:AWS::SNS::Subscription|aws_sns_topic_subscription)$/,

  check(fact, facts) {
    if (facts.inContext(fact, 'test', 'example')) return [];
    if (fact.fact === 'resource') return subscribed(fact);
    return fact.where !== 'tag' && QUEUE.test(fact.key.value) ? given(fact, facts) : [];
  },
});

const QUEUE = /(?:^|[_-])QUEUE(?:[_-]?(?:URL|NAME|ARN))?$/i;
const VERSION = /version|release|colou?r|build|revision|commit|suffix|stack/i;

/** A queue from outside, or by a fixed name, that every copy of a server or service gets. */
function* given({ key, value, span, node }: ConfigValue, facts: FactIndex): Iterable<RuleFinding> {
  const text = literalText(value);
  const inputs = [...referencesIn(value)].map(({ target }) => target);
  const input = inputs.find((target) => /^(?:Parameters\.|var\.|parameters\.)/.test(target));
  const isShared = text !== undefined ? text !== '' : inputs.length === 1 && input !== undefined;
  if (
    !isShared ||
    VERSION.test(`${text ?? ''} ${input ?? ''}`) ||
    facts.all('resource').some(({ lifecycle }) => lifecycle.class === 'volatile')
  )
    return;
  yield {
    span,
    message: `Blue and green both take messages from the queue in \`${key.value}\` (${facts.resourceOf(node)?.name.value ?? node}), and either gets what only the other understands. Give each version a queue of its own, or mark messages with the version they are for.`,
  };
}

/** Machines that get every message of a topic, whichever version it is for. */
function* subscribed(resource: Resource): Iterable<RuleFinding> {
  const protocol = literalText(settingOf(resource, 'Protocol', 'protocol'));
  if (!/^(?:sqs|lambda)$/.test(protocol ?? '') || settingOf(resource, 'FilterPolicy', 'filter_policy') !== undefined)
    return;
  const cfn = resource.type.value.includes('::');
  const intent = settingIntent(
    resource,
    cfn ? 'FilterPolicy' : 'filter_policy',
    cfn ? { map: [['version', { list: ['VERSION'] }]] } : { raw: 'jsonencode({ version = ["VERSION"] })' },
  );
  yield {
    span: resource.header,
    message: `\`${resource.name.value}\` gets every message, also those that only the other version understands. Filter by the version that a message is for.`,
    ...(intent === undefined
      ? {}
      : { fixes: [{ title: 'Filter by version', safety: 'suggestion', intents: [intent] }] }),
  };
}
