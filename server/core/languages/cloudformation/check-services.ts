import { entryIn } from '../../model/table.ts';
import { entryOf, type MapNode, type TreeNode } from '../../model/tree.ts';
import { checkRecord, checkRecordGroup } from './check-records.ts';
import { type CheckContext, finding } from './context.ts';
import { literalAt, literalOf, plain, plainItems } from './plain.ts';
import { resolved, type TemplateResource } from './template.ts';

/** Relations between the values of one resource that the data does not know and the documentation of the service states. */
export function checkServices(context: CheckContext, resource: TemplateResource): void {
  const check = entryIn(CHECKS, resource.type?.value ?? '');
  if (check === undefined || context.template.unknownMacro || !context.complete) return;
  const node = `Resources.${resource.name.value}.Properties`;
  const say: Say = (at, message) =>
    context.add(finding('property-combination', 'warning', message, { span: at.span, node }, { kind: 'semantic' }));
  for (const properties of plain(resource.properties)) if (properties.kind === 'map') check(properties, say);
}

type Say = (at: TreeNode, message: string) => void;

const CHECKS: Readonly<Record<string, (properties: MapNode, say: Say) => void>> = {
  'AWS::Backup::BackupPlan': backupPlan,
  'AWS::CloudFront::Distribution': distribution,
  'AWS::DynamoDB::Table': table,
  'AWS::EC2::Instance': devices,
  'AWS::AutoScaling::LaunchConfiguration': devices,
  'AWS::EC2::SecurityGroup': securityGroup,
  'AWS::EC2::SecurityGroupIngress': (properties, say) => ports(properties, say),
  'AWS::EC2::SecurityGroupEgress': (properties, say) => ports(properties, say),
  'AWS::ECS::TaskDefinition': taskDefinition,
  'AWS::ElastiCache::ReplicationGroup': replicationGroup,
  'AWS::Route53::RecordSet': checkRecord,
  'AWS::Route53::RecordSetGroup': checkRecordGroup,
};

/** The attributes that are declared are those of the keys, no more and no fewer. */
function table(properties: MapNode, say: Say): void {
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
  for (const item of eachItem(entryOf(config, 'Aliases')?.value)) {
    const name = literalOf(item);
    if (name !== undefined && name !== '' && name.length < 254 && !HOST.test(name))
      say(item, `"${name}" is no host name that a distribution can answer to.`);
  }
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
  if (rule.entries.some(({ key }) => key.kind !== 'scalar' || /^(Fn::|<<$)/.test(key.text))) return;
  const missing = ['FromPort', 'ToPort'].filter((key) => entryOf(rule, key) === undefined);
  if (missing.length > 0) say(protocol.key, `A rule for ${name} needs ${missing.join(' and ')}.`);
}

/** Fargate runs what says how much it needs. */
function taskDefinition(properties: MapNode, say: Say): void {
  const kinds = entryOf(properties, 'RequiresCompatibilities');
  if (!plainItems(kinds)?.some((item) => literalOf(item)?.toUpperCase() === 'FARGATE') || kinds === undefined) return;
  if (properties.entries.some(({ key }) => key.kind !== 'scalar' || /^(Fn::|<<$)/.test(key.text))) return;
  const missing = ['Cpu', 'Memory'].filter((key) => entryOf(properties, key) === undefined);
  if (missing.length > 0) say(kinds.key, `A task for Fargate needs ${missing.join(' and ')} at the task itself.`);
  const mode = entryOf(properties, 'NetworkMode');
  const network = literalOf(mode?.value);
  if (mode !== undefined && network !== undefined && network !== 'awsvpc')
    say(mode.value, 'A task for Fargate has the network mode awsvpc.');
}

function replicationGroup(properties: MapNode, say: Say): void {
  const failover = entryOf(properties, 'AutomaticFailoverEnabled');
  const count = entryOf(properties, 'NumCacheClusters');
  if (literalOf(failover?.value)?.toLowerCase() !== 'true' || count === undefined) return;
  if (literalOf(count.value) === '1') say(count.value, 'Automatic failover needs two cache clusters or more.');
}
