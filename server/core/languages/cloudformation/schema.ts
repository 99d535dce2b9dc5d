import type { DataSource } from '../../schema/data.ts';

/** s string, i integer, n number, b boolean, j json, t timestamp, a anything; l list, m map, r nested type, u one of. */
export type CfnType =
  | 's'
  | 'i'
  | 'n'
  | 'b'
  | 'j'
  | 't'
  | 'a'
  | readonly ['l' | 'm', CfnType]
  | readonly ['r', string]
  | readonly ['u', readonly CfnType[]];

type Bounds = readonly [low: number | null, high: number | null];

export interface ValueChecks {
  /** Allowed values. The list may lag behind the service: a value outside it is a warning. */
  readonly en?: readonly (string | number | boolean)[];
  /** Pattern proven to run in linear time. */
  readonly p?: string;
  readonly ln?: Bounds;
  readonly rg?: Bounds;
}

/** One property; see `schemas/generate/cloudformation/format.ts`, which writes it. */
export interface CfnProperty extends ValueChecks {
  readonly t: CfnType;
  /** Required. */
  readonly q?: 1;
  /** Changing it replaces the resource: yes, or under conditions. */
  readonly x?: 'y' | 'm';
  /** Evidence of `x`: s structure layer, c constraint layer, cc the same under conditions. */
  readonly e?: string;
  readonly d?: 1;
  readonly v?: string;
  readonly rel?: readonly (readonly [type: string, attribute: string])[];
  readonly ct?: Bounds;
  readonly un?: 1;
  readonly ro?: 1;
  /** Values that the service makes nothing new with any more, with the day since when. */
  readonly gone?: Readonly<Record<string, string>>;
  /** Values worth offering where the list is open: never checked. */
  readonly of?: readonly string[];
  readonly it?: ValueChecks;
}

export interface CfnStruct {
  readonly p: Readonly<Record<string, CfnProperty>>;
  readonly one?: readonly (readonly string[])[];
  readonly any?: readonly (readonly string[])[];
  /** Pairs that cannot stand together; pairs of which the first needs the second. */
  readonly not?: readonly (readonly [string, string])[];
  readonly with?: readonly (readonly [string, string])[];
}

export interface CfnResource extends CfnStruct {
  readonly a: Readonly<Record<string, CfnType>>;
}

export interface CfnIndexEntry {
  readonly g: number;
  readonly a?: readonly string[];
  readonly ref?: readonly string[];
  readonly id?: readonly string[];
  readonly x?: readonly string[];
  readonly m?: readonly string[];
  readonly s?: 1;
  readonly nu?: 1;
  readonly dc?: 1;
  readonly tr?: string;
}

interface Index {
  readonly source: string;
  readonly types: Readonly<Record<string, CfnIndexEntry>>;
  readonly blocks: readonly (readonly [offset: number, length: number])[];
  readonly docs: readonly (readonly [offset: number, length: number])[];
  readonly globals: Readonly<Record<string, readonly string[]>>;
}

interface Group {
  readonly t: Readonly<Record<string, CfnResource>>;
  readonly d: Readonly<Record<string, CfnStruct>>;
}

/** Blocks kept inflated. A template rarely uses more services than this. */
const CACHED_BLOCKS = 24;

/** The bundled resource types. Blocks are inflated on first use; the index stays in memory. */
export class CfnSchema {
  readonly #data: DataSource;
  readonly #index: Index | undefined;
  readonly #groups = new Map<number, Group>();

  constructor(data: DataSource) {
    this.#data = data;
    this.#index = data.json('cloudformation/index.json') as Index | undefined;
  }

  /** Packages and versions the data was made from. */
  get source(): string {
    return this.#index?.source ?? 'no bundled data';
  }

  /** Properties that `Globals` of the serverless transform takes, by kind (`Function`). */
  get globals(): Readonly<Record<string, readonly string[]>> {
    return this.#index?.globals ?? {};
  }

  get typeNames(): readonly string[] {
    return Object.keys(this.#index?.types ?? {});
  }

  entry(type: string): CfnIndexEntry | undefined {
    const types = this.#index?.types;
    return types !== undefined && Object.hasOwn(types, type) ? types[type] : undefined;
  }

  resource(type: string): CfnResource | undefined {
    const entry = this.entry(type);
    return entry && this.#group(entry.g)?.t[type];
  }

  /** Nested type `name` of a resource type. */
  definition(type: string, name: string): CfnStruct | undefined {
    const entry = this.entry(type);
    const found = entry && this.#group(entry.g)?.d[`${type}.${name}`];
    return found ?? (name === 'Tag' ? TAG : undefined);
  }

  /** First paragraph of the documentation: of the type, of `Property`, of `Definition.Property`, of `@Attribute`. */
  documentation(type: string, member?: string): string | undefined {
    const entry = this.entry(type);
    if (entry === undefined) return undefined;
    const docs = this.#inflate('cloudformation/docs.pack', this.#index?.docs[entry.g]) as
      | Record<string, string>
      | undefined;
    return docs?.[member === undefined ? type : `${type}.${member}`];
  }

  #group(number: number): Group | undefined {
    const cached = this.#groups.get(number);
    if (cached !== undefined) {
      this.#groups.delete(number);
      this.#groups.set(number, cached);
      return cached;
    }
    const group = this.#inflate('cloudformation/schema.pack', this.#index?.blocks[number]) as Group | undefined;
    if (group === undefined) return undefined;
    this.#groups.set(number, group);
    const oldest = this.#groups.keys().next().value;
    if (this.#groups.size > CACHED_BLOCKS && oldest !== undefined) this.#groups.delete(oldest);
    return group;
  }

  #inflate(pack: string, block: readonly [number, number] | undefined): unknown {
    const bytes = block && this.#data.bytes(pack);
    if (bytes === undefined || block === undefined) return undefined;
    return JSON.parse(utf8(this.#data.inflate(bytes.subarray(block[0], block[0] + block[1]))));
  }
}

/** Types whose tags the source only calls tags. */
const TAG: CfnStruct = { p: { Key: { t: 's', q: 1 }, Value: { t: 's', q: 1 } } };

const schemas = new WeakMap<DataSource, CfnSchema>();

export function cfnSchema(data: DataSource): CfnSchema {
  let schema = schemas.get(data);
  if (schema === undefined) {
    schema = new CfnSchema(data);
    schemas.set(data, schema);
  }
  return schema;
}

/** The core has no TextDecoder ("types": []), and the packs are mostly ASCII. */
function utf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    let end = start;
    while (end < bytes.length && end - start < 8192 && (bytes[end] ?? 0) < 128) end++;
    if (end > start) parts.push(String.fromCharCode(...bytes.subarray(start, end)));
    start = end;
    while (start < bytes.length && (bytes[start] ?? 0) >= 128) {
      const lead = bytes[start] ?? 0;
      const size = lead >= 240 ? 4 : lead >= 224 ? 3 : 2;
      let code = lead & (size === 4 ? 7 : size === 3 ? 15 : 31);
      for (let i = 1; i < size; i++) code = (code << 6) | ((bytes[start + i] ?? 0) & 63);
      parts.push(String.fromCodePoint(code));
      start += size;
    }
  }
  return parts.join('');
}
