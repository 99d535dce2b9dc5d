import type { Reading } from '../languages/language.ts';
import type { Finding } from '../model/finding.ts';
import type { RuleMeta } from '../rules/define.ts';
import type { Config } from './config.ts';
import type { Suppression } from './suppression-read.ts';

export interface SuppressionInput {
  readonly reading: Reading;
  /** Findings of every kind, severities already set. */
  readonly findings: readonly Finding[];
  readonly config: Config;
  /** All rules, also those that are off: an id of theirs is known. */
  readonly rules: readonly RuleMeta[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** Why a suppression does not hold. */
export type Refusal = 'expired' | 'no-reason' | 'not-allowed';

/** A suppression with what it did; `usedIds` are the ids of its list that hid, or would have hidden, something. */
export interface Outcome {
  readonly suppression: Suppression;
  readonly refusal?: Refusal;
  readonly hidden: readonly Finding[];
  /** Findings it names that no suppression may hide. */
  readonly kept: readonly Finding[];
}

/** Does an id of a list (`no-latest-tag`, `state/*`, `macfile/unknown-key`, `macfile/*`) speak about this code? */
export function namesCode(id: string, code: string, group: string | undefined): boolean {
  if (id === '*' || id === code) return true;
  return id.endsWith('/*') && (id.slice(0, -2) === group || code.startsWith(id.slice(0, -1)));
}

/** By node first: a suppression must not be lost because the reported line moved. */
export function covers({ node, scope }: Suppression, finding: Finding): boolean {
  if (node === '') return true;
  if (node !== undefined && (finding.node === node || finding.node.startsWith(`${node}.`))) return true;
  return scope !== undefined && scope.start <= finding.span.start && finding.span.end <= scope.end;
}
