import type { Resource } from '../../model/fact.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingIntent, settingOf } from '../../model/setting.ts';
import { literalText, type Value } from '../../model/value.ts';
import { defineRule } from '../define.ts';

const KINDS = [
  {
    types: /^AWS::AutoScaling::AutoScalingGroup$/,
    health: 'HealthCheckType',
    balancers: ['TargetGroupARNs', 'LoadBalancerNames'],
  },
  {
    // Terraform and Ansible name them alike.
    types: /^aws_autoscaling_group$|(?:^|\.)(?:autoscaling_group|ec2_asg)$/,
    health: 'health_check_type',
    balancers: ['target_group_arns', 'load_balancers'],
  },
  {
    types: /^aws autoscaling create-auto-scaling-group$/,
    health: '--health-check-type',
    balancers: ['--target-group-arns', '--load-balancer-names'],
  },
] as const;

export default defineRule({
  id: 'lb-health-decides-replacement',
  group: 'delivery',
  title: 'Group ignores the load balancer health check',
  why: 'An instance that fails its application check stays in service until someone notices.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-bg', '12F-9'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A group without a load balancer passes.',
    'A value that is only known at run time passes.',
    'Groups that EKS manages pass.',
    'Examples and tests pass.',
  ],
  peers: { checkov: ['CKV2_AWS_15'], 'cfn-guard': ['autoscaling_group_elb_healthcheck_required'] },
  looksAt: 'resource',
  types: anyOf(...KINDS.map(({ types }) => types)),

  *check(group, facts) {
    if (facts.inContext(group, 'example', 'test')) return;
    const kind = KINDS.find(({ types }) => types.test(group.type.value));
    if (kind === undefined || !kind.balancers.some((name) => isGiven(settingOf(group, name))) || isEks(group)) return;
    const value = settingOf(group, kind.health);
    if (value !== undefined && literalText(value) !== 'EC2') return;
    const intent = settingIntent(group, kind.health, 'ELB');
    yield {
      span: value?.span ?? group.header,
      message:
        `Group \`${group.name.value}\` is behind a load balancer, but only asks whether its machines run. A server whose application is dead stays, in green too, while users get errors. ` +
        'Let the health check of the load balancer decide (`ELB`), with some time to start.',
      ...(intent === undefined
        ? {}
        : { fixes: [{ title: 'Let the load balancer decide', safety: 'confirm' as const, intents: [intent] }] }),
    };
  },
});

function isGiven(value: Value | undefined): boolean {
  return value !== undefined && !(value.kind === 'list' && value.items.length === 0);
}

function isEks({ name }: Resource): boolean {
  return /eks|nodegroup|node-group/i.test(name.value);
}
