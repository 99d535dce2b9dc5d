import type { Resource } from '../../model/fact.ts';
import { anyOf } from '../../model/pattern.ts';
import { settingOf } from '../../model/setting.ts';
import { entryAt, literalNumber, literalText } from '../../model/value.ts';
import { defineRule, type RuleFinding } from '../define.ts';

const GROUP = /^AWS::CodeDeploy::DeploymentGroup$|^aws_codedeploy_deployment_group$/;
const SERVICE = /^AWS::ECS::Service$|^aws_ecs_service$/;

export default defineRule({
  id: 'prefer-blue-green-deployment',
  group: 'delivery',
  title: 'Deployment service is set to change servers in place',
  why: 'The platform can build a parallel copy; in-place was chosen.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['cloudformation', 'terraform'],
  principles: ['BG-bg', 'BG-how'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Functions and containers of CodeDeploy are always deployed beside the old ones: only groups for servers are asked.',
    'Things of the option `allowed` pass.',
    'A value that is only known at run time passes.',
  ],
  options: {
    allowed: {
      default: [] as readonly string[],
      description:
        'Names of deployment groups and services that may be deployed in place, such as workers that keep state.',
    },
  },
  looksAt: 'resource',
  types: anyOf(GROUP, SERVICE),

  *check(resource, _facts, { allowed }): Iterable<RuleFinding> {
    if (allowed.includes(resource.name.value)) return;
    yield* GROUP.test(resource.type.value) ? group(resource) : service(resource);
  },
});

function* group(resource: Resource): Iterable<RuleFinding> {
  const style = settingOf(resource, 'DeploymentStyle', 'deployment_style');
  const kind = entryAt(style, 'DeploymentType')?.value ?? entryAt(style, 'deployment_type')?.value;
  if (kind === undefined || literalText(kind) !== 'IN_PLACE') return;
  yield {
    span: kind.span,
    message: `\`${resource.name.value}\` replaces the program on servers that are in use: there is no tested copy to switch to, and none to go back to. Deploy to new servers (\`BLUE_GREEN\`) and move the traffic.`,
    fixes: [
      {
        title: 'Deploy to new servers',
        safety: 'confirm',
        intents: [{ kind: 'setScalar', at: kind.span, text: 'BLUE_GREEN' }],
      },
    ],
  };
}

function* service(resource: Resource): Iterable<RuleFinding> {
  const minimum =
    entryAt(settingOf(resource, 'DeploymentConfiguration'), 'MinimumHealthyPercent')?.value ??
    settingOf(resource, 'deployment_minimum_healthy_percent');
  if (minimum === undefined || literalNumber(minimum) !== 0) return;
  yield {
    span: minimum.span,
    message: `\`${resource.name.value}\` may stop every old task before a new one works. That is downtime at each deployment, and nothing is left to go back to. Keep all of them until the new ones are healthy.`,
    fixes: [
      {
        title: 'Keep the old ones until the new ones work',
        safety: 'confirm',
        intents: [{ kind: 'setScalar', at: minimum.span, text: '100' }],
      },
    ],
  };
}
