import { entryIn } from '../../model/table.ts';
import { entryOf, type MapNode, type TreeNode } from '../../model/tree.ts';
import { type CheckContext, finding } from './context.ts';
import { getAttTarget, intrinsicOf } from './intrinsic.ts';
import { literalAt, literalOf, plainItems } from './plain.ts';
import { isOpen, resolved, type TemplateResource } from './template.ts';

/**
 * Relations between resources of one template that a deployment refuses: an index of who refers to whom, and what the pages of
 * both types say. Silent where a value is not written out. A condition changes nothing: what is there refers to what is there.
 */
export function checkWiring(context: CheckContext): void {
  if (context.template.unknownMacro) return;
  checkFilters(context);
  for (const resource of context.template.resources) {
    const check = entryIn(CHECKS, resource.type?.value ?? '');
    if (check === undefined || resource.again) continue;
    const node = `Resources.${resource.name.value}.Properties`;
    const properties = mapOf(resource);
    if (properties === undefined) continue;
    check(properties, {
      target: (key, type, map = properties) => targetOf(context, map, key, type),
      say: (at, message) =>
        context.add(
          finding(
            'property-combination',
            'warning',
            message,
            { span: intrinsicOf(at)?.span ?? at.span, node },
            { kind: 'semantic' },
          ),
        ),
    });
  }
}

interface Wires {
  /** Properties of the resource of `type` that the value of `key` refers to, and its name. */
  target(key: string, type: string, map?: MapNode): { readonly name: string; readonly properties: MapNode } | undefined;
  say(at: TreeNode, message: string): void;
}

const CHECKS: Readonly<Record<string, (properties: MapNode, wires: Wires) => void>> = {
  'AWS::ApiGateway::Method': method,
  'AWS::ApiGateway::Stage': (properties, wires) =>
    sameApi(properties, wires, 'DeploymentId', 'AWS::ApiGateway::Deployment'),
  'AWS::ECS::Service': service,
  'AWS::Lambda::EventSourceMapping': eventSource,
  'AWS::RDS::DBInstance': member,
  'AWS::SQS::Queue': deadLetters,
};

function mapOf({ properties }: TemplateResource): MapNode | undefined {
  const map = resolved(properties);
  if (map?.kind !== 'map' || intrinsicOf(map) !== undefined) return undefined;
  return isOpen(map) ? undefined : map;
}

const EMPTY: MapNode = { kind: 'map', span: { start: 0, end: 0 }, entries: [], flow: true };

function targetOf(context: CheckContext, map: MapNode, key: string, type: string) {
  const name = referred(context, entryOf(map, key)?.value);
  const found = name === undefined ? undefined : context.names.resources.get(name);
  if (name === undefined || found?.type?.value !== type || found.loop !== undefined) return undefined;
  const properties = found.properties === undefined ? EMPTY : mapOf(found);
  return properties && { name, properties };
}

/** The resource that a `Ref` or `GetAtt` names. */
function referred({ template, names }: CheckContext, node: TreeNode | undefined): string | undefined {
  const at = resolved(node);
  const call = at && intrinsicOf(at);
  if (call?.name === 'GetAtt') return getAttTarget(template.tree.text, call)?.name.value;
  const name = call?.name === 'Ref' && call.args.kind === 'scalar' ? call.args.text : undefined;
  return name === undefined || names.parameters.has(name) ? undefined : name;
}

const API = 'AWS::ApiGateway::RestApi';

/** What belongs to another API than the thing it uses. */
function sameApi(properties: MapNode, { target, say }: Wires, key: string, type: string): void {
  const used = target(key, type);
  const own = target('RestApiId', API);
  const at = entryOf(properties, 'RestApiId');
  const theirs = used && target('RestApiId', API, used.properties)?.name;
  if (used && own && at && theirs !== undefined && theirs !== own.name)
    say(at.value, `${used.name} belongs to ${theirs}, and this to ${own.name}: they cannot be used together.`);
}

/** Type of the authorizer by what the method asks for. */
const AUTHORIZERS: Readonly<Record<string, readonly string[]>> = {
  CUSTOM: ['TOKEN', 'REQUEST'],
  COGNITO_USER_POOLS: ['COGNITO_USER_POOLS'],
};

function method(properties: MapNode, wires: Wires): void {
  sameApi(properties, wires, 'AuthorizerId', 'AWS::ApiGateway::Authorizer');
  const used = wires.target('AuthorizerId', 'AWS::ApiGateway::Authorizer');
  const type = used && literalAt(used.properties, 'Type');
  const asked = entryOf(properties, 'AuthorizationType');
  const allowed = entryIn(AUTHORIZERS, literalOf(asked?.value) ?? '');
  if (asked && allowed && type !== undefined && !allowed.includes(type))
    wires.say(
      asked.value,
      `The authorizer ${used?.name} is of the type ${type}, which serves ${type === 'COGNITO_USER_POOLS' ? type : 'CUSTOM'}.`,
    );
}

function service(properties: MapNode, { target, say }: Wires): void {
  const task = target('TaskDefinition', 'AWS::ECS::TaskDefinition');
  const entry = entryOf(properties, 'TaskDefinition');
  if (task === undefined || entry === undefined) return;
  const mode = literalAt(task.properties, 'NetworkMode')?.toLowerCase();
  if (mode === 'awsvpc' && entryOf(properties, 'NetworkConfiguration') === undefined)
    say(entry.key, `${task.name} has the network mode awsvpc: its service needs NetworkConfiguration.`);
  const kinds = plainItems(entryOf(task.properties, 'RequiresCompatibilities'))?.map((item) =>
    literalOf(item)?.toUpperCase(),
  );
  const launch = entryOf(properties, 'LaunchType');
  if (
    launch &&
    literalOf(launch.value)?.toUpperCase() === 'FARGATE' &&
    kinds?.every((kind) => kind === 'EC2' || kind === 'EXTERNAL') &&
    kinds.length > 0
  )
    say(launch.value, `${task.name} is not made for Fargate: add FARGATE to its RequiresCompatibilities.`);
}

const QUEUE = 'AWS::SQS::Queue';
const STREAM = /^arn:[\w-]*:(kinesis|dynamodb|kafka):/;

function eventSource(properties: MapNode, { target, say }: Wires): void {
  const source = entryOf(properties, 'EventSourceArn');
  if (source === undefined) return;
  const arn = literalOf(source.value) ?? '';
  const queue = target('EventSourceArn', QUEUE);
  const start = entryOf(properties, 'StartingPosition');
  const isStream =
    STREAM.test(arn) ||
    target('EventSourceArn', 'AWS::Kinesis::Stream') ||
    target('EventSourceArn', 'AWS::DynamoDB::Table');
  if (isStream && start === undefined) say(source.key, 'A stream as the source needs StartingPosition.');
  if (!queue && !/^arn:[\w-]*:sqs:/.test(arn)) return;
  if (start && intrinsicOf(start.value) === undefined)
    say(start.key, 'A queue has no StartingPosition: messages are taken as they come.');
  const batch = entryOf(properties, 'BatchSize');
  const size = Number(literalOf(batch?.value));
  const fifo = arn.endsWith('.fifo') || (queue && /^(true|yes)$/i.test(literalAt(queue.properties, 'FifoQueue') ?? ''));
  if (batch && size > 10 && fifo) say(batch.value, 'A FIFO queue gives batches of up to 10 messages.');
  else if (batch && size > 10 && entryOf(properties, 'MaximumBatchingWindowInSeconds') === undefined)
    say(batch.value, 'More than 10 messages at once need MaximumBatchingWindowInSeconds of 1 or more.');
  const worker = target('FunctionName', 'AWS::Lambda::Function');
  if (!queue || !worker) return;
  const [seen, runs] = [seconds(queue.properties, 'VisibilityTimeout', 30), seconds(worker.properties, 'Timeout', 3)];
  if (seen !== undefined && runs !== undefined && seen < runs)
    say(
      source.value,
      `${worker.name} may run ${runs} s, and a message of ${queue.name} comes back after ${seen} s: VisibilityTimeout must be as long.`,
    );
}

/** Undefined where the value is not written out. */
function seconds(map: MapNode, key: string, otherwise: number): number | undefined {
  const entry = entryOf(map, key);
  const value = entry === undefined ? otherwise : Number(literalOf(entry.value));
  return Number.isNaN(value) ? undefined : value;
}

function member(properties: MapNode, { target, say }: Wires): void {
  const cluster = target('DBClusterIdentifier', 'AWS::RDS::DBCluster');
  const engine = entryOf(properties, 'Engine');
  const [own, theirs] = [literalOf(engine?.value), cluster && literalAt(cluster.properties, 'Engine')];
  if (engine && own !== undefined && theirs !== undefined && own !== theirs)
    say(engine.value, `The cluster ${cluster?.name} runs ${theirs}, and so must its instances.`);
}

function deadLetters(properties: MapNode, { target, say }: Wires): void {
  const policy = resolved(entryOf(properties, 'RedrivePolicy')?.value);
  const entry = entryOf(policy, 'deadLetterTargetArn');
  const other = policy?.kind === 'map' ? target('deadLetterTargetArn', QUEUE, policy) : undefined;
  const [own, theirs] = [properties, other?.properties].map((map) => isFifo(map));
  if (entry && other && own !== undefined && theirs !== undefined && own !== theirs)
    say(
      entry.value,
      `A FIFO queue gives its dead letters to a FIFO queue and any other to one that is none: ${other.name} is not alike.`,
    );
}

/** Undefined where it is not written out. */
function isFifo(queue: MapNode | undefined): boolean | undefined {
  const entry = entryOf(queue, 'FifoQueue');
  const text = entry && literalOf(entry.value);
  return entry === undefined ? false : text === undefined ? undefined : /^(true|yes)$/i.test(text);
}

/** A log group takes two filters. */
function checkFilters(context: CheckContext): void {
  const seen = new Map<string, number>();
  for (const { name, type, properties, condition, loop } of context.template.resources) {
    const group =
      type?.value === 'AWS::Logs::SubscriptionFilter' ? entryOf(resolved(properties), 'LogGroupName') : undefined;
    if (group === undefined || condition || loop || intrinsicOf(group.value)?.name === 'If') continue;
    const key = context.template.tree.text.slice(
      group.value.tag?.span.start ?? group.value.span.start,
      group.value.span.end,
    );
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    if (count < 3) continue;
    const at = { span: group.value.span, node: `Resources.${name.value}.Properties.LogGroupName` };
    context.add(
      finding('property-combination', 'warning', 'A log group takes two subscription filters: this is one more.', at, {
        kind: 'semantic',
      }),
    );
  }
}
