import type { Resource, Step } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingIntent, settingOf } from '../../model/setting.ts';
import { entryAt, literalBoolean, literalText, type Value } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const SERVICE = /^AWS::ECS::Service$|^aws_ecs_service$/;
const GROUP = /^AWS::CodeDeploy::DeploymentGroup$|^aws_codedeploy_deployment_group$/;

export default defineRule({
  id: 'auto-rollback-required',
  group: 'delivery',
  title: 'Failed release is not rolled back',
  why: 'Roll back must be a machine action to be fast.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'ansible', 'terraform'],
  principles: ['BG-intro', 'BG-adv'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'A service that CodeDeploy or another controller deploys passes.',
    'A value that is only known at run time passes.',
    'Examples and tests pass.',
    'A block of tasks under a condition passes: it is there for the condition.',
  ],
  looksAt: ['resource', 'step'],
  types: anyOf(SERVICE, GROUP, 'helm_release'),

  check(fact, facts) {
    if (facts.inContext(fact, 'example', 'test')) return [];
    if (fact.fact === 'step') return fact.does.value === 'block' ? block(fact, facts) : [];
    if (SERVICE.test(fact.type.value)) return service(fact);
    return GROUP.test(fact.type.value) ? group(fact) : release(fact);
  },
});

const WHY = 'When green does not become healthy, somebody has to notice and act while users see errors.';

/** A block that deploys, and does nothing when that fails. */
function* block(step: Step, facts: FactIndex): Iterable<RuleFinding> {
  if (entryAt(step.keywords, 'rescue') !== undefined) return;
  if (entryAt(step.keywords, 'when') !== undefined) return;
  const inside = facts.all('step').filter(({ node }) => node.startsWith(`${step.node}.`));
  if (inside.some(({ does }) => does.value === 'block')) return;
  const deploys = inside.find(({ does }) => DEPLOYS.test(does.value));
  if (deploys === undefined || !(entryAt(step.keywords, 'always') !== undefined || inside.length > 1)) return;
  yield {
    span: step.span,
    message: `The block deploys (\`${deploys.name.value}\`), and nothing takes it back when a task of it fails. ${WHY} Add \`rescue\` with the way back.`,
  };
}

const DEPLOYS =
  /\.(?:docker_container|docker_compose_v2|docker_compose|docker_swarm_service|docker_stack|podman_container|ecs_service|ecs_taskdefinition|lambda|lambda_alias|helm|elb_target|deploy_helper)$/;

function* service(resource: Resource): Iterable<RuleFinding> {
  const controller = settingOf(resource, 'DeploymentController', 'deployment_controller');
  const type = literalText(entryAt(controller, 'Type')?.value ?? entryAt(controller, 'type')?.value);
  if (controller !== undefined && type !== 'ECS') return;
  const configuration = settingOf(resource, 'DeploymentConfiguration');
  const breaker =
    entryAt(configuration, 'DeploymentCircuitBreaker')?.value ?? settingOf(resource, 'deployment_circuit_breaker');
  if (isOn(breaker, 'Rollback', 'rollback') || (configuration !== undefined && configuration.kind !== 'map')) return;
  const cloudformation = resource.type.value.includes('::');
  const on = cloudformation
    ? ([
        ['Enable', true],
        ['Rollback', true],
      ] as const)
    : ([
        ['enable', true],
        ['rollback', true],
      ] as const);
  const intent =
    breaker !== undefined
      ? undefined
      : cloudformation && configuration?.kind === 'map'
        ? { kind: 'insertKey' as const, map: configuration.span, key: 'DeploymentCircuitBreaker', value: { map: on } }
        : cloudformation
          ? settingIntent(resource, 'DeploymentConfiguration', { map: [['DeploymentCircuitBreaker', { map: on }]] })
          : settingIntent(resource, 'deployment_circuit_breaker', { map: on });
  yield {
    span: breaker?.span ?? resource.header,
    message: `A failed deployment of \`${resource.name.value}\` is not taken back by itself. ${WHY} Switch the deployment circuit breaker on, with roll-back.`,
    ...(intent === undefined
      ? {}
      : { fixes: [{ title: 'Roll back failed deployments', safety: 'safe', intents: [intent] }] }),
  };
}

function* group(resource: Resource): Iterable<RuleFinding> {
  const configuration = settingOf(resource, 'AutoRollbackConfiguration', 'auto_rollback_configuration');
  if (configuration !== undefined && (configuration.kind !== 'map' || isOn(configuration, 'Enabled', 'enabled')))
    return;
  const cloudformation = resource.type.value.includes('::');
  const intent =
    configuration !== undefined
      ? undefined
      : cloudformation
        ? settingIntent(resource, 'AutoRollbackConfiguration', {
            map: [
              ['Enabled', true],
              ['Events', { list: ['DEPLOYMENT_FAILURE'] }],
            ],
          })
        : settingIntent(resource, 'auto_rollback_configuration', {
            map: [
              ['enabled', true],
              ['events', { list: ['DEPLOYMENT_FAILURE'] }],
            ],
          });
  yield {
    span: configuration?.span ?? resource.header,
    message: `Deployments of \`${resource.name.value}\` are not rolled back when they fail. ${WHY} Switch automatic roll-back on.`,
    ...(intent === undefined
      ? {}
      : { fixes: [{ title: 'Roll back failed deployments', safety: 'safe', intents: [intent] }] }),
  };
}

function* release(resource: Resource): Iterable<RuleFinding> {
  const atomic = settingOf(resource, 'atomic');
  if (atomic !== undefined && literalBoolean(atomic) !== false) return;
  const intent = settingIntent(resource, 'atomic', true);
  yield {
    span: atomic?.span ?? resource.header,
    message: `A failed release of \`${resource.name.value}\` stays half installed. ${WHY} Set \`atomic\`.`,
    ...(intent === undefined
      ? {}
      : { fixes: [{ title: 'Roll back failed releases', safety: 'safe', intents: [intent] }] }),
  };
}

function isOn(value: Value | undefined, ...names: readonly string[]): boolean {
  if (value === undefined) return false;
  if (value.kind !== 'map') return true;
  const entry = names.map((name) => entryAt(value, name)?.value).find((found) => found !== undefined);
  return entry !== undefined && literalBoolean(entry) !== false;
}
