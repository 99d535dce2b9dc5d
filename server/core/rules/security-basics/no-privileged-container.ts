import { settingOf } from '../../model/setting.ts';
import { entryAt, literalBoolean, literalText, type MapEntry, type Value } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-privileged-container',
  group: 'security-basics',
  title: 'Container has the powers of a virtual machine',
  why: 'Privileged mode is needed only to treat it as a machine.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'ansible', 'terraform'],
  principles: ['CAP-deny', 'LXD'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Containers of the option `allowed`, such as those that build images, pass.',
    'A value that is only known at run time passes.',
  ],
  options: {
    allowed: {
      default: ['dind', 'docker-in-docker', 'node-exporter'],
      description: 'Names of containers that may be privileged.',
    },
  },
  peers: {
    checkov: ['CKV_K8S_16', 'CKV_AWS_334'],
    kics: ['ae5b6871', 'dd29336b'],
    trivy: ['KSV-0017'],
    'kube-linter': ['privileged-container'],
    'kube-score': ['container-security-context-privileged'],
  },
  looksAt: 'resource',
  types:
    /::ECS::TaskDefinition$|^aws_ecs_task_definition$|^kubernetes_|^docker_container$|(?:^|\.)(?:docker|podman)_container$/,

  *check(resource, _facts, { allowed }) {
    const names = [resource.name.value, literalText(settingOf(resource, 'name')) ?? ''];
    for (const { entry, name } of privileged(resource.settings, undefined, 0)) {
      if (literalBoolean(entry.value) !== true || allowed.some((one) => names.includes(one) || name === one)) continue;
      yield {
        span: entry.value.span,
        message: `A container of \`${resource.name.value}\` may do everything to the machine it runs on. What it changes there is in no definition, and the next copy does not have it. Give it the few rights it needs.`,
        fixes: [
          {
            title: 'Run it without privileges',
            safety: 'confirm',
            intents: [{ kind: 'setScalar', at: entry.value.span, text: 'false' }],
          },
        ],
      };
    }
  },
});

function* privileged(
  value: Value,
  name: string | undefined,
  depth: number,
): Iterable<{ readonly entry: MapEntry; readonly name: string | undefined }> {
  if (depth > 12) return;
  if (value.kind === 'list') for (const item of value.items) yield* privileged(item, name, depth + 1);
  if (value.kind !== 'map') return;
  const own = literalText(entryAt(value, 'Name')?.value ?? entryAt(value, 'name')?.value) ?? name;
  for (const entry of value.entries) {
    if (/^privileged$/i.test(entry.key.value)) yield { entry, name: own };
    else yield* privileged(entry.value, own, depth + 1);
  }
}
