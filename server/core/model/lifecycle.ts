/** How much a thing loses when it is destroyed; drives rules and the planner. Same words as `verdigris.plan/1`. */
export type LifecycleClass =
  | 'stateless'
  | 'persistent'
  | 'volatile'
  | 'cache'
  | 'router'
  | 'config'
  | 'network'
  | 'external'
  | 'unknown';

export interface LifecycleTraits {
  readonly kind?: string;
  readonly drain?: 'messages' | 'consumers' | 'executions' | 'checkpoint' | 'connections';
  readonly follows?: 'owner';
  readonly mechanism?: string;
  readonly weightable?: boolean | 'controller';
  readonly perColour?: boolean;
  readonly trigger?: boolean;
  readonly consumer?: boolean;
  readonly composite?: boolean;
  readonly mutatesHost?: boolean;
  readonly readOnly?: boolean;
  readonly verification?: boolean;
  /** The type accepts a snapshot instead of deletion (`DeletionPolicy: Snapshot`). */
  readonly snapshot?: boolean;
  /** What the class depends on, in plain words. */
  readonly note?: string;
}

/** Class of one resource. Below 0.5 the class is `unknown` whatever the table says; 0.5 to 0.7 is shown as "probably". */
export interface Lifecycle {
  readonly class: LifecycleClass;
  readonly confidence: number;
  /** How it was found, in order: table step (`CURATED`, `CFN_EQUIVALENT` ...), then refinements in plain words. */
  readonly reasons: readonly string[];
  readonly traits?: LifecycleTraits;
  readonly userOverride?: boolean;
}
