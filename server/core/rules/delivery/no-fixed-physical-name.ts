import type { Resource } from '../../model/fact.ts';
import type { FactIndex } from '../../model/fact-index.ts';
import { settingOf } from '../../model/setting.ts';
import { literalText } from '../../model/value.ts';
import { defineRule } from '../define.ts';

export default defineRule({
  id: 'no-fixed-physical-name',
  group: 'delivery',
  title: 'Literal physical name prevents a parallel copy',
  why: 'A name may exist once per account; with a literal name green cannot be created while blue lives, nor can the resource be replaced.',
  severity: 'warning',
  confidence: 'high',
  profile: 'recommended',
  languages: ['macfile', 'cloudformation', 'ansible', 'terraform'],
  principles: ['BG-bg', 'BG-imm'],
  since: '0.1.0',
  fix: 'confirm',
  guards: [
    'Things that keep data are info: they are shared by both colours and must not be copied.',
    'A name with a reference or an input in it passes.',
    'Names that a service asks for (`/aws/lambda/…`, service-linked roles), DNS zones, records and key aliases, and image registries pass.',
    'A security group inside a network of the same file passes: the copy has a network of its own.',
    'A name that only has to be unique inside a parent, and names of policies, dashboards and the like, pass.',
  ],
  looksAt: 'physical-name',

  *check(name, facts) {
    const text = literalText(name.value);
    if (text === undefined || text === '' || name.colourAware || name.scope === 'parent') return;
    if (isGiven(text) || facts.inContext(name, 'example', 'test')) return;
    const resource = facts.resourceOf(name.resource);
    if (resource === undefined || SINGLE.test(resource.type.value) || !isCopied(resource)) return;
    if (isInOwnNetwork(resource, facts)) return;
    const keepsData = KEEPS.has(resource.lifecycle.class);
    yield {
      span: name.value.span,
      ...(keepsData ? { severity: 'info' as const } : {}),
      message:
        `\`${text}\` is a fixed name (${name.path}), and it may exist only once. ` +
        (keepsData
          ? 'Both colours will share this one; to restore a copy beside it, or to replace it, the name must be free.'
          : 'Green cannot be created while blue lives, and the thing cannot be replaced. Let something that differs between copies be part of the name.'),
      fixes: [
        {
          title: 'Add the version to the name',
          safety: 'confirm',
          intents: [{ kind: 'useInput', at: endOf(name.value.span, text), name: 'INF_VERSION', before: '-' }],
        },
      ],
    };
  },
});

const KEEPS = new Set(['persistent', 'volatile', 'cache']);

const COPIED = new Set(['stateless', 'router', 'network', ...KEEPS]);

/** What a second copy would create again; of the rest only what stands in its way by name. */
function isCopied({ type, lifecycle }: Resource): boolean {
  return (
    COPIED.has(lifecycle.class) ||
    /(?:IAM::(?:Role|InstanceProfile)|iam_(?:role|instance_profile)|create-role|create-instance-profile|ParameterGroup|parameter_group|SubnetGroup|subnet_group)$/.test(
      type.value,
    )
  );
}

/** Zones, aliases of keys and the like: there is one by nature. */
const SINGLE =
  /HostedZone$|RecordSet(?:Group)?$|route53_zone$|route53_record$|dns_record_set$|dns_[a-z]+_record$|create-hosted-zone$|::ECR::(?:Public)?Repository$|_ecr(?:public)?_repository$|artifact_registry_repository$|azurerm_container_registry$|_object$|::ApiGateway::RestApi$|api_gateway_rest_api$|ApiGatewayV2::Api$|apigatewayv2_api$|KMS::Alias$|kms_alias$|ServiceLinkedRole$|service_linked_role$|::Stage$|_stage$|subscription_filter$|SubscriptionFilter$|ApiGateway::(?:Model|Resource|Authorizer|RequestValidator)$|Glue::|_glue_/;

/** A second copy of the file makes its own network, and with it a place where the name is free. */
function isInOwnNetwork(resource: Resource, facts: FactIndex): boolean {
  if (!/::EC2::SecurityGroup$|^aws_security_group$/.test(resource.type.value)) return false;
  const network = settingOf(resource, 'VpcId', 'vpc_id');
  return network?.kind === 'reference' && facts.resourceOf(network.target) !== undefined;
}

/** Names that another service prescribes. */
function isGiven(text: string): boolean {
  return /^default$|^\/aws\/|^AWSServiceRole|^alias\/|^aws-(?:waf|controltower)|^dms-(?:vpc|cloudwatch)|^rds-monitoring-role$|^ecsTaskExecutionRole$|^\$default$/.test(
    text,
  );
}

/** Right behind the last character of the text, inside the quotes when there are any. */
function endOf(span: { start: number; end: number }, text: string): { start: number; end: number } {
  const quoted = span.end - span.start >= text.length + 2;
  const end = quoted ? span.end - 1 : span.end;
  return { start: end, end };
}
