/**
 * Bundled data, handed in by the host. Synchronous: the node host reads files on first use, the worker host fetches
 * everything before it starts. Names are paths below `schemas/` (`bluegreen/lifecycle.json`).
 */
export interface DataSource {
  /** Parsed JSON, cached by the source; undefined when there is no such file. The result is shared: never change it. */
  json(name: string): unknown;
  bytes(name: string): Uint8Array | undefined;
  /** Raw deflate. */
  inflate(bytes: Uint8Array): Uint8Array;
}
