import type { ExportText } from '../model/export-name.ts';
import type { Fact, LanguageId, Resource } from '../model/fact.ts';
import type { Lifecycle, LifecycleClass } from '../model/lifecycle.ts';
import type { ChangedPath, Plan } from '../model/plan.ts';
import type { Range, Span } from '../model/span.ts';
import type { Phrase, Words } from './phrase.ts';

/** Everything a plan is made of. Plain data and two pure functions: the planner reads no file and no clock. */
export interface PlanInput {
  /** What is to be deployed. */
  readonly green: UnitFacts;
  /** `buffer` (default): an unsaved text of the editor. */
  readonly greenKind?: Plan['input']['green'];
  /** What is deployed now. Absent = nothing yet: the first deployment. */
  readonly blue?: UnitFacts;
  /** Where blue comes from; default `file`. */
  readonly blueKind?: Plan['input']['blue'];
  /** What a tool says will happen; it outranks every other evidence. Made by `readToolPlan`. */
  readonly toolPlan?: ToolPlan;
  /** Class of a type that only the tool plan names (a remote module). Absent = unknown. */
  readonly classify?: (type: string) => Lifecycle;
  /** Default: whole environment for a Macfile, minimal for everything else. */
  readonly mode?: Plan['mode'];
  /** `replacement` of the schema, bound to language and data. Absent = every answer is `unknown`. */
  readonly replacement?: (type: string, path: string) => ReplacementAnswer;
  /** By node path; comments are read by `overridesIn`, `plan.overrides` comes from the configuration. */
  readonly overrides?: Overrides;
  /** How queues and caches go on while both colours run: by node path, or for all by the keys `queue` and `cache`. Unknown words are ignored. */
  readonly policies?: Readonly<Record<string, string>>;
  /** The language of the sentences; absent: English. Ids, names and commands are the same in every one. */
  readonly words?: Words;
  /** What other units import by name, and the file that does. */
  readonly imports?: readonly (ExportText & { readonly path: string })[];
  /** Schema migrations beside the infrastructure, oldest first; only those that blue does not have yet. */
  readonly migrations?: readonly Migration[];
}

/** Facts of one deployable unit, with what is needed to say where they stand. */
export interface UnitFacts {
  /** Of the main file, as shown to people. */
  readonly path: string;
  readonly language: LanguageId;
  readonly facts: readonly Fact[];
  /** Zero-based lines and UTF-16 columns of a span of the main file, or of `path` where a fact names another `file`. */
  readonly rangeOf: (span: Span, path?: string) => Range;
}

export interface ReplacementAnswer {
  readonly forces: ChangedPath['forcesReplacement'];
  /** Name of what says so: a specification, a documentation. */
  readonly via: string;
  /** Only a hint: not enough to say that a store is replaced. */
  readonly hint?: boolean;
}

export type Overrides = Readonly<Record<string, { readonly class: LifecycleClass; readonly reason?: string }>>;

export type QueuePolicy = 'shared-tolerant' | 'per-colour' | 'version-routed';

export type CachePolicy = 'share-prefixed' | 'new-warm';

export interface Migration {
  readonly path: string;
  readonly text: string;
}

/** What a tool's own plan says, by node path. Sensitive values are masked already. */
export interface ToolPlan {
  readonly tool: 'terraform' | 'cloudformation' | 'mac';
  readonly changes: readonly ToolChange[];
  /** Nested stacks that change, of which the tool does not say how: their own change sets are not given. */
  readonly unseen?: readonly string[];
  /** `mac infrastructure items`: what exists. It says nothing about changes. */
  readonly running?: readonly RunningItem[];
}

/** A changed setting, before what it changes through has a language. */
export type ChangedSetting = Omit<ChangedPath, 'via'> & { readonly via?: Phrase };

export interface ToolChange {
  /** Node path, instance keys included: `aws_lb.main`, `module.x.aws_lb.main[0]`, `Resources.WebAsg`. */
  readonly address: string;
  readonly type: string;
  readonly change: 'unchanged' | 'add' | 'update' | 'update-maybe-replace' | 'replace' | 'remove';
  /** The tool makes the new one before it destroys the old one. */
  readonly createBeforeDestroy?: boolean;
  readonly paths: readonly ChangedSetting[];
  /** Why the tool does it, in its own word. */
  readonly reason?: string;
}

export interface RunningItem {
  readonly infrastructure: string;
  readonly version: string;
  /** Entry under `infrastructures` for a resource, name of the server for an instance. */
  readonly name: string;
  readonly kind: 'resource' | 'instance';
  readonly status: string;
}

/** A resource as both sides know it. At least one side is there. */
export interface Pair {
  readonly id: string;
  /** What blue calls it. */
  readonly was: string;
  readonly blue?: Resource;
  readonly green?: Resource;
}
