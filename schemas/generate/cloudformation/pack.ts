import { deflateRawSync } from 'node:zlib';
import type { PackedDocs, PackedGroup, PackedIndex, PackedIndexEntry } from './format.ts';
import type { StructureType } from './structure.ts';

/** Above this size a service is split into one block per type, so that no access inflates more than it needs. */
const LARGEST_BLOCK = 24 * 1024;

export interface Packs {
  readonly index: PackedIndex;
  readonly schema: Buffer;
  readonly docs: Buffer;
}

export function pack(types: readonly StructureType[], source: string, globals: PackedIndex['globals']): Packs {
  const schema = new Blocks();
  const docs = new Blocks();
  const index: Record<string, PackedIndexEntry> = {};
  for (const service of services(types)) {
    for (const group of grouped(service)) {
      const g = schema.add(groupOf(group));
      docs.add(docsOf(group));
      for (const type of group) index[type.type] = { g, ...type.index, ...replacing(type) };
    }
  }
  return {
    index: {
      schema: 'verdigris.cfn/1',
      source,
      types: index,
      blocks: schema.table,
      docs: docs.table,
      counts: countsOf(types),
      globals,
    },
    schema: schema.bytes(),
    docs: docs.bytes(),
  };
}

class Blocks {
  readonly table: [number, number][] = [];
  readonly #chunks: Buffer[] = [];
  #size = 0;

  add(block: unknown): number {
    const bytes = deflate(block);
    this.#chunks.push(bytes);
    this.table.push([this.#size, bytes.length]);
    this.#size += bytes.length;
    return this.table.length - 1;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

function deflate(block: unknown): Buffer {
  return deflateRawSync(JSON.stringify(block), { level: 9 });
}

function services(types: readonly StructureType[]): StructureType[][] {
  const byService = new Map<string, StructureType[]>();
  for (const type of types) {
    const service = type.type.split('::').slice(0, 2).join('::');
    byService.set(service, [...(byService.get(service) ?? []), type]);
  }
  return [...byService.values()];
}

function grouped(service: StructureType[]): StructureType[][] {
  return deflate(groupOf(service)).length > LARGEST_BLOCK ? service.map((type) => [type]) : [service];
}

/** Definitions are named `Type.Definition`, for two types of one service may use one name for different things. */
function groupOf(group: readonly StructureType[]): PackedGroup {
  const t: PackedGroup['t'] = {};
  const d: PackedGroup['d'] = {};
  for (const type of group) {
    t[type.type] = type.resource;
    for (const [name, definition] of Object.entries(type.definitions)) d[`${type.type}.${name}`] = definition;
  }
  return { t, d };
}

function docsOf(group: readonly StructureType[]): PackedDocs {
  const docs: PackedDocs = {};
  for (const type of group) {
    for (const [key, text] of Object.entries(type.docs)) docs[key === '' ? type.type : `${type.type}.${key}`] = text;
  }
  return docs;
}

function replacing({ resource }: StructureType): Pick<PackedIndexEntry, 'x' | 'm'> {
  const named = (how: 'y' | 'm') =>
    Object.entries(resource.p)
      .filter(([, property]) => property.x === how)
      .map(([name]) => name);
  const x = named('y');
  const m = named('m');
  return { ...(x.length > 0 && { x }), ...(m.length > 0 && { m }) };
}

function countsOf(types: readonly StructureType[]): Record<string, number> {
  const structs = types.flatMap((type) => [type.resource, ...Object.values(type.definitions)]);
  const properties = structs.flatMap((struct) => Object.values(struct.p));
  return {
    types: types.length,
    definitions: structs.length - types.length,
    properties: properties.length,
    required: properties.filter((each) => each.q).length,
    replaces: properties.filter((each) => each.x === 'y').length,
    mayReplace: properties.filter((each) => each.x === 'm').length,
    attributes: types.reduce((sum, type) => sum + Object.keys(type.resource.a).length, 0),
    enums: properties.filter((each) => each.en ?? each.it?.en).length,
    patterns: properties.filter((each) => each.p ?? each.it?.p).length,
    stateful: types.filter((type) => type.index.s).length,
  };
}
