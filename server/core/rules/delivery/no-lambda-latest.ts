import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { settingIntent, settingOf } from '../../model/setting.ts';
import { literalBoolean } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-lambda-latest',
  group: 'delivery',
  title: 'Traffic goes to an unversioned function',
  why: '$LATEST has no blue to fail back to.',
  severity: 'warning',
  confidence: 'high',
  profile: 'strict',
  languages: ['cloudformation', 'terraform'],
  principles: ['BG-bg', '12F-1'],
  since: '0.1.0',
  fix: 'safe',
  guards: [
    'A function that nothing calls, or that only CloudFormation itself calls (a custom resource), passes.',
    'A function with a version or an alias passes.',
    'Development, tests and examples pass, and so does a value that is only known at run time.',
  ],
  looksAt: 'resource',
  types: /^(?:AWS::Lambda::Function|aws_lambda_function)$/,

  *check(target, facts) {
    if (
      facts.inContext(target, 'test', 'example', 'devOverride') ||
      OPERATES.test(target.name.value) ||
      !isCalled(target, facts) ||
      hasVersion(target, facts)
    )
      return;
    const cfn = target.type.value.includes('::');
    const publish = settingOf(target, 'publish');
    if (!cfn && publish !== undefined && literalBoolean(publish) !== false) return;
    const intent = cfn ? undefined : settingIntent(target, 'publish', true);
    yield {
      span: publish?.span ?? target.header,
      message: `Calls reach whatever code \`${target.name.value}\` has at that moment (\`$LATEST\`): there is no version to fail back to, and none to send a share of the calls to. Publish versions, and let an alias name the one that is called.`,
      ...(intent === undefined ? {} : { fixes: [{ title: 'Publish versions', safety: 'safe', intents: [intent] }] }),
    };
  },
});

const CALLERS =
  /^AWS::(?:ApiGateway(?:V2)?::(?:Method|Integration)|Lambda::(?:EventSourceMapping|Url)|ElasticLoadBalancingV2::TargetGroup)$|^aws_(?:api_gateway_integration|apigatewayv2_integration|lambda_event_source_mapping|lambda_function_url|lb_target_group_attachment)$/;

/** Parts of the platform itself. */
const OPERATES = /drain|lifecycle|autoscal|cleanup|custom_?resource|rotation/i;

/** Something sends it traffic; what CloudFormation itself calls for a custom resource is none. */
function isCalled(target: Resource, facts: FactIndex): boolean {
  const users = facts.dependents(target.node).map(({ node }) => facts.resourceOf(node));
  if (users.some((user) => user !== undefined && /^Custom::|CustomResource$/.test(user.type.value))) return false;
  return users.some((user) => user !== undefined && CALLERS.test(user.type.value));
}

function hasVersion(target: Resource, facts: FactIndex): boolean {
  return facts
    .dependents(target.node)
    .some(({ node }) => /Lambda::(?:Version|Alias)$|^aws_lambda_alias$/.test(facts.resourceOf(node)?.type.value ?? ''));
}
