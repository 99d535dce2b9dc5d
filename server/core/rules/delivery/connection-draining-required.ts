import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingIntent, settingOf } from '../../model/setting.ts';
import { entryAt, literalBoolean, literalNumber, literalText, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const TARGET_GROUP = /TargetGroup$|_target_group$/;
const CLASSIC =
  /^AWS::ElasticLoadBalancing::LoadBalancer$|^aws_elb$|^aws elb create-load-balancer$|(?:^|\.)elb_classic_lb$/;

export default defineRule({
  id: 'connection-draining-required',
  group: 'delivery',
  title: 'Traffic is cut without draining',
  why: 'Users on blue lose requests in the switch.',
  severity: 'warning',
  confidence: 'high',
  status: 'preview',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-define', '12F-9'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'A target group drains for 300 seconds by default: only an explicit 0 is reported.',
    'A value that is only known at run time passes.',
    'Examples and tests pass.',
  ],
  looksAt: 'resource',
  types: anyOf(TARGET_GROUP, CLASSIC),

  *check(resource, facts): Iterable<RuleFinding> {
    if (facts.inContext(resource, 'example', 'test')) return;
    if (TARGET_GROUP.test(resource.type.value)) yield* targetGroup(resource);
    else if (!drains(resource, facts)) yield classic(resource);
  },
});

const WHY = 'When blue is taken out, open requests are cut off in the middle. Give them time to finish.';

function drains(resource: Resource, facts: FactIndex): boolean {
  if (resource.type.value.startsWith('aws ')) {
    return facts.scriptMentions('modify-load-balancer-attributes', 'ConnectionDraining');
  }
  const policy = settingOf(resource, 'ConnectionDrainingPolicy');
  if (policy !== undefined) return policy.kind !== 'map' || literalBoolean(entryAt(policy, 'Enabled')?.value) !== false;
  const value = settingOf(resource, 'connection_draining', 'connection_draining_timeout');
  return value !== undefined && literalBoolean(value) !== false;
}

function classic(resource: Resource): RuleFinding {
  const intent = resource.type.value.includes('::')
    ? settingIntent(resource, 'ConnectionDrainingPolicy', {
        map: [
          ['Enabled', true],
          ['Timeout', 300],
        ],
      })
    : resource.type.value.startsWith('aws ')
      ? undefined
      : settingIntent(
          resource,
          resource.type.value === 'aws_elb' ? 'connection_draining' : 'connection_draining_timeout',
          resource.type.value === 'aws_elb' ? true : 300,
        );
  return {
    span: resource.header,
    message: `Load balancer \`${resource.name.value}\` does not drain connections. ${WHY}`,
    ...(intent === undefined ? {} : { fixes: [{ title: 'Drain connections', safety: 'safe', intents: [intent] }] }),
  };
}

function* targetGroup(resource: Resource): Iterable<RuleFinding> {
  const delay = settingOf(resource, 'deregistration_delay', 'deregistration_delay_timeout') ?? attribute(resource);
  if (delay === undefined || literalNumber(delay) !== 0) return;
  yield {
    span: delay.span,
    message: `Target group \`${resource.name.value}\` does not drain connections. ${WHY}`,
    fixes: [
      { title: 'Drain for 300 seconds', safety: 'safe', intents: [{ kind: 'setScalar', at: delay.span, text: '300' }] },
    ],
  };
}

function attribute(resource: Resource): Value | undefined {
  const attributes = settingOf(resource, 'TargetGroupAttributes');
  const items = attributes?.kind === 'list' ? attributes.items : [];
  const pair = items.find(
    (item) => literalText(entryAt(item, 'Key')?.value) === 'deregistration_delay.timeout_seconds',
  );
  return entryAt(pair, 'Value')?.value;
}
