import { isIdentifier } from '../../../syntax/hcl/characters.ts';
import { allBlocks, attributeOf, blocksOf, isBound, referencesOf, walkExpression } from '../../../syntax/hcl/walk.ts';
import { type HclBlock, type HclExpression, type HclReference, literalString } from '../../../syntax/hcl.ts';
import { backendsOf, isCurrentBackend } from '../schema/core-data.ts';
import type { CheckContext } from './context.ts';

const CONDITIONS = new Set(['validation', 'precondition', 'postcondition', 'assert']);
const GONE_PROVISIONERS = new Set(['chef', 'habitat', 'puppet', 'salt-masterless']);

/** Rules of single blocks that no table of arguments can say. */
export function checkBlockRules(context: CheckContext): void {
  for (const top of blocksOf(context.reading.hcl.body)) {
    const node = context.reading.owners.get(top) ?? top.type.value;
    checkTop(context, top, node);
    for (const block of allBlocks(top.body)) {
      if (CONDITIONS.has(block.type.value)) checkCondition(context, block, node);
      if (block.type.value === 'provisioner') checkProvisioner(context, block, node);
      if (isDestroy(block)) checkDestroy(context, block, node);
    }
  }
}

function checkTop(context: CheckContext, block: HclBlock, node: string): void {
  const type = block.type.value;
  if (type === 'variable') {
    checkNullable(context, block, node);
    checkConstant(context, block, node);
  }
  if (type === 'variable' || type === 'output') checkDeprecation(context, block, node);
  if (blocksOf(block.body, 'provisioner').some(isDestroy))
    for (const connection of blocksOf(block.body, 'connection')) checkDestroy(context, connection, node);
  if (type === 'terraform') {
    for (const backend of blocksOf(block.body, 'backend')) checkBackend(context, backend);
    checkExclusive(context, block);
    checkRequiredOnce(context, block);
  }
  if (Object.hasOwn(RESERVED_BLOCKS, type)) checkReserved(context, block, node);
  const [label] = block.labels;
  if (TYPED.has(type) && label && !isIdentifier(label.value)) {
    context.report('reserved-name', 'error', `"${label.value}" is not a type: types are one word.`, {
      span: label.inner,
      node,
    });
  }
}

const TYPED = new Set(['resource', 'data', 'ephemeral', 'action', 'list']);

function checkCondition(context: CheckContext, block: HclBlock, node: string): void {
  const condition = attributeOf(block.body, 'condition')?.value;
  if (!condition || condition.kind === 'missing' || block.type.value === 'assert') return;
  if (referencesOf(condition).length > 0) {
    if (block.type.value === 'validation') checkOwn(context, condition, node);
    return;
  }
  const message = `The condition of "${block.type.value}" refers to nothing: it is always the same.`;
  context.report('condition-type', 'error', message, { span: condition.span, node });
}

/** A validation looks at the value of its own variable. */
function checkOwn({ report }: CheckContext, condition: HclExpression, node: string): void {
  const name = node.replace(/^var\./, '');
  const isOwn = ({ root, steps: [step] }: HclReference) =>
    root.value === 'var' && (step?.kind !== 'name' || step.name.value === name);
  if (name === node || referencesOf(condition).some(isOwn)) return;
  const message = `The condition does not look at var.${name}, whose values it shall judge.`;
  report('condition-type', 'error', message, { span: condition.span, node });
}

function checkProvisioner(context: CheckContext, block: HclBlock, node: string): void {
  const [label] = block.labels;
  if (!label || !GONE_PROVISIONERS.has(label.value)) return;
  const message = `The provisioner "${label.value}" is no longer part of Terraform (0.15). Install the software in the image instead.`;
  context.report('removed-provisioner', 'error', message, { span: label.span, node });
}

function isDestroy(block: HclBlock): boolean {
  const when = block.type.value === 'provisioner' ? attributeOf(block.body, 'when')?.value : undefined;
  return when?.kind === 'reference' ? when.root.value === 'destroy' : literalString(when) === 'destroy';
}

const KEPT = new Set(['self', 'count', 'each', 'path', 'terraform', 'tofu']);

/** When something is destroyed, what it referred to may be gone already. */
function checkDestroy(context: CheckContext, block: HclBlock, node: string): void {
  for (const { body } of [block, ...allBlocks(block.body)]) {
    for (const item of body.items) {
      if (item.kind !== 'attribute' || item.name.value === 'when' || item.name.value === 'on_failure') continue;
      walkExpression(item.value, (expression, bound) => {
        if (expression.kind !== 'reference' || expression.steps.length === 0) return;
        if (KEPT.has(expression.root.value) || isBound(expression.root.value, bound)) return;
        const message =
          'At the destruction only "self", "count.index" and "each.key" are known: keep the value in the resource itself.';
        context.report('undeclared-reference', 'error', message, { span: expression.span, node });
      });
    }
  }
}

/** A deprecation says what to do instead. */
function checkDeprecation(context: CheckContext, block: HclBlock, node: string): void {
  const deprecated = attributeOf(block.body, 'deprecated');
  if (!deprecated || literalString(deprecated.value)?.trim() !== '') return;
  const message = 'The message of "deprecated" is empty: say what to use instead, or remove it.';
  context.report('wrong-type', 'error', message, { span: deprecated.value.span, node });
}

function checkNullable(context: CheckContext, block: HclBlock, node: string): void {
  const nullable = attributeOf(block.body, 'nullable')?.value;
  const value = attributeOf(block.body, 'default')?.value;
  if (nullable?.kind !== 'literal' || nullable.value !== false || value?.kind !== 'literal' || value.value !== null)
    return;
  context.report('wrong-type', 'error', 'The default is null, but "nullable" is false.', { span: value.span, node });
}

/** What is known before anything is planned is kept in the open. */
function checkConstant({ report }: CheckContext, { body }: HclBlock, node: string): void {
  const isTrue = (name: string) => {
    const value = attributeOf(body, name)?.value;
    return value?.kind === 'literal' && value.value === true;
  };
  const constant = attributeOf(body, 'const');
  const other = ['sensitive', 'ephemeral'].find(isTrue);
  if (!constant || other === undefined || !isTrue('const')) return;
  report('wrong-type', 'error', `A variable that is "const" cannot be "${other}".`, { span: constant.name.span, node });
}

function checkBackend(context: CheckContext, block: HclBlock): void {
  const [label] = block.labels;
  const known = backendsOf(context.data);
  if (!label || label.value === 'inmem' || label.value === 'oci' || Object.keys(known).length === 0) return;
  if (isCurrentBackend(label.value, context.data)) return;
  const at = { span: label.span, node: 'terraform' };
  if (Object.hasOwn(known, label.value)) {
    context.report('removed-backend', 'warning', `The backend "${label.value}" was removed from Terraform (1.3).`, at);
  } else context.report('removed-backend', 'error', `There is no backend "${label.value}".`, at);
}

/** Names that the language keeps for itself, by the block they cannot stand in. */
const RESERVED_ARGUMENTS: Readonly<Record<string, readonly string[]>> = { provider: ['count', 'depends_on', 'source'] };
const RESERVED_BLOCKS: Readonly<Record<string, readonly string[]>> = {
  provider: ['lifecycle', 'locals'],
  resource: ['locals'],
  data: ['locals'],
};

function checkReserved(context: CheckContext, block: HclBlock, node: string): void {
  const type = block.type.value;
  for (const item of block.body.items) {
    const name = item.kind === 'attribute' ? item.name : item.type;
    const reserved = item.kind === 'attribute' ? RESERVED_ARGUMENTS : RESERVED_BLOCKS;
    if (reserved[type]?.includes(name.value) !== true) continue;
    const message = `"${name.value}" is kept for the language itself: it cannot stand in "${type}".`;
    context.report('reserved-name', 'error', message, { span: name.span, node });
  }
}

/** One list of providers per module. */
function checkRequiredOnce({ module, reading, report }: CheckContext, block: HclBlock): void {
  const [own] = blocksOf(block.body, 'required_providers');
  if (!own || reading.form.override) return;
  const [first] = module.readings.flatMap((each) =>
    each.form.override
      ? []
      : blocksOf(each.hcl.body, 'terraform').flatMap((terraform) => blocksOf(terraform.body, 'required_providers')),
  );
  if (!first || first === own) return;
  const message = 'A module has one "required_providers" block; another one stands before this.';
  report('too-many-blocks', 'error', message, { span: own.type.span, node: 'terraform' });
}

const STATE = new Set(['backend', 'cloud', 'state_store']);

/** State is kept in one place; that one `terraform` block has two of a kind is said with the structure. */
function checkExclusive({ module, reading, report }: CheckContext, block: HclBlock): void {
  if (reading.form.override) return;
  const all = module.readings.flatMap((each) =>
    each.form.override
      ? []
      : blocksOf(each.hcl.body, 'terraform').flatMap((around) =>
          blocksOf(around.body).flatMap((keeper) => (STATE.has(keeper.type.value) ? [{ keeper, around }] : [])),
        ),
  );
  const [first] = all;
  for (const { keeper, around } of all.slice(1)) {
    const isSaid = around === first?.around && keeper.type.value === first.keeper.type.value;
    if (around !== block || !first || isSaid) continue;
    const message = `State is kept in one place, and "${first.keeper.type.value}" says one already.`;
    report('too-many-blocks', 'error', message, { span: keeper.type.span, node: 'terraform' });
  }
}
