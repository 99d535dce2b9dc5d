/**
 * Who a policy document is attached to: `identity` (acts as the one that has it), `trust` (who may assume a role), `resource`
 * (who may use the thing). Source: IAM user guide, "Policies and permissions"; one row per property that holds a document.
 */
export type PolicyKind = 'identity' | 'trust' | 'resource';

/** `*` stands for the items of a list. What the property holds: a whole document, or one statement of it. */
const PLACES: Readonly<Record<PolicyKind, readonly string[]>> = {
  identity: [
    'AWS::IAM::Policy PolicyDocument',
    'AWS::IAM::ManagedPolicy PolicyDocument',
    'AWS::IAM::RolePolicy PolicyDocument',
    'AWS::IAM::UserPolicy PolicyDocument',
    'AWS::IAM::GroupPolicy PolicyDocument',
    'AWS::IAM::Role Policies.*.PolicyDocument',
    'AWS::IAM::User Policies.*.PolicyDocument',
    'AWS::IAM::Group Policies.*.PolicyDocument',
    'AWS::SSO::PermissionSet InlinePolicy',
  ],
  trust: ['AWS::IAM::Role AssumeRolePolicyDocument', 'AWS::Serverless::Function AssumeRolePolicyDocument'],
  resource: [
    'AWS::ApiGateway::RestApi Policy',
    'AWS::Backup::BackupVault AccessPolicy',
    'AWS::CodeArtifact::Domain PermissionsPolicyDocument',
    'AWS::CodeArtifact::Repository PermissionsPolicyDocument',
    'AWS::DynamoDB::Table ResourcePolicy.PolicyDocument',
    'AWS::EC2::VPCEndpoint PolicyDocument',
    'AWS::ECR::PublicRepository RepositoryPolicyText',
    'AWS::ECR::Repository RepositoryPolicyText',
    'AWS::EFS::FileSystem FileSystemPolicy',
    'AWS::Elasticsearch::Domain AccessPolicies',
    'AWS::KMS::Key KeyPolicy',
    'AWS::KMS::ReplicaKey KeyPolicy',
    'AWS::Kinesis::ResourcePolicy ResourcePolicy',
    'AWS::OpenSearchService::Domain AccessPolicies',
    'AWS::S3::AccessPoint Policy',
    'AWS::S3::BucketPolicy PolicyDocument',
    'AWS::S3ObjectLambda::AccessPointPolicy PolicyDocument',
    'AWS::SNS::TopicPolicy PolicyDocument',
    'AWS::SQS::QueuePolicy PolicyDocument',
    'AWS::SecretsManager::ResourcePolicy ResourcePolicy',
  ],
};

/** Resource policies that may leave out what they are about: it is the thing they are attached to. */
export const NO_RESOURCE: ReadonlySet<string> = new Set([
  'AWS::ECR::Repository',
  'AWS::ECR::PublicRepository',
  'AWS::EFS::FileSystem',
  'AWS::Elasticsearch::Domain',
  'AWS::OpenSearchService::Domain',
  'AWS::DynamoDB::Table',
  'AWS::Backup::BackupVault',
  'AWS::EC2::VPCEndpoint',
  'AWS::SQS::QueuePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::ApiGateway::RestApi',
  'AWS::Kinesis::ResourcePolicy',
]);

export interface PolicyPlace {
  readonly kind: PolicyKind;
  readonly path: readonly string[];
}

const byType = new Map<string, PolicyPlace[]>();
for (const [kind, rows] of Object.entries(PLACES) as [PolicyKind, readonly string[]][])
  for (const row of rows) {
    const [type = '', path = ''] = row.split(' ');
    byType.set(type, [...(byType.get(type) ?? []), { kind, path: path.split('.') }]);
  }

/** Properties of a type that hold a policy document. */
export function policyPlaces(type: string): readonly PolicyPlace[] {
  return byType.get(type) ?? [];
}

/** Condition operators without `ForAllValues:`, `ForAnyValue:` and `IfExists` (IAM user guide, "Condition operators"). */
const OPERATORS: ReadonlySet<string> = new Set(
  [
    'StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike',
    'NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals',
    'DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals',
    'Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null',
  ]
    .join(' ')
    .split(' '),
);

/** The plain operator of a key of `Condition`, as written; undefined when there is none such. */
export function conditionOperator(written: string): string | undefined {
  const plain = written.replace(/^For(AllValues|AnyValue):/i, '').replace(/IfExists$/i, '');
  return [...OPERATORS].find((operator) => operator.toLowerCase() === plain.toLowerCase());
}

export const CONDITION_OPERATORS: readonly string[] = [...OPERATORS];
