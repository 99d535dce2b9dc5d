import { closest } from '../../../schema/closest.ts';
import { blocksOf } from '../../../syntax/hcl/walk.ts';
import type { HclBlock } from '../../../syntax/hcl.ts';
import { providerNamed } from '../schema/providers.ts';
import { type CheckContext, hint, replaceFix } from './context.ts';

/** Test files against the module they test. */
export function checkTests(context: CheckContext): void {
  if (context.form.kind !== 'test' || context.module.readings.length === 0) return;
  for (const block of blocksOf(context.reading.hcl.body)) {
    const other = blocksOf(block.body, 'module').length > 0;
    if (block.type.value === 'variables') checkInputs(context, block, 'variables');
    if (block.type.value === 'run' && !other) {
      for (const variables of blocksOf(block.body, 'variables'))
        checkInputs(context, variables, `run.${block.labels[0]?.value ?? ''}`);
    }
    if (block.type.value === 'mock_provider') checkMocks(context, block);
  }
}

function checkInputs(context: CheckContext, block: HclBlock, node: string): void {
  if (context.module.broken) return;
  const names = [...context.module.declared.values()].flatMap(([each]) =>
    each?.kind === 'variable' ? [each.name.value] : [],
  );
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

function checkMocks(context: CheckContext, block: HclBlock): void {
  const local = block.labels[0]?.value ?? '';
  const { schema, uncertain } = providerNamed(local, context.module, context.project, context.data);
  if (!schema || uncertain) return;
  for (const mock of blocksOf(block.body)) {
    const label = mock.labels[0];
    const types =
      mock.type.value === 'mock_resource'
        ? schema.resourceTypes
        : mock.type.value === 'mock_data'
          ? schema.dataTypes
          : undefined;
    if (!label || !types || types.includes(label.value)) continue;
    const near = closest(label.value, types);
    const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, label.inner, near)];
    context.report(
      'mock-target',
      'warning',
      `The provider "${local}" has no type "${label.value}".${hint(near)}`,
      { span: label.inner, node: `mock_provider.${local}` },
      { fixes },
    );
  }
}
