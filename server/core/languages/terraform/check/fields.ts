import type { Span } from '../../../model/span.ts';
import { closest } from '../../../schema/closest.ts';
import type { Declaration } from '../read/declaration.ts';
import type { Use } from '../read/use.ts';
import type { Type } from '../schema/body.ts';
import { type CheckContext, hint, listed, replaceFix } from './context.ts';

/** What is selected from a variable or a local value whose type says which attributes it has. */
export function checkFields(context: CheckContext, use: Use, declared: Declaration): void {
  let type: Type = context.types.ofDeclared({ ...declared, reading: context.reading });
  for (const step of use.rest) {
    if (type.kind === 'list' || type.kind === 'map' || type.kind === 'set') {
      if (step.kind === 'name' && !step.legacy && type.kind !== 'map') return;
      type = type.of;
      continue;
    }
    if (isSingle(type) && step.kind === 'name' && step.name.value !== '')
      noFields(context, use, type.kind, step.name.span);
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

function noFields(context: CheckContext, use: Use, kind: string, span: Span): void {
  const message = `"${use.address}" is a ${kind}, which has no attributes.`;
  context.report('unknown-result-attribute', 'error', message, { span, node: use.owner });
}

function isSingle({ kind }: Type): boolean {
  return kind === 'string' || kind === 'number' || kind === 'bool';
}
