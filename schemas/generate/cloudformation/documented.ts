/** Adds limits and combinations that only the documentation states (`documented.json`, written by hand). */
import { readFileSync } from 'node:fs';
import type { PackedProperty, PackedStruct } from './format.ts';
import type { StructureType } from './structure.ts';

interface Documented {
  /** By `Type` or `Type.Definition`. */
  readonly structs: Record<string, Pick<PackedStruct, 'one' | 'any' | 'not' | 'with'>>;
  /** By `Type Property` or `Type.Definition Property`. */
  readonly properties: Record<string, Partial<PackedProperty>>;
  /** What `Globals` takes beyond the schema of the transform, by kind: the list its code goes by. */
  readonly globals: Record<string, readonly string[]>;
}

/**
 * Names that do not exist are a mistake in the table: the generator stops.
 * Serverless types take settings of the types they become, and come after them.
 */
export function addDocumented(types: readonly StructureType[], serverless: boolean): void {
  const table = documented();
  const byName = new Map(types.map((type) => [type.type, type]));
  const structOf = (owner: string): PackedStruct => {
    const [name = '', definition] = owner.split('.');
    const type = byName.get(name);
    const struct = definition === undefined ? type?.resource : type?.definitions[definition];
    if (struct === undefined) throw new Error(`documented.json: there is no ${owner}`);
    return struct;
  };
  const wanted = (owner: string) => owner.startsWith('AWS::Serverless::') === serverless;
  for (const [owner, combinations] of Object.entries(table.structs)) {
    if (!wanted(owner)) continue;
    const struct = structOf(owner);
    for (const name of Object.values(combinations).flat(2))
      if (struct.p[name] === undefined) throw new Error(`documented.json: ${owner} has no ${name}`);
    Object.assign(struct, combinations);
  }
  for (const [key, checks] of Object.entries(table.properties)) {
    const [owner = '', name = ''] = key.split(' ');
    if (!wanted(owner)) continue;
    const property = structOf(owner).p[name];
    if (property === undefined) throw new Error(`documented.json: ${owner} has no ${name}`);
    Object.assign(property, checks);
  }
}

export function addGlobals(globals: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  const more = documented().globals;
  return Object.fromEntries(
    Object.entries(globals).map(([kind, names]) => [kind, [...names, ...(more[kind] ?? [])].sort()]),
  );
}

function documented(): Documented {
  return JSON.parse(readFileSync(new URL('documented.json', import.meta.url), 'utf8')) as Documented;
}
