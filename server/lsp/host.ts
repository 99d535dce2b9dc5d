import type { DataSource } from '../core/schema/data.ts';
import type { WantedFolder } from '../core/service/api.ts';
import type { JsonSchemaDocuments } from './json-schema.ts';

/** What a server cannot do by itself: see a clock and a disk. */
export interface Host {
  readonly name: string;
  readonly version: string;
  readonly data: DataSource;
  /** How old the bundled schemas of a language are: a date, or the release they are of. */
  schemaDate(language: string | null): string;
  /** Folder of the rule pages as a URI, when they lie beside the server. */
  readonly pages?: string;
  /** `YYYY-MM-DD`. */
  today(): string;
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Runs the work once after at least so many milliseconds; the answer takes it back. */
  later(milliseconds: number, work: () => void): () => void;
  /** Gives memory back that much work has left behind; takes some 100 ms. Absent where the host cannot. */
  tidy?(): void;
  /** Called once before anything is answered, with the client's initialization options and the language of its reader. Its failure is said, not fatal. */
  prepare?(options: unknown, locale: string | undefined): Promise<void>;
  /** Folders outside of any workspace that hold installed Ansible collections; only `ansible_collections` in them is read. */
  readonly libraries?: readonly string[];
  /** Absent where there is no disk; then the client is asked. */
  readonly files?: Files;
  /** Documents that a plain JSON Schema describes; rejects where this host cannot load the library. */
  jsonSchema?(): Promise<JsonSchemaDocuments>;
}

export interface FileWish {
  readonly files: readonly string[];
  readonly folders: readonly WantedFolder[];
  readonly probes: readonly string[];
}

export interface FileAnswer {
  /** `null`: there is no such file. A file that may not be read is left out. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
  /** Those of the probes that exist. */
  readonly present: readonly string[];
}

/** Reads below `folders` only; symbolic links that lead out of them are not followed. */
export interface Files {
  read(wish: FileWish, folders: readonly string[]): Promise<FileAnswer>;
  /** Text of one file in pieces, for files too large to be held; undefined when there is no such file, or it is not ours to read. */
  pieces(path: string, folders: readonly string[]): Promise<AsyncIterable<string> | undefined>;
  /** Files below a folder that may be ours by their name, in a fixed order; `.gitignore` is honoured. */
  walk(folder: string): AsyncIterable<string>;
}
