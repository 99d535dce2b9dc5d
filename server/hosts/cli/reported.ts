import { relative } from 'node:path';
import type { Finding } from '../../core/model/finding.ts';
import { type Baseline, newFindings } from '../../core/service/baseline.ts';
import { baseline } from './formats/baseline.ts';
import { github } from './formats/github.ts';
import { json } from './formats/json.ts';
import { junit } from './formats/junit.ts';
import { sarif } from './formats/sarif.ts';
import { text } from './formats/text.ts';
import type { Named } from './inputs.ts';
import type { Judged } from './judge.ts';
import { countsIn, type FileReport, type Format, type FormatOptions, type Reported } from './report.ts';

export type FormatName = 'text' | 'json' | 'sarif' | 'junit' | 'github' | 'baseline';

export const FORMATS: Readonly<Record<FormatName, Format>> = { text, json, sarif, junit, github, baseline };

/** How files are reported; plain data, so that a thread can be told. */
export interface ReportChoice {
  readonly format: FormatName;
  readonly options: FormatOptions;
  /** Folder that places start at. */
  readonly root: string;
  /** Findings that are known. */
  readonly known?: Baseline | undefined;
}

export function reported(
  { path, shown }: Named,
  source: string,
  { language, findings, showsKnown }: Judged,
  { format, options, root, known }: ReportChoice,
): Reported {
  const place = relative(root, path).replaceAll('\\', '/');
  const all: FileReport = { path: shown, place, text: source, language, findings };
  const file = known ? withoutKnown(all, known, showsKnown) : all;
  return { part: FORMATS[format].part(file, options), counts: countsIn(file.findings), isOurs: language !== null };
}

/** What the baseline knows is left out, or shown as hints. */
function withoutKnown(file: FileReport, known: Baseline, asHints: boolean): FileReport {
  const fresh = new Set(newFindings(known, file.place, file.text, file.findings));
  const hint = (finding: Finding): Finding[] => (asHints ? [{ ...finding, severity: 'hint' }] : []);
  return { ...file, findings: file.findings.flatMap((finding) => (fresh.has(finding) ? [finding] : hint(finding))) };
}
