import { entryIn } from '../../model/table.ts';
import { entryOf, keyText, type TreeNode } from '../../model/tree.ts';
import type { Names } from './context.ts';
import { argumentList, getAttTarget, type Intrinsic, intrinsicOf } from './intrinsic.ts';
import type { CfnSchema, CfnType } from './schema.ts';
import { resolved, writtenScalar } from './template.ts';

/** What a function gives, as far as the text tells. `nothing` is `AWS::NoValue`. */
export type ResultShape = 'scalar' | 'list' | 'map' | 'nothing' | 'unknown';

export interface ShapeContext {
  readonly source: string;
  readonly names: Names;
  readonly schema: CfnSchema;
}

/** Shape of the value of a call. `If` is `unknown` unless both branches agree. */
export function shapeOfCall(call: Intrinsic, context: ShapeContext): ResultShape {
  switch (call.name) {
    case 'Ref':
      return call.args.kind === 'scalar' ? shapeOfRef(call.args.text, context.names) : 'unknown';
    case 'GetAtt':
      return shapeOfAttribute(call, context);
    case 'Join':
    case 'Sub':
    case 'Base64':
    case 'ImportValue':
    case 'ToJsonString':
    case 'Length':
      return 'scalar';
    case 'Split':
    case 'GetAZs':
    case 'Cidr':
      return 'list';
    case 'If':
      return shapeOfIf(call, context);
    default:
      return 'unknown';
  }
}

function shapeOfNode(node: TreeNode | undefined, context: ShapeContext): ResultShape {
  const at = resolved(node);
  if (at === undefined) return 'unknown';
  const call = intrinsicOf(at);
  if (call !== undefined) return shapeOfCall(call, context);
  if (at.kind === 'map' && at.entries.some((entry) => (keyText(entry) ?? '').startsWith('Fn::'))) return 'unknown';
  return at.kind === 'alias' ? 'unknown' : at.kind;
}

/** Type of a parameter as declared: `String`, `List<AWS::EC2::Subnet::Id>` … */
export function parameterType(body: TreeNode): string | undefined {
  return writtenScalar(entryOf(resolved(body), 'Type')?.value)?.value;
}

export function isListType(type: string): boolean {
  return (
    type === 'CommaDelimitedList' ||
    type.startsWith('List<') ||
    type.startsWith('AWS::SSM::Parameter::Value<List<') ||
    type === 'AWS::SSM::Parameter::Value<CommaDelimitedList>'
  );
}

function shapeOfRef(name: string, names: Names): ResultShape {
  if (name === 'AWS::NoValue') return 'nothing';
  if (name === 'AWS::NotificationARNs') return 'list';
  if (name.startsWith('AWS::')) return 'scalar';
  const parameter = names.parameters.get(name);
  if (parameter !== undefined) {
    const type = parameterType(parameter.body);
    return type === undefined ? 'unknown' : isListType(type) ? 'list' : 'scalar';
  }
  return names.resources.has(name) ? 'scalar' : 'unknown';
}

function shapeOfAttribute(call: Intrinsic, { source, names, schema }: ShapeContext): ResultShape {
  const target = getAttTarget(source, call);
  const type = target && names.resources.get(target.name.value)?.type?.value;
  if (type === undefined || target?.attribute === undefined) return 'unknown';
  const attribute = entryIn(schema.resource(type)?.a, target.attribute.value);
  return attribute === undefined ? 'unknown' : shapeOfType(attribute);
}

function shapeOfType(type: CfnType): ResultShape {
  if (typeof type === 'string') return type === 'j' || type === 'a' ? 'unknown' : 'scalar';
  if (type[0] === 'l') return 'list';
  return 'unknown';
}

function shapeOfIf(call: Intrinsic, context: ShapeContext): ResultShape {
  const [, yes, no] = argumentList(call);
  const first = shapeOfNode(yes, context);
  const second = shapeOfNode(no, context);
  if (first === 'nothing') return second;
  return second === 'nothing' || first === second ? first : 'unknown';
}

/** How a type is called in a message. */
export function typeName(type: CfnType): string {
  if (typeof type !== 'string') {
    if (type[0] === 'l') return `list of ${typeName(type[1])}`;
    if (type[0] === 'm') return `map of ${typeName(type[1])}`;
    if (type[0] === 'r') return type[1];
    return (type[1] as readonly CfnType[]).map(typeName).join(' or ');
  }
  return { s: 'string', i: 'integer', n: 'number', b: 'boolean', j: 'JSON', t: 'timestamp', a: 'any value' }[type];
}
