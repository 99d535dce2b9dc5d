import type { Span, Written } from '../../../model/span.ts';
import { attributeOf, type Bound, isBound, walkExpression } from '../../../syntax/hcl/walk.ts';
import {
  type HclBlock,
  type HclBody,
  type HclExpression,
  type HclReference,
  type HclStep,
  literalString,
} from '../../../syntax/hcl.ts';
import type { Owners } from './declaration.ts';
import type { FileKind } from './kind.ts';

export type UseKind =
  | 'variable'
  | 'local'
  | 'module'
  | 'data'
  | 'ephemeral'
  | 'action'
  | 'resource'
  | 'provider'
  | 'run'
  | 'check'
  | 'output'
  | 'component'
  | 'stack'
  | 'list'
  /** A name alone, which nothing declares. */
  | 'bare'
  /** `each`, `count`, `self`, `path`, `terraform`: something the language gives. */
  | 'given';

/**
 * Where a name stands: an expression; a place that holds an address only (`depends_on`, `provider`, `to`); an address that may
 * be gone by now (`moved.from`, `removed.from`); a value given to a variable (`.tfvars`).
 */
export type Position = 'expression' | 'address' | 'past-address' | 'assignment';

/** One use of a declared thing. `address` is that of its declaration. */
export interface Use {
  readonly kind: UseKind;
  readonly address: string;
  /** The part of the address that is its name. */
  readonly name: Written;
  /** From the first letter to the name. */
  readonly span: Span;
  /** What is selected from the thing. */
  readonly rest: readonly HclStep[];
  readonly expression?: HclReference;
  /** Address of the declaration it stands in; empty outside of any. */
  readonly owner: string;
  readonly block?: HclBlock;
  /** Types of the blocks around it, from the top. */
  readonly path: readonly string[];
  readonly position: Position;
  /** Inside `try(…)` or `can(…)`: what fails there is meant to. */
  readonly guarded?: true;
}

const PREFIXES: Readonly<Record<string, { readonly kind: UseKind; readonly parts: number }>> = {
  var: { kind: 'variable', parts: 1 },
  local: { kind: 'local', parts: 1 },
  module: { kind: 'module', parts: 1 },
  run: { kind: 'run', parts: 1 },
  component: { kind: 'component', parts: 1 },
  stack: { kind: 'stack', parts: 1 },
  check: { kind: 'check', parts: 1 },
  output: { kind: 'output', parts: 1 },
  data: { kind: 'data', parts: 2 },
  ephemeral: { kind: 'ephemeral', parts: 2 },
  provider: { kind: 'provider', parts: 2 },
  action: { kind: 'action', parts: 2 },
  list: { kind: 'list', parts: 2 },
  // Blocks of deployments.
  identity_token: { kind: 'resource', parts: 1 },
  store: { kind: 'resource', parts: 2 },
  upstream_input: { kind: 'resource', parts: 1 },
  deployment: { kind: 'resource', parts: 1 },
  deployment_group: { kind: 'resource', parts: 1 },
  each: { kind: 'given', parts: 1 },
  count: { kind: 'given', parts: 1 },
  path: { kind: 'given', parts: 1 },
  terraform: { kind: 'given', parts: 1 },
  tofu: { kind: 'given', parts: 1 },
  self: { kind: 'given', parts: 0 },
};

export type Target = Pick<Use, 'kind' | 'address' | 'name' | 'span' | 'rest'>;

/** What a reference names. Undefined where a part of the name is still missing, or where it names nothing declared. */
export function targetOf({ root, steps, span }: HclReference): Target | undefined {
  const prefix = Object.hasOwn(PREFIXES, root.value) ? PREFIXES[root.value] : undefined;
  if (root.value === 'resource') return named('resource', '', steps, 2, span.start);
  if (!prefix) return steps.length > 0 ? resource(root, steps, span.start) : undefined;
  if (prefix.parts === 0) return { kind: prefix.kind, address: root.value, name: root, span: root.span, rest: steps };
  return named(prefix.kind, `${root.value}.`, steps, prefix.parts, span.start);
}

function named(kind: UseKind, prefix: string, steps: readonly HclStep[], parts: number, start: number) {
  const names = namesOf(steps, parts);
  const last = names?.at(-1);
  if (!names || !last) return undefined;
  const address = prefix + names.map(({ value }) => value).join('.');
  return { kind, address, name: last, span: { start, end: last.span.end }, rest: steps.slice(parts) };
}

function resource(root: Written, steps: readonly HclStep[], start: number): Target | undefined {
  const [name] = namesOf(steps, 1) ?? [];
  if (!name) return undefined;
  const address = `${root.value}.${name.value}`;
  return { kind: 'resource', address, name, span: { start, end: name.span.end }, rest: steps.slice(1) };
}

/** The first `count` steps, all of them names that are written out. */
function namesOf(steps: readonly HclStep[], count: number): Written[] | undefined {
  const names: Written[] = [];
  for (let i = 0; i < count; i++) {
    const step = steps[i];
    if (step?.kind !== 'name' || step.name.value === '') return undefined;
    names.push(step.name);
  }
  return names;
}

interface Around {
  readonly owner: string;
  readonly block: HclBlock | undefined;
  readonly path: readonly string[];
  readonly bound: Bound | undefined;
}

/** Every use in a file, in the order of the text. */
export function usesOf(body: HclBody, kind: FileKind, owners: Owners): Use[] {
  const uses: Use[] = [];
  for (const item of body.items) {
    if (item.kind === 'block') collectBlock(item, outermost(item, owners), owners, uses);
    if (item.kind !== 'attribute') continue;
    if (kind === 'variables') uses.push(assignment(item.name));
    collectExpression(item.value, { owner: '', block: undefined, path: [], bound: undefined }, 'expression', uses);
  }
  return uses;
}

function outermost(block: HclBlock, owners: Owners): Around {
  return { owner: owners.get(block) ?? '', block, path: [], bound: undefined };
}

function assignment(name: Written): Use {
  const address = `var.${name.value}`;
  return { kind: 'variable', address, name, span: name.span, rest: [], owner: '', path: [], position: 'assignment' };
}

function collectBlock(block: HclBlock, around: Around, owners: Owners, uses: Use[]): void {
  const owner = owners.get(block) ?? around.owner;
  const path = [...around.path, block.type.value];
  const inner: Around = { ...around, owner, path, bound: iteratorOf(block, around.bound) };
  for (const item of block.body.items) {
    if (item.kind === 'block') collectBlock(item, blockInside(block, item, around, inner), owners, uses);
    if (item.kind !== 'attribute') continue;
    const at = {
      ...(block.type.value === 'dynamic' ? { ...inner, bound: around.bound } : inner),
      owner: owners.get(item) ?? owner,
    };
    if (isVariables(path)) uses.push({ ...assignment(item.name), owner, path, block });
    collectAttribute(item.name.value, item.value, at, uses);
  }
}

function isVariables(path: readonly string[]): boolean {
  return path.at(-1) === 'variables' && (path.length === 1 || path[0] === 'run');
}

/** The iterator of a dynamic block holds in its content only. */
function blockInside(block: HclBlock, item: HclBlock, around: Around, inner: Around): Around {
  return block.type.value === 'dynamic' && item.type.value !== 'content' ? { ...inner, bound: around.bound } : inner;
}

function iteratorOf(block: HclBlock, outer: Bound | undefined): Bound | undefined {
  if (block.type.value !== 'dynamic') return outer;
  const iterator = attributeOf(block.body, 'iterator')?.value;
  const name = iterator?.kind === 'reference' ? iterator.root.value : block.labels[0]?.value;
  return name === undefined ? outer : { name, outer };
}

function collectAttribute(name: string, value: HclExpression, around: Around, uses: Use[]): void {
  const how = meaningOf(name, around.path);
  if (how === 'provider') collectProvider(value, around, uses);
  else if (how === 'providers') collectProviders(value, around, uses);
  else if (how !== 'none') collectExpression(value, around, how, uses);
}

/** Arguments whose value is not an ordinary expression. */
function meaningOf(name: string, path: readonly string[]): Position | 'none' | 'provider' | 'providers' {
  const [top] = path;
  const inner = path.at(-1);
  const direct = path.length === 1;
  if (path[0] === 'language' || path[1] === 'encryption') return 'none';
  if ((name === 'ignore_changes' && inner === 'lifecycle') || (name === 'iterator' && inner === 'dynamic'))
    return 'none';
  if (name === 'type' && direct && (top === 'variable' || top === 'output')) return 'none';
  if (inner === 'required_providers' || KEYWORD_VALUES.has(`${inner}.${name}`)) return 'none';
  if (name === 'provider' && direct && top !== 'locals') return 'provider';
  if (name === 'providers' && direct && (top === 'module' || top === 'run')) return 'providers';
  if (top === 'moved' || (top === 'removed' && name === 'from')) return name === 'to' ? 'address' : 'past-address';
  if (name === 'to' && top === 'import') return 'address';
  return ADDRESS_LISTS.has(name) ? 'address' : 'expression';
}

/** Arguments whose value is a word of the language. */
const KEYWORD_VALUES = new Set([
  'provisioner.when',
  'provisioner.on_failure',
  'run.command',
  'plan_options.mode',
  'plan_options.target',
  'plan_options.replace',
  'action_trigger.events',
  'action_trigger.on_failure',
  'terraform.experiments',
  'terraform.language',
  'mock_provider.override_during',
  'mock_resource.override_during',
  'mock_data.override_during',
  'override_resource.override_during',
  'override_resource.target',
  'override_data.override_during',
  'override_data.target',
  'override_module.override_during',
  'override_module.target',
]);

const ADDRESS_LISTS = new Set(['depends_on', 'replace_triggered_by', 'expect_failures']);

function collectProviders(value: HclExpression, around: Around, uses: Use[]): void {
  if (value.kind === 'object') for (const entry of value.entries) collectProvider(entry.value, around, uses);
}

/** `aws`, `aws.east`, and the old form in quotes. */
function collectProvider(value: HclExpression, around: Around, uses: Use[]): void {
  const text = literalString(value);
  const { owner, block, path } = around;
  const base = { kind: 'provider' as const, owner, ...(block && { block }), path, position: 'address' as const };
  if (text !== undefined && value.kind === 'template') {
    uses.push({
      ...base,
      address: `provider.${text}`,
      name: { value: text, span: value.inner },
      span: value.inner,
      rest: [],
    });
  }
  if (value.kind !== 'reference') return;
  const [alias] = value.steps;
  const name = alias?.kind === 'name' && alias.name.value !== '' ? alias.name : value.root;
  const address = name === value.root ? `provider.${name.value}` : `provider.${value.root.value}.${name.value}`;
  uses.push({ ...base, address, name, span: value.span, rest: [], expression: value });
}

/** Functions that give something else where their argument fails. */
export const GUARDS: ReadonlySet<string> = new Set(['try', 'can', 'core::try', 'core::can']);

function collectExpression(value: HclExpression, around: Around, position: Position, uses: Use[]): void {
  const { owner, block, path } = around;
  // Expressions are walked in the order of the text: whatever begins before this lies in a guard.
  let guardedUntil = -1;
  walkExpression(
    value,
    (expression, bound) => {
      if (expression.kind === 'call' && GUARDS.has(expression.name.value))
        guardedUntil = Math.max(guardedUntil, expression.span.end);
      if (expression.kind !== 'reference' || isBound(expression.root.value, bound)) return;
      const target = targetOf(expression);
      const guarded = expression.span.start < guardedUntil && { guarded: true as const };
      const at = { expression, owner, ...(block && { block }), path, position, ...guarded };
      if (target) uses.push({ ...target, ...at });
      else if (expression.steps.length === 0 && position === 'expression') {
        const { root } = expression;
        uses.push({ kind: 'bare', address: root.value, name: root, span: root.span, rest: [], ...at });
      }
    },
    around.bound,
  );
}
