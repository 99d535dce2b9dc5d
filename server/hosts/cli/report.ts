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

export type Counts = Readonly<Record<FindingSeverity, number>>;

/** What stays of a file once it is judged, wherever that was done: text and findings are let go of. */
export interface Reported {
  readonly part: string;
  readonly counts: Counts;
  /** Of one of our languages. */
  readonly isOurs: boolean;
}

export interface Format {
  /** What the report says of one file; what it needs to be told of all files is told at the end. */
  part(file: FileReport, options: FormatOptions): string;
  /** What is written when all files are there, piece by piece. */
  whole(files: readonly Reported[], options: FormatOptions): Iterable<string>;
}

export function countsIn(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

export function countsOf(files: readonly { readonly counts: Counts }[]): Counts {
  const sum = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { counts } of files) for (const severity of SEVERITIES) sum[severity] += counts[severity];
  return sum;
}

/** Findings at least as bad as `failOn`. */
export function failuresIn(counts: Counts, failOn: FindingSeverity): number {
  return SEVERITIES.reduce((sum, severity) => sum + (fails({ severity }, failOn) ? counts[severity] : 0), 0);
}

/** At least as bad as `failOn`. */
export function fails({ severity }: Pick<Finding, 'severity'>, failOn: FindingSeverity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}
