import type { Detection } from '../languages/detect.ts';
import type { Language, OwnData, Project, Reading, Surroundings } from '../languages/language.ts';
import type { Fact, LanguageId } from '../model/fact.ts';
import type { Finding } from '../model/finding.ts';
import type { Words } from '../planner/index.ts';
import type { DataSource } from '../schema/data.ts';
import type { Config } from './config.ts';
import type { ConfigLayer } from './config-file.ts';
import type { ProfileName } from './profiles.ts';

/** What a host gives the core once. The core reads no clock and no file. */
export interface WorkspaceOptions {
  readonly data: DataSource;
  /** Today as `YYYY-MM-DD`, for suppressions with an end date. Asked for at every check: servers live for days. */
  readonly today: () => string;
  /** A rule's or an adapter's own fault, said once each. Never shown to the user as their mistake. */
  readonly log: (message: string) => void;
  /** In which language plans speak; absent: English. Ids, names and commands are the same in every one. */
  readonly words?: () => Words | undefined;
  /** Folders outside of the workspace that hold installed collections: `~/.ansible/collections`. */
  readonly libraries?: readonly string[];
  /** Text of a document that was put in by `list`; undefined when it cannot be read (any more). */
  readonly textOf?: (path: string) => string | undefined;
}

/** What an editor's settings or the command line's options say; files come on top. */
export interface Settings {
  /** Lowest first. */
  readonly layers: readonly ConfigLayer[];
  /** In place of `layers` for documents of a workspace folder; the nearest folder counts. */
  readonly byFolder?: readonly { readonly folder: string; readonly layers: readonly ConfigLayer[] }[];
  readonly profile?: ProfileName | undefined;
  /** Given by name on the command line: no other file is looked for. */
  readonly file?: ConfigLayer | undefined;
}

/** The result of checking one document. `language` null: not one of ours, nothing was checked. */
export interface CheckResult {
  readonly language: LanguageId | null;
  readonly reason: string;
  readonly findings: readonly Finding[];
  /** Rules that were asked. */
  readonly rules: number;
}

/** What the host should put into the workspace before documents can be judged completely. */
export interface Wanted {
  readonly files: readonly string[];
  readonly folders: readonly WantedFolder[];
  /** Files or folders whose mere existence matters. */
  readonly probes: readonly string[];
}

export interface WantedFolder {
  readonly path: string;
  readonly endings: readonly string[];
}

/** A document of one of our languages with everything its services ask for. */
export interface Opened {
  readonly path: string;
  readonly language: Language;
  readonly reading: Reading;
  readonly around: Surroundings;
}

/**
 * The facade over the whole core: documents in, plain data out. One instance per server or command-line run.
 * Everything is computed on demand and remembered until something it was made of changes; nothing here is needed after a restart.
 */
export interface Workspace extends Project {
  readonly data: DataSource;
  /** Every path with a text, sorted. */
  readonly documents: readonly string[];
  /** Documents that lie in a folder itself, sorted. */
  documentsIn(folder: string): readonly string[];
  /** Adds or replaces a document. `languageId` is the editor's word, one hint among others. */
  open(path: string, text: string, languageId?: string): void;
  /** Adds a document whose text is asked for when it is needed, and kept for a short while only; see `WorkspaceOptions.textOf`. */
  list(path: string): void;
  /** Whether there is such a document; asks for no text. */
  has(path: string): boolean;
  close(path: string): void;
  /** The host looked, and there is no such file. */
  markMissing(path: string): void;
  /** The host looked, and there is such a file or folder; its text was not asked for. */
  markPresent(path: string): void;
  /** The host has opened every file of the folder whose name ends so. */
  markFolder(folder: WantedFolder): void;
  /** Forgets what was said about a path that is not open: the host will be asked again. */
  forget(path: string): void;
  /** Folders above which no configuration is looked for. */
  readonly folders: readonly string[];
  setFolders(folders: readonly string[]): void;
  setSettings(settings: Settings): void;
  /** Everything that holds for a document: settings and the configuration files above it. */
  configOf(path: string): Config;
  /** Where configuration files of a document may lie, nearest first. */
  configPaths(path: string): readonly string[];
  /** Puts data a person brought in place of bundled data, for the files below a folder (`''`: everywhere); undefined takes it back. */
  setOwnData(name: string, folder: string, data: OwnData | undefined): void;
  readonly today: string;
  readonly words: Words | undefined;
  log(message: string): void;
  /** Faults of rules so far, by rule id. */
  readonly ruleFaults: Map<string, number>;
  /** A person's choice; it wins over detection. */
  choose(path: string, language: LanguageId | 'none' | undefined): void;
  languageOf(path: string): Detection;
  /** The document, when it is one of our languages and its language could read it. */
  opened(path: string): Opened | undefined;
  /** What is not known yet of what the document's judgement needs; `toPlan`: and of what only a plan of it looks at. */
  wanted(path: string, toPlan?: boolean): Wanted;
  /** The same for many documents at once; what they share is followed once. */
  wantedByAll(paths: readonly string[]): Wanted;
  facts(path: string): readonly Fact[];
  /** The same with what only its plan looks at: all of the unit that the document is the main file of. */
  unitFacts(path: string): readonly Fact[];
  check(path: string): CheckResult;
  /** Forgets what was worked out about a document that will not be asked about soon; its text stays. */
  release(path: string): void;
  /** Runs a part that may be at fault; see `Faults.run`. */
  guard<T>(part: string, path: string, work: () => T, otherwise: T): T;
  /** Lets go of trees and facts that can be made again: after much work, before a pause. */
  rest(): void;
  /** Says that everything is here and nothing will change, so that results need not know what they were made of. A change stays safe. */
  freeze(): void;
  /** Remembers a result until one of the inputs it looked at changes; see `Project`. */
  remember<T>(name: string, path: string, compute: () => T, facts?: (value: T) => number): T;
}
