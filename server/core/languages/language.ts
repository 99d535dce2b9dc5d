import type { Comment } from '../model/comment.ts';
import type {
  CallItem,
  Choices,
  CompletionItem,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  Refactoring,
  RefactoringEdits,
  Reference,
  Rename,
  SemanticToken,
  SignatureHelp,
} from '../model/editor.ts';
import type { Fact, LanguageId } from '../model/fact.ts';
import type { Finding } from '../model/finding.ts';
import type { Intent } from '../model/intent.ts';
import type { Edit, Span, Written } from '../model/span.ts';
import type { DataSource } from '../schema/data.ts';

/** One version of one text. `path` has `/` separators; it may be a file path or a URI, and is never read by the core. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
  /** What the classifier found (`playbook`, `vars`, `lock`), finer than the language; absent = the language finds out. */
  readonly kind?: string;
}

/** What a language makes of one text alone: cached by the service until the text changes. */
export interface Reading {
  readonly source: SourceText;
  readonly comments: readonly Comment[];
  /** Findings of the text alone: syntax, and structure that no other file can change. */
  readonly problems: readonly Finding[];
  /** Node paths with their spans, outermost first: suppressions attach to them, findings are named by them. */
  readonly nodes: readonly NodeSpan[];
  /** Files that must be in the project before anything across files can be said. */
  readonly neighbours: readonly Neighbour[];
  /** Suppressions written as data (`Metadata.Verdigris.ignore`), for notations without comments. */
  readonly suppressions?: readonly WrittenSuppression[];
  /** Ignores of other tools written as data (`Metadata.cfn-lint.config.ignore_checks`, `Metadata.checkov.skip`). */
  readonly foreignIgnores?: readonly ForeignIgnore[];
}

/** One id that another tool is told to leave alone at a node; `''` = in the whole file. */
export interface ForeignIgnore {
  readonly tool: string;
  readonly id: string;
  readonly node: string;
  readonly reason?: string;
  readonly span: Span;
}

/** One entry of `Metadata: { Verdigris: { ignore: [ { rule, reason, until } ] } }`. */
export interface WrittenSuppression {
  readonly rule: Written;
  /** Node it stands at and covers with all it contains; `''` = the whole file. */
  readonly node: string;
  readonly reason?: string;
  readonly until?: string;
  readonly span: Span;
  /** Meant for another tool, and honoured: nothing is said about it where it hides nothing. */
  readonly foreign?: true;
}

export interface NodeSpan {
  readonly path: string;
  /** Everything that belongs to the node. */
  readonly span: Span;
  /** Where a finding about something absent points. */
  readonly header: Span;
}

/**
 * `file`: one file by path relative to the document. `folder`: every file of a folder whose name ends so. `above`: files of these names
 * in `highest` folders from `path` upwards; the same list of names for many documents is looked for once.
 */
export type Neighbour =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'above'; readonly path: string; readonly names: readonly string[]; readonly highest: number }
  | { readonly kind: 'folder'; readonly path: string; readonly endings: readonly string[] };

/** A consistent snapshot of the documents that are open or were asked for as neighbours. */
export interface Project {
  /** Reading of a document of any language; undefined when it is not (yet) in the project or not one of ours. */
  reading(path: string): Reading | undefined;
  /** Documents of one language, sorted by path. */
  paths(language: LanguageId): readonly string[];
  /** Text of any file that is in the project, whatever it is. */
  text(path: string): string | undefined;
  /**
   * What a person brought in place of bundled data for the files of a folder, by the name of the data, in the form its language
   * reads; `file` is how it is called. The same object until it is replaced. Absent where nobody can bring any.
   */
  ownData?(name: string, folder: string): OwnData | undefined;
  /** True once the host looked for the file and it is not there; absence of a text alone proves nothing. */
  missing(path: string): boolean;
  /** Documents that lie in a folder itself, sorted. */
  documentsIn?(folder: string): readonly string[];
  /** Folders in a folder that hold documents themselves, sorted. */
  foldersIn?(folder: string): readonly string[];
  /** Folders outside of the workspace that hold installed `ansible_collections`. */
  readonly libraries?: readonly string[];
  /**
   * Remembers a result until one of the inputs it looked at changes; `name` says what it is, `path` of what. With `facts`, the number of
   * facts in it, a heavy result is kept only while there is room for it.
   */
  remember?<T>(name: string, path: string, compute: () => T, facts?: (value: T) => number): T;
}

export interface OwnData {
  readonly file: string;
  readonly value: unknown;
}

export interface Surroundings {
  readonly project: Project;
  readonly data: DataSource;
}

/**
 * What every language offers. `read` never throws and never gives up; every other function may assume a reading of its own.
 * Optional services are simply absent where a language has nothing to say. Offsets are UTF-16.
 */
export interface Language<R extends Reading = Reading> {
  readonly id: LanguageId;
  readonly title: string;
  read(source: SourceText, data: DataSource): R;
  /** Findings that need the schema or other files (kinds schema and semantic). */
  check(reading: R, around: Surroundings): readonly Finding[];
  facts(reading: R, around: Surroundings): readonly Fact[];
  /** The same with what only a plan of the reading looks at, other documents of its unit included; absent = `facts` are all. */
  unitFacts?(reading: R, around: Surroundings): readonly Fact[];
  /** Turns an intent into edits of this notation; an empty list when it cannot be done safely. */
  rewrite(reading: R, intents: readonly Intent[]): readonly Edit[];
  /** `rewrite` for many wishes, each as if it were the only one; absent = they are asked for one by one. */
  rewriteEach?(reading: R, wishes: readonly (readonly Intent[])[]): readonly (readonly Edit[])[];
  /** True where `rewrite` gives edits, for who only wants to know that; absent = it is asked. */
  rewrites?(reading: R, intents: readonly Intent[]): boolean;
  /** How a suppression comment is written on a line of its own (`# …`, `// …`); undefined where the notation has no comments. */
  commentToken(reading: R): string | undefined;
  /** Files that are wanted once the neighbours of the reading are known, named as neighbours are. */
  further?(reading: R, around: Surroundings): readonly Neighbour[];
  /** Files that only a plan of the reading looks at, named as neighbours are; asked again once they are known. */
  planned?(reading: R, around: Surroundings): readonly Neighbour[];
  /** Works out what other documents will ask of this one, while its reading is at hand. */
  prepare?(reading: R, around: Surroundings): void;
  /** Skeletons for a YAML document of which nobody can tell yet whose it is. */
  starters?(text: string, offset: number): readonly CompletionItem[];
  complete?(reading: R, offset: number, around: Surroundings): readonly CompletionItem[];
  /** Markdown for a completion item's `documentationKey`. */
  documentation?(key: string, around: Surroundings): string | undefined;
  hover?(reading: R, offset: number, around: Surroundings): Hover | undefined;
  signature?(reading: R, offset: number, around: Surroundings): SignatureHelp | undefined;
  definition?(reading: R, offset: number, around: Surroundings): readonly Location[];
  references?(reading: R, offset: number, around: Surroundings): readonly Reference[];
  /** Span and present name of what can be renamed at the offset; undefined = nothing here. */
  renameable?(
    reading: R,
    offset: number,
    around: Surroundings,
  ): { readonly span: Span; readonly name: string } | undefined;
  /** Throws nothing; `undefined` with a reason when the new name is not legal. */
  rename?(reading: R, offset: number, newName: string, around: Surroundings): Rename | { readonly refused: string };
  symbols?(reading: R): readonly DocumentSymbol[];
  folding?(reading: R): readonly FoldingRange[];
  /** Spans from the innermost to the outermost around the offset. */
  selection?(reading: R, offset: number): readonly Span[];
  tokens?(reading: R): readonly SemanticToken[];
  /** `replacement`: also at settings whose change replaces what they belong to. */
  hints?(reading: R, range: Span, around: Surroundings, replacement?: boolean): readonly InlayHint[];
  links?(reading: R, around: Surroundings): readonly DocumentLink[];
  refactorings?(reading: R, range: Span, around: Surroundings): readonly Refactoring[];
  /** Edits of a refactoring that was offered with the key `later`; empty when it cannot be done safely. */
  refactored?(reading: R, later: string, around: Surroundings): readonly RefactoringEdits[];
  /**
   * Parameters that decide what the file makes, and with `around` what other files give them; undefined where `deployed` has nothing to
   * show.
   */
  choices?(reading: R, around?: Surroundings): Choices | undefined;
  /** The file as it is deployed for values of its parameters: a text to be looked at. */
  deployed?(reading: R, values: Readonly<Record<string, string>>): string;
  callItem?(reading: R, offset: number, around: Surroundings): CallItem | undefined;
  calls?(
    item: CallItem,
    direction: 'in' | 'out',
    around: Surroundings,
  ): readonly { readonly item: CallItem; readonly spans: readonly Span[] }[];
  format?(reading: R, range?: Span): readonly Edit[];
}
