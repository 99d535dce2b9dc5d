import { entryOf, type MapNode, type TreeNode } from '../../model/tree.ts';
import { intrinsicOf } from './intrinsic.ts';
import { literalAt, literalOf, plainItems } from './plain.ts';
import { mapsAt, type Say } from './relations.ts';
import { isOpen, resolved } from './template.ts';

/** Memory that Fargate gives to a number of CPU units, in MiB ("Task CPU and memory", ECS developer guide). */
const SIZES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  256: [512, 2048],
  512: [1024, 4096],
  1024: [2048, 8192],
  2048: [4096, 16_384],
  4096: [8192, 30_720],
  8192: [16_384, 61_440],
  16384: [32_768, 122_880],
};

/** A task of ECS: its containers, and what Fargate asks of it. */
export function checkTask(properties: MapNode, say: Say): void {
  const containers = plainItems(entryOf(properties, 'ContainerDefinitions'));
  const last = entryOf(containers?.at(-1), 'Essential');
  if (last && containers?.every((each) => literalAt(each, 'Essential')?.toLowerCase() === 'false'))
    say(last.value, 'One container of a task at least is essential.');
  if (literalAt(properties, 'NetworkMode')?.toLowerCase() === 'awsvpc')
    for (const port of mapsAt(properties, 'ContainerDefinitions.PortMappings')) {
      const host = entryOf(port, 'HostPort');
      const [inner, outer] = [literalAt(port, 'ContainerPort'), literalOf(host?.value)];
      if (host && inner !== undefined && outer !== undefined && outer !== inner && outer !== '0')
        say(host.value, 'With the network mode awsvpc a HostPort is the ContainerPort, or left out.');
    }
  const kinds = entryOf(properties, 'RequiresCompatibilities');
  const fargate = plainItems(kinds)?.some((item) => literalOf(item)?.toUpperCase() === 'FARGATE');
  if (fargate && kinds && !isOpen(properties)) checkFargate(properties, kinds.key, say);
}

function checkFargate(properties: MapNode, header: TreeNode, say: Say): void {
  const missing = ['Cpu', 'Memory'].filter((key) => entryOf(properties, key) === undefined);
  if (missing.length > 0) say(header, `A task for Fargate needs ${missing.join(' and ')} at the task itself.`);
  const mode = entryOf(properties, 'NetworkMode');
  const network = literalOf(mode?.value);
  if (mode !== undefined && network !== undefined && network !== 'awsvpc')
    say(mode.value, 'A task for Fargate has the network mode awsvpc.');
  const memory = entryOf(properties, 'Memory');
  const size = SIZES[units(literalAt(properties, 'Cpu')) ?? ''];
  const amount = units(literalOf(memory?.value));
  if (memory && size && amount !== undefined && (amount < size[0] || amount > size[1]))
    say(memory.value, `Fargate gives ${size[0]} to ${size[1]} MiB to this much Cpu.`);
  const places = entryOf(properties, 'PlacementConstraints');
  if (places && intrinsicOf(places.value) === undefined && resolved(places.value)?.kind === 'list')
    say(places.key, 'Fargate takes no PlacementConstraints.');
  for (const log of mapsAt(properties, 'ContainerDefinitions.LogConfiguration')) checkLog(log, say);
}

/** `256`, `.25 vCPU`, `1 GB`: units of CPU, or MiB. */
function units(text: string | undefined): number | undefined {
  const [, number, unit] = /^(\d*\.?\d+)\s*(vcpu|gb)?$/i.exec(text?.trim() ?? '') ?? [];
  return number === undefined ? undefined : Number(number) * (unit === undefined ? 1 : 1024);
}

function checkLog(log: MapNode, say: Say): void {
  const driver = entryOf(log, 'LogDriver');
  const name = literalOf(driver?.value);
  if (driver === undefined || name === undefined) return;
  if (!['awslogs', 'splunk', 'awsfirelens'].includes(name))
    say(driver.value, 'Fargate logs through awslogs, splunk or awsfirelens.');
  const options = resolved(entryOf(log, 'Options')?.value);
  if (name !== 'awslogs' || options?.kind !== 'map' || intrinsicOf(options) !== undefined || isOpen(options)) return;
  const missing = ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix'].filter(
    (key) => entryOf(options, key) === undefined,
  );
  if (missing.length > 0) say(driver.key, `On Fargate awslogs needs the options ${missing.join(', ')}.`);
}

/** Set by the service ("Defined runtime environment variables", Lambda developer guide). */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|LAMBDA_(FUNCTION_NAME|FUNCTION_MEMORY_SIZE|FUNCTION_VERSION|INITIALIZATION_TYPE|LOG_GROUP_NAME|LOG_STREAM_NAME|RUNTIME_API)|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN))$/;

export function checkFunction(properties: MapNode, say: Say): void {
  for (const variables of mapsAt(properties, 'Environment.Variables'))
    for (const { key } of variables.entries)
      if (key.kind === 'scalar' && RESERVED.test(key.text))
        say(key, `${key.text} is set by Lambda and cannot be set here.`);
  const runtime = literalAt(properties, 'Runtime');
  const inline = entryOf(resolved(entryOf(properties, 'Code')?.value), 'ZipFile');
  if (inline && runtime !== undefined && !/^(nodejs|python)/.test(runtime))
    say(inline.key, `Code is written in place for Node.js and Python only, not for ${runtime}.`);
  const snapshots = mapsAt(properties, 'SnapStart').find((each) => literalAt(each, 'ApplyOn') === 'PublishedVersions');
  const on = entryOf(snapshots, 'ApplyOn');
  if (on && runtime !== undefined && /^(nodejs|ruby|provided|go)/.test(runtime))
    say(on.value, `SnapStart is for Java, Python and .NET, not for ${runtime}.`);
}
