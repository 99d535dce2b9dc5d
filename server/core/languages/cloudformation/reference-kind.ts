import type { Fix } from '../../model/finding.ts';
import type { TreeNode } from '../../model/tree.ts';
import { type CheckContext, finding } from './context.ts';
import { getAttTarget, type Intrinsic } from './intrinsic.ts';
import type { Place } from './place.ts';
import { literalAt, literalOf } from './plain.ts';
import type { CfnProperty } from './schema.ts';

/** Kinds whose identities cannot stand for each other. Everything else may have more uses than the data knows. */
const DISTINCT: ReadonlySet<string> = new Set([
  'AWS::EC2::VPC',
  'AWS::EC2::Subnet',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::RouteTable',
  'AWS::EC2::InternetGateway',
  'AWS::IAM::Role',
  'AWS::IAM::InstanceProfile',
  'AWS::KMS::Key',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::RDS::DBSubnetGroup',
]);

/** A subnet where a security group is wanted: both are ids, and only the deployment would tell. */
export function checkReferenceKind(context: CheckContext, place: Place, property: CfnProperty, call: Intrinsic): void {
  if (call.name === 'Ref') checkArn(context, place, property, call);
  const wanted = property.rel?.map(([type]) => type) ?? [];
  if (wanted.length === 0 || !wanted.every((type) => DISTINCT.has(type))) return;
  // A setting that is named beside its value may be anything.
  if (place.path.endsWith('.Value')) return;
  const target = call.name === 'GetAtt' ? getAttTarget(context.template.tree.text, call) : undefined;
  const name = call.name === 'Ref' && call.args.kind === 'scalar' ? call.args.text : target?.name.value;
  const type = name === undefined ? undefined : context.names.resources.get(name)?.type?.value;
  if (type === undefined || wanted.includes(type) || !DISTINCT.has(type)) return;
  // Other attributes lead to other things: the default security group of a VPC.
  const { id = [], ref = [] } = context.schema.entry(type) ?? {};
  if (target !== undefined && ![...id, ...ref, 'Arn'].includes(target.attribute?.value ?? '')) return;
  const what = (full: string) => full.split('::').at(-1) ?? full;
  const message = `${place.path} wants ${wanted.map(what).join(' or ')}, and ${name} is a ${what(type)}.`;
  context.add(
    finding('reference-type', 'warning', message, { span: call.span, node: place.node }, { kind: 'semantic' }),
  );
}

/** What the id of a network, subnet or security group begins with, by the attribute that gives it. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC VpcId': 'vpc-',
  'AWS::EC2::VPC DefaultSecurityGroup': 'sg-',
  'AWS::EC2::Subnet SubnetId': 'subnet-',
  'AWS::EC2::SecurityGroup Id': 'sg-',
  'AWS::EC2::SecurityGroup GroupId': 'sg-',
};

/** The name of something where its id is wanted: `SubnetId: PublicSubnet`. */
export function checkId(context: CheckContext, place: Place, property: CfnProperty, node: TreeNode): void {
  if (property.rel === undefined || node.kind !== 'scalar') return;
  const text = literalOf(node);
  const [wanted, ...more] = new Set(property.rel.map((to) => BEGINNINGS[to.join(' ')]));
  if (text === undefined || text === '' || wanted === undefined || more.length > 0 || text.startsWith(wanted)) return;
  if (/[{%<$*]|^[A-Z_]+$/.test(text) || place.path.endsWith('.Value')) return;
  const named = context.names.parameters.has(text) || context.names.resources.has(text);
  const message = `${place.path} wants an id (${wanted}…), and "${text}" is none.${named ? ` Did you mean Ref of ${text}?` : ''}`;
  context.add(
    finding('reference-type', 'warning', message, { span: node.span, node: place.node }, { kind: 'semantic' }),
  );
}

/** A name where an ARN is wanted: `RoleArn: !Ref Role`. Only types whose Ref surely is a name or an address, and who have an ARN. */
function checkArn(context: CheckContext, place: Place, { p, rel }: CfnProperty, call: Intrinsic): void {
  const name = call.args.kind === 'scalar' ? call.args.text : '';
  const type = context.names.parameters.has(name) ? undefined : context.names.resources.get(name)?.type?.value;
  const entry = type === undefined ? undefined : context.schema.entry(type);
  if (type === 'AWS::IAM::Role' && BY_NAME.test(`${place.type} ${place.path}`) && hasPath(context, name)) {
    const message = `${place.path} takes the name of a role with the path / only, and ${name} has another: give its ARN.`;
    const at = { span: call.span, node: place.node };
    context.add(finding('reference-type', 'warning', message, at, { kind: 'semantic' }));
    return;
  }
  const [gives = '', ...more] = entry?.ref ?? entry?.id ?? [];
  // Functions are known by their name almost everywhere.
  if (!rel?.some(([to, attribute]) => to === type && attribute === 'Arn') || type?.endsWith('::Function')) return;
  if (more.length > 0 || !/(?:Name|Url)$/.test(gives) || !entry?.a?.includes('Arn')) return;
  const last = place.path.split('.').findLast((step) => !/^\d+$/.test(step)) ?? '';
  // ECS takes short names of roles where it says ARN.
  const wanted = /(?:Arn|ARN)s?$/.test(last) || p?.startsWith('^arn:') === true;
  if (!wanted || place.type.startsWith('AWS::ECS::')) return;
  const json = context.template.tree.notation === 'json';
  const text = json ? `{ "Fn::GetAtt": ["${name}", "Arn"] }` : `!GetAtt ${name}.Arn`;
  const fixes: Fix[] = [
    { title: `Change to GetAtt ${name}.Arn`, safety: 'confirm', edits: [{ span: call.span, text }] },
  ];
  const message = `${place.path} wants an ARN, and Ref of ${name} gives its ${gives}: GetAtt ${name}.Arn gives the ARN.`;
  const at = { span: call.span, node: place.node };
  context.add(finding('reference-type', 'warning', message, at, { kind: 'semantic', fixes }));
}

/** They look for a role by its bare name. */
const BY_NAME = /^AWS::(ECS::\w+ \w*RoleArn|ECS::Service Role|CodeBuild::Project ServiceRole)$/;

function hasPath({ names }: CheckContext, role: string): boolean {
  const path = literalAt(names.resources.get(role)?.properties, 'Path');
  return path !== undefined && path !== '/';
}
