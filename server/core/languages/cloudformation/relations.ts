import { entryIn } from '../../model/table.ts';
import { entryOf, type MapNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { mayVanish } from './combinations.ts';
import { literalOf, plain } from './plain.ts';
import { isOpen } from './template.ts';

/** Reports a value; findings about what is missing stand at a key. */
export type Say = (at: TreeNode, message: string) => void;

/** What the documentation of a type says of properties that stand beside each other in one map. */
interface Relation {
  /** Steps to the map, through lists: `ContainerDefinitions.LogConfiguration`. */
  readonly in?: string;
  /** Holds where each property has the value (any case), or is not written (`undefined`); or one of several. */
  readonly when?: Readonly<Record<string, Wanted | readonly Wanted[]>>;
  /** Holds where this property is written, whatever its value is. */
  readonly has?: string;
  /** Properties that cannot stand there, must stand there, or of which one must. */
  readonly not?: readonly string[];
  readonly needs?: readonly string[];
  /** Values that a property may have, as far as it is written out. */
  readonly is?: Readonly<Record<string, RegExp | ((text: string) => boolean)>>;
}

type Wanted = string | undefined;

/** Maps that a path leads to, as far as they are written out. */
export function mapsAt(node: TreeNode | undefined, path: string): MapNode[] {
  let found = plain(node);
  for (const step of path === '' ? [] : path.split('.'))
    found = found.flatMap((each) => plain(entryOf(each, step)?.value)).flatMap(itemsOf);
  return found.flatMap(itemsOf).filter((each) => each.kind === 'map');
}

function itemsOf(node: TreeNode): readonly TreeNode[] {
  return node.kind === 'list' ? node.items.flatMap((item) => plain(item)) : [node];
}

/** Checks the relations of a type against its properties. */
export function checkRelations(type: string, properties: MapNode, say: Say): void {
  for (const relation of entryIn(RELATIONS, type) ?? [])
    for (const map of mapsAt(properties, relation.in ?? '')) if (!isOpen(map)) checkRelation(relation, map, say);
}

function checkRelation(relation: Relation, map: MapNode, say: Say): void {
  const held = premise(relation, map);
  if (held === undefined) return;
  const because = held.entry ? `With ${held.says}, ` : '';
  for (const name of relation.not ?? []) {
    const entry = entryOf(map, name);
    if (entry && !mayVanish(entry.value)) say(entry.key, `${because}${name} cannot stand here.`);
  }
  const missing = (relation.needs ?? []).filter((name) => entryOf(map, name) === undefined);
  const spot = held.entry?.key ?? map.entries[0]?.key;
  if (missing.length > 0 && spot) say(spot, `${held.says || 'This'} needs ${missing.join(' and ')} beside it.`);
  for (const [name, allowed] of Object.entries(relation.is ?? {})) {
    const entry = entryOf(map, name);
    const text = literalOf(entry?.value);
    const fits = text === undefined || (typeof allowed === 'function' ? allowed(text) : allowed.test(text));
    if (entry && !fits) say(entry.value, `${because}${name} cannot be ${text}.`);
  }
}

/** Undefined where the premise does not surely hold. */
function premise(
  { when = {}, has }: Relation,
  map: MapNode,
): { readonly says: string; readonly entry: TreeEntry | undefined } | undefined {
  const said: string[] = [];
  let at: TreeEntry | undefined;
  for (const [name, wanted] of Object.entries(when)) {
    const entry = entryOf(map, name);
    const text = literalOf(entry?.value);
    const options = Array.isArray(wanted) ? (wanted as readonly Wanted[]) : [wanted as Wanted];
    const met = entry === undefined ? options.includes(undefined) : options.some((each) => alike(each, text));
    if (!met) return undefined;
    at ??= entry;
    if (entry) said.push(`${name} ${text}`);
  }
  if (has !== undefined) {
    const entry = entryOf(map, has);
    if (entry === undefined || mayVanish(entry.value)) return undefined;
    at = entry;
    said.push(has);
  }
  return { says: said.join(' and '), entry: at };
}

function alike(wanted: Wanted, text: string | undefined): boolean {
  return wanted !== undefined && wanted.toLowerCase() === text?.toLowerCase();
}

const DISK: readonly Relation[] = [
  { when: { VolumeType: ['gp2', 'standard', 'st1', 'sc1'] }, not: ['Iops'] },
  { when: { VolumeType: ['gp2', 'standard', 'st1', 'sc1', 'io1', 'io2'] }, not: ['Throughput'] },
];
const inside = (path: string, relations: readonly Relation[]) => relations.map((each) => ({ ...each, in: path }));
const MONITORING: readonly Relation[] = [
  { when: { MonitoringInterval: ['1', '5', '10', '15', '30', '60'] }, needs: ['MonitoringRoleArn'] },
  { has: 'MonitoringRoleArn', needs: ['MonitoringInterval'], is: { MonitoringInterval: /^[^0]/ } },
];
const NOT_RESTORED = {
  SnapshotIdentifier: undefined,
  SourceDBClusterIdentifier: undefined,
  ReplicationSourceIdentifier: undefined,
};
/** All types of ICMP have all codes; one type may have all codes, too. */
const PORTS: readonly Relation[] = [{ when: { FromPort: '-1' }, is: { ToPort: /^-1$/ } }];
const IN_S3: readonly Relation[] = [{ when: { Type: 'S3' }, needs: ['Location'] }];

/** From the reference page of each type. Only what a deployment refuses, or passes over without a word. */
const RELATIONS: Readonly<Record<string, readonly Relation[]>> = {
  'AWS::ApiGateway::Authorizer': [
    { when: { Type: ['TOKEN', 'REQUEST'] }, needs: ['AuthorizerUri'] },
    { when: { Type: 'COGNITO_USER_POOLS' }, needs: ['ProviderARNs'] },
  ],
  'AWS::ApiGateway::Method': [
    { when: { AuthorizationType: ['CUSTOM', 'COGNITO_USER_POOLS'] }, needs: ['AuthorizerId'] },
  ],
  'AWS::ApiGateway::Stage': [{ in: 'MethodSettings', is: { ResourcePath: /^\// } }],
  'AWS::AutoScaling::LaunchConfiguration': inside('BlockDeviceMappings.Ebs', DISK),
  'AWS::CloudFront::Distribution': [
    {
      in: 'DistributionConfig.DefaultCacheBehavior.ForwardedValues.Cookies',
      is: { Forward: /^(all|none|whitelist)$/ },
    },
    { in: 'DistributionConfig.CacheBehaviors.ForwardedValues.Cookies', is: { Forward: /^(all|none|whitelist)$/ } },
  ],
  'AWS::CloudWatch::Alarm': [{ is: { Period: (text) => /^[123]0$/.test(text) || Number(text) % 60 === 0 } }],
  'AWS::CodeBuild::Project': [...inside('Source', IN_S3), ...inside('Artifacts', IN_S3)],
  'AWS::DynamoDB::Table': [
    { when: { BillingMode: 'PAY_PER_REQUEST' }, not: ['ProvisionedThroughput'] },
    { when: { BillingMode: ['PROVISIONED', undefined] }, needs: ['ProvisionedThroughput'] },
  ],
  'AWS::EC2::Instance': inside('BlockDeviceMappings.Ebs', DISK),
  'AWS::EC2::LaunchTemplate': inside('LaunchTemplateData.BlockDeviceMappings.Ebs', DISK),
  'AWS::EC2::SecurityGroup': [...inside('SecurityGroupIngress', PORTS), ...inside('SecurityGroupEgress', PORTS)],
  'AWS::EC2::SecurityGroupEgress': PORTS,
  'AWS::EC2::SecurityGroupIngress': PORTS,
  'AWS::EC2::Volume': DISK,
  'AWS::ECS::Service': [
    { when: { LaunchType: ['FARGATE', 'EXTERNAL'] }, is: { SchedulingStrategy: /^REPLICA$/i } },
    { when: { LaunchType: 'FARGATE' }, not: ['PlacementConstraints', 'PlacementStrategies'] },
  ],
  'AWS::ElasticLoadBalancing::LoadBalancer': [
    { in: 'Listeners', when: { Protocol: ['HTTPS', 'SSL'] }, needs: ['SSLCertificateId'] },
  ],
  'AWS::ElasticLoadBalancingV2::Listener': [{ when: { Protocol: ['HTTPS', 'TLS'] }, needs: ['Certificates'] }],
  'AWS::ElasticLoadBalancingV2::TargetGroup': [
    { when: { TargetType: 'lambda' }, not: ['Port', 'Protocol', 'VpcId'] },
    { when: { TargetType: ['instance', 'ip', 'alb', undefined] }, needs: ['Port', 'Protocol', 'VpcId'] },
    { when: { Protocol: ['TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE'] }, not: ['ProtocolVersion'] },
    { when: { HealthCheckProtocol: 'TCP' }, not: ['HealthCheckPath', 'Matcher'] },
  ],
  'AWS::GuardDuty::Detector': [{ has: 'DataSources', not: ['Features'] }],
  'AWS::Lambda::Function': [
    { when: { PackageType: 'Image' }, not: ['Handler', 'Runtime', 'Layers'] },
    { in: 'LoggingConfig', when: { LogFormat: 'Text' }, not: ['SystemLogLevel'] },
  ],
  'AWS::RDS::DBCluster': [
    ...MONITORING,
    { when: { Engine: ['mysql', 'postgres'], ...NOT_RESTORED }, needs: ['AllocatedStorage', 'DBClusterInstanceClass'] },
    { has: 'KmsKeyId', is: { StorageEncrypted: /^(true|yes|on)$/i } },
  ],
  'AWS::RDS::DBInstance': [
    ...MONITORING,
    { has: 'KmsKeyId', is: { StorageEncrypted: /^(true|yes|on)$/i } },
    {
      when: { Engine: ['aurora', 'aurora-mysql', 'aurora-postgresql'] },
      not: ['BackupRetentionPeriod', 'MasterUserPassword'],
    },
  ],
  'AWS::Route53::HealthCheck': [
    { in: 'HealthCheckConfig', when: { Type: 'CLOUDWATCH_METRIC' }, needs: ['AlarmIdentifier'] },
  ],
  'AWS::SNS::Subscription': [
    { when: { Protocol: ['email', 'email-json'] }, is: { Endpoint: /@/ } },
    { when: { Protocol: 'https' }, is: { Endpoint: /^https:/i } },
    { when: { Protocol: 'http' }, is: { Endpoint: /^http:/i } },
    { when: { Protocol: ['sqs', 'lambda', 'firehose'] }, is: { Endpoint: /^arn:/ } },
  ],
  'AWS::SQS::Queue': [
    { when: { FifoQueue: 'true' }, is: { QueueName: /\.fifo$/ } },
    { when: { FifoQueue: ['false', undefined] }, is: { QueueName: /^(?!.*\.fifo$)/ } },
    { when: { FifoQueue: [undefined, 'false'], ContentBasedDeduplication: 'true' }, needs: ['FifoQueue'] },
  ],
};
