import type { Finding } from '../model/finding.ts';
import { effectiveRule, honoursForeignPragmas, inlineSuppression, sidecarsFor } from './config.ts';
import { complaintsAbout } from './suppression-findings.ts';
import { foreignPragmas } from './suppression-foreign.ts';
import { covers, namesCode, type Outcome, type Refusal, type SuppressionInput } from './suppression-outcome.ts';
import { readSuppressions, type Suppression } from './suppression-read.ts';

export interface Suppressed {
  /** What is left, with the findings about the suppressions themselves, by position. */
  readonly findings: readonly Finding[];
  readonly hidden: readonly { readonly finding: Finding; readonly by: Suppression }[];
}

/** Takes out what is suppressed and adds findings of kind `suppression`. Nothing of kind `syntax` can be hidden. */
export function applySuppressions(input: SuppressionInput): Suppressed {
  const { reading, findings, config } = input;
  const inline = readSuppressions(reading);
  const sidecars = sidecarsFor(config, reading.source.path).map((one): Suppression => {
    const start = { start: 0, end: 0 };
    const said = {
      ...(one.reason === undefined ? {} : { reason: one.reason }),
      ...(one.until === undefined ? {} : { until: one.until }),
    };
    return { form: 'sidecar', rules: [{ value: one.rule, span: start }], node: one.node ?? '', span: start, ...said };
  });
  const foreign = honoursForeignPragmas(config) ? foreignPragmas(reading, input.rules) : [];
  const suppressions = [...inline, ...foreign, ...sidecars];
  if (suppressions.length === 0) return { findings, hidden: [] };

  const groups = new Map(input.rules.map(({ id, group }) => [id, group]));
  const outcomes = suppressions.map((suppression) => outcomeOf(suppression, input, groups));
  const hiddenBy = new Map<Finding, Suppression>();
  for (const { suppression, refusal, hidden } of outcomes) {
    if (refusal === undefined)
      for (const finding of hidden) if (!hiddenBy.has(finding)) hiddenBy.set(finding, suppression);
  }
  const left = findings.filter((finding) => !hiddenBy.has(finding));
  const complaints = outcomes.flatMap((outcome) => complaintsAbout(outcome, input));
  return {
    findings: [...left, ...complaints].sort((a, b) => a.span.start - b.span.start || (a.code < b.code ? -1 : 1)),
    hidden: [...hiddenBy].map(([finding, by]) => ({ finding, by })),
  };
}

function outcomeOf(suppression: Suppression, input: SuppressionInput, groups: ReadonlyMap<string, string>): Outcome {
  const named = input.findings.filter((finding) => {
    if (finding.kind === 'syntax' || !covers(suppression, finding)) return false;
    const { rules } = suppression;
    return rules.length === 0 || rules.some(({ value }) => namesCode(value, finding.code, groups.get(finding.code)));
  });
  const refusal = refusalOf(suppression, input);
  const suppressible = (finding: Finding) => isSuppressible(finding, input);
  return {
    suppression,
    hidden: named.filter(suppressible),
    kept: named.filter((finding) => !suppressible(finding)),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function refusalOf({ form, until, reason }: Suppression, { config, today }: SuppressionInput): Refusal | undefined {
  const allowed = form === 'sidecar' ? 'all' : inlineSuppression(config);
  if (allowed === 'none') return 'not-allowed';
  if (until !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(until) || until < today)) return 'expired';
  return allowed === 'with-reason' && reason === undefined ? 'no-reason' : undefined;
}

function isSuppressible(finding: Finding, { rules, config, reading }: SuppressionInput): boolean {
  const rule = rules.find(({ id }) => id === finding.code);
  return rule === undefined || effectiveRule(config, rule, reading.source.path).suppressible;
}
