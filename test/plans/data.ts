import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { DataSource } from '../../server/core/schema/data.ts';

const SCHEMAS = join(import.meta.dirname, '../../schemas');

/** The bundled data, read from the working tree; every call starts with an empty cache. */
export function schemaData(): DataSource {
  const cache = new Map<string, unknown>();
  return {
    json(name) {
      if (!cache.has(name))
        cache.set(
          name,
          read(name, (path) => JSON.parse(readFileSync(path, 'utf8'))),
        );
      return cache.get(name);
    },
    bytes: (name) => read(name, (path) => readFileSync(path)) as Uint8Array | undefined,
    inflate: (bytes) => inflateRawSync(bytes),
  };
}

function read(name: string, parse: (path: string) => unknown): unknown {
  try {
    return parse(join(SCHEMAS, name));
  } catch {
    return undefined;
  }
}
