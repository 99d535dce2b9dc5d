import { entryIn } from '../../model/table.ts';
import { entryOf, type MapNode, type TreeNode } from '../../model/tree.ts';
import { checkPipeline, checkStates } from './check-delivery.ts';
import { checkRecord, checkRecordGroup } from './check-records.ts';
import { checkFunction, checkTask } from './check-workloads.ts';
import { type CheckContext, finding } from './context.ts';
import { intrinsicOf } from './intrinsic.ts';
import { literalAt, literalOf, plain, plainItems } from './plain.ts';
import { checkRelations, mapsAt, type Say } from './relations.ts';
import { isOpen, resolved, type TemplateResource } from './template.ts';

/** Relations between the values of one resource that the data does not know and the documentation of the service states. */
export function checkServices(context: CheckContext, resource: TemplateResource): void {
  const type = resource.type?.value ?? '';
  const check = entryIn(CHECKS, type);
  if (context.template.unknownMacro || !context.complete) return;
  const node = `Resources.${resource.name.value}.Properties`;
  const say: Say = (at, message) =>
    context.add(finding('property-combination', 'warning', message, { span: at.span, node }, { kind: 'semantic' }));
  for (const properties of plain(resource.properties)) {
    if (properties.kind !== 'map') continue;
    checkRelations(type, properties, say);
    check?.(properties, say);
  }
}

const CHECKS: Readonly<Record<string, (properties: MapNode, say: Say) => void>> = {
  'AWS::AutoScaling::AutoScalingGroup': group,
  'AWS::Backup::BackupPlan': backupPlan,
  'AWS::CertificateManager::Certificate': certificate,
  'AWS::CloudFront::Distribution': distribution,
  'AWS::CodePipeline::Pipeline': checkPipeline,
  'AWS::DynamoDB::Table': table,
  'AWS::EC2::Instance': devices,
  'AWS::EC2::NetworkInterface': networkInterface,
  'AWS::AutoScaling::LaunchConfiguration': devices,
  'AWS::EC2::SecurityGroup': securityGroup,
  'AWS::EC2::SecurityGroupIngress': (properties, say) => ports(properties, say),
  'AWS::EC2::SecurityGroupEgress': (properties, say) => ports(properties, say),
  'AWS::ECS::TaskDefinition': checkTask,
  'AWS::ElastiCache::ReplicationGroup': replicationGroup,
  'AWS::Events::Rule': schedule,
  'AWS::Lambda::Function': checkFunction,
  'AWS::Route53::RecordSet': checkRecord,
  'AWS::Route53::RecordSetGroup': checkRecordGroup,
  'AWS::S3::Bucket': bucket,
  'AWS::SSM::Parameter': parameter,
  'AWS::Serverless::Function': checkFunction,
  'AWS::Serverless::StateMachine': checkStates,
  'AWS::StepFunctions::StateMachine': checkStates,
};

/** As many as there may be, at least and to begin with. */
function group(properties: MapNode, say: Say): void {
  const [low, high, now] = ['MinSize', 'MaxSize', 'DesiredCapacity'].map((key) => literalAt(properties, key));
  const entry = entryOf(properties, 'MaxSize');
  if (entry === undefined || high === undefined) return;
  if (low !== undefined && Number(low) > Number(high)) say(entry.value, `MaxSize is below MinSize, which is ${low}.`);
  const desired = entryOf(properties, 'DesiredCapacity');
  if (desired === undefined || now === undefined) return;
  if (Number(now) > Number(high) || (low !== undefined && Number(now) < Number(low)))
    say(desired.value, 'DesiredCapacity lies between MinSize and MaxSize.');
}

/** A name may be validated through a domain it lies in. */
function certificate(properties: MapNode, say: Say): void {
  for (const option of mapsAt(properties, 'DomainValidationOptions')) {
    const entry = entryOf(option, 'ValidationDomain');
    const [name, domain] = [literalAt(option, 'DomainName')?.toLowerCase(), literalOf(entry?.value)?.toLowerCase()];
    if (entry && name !== undefined && domain !== undefined && name !== domain && !name.endsWith(`.${domain}`))
      say(entry.value, `${name} does not lie in ${domain}.`);
  }
}

/** One address is the primary one: in the list, or beside it. */
function networkInterface(properties: MapNode, say: Say): void {
  const beside = entryOf(properties, 'PrivateIpAddress');
  const first = mapsAt(properties, 'PrivateIpAddresses').find(
    (each) => literalAt(each, 'Primary')?.toLowerCase() === 'true',
  );
  if (beside && first && intrinsicOf(beside.value)?.name !== 'If')
    say(beside.key, 'PrivateIpAddresses names the primary address already.');
}

const RATE = /^rate\((?:1 (?:minute|hour|day)|(?!1 )[1-9]\d* (?:minutes|hours|days))\)$/;

/** `rate(5 minutes)`, `cron(0 12 * * ? *)`: "Cron and rate expressions" of the EventBridge user guide. */
function schedule(properties: MapNode, say: Say): void {
  const entry = entryOf(properties, 'ScheduleExpression');
  const text = literalOf(entry?.value);
  if (entry === undefined || text === undefined || text === '') return;
  const fields = /^cron\((.*)\)$/.exec(text)?.[1]?.trim().split(/\s+/);
  if (fields === undefined) {
    if (!RATE.test(text.trim())) say(entry.value, 'A schedule is rate(1 hour), rate(5 minutes) or cron(0 12 * * ? *).');
  } else if (fields.length !== 6) say(entry.value, `A cron expression has six fields, and this has ${fields.length}.`);
  else if (fields[2] === '?' ? fields[4] === '?' : /\w/.test(fields[2] ?? '') && /\w/.test(fields[4] ?? ''))
    say(entry.value, 'Either the day of the month or the day of the week is "?", and not both.');
}

/** New buckets have no access lists unless they say so. */
function bucket(properties: MapNode, say: Say): void {
  const entry = entryOf(properties, 'AccessControl');
  const acl = literalOf(entry?.value);
  const lists = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead', 'AwsExecRead', 'LogDeliveryWrite'];
  if (
    entry &&
    acl !== undefined &&
    lists.includes(acl) &&
    !isOpen(properties) &&
    !entryOf(properties, 'OwnershipControls')
  )
    say(
      entry.value,
      `AccessControl ${acl} needs OwnershipControls: since April 2023 a new bucket has no access lists without.`,
    );
  for (const tier of mapsAt(properties, 'IntelligentTieringConfigurations.Tierings')) {
    const days = entryOf(tier, 'Days');
    const least = literalAt(tier, 'AccessTier') === 'DEEP_ARCHIVE_ACCESS' ? 180 : 90;
    if (days && Number(literalOf(days.value)) < least) say(days.value, `This tier begins after ${least} days.`);
  }
}

function parameter(properties: MapNode, say: Say): void {
  const entry = entryOf(properties, 'Name');
  const name = literalOf(entry?.value);
  if (entry && name !== undefined && /^\/?(aws|ssm)(\/|$)/i.test(name))
    say(entry.value, 'Names that begin with aws or ssm belong to the service.');
}

/** The attributes that are declared are those of the keys, no more and no fewer. */
function table(properties: MapNode, say: Say): void {
  for (const [place, wanted] of ['HASH', 'RANGE'].entries()) {
    const key = plainItems(entryOf(properties, 'KeySchema'))?.[place];
    const type = entryOf(key, 'KeyType');
    const text = literalOf(type?.value);
    if (type && text !== undefined && text !== wanted && /^(HASH|RANGE)$/.test(text))
      say(type.value, 'The key of a partition (HASH) comes first, the one of sorting (RANGE) second.');
  }
  const declared = namesIn(properties, 'AttributeDefinitions');
  const keys = namesIn(properties, 'KeySchema');
  if (declared === undefined || keys === undefined) return;
  const used = new Map(keys.map((node) => [textOf(node), node]));
  for (const indexes of ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes']) {
    const entry = entryOf(properties, indexes);
    const items = plainItems(entry);
    if (entry !== undefined && items === undefined) return;
    for (const index of items ?? []) {
      const own = namesIn(index, 'KeySchema');
      if (own === undefined) return;
      for (const node of own) used.set(textOf(node), node);
    }
  }
  const known = new Set(declared.map(textOf));
  for (const node of declared)
    if (!used.has(textOf(node)))
      say(node, `${textOf(node)} is declared but is no key of the table or of an index: only keys are declared.`);
  for (const [name, node] of used)
    if (!known.has(name)) say(node, `${name} is a key, so AttributeDefinitions must declare it.`);
}

function namesIn(map: TreeNode, key: string): TreeNode[] | undefined {
  const items = plainItems(entryOf(map, key));
  const names = items?.map((item) => resolved(entryOf(item, 'AttributeName')?.value));
  return names?.every((name) => literalOf(name) !== undefined) ? (names as TreeNode[]) : undefined;
}

function textOf(node: TreeNode): string {
  return node.kind === 'scalar' ? node.text : '';
}

/** What went to cold storage stays there for 90 days. */
function backupPlan(properties: MapNode, say: Say): void {
  const rules = plainItems(entryOf(resolved(entryOf(properties, 'BackupPlan')?.value), 'BackupPlanRule')) ?? [];
  for (const rule of rules) {
    const lifecycle = resolved(entryOf(rule, 'Lifecycle')?.value);
    const [moved, deleted] = [
      literalAt(lifecycle, 'MoveToColdStorageAfterDays'),
      literalAt(lifecycle, 'DeleteAfterDays'),
    ];
    const entry = entryOf(lifecycle, 'DeleteAfterDays');
    if (entry === undefined || moved === undefined || deleted === undefined) continue;
    if (Number(deleted) < Number(moved) + 90)
      say(entry.value, 'What goes to cold storage stays there for 90 days: DeleteAfterDays must be that much later.');
  }
}

const HOST = /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

function distribution(properties: MapNode, say: Say): void {
  const config = resolved(entryOf(properties, 'DistributionConfig')?.value);
  origins(config, say);
  for (const item of eachItem(entryOf(config, 'Aliases')?.value)) {
    const name = literalOf(item);
    if (name !== undefined && name !== '' && name.length < 254 && !HOST.test(name))
      say(item, `"${name}" is no host name that a distribution can answer to.`);
  }
}

/** What is cached goes to an origin, or a group of origins, that the distribution has. */
function origins(config: TreeNode | undefined, say: Say): void {
  const lists = ['Origins', 'OriginGroups.Items'].map((path) => idsOf(config, path));
  if (lists[0] === undefined || lists[1] === undefined) return;
  const known = lists.flat();
  for (const behavior of ['DefaultCacheBehavior', 'CacheBehaviors'].flatMap((key) => mapsAt(config, key))) {
    const entry = entryOf(behavior, 'TargetOriginId');
    const id = literalOf(entry?.value);
    if (entry && id !== undefined && !known.includes(id)) say(entry.value, `The distribution has no origin ${id}.`);
  }
}

/** Undefined where one of them is not written out. */
function idsOf(config: TreeNode | undefined, path: string): string[] | undefined {
  const [first = '', second] = path.split('.');
  const outer = entryOf(config, first);
  const list = second === undefined ? outer : entryOf(resolved(outer?.value), second);
  if (outer === undefined) return [];
  const ids = plainItems(list)?.map((item) => literalAt(item, 'Id'));
  return ids?.every((id) => id !== undefined) ? (ids as string[]) : undefined;
}

/** Items of every list that may stand here. */
function eachItem(node: TreeNode | undefined): readonly TreeNode[] {
  return plain(node).flatMap((list) => (list.kind === 'list' ? list.items : []));
}

function devices(properties: MapNode, say: Say): void {
  for (const device of plainItems(entryOf(properties, 'BlockDeviceMappings')) ?? []) {
    const virtual = literalAt(device, 'VirtualName');
    const entry = entryOf(device, 'VirtualName');
    if (entry && virtual !== undefined && virtual !== '' && !/^ephemeral\d{1,2}$/.test(virtual))
      say(entry.value, 'A virtual device is named ephemeral0, ephemeral1 and so on.');
    const ebs = entryOf(device, 'Ebs');
    const map = resolved(ebs?.value);
    const type = literalAt(map, 'VolumeType');
    if (ebs === undefined || map?.kind !== 'map' || (type !== 'io1' && type !== 'io2')) continue;
    const iops = entryOf(map, 'Iops');
    const written = literalOf(iops?.value);
    if (iops === undefined) say(ebs.key, `A volume of the type ${type} needs Iops.`);
    else if (written !== undefined && Number(written) < 100) say(iops.value, `Iops of ${type} are 100 or more.`);
  }
}

function securityGroup(properties: MapNode, say: Say): void {
  for (const list of ['SecurityGroupIngress', 'SecurityGroupEgress'])
    for (const rule of plainItems(entryOf(properties, list)) ?? []) if (rule.kind === 'map') ports(rule, say);
}

const WITH_PORTS = ['tcp', 'udp', 'icmp', 'icmpv6', '1', '6', '17', '58'];

/** A rule for TCP or UDP says which ports, one for ICMP which type and code: in the same two properties. */
function ports(rule: MapNode, say: Say): void {
  const protocol = entryOf(rule, 'IpProtocol');
  const name = literalOf(protocol?.value)?.toLowerCase();
  if (protocol === undefined || name === undefined || !WITH_PORTS.includes(name)) return;
  if (isOpen(rule)) return;
  const missing = ['FromPort', 'ToPort'].filter((key) => entryOf(rule, key) === undefined);
  if (missing.length > 0) say(protocol.key, `A rule for ${name} needs ${missing.join(' and ')}.`);
}

function replicationGroup(properties: MapNode, say: Say): void {
  const failover = entryOf(properties, 'AutomaticFailoverEnabled');
  const clustered = plain(entryOf(properties, 'CacheParameterGroupName')?.value).some((each) =>
    literalOf(each)?.endsWith('.cluster.on'),
  );
  if (failover && clustered && literalOf(failover.value)?.toLowerCase() === 'false')
    say(failover.value, 'Cluster mode needs automatic failover.');
  const count = entryOf(properties, 'NumCacheClusters');
  if (literalOf(failover?.value)?.toLowerCase() !== 'true' || count === undefined) return;
  if (literalOf(count.value) === '1') say(count.value, 'Automatic failover needs two cache clusters or more.');
}
