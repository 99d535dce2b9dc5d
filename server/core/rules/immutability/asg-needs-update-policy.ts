import type { Resource } from '../../model/fact.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalNumber, literalText, referencesIn, type Value } from '../../model/value.ts';
import { defineRule, type ProposedFix } from '../define.ts';

export default defineRule({
  id: 'asg-needs-update-policy',
  group: 'immutability',
  title: 'Instance group has no replacement policy',
  why: 'Without one, a new launch template only affects future instances: old and new servers run mixed and drift.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  essential: true,
  languages: ['cloudformation', 'terraform'],
  principles: ['BG-bg', 'BG-how'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A group of size 0, and one that EKS, an ECS capacity provider or CodeDeploy manages, passes.',
    'A policy that stands under a condition counts.',
  ],
  looksAt: 'resource',
  types: /^(?:AWS::AutoScaling::AutoScalingGroup|aws_autoscaling_group)$/,

  *check(group) {
    const kind = group.type.value.includes('::') ? CLOUDFORMATION : TERRAFORM;
    if (kind.has(group) || isManaged(group) || isEmpty(group)) return;
    yield {
      span: group.header,
      message:
        `Group \`${group.name.value}\` has no replacement policy: a new launch template is only used by servers that start later, so old and new ones run mixed and drift. ` +
        'Say how the group is replaced when its definition changes.',
      fixes: kind.fixes(group),
    };
  },
});

interface Kind {
  has(this: void, group: Resource): boolean;
  fixes(this: void, group: Resource): readonly ProposedFix[];
}

const CLOUDFORMATION: Kind = {
  has: (group) => {
    const policy = entryAt(group.settings, 'UpdatePolicy');
    if (policy === undefined) return false;
    if (policy.value.kind !== 'map') return true;
    return policy.value.entries.some(({ key }) => key.value !== 'AutoScalingScheduledAction');
  },
  fixes: ({ settings }) =>
    entryAt(settings, 'UpdatePolicy') !== undefined
      ? []
      : [
          insert('Replace the whole group at once', settings.span, [
            ['AutoScalingReplacingUpdate', { map: [['WillReplace', true]] }],
          ]),
          insert('Replace servers in batches', settings.span, [
            [
              'AutoScalingRollingUpdate',
              {
                map: [
                  ['MinInstancesInService', 1],
                  ['MaxBatchSize', 1],
                  ['WaitOnResourceSignals', true],
                ],
              },
            ],
          ]),
        ],
};

const TERRAFORM: Kind = {
  has: ({ settings }) => {
    if (entryAt(settings, 'instance_refresh') !== undefined) return true;
    const names = [entryAt(settings, 'name')?.value, entryAt(settings, 'name_prefix')?.value];
    return names.some(
      (name) =>
        name !== undefined &&
        [...referencesIn(name)].some(({ target }) => /launch_(?:template|configuration)/.test(target)),
    );
  },
  fixes: ({ settings }) => [
    {
      title: 'Replace servers when the launch template changes',
      safety: 'confirm',
      intents: [
        {
          kind: 'insertKey',
          map: settings.span,
          key: 'instance_refresh',
          value: {
            map: [
              ['strategy', 'Rolling'],
              ['preferences', { map: [['min_healthy_percentage', 90]] }],
            ],
          },
        },
      ],
    },
  ],
};

type Pairs = readonly (readonly [string, Extract<ProposedFix['intents'][number], { kind: 'insertKey' }>['value']])[];

function insert(title: string, map: Resource['span'], pairs: Pairs): ProposedFix {
  return {
    title,
    safety: 'confirm',
    intents: [{ kind: 'insertKey', map, key: 'UpdatePolicy', value: { map: pairs }, after: 'Type' }],
  };
}

function isEmpty(group: Resource): boolean {
  return ['DesiredCapacity', 'MaxSize', 'desired_capacity', 'max_size'].some(
    (key) => literalNumber(settingOf(group, key)) === 0,
  );
}

function isManaged(group: Resource): boolean {
  const tags = ['Tags', 'tag', 'tags'].map((key) => settingOf(group, key));
  const managed = tags.some(
    (tag) =>
      tag !== undefined &&
      mentions(tag, /^(?:kubernetes\.io\/cluster\/|k8s\.io\/|eks:|AmazonECSManaged$|aws:codedeploy)/),
  );
  return managed || /(?:^|[-_])(?:eks|ecs|k8s)(?:[-_]|$)|EcsAutoScaling|EcsAsg|EksNode/i.test(group.name.value);
}

function mentions(value: Value | undefined, pattern: RegExp): boolean {
  if (value === undefined) return false;
  if (value.kind === 'list') return value.items.some((item) => mentions(item, pattern));
  if (value.kind === 'map')
    return value.entries.some((entry) => pattern.test(entry.key.value) || mentions(entry.value, pattern));
  return pattern.test(literalText(value) ?? '');
}
