import { JsonPush } from '../../../syntax/json/push.ts';
import type { OwnSchemas, RawExtra, RawSchema, RawStruct, RawType } from './raw.ts';

export type ProviderSchemasResult = { readonly schemas: OwnSchemas } | { readonly refused: string };

/**
 * Reads the output of `terraform providers schema -json` piece by piece (tens of megabytes) and keeps names, types and flags only, in the
 * form of the bundled schemas. Source of the form: the documentation of that command, format 0.1, 0.2 and 1.x.
 */
export function providerSchemasReader(): { push(piece: string): boolean; end(): ProviderSchemasResult } {
  const tables = new Map<string, StructTable>();
  const reader = new JsonPush(
    (value, path) => (value instanceof Map ? reduced(value, path, tables) : value),
    isSkipped,
  );
  return { push: (piece) => reader.push(piece), end: () => resultOf(reader.end()) };
}

function resultOf(read: { readonly value: unknown } | { readonly fault: string }): ProviderSchemasResult {
  if ('fault' in read) return { refused: `It cannot be read as JSON: ${read.fault}.` };
  const top = read.value instanceof Map ? (read.value as Fields) : new Map<string, unknown>();
  const version = top.get('format_version');
  if (typeof version !== 'string')
    return { refused: 'It has no format_version: it is not the output of "terraform providers schema -json".' };
  if (!/^[01]\./.test(version))
    return { refused: `Its format is ${version.slice(0, 20)}; formats 0.1 to 1.x are understood.` };
  const schemas = top.get('provider_schemas');
  return { schemas: schemas instanceof Map ? (schemas as ReadonlyMap<string, RawSchema>) : new Map() };
}

type Fields = ReadonlyMap<string, unknown>;

const KINDS = new Set(['provider', 'resource_schemas', 'data_source_schemas', 'ephemeral_resource_schemas']);

/** Texts, and kinds of schemas that nothing asks for. An attribute may have such a name too: only its place tells. */
function isSkipped(key: string, path: readonly string[]): boolean {
  if (path.length === 2) return !KINDS.has(key);
  if (key !== 'description' && key !== 'description_kind') return false;
  return depthIn(path) % 3 !== 2;
}

/** Steps below `block`: 1 = a body, 2 = its table of attributes or blocks, 3 = one of them, 4 = the body of that, … */
function depthIn(path: readonly string[]): number {
  return path.length - (path[2] === 'provider' ? 3 : 4);
}

/** A body becomes its index in the table of the provider, what stands around it the schema of the provider. */
function reduced(value: Fields, path: readonly string[], tables: Map<string, StructTable>): unknown {
  const provider = path[1];
  if (path[0] !== 'provider_schemas' || provider === undefined) return value;
  const table = tables.get(provider) ?? new StructTable();
  tables.set(provider, table);
  const last = path.at(-1);
  if (path.length === 2) return table.schema(provider, value);
  if (last !== 'block' && last !== 'nested_type') return value;
  if (depthIn(path) % 3 !== 1) return value;
  const index = table.body(value);
  return last === 'block'
    ? index
    : new Map([
        ['index', index],
        ['mode', value.get('nesting_mode')],
      ]);
}

/** Structures of one provider, each stored once. */
class StructTable {
  readonly #structs: string[] = [];
  readonly #known = new Map<string, number>();

  schema(provider: string, fields: Fields): RawSchema {
    const all = {
      provider,
      version: '',
      resources: this.#indices(fields.get('resource_schemas')),
      data: this.#indices(fields.get('data_source_schemas')),
      ephemeral: this.#indices(fields.get('ephemeral_resource_schemas')),
      providerBlock: numberIn(fields.get('provider'), 'block') ?? null,
      s: this.#structs,
    };
    // Parsed objects share their shapes and names.
    return JSON.parse(JSON.stringify(all)) as RawSchema;
  }

  body(body: Fields): number {
    const attributes = entriesOf(body.get('attributes')).map(([name, each]) => [name, this.#attribute(each)] as const);
    const blocks = entriesOf(body.get('block_types')).map(([name, each]) => [name, this.#block(each)] as const);
    return this.#add(Object.fromEntries([...attributes, ...blocks]));
  }

  #add(struct: RawStruct): number {
    const key = JSON.stringify(struct);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#structs.length);
    return this.#structs.push(key) - 1;
  }

  #attribute(attribute: Fields): RawStruct[string] {
    const flag = attribute.get('required') === true ? 'r' : attribute.get('optional') === true ? 'o' : 'c';
    const extra: RawExtra = {
      ...(attribute.get('deprecated') === true && { deprecated: true }),
      ...(attribute.get('sensitive') === true && { sensitive: true }),
      ...(attribute.get('write_only') === true && { writeOnly: true }),
    };
    const [kind, type] = this.#typeOf(attribute);
    return Object.keys(extra).length > 0 ? [flag + kind, type, extra] : [flag + kind, type];
  }

  /** Lists and sets of objects may be written as blocks where the provider is an older one. */
  #typeOf(attribute: Fields): readonly ['' | 'A', RawType] {
    const nested = attribute.get('nested_type');
    if (nested instanceof Map) return ['A', [SHAPES[String(nested.get('mode'))] ?? 'l', Number(nested.get('index'))]];
    const type = this.#type(attribute.get('type'));
    const [kind, of] = typeof type === 'string' ? [] : type;
    const held = (kind === 'l' || kind === 'S') && Array.isArray(of) && of[0] === 'o' ? of[1] : undefined;
    return kind !== undefined && held !== undefined ? ['A', [kind, Number(held)]] : ['', type];
  }

  #type(type: unknown): RawType {
    if (typeof type === 'string') return SIMPLE[type] ?? 'd';
    const [kind, of, optional] = Array.isArray(type) ? (type as readonly unknown[]) : [];
    if (kind === 'list' || kind === 'set' || kind === 'map')
      return [kind === 'set' ? 'S' : kind.charAt(0), this.#type(of)];
    if (kind !== 'object' || !(of instanceof Map)) return 'd';
    const free = new Set(Array.isArray(optional) ? (optional as readonly unknown[]) : []);
    const fields = [...(of as Fields)].map(([name, each]) => [name, [free.has(name) ? 'o' : 'r', this.#type(each)]]);
    return ['o', this.#add(Object.fromEntries(fields))];
  }

  #block(block: Fields): RawStruct[string] {
    const least = numberOf(block.get('min_items')) ?? 0;
    const most = numberOf(block.get('max_items')) ?? 0;
    const shape = SHAPES[String(block.get('nesting_mode'))] ?? 'l';
    const type: RawType = [shape, numberOf(block.get('block')) ?? this.#add({})];
    const extra: RawExtra = { ...(least > 1 && { least }), ...(most > 0 && { most }) };
    const flag = least > 0 ? 'rB' : 'oB';
    return Object.keys(extra).length > 0 ? [flag, type, extra] : [flag, type];
  }

  #indices(schemas: unknown): Record<string, number> {
    return Object.fromEntries(
      entriesOf(schemas).map(([name, schema]) => [name, numberIn(schema, 'block') ?? this.#add({})]),
    );
  }
}

const SHAPES: Readonly<Record<string, string>> = { single: '1', group: '1', list: 'l', set: 'S', map: 'm' };
const SIMPLE: Readonly<Record<string, RawType>> = { string: 's', number: 'n', bool: 'b' };

function entriesOf(value: unknown): readonly (readonly [string, Fields])[] {
  return value instanceof Map
    ? [...(value as Fields)].flatMap(([name, each]) => (each instanceof Map ? [[name, each as Fields]] : []))
    : [];
}

function numberIn(value: unknown, key: string): number | undefined {
  return value instanceof Map ? numberOf(value.get(key)) : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
