/** Our own requests and notifications, names and shapes only. Client and server both build on these. */
import type { Choices } from './core/model/editor.ts';
import type { LifecycleClass } from './core/model/lifecycle.ts';
import type { Plan } from './core/model/plan.ts';
import type { Range } from './core/model/span.ts';

/** Request, client to server: the plan of a document, unsaved text included. */
export const PLAN_REQUEST = 'verdigris/plan';

export interface PlanParams {
  readonly uri: string;
  readonly mode?: 'minimal' | 'whole-environment';
  /** The blue side. Absent = nothing is deployed yet. The text comes from the client (VS Code's git extension, a picked file). */
  readonly blue?: BlueSide;
  /** A tool's own plan (terraform JSON plan, CloudFormation change set, `mac infrastructure items`), picked by the user. */
  readonly toolPlan?: { readonly name: string; readonly text: string };
}

export interface BlueSide {
  readonly kind: 'git:HEAD' | 'git:merge-base' | `git:${string}` | 'file';
  /** Texts of the unit at that revision, by URI; the document itself first. */
  readonly files: readonly { readonly uri: string; readonly text: string }[];
  /** URIs of today's files that the revision does not have: a schema migration among them has not run yet. */
  readonly absent?: readonly string[];
}

export type PlanResult =
  | { readonly plan: Plan; readonly quickFixes: readonly PlanFix[] }
  /** Nothing to plan, with a sentence that says why and what to do. */
  | { readonly refused: string };

/** Edits of one file. */
export interface ChangedFile {
  readonly uri: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
  /** The file is made first; its edits are those of an empty text. */
  readonly create?: boolean;
}

/** What can be done about a warning, or for a step. Its edits are asked for when it is taken: most never are. */
export interface PlanFix {
  /** Index into `plan.warnings`: after the fix it is gone. */
  readonly warning?: number;
  /** `PlanStep.n` of the step that gets what it lacked. */
  readonly step?: number;
  readonly title: string;
}

/** Request, client to server: the edits of a fix of the plan that was asked for last, to be made as one undoable edit. */
export const PLAN_FIX_REQUEST = 'verdigris/planFix';

export interface PlanFixParams {
  readonly uri: string;
  readonly fix: PlanFix;
}

/** Empty: it cannot be written safely, or the plan is another by now. */
export interface ChangedFiles {
  readonly files: readonly ChangedFile[];
}

/** Request, client to server: write down how a resource lives, where its file has a place for it. */
export const CLASSIFY_REQUEST = 'verdigris/classify';

export interface ClassifyParams {
  readonly uri: string;
  /** Id of a node of the document's plan. */
  readonly node: string;
  readonly lifecycle: LifecycleClass;
  readonly reason: string;
}

/** Request, client to server: the same plan in another form. */
export const RENDER_REQUEST = 'verdigris/renderPlan';

export interface RenderParams extends PlanParams {
  readonly format: 'markdown' | 'json' | 'mermaid' | 'sarif' | 'html' | 'runbook';
}

/** Notification, server to client: what was decided about a document, for the language status item. */
export const STATUS_NOTIFICATION = 'verdigris/status';

export interface StatusParams {
  readonly uri: string;
  readonly language: string | null;
  /** One sentence: why this language, or why none. */
  readonly reason: string;
  readonly findings: number;
  readonly rules: number;
  /** How old the bundled schemas of the language are: a date, or the release they are of. */
  readonly schemaDate: string;
  /** Milliseconds the last check took. */
  readonly milliseconds: number;
}

/**
 * Request, server to client: may this document be judged? Asked before the work begins, for what never ends can say nothing; the answer is
 * `false` for a document that is held back. A notification would not do: it may still wait to be written when the work begins.
 */
export const JUDGE_REQUEST = 'verdigris/judge';

/** Notification, server to client: the document asked for last is done. */
export const JUDGED_NOTIFICATION = 'verdigris/judged';

export interface JudgeParams {
  readonly uri: string;
}

/** Notification, server to client: a plan that was asked for may have changed. */
export const PLAN_CHANGED_NOTIFICATION = 'verdigris/planChanged';

export interface PlanChangedParams {
  readonly uri: string;
}

/** Request, server to client: texts of files that are not open (restricted to the workspace). `null` = there is no such file. */
export const READ_FILES_REQUEST = 'verdigris/readFiles';

export interface ReadFilesParams {
  readonly uris: readonly string[];
  readonly folders: readonly { readonly uri: string; readonly endings: readonly string[] }[];
}

export interface ReadFilesResult {
  readonly files: readonly { readonly uri: string; readonly text: string | null }[];
}

/** Request, client to server: fix the language of one document; `null` takes the choice back, `none` silences it. */
export const CHOOSE_LANGUAGE_REQUEST = 'verdigris/chooseLanguage';

export interface ChooseLanguageParams {
  readonly uri: string;
  readonly language: 'macfile' | 'cloudformation' | 'ansible' | 'terraform' | 'none' | null;
}

/**
 * Request, client to server: parameters that decide what a template makes; `null` where there is nothing to show. The template for chosen
 * values is the document `verdigris-plan:/deployed/<name>.<ending>?<JSON of { uri, values }>`.
 */
export const CHOICES_REQUEST = 'verdigris/choices';

export interface ChoicesParams {
  readonly uri: string;
}

export interface ChoicesResult extends Choices {
  readonly ending: 'yaml' | 'jsonc';
}

/**
 * The server's share of memory (V8 flags, the heap in megabytes), as our extension starts it: it must never press the editor out of its own.
 * Short-lived data is collected early, by one thread beside the server's own: more of them take memory, and time from each other. A heap
 * that grows by less is tidied in time. Compiling hot code beside the server saves a few milliseconds of a keystroke and takes 10 to 30 MB.
 */
export const SERVER_LIMITS: readonly string[] = [
  '--max-old-space-size=256',
  '--max-semi-space-size=2',
  '--v8-pool-size=1',
  '--heap-growing-percent=40',
  '--no-concurrent-recompilation',
];
