import { closest } from '../../../schema/closest.ts';
import { attributeOf, blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock, HclBody, HclLabel } from '../../../syntax/hcl.ts';
import { moduleOfRun } from '../read/callee.ts';
import type { Module } from '../read/module.ts';
import { targetOf, type Use } from '../read/use.ts';
import type { Body } from '../schema/body.ts';
import { providerNamed } from '../schema/providers.ts';
import { type CheckContext, hint, replaceFix } from './context.ts';

/** Test files against the module they test. */
export function checkTests(context: CheckContext): void {
  if (context.form.kind === 'mock') checkMocks(context, context.reading.hcl.body, undefined);
  if (context.form.kind !== 'test' || context.module.readings.length === 0) return;
  for (const block of blocksOf(context.reading.hcl.body)) {
    if (block.type.value === 'variables') checkInputs(context, block, 'variables', context.module);
    if (block.type.value === 'run') {
      const node = `run.${block.labels[0]?.value ?? ''}`;
      const module = moduleOfRun(context.module, block, context.project);
      for (const variables of module ? blocksOf(block.body, 'variables') : [])
        checkInputs(context, variables, node, module);
      for (const inner of blocksOf(block.body))
        if (OVERRIDES.has(inner.type.value)) checkTarget(context, inner, node, module);
    }
    if (block.type.value === 'mock_provider') checkMocks(context, block.body, block.labels[0]?.value ?? '');
    if (OVERRIDES.has(block.type.value) && !runsOther(context)) checkTarget(context, block, '', context.module);
  }
}

const OVERRIDES = new Set(['override_resource', 'override_data', 'override_module']);

/** `run.x.y`: the output `y` of the module of the run `x`. */
export function checkRunOutput(context: CheckContext, use: Use, run: HclBlock): void {
  const module = moduleOfRun(context.module, run, context.project);
  const [step] = use.rest;
  if (!module || module.broken || module.readings.length === 0 || step?.kind !== 'name' || step.name.value === '')
    return;
  if (module.declared.has(`output.${step.name.value}`)) return;
  const names = [...module.declared.values()].flatMap(([each]) => (each?.kind === 'output' ? [each.name.value] : []));
  const near = closest(step.name.value, names);
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, step.name.span, near)];
  const message = `The module of the run "${use.name.value}" has no output "${step.name.value}".${hint(near)}`;
  context.report('test-reference', 'error', message, { span: step.name.span, node: use.owner }, { fixes });
}

/** What is overridden must be there; what lies in a called module is not followed. */
function checkTarget(context: CheckContext, block: HclBlock, node: string, module: Module | undefined): void {
  const value = attributeOf(block.body, 'target')?.value;
  const target = value?.kind === 'reference' ? targetOf(value) : undefined;
  if (!target || !module || module.broken || module.readings.length === 0 || module.declared.has(target.address))
    return;
  const near = closest(target.address, module.declared.keys());
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, target.span, near)];
  const message = `No "${target.address}" is declared in the module under test: nothing is overridden.${hint(near)}`;
  context.report('mock-target', 'warning', message, { span: target.span, node }, { fixes });
}

/** A target of the whole file may lie in any module that a run names. */
function runsOther({ reading }: CheckContext): boolean {
  return blocksOf(reading.hcl.body, 'run').some(({ body }) => blocksOf(body, 'module').length > 0);
}

function checkInputs(context: CheckContext, block: HclBlock, node: string, module: Module | undefined): void {
  if (!module || module.broken || module.readings.length === 0) return;
  const names = [...module.declared.values()].flatMap(([each]) => (each?.kind === 'variable' ? [each.name.value] : []));
  for (const item of block.body.items) {
    if (item.kind !== 'attribute' || names.includes(item.name.value)) continue;
    const global = node === 'variables';
    const near = closest(item.name.value, names);
    if (global && near === undefined) continue;
    const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, item.name.span, near)];
    context.report(
      'test-module-input',
      'warning',
      `The module under test has no variable "${item.name.value}".${hint(near)}`,
      { span: item.name.span, node },
      { fixes },
    );
  }
}

/** `provider` absent: a file of mocks, where the type says whose it is. */
function checkMocks(context: CheckContext, body: HclBody, provider: string | undefined): void {
  for (const mock of blocksOf(body)) {
    const label = mock.labels[0];
    const isResource = mock.type.value === 'mock_resource';
    if (!label || (!isResource && mock.type.value !== 'mock_data')) continue;
    const local = provider ?? label.value.split('_', 1)[0] ?? '';
    const { schema, uncertain } = providerNamed(local, context.module, context.project, context.data);
    if (!schema || uncertain) continue;
    const known = isResource ? schema.resource(label.value) : schema.data(label.value);
    if (known) checkDefaults(context, mock, known, label.value);
    else unknownMock(context, label, local, isResource ? schema.resourceTypes : schema.dataTypes);
  }
}

function unknownMock(context: CheckContext, label: HclLabel, local: string, types: readonly string[]): void {
  const near = closest(label.value, types);
  const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, label.inner, near)];
  const message = `The provider "${local}" has no type "${label.value}".${hint(near)}`;
  context.report('mock-target', 'warning', message, { span: label.inner, node: `mock_provider.${local}` }, { fixes });
}

/** Values are given to attributes that exist. */
function checkDefaults(context: CheckContext, mock: HclBlock, { items }: Body, type: string): void {
  const value = attributeOf(mock.body, 'defaults')?.value;
  for (const { name, key } of value?.kind === 'object' ? value.entries : []) {
    if (name === undefined || items.has(name) || name === 'id') continue;
    const near = closest(name, items.keys());
    const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, key.span, near)];
    const message = `"${type}" has no attribute "${name}".${hint(near)}`;
    context.report('mock-target', 'warning', message, { span: key.span, node: type }, { fixes });
  }
}
