import type { Fact, PhysicalName, Resource } from '../../../model/fact.ts';
import { type MapEntry, type MapValue, referencesIn, valueAt } from '../../../model/value.ts';
import type { DataSource } from '../../../schema/data.ts';
import { classify, namingOf } from '../../../schema/lifecycle.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock } from '../../../syntax/hcl.ts';
import type { Surroundings } from '../../language.ts';
import type { Declared } from '../read/module.ts';
import { guardsOf, instancesOf } from './capacity.ts';
import { detailFacts } from './detail.ts';
import type { Scope } from './scope.ts';
import { settingIn, settingsOf } from './value.ts';

/** Arguments about the block, not about the thing it describes. `lifecycle` stays: rules read it. */
const META = new Set(['count', 'for_each', 'provider', 'depends_on']);

/** A resource or data source with everything rules want to know about it. */
export function resourceFacts(
  declared: Declared,
  overrides: readonly Declared[],
  scope: Scope,
  { data }: Surroundings,
): Fact[] {
  const { type } = declared;
  if (!type) return [];
  const settings = merged(settingsOf(declared.block.body, scope, META), overrides, scope);
  const instances = instancesOf(type.value, declared.block, settings, scope);
  const readOnly = declared.kind !== 'resource';
  const over = settingIn(declared.block.body, 'for_each', scope);
  const resource: Resource = {
    fact: 'resource',
    node: scope.prefix + declared.address,
    span: declared.span,
    name: declared.name,
    type,
    settings,
    lifecycle: classify('terraform', type.value, data),
    header: declared.header,
    guards: guardsOf(type.value, settings),
    ...(instances !== undefined && { instances }),
    ...(over !== undefined && { over }),
    ...(attributeOf(declared.block.body, 'count') !== undefined && { counted: true }),
    ...(readOnly && { readOnly }),
    ...(isConditional(declared.block) && { conditional: true }),
  };
  return [resource, ...(readOnly ? [] : physicalNames(resource, data)), ...detailFacts(resource, declared, scope)];
}

/** Override files replace arguments, and all nested blocks of one type at once. */
function merged(settings: MapValue, overrides: readonly Declared[], scope: Scope): MapValue {
  const over = overrides.filter(({ reading }) => reading.form.override);
  if (over.length === 0) return settings;
  const entries = new Map<string, MapEntry>(settings.entries.map((entry) => [entry.key.value, entry]));
  for (const { block } of over) {
    for (const entry of settingsOf(block.body, scope, META).entries) entries.set(entry.key.value, entry);
  }
  return { ...settings, entries: [...entries.values()] };
}

/** `count = var.enabled ? 1 : 0`: it may not be there. */
function isConditional(block: HclBlock): boolean {
  const count = attributeOf(block.body, 'count')?.value;
  const inner = count?.kind === 'parenthesis' ? count.inner : count;
  if (inner?.kind !== 'conditional') return false;
  return [inner.then, inner.otherwise].some((branch) => branch.kind === 'literal' && branch.value === 0);
}

/** Names the author gave: a second copy of the unit needs others. */
function physicalNames(resource: Resource, data: DataSource): PhysicalName[] {
  return namingOf('terraform', resource.type.value, data).names.flatMap((path): PhysicalName[] => {
    const value = valueAt(resource.settings, path);
    if (value === undefined || (value.kind === 'scalar' && value.value === null)) return [];
    const differs = [...referencesIn(value)].some(({ target }) =>
      /(?:^|\.)var\.|\.?random_|terraform\.workspace/.test(target),
    );
    const generated = value.kind === 'unknown' && (value.parts ?? []).length === 0;
    const scope = GLOBAL_NAMES.has(resource.type.value) ? 'global' : 'account-region';
    const at = { node: resource.node, span: value.span, resource: resource.node };
    return [{ fact: 'physical-name', ...at, path, value, scope, colourAware: differs || generated }];
  });
}

const GLOBAL_NAMES = new Set([
  'aws_s3_bucket',
  'google_storage_bucket',
  'azurerm_storage_account',
  'google_project',
  'azurerm_key_vault',
]);
