import type { LifecycleClass, LifecycleTraits } from './lifecycle.ts';
import type { Range } from './span.ts';

/** The public contract `verdigris.plan/1`: plain JSON, no clock, no randomness; same input, same bytes. */
export type Change = 'unchanged' | 'add' | 'update' | 'update-maybe-replace' | 'replace' | 'remove' | 'unknown';
export type Action =
  | 'duplicate'
  | 'share'
  | 'expand'
  | 'migrate'
  | 'drain'
  | 'warm'
  | 'switch'
  | 'retire'
  | 'contract'
  | 'block'
  | 'review';
export type Phase =
  | 'preflight'
  | 'protect'
  | 'expand'
  | 'provision'
  | 'warm'
  | 'verify'
  | 'messages'
  | 'cut-over'
  | 'bake'
  | 'drain'
  | 'retire'
  | 'contract';
export type PlanSeverity = 'blocker' | 'high' | 'medium' | 'low' | 'info';
export type Evidence = 'tool-plan' | 'bundled-facts' | 'text-diff' | 'none';
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Zero-based lines, UTF-16 columns. */
export interface Source {
  readonly path: string;
  readonly range: Range;
}

export interface ChangedPath {
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly forcesReplacement: 'yes' | 'maybe' | 'no' | 'unknown';
  readonly via?: string;
  readonly sensitive?: boolean;
}

export interface PlanNode {
  readonly id: string;
  readonly label: string;
  readonly tool: 'cloudformation' | 'terraform' | 'ansible' | 'macfile' | 'compose' | 'kubernetes';
  readonly type: string;
  readonly source: Source;
  readonly instances?: number | 'unknown';
  readonly lifecycle: {
    readonly class: LifecycleClass;
    readonly confidence: number;
    readonly reasons: readonly string[];
    readonly traits?: LifecycleTraits;
    readonly userOverride?: boolean;
  };
  readonly change: Change;
  readonly evidence?: Evidence;
  readonly changedPaths?: readonly ChangedPath[];
  readonly names?: readonly {
    readonly path: string;
    readonly value?: string;
    readonly scope: 'global' | 'account-region' | 'parent' | 'unknown';
    readonly colourAware: boolean;
  }[];
  readonly guards?: {
    readonly retain: boolean;
    readonly snapshot: boolean;
    readonly preventDestroy: boolean;
    readonly createBeforeDestroy: boolean;
  };
  readonly action: Action;
  /** One sentence per decision: part of the contract. */
  readonly why: readonly string[];
}

export interface PlanEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'ref' | 'depends' | 'name' | 'attach' | 'route' | 'produces' | 'consumes' | 'scales' | 'contains';
  readonly certainty: 'explicit' | 'inferred';
  readonly source?: Source;
}

export interface CutOver {
  readonly node: string;
  readonly mechanism: string;
  readonly weightable: boolean;
  readonly rollbackLatency: 'instant' | 'ttl' | 'redeploy';
  readonly order: number;
}

export interface PlanStep {
  readonly n: number;
  readonly phase: Phase;
  readonly action: Action | 'check' | 'snapshot' | 'verify' | 'observe' | 'route' | 'separate-migration';
  readonly nodes: readonly string[];
  readonly precondition?: readonly string[];
  readonly do: string;
  readonly verify: string;
  readonly rollback: string;
  /** After this step production can still be served by blue with its data intact. */
  readonly reversible: boolean;
  readonly traffic?: readonly { readonly blue: number; readonly green: number }[];
  /** Text to copy, never run. */
  readonly commands?: readonly string[];
  readonly source?: readonly Source[];
}

export interface PlanWarning {
  readonly code: `plan/${string}`;
  readonly severity: PlanSeverity;
  readonly node: string;
  readonly source: Source;
  readonly message: string;
  readonly fix?: string;
}

export interface Plan {
  readonly schema: 'verdigris.plan/1';
  readonly input: {
    /** The file the plan was asked for; its nodes may stand in others of the unit. */
    readonly path?: string;
    readonly blue: 'git:HEAD' | 'git:merge-base' | `git:${string}` | 'file' | 'tool-plan' | 'none';
    readonly green: 'buffer' | 'file';
    readonly evidence: readonly string[];
  };
  readonly mode: 'minimal' | 'whole-environment';
  readonly colours: readonly { readonly id: 'blue' | 'green'; readonly label: string }[];
  /** The one sentence that says it all, for the header, screen readers and Markdown. */
  readonly summary: string;
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
  readonly cutOver: readonly CutOver[];
  readonly steps: readonly PlanStep[];
  readonly warnings: readonly PlanWarning[];
  readonly pointOfNoReturn: number | null;
  readonly dataPointOfNoReturn?: number;
  readonly blastRadius: {
    readonly duplicated: number;
    readonly shared: number;
    readonly sharedButChanged: number;
    readonly total: number;
  };
  readonly capacity: { readonly extraUnits: number | 'unknown' };
  readonly messages?: readonly {
    readonly queue: string;
    readonly policy: 'shared-tolerant' | 'per-colour' | 'version-routed';
    readonly producers?: readonly string[];
    readonly consumers?: readonly string[];
    readonly versionAttribute?: string;
  }[];
  readonly caches?: readonly {
    readonly node: string;
    readonly policy: 'share-prefixed' | 'new-warm';
    readonly warmBy?: string;
  }[];
  readonly schemaChecks?: readonly {
    readonly store: string;
    readonly change: string;
    readonly compatible: 'yes' | 'no' | 'unknown';
    readonly phase: 'expand' | 'contract';
  }[];
  readonly readiness: {
    readonly score: number;
    readonly band: 'ready' | 'fix first' | 'not blue-green';
    readonly counts: Readonly<Record<PlanSeverity, number>>;
    readonly caps: readonly string[];
  };
}
