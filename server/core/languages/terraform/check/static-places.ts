import { attributeOf, isBound, walkExpression } from '../../../syntax/hcl/walk.ts';
import { type HclAttribute, type HclBlock, type HclExpression, literalString } from '../../../syntax/hcl.ts';
import { targetOf } from '../read/use.ts';
import { visitAttributes } from '../read/visit.ts';
import { bodyAt, itemOf } from '../schema/place.ts';
import { lackOf } from '../schema/release.ts';
import { type CheckContext, replaceFix } from './context.ts';

/** Places that are read before anything is evaluated: plain values only, plain addresses only, words of the language only. */
export function checkStaticPlaces(context: CheckContext): void {
  if (context.form.json) return;
  visitAttributes(context.reading, (attribute, blocks, node) => {
    const reason = constantReason(context, attribute, blocks);
    if (reason !== undefined) checkConstant(context, attribute, reason, node);
    if (LISTS.has(attribute.name.value) && isListPlace(attribute, blocks)) checkAddresses(context, attribute, node);
    checkKeyword(context, attribute, blocks, node);
  });
}

const LISTS = new Set(['depends_on', 'replace_triggered_by', 'expect_failures']);

function isListPlace({ name }: HclAttribute, blocks: readonly HclBlock[]): boolean {
  const inner = blocks.at(-1)?.type.value;
  if (name.value === 'replace_triggered_by') return inner === 'lifecycle';
  return blocks.length === 1 && inner !== 'locals' && inner !== 'variables';
}

/** Why nothing can be referred to here; undefined where it can. */
function constantReason(
  context: CheckContext,
  { name }: HclAttribute,
  blocks: readonly HclBlock[],
): string | undefined {
  const { module, form } = context;
  if (form.kind !== 'configuration') return undefined;
  const [top, second] = blocks;
  const type = top?.type.value;
  if (type === 'variable' && blocks.length === 1 && CONSTANT_OF_VARIABLE.has(name.value))
    return 'A variable is given before anything else is known';
  if (type === 'resource') return ofLifecycle(context, name.value, blocks);
  if (type !== 'terraform' || module.dialect === 'opentofu') return undefined;
  if (name.value === 'required_version') return 'required_version is read before anything else';
  if (second?.type.value === 'backend' || second?.type.value === 'cloud')
    return 'The place of the state is needed before anything is evaluated';
  return second?.type.value === 'provider_meta' ? 'Facts for a provider are plain values' : undefined;
}

/** Nothing is evaluated when these are read; OpenTofu knows more of one of them. */
function ofLifecycle({ module }: CheckContext, name: string, blocks: readonly HclBlock[]): string | undefined {
  if (blocks.length !== 2 || blocks[1]?.type.value !== 'lifecycle' || blocks[0]?.type.value !== 'resource')
    return undefined;
  if (name === 'create_before_destroy') return 'The order of a replacement is needed before anything is evaluated';
  if (name !== 'prevent_destroy') return undefined;
  if (module.dialect !== 'opentofu') return 'Only OpenTofu (1.12) evaluates it';
  const lack = lackOf({ tofu: '1.12' }, module);
  return lack === undefined ? undefined : `A value that is evaluated ${lack.replace(/\.$/, '')}`;
}

const CONSTANT_OF_VARIABLE = new Set(['default', 'description', 'sensitive', 'nullable', 'ephemeral']);

function checkConstant({ report }: CheckContext, { value, name }: HclAttribute, reason: string, node: string): void {
  let reported = false;
  walkExpression(value, (expression, bound) => {
    if (
      reported ||
      expression.kind !== 'reference' ||
      isBound(expression.root.value, bound) ||
      expression.steps.length === 0
    )
      return;
    reported = true;
    const message = `${reason}: "${name.value}" cannot refer to anything.`;
    report('static-value', 'error', message, { span: expression.span, node });
  });
}

/** Addresses stand bare: no template, no call; the quoted form of old versions is still understood. */
function checkAddresses(context: CheckContext, { name, value }: HclAttribute, node: string): void {
  for (const item of value.kind === 'tuple' ? value.items : []) {
    if (item.kind === 'reference' || item.kind === 'missing') {
      checkBare(context, name.value, item, node);
      checkNoAction(context, name.value, item, node);
      if (name.value === 'expect_failures') checkExpected(context, item, node);
      continue;
    }
    const at = { span: item.span, node };
    const text = literalString(item);
    if (text !== undefined && /^[a-z][\w-]*(\.[\w-]+)+$/.test(text)) {
      const fixes = [replaceFix(`Write ${text} without quotes`, item.span, text)];
      context.report('quoted-address', 'hint', 'An address is written without quotes.', at, {
        fixes,
        tags: ['deprecated'],
      });
    } else
      context.report(
        'static-value',
        'error',
        `"${name.value}" holds plain addresses: no text, no function, no calculation.`,
        at,
      );
  }
}

/** Actions run around changes; nothing waits for them. */
function checkNoAction(context: CheckContext, name: string, item: HclExpression, node: string): void {
  if (item.kind !== 'reference' || name !== 'depends_on' || item.root.value !== 'action') return;
  const message = 'An action cannot be waited for: it is run by "action_trigger".';
  context.report('static-value', 'error', message, { span: item.span, node });
}

/** In these places a name alone was not looked at with the other references. */
function checkBare(context: CheckContext, name: string, item: HclExpression, node: string): void {
  if (item.kind !== 'reference' || item.steps.length > 0) return;
  const message = `"${item.root.value}" is no address: "${name}" wants one such as ${item.root.value}.name.`;
  context.report('undeclared-reference', 'error', message, { span: item.span, node });
}

/** Only what has a condition can fail. */
function checkExpected(context: CheckContext, item: HclExpression, node: string): void {
  if (item.kind !== 'reference' || item.steps.length === 0 || !UNCHECKED.has(item.root.value)) return;
  const target = targetOf(item);
  if (target && target.kind !== 'given' && !context.module.declared.has(target.address)) return;
  const message = `A failure can be expected of a variable, an output, a resource, a data source or a check, not of "${item.root.value}".`;
  context.report('test-reference', 'error', message, { span: item.span, node });
}

const UNCHECKED = new Set(['local', 'module', 'path', 'each', 'count', 'self', 'terraform', 'run']);

/** Arguments that take one of a few words (`when = destroy`). */
function checkKeyword(
  context: CheckContext,
  { name, value }: HclAttribute,
  blocks: readonly HclBlock[],
  node: string,
): void {
  if (blocks.length < 2 && context.form.kind !== 'test' && context.form.kind !== 'mock') return;
  if (value.kind !== 'reference' || value.steps.length > 0) return;
  const body = bodyAt(blocks, context);
  const item = body?.origin === 'core' ? itemOf(body, name.value) : undefined;
  if (item?.special !== 'reference' || !item.values || item.values.includes(value.root.value)) return;
  const fixes = item.values.map((each) => replaceFix(`Change to ${each}`, value.span, each, 'confirm'));
  const message = `"${name.value}" is ${item.values.join(' or ')}, not ${value.root.value}.`;
  context.report('wrong-type', 'error', message, { span: value.span, node }, { fixes });
}

/** Sources of modules from expressions came with Terraform 1.15 and OpenTofu 1.8. */
export function checkModuleSource(context: CheckContext, block: HclBlock, node: string): void {
  for (const name of ['source', 'version']) {
    const value = attributeOf(block.body, name)?.value;
    if (value?.kind !== 'call' || value.name.value !== 'sensitive') continue;
    const message = `What is secret cannot be the "${name}" of a module: it is shown when the module is installed.`;
    context.report('static-value', 'error', message, { span: value.span, node });
  }
  const lack = lackOf({ since: '1.15', tofu: '1.8' }, context.module);
  if (lack === undefined) return;
  for (const name of ['source', 'version']) {
    const value = attributeOf(block.body, name)?.value;
    const isPlain =
      !value || value.kind === 'missing' || literalString(value) !== undefined || value.kind === 'literal';
    if (isPlain) continue;
    context.report('version-gate', 'warning', `"${name}" from an expression ${lack}`, { span: value.span, node });
  }
}
