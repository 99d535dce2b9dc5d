import fc from 'fast-check';
import type { LanguageId } from '../../server/core/model/fact.ts';
import type { PlanInput, UnitFacts } from '../../server/core/planner/index.ts';
import { replacement } from '../../server/core/schema/replacement.ts';
import { data, type Given, unit } from './build.ts';

/** Types of every class, with a setting whose change updates and one whose change replaces. */
export const PALETTE: Readonly<Record<LanguageId, readonly (readonly [string, string, string])[]>> = {
  cloudformation: [
    ['AWS::EC2::LaunchTemplate', 'LaunchTemplateData', 'LaunchTemplateName'],
    ['AWS::AutoScaling::AutoScalingGroup', 'MinSize', 'AutoScalingGroupName'],
    ['AWS::EC2::Instance', 'Monitoring', 'ImageId'],
    ['AWS::RDS::DBInstance', 'AllocatedStorage', 'DBName'],
    ['AWS::DynamoDB::Table', 'BillingMode', 'TableName'],
    ['AWS::SQS::Queue', 'VisibilityTimeout', 'QueueName'],
    ['AWS::Lambda::EventSourceMapping', 'BatchSize', 'EventSourceArn'],
    ['AWS::ElastiCache::ReplicationGroup', 'ReplicationGroupDescription', 'ReplicationGroupId'],
    ['AWS::ElasticLoadBalancingV2::TargetGroup', 'HealthCheckPath', 'Port'],
    ['AWS::ElasticLoadBalancingV2::Listener', 'Certificates', 'LoadBalancerArn'],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerAttributes', 'Scheme'],
    ['AWS::Route53::RecordSet', 'TTL', 'Name'],
    ['AWS::Events::Rule', 'ScheduleExpression', 'Name'],
    ['AWS::AutoScaling::ScalingPolicy', 'Cooldown', 'AutoScalingGroupName'],
    ['AWS::IAM::Role', 'Description', 'RoleName'],
    ['AWS::EC2::SecurityGroup', 'SecurityGroupIngress', 'GroupDescription'],
    ['AWS::CloudFormation::Stack', 'TemplateURL', 'TemplateURL'],
    ['Acme::Thing::Unknown', 'A', 'B'],
  ],
  terraform: [
    ['aws_instance', 'monitoring', 'ami'],
    ['aws_ecs_service', 'desired_count', 'cluster'],
    ['aws_db_instance', 'allocated_storage', 'db_name'],
    ['aws_sqs_queue', 'delay_seconds', 'name'],
    ['aws_elasticache_cluster', 'apply_immediately', 'cluster_id'],
    ['aws_lb_target_group', 'slow_start', 'port'],
    ['aws_lb_listener', 'ssl_policy', 'load_balancer_arn'],
    ['aws_route53_record', 'ttl', 'name'],
    ['aws_security_group', 'ingress', 'vpc_id'],
    ['google_storage_bucket', 'labels', 'location'],
    ['acme_rocket', 'a', 'b'],
  ],
  ansible: [
    ['host group', 'tasks', 'roles'],
    ['amazon.aws.ec2_instance', 'tags', 'image_id'],
    ['amazon.aws.autoscaling_group', 'max_size', 'launch_config_name'],
    ['community.docker.docker_container', 'env', 'image'],
    ['amazon.aws.rds_instance', 'allocated_storage', 'engine'],
    ['community.aws.sqs_queue', 'default_visibility_timeout', 'queue_type'],
    ['amazon.aws.elb_application_lb', 'idle_timeout', 'scheme'],
    ['community.aws.elb_target', 'target_port', 'target_group_name'],
    ['amazon.aws.route53', 'ttl', 'record'],
    ['amazon.aws.ec2_security_group', 'rules', 'vpc_id'],
    ['ansible.builtin.apt', 'state', 'name'],
    ['acme.cloud.thing', 'a', 'b'],
  ],
  macfile: [
    ['mac instance create', 'hardware', 'location'],
    ['aws ec2 create-image', 'description', 'name'],
    ['aws autoscaling create-auto-scaling-group', 'max-size', 'min-size'],
    ['aws elb create-load-balancer', 'listeners', 'scheme'],
    ['aws rds create-db-instance', 'engine', 'size'],
    ['aws sqs create-queue', 'attributes', 'tags'],
    ['aws route53 change-resource-record-sets', 'change-batch', 'zone'],
    ['aws ec2 create-security-group', 'description', 'vpc-id'],
    ['aws elasticache create-cache-cluster', 'engine', 'size'],
    ['./deploy.sh', 'a', 'b'],
  ],
};

/** What happens to a thing from blue to green. */
export type Fate = 'keep' | 'update' | 'replace' | 'add' | 'remove';
export const fate: fc.Arbitrary<Fate> = fc.constantFrom('keep', 'keep', 'update', 'replace', 'add', 'remove');

interface Thing {
  readonly type: number;
  readonly needs: readonly number[];
  readonly fate: Fate;
  readonly named: 'no' | 'fixed' | 'coloured';
  readonly instances: number | undefined;
  readonly guarded: boolean;
  readonly destroyable: boolean;
}

const thing: fc.Arbitrary<Thing> = fc.record({
  type: fc.nat(),
  needs: fc.array(fc.nat(), { maxLength: 3 }),
  fate,
  named: fc.constantFrom('no', 'fixed', 'coloured'),
  instances: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
  guarded: fc.boolean(),
  destroyable: fc.boolean(),
});

/** A pair of units with any mixture of classes and changes; what is needed always stands before its users. */
export interface Made {
  readonly language: LanguageId;
  readonly things: readonly Thing[];
  readonly mode: 'minimal' | 'whole-environment' | undefined;
  readonly first: boolean;
}

export const made: fc.Arbitrary<Made> = fc.record({
  language: fc.constantFrom('cloudformation', 'terraform', 'macfile', 'ansible'),
  things: fc.array(thing, { minLength: 1, maxLength: 14 }),
  mode: fc.constantFrom(undefined, 'minimal', 'whole-environment'),
  first: fc.constantFrom(false, false, false, true),
});

/** `order` gives the position of every resource in the file; absent = as made. */
export function inputOf({ language, things, mode, first }: Made, order?: readonly number[]): PlanInput {
  const side = (colour: 'blue' | 'green'): UnitFacts => {
    const at = order ?? things.map((_thing, i) => i);
    const present = at.filter((i) => things[i]?.fate !== (colour === 'blue' ? 'add' : 'remove'));
    const resources = Object.fromEntries(
      present.map((i) => [nameOf(language, things, i), given(language, things, i, colour)]),
    );
    return unit(language, { name: 'shop', version: colour === 'blue' ? '1' : '2', resources }, `shop.${language}`);
  };
  return {
    green: side('green'),
    ...(first ? {} : { blue: side('blue') }),
    ...(mode ? { mode } : {}),
    ...(language === 'cloudformation' || language === 'terraform'
      ? { replacement: (type, path) => replacement(language, type, path, data) }
      : {}),
  };
}

function row(language: Made['language'], one: Thing): readonly [string, string, string] {
  const rows = PALETTE[language];
  return rows[one.type % rows.length] ?? ['', '', ''];
}

function nameOf(language: LanguageId, things: readonly Thing[], i: number): string {
  const one = things[i] as Thing;
  return language === 'terraform' ? `${row('terraform', one)[0]}.r${i}` : `R${i}`;
}

function given(language: Made['language'], things: readonly Thing[], i: number, colour: 'blue' | 'green'): Given {
  const one = things[i] as Thing;
  const [type, updates, replaces] = row(language, one);
  const changed = (fate: Fate): string => (colour === 'green' && one.fate === fate ? 'new' : 'old');
  const earlier = i === 0 ? [] : [...new Set(one.needs.map((need) => need % i))];
  const guards = { retain: one.guarded, createBeforeDestroy: one.guarded };
  return {
    type,
    settings: { [updates]: changed('update'), [replaces]: changed('replace') },
    needs: earlier.map((need) => nameOf(language, things, need)),
    ...(one.named === 'no' ? {} : { names: { label: one.named === 'fixed' ? `n${i}` : `n${i}-{INF_VERSION}` } }),
    ...(one.instances === undefined ? {} : { instances: one.instances }),
    guards,
    destroyable: one.destroyable,
  };
}
