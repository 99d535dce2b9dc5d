import type { Resource } from '../../model/fact.ts';
import { settingEntry, settingIntent } from '../../model/setting.ts';
import { literalText, valueAt } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'bounded-instance-lifetime',
  group: 'snowflake',
  title: 'Servers may live for ever',
  why: 'Forced rebuilds destroy undocumented changes and keep the rebuild path tested.',
  severity: 'hint',
  confidence: 'high',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-how', 'BG-adv'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A server for testing with an end passes.',
    'Groups that keep data, by name, pass.',
    'Tests and examples pass.',
    'A time that is only known at run time passes.',
  ],
  looksAt: 'resource',
  types: /^(?:AWS::AutoScaling::AutoScalingGroup|aws_autoscaling_group|mac instance create)$/,

  *check(group, facts): Iterable<RuleFinding> {
    if (facts.inContext(group, 'test', 'example')) return;
    if (group.type.value === 'mac instance create') {
      yield* forTesting(group);
      return;
    }
    const name = group.type.value.includes('::') ? 'MaxInstanceLifetime' : 'max_instance_lifetime';
    if (settingEntry(group, name) !== undefined || STATEFUL.test(group.name.value)) return;
    const intent = settingIntent(group, name, 604_800);
    yield {
      span: group.header,
      message: `Servers of \`${group.name.value}\` may live for ever: what was changed on them by hand stays, and nobody knows whether they can still be rebuilt. Replace them after a week at the latest.`,
      ...(intent === undefined
        ? {}
        : { fixes: [{ title: 'Replace servers after 7 days', safety: 'confirm', intents: [intent] }] }),
    };
  },
});

const STATEFUL =
  /(?:^|[^a-z])(?:db|database|mysql|postgres|mongo|kafka|zookeeper|elasticsearch|opensearch|cassandra|redis|consul|vault|etcd|storage)(?:[^a-z]|$)|(?:Database|Kafka|Mongo|Redis|Elastic)/i;

/** A server for testing without an end, in minutes. */
function* forTesting({ settings, name }: Resource): Iterable<RuleFinding> {
  const roles = valueAt(settings, 'roles');
  const places = [
    settings,
    ...(roles?.kind === 'map' ? roles.entries.map(({ value }) => valueAt(value, 'instance create')) : []),
  ];
  const testing = places.map((place) => valueAt(place, 'deployment')).find((value) => literalText(value) === 'testing');
  if (testing === undefined || places.some((place) => valueAt(place, 'lifespan') !== undefined)) return;
  yield {
    span: testing.span,
    message: `\`${name.value}\` is for testing and has no end: it is forgotten, paid for, and becomes a snowflake. Give it a \`lifespan\` (in minutes).`,
  };
}
