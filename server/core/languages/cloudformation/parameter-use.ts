import { entryOf, type ScalarNode } from '../../model/tree.ts';
import { type CheckContext, finding } from './context.ts';
import { type Intrinsic, intrinsicOf } from './intrinsic.ts';
import { fits, sameValue } from './literals.ts';
import type { Place } from './place.ts';
import type { CfnProperty, CfnType } from './schema.ts';
import { resolved } from './template.ts';
import { parameterType } from './types.ts';

/** Values that a parameter may have and the property it is given to cannot take. Each is said once, where it is allowed. */
export function checkParameterUse(
  context: CheckContext,
  place: Place,
  property: CfnProperty,
  type: CfnType,
  call: Intrinsic,
): void {
  const name = call.name === 'Ref' && call.args.kind === 'scalar' ? call.args.text : '';
  const body = resolved(context.names.parameters.get(name)?.body);
  const kind = body && parameterType(body);
  if (typeof type !== 'string' || place.guarded || (kind !== 'String' && kind !== 'Number')) return;
  const allowed = resolved(entryOf(body, 'AllowedValues')?.value);
  for (const item of allowed?.kind === 'list' ? allowed.items : []) {
    if (item.kind !== 'scalar' || intrinsicOf(item) !== undefined || isReported(context, item)) continue;
    const wanted = refusal(property, type, item);
    if (wanted === undefined) continue;
    reportedIn(context).add(item.span.start);
    const message = `${place.path} of ${place.type} takes ${wanted}, and ${name} may be "${item.text}".`;
    const related = [{ message: 'used here', span: call.span }];
    const at = { span: item.span, node: `Parameters.${name}` };
    context.add(finding('parameter-use', 'warning', message, at, { kind: 'semantic', related }));
  }
}

/** What would do instead. An empty text is how people say that the value is not used. */
function refusal({ en }: CfnProperty, type: CfnType, node: ScalarNode): string | undefined {
  if (node.text === '' || /\$\{|\{\{resolve:/.test(node.text)) return undefined;
  if (type === 'i' || type === 'n' || type === 'b') {
    const is = { i: 'an integer', n: 'a number', b: 'true or false' }[type];
    if (!fits(type, { ...node, style: 'plain' })) return is;
  }
  if (en === undefined || en.some((value) => sameValue(String(value), node.text, type))) return undefined;
  return en.length > 8 ? `${en.slice(0, 8).join(', ')} …` : en.join(', ');
}

const reported = new WeakMap<CheckContext, Set<number>>();

function reportedIn(context: CheckContext): Set<number> {
  const known = reported.get(context) ?? new Set<number>();
  reported.set(context, known);
  return known;
}

function isReported(context: CheckContext, { span }: ScalarNode): boolean {
  return reported.get(context)?.has(span.start) === true;
}
