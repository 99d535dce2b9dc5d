import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import type { DataSource } from '../core/schema/data.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** Bundled, the data lies beside the program; from source, at the top of the repository. */
const bundled = existsSync(join(here, 'schemas'));
const top = bundled ? dirname(here) : join(here, '..', '..');
const schemas = join(bundled ? here : top, 'schemas');

/** Reads bundled data on first use. */
export function diskData(): DataSource {
  const parsed = new Map<string, unknown>();
  return {
    json(name) {
      if (!parsed.has(name)) parsed.set(name, parsedFile(name));
      return parsed.get(name);
    },
    bytes: read,
    inflate: (bytes) => inflateRawSync(bytes),
  };
}

export function productVersion(): string {
  const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}

/** Folder of the rule pages as a URI, when it was installed with the program. */
export function pagesFolder(): string | undefined {
  const folder = join(top, 'docs', 'rules');
  return existsSync(folder) ? pathToFileURL(folder).href : undefined;
}

/** Text of a file that was installed with the program, by its path in the repository. */
export function installedText(name: string): string | undefined {
  try {
    return readFileSync(join(top, name), 'utf8');
  } catch {
    return undefined;
  }
}

function read(name: string): Uint8Array | undefined {
  try {
    return readFileSync(join(schemas, name));
  } catch {
    return undefined;
  }
}

function parsedFile(name: string): unknown {
  const bytes = read(name);
  return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes));
}
