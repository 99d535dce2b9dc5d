import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { PackedIndex } from '../../schemas/generate/cloudformation/format.ts';
import { generateCloudFormation } from '../../schemas/generate/cloudformation/generate.ts';
import { CfnSchema } from '../../server/core/languages/cloudformation/schema.ts';
import { schemaData } from '../plans/data.ts';

const folder = new URL('../../schemas/cloudformation/', import.meta.url);
const index = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as PackedIndex;

/** Blocks as text: deflate may give other bytes on another version of zlib. */
function blocks(bytes: Uint8Array, table: PackedIndex['blocks']): string[] {
  return table.map(([offset, length]) => inflateRawSync(bytes.subarray(offset, offset + length)).toString());
}

describe('bundled CloudFormation data', () => {
  test('is what the generator makes of the pinned packages', () => {
    const made = generateCloudFormation();
    expect(made.index.types).toEqual(index.types);
    expect(made.index.counts).toEqual(index.counts);
    expect(blocks(made.schema, made.index.blocks)).toEqual(
      blocks(readFileSync(new URL('schema.pack', folder)), index.blocks),
    );
  });

  test('has the counts of its sources', () => {
    const { types, definitions, properties, required, replaces, attributes, stateful } = index.counts;
    expect({ types, definitions, properties, required, replaces, attributes, stateful }).toEqual({
      types: 1835,
      definitions: 9994,
      properties: 43346,
      required: 12021,
      replaces: 6327,
      attributes: 5476,
      stateful: 31,
    });
  });

  test('agrees with the plan about what replaces', () => {
    const data = schemaData();
    const schema = new CfnSchema(data);
    expect(schema.entry('AWS::RDS::DBInstance')?.x).toContain('DBInstanceIdentifier');
    expect(schema.entry('AWS::SNS::Topic')?.x).toContain('TopicName');
    expect(schema.entry('AWS::IAM::ManagedPolicy')?.dc).toBe(1);
  });

  test('a serverless function is replaced by its name, not by its handler', () => {
    const schema = new CfnSchema(schemaData());
    const { p, a } = schema.resource('AWS::Serverless::Function') ?? { p: {}, a: {} };
    expect([p.FunctionName?.x, p.Handler?.x, p.Timeout?.t, p.SnapStart !== undefined]).toEqual([
      'y',
      undefined,
      'i',
      true,
    ]);
    expect(Object.keys(a)).toContain('Arn');
    expect(schema.globals.Function).toContain('MemorySize');
  });

  test('every block is small enough to be opened while one types', () => {
    const largest = Math.max(
      ...blocks(readFileSync(new URL('schema.pack', folder)), index.blocks).map((block) => block.length),
    );
    expect(largest).toBeLessThan(500_000);
  });

  test('names that every object has are no types', () => {
    const schema = new CfnSchema(schemaData());
    expect(schema.entry('constructor')).toBeUndefined();
    expect(schema.resource('__proto__')).toBeUndefined();
  });
});
