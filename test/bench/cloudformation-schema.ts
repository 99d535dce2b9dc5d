/**
 * One JSON schema of CloudFormation for servers that take schemas: what editors use where no language server knows templates. None of the
 * public ones can be had from a package registry with all types, so it is made here from our own data, in their shape: one `anyOf` over
 * the types of resources.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../../scripts/paths.ts';
import {
  type CfnProperty,
  type CfnStruct,
  type CfnType,
  cfnSchema,
} from '../../server/core/languages/cloudformation/schema.ts';
import { schemaData } from '../plans/data.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

let written: string | undefined;

/** Path of the file; it is written once in a run. */
export function cloudFormationSchema(): string {
  if (written === undefined) {
    mkdirSync(join(cache, 'bench'), { recursive: true });
    written = join(cache, 'bench', 'cloudformation.schema.json');
    writeFileSync(written, JSON.stringify(schemaOf()));
  }
  return written;
}

function schemaOf(): Json {
  const schema = cfnSchema(schemaData());
  const definitions: Record<string, Json> = {};
  for (const type of schema.typeNames) {
    const resource = schema.resource(type);
    if (resource === undefined) continue;
    const nested = new Set<string>();
    const properties = structOf(type, resource, nested);
    definitions[type] = {
      type: 'object',
      properties: { ...ATTRIBUTES, Type: { enum: [type] }, Properties: properties },
      required: ['Type'],
      additionalProperties: false,
    };
    for (const name of nested) {
      const struct = schema.definition(type, name);
      definitions[`${type}.${name}`] = struct === undefined ? {} : structOf(type, struct, nested);
    }
  }
  const anyOf = schema.typeNames.map((type) => ({ $ref: `#/definitions/${type}` }));
  const open: Json = { type: 'object' };
  const sections = ['Parameters', 'Outputs', 'Mappings', 'Conditions', 'Metadata', 'Rules', 'Globals'];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      AWSTemplateFormatVersion: { type: 'string', enum: ['2010-09-09'] },
      Description: { type: 'string' },
      Transform: {},
      ...Object.fromEntries(sections.map((name) => [name, open])),
      Resources: { type: 'object', additionalProperties: { anyOf } },
    },
    required: ['Resources'],
    additionalProperties: false,
    definitions,
  };
}

const ATTRIBUTES: Readonly<Record<string, Json>> = {
  Condition: { type: 'string' },
  CreationPolicy: { type: 'object' },
  DeletionPolicy: { type: 'string' },
  DependsOn: {},
  Metadata: { type: 'object' },
  UpdatePolicy: { type: 'object' },
  UpdateReplacePolicy: { type: 'string' },
};

function structOf(type: string, struct: CfnStruct, nested: Set<string>): Json {
  const required = Object.keys(struct.p).filter((name) => struct.p[name]?.q);
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(struct.p).map(([name, property]) => [name, propertyOf(type, property, nested)]),
    ),
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
  };
}

function propertyOf(type: string, property: CfnProperty, nested: Set<string>): Json {
  const plain = typeOf(type, property.t, nested);
  return property.en && typeof plain === 'object' ? { ...plain, enum: property.en } : plain;
}

function typeOf(type: string, value: CfnType, nested: Set<string>): { readonly [key: string]: Json } {
  if (typeof value === 'string') {
    const simple = { s: 'string', i: 'number', n: 'number', b: 'boolean' }[value as string];
    return simple === undefined ? {} : { type: simple };
  }
  if (value[0] === 'l') return { type: 'array', items: typeOf(type, value[1], nested) };
  if (value[0] === 'm') return { type: 'object', additionalProperties: typeOf(type, value[1], nested) };
  if (value[0] === 'u') return { anyOf: value[1].map((each) => typeOf(type, each, nested)) };
  const [, name] = value as readonly ['r', string];
  nested.add(name);
  return { $ref: `#/definitions/${type}.${name}` };
}
