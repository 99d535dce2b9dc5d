import type { Intent } from './intent.ts';
import type { Edit, Span } from './span.ts';

export type FindingKind = 'syntax' | 'schema' | 'semantic' | 'rule' | 'plan' | 'suppression';
/** The weightiest first. */
export const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;
export type FindingSeverity = (typeof SEVERITIES)[number];

/**
 * `safe` replaces, renames, stops or rescales nothing deployed; `confirm` changes what is deployed;
 * `suggestion` is a refactoring or a snippet with places to fill in.
 */
export type Safety = 'safe' | 'confirm' | 'suggestion';

export interface Fix {
  readonly title: string;
  readonly safety: Safety;
  /** Edits of the finding's own document. */
  readonly edits: readonly Edit[];
  /** What to change beyond `edits`, without notation: turned into edits by the language when the fix is asked for. */
  readonly intents?: readonly Intent[];
  /** Edits of further documents, by path. */
  readonly others?: readonly { readonly path: string; readonly edits: readonly Edit[] }[];
}

export interface Related {
  readonly message: string;
  readonly path?: string;
  readonly span: Span;
}

export interface Finding {
  /** `<language>/<problem>` for checks, a bare id for rules, `plan/<name>`, `suppression/<name>`. */
  readonly code: string;
  readonly kind: FindingKind;
  readonly severity: FindingSeverity;
  /** What is wrong, why it matters, what to do. Self-sufficient plain text. */
  readonly message: string;
  readonly span: Span;
  /** Stable node path; suppressions and baselines match by it. */
  readonly node: string;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
}
