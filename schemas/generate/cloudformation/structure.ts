/** Reads the structure layer (`@aws-cdk/aws-service-spec`): which types, properties and attributes exist. */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';
import type { PackedIndexEntry, PackedProperty, PackedResource, PackedStruct, PackedType } from './format.ts';

export interface StructureType {
  readonly type: string;
  readonly resource: PackedResource;
  readonly definitions: Record<string, PackedStruct>;
  readonly index: Omit<PackedIndexEntry, 'g'>;
  readonly docs: Record<string, string>;
}

export function readStructure(): StructureType[] {
  const db = loadAwsServiceSpecSync();
  return [...db.all('resource')]
    .map((resource) => readResource(db, resource))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

function readResource(db: SpecDatabase, resource: Resource): StructureType {
  const type = resource.cloudFormationType;
  const definitions: Record<string, PackedStruct> = {};
  const docs: Record<string, string> = {};
  addDoc(docs, '', resource.documentation);
  const used = db.follow('usesType', resource as never).map(({ entity }) => entity as TypeDefinition);
  for (const definition of used.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    definitions[definition.name] = { p: readProperties(db, definition.properties, docs, `${definition.name}.`) };
  }
  const attributes = Object.entries(resource.attributes).sort();
  for (const [name, attribute] of attributes) addDoc(docs, `@${name}`, attribute.documentation);
  return {
    type,
    resource: {
      p: readProperties(db, resource.properties, docs, ''),
      a: Object.fromEntries(attributes.map(([name, attribute]) => [name, packType(db, attribute.type)])),
    },
    definitions,
    docs,
    index: readIndex(resource),
  };
}

function readIndex(resource: Resource): Omit<PackedIndexEntry, 'g'> {
  const attributes = Object.keys(resource.attributes).sort();
  return {
    ...(attributes.length > 0 && { a: attributes }),
    ...(resource.cfnRefIdentifier && { ref: resource.cfnRefIdentifier }),
    ...(resource.primaryIdentifier && { id: resource.primaryIdentifier }),
    ...(resource.isStateful && { s: 1 as const }),
    ...(resource.cloudFormationTransform && { tr: resource.cloudFormationTransform }),
  };
}

function readProperties(
  db: SpecDatabase,
  properties: Record<string, Property>,
  docs: Record<string, string>,
  prefix: string,
): Record<string, PackedProperty> {
  const out: Record<string, PackedProperty> = {};
  for (const [name, property] of Object.entries(properties).sort()) {
    addDoc(docs, prefix + name, property.documentation);
    out[name] = {
      t: packType(db, property.type),
      ...(property.required && { q: 1 as const }),
      ...replacement(property),
      ...(property.deprecated && property.deprecated !== 'NONE' && { d: 1 as const }),
      ...(property.defaultValue !== undefined && { v: property.defaultValue }),
      ...(property.relationshipRefs && {
        rel: property.relationshipRefs.map((ref): [string, string] => [ref.cloudFormationType, ref.propertyName]),
      }),
    };
  }
  return out;
}

function replacement(property: Property): Pick<PackedProperty, 'x' | 'e'> {
  if (property.causesReplacement === 'yes') return { x: 'y', e: 's' };
  if (property.causesReplacement === 'maybe') return { x: 'm', e: 's' };
  return {};
}

const SCALARS: Record<string, PackedType> = {
  string: 's',
  integer: 'i',
  number: 'n',
  boolean: 'b',
  json: 'j',
  'date-time': 't',
};

function packType(db: SpecDatabase, type: PropertyType): PackedType {
  if (type.type === 'array') return ['l', packType(db, type.element)];
  if (type.type === 'map') return ['m', packType(db, type.element)];
  if (type.type === 'ref') return ['r', db.get('typeDefinition', type.reference.$ref).name];
  if (type.type === 'union') return ['u', type.types.map((each) => packType(db, each))];
  if (type.type === 'tag') return ['r', 'Tag'];
  return SCALARS[type.type] ?? 'a';
}

/** First paragraph only: the packs stay small and a hover stays readable. */
function addDoc(docs: Record<string, string>, key: string, markdown: string | undefined): void {
  const paragraph = markdown?.split(/\n\s*\n/, 1)[0]?.trim();
  if (paragraph) docs[key] = paragraph.replace(/ ([.,;:])/g, '$1');
}
