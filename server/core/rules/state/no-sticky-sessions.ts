import type { Resource } from '../../model/fact.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalBoolean, literalText, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const BALANCES = /TargetGroup$|_target_group$|(?:^|\.)elb_classic_lb$/;
const POLICY = /^aws_(?:lb|app)_cookie_stickiness_policy$|^aws elb create-(?:lb|app)-cookie-stickiness-policy$/;

export default defineRule({
  id: 'no-sticky-sessions',
  group: 'state',
  title: 'Load balancer pins users to one server',
  why: 'State of a logged-in user kept in a process makes cut-over log users out and prevents draining.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['12F-6', 'BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Load balancers of the option `allowed` (web sockets and the like) pass.',
    'Stickiness between weighted target groups, used to move users step by step, passes.',
    'A value that is only known at run time passes.',
  ],
  options: {
    allowed: {
      default: [] as readonly string[],
      description: 'Names of target groups and load balancers whose protocol needs it.',
    },
  },
  looksAt: 'resource',
  types: anyOf(BALANCES, POLICY),

  *check(resource, _facts, { allowed }): Iterable<RuleFinding> {
    if (allowed.includes(resource.name.value)) return;
    if (POLICY.test(resource.type.value)) yield { span: resource.header, message: messageFor(resource) };
    const on = BALANCES.test(resource.type.value) ? stickiness(resource) : undefined;
    if (on !== undefined)
      yield {
        span: on.span,
        message: messageFor(resource),
        fixes: [
          {
            title: 'Switch stickiness off',
            safety: 'confirm',
            intents: [{ kind: 'setScalar', at: on.span, text: 'false' }],
          },
        ],
      };
  },
});

function stickiness(resource: Resource): Value | undefined {
  const attributes = settingOf(resource, 'TargetGroupAttributes');
  const items = attributes?.kind === 'list' ? attributes.items : [];
  const pair = items.find((item) => literalText(entryAt(item, 'Key')?.value) === 'stickiness.enabled');
  const block = settingOf(resource, 'stickiness');
  const enabled =
    entryAt(pair, 'Value')?.value ??
    entryAt(block?.kind === 'list' ? block.items[0] : block, 'enabled')?.value ??
    settingOf(resource, 'stickiness_enabled');
  return enabled !== undefined && literalBoolean(enabled) === true ? enabled : undefined;
}

function messageFor({ name }: Resource): string {
  return `\`${name.value}\` ties users to one server, so their state lives there: they stay on blue after the switch, or lose their session when blue goes. Keep sessions in a store that both colours use.`;
}
