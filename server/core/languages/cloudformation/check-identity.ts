import type { Span } from '../../model/span.ts';
import { entryIn } from '../../model/table.ts';
import { entryOf, type TreeNode } from '../../model/tree.ts';
import { Conditions, type Guard } from './conditions.ts';
import { type CheckContext, finding } from './context.ts';
import { argumentList, intrinsicOf } from './intrinsic.ts';
import { literalOf } from './plain.ts';
import { resolved, type TemplateResource, writtenScalar } from './template.ts';

/**
 * Two resources of one type with the same identity, written the same way: the second cannot be made. Silent where their
 * conditions exclude each other, or where that cannot be told.
 */
export function checkIdentity(context: CheckContext): void {
  const { template, names } = context;
  if (template.unknownMacro) return;
  const seen = new Map<string, Identity[]>();
  let conditions: Conditions | undefined;
  for (const resource of template.resources) {
    const own = resource.loop === undefined ? identitiesOf(context, resource) : [];
    for (const identity of own) {
      const others = seen.get(identity.key) ?? [];
      seen.set(identity.key, [...others, identity]);
      const other = others.find(({ of, when }) => {
        if (of === resource) return false;
        const guards = [...when, ...identity.when];
        if (guards.length === 0) return true;
        conditions ??= new Conditions(template, names);
        return conditions.possible(guards) === true;
      });
      if (other === undefined) continue;
      report(context, identity, other.of);
      break;
    }
  }
}

/** One value that the primary identifier of a resource may have, and the conditions under which it has it. */
interface Identity {
  readonly of: TemplateResource;
  readonly key: string;
  readonly says: string;
  readonly span: Span;
  readonly when: readonly Guard[];
}

function report(context: CheckContext, { of, says, span }: Identity, other: TemplateResource): void {
  const message = `${other.name.value} has the same ${says} already: the second one cannot be made.`;
  const related = [{ message: other.name.value, span: other.name.span }];
  const at = { span, node: `Resources.${of.name.value}` };
  context.add(finding('duplicate-name', 'warning', message, at, { kind: 'semantic', related }));
}

/** Where every part of the identifier is set by the author as a plain text or a plain reference. */
function identitiesOf({ schema, template: { tree } }: CheckContext, of: TemplateResource): readonly Identity[] {
  const type = of.type?.value ?? '';
  const properties = resolved(of.properties);
  const parts = entryIn(ALONE, type) ?? schema.entry(type)?.id ?? [];
  if (parts.length === 0 || properties?.kind !== 'map' || intrinsicOf(properties) !== undefined) return [];
  const struct = schema.resource(type);
  const when: Guard[] = of.condition === undefined ? [] : [{ condition: of.condition.value, holds: true }];
  let found: Identity[] = [{ of, key: type, says: parts.join(' and '), span: of.name.span, when }];
  for (const part of parts) {
    const property = entryIn(struct?.p, part);
    const entry = entryOf(properties, part);
    if (property === undefined || property.ro || entry === undefined) return [];
    const values = valuesOf(entry.value, tree.text, 0);
    found = found.flatMap((before) =>
      values.map(({ text, span, guards }) => ({
        ...before,
        key: `${before.key}\n${text}`,
        span,
        when: [...before.when, ...guards],
      })),
    );
  }
  return found.length > MOST_VALUES ? [] : found;
}

/** What can be attached to one thing only once, whatever the identifier of the attachment is. */
const ALONE: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::SubnetRouteTableAssociation': ['SubnetId'],
  'AWS::EC2::SubnetNetworkAclAssociation': ['SubnetId'],
  'AWS::EC2::VPCGatewayAttachment': ['VpcId', 'InternetGatewayId'],
};

const MOST_VALUES = 16;

interface GuardedText {
  readonly text: string;
  readonly span: Span;
  readonly guards: readonly Guard[];
}

function valuesOf(node: TreeNode, source: string, depth: number): readonly GuardedText[] {
  const plain = literalOf(node);
  if (plain !== undefined) return [{ text: plain, span: node.span, guards: [] }];
  const call = intrinsicOf(node);
  if (call?.name === 'If' && depth < 4) {
    const [name, yes, no] = argumentList(call);
    const condition = writtenScalar(name)?.value;
    if (condition === undefined) return [];
    return [
      { branch: yes, holds: true },
      { branch: no, holds: false },
    ].flatMap(({ branch, holds }) =>
      branch === undefined
        ? []
        : valuesOf(branch, source, depth + 1).map((each) => ({
            ...each,
            guards: [...each.guards, { condition, holds }],
          })),
    );
  }
  const stands = call?.name === 'Sub' || call?.name === 'GetAtt' || (call?.name === 'Ref' && !isNothing(call.args));
  return stands && call ? [{ text: source.slice(call.span.start, call.span.end), span: call.span, guards: [] }] : [];
}

function isNothing(node: TreeNode): boolean {
  return node.kind !== 'scalar' || node.text === 'AWS::NoValue';
}
