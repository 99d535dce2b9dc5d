import type { CompletionItem, CompletionKind } from '../../../model/editor.ts';
import type { Span } from '../../../model/span.ts';
import { entryIn } from '../../../model/table.ts';
import { attributeOf, type Bound } from '../../../syntax/hcl/walk.ts';
import type { HclBlock, HclReference, HclStep } from '../../../syntax/hcl.ts';
import { signatureText } from '../check/calls.ts';
import type { Declaration } from '../read/declaration.ts';
import { calledModule, type Declared, declarationOf } from '../read/module.ts';
import type { TerraformReading } from '../read/reading.ts';
import { targetOf } from '../read/use.ts';
import { type Type, typeText } from '../schema/body.ts';
import { constraintOf } from '../schema/constraint.ts';
import { functionsOf, TOFU_FUNCTIONS } from '../schema/core-data.ts';
import { Types } from '../schema/infer.ts';
import { type Setting, schemaOf } from '../schema/place.ts';
import { type BoundPlace, boundType, iteratorsAround } from './bound.ts';
import { membersOf, type Named, namedIn } from './families.ts';

const item = (
  label: string,
  kind: CompletionKind,
  span: Span,
  rank: number,
  detail = '',
  text = label,
): CompletionItem => ({
  label,
  kind,
  edit: { span, text },
  rank,
  ...(detail !== '' && { detail }),
});

/** Everything a reference can begin with: whole names, so that one choice is enough. */
export function rootItems(
  span: Span,
  blocks: readonly HclBlock[],
  bound: Bound | undefined,
  setting: Setting,
  reading: TerraformReading,
): CompletionItem[] {
  const items: CompletionItem[] = [];
  for (let at = bound; at; at = at.outer) items.push(item(at.name, 'variable', span, 2, 'loop'));
  for (const name of iteratorsAround(blocks))
    items.push(
      item(`${name}.value`, 'variable', span, 3, 'dynamic'),
      item(`${name}.key`, 'variable', span, 4, 'dynamic'),
    );
  for (const { address, declared } of namedIn(setting, reading, blocks[0])) {
    items.push(
      item(
        address,
        KINDS[declared.kind] ?? 'reference',
        span,
        declared.kind === 'variable' || declared.kind === 'local' ? 12 : 15,
        detailOf(declared),
      ),
    );
  }
  const [top] = blocks;
  if (top && attributeOf(top.body, 'for_each'))
    items.push(item('each.key', 'variable', span, 5), item('each.value', 'variable', span, 5));
  if (top && attributeOf(top.body, 'count')) items.push(item('count.index', 'variable', span, 5));
  if (blocks.some(({ type }) => ['provisioner', 'connection', 'postcondition'].includes(type.value)))
    items.push(item('self', 'variable', span, 6));
  for (const name of ['path.module', 'path.root', 'terraform.workspace']) items.push(item(name, 'variable', span, 45));
  for (const name of ['true', 'false', 'null']) items.push(item(name, 'keyword', span, 46));
  return items;
}

const KINDS: Readonly<Record<string, CompletionKind>> = { variable: 'variable', local: 'variable', module: 'module' };

function detailOf(declared: Declaration): string {
  if (declared.kind !== 'variable') return declared.kind === 'other' ? declared.block.type.value : declared.kind;
  const type = attributeOf(declared.block.body, 'type')?.value;
  const text = type ? typeText(constraintOf(type)) : 'variable';
  return text.length > 40 ? 'object' : text;
}

export function functionItems(span: Span, { data, module }: Setting): CompletionItem[] {
  const own = module.dialect === 'opentofu' ? TOFU_FUNCTIONS : {};
  return Object.entries({ ...functionsOf(data), ...own }).map(([name, signature]) => ({
    label: name,
    kind: 'function',
    edit: { span, text: `${name}($0)` },
    snippet: true,
    detail: signatureText(name, signature),
    rank: 30,
  }));
}

/** Addresses that a place wants. */
export function plainItems(addresses: readonly string[], span: Span): CompletionItem[] {
  return addresses.map((address) => item(address, 'reference', span, 10));
}

/** Addresses of things, for `depends_on` and its like. */
export function addressItems(span: Span, { module }: Setting): CompletionItem[] {
  return [...module.declared].flatMap(([address, [declared]]) =>
    declared && (declared.kind === 'resource' || declared.kind === 'data' || declared.kind === 'module')
      ? [item(address, 'reference', span, 10, declared.kind)]
      : [],
  );
}

/** What can come after a dot behind a name that a loop or a `dynamic` block binds; undefined for any other name. */
export function boundMembers(
  { root, steps }: HclReference,
  offset: number,
  place: BoundPlace,
  setting: Setting,
): CompletionItem[] | undefined {
  const index = steps.findIndex(
    (step) => step.kind === 'name' && step.name.span.start <= offset && offset <= step.name.span.end,
  );
  const step = steps[index];
  const type = step && boundType(root.value, steps.slice(0, index), place, setting);
  if (step?.kind !== 'name' || !type) return undefined;
  return fieldsOf(type).map(([name, kind, detail]) => item(name, kind, step.name.span, 10, detail));
}

/** What can come after a dot. */
export function members(
  reference: HclReference,
  offset: number,
  blocks: readonly HclBlock[],
  setting: Setting,
  reading: TerraformReading,
): CompletionItem[] {
  const index = reference.steps.findIndex(
    (step) => step.kind === 'name' && step.name.span.start <= offset && offset <= step.name.span.end,
  );
  const step = reference.steps[index];
  if (step?.kind !== 'name')
    return offset <= reference.root.span.end ? rootItems(reference.root.span, blocks, undefined, setting, reading) : [];
  const span = step.name.span;
  const before = reference.steps.slice(0, index);
  const names = namesAfter(reference.root.value, before, blocks, setting, reading);
  return names.map(([name, kind, detail]) => item(name, kind, span, 10, detail));
}

type Name = readonly [string, CompletionKind, string];

function namesAfter(
  root: string,
  steps: readonly HclStep[],
  blocks: readonly HclBlock[],
  setting: Setting,
  reading: TerraformReading,
): Name[] {
  const fixed = steps.length === 0 ? entryIn(FIXED, root) : undefined;
  if (fixed) return fixed.map((name) => [name, 'property', '']);
  if (root === 'self') return selfNames(steps, blocks, setting);
  const prefix = [
    root === 'resource' ? '' : `${root}.`,
    ...steps.map((step) => (step.kind === 'name' ? `${step.name.value}.` : '')),
  ].join('');
  const declared = declaredUnder(prefix, setting, reading, blocks[0]);
  if (declared.length > 0) return declared;
  const members = membersOf(root, steps, setting, reading);
  return members.length > 0
    ? members.map((name): Name => [name, 'property', 'output'])
    : memberNames(root, steps, setting);
}

const FIXED: Readonly<Record<string, readonly string[]>> = {
  each: ['key', 'value'],
  count: ['index'],
  path: ['module', 'root', 'cwd'],
  terraform: ['workspace'],
};

/** In a stack a configuration is named by its address. */
function providersOf({ module, form }: Setting): Named[] {
  if (form.kind !== 'stack') return [];
  return [...module.declared].flatMap(([address, [declared]]) =>
    declared?.kind === 'provider' ? [{ address, declared }] : [],
  );
}

/** Next parts of the addresses that begin so. */
function declaredUnder(
  prefix: string,
  setting: Setting,
  reading: TerraformReading,
  around: HclBlock | undefined,
): Name[] {
  const found = new Map<string, Name>();
  const named = prefix.startsWith('provider.') ? providersOf(setting) : namedIn(setting, reading, around);
  for (const { address, declared } of named) {
    if (!address.startsWith(prefix)) continue;
    const [next = '', ...more] = address.slice(prefix.length).split('.');
    found.set(next, [
      next,
      more.length > 0 ? 'type' : (KINDS[declared.kind] ?? 'reference'),
      more.length > 0 ? '' : detailOf(declared),
    ]);
  }
  return [...found.values()];
}

/** Attributes of a resource, outputs of a module, attributes of an object variable. */
function memberNames(root: string, steps: readonly HclStep[], setting: Setting): Name[] {
  const at = { start: 0, end: 0 };
  const target = targetOf({ kind: 'reference', root: { value: root, span: at }, steps, span: at });
  const declared = target && declarationOf(setting.module, target.address);
  if (!target || !declared) return [];
  const names = target.rest.filter((step) => step.kind === 'name' && !step.legacy);
  if (declared.kind === 'module')
    return names.length === 0 ? outputNames(declared, setting) : fieldsOf(new Types(setting).ofReference(root, steps));
  if (declared.kind === 'variable') return fieldNames(declared, target.rest);
  if (declared.kind === 'local') return fieldsOf(new Types(setting).ofReference(root, steps));
  if (!declared.type || names.length > 0) return [];
  return attributeNames(declared.block, declared.type.value, declared.kind === 'data', setting);
}

function outputNames(call: Declared, { project }: Setting): Name[] {
  const called = calledModule(call, project);
  return [...(called?.declared.values() ?? [])].flatMap(([each]): Name[] =>
    each?.kind === 'output' ? [[each.name.value, 'property', 'output']] : [],
  );
}

function fieldNames(declared: Declared, rest: readonly HclStep[]): Name[] {
  let type = constraintOf(attributeOf(declared.block.body, 'type')?.value);
  for (const step of rest) {
    if (type.kind === 'object' && step.kind === 'name')
      type = type.fields().get(step.name.value)?.type ?? { kind: 'any' };
    else if (type.kind === 'list' || type.kind === 'map') type = type.of;
  }
  return fieldsOf(type);
}

function fieldsOf(type: Type): Name[] {
  return type.kind === 'object'
    ? [...type.fields()].map(([name, field]): Name => [name, 'property', field.type.kind])
    : [];
}

function attributeNames(block: HclBlock, type: string, isData: boolean, setting: Setting): Name[] {
  const { schema } = schemaOf(block, type, setting);
  const body = isData ? schema?.data(type) : schema?.resource(type);
  return [...(body?.items.values() ?? [])]
    .filter(({ name }) => name !== 'timeouts')
    .map((each): Name => [each.name, 'property', each.type ? each.type.kind : 'block']);
}

function selfNames(steps: readonly HclStep[], blocks: readonly HclBlock[], setting: Setting): Name[] {
  const [top] = blocks;
  const type = top?.labels[0]?.value;
  if (!top || type === undefined || steps.length > 0) return [];
  return attributeNames(top, type, top.type.value === 'data', setting);
}
