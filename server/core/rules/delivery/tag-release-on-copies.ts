import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import type { Intent } from '../../model/intent.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalText, type Value } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'tag-release-on-copies',
  group: 'delivery',
  title: 'Copies cannot be told apart',
  why: 'Routing, cost and clean-up of blue need a release tag on every resource.',
  severity: 'hint',
  confidence: 'medium',
  status: 'preview',
  profile: 'strict',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-bg', 'BG-adv'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'What is not tagged at all passes: tags of the stack, or of the provider, may be on it.',
    'A provider that tags everything with the release passes.',
    'Tags that are only known at run time pass, and so do modules, tests and examples.',
  ],
  looksAt: 'resource',
  types:
    /^AWS::(?:AutoScaling::AutoScalingGroup|ElasticLoadBalancingV2::(?:LoadBalancer|TargetGroup)|ECS::(?:Service|TaskDefinition))$|^aws_(?:autoscaling_group|lb|alb|lb_target_group|ecs_service|ecs_task_definition)$|^mac instance create$/,

  *check(resource, facts) {
    if (facts.inContext(resource, 'test', 'example', 'module')) return;
    const tags = settingOf(resource, 'Tags', 'tags', 'tag', 'environment');
    const keys = keysOf(tags);
    if (
      tags === undefined ||
      keys === undefined ||
      keys.length === 0 ||
      keys.some((key) => RELEASE.test(key)) ||
      byProvider(facts)
    )
      return;
    const intent = intentFor(resource, tags);
    yield {
      span: resource.header,
      message: `\`${resource.name.value}\` is tagged, but no tag says which release it belongs to: nobody can tell blue from green by looking, and a clean-up of blue cannot find all of it. Add one.`,
      ...(intent === undefined
        ? {}
        : { fixes: [{ title: 'Add a tag for the release', safety: 'suggestion', intents: [intent] }] }),
    };
  },
});

const RELEASE = /release|version|colou?r|build|revision|commit|deployment/i;

/** Names of the tags that are written; undefined where some of them are only known at run time. */
function keysOf(tags: Value | undefined): readonly string[] | undefined {
  if (tags?.kind === 'map') {
    const key = literalText(entryAt(tags, 'key')?.value);
    return key === undefined ? tags.entries.map((entry) => entry.key.value) : [key];
  }
  if (tags?.kind !== 'list') return undefined;
  const keys = tags.items.map((item) =>
    item.kind === 'map'
      ? (literalText(entryAt(item, 'Key')?.value ?? entryAt(item, 'key')?.value) ?? item.entries[0]?.key.value)
      : undefined,
  );
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function byProvider(facts: FactIndex): boolean {
  const tags = entryAt(facts.unit?.settings, 'default_tags')?.value;
  return (
    tags !== undefined &&
    (tags.kind !== 'map' ||
      tags.entries.some(
        ({ key, value }) =>
          RELEASE.test(key.value) ||
          value.kind !== 'map' ||
          value.entries.some((entry) => RELEASE.test(entry.key.value)),
      ))
  );
}

function intentFor({ type }: Resource, tags: Value): Intent | undefined {
  if (type.value.includes('::') && tags.kind === 'list')
    return {
      kind: 'insertItem',
      list: tags.span,
      value: {
        map: [
          ['Key', 'release'],
          ['Value', 'RELEASE'],
          ...(type.value.endsWith('AutoScalingGroup') ? [['PropagateAtLaunch', true] as const] : []),
        ],
      },
    };
  if (type.value.startsWith('aws_') && tags.kind === 'map' && entryAt(tags, 'key') === undefined)
    return { kind: 'insertKey', map: tags.span, key: 'release', value: 'RELEASE' };
  return undefined;
}
