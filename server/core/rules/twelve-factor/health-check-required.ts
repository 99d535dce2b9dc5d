import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalText, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const TARGET_GROUP = /TargetGroup$|_target_group$/;
const CLASSIC = /^AWS::ElasticLoadBalancing::LoadBalancer$|^aws_elb$|^aws elb create-load-balancer$/;
const TASK = /::ECS::TaskDefinition$/;

export default defineRule({
  id: 'health-check-required',
  group: 'twelve-factor',
  title: 'Nothing says when a new copy is ready',
  why: 'Green can be tested and switched only if its health is observable.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'terraform'],
  principles: ['12F-9', 'BG-bg'],
  since: '0.1.0',
  fix: 'suggestion',
  guards: [
    'Tasks without ports (jobs, workers) are info.',
    'Containers of the option `sidecars` pass.',
    'A target group for anything but HTTP passes: it is checked by a connection.',
  ],
  options: {
    sidecars: {
      default: [
        'envoy',
        'xray',
        'xray-daemon',
        'log-router',
        'log_router',
        'fluentbit',
        'datadog-agent',
        'cloudwatch-agent',
        'otel-collector',
      ],
      description: 'Names of helper containers that need no check of their own.',
    },
  },
  peers: {
    checkov: ['CKV_DOCKER_2', 'CKV_K8S_8', 'CKV_K8S_9', 'CKV_AWS_261'],
    kics: ['a659f3b5', '698ed579', 'd24389b4'],
    trivy: ['DS-0026'],
    'kube-score': ['pod-probes'],
  },
  looksAt: 'resource',
  types: anyOf(TARGET_GROUP, CLASSIC, TASK),

  *check(resource, facts, { sidecars }): Iterable<RuleFinding> {
    const { type } = resource;
    if (facts.inContext(resource, 'test', 'example')) return;
    if (TARGET_GROUP.test(type.value)) yield* targetGroup(resource);
    else if (TASK.test(type.value)) yield* containers(resource, sidecars);
    else if (!isChecked(resource, facts)) yield finding(resource, 'Load balancer', resource.header);
  },
});

function isChecked(resource: Resource, facts: FactIndex): boolean {
  if (!resource.type.value.startsWith('aws ')) return settingOf(resource, 'HealthCheck', 'health_check') !== undefined;
  return facts.scriptMentions('configure-health-check');
}

function* targetGroup(resource: Resource): Iterable<RuleFinding> {
  const protocol = literalText(settingOf(resource, 'Protocol', 'protocol'));
  const kind = literalText(settingOf(resource, 'TargetType', 'target_type'));
  if (kind === 'lambda' || (protocol !== undefined && !/^HTTPS?$/.test(protocol))) return;
  const given = [
    'HealthCheckPath',
    'HealthCheckProtocol',
    'HealthCheckEnabled',
    'health_check',
    'health_check_path',
  ].some((name) => settingOf(resource, name) !== undefined);
  if (given) return;
  const { type, settings } = resource;
  const properties = entryAt(settings, 'Properties')?.value;
  const map = type.value.includes('::') ? properties?.span : settings.span;
  const path = type.value.includes('::')
    ? { key: 'HealthCheckPath', value: '/healthz' }
    : { key: 'health_check', value: { map: [['path', '/healthz']] as const } };
  yield {
    ...finding(resource, 'Target group', resource.header),
    ...(map === undefined
      ? {}
      : { fixes: [{ title: 'Check a path', safety: 'suggestion', intents: [{ kind: 'insertKey', map, ...path }] }] }),
  };
}

function* containers(resource: Resource, sidecars: readonly string[]): Iterable<RuleFinding> {
  const list = settingOf(resource, 'ContainerDefinitions');
  for (const container of list?.kind === 'list' ? list.items : []) {
    const name = literalText(entryAt(container, 'Name')?.value) ?? '';
    if (container.kind !== 'map' || entryAt(container, 'HealthCheck') !== undefined || sidecars.includes(name))
      continue;
    const serves = hasItems(entryAt(container, 'PortMappings')?.value);
    const span = entryAt(container, 'Name')?.value.span ?? container.span;
    if (serves) continue;
    yield { ...finding(resource, `Container \`${name}\` of`, span), severity: 'info' };
  }
}

function hasItems(value: Value | undefined): boolean {
  return value !== undefined && !(value.kind === 'list' && value.items.length === 0);
}

function finding(resource: Resource, what: string, span: RuleFinding['span']): RuleFinding {
  return {
    span,
    message: `${what} \`${resource.name.value}\` has no health check of the application. Green would get users because its machines run, not because it works. Check a path that says the application is ready.`,
  };
}
