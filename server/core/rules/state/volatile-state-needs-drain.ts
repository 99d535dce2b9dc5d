import { containersOf } from '../../model/container.ts';
import type { Resource } from '../../model/fact.ts';
import { type FactIndex, oncePerUnit } from '../../model/fact-index.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalNumber, type MapValue, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const GROUP = /^AWS::AutoScaling::AutoScalingGroup$|^aws_autoscaling_group$/;
const TASK = /^AWS::ECS::TaskDefinition$|^aws_ecs_task_definition$/;

export default defineRule({
  id: 'volatile-state-needs-drain',
  group: 'state',
  title: 'Queue consumers are replaced with no drain step',
  why: 'Volatile state may be destroyed only when empty; killing consumers early loses work.',
  severity: 'warning',
  confidence: 'medium',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['BG-define', '12F-9'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'A group with a lifecycle hook, and a task that may take as long as a message, pass.',
    'What refers to a queue but, by its name, does not work it off passes: it may be what fills it.',
    'A Macfile that only keeps data, and whose names take no version, passes: no deployment destroys it.',
    'Times that are only known at run time pass.',
    'Files that are tests or examples pass.',
  ],
  looksAt: ['resource', 'script'],
  types: anyOf(GROUP, TASK),

  *check(fact, facts): Iterable<RuleFinding> {
    if (facts.inContext(fact, 'test', 'example')) return;
    if (fact.fact === 'script') {
      if (fact.when === 'destroy' && goesWithAVersion(facts)) yield* deleted(fact.commands);
    } else if (GROUP.test(fact.type.value)) yield* group(fact, facts);
    else yield* task(fact, facts);
  },
});

const QUEUE = /^AWS::SQS::Queue$|^aws_sqs_queue$/;
/** Words in the name of what takes messages out; a producer refers to the queue, too. */
const CONSUMES = /worker|consumer|processor|handler|listener|subscriber|dequeue|poller/i;

/** A unit that only keeps data and takes no version is destroyed by nobody's deployment. */
const goesWithAVersion = oncePerUnit((facts) => {
  if (facts.scriptMentions('ApproximateNumberOfMessages')) return false;
  return (
    facts.all('resource').some(({ lifecycle }) => lifecycle.class === 'stateless') ||
    facts.all('physical-name').some(({ colourAware }) => colourAware)
  );
});

function* deleted(
  commands: readonly {
    readonly program: string;
    readonly words: readonly { readonly text: string }[];
    readonly span: RuleFinding['span'];
  }[],
): Iterable<RuleFinding> {
  for (const { program, words, span } of commands) {
    const [service, verb] = words
      .slice(1)
      .map(({ text }) => text)
      .filter((text) => !text.startsWith('-'));
    if (program !== 'aws' || service !== 'sqs' || verb !== 'delete-queue') continue;
    yield {
      span,
      message:
        'The queue is deleted whatever is still in it. Let blue work off its messages first: wait in an action until `ApproximateNumberOfMessages` is 0.',
    };
  }
}

function* group(resource: Resource, facts: FactIndex): Iterable<RuleFinding> {
  if (!CONSUMES.test(resource.name.value) || queueOf(resource, facts) === undefined || hasHook(resource, facts)) return;
  yield {
    span: resource.header,
    message: `\`${resource.name.value}\` works off a queue, and its servers are stopped without warning: work in hand is lost or done twice. Let them finish (a lifecycle hook for \`EC2_INSTANCE_TERMINATING\`).`,
    ...fixOf(resource),
  };
}

/** CloudFormation keeps hooks among the group's own properties, too; Terraform as blocks. */
function fixOf(resource: Resource): Pick<RuleFinding, 'fixes'> {
  const properties = entryAt(resource.settings, 'Properties')?.value;
  const map = resource.type.value.includes('::') ? properties : resource.settings;
  if (map?.kind !== 'map') return {};
  const cfn = resource.type.value.includes('::');
  if (!cfn) return {};
  return {
    fixes: [
      {
        title: 'Let servers finish before they are stopped',
        safety: 'confirm',
        intents: [
          {
            kind: 'insertKey',
            map: map.span,
            key: 'LifecycleHookSpecificationList',
            value: {
              list: [
                {
                  map: [
                    ['LifecycleHookName', 'drain'],
                    ['LifecycleTransition', 'autoscaling:EC2_INSTANCE_TERMINATING'],
                    ['HeartbeatTimeout', 900],
                  ],
                },
              ],
            },
          },
        ],
      },
    ],
  };
}

function hasHook(resource: Resource, facts: FactIndex): boolean {
  if (settingOf(resource, 'LifecycleHookSpecificationList', 'initial_lifecycle_hook') !== undefined) return true;
  return facts
    .dependents(resource.node)
    .some(({ node }) => /LifecycleHook$|lifecycle_hook$/.test(facts.at(node, 'resource')[0]?.type.value ?? ''));
}

/** The queue that it, or what it starts from, refers to. */
function queueOf(resource: Resource, facts: FactIndex): Resource | undefined {
  const near = [resource.node];
  for (let round = 0; round < 2; round++)
    for (const node of [...near]) near.push(...facts.at(node, 'dependency').map(({ to }) => to));
  return near
    .map((node) => facts.at(node, 'resource')[0])
    .find((one) => one !== undefined && QUEUE.test(one.type.value));
}

/** ECS kills a task after its stop timeout; a message may be worked on for the queue's visibility timeout. */
function* task(resource: Resource, facts: FactIndex): Iterable<RuleFinding> {
  const queue = queueOf(resource, facts);
  if (queue === undefined) return;
  const visible = secondsOf(settingOf(queue, 'VisibilityTimeout', 'visibility_timeout_seconds'), 30);
  const containers = containersOf(resource);
  const [container] = containers;
  if (container === undefined || containers.length > 1) return;
  const name = entryAt(container, 'Name') ?? entryAt(container, 'name');
  if (
    name === undefined ||
    !(CONSUMES.test(resource.name.value) || CONSUMES.test(String(name.value.kind === 'scalar' ? name.value.value : '')))
  )
    return;
  const entry = entryAt(container, 'StopTimeout') ?? entryAt(container, 'stopTimeout');
  const stops = secondsOf(entry?.value, 30);
  const most = Math.min(visible ?? 0, LONGEST_STOP);
  if (stops === undefined || stops >= most) return;
  yield {
    span: entry?.value.span ?? name.value.span,
    message: `\`${resource.name.value}\` works off \`${queue.name.value}\` and is killed ${stops} seconds after it is told to stop; a message may take ${visible} seconds. Let it finish (\`StopTimeout\`).`,
    fixes: [
      {
        title: `Give it ${most} seconds`,
        safety: 'confirm',
        intents: [
          entry === undefined
            ? insert(container, resource, most)
            : { kind: 'setScalar', at: entry.value.span, text: String(most) },
        ],
      },
    ],
  };
}

function insert(container: MapValue, { type }: Resource, seconds: number) {
  return {
    kind: 'insertKey' as const,
    map: container.span,
    key: type.value.includes('::') ? 'StopTimeout' : 'stopTimeout',
    value: seconds,
  };
}

/** ECS takes no longer stop timeout, in seconds. */
const LONGEST_STOP = 120;

function secondsOf(value: Value | undefined, otherwise: number): number | undefined {
  return value === undefined ? otherwise : literalNumber(value);
}
