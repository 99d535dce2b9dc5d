import { entryIn } from '../../../model/table.ts';
import { entryOf } from '../../../model/tree.ts';
import { nodeAt, type TreePlace } from '../../../syntax/place.ts';
import { memberAt, nestedName } from '../members.ts';
import type { CfnReading } from '../reading.ts';
import type { CfnSchema, CfnStruct } from '../schema.ts';
import { resolved } from '../template.ts';

/** A nested type with its name. */
export type NamedStruct = readonly [name: string, struct: CfnStruct | undefined];

/** Types of events of serverless functions and state machines. */
export function eventTypes(schema: CfnSchema, type: string): string[] {
  return eventStructs(schema, type).flatMap(([, struct]) => typesOf(struct));
}

/** What may stand in an event at a path below it: its nested type is told by the value of its Type. */
export function eventStructAt(
  { template }: CfnReading,
  place: TreePlace,
  schema: CfnSchema,
  type: string,
  path: readonly string[],
): NamedStruct {
  const event = resolved(nodeAt(template.root, place.path.slice(0, place.path.indexOf('Events') + 2)));
  const kind = entryOf(event, 'Type')?.value;
  const found = eventStructs(schema, type).find(
    ([, struct]) => kind?.kind === 'scalar' && typesOf(struct).includes(kind.text),
  );
  return path.reduce<NamedStruct>((at, step) => structBelow(schema, type, at, step), found ?? ['', undefined]);
}

/** One for each type of event. */
function eventStructs(schema: CfnSchema, type: string): NamedStruct[] {
  const member = memberAt(schema, type, ['Events', 'x']);
  const union = member && typeof member.type !== 'string' && member.type[0] === 'u' ? member.type[1] : [];
  return union.flatMap((each): NamedStruct[] =>
    typeof each !== 'string' && each[0] === 'r' ? [[each[1], schema.definition(type, each[1])]] : [],
  );
}

function typesOf(struct: CfnStruct | undefined): string[] {
  return (entryIn(struct?.p, 'Type')?.en ?? []).map(String);
}

function structBelow(schema: CfnSchema, type: string, [name, struct]: NamedStruct, step: string): NamedStruct {
  if (/^\d+$/.test(step)) return [name, struct];
  const below = entryIn(struct?.p, step)?.t;
  const nested = below === undefined ? undefined : nestedName(below);
  return [nested ?? '', nested === undefined ? undefined : schema.definition(type, nested)];
}
