import type { CfnProperty, CfnSchema, CfnStruct, CfnType } from './schema.ts';

/** What the schema says at a path under `Properties`. */
export interface Member {
  /** Properties that may stand in the map at this path; undefined for a plain value or an open map. */
  readonly struct: CfnStruct | undefined;
  /** The property the path ends with; for an item of a list, its list. */
  readonly property: CfnProperty | undefined;
  /** Type of the value itself: for an item, the item's. */
  readonly type: CfnType;
  /** Key of its documentation: `Property` or `Definition.Property`. */
  readonly doc: string;
}

/** Follows property names and list indices; functions of one argument list (`Fn::If`) are looked through. */
export function memberAt(schema: CfnSchema, type: string, path: readonly string[]): Member | undefined {
  const root = schema.resource(type);
  if (root === undefined) return undefined;
  let at: Member = { struct: root, property: undefined, type: 'a', doc: '' };
  for (let i = 0; i < path.length; i++) {
    const step = path[i] ?? '';
    if (step.startsWith('Fn::') && /^\d+$/.test(path[i + 1] ?? '')) {
      i++;
      continue;
    }
    const next = stepInto(schema, type, at, step);
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}

function stepInto(schema: CfnSchema, type: string, at: Member, step: string): Member | undefined {
  const container = at.type;
  if (typeof container !== 'string' && (container[0] === 'l' || container[0] === 'm'))
    return memberOf(schema, type, container[1], at.property, at.doc);
  const property = at.struct && Object.hasOwn(at.struct.p, step) ? at.struct.p[step] : undefined;
  if (property === undefined) return undefined;
  const owner = typeof container !== 'string' && container[0] === 'r' ? `${container[1]}.` : '';
  return memberOf(schema, type, property.t, property, `${owner}${step}`);
}

function memberOf(
  schema: CfnSchema,
  type: string,
  value: CfnType,
  property: CfnProperty | undefined,
  doc: string,
): Member {
  const name = nestedName(value);
  const struct = name === undefined ? undefined : schema.definition(type, name);
  return { struct, property, type: value, doc };
}

/** Nested type of a value; of one that may be a text as well, the only one. */
export function nestedName(value: CfnType): string | undefined {
  if (typeof value === 'string') return undefined;
  if (value[0] === 'r') return value[1];
  const nested = value[0] === 'u' ? value[1].flatMap((each) => nestedName(each) ?? []) : [];
  return nested.length === 1 ? nested[0] : undefined;
}
