import { entryIn } from '../../../model/table.ts';
import type { DataSource } from '../../../schema/data.ts';
import { ANY, BOOL, type Body, type Field, type Item, NUMBER, STRING, type Type } from './body.ts';
import type { OwnSchemas, RawExtra, RawSchema, RawStruct, RawType } from './raw.ts';

/** Bundled schemas by provider source. */
const BUNDLED: Readonly<Record<string, string>> = {
  'hashicorp/aws': 'aws',
  'hashicorp/azurerm': 'azurerm',
  'hashicorp/google': 'google',
  'hashicorp/helm': 'helm',
  'hashicorp/kubernetes': 'kubernetes',
  'hashicorp/local': 'local',
  'hashicorp/null': 'null',
  'hashicorp/random': 'random',
  'hashicorp/tls': 'tls',
  'kreuzwerker/docker': 'docker',
};

/** The schema of one provider; structures are expanded when somebody asks for them. */
export class ProviderSchema {
  readonly source: string;
  readonly version: string;
  /** File the workspace brought it in; absent for what is bundled. */
  readonly file?: string;
  readonly #raw: RawSchema;
  readonly #bodies = new Map<number, Body>();

  constructor(raw: RawSchema, source = raw.provider, file?: string) {
    this.#raw = raw;
    this.source = source;
    this.version = raw.version;
    if (file !== undefined) this.file = file;
  }

  /** `hashicorp/aws 6.25.0`; of a workspace's own schema `hashicorp/aws in providers.json`. */
  get title(): string {
    return this.file === undefined ? `${this.source} ${this.version}`.trim() : `${this.source} in ${this.file}`;
  }

  /** For messages: which schema does not know something. */
  get where(): string {
    return `${this.file === undefined ? 'the bundled schema' : 'your provider schema'} (${this.title})`;
  }

  get resourceTypes(): readonly string[] {
    return Object.keys(this.#raw.resources);
  }

  get dataTypes(): readonly string[] {
    return Object.keys(this.#raw.data);
  }

  resource(type: string): Body | undefined {
    return this.#at(entryIn(this.#raw.resources, type));
  }

  data(type: string): Body | undefined {
    return this.#at(entryIn(this.#raw.data, type));
  }

  ephemeral(type: string): Body | undefined {
    return this.#at(entryIn(this.#raw.ephemeral ?? {}, type));
  }

  get configuration(): Body | undefined {
    return this.#at(this.#raw.providerBlock ?? undefined);
  }

  #at(index: number | undefined): Body | undefined {
    const struct = index === undefined ? undefined : this.#raw.s[index];
    if (index === undefined || !struct) return undefined;
    const known = this.#bodies.get(index);
    if (known) return known;
    const items = new Map(
      Object.entries(JSON.parse(struct) as RawStruct).map(([name, [flag, type, extra]]) => [
        name,
        this.#item(name, flag, type, extra),
      ]),
    );
    const body: Body = { origin: 'provider', items };
    this.#bodies.set(index, body);
    return body;
  }

  #item(name: string, flag: string, type: RawType, extra: RawExtra = {}): Item {
    const { deprecated, sensitive, writeOnly, least, most: atMost } = extra;
    const how = {
      required: flag.startsWith('r'),
      computed: flag.startsWith('c'),
      ...(deprecated && { deprecated: 'by its provider' }),
      ...(sensitive && { sensitive }),
      ...(writeOnly && { writeOnly }),
      ...(least !== undefined && { least }),
      ...(atMost !== undefined && { most: atMost }),
    };
    const hidden = name === 'id' || name === 'tags_all';
    if (!flag.endsWith('A') && !flag.endsWith('B')) {
      return { name, form: 'attribute', type: this.#type(type), ...how, hidden };
    }
    const [shape, index] = type as readonly [string, number];
    const form = flag.endsWith('A') ? 'either' : 'block';
    const most = atMost === undefined && (shape === '1' || shape.endsWith('1')) ? { most: 1 } : {};
    return { name, form, body: () => this.#at(index) ?? EMPTY, ...how, ...most, type: this.#structType(shape, index) };
  }

  #structType(shape: string, index: number): Type {
    const of: Type = { kind: 'object', fields: () => fieldsOf(this.#at(index)) };
    if (shape === '1') return of;
    return { kind: shape.startsWith('S') ? 'set' : shape.startsWith('m') ? 'map' : 'list', of };
  }

  #type(raw: RawType): Type {
    if (raw === 's') return STRING;
    if (raw === 'n') return NUMBER;
    if (raw === 'b') return BOOL;
    if (raw === 'd') return ANY;
    const [kind, of] = raw;
    if (kind === 'o') return { kind: 'object', fields: () => fieldsOf(this.#at(Number(of))) };
    return { kind: kind === 'l' ? 'list' : kind === 'S' ? 'set' : 'map', of: this.#type(of as RawType) };
  }
}

const EMPTY: Body = { origin: 'provider', items: new Map() };

/** Fields of a structure, worked out when they are read: structures may hold themselves. */
function fieldsOf(body: Body | undefined): ReadonlyMap<string, Field> {
  const fields = [...(body?.items.values() ?? [])];
  return new Map(fields.map((item) => [item.name, { type: item.type ?? ANY, optional: item.required !== true }]));
}

const schemas = new WeakMap<DataSource, Map<string, ProviderSchema | undefined>>();

/** Schema of a provider by its source (`hashicorp/aws`); undefined when none is bundled. Loaded on first use. */
export function providerSchema(source: string, data: DataSource): ProviderSchema | undefined {
  const file = entryIn(BUNDLED, source);
  if (file === undefined) return undefined;
  const loaded = schemas.get(data) ?? new Map<string, ProviderSchema | undefined>();
  schemas.set(data, loaded);
  if (!loaded.has(file)) {
    const raw = data.json(`terraform/${file}.json`) as RawSchema | undefined;
    loaded.set(file, raw && new ProviderSchema(raw));
  }
  return loaded.get(file);
}

const ownSchemas = new WeakMap<RawSchema, ProviderSchema>();

/** Schema of a provider that the workspace brought in a file. */
export function ownSchema(
  source: string,
  { file, schemas: own }: { readonly file: string; readonly schemas: OwnSchemas },
  normalised: (address: string) => string,
): ProviderSchema | undefined {
  for (const [address, raw] of own) {
    if (normalised(address) !== source) continue;
    const schema = ownSchemas.get(raw) ?? new ProviderSchema(raw, source, file);
    ownSchemas.set(raw, schema);
    return schema;
  }
  return undefined;
}

/** Local names of the bundled providers that need no `required_providers` entry. */
export function bundledSources(): readonly string[] {
  return Object.keys(BUNDLED);
}

/** The provider that is part of Terraform itself. */
export const BUILT_IN = new ProviderSchema({
  provider: 'terraform.io/builtin/terraform',
  version: '',
  resources: { terraform_data: 0 },
  data: { terraform_remote_state: 1 },
  s: [
    '{"id":["c","s"],"input":["o","d"],"output":["c","d"],"triggers_replace":["o","d"]}',
    '{"backend":["r","s"],"config":["o","d"],"defaults":["o","d"],"outputs":["c","d"],"workspace":["o","s"]}',
  ],
});
