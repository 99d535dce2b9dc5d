import { closest } from '../../../schema/closest.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import { declarationOf } from '../read/module.ts';
import { typeText } from '../schema/body.ts';
import { constraintOf } from '../schema/constraint.ts';
import { type CheckContext, hint, replaceFix } from './context.ts';
import { mismatch } from './mismatch.ts';

/** `.tfvars` against the variables of the module in the same folder. */
export function checkVariableFile(context: CheckContext): void {
  const { module, reading } = context;
  if (module.readings.length === 0) return;
  const names = [...module.declared.values()].flatMap(([each]) => (each?.kind === 'variable' ? [each.name.value] : []));
  for (const item of reading.hcl.body.items) {
    if (item.kind !== 'attribute') continue;
    const node = `var.${item.name.value}`;
    const declared = declarationOf(module, node);
    if (!declared) {
      if (module.broken) continue;
      const near = closest(item.name.value, names);
      const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, item.name.span, near)];
      const message = `The module has no variable "${item.name.value}": the value is not used.${hint(near)}`;
      context.report('undeclared-reference', 'warning', message, { span: item.name.span, node }, { fixes });
      continue;
    }
    const found = mismatch(item.value, constraintOf(attributeOf(declared.block.body, 'type')?.value));
    if (!found) continue;
    context.report(
      'wrong-type',
      'error',
      `"${item.name.value}" wants ${typeText(found.wanted)}, and has ${found.given}.`,
      { span: found.span, node },
    );
  }
}
