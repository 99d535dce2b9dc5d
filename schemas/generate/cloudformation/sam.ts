/**
 * Makes `sam.json` beside it from the JSON schema of the serverless transform: names, types, required-ness, allowed values.
 * No descriptions. Run: `node schemas/generate/cloudformation/sam.ts SCHEMA.json VERSION`, where SCHEMA.json is what
 * `python -m samtranslator.internal.schema_source.schema --sam-schema SCHEMA.json …` of `aws-sam-translator VERSION` writes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { PackedProperty, PackedType } from './format.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: string[];
  readonly properties?: Record<string, Schema>;
  readonly required?: string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: Schema[];
  readonly allOf?: Schema[];
  readonly __samPassThrough?: { readonly schemaPath: readonly string[] };
}

/** A property that the transform hands on to the resource it makes says which: `AWS::Lambda::Function Timeout`. */
export interface SamProperty extends PackedProperty {
  from?: string;
}

export interface SamStruct {
  readonly p: Record<string, SamProperty>;
}

/** What the transform knows: types by name, their nested types by `Type.Definition`, properties that `Globals` takes by kind. */
export interface SamFacts {
  readonly source: string;
  readonly types: Record<string, SamStruct>;
  readonly definitions: Record<string, SamStruct>;
  readonly globals: Record<string, readonly string[]>;
}

const LONG = /^samtranslator__internal__schema_source__aws_serverless_(\w+?)__(\w+)$/;

export function samFacts(schema: { definitions: Record<string, Schema> }, source: string): SamFacts {
  const types: Record<string, SamStruct> = {};
  const definitions: Record<string, SamStruct> = {};
  for (const [name, resource] of Object.entries(schema.definitions).sort()) {
    if (LONG.exec(name)?.[2] !== 'Resource') continue;
    const type = resource.properties?.Type?.enum?.[0] ?? '';
    const properties = resolve(schema, resource.properties?.Properties);
    const reader = new Reader(schema, type, definitions);
    types[type] = reader.struct(properties);
  }
  const globals = Object.entries(
    schema.definitions.samtranslator__internal__schema_source__schema__Globals?.properties ?? {},
  );
  return {
    source,
    types,
    definitions,
    globals: Object.fromEntries(
      globals.sort().map(([kind, at]) => [kind, Object.keys(resolve(schema, at).properties ?? {}).sort()]),
    ),
  };
}

class Reader {
  readonly #schema: { definitions: Record<string, Schema> };
  readonly #type: string;
  readonly #definitions: Record<string, SamStruct>;

  constructor(schema: { definitions: Record<string, Schema> }, type: string, definitions: Record<string, SamStruct>) {
    this.#schema = schema;
    this.#type = type;
    this.#definitions = definitions;
  }

  struct({ properties = {}, required = [] }: Schema): SamStruct {
    const p: Record<string, SamProperty> = {};
    for (const [name, at] of Object.entries(properties).sort()) {
      p[name] = {
        t: this.#typeOf(at),
        ...(required.includes(name) && { q: 1 as const }),
        ...allowed(at),
        ...origin(at),
      };
    }
    return { p };
  }

  /** Plain values may always be functions, which the schema says with an alternative `object`. */
  #typeOf(schema: Schema): PackedType {
    const one = schema.allOf?.length === 1 ? schema.allOf[0] : undefined;
    if (one) return this.#typeOf(one);
    if (schema.$ref) return this.#reference(schema.$ref);
    if (schema.anyOf) {
      const rest = schema.anyOf.filter((each) => !isFunction(each));
      // Beside a list, an object may be one item of it.
      if (rest.length < schema.anyOf.length && rest.some(({ type }) => type === 'array')) return 'a';
      const types = unique(rest.map((each) => this.#typeOf(each)));
      const [only] = types;
      if (types.length === 1 && only !== undefined) return only;
      return types.every((each) => Array.isArray(each) && each[0] === 'r') && types.length > 0 ? ['u', types] : 'a';
    }
    if (schema.type === 'array') return ['l', this.#itemType(schema.items)];
    if (schema.type === 'object' && schema.additionalProperties !== undefined && schema.additionalProperties !== false)
      return ['m', typeof schema.additionalProperties === 'object' ? this.#typeOf(schema.additionalProperties) : 'a'];
    return ({ string: 's', integer: 'i', number: 'n', boolean: 'b' }[schema.type ?? ''] as PackedType) ?? 'a';
  }

  /** Items that may be objects are taken as anything: they need not be functions. */
  #itemType(items: Schema | undefined): PackedType {
    return items === undefined || items.anyOf?.some(isFunction) ? 'a' : this.#typeOf(items);
  }

  #reference(ref: string): PackedType {
    const full = ref.split('/').at(-1) ?? '';
    const target = this.#schema.definitions[full];
    if (full === 'PassThroughProp' || target?.properties === undefined) return 'a';
    const name = LONG.exec(full)?.[2] ?? full;
    const key = `${this.#type}.${name}`;
    if (this.#definitions[key] === undefined) {
      this.#definitions[key] = { p: {} };
      this.#definitions[key] = this.struct(target);
    }
    return ['r', name];
  }
}

function resolve(schema: { definitions: Record<string, Schema> }, at: Schema | undefined): Schema {
  const ref = at?.$ref ?? at?.allOf?.[0]?.$ref ?? at?.anyOf?.find((each) => each.$ref)?.$ref;
  return (ref === undefined ? at : schema.definitions[ref.split('/').at(-1) ?? '']) ?? {};
}

function isFunction(schema: Schema): boolean {
  return schema.type === 'object' && schema.properties === undefined && schema.additionalProperties === undefined;
}

function allowed(schema: Schema): { en: string[] } | undefined {
  const found = schema.enum ?? schema.anyOf?.find((each) => each.enum)?.enum;
  const others = schema.anyOf?.filter((each) => !each.enum && !isFunction(each)) ?? [];
  return found && others.length === 0 ? { en: found } : undefined;
}

function origin({ __samPassThrough: passed }: Schema): { from: string } | undefined {
  const [, owner, ...steps] = passed?.schemaPath ?? [];
  const name = steps.at(-1);
  const isProperty = steps.filter((step) => step !== 'properties' && step !== 'Properties').length === 1;
  return owner !== undefined && name !== undefined && isProperty ? { from: `${owner} ${name}` } : undefined;
}

function unique(types: readonly PackedType[]): PackedType[] {
  return [...new Map(types.map((type) => [JSON.stringify(type), type])).values()];
}

if (import.meta.main) {
  const [file = '', version = ''] = process.argv.slice(2);
  const facts = samFacts(JSON.parse(readFileSync(file, 'utf8')), `aws-sam-translator ${version}`);
  writeFileSync(new URL('sam.json', import.meta.url), `${JSON.stringify(facts, null, 1)}\n`);
}
