/** Adds what the serverless transform knows (`sam.json`): newer and finer than the structure layer, so it decides. */
import type { PackedProperty, PackedStruct, PackedType } from './format.ts';
import type { SamFacts, SamProperty, SamStruct } from './sam.ts';
import type { StructureType } from './structure.ts';

/** What the transform makes of each type: its logical id, attributes and identity are those of this resource. */
const BECOMES: Readonly<Record<string, string>> = {
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::Application': 'AWS::CloudFormation::Stack',
  'AWS::Serverless::CapacityProvider': 'AWS::Lambda::CapacityProvider',
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::GraphQLApi': 'AWS::AppSync::GraphQLApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::LayerVersion': 'AWS::Lambda::LayerVersion',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::WebSocketApi': 'AWS::ApiGatewayV2::Api',
};

export function addSam(types: readonly StructureType[], sam: SamFacts): StructureType[] {
  const known = new Map(types.map((type) => [type.type, type]));
  for (const [name, struct] of Object.entries(sam.types)) {
    const made = known.get(BECOMES[name] ?? '');
    const old = known.get(name);
    const type: StructureType = {
      type: name,
      resource: { p: settled(old?.resource.p ?? {}, made), a: made?.resource.a ?? {} },
      definitions: Object.fromEntries(
        Object.entries(old?.definitions ?? {}).map(([key, definition]) => [
          key,
          { p: relaxed(settled(definition.p), made?.definitions[key]) },
        ]),
      ),
      docs: { ...attributeDocs(made), ...old?.docs },
      index: {
        ...(made && attributesOf(made)),
        ...(old?.index.s && { s: 1 as const }),
        tr: 'AWS::Serverless-2016-10-31',
      },
    };
    const merger = new Merger(type, known);
    merger.into(type.resource.p, struct);
    for (const [key, definition] of Object.entries(sam.definitions)) {
      if (!key.startsWith(`${name}.`)) continue;
      const own = { p: {} as Record<string, PackedProperty> };
      type.definitions[key.slice(name.length + 1)] = own;
      merger.into(own.p, definition);
    }
    known.set(name, type);
  }
  return [...known.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** The structure layer lets every property of these types replace; what really does is known of the resource that is made. */
function settled(p: Record<string, PackedProperty>, made?: StructureType): Record<string, PackedProperty> {
  return Object.fromEntries(
    Object.entries(p).map(([name, { x: _, e: __, ...rest }]) => {
      const { x, e } = made?.resource.p[name] ?? {};
      return [name, { ...rest, ...(x && { x }), ...(e && { e }) }];
    }),
  );
}

/** What the resource that is made can do without is not needed here either, whatever the older layer says. */
function relaxed(p: Record<string, PackedProperty>, made: PackedStruct | undefined): Record<string, PackedProperty> {
  return Object.fromEntries(
    Object.entries(p).map(([name, property]) => {
      const { q: _, ...optional } = property;
      const twin = made?.p[name];
      return [name, twin !== undefined && !twin.q ? optional : property];
    }),
  );
}

function attributesOf({ index: { a, ref, id, s } }: StructureType): Partial<StructureType['index']> {
  return { ...(a && { a }), ...(ref && { ref }), ...(id && { id }), ...(s && { s }) };
}

function attributeDocs(made: StructureType | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(made?.docs ?? {}).filter(([key]) => key.startsWith('@')));
}

class Merger {
  readonly #type: StructureType;
  readonly #known: ReadonlyMap<string, StructureType>;

  constructor(type: StructureType, known: ReadonlyMap<string, StructureType>) {
    this.#type = type;
    this.#known = known;
  }

  into(target: Record<string, PackedProperty>, { p }: SamStruct): void {
    for (const [name, { from, ...own }] of Object.entries(p))
      target[name] =
        own.t === 'a' ? (this.#handedOn(from ?? this.#namesake(name), own, name) ?? target[name] ?? own) : own;
  }

  /** A plain setting of the same name, which the schema of the transform leaves untyped. */
  #namesake(name: string): string | undefined {
    const made = BECOMES[this.#type.type];
    const type = this.#known.get(made ?? '')?.resource.p[name]?.t;
    return type === 's' || type === 'i' || type === 'b' ? `${made} ${name}` : undefined;
  }

  /** The property of the resource that is made, with its checks; what it nests comes along. */
  #handedOn(from: string | undefined, own: SamProperty, as: string): PackedProperty | undefined {
    const [owner = '', name = ''] = from?.split(' ') ?? [];
    // Under another name it may have another form: `Type: PRIVATE` becomes `Types: [PRIVATE]`.
    if (name !== as) return undefined;
    const [typeName = '', definition] = owner.split('.');
    const source = this.#known.get(typeName);
    const struct = definition === undefined ? source?.resource : source?.definitions[definition];
    const property = struct?.p[name];
    if (source === undefined || property === undefined) return undefined;
    this.#bring(source, property.t);
    const { q: _, ro: __, x, e, ...rest } = property;
    const replaces = typeName === BECOMES[this.#type.type];
    return { ...rest, ...(own.q && { q: own.q }), ...(replaces && x && { x }), ...(replaces && e && { e }) };
  }

  #bring(source: StructureType, type: PackedType): void {
    if (!Array.isArray(type)) return;
    if (type[0] === 'l' || type[0] === 'm') this.#bring(source, type[1]);
    if (type[0] === 'u') for (const each of type[1]) this.#bring(source, each);
    if (type[0] !== 'r') return;
    const definition = source.definitions[type[1]];
    if (definition === undefined || this.#type.definitions[type[1]] !== undefined) return;
    this.#type.definitions[type[1]] = definition;
    for (const property of Object.values(definition.p)) this.#bring(source, property.t);
  }
}
