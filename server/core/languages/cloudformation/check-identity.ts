import { entryIn } from '../../model/table.ts';
import { entryOf, type TreeNode } from '../../model/tree.ts';
import { Conditions } from './conditions.ts';
import { type CheckContext, finding } from './context.ts';
import { intrinsicOf } from './intrinsic.ts';
import { literalOf } from './plain.ts';
import { resolved, type TemplateResource } from './template.ts';

/**
 * Two resources of one type with the same identity, written the same way: the second cannot be made. Silent where their
 * conditions exclude each other, or where that cannot be told.
 */
export function checkIdentity(context: CheckContext): void {
  const { template } = context;
  if (template.unknownMacro) return;
  const seen = new Map<string, TemplateResource[]>();
  let conditions: Conditions | undefined;
  for (const resource of template.resources) {
    const identity = resource.loop === undefined ? identityOf(context, resource) : undefined;
    if (identity === undefined) continue;
    const others = seen.get(identity.key) ?? [];
    seen.set(identity.key, [...others, resource]);
    const other = others.find((each) => {
      conditions ??= new Conditions(template, context.names);
      return canCoexist(conditions, each, resource);
    });
    if (other === undefined) continue;
    const message = `${other.name.value} has the same ${identity.says} already: the second one cannot be made.`;
    const related = [{ message: other.name.value, span: other.name.span }];
    const at = { span: identity.span, node: `Resources.${resource.name.value}` };
    context.add(finding('duplicate-name', 'warning', message, at, { kind: 'semantic', related }));
  }
}

function canCoexist(conditions: Conditions, one: TemplateResource, other: TemplateResource): boolean {
  const guards = [one, other].flatMap(({ condition }) =>
    condition === undefined ? [] : [{ condition: condition.value, holds: true }],
  );
  return guards.length === 0 || conditions.possible(guards) === true;
}

/** The primary identifier, where every part of it is set by the author as a plain text or a plain reference. */
function identityOf(
  { schema, template: { tree } }: CheckContext,
  resource: TemplateResource,
): { readonly key: string; readonly says: string; readonly span: TreeNode['span'] } | undefined {
  const type = resource.type?.value ?? '';
  const properties = resolved(resource.properties);
  const parts = schema.entry(type)?.id ?? [];
  if (parts.length === 0 || properties?.kind !== 'map' || intrinsicOf(properties) !== undefined) return undefined;
  const struct = schema.resource(type);
  const values: string[] = [];
  let span = resource.name.span;
  for (const part of parts) {
    const property = entryIn(struct?.p, part);
    const entry = entryOf(properties, part);
    if (property === undefined || property.ro || entry === undefined) return undefined;
    const call = intrinsicOf(entry.value);
    const plain = literalOf(entry.value);
    if (plain === undefined && call?.name !== 'Ref' && call?.name !== 'Sub' && call?.name !== 'GetAtt')
      return undefined;
    values.push(plain ?? tree.text.slice(entry.span.start, entry.span.end));
    span = entry.value.span;
  }
  return { key: [type, ...values].join('\n'), says: parts.join(' and '), span };
}
