import type { Edit, Span } from './span.ts';

/** Plain results of the editing services; `lsp/convert` alone turns them into protocol objects. */
export type CompletionKind =
  | 'property'
  | 'value'
  | 'enum'
  | 'reference'
  | 'type'
  | 'function'
  | 'module'
  | 'keyword'
  | 'snippet'
  | 'variable'
  | 'file';

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Replaces `edit.span` by `edit.text`; `snippet` = the text holds `$1`, `${1:name}`, `$0`. */
  readonly edit: Edit;
  readonly snippet?: boolean;
  readonly detail?: string;
  /** Markdown, or a key that `documentation(key)` of the language answers on resolve. */
  readonly documentation?: string;
  readonly documentationKey?: string;
  /** Lower comes first; ties by label. */
  readonly rank?: number;
  readonly deprecated?: boolean;
  readonly preselect?: boolean;
  readonly filter?: string;
  readonly additional?: readonly Edit[];
  /** Ask for completion again after inserting. */
  readonly retrigger?: boolean;
}

export interface Hover {
  /** Markdown. Text from the workspace is escaped by whoever writes it here. */
  readonly markdown: string;
  readonly span: Span;
}

/** A place in a document of the project. */
export interface Location {
  readonly path: string;
  readonly span: Span;
  /** The whole thing, where `span` is only its name. */
  readonly full?: Span;
}

export interface Reference extends Location {
  readonly role: 'definition' | 'read' | 'write';
}

/** `edits` by path. `choices` are offered where a rename can mean more than one thing. */
export interface Rename {
  readonly edits: readonly { readonly path: string; readonly edits: readonly Edit[] }[];
  /** Files or folders that get another name, after all edits. A client that cannot move them must not be given the edits alone. */
  readonly moves?: readonly { readonly from: string; readonly to: string }[];
}

export type SymbolKind =
  | 'resource'
  | 'role'
  | 'action'
  | 'parameter'
  | 'output'
  | 'module'
  | 'variable'
  | 'section'
  | 'task'
  | 'play'
  | 'property'
  | 'condition'
  | 'function';

export interface DocumentSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly detail?: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

export interface FoldingRange {
  readonly span: Span;
  readonly kind?: 'comment' | 'imports' | 'region';
}

export type TokenType =
  | 'namespace'
  | 'type'
  | 'parameter'
  | 'variable'
  | 'property'
  | 'function'
  | 'keyword'
  | 'string'
  | 'number'
  | 'operator'
  | 'comment'
  | 'macro'
  | 'class'
  | 'enumMember';

export interface SemanticToken {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers?: readonly ('declaration' | 'readonly' | 'deprecated' | 'defaultLibrary' | 'modification')[];
}

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip?: string;
  readonly kind: 'type' | 'parameter' | 'state';
}

export interface DocumentLink {
  readonly span: Span;
  /** Path of the project, or an https address. */
  readonly target: string;
  readonly tooltip?: string;
}

export interface SignatureHelp {
  readonly signatures: readonly {
    readonly label: string;
    readonly documentation?: string;
    readonly parameters: readonly string[];
  }[];
  readonly activeSignature: number;
  readonly activeParameter: number;
}

/** A refactoring offered at the cursor. */
export interface Refactoring {
  readonly title: string;
  readonly kind: 'refactor.extract' | 'refactor.inline' | 'refactor.rewrite' | 'refactor.rewrite.notation';
  /** By path; `create` where there is no such file yet, `new` where there must be none. Empty with `later`. */
  readonly edits: readonly RefactoringEdits[];
  /** The edits cost more than an offer may: `refactored` of the language answers this key when somebody takes it. */
  readonly later?: string;
  /** With `later`: a file is made, which not every client can do. */
  readonly creates?: boolean;
  /** Node paths of what it is about, where a document has several such things. */
  readonly nodes?: readonly string[];
  /** Why it cannot be done here: it is then shown greyed, where a client shows such, and has no edits. */
  readonly refused?: string;
}

export interface RefactoringEdits {
  readonly path: string;
  readonly edits: readonly Edit[];
  readonly create?: boolean | 'new';
}

export interface CallItem {
  readonly name: string;
  readonly detail?: string;
  readonly location: Location;
}

/** What can be chosen before a file is shown as it is deployed. */
export interface Choices {
  readonly parameters: readonly Choice[];
  /** Values that other files give, by the name of the file. */
  readonly given: readonly { readonly file: string; readonly values: Readonly<Record<string, string>> }[];
}

/** A parameter that decides what a file makes. */
export interface Choice {
  readonly name: string;
  /** What it may be; its default first. */
  readonly values: readonly string[];
  /** It may be something else, too. */
  readonly open: boolean;
}
