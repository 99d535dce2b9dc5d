import type { Resource } from '../../model/fact.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalText, type ReferenceValue, type Value } from '../../model/value.ts';
import { defineRule, type ProposedFix } from '../define.ts';

export default defineRule({
  id: 'pin-launch-template-version',
  group: 'delivery',
  title: 'Group follows the newest launch template',
  why: 'With $Latest a scale-out event silently starts another version next to the running one.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'ansible', 'terraform'],
  principles: ['12F-2', 'BG-bg'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A version that comes from the template resource itself passes.',
    'Node groups that EKS manages are info.',
    'A value that is only known at run time passes.',
  ],
  looksAt: 'resource',
  types: /AutoScalingGroup$|autoscaling_group$|Nodegroup$|eks_node_group$|(?:^|\.)(?:autoscaling_group|ec2_asg)$/,

  *check(group) {
    const template = settingOf(group, 'LaunchTemplate', 'launch_template') ?? mixed(group);
    if (template?.kind !== 'map') return;
    const version = entryAt(template, 'Version') ?? entryAt(template, 'version');
    const text = literalText(version?.value);
    if (version === undefined || text === undefined || !/^\$?(?:latest|default)$/i.test(text)) return;
    const fix = latestOf(template, version.value);
    yield {
      span: version.value.span,
      ...(/node_?group$/i.test(group.type.value) ? { severity: 'info' as const } : {}),
      message:
        `Group \`${group.name.value}\` follows the version \`${text}\` of its launch template: what a new server is depends on the moment it starts, so old and new run mixed, and an automatic roll-back is refused. ` +
        'Name the version, by referring to the template.',
      ...(fix === undefined ? {} : { fixes: [fix] }),
    };
  },
});

function mixed(group: Resource): Value | undefined {
  const policy = settingOf(group, 'MixedInstancesPolicy');
  return entryAt(entryAt(policy, 'LaunchTemplate')?.value, 'LaunchTemplateSpecification')?.value;
}

/** Only where the template is a resource of the same unit. */
function latestOf(template: Value, version: Value): ProposedFix | undefined {
  const id = ['LaunchTemplateId', 'LaunchTemplateName', 'id', 'name']
    .map((key) => entryAt(template, key)?.value)
    .find((value): value is ReferenceValue => value?.kind === 'reference');
  if (id === undefined) return undefined;
  const text = id.target.startsWith('Resources.')
    ? `!GetAtt ${id.target.slice('Resources.'.length)}.LatestVersionNumber`
    : /^aws_launch_template\./.test(id.target)
      ? `${id.target}.latest_version`
      : undefined;
  if (text === undefined) return undefined;
  return {
    title: 'Refer to the version of the template',
    safety: 'confirm',
    intents: [{ kind: 'replaceText', at: version.span, text }],
  };
}
