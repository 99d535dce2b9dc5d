import { inflateSync } from 'fflate';
import type { DataSource } from '../core/schema/data.ts';
import { wordFiles } from '../core/service/words.ts';

/** Bundled data that was fetched as a whole: in a browser nothing can be read later without waiting. */
export class FetchedData implements DataSource {
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #parsed = new Map<string, unknown>();

  /**
   * `base` is the folder of the data with a slash at its end; its `files.json` lists the rest. Of the words only those of `locale`.
   * Rejects when the list is not there.
   */
  async fetchAll(base: string, locale?: string): Promise<void> {
    const list = JSON.parse(new TextDecoder().decode(await bytesOf(`${base}files.json`))) as readonly string[];
    const words = wordFiles(locale);
    const wanted = list.filter((name) => !name.startsWith('words/') || words.includes(name));
    const fetched = await Promise.all(wanted.map(async (name) => [name, await bytesOf(base + name)] as const));
    for (const [name, bytes] of fetched) this.#bytes.set(name, bytes);
  }

  json(name: string): unknown {
    if (!this.#parsed.has(name)) {
      const bytes = this.#bytes.get(name);
      this.#parsed.set(name, bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes)));
    }
    return this.#parsed.get(name);
  }

  bytes(name: string): Uint8Array | undefined {
    return this.#bytes.get(name);
  }

  inflate(bytes: Uint8Array): Uint8Array {
    return inflateSync(bytes);
  }
}

async function bytesOf(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} cannot be fetched: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
