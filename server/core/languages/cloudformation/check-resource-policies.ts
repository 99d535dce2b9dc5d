import type { FindingSeverity } from '../../model/finding.ts';
import { entryIn } from '../../model/table.ts';
import { entryOf, keyText, type MapNode, type ScalarNode, type TreeEntry, type TreeNode } from '../../model/tree.ts';
import { closest } from '../../schema/closest.ts';
import { type CheckContext, finding } from './context.ts';
import { inside, intrinsicOf } from './intrinsic.ts';
import { plain } from './plain.ts';
import { isOpen, resolved, type TemplateResource } from './template.ts';

/** What a key of a policy takes: `i` integer, `b` boolean, `d` duration (`PT15M`), `s` text, `l` list, or a map of keys. */
type Shape = 'i' | 'b' | 'd' | 's' | 'l' | { readonly [key: string]: Shape };

const ASG = 'AWS::AutoScaling::AutoScalingGroup';

/** CreationPolicy and UpdatePolicy by the types that have them (template reference, resource attributes). */
export const POLICIES: Readonly<
  Record<string, Readonly<Record<string, { readonly types: string; readonly shape: Shape }>>>
> = {
  CreationPolicy: {
    ResourceSignal: {
      types: `${ASG} AWS::EC2::Instance AWS::CloudFormation::WaitCondition`,
      shape: { Count: 'i', Timeout: 'd' },
    },
    AutoScalingCreationPolicy: { types: ASG, shape: { MinSuccessfulInstancesPercent: 'i' } },
    StartFleet: { types: 'AWS::AppStream::Fleet', shape: { Type: 'b' } },
  },
  UpdatePolicy: {
    AutoScalingReplacingUpdate: { types: ASG, shape: { WillReplace: 'b' } },
    AutoScalingRollingUpdate: {
      types: ASG,
      shape: {
        MaxBatchSize: 'i',
        MinActiveInstancesPercent: 'i',
        MinInstancesInService: 'i',
        MinSuccessfulInstancesPercent: 'i',
        PauseTime: 'd',
        SuspendProcesses: 'l',
        WaitOnResourceSignals: 'b',
      },
    },
    AutoScalingScheduledAction: { types: ASG, shape: { IgnoreUnmodifiedGroupSizeProperties: 'b' } },
    CodeDeployLambdaAliasUpdate: {
      types: 'AWS::Lambda::Alias',
      shape: {
        AfterAllowTrafficHook: 's',
        ApplicationName: 's',
        BeforeAllowTrafficHook: 's',
        DeploymentGroupName: 's',
      },
    },
    EnableVersionUpgrade: { types: 'AWS::Elasticsearch::Domain AWS::OpenSearchService::Domain', shape: 'b' },
    UseOnlineResharding: { types: 'AWS::ElastiCache::ReplicationGroup', shape: 'b' },
    StopBeforeUpdate: { types: 'AWS::AppStream::Fleet', shape: 'b' },
    StartAfterUpdate: { types: 'AWS::AppStream::Fleet', shape: 'b' },
  },
};

/** Types that can leave a snapshot behind (template reference, DeletionPolicy attribute). */
const SNAPSHOTS: ReadonlySet<string> = new Set([
  'AWS::DocDB::DBCluster',
  'AWS::EC2::Volume',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::Neptune::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
]);

/** CreationPolicy, UpdatePolicy, DeletionPolicy, UpdateReplacePolicy: shapes, and the types that have them. */
export function checkResourcePolicies(context: CheckContext, resource: TemplateResource): void {
  const body = resolved(resource.body);
  if (body?.kind !== 'map' || context.template.unknownMacro) return;
  const node = `Resources.${resource.name.value}`;
  for (const entry of body.entries) {
    const key = keyText(entry) ?? '';
    const policies = entryIn(POLICIES, key);
    if (policies !== undefined) checkRollout(context, resource, entry, key, `${node}.${key}`);
    if (key === 'DeletionPolicy' || key === 'UpdateReplacePolicy')
      checkRemoval(context, resource, entry, key, `${node}.${key}`);
  }
}

function checkRollout(
  context: CheckContext,
  { type }: TemplateResource,
  entry: TreeEntry,
  key: string,
  node: string,
): void {
  const known = entryIn(POLICIES, key) ?? {};
  const map = resolved(entry.value);
  const on = type?.value ?? '';
  const taken = Object.values(known).some(({ types }) => types.split(' ').includes(on));
  if (on !== '' && !taken) {
    const severity = on.endsWith('::MODULE') ? 'error' : 'warning';
    const message = on.endsWith('::MODULE')
      ? `A module takes no ${key}: write it at the resources inside the module.`
      : `${on} is not among the types that take a ${key}.`;
    context.add(finding('resource-policy', severity, message, { span: entry.key.span, node }));
    return;
  }
  const call = map && intrinsicOf(map);
  if (
    context.complete &&
    (call === undefined ? map?.kind === 'scalar' || map?.kind === 'list' : !GIVES_MAPS.has(call.name))
  )
    report(context, 'error', `${key} is a map.`, entry.key, node);
  for (const choice of plain(entry.value)) if (choice.kind === 'map') checkKeys(context, choice, known, key, on, node);
}

/** Functions whose value may be a map. */
const GIVES_MAPS: ReadonlySet<string> = new Set(['If', 'Transform', 'FindInMap']);

function checkKeys(
  context: CheckContext,
  map: MapNode,
  known: Readonly<Record<string, { readonly types: string; readonly shape: Shape }>>,
  key: string,
  on: string,
  node: string,
): void {
  if (isOpen(map)) return;
  for (const each of map.entries) {
    const name = keyText(each) ?? '';
    const policy = entryIn(known, name);
    if (policy === undefined) unknownKey(context, each, name, Object.keys(known), key, node);
    else if (on !== '' && !policy.types.split(' ').includes(on))
      report(context, 'error', `${name} is for ${policy.types.split(' ').join(', ')} only.`, each.key, node);
    else checkShape(context, each, name, policy.shape, node);
  }
}

function checkShape(context: CheckContext, { key, value }: TreeEntry, name: string, shape: Shape, node: string): void {
  const at = resolved(value);
  if (at === undefined || at.kind === 'alias' || intrinsicOf(at) !== undefined) return;
  if (typeof shape === 'object') {
    if (at.kind !== 'map') {
      if (context.complete) report(context, 'error', `${name} is a map.`, key, node);
      return;
    }
    if (isOpen(at)) return;
    for (const each of at.entries) {
      const inner = keyText(each) ?? '';
      const wanted = entryIn(shape, inner);
      if (wanted === undefined) unknownKey(context, each, inner, Object.keys(shape), name, node);
      else checkShape(context, each, inner, wanted, node);
    }
    for (const needed of name === 'CodeDeployLambdaAliasUpdate' ? ['ApplicationName', 'DeploymentGroupName'] : [])
      if (context.complete && entryOf(at, needed) === undefined)
        report(context, 'error', `${name} needs ${needed}.`, key, node);
    return;
  }
  if (shape === 'l' ? at.kind === 'list' : at.kind === 'scalar' && fits(shape, at.text)) return;
  if (at.kind === 'scalar' && (at.text.includes('{{resolve:') || (at.style === 'empty' && !context.complete))) return;
  const spot = at.kind === 'scalar' && at.style !== 'empty' ? at : key;
  report(context, 'error', `${name} takes ${WORDS[shape]}.`, spot, node);
}

const WORDS = {
  i: 'a whole number',
  b: 'true or false',
  d: 'a duration such as PT15M',
  s: 'a text',
  l: 'a list',
} as const;

function fits(shape: 'i' | 'b' | 'd' | 's' | 'l', text: string): boolean {
  if (shape === 'i') return /^\d+$/.test(text.trim());
  if (shape === 'b') return /^(true|false|yes|no|on|off)$/i.test(text);
  return shape === 'd' ? /^P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/i.test(text) && /\d/.test(text) : text !== '';
}

/** Functions that give a list whatever they are given. */
const LISTS: ReadonlySet<string> = new Set(['Cidr', 'GetAZs', 'Split']);

/** A list or map can never be a policy. */
function checkRemoval(
  context: CheckContext,
  { type }: TemplateResource,
  { key, value }: TreeEntry,
  name: string,
  node: string,
): void {
  const at = resolved(value);
  if (at === undefined || at.kind === 'alias') return;
  // Functions need the language extensions by the documentation, and work without them in practice.
  const call = intrinsicOf(at);
  if (call !== undefined && !LISTS.has(call.name)) return;
  if (at.kind !== 'scalar' || call !== undefined) {
    const open = call === undefined && at.kind === 'map' && isOpen(at);
    if (context.complete && !open) report(context, 'error', `${name} is a single word.`, key, node);
    return;
  }
  checkWord(context, name, at, node);
  if (at.text === 'Snapshot' && type !== undefined && /^AWS::/.test(type.value) && !SNAPSHOTS.has(type.value)) {
    report(context, 'warning', `${type.value} is not among the types that can leave a snapshot behind.`, at, node);
  }
}

/** Words that a removal policy may be. */
function checkWord(context: CheckContext, key: string, value: ScalarNode, node: string): void {
  if (value.text === '' || value.text.includes('${')) return;
  const allowed =
    key === 'DeletionPolicy'
      ? ['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate']
      : ['Delete', 'Retain', 'Snapshot'];
  if (allowed.includes(value.text)) return;
  const near = closest(value.text, allowed) ?? allowed.find((each) => each.toLowerCase() === value.text.toLowerCase());
  const fixes =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'confirm' as const, edits: [{ span: inside(value), text: near }] }];
  context.add(
    finding(
      'invalid-value',
      'error',
      `${key} takes ${allowed.join(', ')}; "${value.text}" is none of them.`,
      { span: value.span, node },
      { fixes },
    ),
  );
}

function unknownKey(
  context: CheckContext,
  entry: TreeEntry,
  name: string,
  allowed: readonly string[],
  what: string,
  node: string,
): void {
  const near = closest(name, allowed);
  const fixes =
    near === undefined
      ? []
      : [{ title: `Change to ${near}`, safety: 'safe' as const, edits: [{ span: inside(entry.key), text: near }] }];
  const message = `${what} has no key ${name}.${near ? ` Did you mean ${near}?` : ''}`;
  context.add(finding('unknown-property', 'warning', message, { span: entry.key.span, node }, { fixes }));
}

function report(context: CheckContext, severity: FindingSeverity, message: string, at: TreeNode, node: string): void {
  context.add(finding('resource-policy', severity, message, { span: at.span, node }));
}
