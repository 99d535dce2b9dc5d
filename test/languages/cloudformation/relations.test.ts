import { expect, test } from 'vitest';
import { findings, template } from './template.ts';

/** Warnings and errors as `code: text it underlines`. */
function wrong(resources: string): string[] {
  const text = template(resources.trim());
  return findings(text)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code, span }) => `${code.split('/')[1]}: ${text.slice(span.start, span.end)}`);
}

const ROLE = 'arn:aws:iam::123456789012:role/r';
const fn = (more: string) => `A: {Type: AWS::Lambda::Function, Properties: {Role: '${ROLE}', ${more}}}`;
const inline = (more: string) => fn(`Handler: a.b, Runtime: nodejs22.x, Code: {ZipFile: x}, ${more}`);
const one = (type: string, more: string) => `A: {Type: 'AWS::${type}', Properties: {${more}}}`;
const rel = (at: string) => [`property-combination: ${at}`];

const target = (more: string) => one('ElasticLoadBalancingV2::TargetGroup', more);
const task = (more: string) =>
  one('ECS::TaskDefinition', `RequiresCompatibilities: [FARGATE], NetworkMode: awsvpc, ${more}`);
const box = (more: string) => `ContainerDefinitions: [{Name: a, Image: b, ${more}}]`;
const table = (more: string, keys = '{AttributeName: a, KeyType: HASH}') =>
  one('DynamoDB::Table', `AttributeDefinitions: [{AttributeName: a, AttributeType: S}], KeySchema: [${keys}], ${more}`);
const rule = (schedule: string) => one('Events::Rule', `ScheduleExpression: ${schedule}`);
const database = (more: string) => one('RDS::DBInstance', `DBInstanceClass: db.r6g.large, ${more}`);
const group = (more: string) =>
  one(
    'AutoScaling::AutoScalingGroup',
    `LaunchTemplate: {LaunchTemplateId: lt-1, Version: '1'}, AvailabilityZones: [a], ${more}`,
  );
const mapping = (more: string) => one('Lambda::EventSourceMapping', `FunctionName: f, ${more}`);
const cloud = (origin: string, forward: string) =>
  one(
    'CloudFront::Distribution',
    `DistributionConfig: {Enabled: true, Origins: [{Id: a, DomainName: a.example.com, CustomOriginConfig: {OriginProtocolPolicy: https-only}}], DefaultCacheBehavior: {TargetOriginId: ${origin}, ViewerProtocolPolicy: https-only, ForwardedValues: {QueryString: false, Cookies: {Forward: ${forward}}}}}`,
  );

const MAPS: readonly (readonly [resources: string, found: readonly string[]])[] = [
  [fn('PackageType: Image, Handler: a.b, Code: {ImageUri: x}'), rel('Handler')],
  [fn('PackageType: Image, Code: {ImageUri: x}'), []],
  [fn('Handler: a.b, Runtime: java21, Code: {ZipFile: x}'), rel('ZipFile')],
  [inline('LoggingConfig: {LogFormat: Text, SystemLogLevel: INFO}'), rel('SystemLogLevel')],
  [inline('LoggingConfig: {LogFormat: JSON, SystemLogLevel: INFO}'), []],
  [inline('Environment: {Variables: {AWS_REGION: x, AWS_STAGE: y}}'), rel('AWS_REGION')],
  [inline('SnapStart: {ApplyOn: PublishedVersions}'), rel('PublishedVersions')],
  [inline('SnapStart: {ApplyOn: None}'), []],
  [table('BillingMode: PAY_PER_REQUEST'), []],
  [
    table('BillingMode: PAY_PER_REQUEST, ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 1}'),
    rel('ProvisionedThroughput'),
  ],
  [table('BillingMode: PAY_PER_REQUEST, ProvisionedThroughput: !Ref AWS::NoValue'), []],
  [table('BillingMode: PROVISIONED'), rel('BillingMode')],
  [table('BillingMode: !Sub "${AWS::Region}"'), []],
  [table('BillingMode: PAY_PER_REQUEST', '{AttributeName: a, KeyType: RANGE}'), rel('RANGE')],
  [target('TargetType: lambda, Port: 80'), rel('Port')],
  [target('TargetType: lambda'), []],
  [target('TargetType: instance, Port: 80, Protocol: HTTP'), rel('TargetType')],
  [target('Port: 80, Protocol: TCP, VpcId: vpc-1, ProtocolVersion: HTTP2'), rel('ProtocolVersion')],
  [
    target("Port: 80, Protocol: TCP, VpcId: vpc-1, HealthCheckProtocol: TCP, Matcher: {HttpCode: '200'}"),
    rel('Matcher'),
  ],
  [task(`Cpu: '256', Memory: '8192', ${box('Essential: true')}`), rel("'8192'")],
  [task(`Cpu: .25 vCPU, Memory: 1 GB, ${box('Essential: true')}`), []],
  [task(`Cpu: '256', Memory: '512', ${box('Essential: false')}`), rel('false')],
  [task(`Cpu: '256', Memory: '512', ${box('PortMappings: [{ContainerPort: 80, HostPort: 8080}]')}`), rel('8080')],
  [task(`Cpu: '256', Memory: '512', ${box('LogConfiguration: {LogDriver: gelf}')}`), rel('gelf')],
  [
    task(`Cpu: '256', Memory: '512', ${box('LogConfiguration: {LogDriver: awslogs, Options: {awslogs-group: g}}')}`),
    rel('LogDriver'),
  ],
  [
    task(`Cpu: '256', Memory: '512', PlacementConstraints: [{Type: memberOf, Expression: x}], ${box('')}`),
    rel('PlacementConstraints'),
  ],
  [one('ECS::Service', 'TaskDefinition: t, LaunchType: FARGATE, SchedulingStrategy: DAEMON'), rel('DAEMON')],
  [rule('rate(5 minutes)'), []],
  [rule('rate(5 minute)'), rel('rate(5 minute)')],
  [rule('rate(1 hours)'), rel('rate(1 hours)')],
  [rule("'cron(0 12 * * *)'"), rel("'cron(0 12 * * *)'")],
  [rule("'cron(0 12 * * ? *)'"), []],
  [rule("'cron(0 12 1 * MON *)'"), rel("'cron(0 12 1 * MON *)'")],
  // A solution of AWS has this, and is deployed.
  [rule("'cron(* ? * * * *)'"), []],
  [database('Engine: mysql, KmsKeyId: k, StorageEncrypted: false'), rel('false')],
  [database('Engine: aurora-mysql, MasterUserPassword: "{{resolve:ssm:p}}"'), rel('MasterUserPassword')],
  [database('Engine: oracle-ee, ReplicaMode: read-only'), ['invalid-value: read-only']],
  [database('Engine: mysql, BackupRetentionPeriod: 40'), ['range: 40']],
  [database('Engine: mysql, MonitoringInterval: 60'), rel('MonitoringInterval')],
  [one('RDS::DBCluster', 'Engine: mysql, DBClusterInstanceClass: db.m5d.large'), rel('Engine')],
  [one('RDS::DBCluster', 'Engine: mysql, SnapshotIdentifier: s'), []],
  [group("MinSize: '3', MaxSize: '2'"), rel("'2'")],
  [group("MinSize: '1', MaxSize: '2', DesiredCapacity: '5'"), rel("'5'")],
  [group("MinSize: !Sub '${AWS::Region}', MaxSize: '2', DesiredCapacity: '2'"), []],
  [mapping("EventSourceArn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/s'"), rel('EventSourceArn')],
  [
    mapping("EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:q', StartingPosition: LATEST"),
    rel('StartingPosition'),
  ],
  [mapping("EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:q.fifo', BatchSize: 100"), rel('100')],
  [mapping("EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:q', BatchSize: 100"), rel('100')],
  [cloud('a', 'all'), []],
  [cloud('b', 'all'), rel('b')],
  [cloud('a', 'some'), rel('some')],
  [one('SQS::Queue', 'QueueName: a.fifo'), rel('a.fifo')],
  [one('SQS::Queue', 'FifoQueue: true, QueueName: a'), rel('a')],
  [one('SQS::Queue', 'ContentBasedDeduplication: true'), rel('ContentBasedDeduplication')],
  [one('SQS::Queue', 'FifoQueue: true, QueueName: a.fifo, ContentBasedDeduplication: true'), []],
  [one('S3::Bucket', 'AccessControl: PublicRead'), rel('PublicRead')],
  [one('S3::Bucket', 'AccessControl: PublicRead, OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}'), []],
  [one('S3::Bucket', 'BucketName: My_Bucket'), ['pattern: My_Bucket']],
  [
    one(
      'S3::Bucket',
      'IntelligentTieringConfigurations: [{Id: a, Status: Enabled, Tierings: [{AccessTier: DEEP_ARCHIVE_ACCESS, Days: 90}]}]',
    ),
    rel('90'),
  ],
  [
    one('SNS::Subscription', "TopicArn: 'arn:aws:sns:a:1:t', Protocol: email, Endpoint: 'https://example.com'"),
    rel("'https://example.com'"),
  ],
  [one('SNS::Subscription', "TopicArn: 'arn:aws:sns:a:1:t', Protocol: email, Endpoint: a@example.com"), []],
  [one('SSM::Parameter', 'Type: String, Value: v, Name: /aws/x'), rel('/aws/x')],
  [one('SSM::Parameter', 'Type: String, Value: v, Name: /awsome/x'), []],
  [
    one(
      'GuardDuty::Detector',
      'Enable: true, DataSources: {S3Logs: {Enable: true}}, Features: [{Name: S3_DATA_EVENTS, Status: ENABLED}]',
    ),
    rel('Features'),
  ],
  [
    one('EC2::SecurityGroupIngress', 'GroupId: sg-1, IpProtocol: icmp, FromPort: -1, ToPort: 8, CidrIp: 10.0.0.0/8'),
    rel('8'),
  ],
  [
    one('EC2::SecurityGroupIngress', 'GroupId: sg-1, IpProtocol: icmp, FromPort: 8, ToPort: -1, CidrIp: 10.0.0.0/8'),
    [],
  ],
  [one('EC2::Instance', 'InstanceType: t3.micro'), rel('A')],
  [one('EC2::Subnet', 'VpcId: vpc-1'), rel('A')],
  [one('EC2::Subnet', 'VpcId: vpc-1, Ipv6Native: true, Ipv6CidrBlock: "2001:db8::/64"'), []],
  [one('EC2::Subnet', 'VpcId: vpc-1, Ipv4IpamPoolId: p'), rel('Ipv4IpamPoolId')],
  [one('EC2::Subnet', 'VpcId: !Ref AWS::NoValue, CidrBlock: 10.0.0.0/24'), ['missing-property: A']],
  [
    one(
      'EC2::NetworkInterface',
      'SubnetId: subnet-1, Ipv6AddressCount: 1, Ipv6Addresses: [{Ipv6Address: "2001:db8::1"}]',
    ),
    rel('Ipv6AddressCount'),
  ],
  [one('EC2::Instance', 'ImageId: amazon-linux'), ['pattern: amazon-linux']],
  [
    one('EC2::Instance', 'ImageId: ami-1, BlockDeviceMappings: [{DeviceName: a, Ebs: {VolumeType: gp2, Iops: 100}}]'),
    rel('Iops'),
  ],
  [
    one(
      'EC2::NetworkInterface',
      'SubnetId: subnet-1, PrivateIpAddress: 10.0.0.4, PrivateIpAddresses: [{Primary: true, PrivateIpAddress: 10.0.0.5}]',
    ),
    rel('PrivateIpAddress'),
  ],
  [
    one(
      'ElasticLoadBalancingV2::Listener',
      'LoadBalancerArn: "arn:aws:x", Port: 443, Protocol: HTTPS, DefaultActions: [{Type: forward}]',
    ),
    rel('Protocol'),
  ],
  [
    one(
      'ElasticLoadBalancing::LoadBalancer',
      "AvailabilityZones: [a], Listeners: [{InstancePort: '80', LoadBalancerPort: '443', Protocol: SSL}]",
    ),
    rel('Protocol'),
  ],
  [
    one(
      'ElastiCache::ReplicationGroup',
      'ReplicationGroupDescription: d, CacheParameterGroupName: default.redis7.cluster.on, AutomaticFailoverEnabled: false',
    ),
    rel('false'),
  ],
  [
    one(
      'CloudWatch::Alarm',
      'MetricName: m, Namespace: n, Statistic: Sum, Period: 45, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold, AlarmActions: [me]',
    ),
    ['pattern: me', 'property-combination: 45'].toSorted(),
  ],
  [
    one(
      'CodeBuild::Project',
      'ServiceRole: r, Artifacts: {Type: NO_ARTIFACTS}, Environment: {Type: LINUX_CONTAINER, ComputeType: BUILD_GENERAL1_SMALL, Image: i}, Source: {Type: S3}',
    ),
    rel('Type'),
  ],
  [
    one(
      'CertificateManager::Certificate',
      'DomainName: a.example.com, DomainValidationOptions: [{DomainName: a.example.com, ValidationDomain: example.org}]',
    ),
    rel('example.org'),
  ],
  [
    one(
      'CertificateManager::Certificate',
      'DomainName: a.example.com, DomainValidationOptions: [{DomainName: a.example.com, ValidationDomain: example.com}]',
    ),
    [],
  ],
  [
    one(
      'Route53::RecordSet',
      "HostedZoneName: example.com., Name: a.example.org., Type: A, TTL: '60', ResourceRecords: [10.0.0.1]",
    ),
    rel('a.example.org.'),
  ],
  [one('Route53::HealthCheck', 'HealthCheckConfig: {Type: CLOUDWATCH_METRIC}'), rel('Type')],
  [
    one(
      'ApiGateway::Stage',
      "RestApiId: abc, StageName: s, DeploymentId: d, MethodSettings: [{HttpMethod: '*', ResourcePath: a}]",
    ),
    rel('a'),
  ],
  [
    one(
      'ApiGateway::Authorizer',
      'RestApiId: abc, Name: z, Type: COGNITO_USER_POOLS, AuthorizerResultTtlInSeconds: 4000',
    ),
    ['property-combination: Type', 'range: 4000'],
  ],
  [
    one(
      'Lambda::Function',
      `Role: '${ROLE}', Code: {ImageUri: x}, VpcConfig: {SecurityGroupIds: [web], SubnetIds: [subnet-1]}`,
    ),
    ['reference-type: web'],
  ],
  [one('EC2::SecurityGroup', 'GroupDescription: d, VpcId: my-vpc'), ['reference-type: my-vpc']],
  [one('EC2::SecurityGroup', 'GroupDescription: d, VpcId: "<your vpc>"'), []],
];

const pipe = (...stages: string[]) =>
  one(
    'CodePipeline::Pipeline',
    `RoleArn: '${ROLE}', ArtifactStore: {Type: S3, Location: abc}, Stages: [${stages.join(', ')}]`,
  );
const stage = (name: string, category: string, more: string) =>
  `{Name: ${name}, Actions: [{Name: a, ActionTypeId: {Category: ${category}, Owner: AWS, Provider: X, Version: '1'}, ${more}}]}`;
const source = stage('S', 'Source', 'OutputArtifacts: [{Name: code}]');
const machine = (body: string) => one('StepFunctions::StateMachine', `RoleArn: '${ROLE}', Definition: {${body}}`);
const apis =
  'R: {Type: AWS::ApiGateway::RestApi, Properties: {Name: r}}\nQ: {Type: AWS::ApiGateway::RestApi, Properties: {Name: q}}\n';
const authorizer =
  'Z: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref R, Name: z, Type: TOKEN, AuthorizerUri: x}}\n';
const method = (api: string, type: string) =>
  `${apis}${authorizer}M: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref ${api}, ResourceId: r, HttpMethod: GET, AuthorizationType: ${type}, AuthorizerId: !Ref Z, Integration: {Type: MOCK}}}`;
const stack = (queue: string, timeout: number) =>
  `Q: {Type: AWS::SQS::Queue${queue}}\n${inline(`Timeout: ${timeout}`)}\nM: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Q.Arn, FunctionName: !Ref A}}`;
const service = (task: string, more: string) =>
  `T: {Type: AWS::ECS::TaskDefinition, Properties: {NetworkMode: awsvpc, ${task}}}\nS: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref T, ${more}}}`;
const filter = (id: string) =>
  `${id}: {Type: AWS::Logs::SubscriptionFilter, Properties: {LogGroupName: g, FilterPattern: ${id}, DestinationArn: 'arn:aws:lambda:a:1:function:${id}'}}\n`;

const STACKS: readonly (readonly [resources: string, found: readonly string[]])[] = [
  [pipe(source, stage('B', 'Build', 'InputArtifacts: [{Name: code}]')), []],
  [pipe(source), rel('Stages')],
  [pipe(source, stage('B', 'Build', 'InputArtifacts: [{Name: other}]')), rel('other')],
  [pipe(source, stage('B', 'Source', 'OutputArtifacts: [{Name: more}]')), rel('Source')],
  [pipe(source, stage('B', 'Approval', 'OutputArtifacts: [{Name: more}]')), rel('OutputArtifacts')],
  [machine('StartAt: A, States: {A: {Type: Pass, End: true}}'), []],
  [machine('StartAt: X, States: {A: {Type: Pass, End: true}}'), rel('X')],
  [machine('States: {A: {Type: Pass, End: true}}'), rel('States')],
  [machine('StartAt: A, States: {A: {Type: Pass, Next: B}}'), rel('B')],
  [machine('StartAt: A, States: {A: {Type: Passs, End: true}}'), rel('Passs')],
  [machine('StartAt: A, States: {A: {Type: Wait, Seconds: 1}}'), rel('A')],
  [machine('StartAt: "${First}", States: {A: {Type: Pass, End: true}}'), []],
  [method('R', 'CUSTOM'), []],
  [method('R', 'COGNITO_USER_POOLS'), rel('COGNITO_USER_POOLS')],
  [method('Q', 'CUSTOM'), rel('!Ref Q')],
  [stack('', 60), rel('!GetAtt Q.Arn')],
  [stack(', Properties: {VisibilityTimeout: 60}', 60), []],
  [stack(', Properties: {VisibilityTimeout: !Sub "6${AWS::Region}"}', 60), []],
  [service('Family: a', 'LaunchType: EC2'), rel('TaskDefinition')],
  [service('RequiresCompatibilities: [EC2]', 'LaunchType: FARGATE, NetworkConfiguration: {}'), rel('FARGATE')],
  [
    'C: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-mysql}}\nI: {Type: AWS::RDS::DBInstance, Properties: {Engine: aurora-postgresql, DBInstanceClass: db.r6g.large, DBClusterIdentifier: !Ref C}}',
    rel('aurora-postgresql'),
  ],
  [
    'D: {Type: AWS::SQS::Queue}\nA: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true, RedrivePolicy: {deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 3}}}',
    rel('!GetAtt D.Arn'),
  ],
  [`${filter('A')}${filter('B')}`, []],
  [`${filter('A')}${filter('B')}${filter('C')}`, rel('g')],
  [
    'R: {Type: AWS::IAM::Role, Properties: {Path: /x/, AssumeRolePolicyDocument: {}}}\nT: {Type: AWS::ECS::TaskDefinition, Properties: {TaskRoleArn: !Ref R}}',
    ['reference-type: !Ref R'],
  ],
  [
    'R: {Type: AWS::IAM::Role, Properties: {Path: /, AssumeRolePolicyDocument: {}}}\nT: {Type: AWS::ECS::TaskDefinition, Properties: {TaskRoleArn: !Ref R}}',
    [],
  ],
  [`A: {Type: AWS::SNS::Topic, Connectors: {}}`, ['missing-transform: Connectors']],
  ['A: {Type: AWS::SNS::Topic, DeletionPolicy: !Cidr [10.0.0.0/24, 6, 5]}', ['resource-policy: DeletionPolicy']],
];

test.each(MAPS)('properties of one map that do not go together: %s', (resources, expected) => {
  expect(wrong(resources).toSorted()).toEqual(expected);
});

test.each(STACKS)('resources that do not go together: %s', (resources, expected) => {
  expect(wrong(resources)).toEqual(expected);
});

test('what NoEcho hides is not hidden in outputs and metadata, and a password is hidden', () => {
  const head = (more: string) => `Parameters:\n  P: { Type: String${more} }\n`;
  const said = (text: string) =>
    findings(text)
      .filter(({ severity }) => severity !== 'hint')
      .map(({ code, severity, span }) => `${severity} ${code.split('/')[1]}: ${text.slice(span.start, span.end)}`);
  const noted = template('T:\n  Type: AWS::SNS::Topic\n  Metadata: { A: !Ref P, B: !Ref P }', head(', NoEcho: true'));
  expect(said(noted)).toEqual(['warning unmasked-secret: P']);
  expect(said(noted.replace(', NoEcho: true', ''))).toEqual([]);
  const user = 'U:\n  Type: AWS::IAM::User\n  Properties: { LoginProfile: { Password: !Ref P } }';
  expect(said(template(user, head('')))).toEqual(['warning unmasked-secret: P']);
  expect(said(template(user, head(', Default: "{{resolve:ssm-secure:p}}"')))).toEqual([]);
  expect(said(template(user, head(', NoEcho: true')))).toEqual([]);
  const told = `${template('T: { Type: AWS::SNS::Topic }', head(', NoEcho: true'))}Outputs:\n  O: { Value: !Ref P }\n`;
  expect(said(told)).toEqual(['warning unmasked-secret: P']);
});

test('an API that comes from outside may be any', () => {
  const api = (id: string) =>
    findings(
      template(
        method('R', 'CUSTOM').replace('RestApiId: !Ref R', `RestApiId: ${id}`),
        'Parameters:\n  P: {Type: String}\n',
      ),
    );
  const told = (id: string) => api(id).filter(({ code }) => code.endsWith('property-combination')).length;
  expect([told('!Ref P'), told('!Ref Q')]).toEqual([0, 1]);
});
