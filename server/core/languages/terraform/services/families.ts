import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock, HclStep } from '../../../syntax/hcl.ts';
import { configurationOf } from '../check/test-files.ts';
import { calleeOf, moduleOfRun } from '../read/callee.ts';
import type { Declaration } from '../read/declaration.ts';
import { calledModule, declarationOf, type Module } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import { targetOf } from '../read/use.ts';
import { ANY, type Body, type Field } from '../schema/body.ts';
import { constraintOf } from '../schema/constraint.ts';
import type { Setting } from '../schema/place.ts';
import { providerNamed } from '../schema/providers.ts';

/** Stacks, deployments, queries, mocks and tests: what can be named in each, what their objects hold, what their addresses give. */
export interface Named {
  readonly address: string;
  readonly declared: Declaration;
}

const EVERYWHERE = ['variable', 'local', 'resource', 'data', 'ephemeral', 'module'];
/** Blocks of deployments that expressions name, by what their addresses begin with. */
const OF_DEPLOYMENTS = ['identity_token.', 'store.', 'upstream_input.', 'deployment.'];

/** What expressions in a block may name, in the order of the files: neither itself, nor a run that comes later. */
export function namedIn(setting: Setting, reading: TerraformReading, around?: HclBlock): Named[] {
  const { kind } = setting.form;
  const kinds = new Set([...EVERYWHERE, ...(MORE[kind] ?? [])]);
  const found = [...setting.module.declared].flatMap(([address, [declared]]): Named[] => {
    if (!declared || (declared.block === around && SELF.has(declared.kind))) return [];
    const isNamed =
      kinds.has(declared.kind) || (kind === 'deploy' && OF_DEPLOYMENTS.some((each) => address.startsWith(each)));
    return isNamed ? [{ address, declared }] : [];
  });
  if (kind !== 'test') return found;
  const end = around?.span.start ?? Number.POSITIVE_INFINITY;
  const runs = reading.declarations.filter((each) => each.kind === 'run' && each.span.start < end);
  return [...found, ...runs.map((declared) => ({ address: declared.address, declared }))];
}

const SELF: ReadonlySet<string> = new Set(['component', 'stack', 'other']);
const MORE: Readonly<Record<string, readonly string[]>> = {
  stack: ['component', 'stack'],
  query: ['list'],
  test: ['output'],
};

/** Addresses that a place wants, where it is not any expression: what is overridden, expected to fail, or handed in. */
export function wantedAddresses(
  name: string,
  blocks: readonly HclBlock[],
  setting: Setting,
  reading: TerraformReading,
): string[] | undefined {
  const { kind } = setting.form;
  const owner = blocks.at(-1)?.type.value ?? '';
  const of = (...kinds: readonly string[]) =>
    [...setting.module.declared].flatMap(([address, [each]]) => (each && kinds.includes(each.kind) ? [address] : []));
  if (kind === 'stack') {
    if (name === 'providers') return of('provider');
    return name === 'depends_on' ? of('component', 'stack') : undefined;
  }
  if (kind === 'deploy')
    return name === 'deployment_group' || name === 'deployment_auto_approve_checks'
      ? [...setting.module.declared.keys()].filter((address) => address.startsWith('deployment_group.'))
      : undefined;
  if (kind !== 'test' && kind !== 'mock')
    return name === 'actions' && owner === 'action_trigger' ? of('action') : undefined;
  if (name === 'providers' && owner === 'run') return configurationsIn(reading);
  if (name === 'expect_failures') return of('variable', 'output', 'resource', 'data', 'check');
  if (owner === 'plan_options') return of('resource', 'data', 'module');
  return name === 'target' && TARGETS[owner] ? of(TARGETS[owner]) : undefined;
}

const TARGETS: Readonly<Record<string, string>> = {
  override_resource: 'resource',
  override_data: 'data',
  override_module: 'module',
};

function configurationsIn({ hcl }: TerraformReading): string[] {
  return [...blocksOf(hcl.body, 'provider'), ...blocksOf(hcl.body, 'mock_provider')].map(configurationOf);
}

/** What the object of an argument holds, where another file says it. */
export function fieldsIn(
  name: string,
  blocks: readonly HclBlock[],
  setting: Setting,
  reading: TerraformReading,
): ReadonlyMap<string, Field> | undefined {
  const owner = blocks.at(-1);
  if (!owner) return undefined;
  const type = owner.type.value;
  if (name === 'inputs') return inputFields(calleeOf(reading, owner, setting.project));
  if (name === 'providers') return providerFields(owner, setting, reading);
  if (name === 'defaults') return attributeFields(mockedBody(owner, blocks[0], setting));
  if (name === 'outputs' && type === 'override_module') return outputFields(targetModule(owner, setting));
  return name === 'values' ? attributeFields(overriddenBody(owner, setting)) : undefined;
}

function inputFields(module: Module | undefined): ReadonlyMap<string, Field> | undefined {
  return module && fieldsOf(module, 'variable');
}

function outputFields(module: Module | undefined): ReadonlyMap<string, Field> | undefined {
  return module && fieldsOf(module, 'output');
}

function fieldsOf(module: Module, kind: 'variable' | 'output'): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const [each] of module.declared.values()) {
    if (each?.kind !== kind) continue;
    const type = constraintOf(attributeOf(each.block.body, 'type')?.value);
    fields.set(each.name.value, {
      type,
      optional: kind === 'output' || attributeOf(each.block.body, 'default') !== undefined,
    });
  }
  return fields;
}

/** Configurations that the called module has names for. */
function providerFields(
  owner: HclBlock,
  setting: Setting,
  reading: TerraformReading,
): ReadonlyMap<string, Field> | undefined {
  const call = [...setting.module.declared.values()].flat().find(({ block }) => block === owner);
  const isCall = owner.type.value === 'module' && call;
  const called = isCall ? calledModule(call, setting.project) : calleeOf(reading, owner, setting.project);
  const names = [...(called?.requiredProviders ?? [])].flatMap(([local, { aliases }]) => [
    local,
    ...aliases.map((address) => address.replace(/^provider\./, '')),
  ]);
  return called && new Map(names.map((name) => [name, { type: ANY, optional: false }]));
}

function attributeFields(body: Body | undefined): ReadonlyMap<string, Field> | undefined {
  if (!body) return undefined;
  const items = [...body.items.values()].filter(({ name }) => name !== 'timeouts');
  return new Map(items.map((item) => [item.name, { type: item.type ?? ANY, optional: item.computed !== true }]));
}

/** Attributes of a type that is mocked; the provider by its own block, else by the name of the type. */
function mockedBody(mock: HclBlock, around: HclBlock | undefined, setting: Setting): Body | undefined {
  const type = mock.labels[0]?.value;
  if (type === undefined) return undefined;
  const local =
    around?.type.value === 'mock_provider' ? (around.labels[0]?.value ?? '') : (type.split('_', 1)[0] ?? '');
  const { schema } = providerNamed(local, setting.module, setting.project, setting.data);
  return mock.type.value === 'mock_data' ? schema?.data(type) : schema?.resource(type);
}

function overriddenBody(override: HclBlock, setting: Setting): Body | undefined {
  const value = attributeOf(override.body, 'target')?.value;
  const target = value?.kind === 'reference' ? targetOf(value) : undefined;
  const declared = target && declarationOf(setting.module, target.address);
  const type = declared?.type?.value;
  if (type === undefined) return undefined;
  const { schema } = providerNamed(type.split('_', 1)[0] ?? '', setting.module, setting.project, setting.data);
  return declared?.kind === 'data' ? schema?.data(type) : schema?.resource(type);
}

function targetModule(override: HclBlock, { module, project }: Setting): Module | undefined {
  const value = attributeOf(override.body, 'target')?.value;
  const target = value?.kind === 'reference' ? targetOf(value) : undefined;
  const call = target && declarationOf(module, target.address);
  return call && calledModule(call, project);
}

/** What follows an address: outputs of components, stacks, deployments and runs, and what a token gives. */
export function membersOf(
  root: string,
  steps: readonly HclStep[],
  setting: Setting,
  reading: TerraformReading,
): readonly string[] {
  const [name] = steps;
  if (steps.filter((step) => step.kind === 'name').length !== 1 || name?.kind !== 'name') return [];
  if (root === 'identity_token') return ['jwt', 'jwt_filename'];
  const module = behind(`${root}.${name.name.value}`, setting, reading);
  return module ? [...fieldsOf(module, 'output').keys()] : [];
}

/** The module or stack behind `component.x`, `stack.x`, `deployment.x` or `run.x`. */
function behind(address: string, setting: Setting, reading: TerraformReading): Module | undefined {
  const own = reading.declarations.find((each) => each.address === address);
  const declared = own ? { ...own, reading } : declarationOf(setting.module, address);
  if (!declared) return undefined;
  if (declared.kind === 'run') return moduleOfRun(setting.module, declared.block, setting.project);
  return calleeOf(declared.reading, declared.block, setting.project);
}
