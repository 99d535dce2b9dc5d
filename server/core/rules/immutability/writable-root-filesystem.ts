import { containersOf } from '../../model/container.ts';
import type { Intent } from '../../model/intent.ts';
import { entryAt, knownText, literalBoolean, literalText, type MapValue } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'writable-root-filesystem',
  group: 'immutability',
  title: 'Container may write to its own image',
  why: 'A writable root lets state and hot-fixes accumulate inside a container.',
  severity: 'info',
  confidence: 'high',
  profile: 'strict',
  languages: ['cloudformation', 'terraform'],
  principles: ['12F-4', '12F-qa'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Tasks that run once (migrations, jobs), by name, pass.',
    'Images of the option `allowWritable` pass.',
    'Once per workload: the first container speaks for all.',
    'A value that is only known at run time passes, and so do tests and examples.',
  ],
  peers: { checkov: ['CKV_K8S_22', 'CKV_AWS_336'], trivy: ['KSV-0014'] },
  options: {
    allowWritable: {
      default: ['postgres', 'mysql', 'mariadb', 'mongo', 'redis', 'rabbitmq', 'elasticsearch', 'jenkins'],
      description: 'Parts of images that need to write where they are.',
    },
  },
  looksAt: 'resource',
  types: /^AWS::ECS::TaskDefinition$|^aws_ecs_task_definition$/,

  *check(task, facts, { allowWritable }) {
    if (facts.inContext(task, 'test', 'example')) return;
    if (
      /(?:^|[^a-z])(?:job|migrat\w*|init|seed|once)(?:[^a-z]|$)/i.test(
        task.name.value.replace(/([a-z])([A-Z])/g, '$1-$2'),
      )
    )
      return;
    const [key, nameKey] = task.type.value.includes('::')
      ? (['ReadonlyRootFilesystem', 'Name'] as const)
      : (['readonlyRootFilesystem', 'name'] as const);
    const open = containersOf(task).filter(
      (container) => mayWrite(container, key) && !isAllowed(container, allowWritable),
    );
    const [first] = open;
    if (first === undefined) return;
    yield {
      span: entryAt(first, key)?.value.span ?? entryAt(first, nameKey)?.value.span ?? task.header,
      message: `A container of \`${task.name.value}\` may write to its own image: what is changed or left behind there is in no definition, and the next copy does not have it. Make the root file system read-only, and mount what it has to write to.`,
      fixes: [
        {
          title: 'Make the root file system read-only',
          safety: 'confirm',
          intents: open.map((container) => close(container, key)),
        },
      ],
    };
  },
});

function mayWrite(container: MapValue, key: string): boolean {
  const written = entryAt(container, key)?.value;
  return written === undefined || literalBoolean(written) === false;
}

function isAllowed(container: MapValue, allowed: readonly string[]): boolean {
  const image = ['Image', 'image'].map((key) => entryAt(container, key)?.value).find((value) => value !== undefined);
  const text = knownText(image) ?? literalText(image) ?? '';
  return allowed.some((part) => text.includes(part));
}

function close(container: MapValue, key: string): Intent {
  const written = entryAt(container, key);
  return written === undefined
    ? { kind: 'insertKey', map: container.span, key, value: true }
    : { kind: 'setScalar', at: written.value.span, text: 'true' };
}
