import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { settingOf } from '../../model/setting.ts';
import type { ReferenceValue, Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

export default defineRule({
  id: 'admin-task-reuses-image',
  group: 'twelve-factor',
  title: 'One-off task uses another image than the application',
  why: 'Tasks with a separate image drift from the code that owns the data.',
  severity: 'info',
  confidence: 'medium',
  profile: 'strict',
  languages: ['cloudformation', 'terraform'],
  principles: ['12F-12'],
  since: '0.1.0',
  fix: 'none',
  guards: [
    'Programs of a database that make a copy of its data are a hint.',
    'Without a service in the same unit nothing is said.',
    'An image that is only known at run time passes, and so do tests and examples.',
  ],
  looksAt: 'resource',
  types: /^AWS::Events::Rule$|^aws_cloudwatch_event_target$/,

  *check(rule, facts): Iterable<RuleFinding> {
    if (facts.inContext(rule, 'test', 'example')) return;
    for (const reference of tasksIn(settingOf(rule, 'Targets', 'ecs_target'))) {
      const task = facts.resourceOf(reference.target);
      const images = task === undefined ? [] : imagesOf(task, facts);
      const application = task === undefined ? undefined : applicationImages(task, facts);
      if (task === undefined || application === undefined || images.length === 0 || application.size === 0) continue;
      if (images.some((image) => application.has(image))) continue;
      const tool = images.every((image) => TOOLS.test(image));
      yield {
        span: reference.span,
        ...(tool ? { severity: 'hint' as const } : {}),
        message: `\`${task.name.value}\` works on the same data from another image (${images.map((image) => `\`${image}\``).join(', ')}) than the application (${[
          ...application,
        ]
          .slice(0, 2)
          .map((image) => `\`${image}\``)
          .join(', ')}): it drifts from the code that owns the data. Run it from the image of the application.`,
      };
    }
  },
});

/** Programs that read data for a copy of it. */
const TOOLS = /(?:^|\/)(?:postgres|mysql|mariadb|mongo|redis|aws-cli|amazon\/aws-cli|curl|alpine|busybox)$/;

function* tasksIn(value: Value | undefined): Iterable<ReferenceValue> {
  if (value?.kind === 'list') for (const item of value.items) yield* tasksIn(item);
  if (value?.kind !== 'map') return;
  for (const { key, value: inner } of value.entries) {
    if (/^(?:TaskDefinitionArn|task_definition_arn)$/.test(key.value) && inner.kind === 'reference') yield inner;
    else yield* tasksIn(inner);
  }
}

function imagesOf(task: Resource, facts: FactIndex): readonly string[] {
  return facts
    .within(task, 'image')
    .filter(({ unknown }) => unknown !== true)
    .map(({ registry, repository }) => `${registry === undefined ? '' : `${registry}/`}${repository}`);
}

/** Images of what runs all the time: the tasks of services. */
function applicationImages(task: Resource, facts: FactIndex): ReadonlySet<string> {
  const services = facts.all('resource').filter(({ type }) => /::ECS::Service$|^aws_ecs_service$/.test(type.value));
  const tasks = services.flatMap(({ node }) => facts.at(node, 'dependency').map(({ to }) => facts.resourceOf(to)));
  return new Set(tasks.flatMap((one) => (one === undefined || one === task ? [] : imagesOf(one, facts))));
}
