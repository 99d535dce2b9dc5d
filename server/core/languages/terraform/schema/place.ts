import { entryIn } from '../../../model/table.ts';
import type { DataSource } from '../../../schema/data.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, literalString } from '../../../syntax/hcl.ts';
import type { Project } from '../../language.ts';
import type { FileForm } from '../read/kind.ts';
import { calledModule, type Declared, type Module } from '../read/module.ts';
import { ANY, type Body, type Item } from './body.ts';
import { constraintOf } from './constraint.ts';
import { CONFIGURATION, DATA_META, MODULE_META, PROVISIONERS, RESOURCE_META } from './core-blocks.ts';
import { backendsOf } from './core-data.ts';
import { DEPLOY, STACK } from './core-stacks.ts';
import { MOCK, QUERY, TEST } from './core-tests.ts';
import { OPEN } from './define.ts';
import { type ChosenProvider, providerFor, providerNamed } from './providers.ts';

/** What a question about a place in a file needs to know. */
export interface Setting {
  readonly form: FileForm;
  readonly module: Module;
  readonly project: Project;
  readonly data: DataSource;
}

/** What may stand at the top of a file; undefined for files that hold values only. */
export function rootBody({ form }: Setting): Body | undefined {
  switch (form.kind) {
    case 'configuration':
    case 'other':
      return CONFIGURATION();
    case 'test':
      return TEST();
    case 'mock':
      return MOCK();
    case 'query':
      return QUERY();
    case 'stack':
      return STACK();
    case 'deploy':
      return DEPLOY();
    default:
      return undefined;
  }
}

/** What may stand in a block, seen from the body around it. `parents` are the blocks around it, outermost first. */
export function bodyOf(block: HclBlock, outer: Body, parents: readonly HclBlock[], setting: Setting): Body {
  const type = block.type.value;
  if (parents.length === 0 || (type === 'data' && parents.length === 1)) {
    const special = topBody(block, setting);
    if (special) return special;
  }
  if (type === 'provisioner') return entryIn(PROVISIONERS, block.labels[0]?.value ?? '')?.() ?? OPEN;
  const isOfStack = setting.form.kind === 'stack' && parents[0]?.type.value === 'provider';
  if (type === 'config' && isOfStack) return configurationBody(parents[0]?.labels[0]?.value, setting);
  if (type === 'backend' && parents[0]?.type.value === 'terraform') return backendBody(block, setting);
  if (type === 'content' && parents.at(-1)?.type.value === 'dynamic') return dynamicBody(parents, setting);
  return itemOf(outer, type)?.body?.() ?? OPEN;
}

/** `dynamic` may make any nested block of a provider. */
export function itemOf(body: Body, name: string): Item | undefined {
  const own = body.items.get(name);
  return own ?? (name === 'dynamic' && body.origin === 'provider' ? RESOURCE_META().items.get(name) : undefined);
}

/** The bodies from the top of the file down to the last of these blocks. */
export function bodyAt(blocks: readonly HclBlock[], setting: Setting): Body | undefined {
  let body = rootBody(setting);
  blocks.forEach((block, i) => {
    body = body && bodyOf(block, body, blocks.slice(0, i), setting);
  });
  return body;
}

function topBody(block: HclBlock, setting: Setting): Body | undefined {
  const [first, second] = block.labels;
  switch (block.type.value) {
    case 'resource':
      return typed(block, first?.value, 'resource', RESOURCE_META(), setting);
    case 'data':
      return second ? typed(block, first?.value, 'data', DATA_META(), setting) : undefined;
    case 'ephemeral':
      return typed(block, first?.value, 'ephemeral', DATA_META(), setting);
    case 'action':
      return { ...DATA_META(), open: true };
    case 'module':
      return moduleBody(block, setting);
    case 'provider':
      return setting.form.kind === 'stack' ? undefined : providerBody(first?.value, setting);
    default:
      return undefined;
  }
}

function typed(
  block: HclBlock,
  type: string | undefined,
  kind: 'resource' | 'data' | 'ephemeral',
  meta: Body,
  setting: Setting,
): Body {
  const schema = type === undefined ? undefined : schemaOf(block, type, setting).schema;
  const own = type === undefined ? undefined : schema?.[kind](type);
  if (!own) return { ...meta, open: true };
  const known = merged.get(meta) ?? new WeakMap<Body, Body>();
  merged.set(meta, known);
  const body = known.get(own) ?? { origin: 'provider', items: new Map([...own.items, ...meta.items]) };
  known.set(own, body);
  return body;
}

/** Bodies of types with what every block of their kind may hold. */
const merged = new WeakMap<Body, WeakMap<Body, Body>>();

export function schemaOf(block: HclBlock, type: string, { module, project, data }: Setting): ChosenProvider {
  return providerFor(block, type, module, project, data);
}

function providerBody(local: string | undefined, { module, project, data }: Setting): Body {
  const own = local === undefined ? undefined : providerNamed(local, module, project, data).schema?.configuration;
  const alias: Item = {
    name: 'alias',
    form: 'attribute',
    type: ANY,
    text: 'Name of this configuration, for `provider = name.alias`.',
  };
  const version: Item = {
    name: 'version',
    form: 'attribute',
    type: ANY,
    deprecated: 'state it in required_providers',
    hidden: true,
  };
  const forEach: Item = {
    name: 'for_each',
    form: 'attribute',
    type: ANY,
    text: 'OpenTofu: one configuration per element.',
    hidden: true,
    onlyTofu: true,
    tofu: '1.9',
  };
  const items = new Map([...(own?.items ?? []), ['alias', alias], ['version', version], ['for_each', forEach]] as [
    string,
    Item,
  ][]);
  return { origin: 'provider', items, open: own === undefined };
}

/** In a stack the arguments of a provider stand in a block of their own. */
function configurationBody(local: string | undefined, { module, project, data }: Setting): Body {
  const schema = local === undefined ? undefined : providerNamed(local, module, project, data).schema;
  const own = schema?.configuration;
  return own ? { ...own, items: new Map([...own.items].filter(([name]) => name !== 'alias')) } : OPEN;
}

/** Inputs of the module that is called, where it can be read. */
function moduleBody(block: HclBlock, setting: Setting): Body {
  const meta = MODULE_META();
  const called = calledFrom(block, setting);
  if (!called) return { ...meta, open: true };
  const items = new Map([...inputsOf(called), ...meta.items]);
  return { origin: 'core', items, ...(called.generated && { open: true }) };
}

export function calledFrom(block: HclBlock, { module, project }: Setting): Module | undefined {
  const call = [...module.declared.values()].flat().find((each) => each.block === block);
  return call && calledModule(call, project);
}

function inputsOf(called: Module): [string, Item][] {
  return [...called.declared.values()].flatMap(([declared]): [string, Item][] =>
    declared?.kind === 'variable' ? [[declared.name.value, inputOf(declared)]] : [],
  );
}

function inputOf({ name, block }: Declared): Item {
  const description = literalString(attributeOf(block.body, 'description')?.value);
  const required = attributeOf(block.body, 'default') === undefined;
  return {
    name: name.value,
    form: 'attribute',
    type: constraintOf(attributeOf(block.body, 'type')?.value),
    required,
    ...(description !== undefined && { text: description }),
  };
}

function dynamicBody(parents: readonly HclBlock[], setting: Setting): Body {
  const around = parents.slice(0, -1);
  const dynamic = parents.at(-1);
  const outer = bodyAt(around, setting);
  const item = outer && itemOf(outer, dynamic?.labels[0]?.value ?? '');
  return item?.body?.() ?? OPEN;
}

/** Names of a backend's arguments; which of them must be there, no data says. */
function backendBody(block: HclBlock, { data }: Setting): Body {
  const names = entryIn(backendsOf(data), block.labels[0]?.value ?? '') ?? [];
  const items = names.map((name): [string, Item] => [name, { name, form: 'attribute', type: ANY }]);
  return { origin: 'core', items: new Map(items), open: true };
}
