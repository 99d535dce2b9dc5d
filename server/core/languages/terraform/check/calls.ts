import type { FindingSeverity } from '../../../model/finding.ts';
import { closest } from '../../../schema/closest.ts';
import type { HclCall, HclExpression } from '../../../syntax/hcl.ts';
import { GUARDS } from '../read/use.ts';
import { type Visited, visitExpressions } from '../read/visit.ts';
import {
  type FunctionSignature,
  functionNeeds,
  functionsOf,
  isKnownFunction,
  signatureOf,
} from '../schema/core-data.ts';
import { contradict, signatureType } from '../schema/infer.ts';
import { isForOldReleases } from '../schema/providers.ts';
import { lackOf } from '../schema/release.ts';
import { type CheckContext, hint, replaceFix } from './context.ts';
import { isUnsound } from './sound.ts';

/** Names of functions and what they are given. */
export function checkCalls(context: CheckContext): void {
  // Expressions are visited in the order of the text: whatever begins before this lies in a guard.
  let guardedUntil = -1;
  visitExpressions(context.reading, (expression, at) => {
    if (expression.kind !== 'call' || at.isType) return;
    checkCall(context, expression, at, expression.span.start < guardedUntil ? 'warning' : 'error');
    if (GUARDS.has(expression.name.value)) guardedUntil = Math.max(guardedUntil, expression.span.end);
  });
}

/** `severity`: what is tried may fail, even for want of the function. */
function checkCall(context: CheckContext, call: HclCall, { owner, bound }: Visited, severity: FindingSeverity): void {
  const name = call.name.value;
  if (name.includes('::') && !name.startsWith('core::')) return;
  const at = { span: call.name.span, node: owner };
  const signature = signatureOf(name, context.data);
  if (!isKnownFunction(name, context.data)) {
    const near = closest(name, Object.keys(functionsOf(context.data)));
    const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, call.name.span, near)];
    context.report('unknown-function', severity, `There is no function "${name}".${hint(near)}`, at, { fixes });
    return;
  }
  if (Object.hasOwn(GONE, name) && !isForOldReleases(context.module)) {
    checkGone(context, call, owner);
    return;
  }
  checkSince(context, call, owner);
  if (signature) checkArguments(context, call, signature, { owner, bound, severity });
}

/** Functions that were taken out (0.15), and what they are now. */
const GONE: Readonly<Record<string, string>> = { list: 'tolist([…])', map: 'tomap({ … })' };

function checkGone(context: CheckContext, call: HclCall, node: string): void {
  const name = call.name.value;
  const { start, end } = call.inner;
  const edits = [
    { span: { start: call.name.span.start, end: start }, text: 'tolist([' },
    { span: { start: end, end: call.span.end }, text: '])' },
  ];
  const fixes = name === 'list' && !call.expand ? [{ title: 'Write tolist([…])', safety: 'safe' as const, edits }] : [];
  const message = `The function "${name}" is no longer part of Terraform (0.15): write ${GONE[name]}.`;
  context.report('unknown-function', 'error', message, { span: call.name.span, node }, { fixes });
}

function checkSince(context: CheckContext, call: HclCall, node: string): void {
  const lack = lackOf(functionNeeds(call.name.value, context.data), context.module);
  if (lack === undefined) return;
  const message = `The function "${call.name.value}" ${lack}`;
  context.report('version-gate', 'warning', message, { span: call.name.span, node });
}

function checkArguments(
  context: CheckContext,
  call: HclCall,
  signature: FunctionSignature,
  { owner: node, bound, severity }: Pick<Visited, 'owner' | 'bound'> & { readonly severity: FindingSeverity },
): void {
  const given = call.arguments.length;
  const least = signature.p.length;
  if (call.arguments.some(({ kind }) => kind === 'missing') || isUnsound(context.reading, call.span)) return;
  if (!call.expand && (given < least || (given > least && !signature.v))) {
    const wanted = signature.v ? `at least ${least}` : least === 0 ? 'no' : `${least}`;
    const message = `"${call.name.value}" takes ${wanted} argument${wanted === '1' || wanted === 'at least 1' ? '' : 's'}, and has ${given}: ${signatureText(call.name.value, signature)}`;
    const extra = call.arguments[least];
    const span =
      given > least && extra
        ? { start: extra.span.start, end: call.arguments.at(-1)?.span.end ?? extra.span.end }
        : call.name.span;
    context.report('function-arguments', severity, message, { span, node });
    return;
  }
  call.arguments.forEach((argument, i) => {
    const parameter = signature.p[i] ?? signature.v;
    const expanded = call.expand && i === call.arguments.length - 1;
    if (!parameter || expanded) return;
    const wanted = signatureType(parameter[1]);
    if (contradicts(argument, parameter[1]) || contradict(context.types.of(argument, bound), wanted)) {
      const message = `"${parameter[0]}" of "${call.name.value}" is a ${typeName(parameter[1])}.`;
      context.report('function-arguments', 'warning', message, { span: argument.span, node });
    }
  });
}

/** `join(separator: string, lists: list(string)…)`. */
export function signatureText(name: string, { p, v, r }: FunctionSignature): string {
  return `${name}(${parametersOf({ p, r, ...(v && { v }) }).join(', ')}) → ${r === 'dynamic' ? 'any' : r}`;
}

export function parametersOf({ p, v }: FunctionSignature): string[] {
  const plain = p.map(([parameter, type]) => `${parameter}: ${typeName(type)}`);
  return v ? [...plain, `${v[0]}: ${typeName(v[1])}...`] : plain;
}

function typeName(type: string): string {
  return type.replaceAll('dynamic', 'any');
}

/** A literal that no conversion can make fit. */
function contradicts(argument: HclExpression, type: string): boolean {
  const collection = argument.kind === 'tuple' || argument.kind === 'object' || argument.kind === 'for';
  if (type === 'string' || type === 'bool') return collection;
  if (type === 'number')
    return (
      collection ||
      (argument.kind === 'template' &&
        argument.parts.every((part) => part.kind === 'text' && Number.isNaN(Number(part.value))) &&
        argument.parts.length > 0)
    );
  if (/^(list|set|map)/.test(type))
    return argument.kind === 'template' || (argument.kind === 'literal' && argument.value !== null);
  return false;
}
