import type { LanguageId } from '../../core/model/fact.ts';
import { type Finding, type FindingSeverity, SEVERITIES } from '../../core/model/finding.ts';

/** What was found in one file. */
export interface FileReport {
  /** As shown to people: relative to the current folder. */
  readonly path: string;
  /** Relative to the root: what machines compare between runs, wherever they are started. */
  readonly place: string;
  /** Empty where nothing was found. */
  readonly text: string;
  readonly language: LanguageId | null;
  readonly findings: readonly Finding[];
}

export interface FormatOptions {
  readonly colours: boolean;
  readonly version: string;
  readonly failOn: FindingSeverity;
}

export type Format = (files: readonly FileReport[], options: FormatOptions) => string;

export function countsOf(files: readonly FileReport[]): Readonly<Record<FindingSeverity, number>> {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { findings } of files) for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** At least as bad as `failOn`. */
export function fails({ severity }: Finding, failOn: FindingSeverity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}
