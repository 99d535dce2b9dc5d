import { closest } from '../../../schema/closest.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock, HclObject } from '../../../syntax/hcl.ts';
import { calleeOf } from '../read/callee.ts';
import type { Module } from '../read/module.ts';
import type { Use } from '../read/use.ts';
import { type CheckContext, hint, listed, replaceFix } from './context.ts';
import { checkNamedOnce } from './declarations.ts';

/** Files of stacks: references among them, inputs of components and deployments, outputs of components. */
export function checkStacks(context: CheckContext): void {
  checkNamedOnce(context);
  for (const use of context.reading.uses) checkUse(context, use);
  for (const { kind, block, address } of context.reading.declarations) {
    const called = calleeOf(context.reading, block, context.project);
    if (called) checkInputs(context, block, called, address, kind === 'component' ? 'module' : 'stack');
  }
}

/** Roots that mean something in these files, with the number of names behind them. */
const ROOTS: Readonly<Record<string, number>> = {
  var: 1,
  local: 1,
  component: 1,
  stack: 1,
  provider: 2,
  identity_token: 1,
  upstream_input: 1,
  deployment: 1,
  deployment_group: 1,
  deployment_auto_approve: 1,
  store: 2,
};

function checkUse(context: CheckContext, use: Use): void {
  const { module, reading } = context;
  const { expression } = use;
  const root = expression?.root.value ?? '';
  const parts = Object.hasOwn(ROOTS, root) ? (ROOTS[root] ?? 1) : 0;
  const names = (expression?.steps ?? []).slice(0, parts).flatMap((step) => (step.kind === 'name' ? [step.name] : []));
  const last = names.at(-1);
  // What is removed is gone from the files.
  if (use.position === 'past-address') return;
  if (!last || names.length < parts || last.value === '' || module.broken) return;
  const address = [root, ...names.map(({ value }) => value)].join('.');
  if (module.declared.has(address) || reading.byAddress.has(address)) {
    if (root === 'component') checkOutput(context, use, address);
    return;
  }
  const prefix = address.slice(0, address.length - last.value.length);
  const near = closest(
    last.value,
    [...module.declared.keys()].flatMap((each) => (each.startsWith(prefix) ? [each.slice(prefix.length)] : [])),
  );
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, last.span, near)];
  const message = `No "${address}" is declared in the files of this ${context.form.kind === 'deploy' ? 'deployment' : 'stack'}.${hint(near)}`;
  const span = { start: use.span.start, end: last.span.end };
  context.report('undeclared-reference', 'error', message, { span, node: use.owner }, { fixes });
}

/** `component.x.y`: the output `y` of the module behind the component. */
function checkOutput(context: CheckContext, use: Use, address: string): void {
  const declared = context.module.declared.get(address)?.[0];
  const called = declared && calleeOf(declared.reading, declared.block, context.project);
  const step = use.rest.find((each) => each.kind === 'name' && !each.legacy);
  if (!called || called.broken || step?.kind !== 'name' || step.name.value === '' || use.position === 'address') return;
  if (called.declared.has(`output.${step.name.value}`)) return;
  const near = closest(step.name.value, namesOf(called, 'output'));
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, step.name.span, near)];
  const message = `The module of "${address}" has no output "${step.name.value}".${hint(near)}`;
  context.report('module-output', 'error', message, { span: step.name.span, node: use.owner }, { fixes });
}

function checkInputs(context: CheckContext, block: HclBlock, called: Module, node: string, what: string): void {
  const inputs = attributeOf(block.body, 'inputs');
  if (called.broken || called.readings.length === 0 || (inputs && inputs.value.kind !== 'object')) return;
  const entries = inputs ? (inputs.value as HclObject).entries : [];
  const names = namesOf(called, 'variable');
  for (const { name, key } of entries) {
    if (name === undefined || names.includes(name)) continue;
    const near = closest(name, names);
    const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, key.span, near)];
    context.report(
      'module-input',
      'error',
      `The ${what} has no variable "${name}".${hint(near)}`,
      { span: key.span, node },
      { fixes },
    );
  }
  if (entries.some(({ name }) => name === undefined)) return;
  const given = new Set(entries.map(({ name }) => name));
  const lacking = namesOf(called, 'variable', true).filter((name) => !given.has(name));
  if (lacking.length === 0) return;
  const message = `The ${what} needs the input${lacking.length > 1 ? 's' : ''} ${listed(lacking.map((name) => `"${name}"`))}.`;
  context.report('module-input', 'error', message, { span: inputs?.name.span ?? block.header, node });
}

function namesOf(module: Module, kind: 'variable' | 'output', requiredOnly = false): string[] {
  return [...module.declared.values()].flatMap(([each]) =>
    each?.kind === kind && !(requiredOnly && attributeOf(each.block.body, 'default')) ? [each.name.value] : [],
  );
}
