import type { Resource, Script } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { isAppliance } from '../../model/machine.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalNumber, literalText, valueAt } from '../../model/value.ts';
import { defineRule, type ProposedFix, type RuleFinding } from '../define.ts';

interface Kind {
  readonly types: RegExp;
  missing(this: void, resource: Resource, facts: FactIndex): RuleFinding | undefined;
}

const KINDS: readonly Kind[] = [
  { types: /^AWS::(?:AutoScaling::AutoScalingGroup|EC2::Instance)$/, missing: withoutPolicy },
  { types: /^aws_autoscaling_group$/, missing: withoutWaiting },
  { types: /^aws elb register-instances-with-load-balancer$|^aws elbv2 register-targets$/, missing: withoutReady },
];

export default defineRule({
  id: 'creation-signal-missing',
  group: 'immutability',
  title: 'New servers are declared ready before they prove it',
  why: 'Green must be tested before users move; without a signal the stack reports success while bootstrap failed.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-bg', '12F-9'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'Only servers whose start-up script does real work (installs, configures or starts something).',
    'A single server for administrators or for the network (bastion, NAT, VPN) passes.',
    'A wait condition in the same unit counts as a signal.',
    'Examples and tests pass.',
  ],
  looksAt: 'resource',
  types: anyOf(...KINDS.map((kind) => kind.types)),

  *check(resource, facts) {
    if (facts.inContext(resource, 'example', 'test')) return;
    const found = KINDS.find(({ types }) => types.test(resource.type.value))?.missing(resource, facts);
    if (found !== undefined) yield found;
  },
});

const WHY =
  'Green must be proved before users move: without a signal it counts as ready while its bootstrap may have failed.';

/** CloudFormation: neither `CreationPolicy` nor a wait condition. */
function withoutPolicy(resource: Resource, facts: FactIndex): RuleFinding | undefined {
  if (entryAt(resource.settings, 'CreationPolicy') !== undefined || isAppliance(resource.name.value)) return undefined;
  if (hasWaitCondition(facts)) return undefined;
  if (waitsInUpdatePolicy(resource) && facts.all('verification').length > 0) return undefined;
  if (!worksAtBoot(resource, facts)) return undefined;
  const desired = literalNumber(settingOf(resource, 'DesiredCapacity')) ?? 1;
  const fix: ProposedFix = {
    title: 'Wait for a signal',
    safety: 'confirm',
    intents: [
      {
        kind: 'insertKey',
        map: resource.settings.span,
        key: 'CreationPolicy',
        value: {
          map: [
            [
              'ResourceSignal',
              {
                map: [
                  ['Count', desired],
                  ['Timeout', 'PT15M'],
                ],
              },
            ],
          ],
        },
        after: 'Type',
      },
    ],
  };
  return {
    span: resource.header,
    message: `Servers of \`${resource.name.value}\` are declared ready before they prove it. ${WHY} Set \`CreationPolicy\` and call \`cfn-signal\` at the end of the start-up script.`,
    fixes: [fix],
  };
}

const hasWaitCondition = oncePerUnit((facts) =>
  facts.all('resource').some(({ type }) => type.value.endsWith('::WaitCondition')),
);

function waitsInUpdatePolicy({ settings }: Resource): boolean {
  return valueAt(settings, 'UpdatePolicy', 'AutoScalingRollingUpdate', 'WaitOnResourceSignals') !== undefined;
}

/** Its own script or metadata, or those of the launch template it refers to. */
function worksAtBoot(resource: Resource, facts: FactIndex): boolean {
  const launched = facts
    .at(resource.node, 'dependency')
    .flatMap(({ to }) => (LAUNCH.test(facts.resourceOf(to)?.type.value ?? '') ? [to] : []));
  return [resource.node, ...launched].some((node) => {
    const owner = facts.resourceOf(node);
    if (valueAt(owner?.settings, 'Metadata', 'AWS::CloudFormation::Init') !== undefined) return true;
    return owner !== undefined && facts.within(owner, 'script').some(doesWork);
  });
}

const LAUNCH = /Launch(?:Template|Configuration)$/;

function doesWork({ commands }: Script): boolean {
  return commands.some(
    ({ program, words }) =>
      /^(?:cfn-init|apt-get|apt|yum|dnf|pip3?|systemctl|service|docker|git|npm|gem)$/.test(program) ||
      words.some(({ text }) => /(?:^|\/)(?:start|install|bootstrap|setup)[\w-]*\.(?:sh|py)$/.test(text)),
  );
}

/** Terraform: a group behind a load balancer that does not wait for it. */
function withoutWaiting(resource: Resource): RuleFinding | undefined {
  const timeout = settingOf(resource, 'wait_for_capacity_timeout');
  const advice = `${WHY} Set \`wait_for_elb_capacity\` to the number of servers that must be healthy.`;
  if (timeout !== undefined && /^0[smh]?$/.test(literalText(timeout) ?? '')) {
    return {
      span: timeout.span,
      message: `\`${resource.name.value}\` does not wait for its servers at all. ${advice}`,
    };
  }
  const balanced = ['load_balancers', 'target_group_arns'].some((name) => settingOf(resource, name) !== undefined);
  const waits = ['min_elb_capacity', 'wait_for_elb_capacity'].some((name) => settingOf(resource, name) !== undefined);
  if (!balanced || waits) return undefined;
  const minimum = literalNumber(settingOf(resource, 'min_size'));
  const fix: ProposedFix = {
    title: 'Wait until the load balancer sees the servers healthy',
    safety: 'confirm',
    intents: [{ kind: 'insertKey', map: resource.settings.span, key: 'wait_for_elb_capacity', value: minimum ?? 1 }],
  };
  return {
    span: resource.header,
    message: `\`${resource.name.value}\` is behind a load balancer but does not wait until its servers are healthy there. ${advice}`,
    fixes: [fix],
  };
}

/** Macfile: servers are registered with a load balancer as soon as they exist. */
function withoutReady(resource: Resource, facts: FactIndex): RuleFinding | undefined {
  if (settingOf(resource, 'ready') !== undefined) return undefined;
  const first = facts
    .at(resource.node, 'dependency')
    .find(({ to }) => facts.resourceOf(to)?.type.value === 'mac instance create');
  if (first === undefined) return undefined;
  const waited = facts.at(resource.node, 'verification').length > 0;
  if (waited) return undefined;
  const role = literalText(settingOf(facts.resourceOf(first.to) ?? resource, 'role'));
  return {
    span: resource.header,
    message: `\`${resource.name.value}\` puts servers behind the load balancer as soon as they exist. ${WHY} Add \`ready: role.${role ?? 'NAME'}\`, so that it waits until they are configured.`,
    ...(role === undefined
      ? {}
      : {
          fixes: [
            {
              title: `Wait until ${role} is ready`,
              safety: 'safe' as const,
              intents: [{ kind: 'insertKey' as const, map: resource.header, key: 'ready', value: `role.${role}` }],
            },
          ],
        }),
  };
}
