import type { Project } from '../languages/language.ts';
import type { LanguageId } from '../model/fact.ts';
import type { Finding } from '../model/finding.ts';
import type { DataSource } from '../schema/data.ts';

/** What a host gives the core once. The core reads no clock and no file. */
export interface WorkspaceOptions {
  readonly data: DataSource;
  /** Today as `YYYY-MM-DD`, for suppressions with an end date. */
  readonly today: string;
  /** A rule's or an adapter's own fault, said once each. Never shown to the user as their mistake. */
  readonly log: (message: string) => void;
}

/** The result of checking one document. `language` null: not one of ours, nothing was checked. */
export interface CheckResult {
  readonly language: LanguageId | null;
  readonly reason: string;
  readonly findings: readonly Finding[];
}

/** A file or folder the host should put into the workspace before a document can be judged completely. */
export interface Wanted {
  readonly files: readonly string[];
  readonly folders: readonly { readonly path: string; readonly endings: readonly string[] }[];
}

/**
 * The facade over the whole core: documents in, plain data out. One instance per server or command-line run.
 * Everything is computed on demand and cached per document version; nothing here is needed after a restart.
 */
export interface Workspace extends Project {
  /** Adds or replaces a document. `languageId` is the editor's word, one hint among others. */
  open(path: string, text: string, languageId?: string): void;
  close(path: string): void;
  /** The host looked, and there is no such file. */
  markMissing(path: string): void;
  /** A person's choice; it wins over detection. */
  choose(path: string, language: LanguageId | 'none' | undefined): void;
  languageOf(path: string): { readonly language: LanguageId | null; readonly reason: string };
  wanted(path: string): Wanted;
  check(path: string): CheckResult;
}
