import { closest } from '../../../schema/closest.ts';
import { attributeOf } from '../../../syntax/hcl/walk.ts';
import type { Declaration } from '../read/declaration.ts';
import type { Use } from '../read/use.ts';
import type { Type } from '../schema/body.ts';
import { constraintOf } from '../schema/constraint.ts';
import { type CheckContext, hint, listed, replaceFix } from './context.ts';

/** What is selected from a variable whose type says which attributes it has. */
export function checkFields(context: CheckContext, use: Use, declared: Declaration): void {
  let type: Type = constraintOf(attributeOf(declared.block.body, 'type')?.value);
  for (const step of use.rest) {
    if (type.kind === 'list' || type.kind === 'map' || type.kind === 'set') {
      if (step.kind === 'name' && !step.legacy && type.kind !== 'map') return;
      type = type.of;
      continue;
    }
    if (type.kind !== 'object' || step.kind !== 'name' || step.name.value === '') return;
    const fields = type.fields();
    const field = fields.get(step.name.value);
    if (!field) {
      const near = closest(step.name.value, fields.keys());
      const fixes = near === undefined ? [] : [replaceFix(`Change to "${near}"`, step.name.span, near)];
      const known = near === undefined ? ` It has ${listed([...fields.keys()])}.` : hint(near);
      const message = `The type of "${declared.address}" has no attribute "${step.name.value}".${known}`;
      context.report(
        'unknown-result-attribute',
        'error',
        message,
        { span: step.name.span, node: use.owner },
        { fixes },
      );
      return;
    }
    type = field.type;
  }
}
