import { literalText, type Value } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-docker-socket',
  group: 'security-basics',
  title: 'Container can change its neighbours',
  why: 'With the daemon socket a container can exec into and modify every other one.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'ansible', 'terraform'],
  principles: ['CAP-deny', 'BG-how'],
  since: '0.1.0',
  fix: 'confirm',
  guards: ['Programs that are made for it (`traefik`, `portainer`, `cadvisor`) with a read-only mount are info.'],
  peers: {
    checkov: ['CKV_K8S_27'],
    kics: ['d6355c88', 'a6f34658'],
    trivy: ['KSV-0006'],
    'kube-linter': ['docker-sock'],
  },
  looksAt: 'resource',
  types:
    /::ECS::TaskDefinition$|^aws_ecs_task_definition$|^kubernetes_|^docker_container$|(?:^|\.)(?:docker|podman)_container$/,

  *check(resource) {
    for (const { value, text } of socketsIn(resource.settings, 0)) {
      const known =
        /:ro$/.test(text) &&
        /traefik|portainer|cadvisor|exporter|watchtower|datadog/i.test(`${resource.name.value} ${text}`);
      yield {
        span: value.span,
        ...(known ? { severity: 'info' as const } : {}),
        message: `\`${resource.name.value}\` gets the socket of the container engine: whoever is inside can start and change anything on that machine, outside every definition. Let something outside the container do that work.`,
        ...(text.includes(':')
          ? {
              fixes: [
                {
                  title: 'Take the socket away',
                  safety: 'confirm' as const,
                  intents: [{ kind: 'removeEntry' as const, at: value.span }],
                },
              ],
            }
          : {}),
      };
    }
  },
});

function* socketsIn(value: Value, depth: number): Iterable<{ readonly value: Value; readonly text: string }> {
  if (depth > 12) return;
  const text = literalText(value);
  if (
    text !== undefined &&
    /^\/(?:var\/)?run\/(?:docker|containerd\/containerd|podman\/podman|crio\/crio)\.sock(?::|$)/.test(text)
  )
    yield { value, text };
  if (value.kind === 'list') for (const item of value.items) yield* socketsIn(item, depth + 1);
  if (value.kind === 'map') for (const entry of value.entries) yield* socketsIn(entry.value, depth + 1);
}
