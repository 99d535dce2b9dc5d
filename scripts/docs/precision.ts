import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRule } from '../../server/core/rules/define.ts';

/** What was measured; numbers only, nothing of the repositories. */
export interface Measured {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly repositories: number;
  /** Files of each language. */
  readonly files: Readonly<Record<string, number>>;
  readonly rules: Readonly<Record<string, Counted>>;
}

export interface Counted {
  /** All there were; a template and its twin in the other notation count once. */
  readonly hits: number;
  readonly labelled: number;
  /** Labelled, and right. What is open to debate counts as wrong. */
  readonly right: number;
}

/** Below so many labelled hits a share says nothing; so many wrong ones among them say enough. */
const ENOUGH = 10;
const WRONG = 2;

export function measured(): Measured {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'precision.json'), 'utf8')) as Measured;
}

/** Errors, and rules whose safe fixes are made by themselves, have to be right more often. */
function wanted({ severity, fix }: AnyRule): number {
  return severity === 'error' || fix === 'safe' ? 0.95 : 0.9;
}

export type Verdict = 'no hits' | 'too few hits to say' | 'met' | 'missed';

export function verdictOn(rule: AnyRule, counted: Counted | undefined): Verdict {
  if (counted === undefined || counted.hits === 0) return 'no hits';
  if (counted.labelled < ENOUGH) return counted.labelled - counted.right >= WRONG ? 'missed' : 'too few hits to say';
  return counted.right / counted.labelled >= wanted(rule) ? 'met' : 'missed';
}

/** `docs/precision.md`. */
export function precisionPage(rules: readonly AnyRule[]): string {
  const { date, repositories, files, rules: counts } = measured();
  const total = Object.values(files).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(files).map(([language, count]) => `${count.toLocaleString('en')} ${language}`);
  const sorted = rules.toSorted(
    (a, b) => (counts[b.id]?.hits ?? 0) - (counts[a.id]?.hits ?? 0) || (a.id < b.id ? -1 : 1),
  );
  const verdicts = rules.map((rule) => verdictOn(rule, counts[rule.id]));
  const number = (verdict: Verdict): number => verdicts.filter((each) => each === verdict).length;
  return [
    '# How precise the rules are',
    '',
    `Measured on ${date} over ${total.toLocaleString('en')} files (${kinds.join(', ')}) of ${repositories} public repositories: platforms and services of public bodies and companies, ` +
      'modules and roles that others use, collections of sample templates, tutorials, and one repository that is wrong on purpose. All rules were on, the strict ones too.',
    '',
    'Of each rule at most 50 hits were drawn by a seeded shuffle, at most 15 of one repository as long as others had some, and each was read in its file: is it what the rule says, and would its author have to agree? ' +
      'What is open to debate counts as wrong. The hits were read by those who wrote the rules, and rules were tightened between rounds, so the last round is not independent of them.',
    '',
    `A rule has to be right in 90 of 100 hits, in 95 when it is an error or has a safe fix. ${number('met')} rules meet that, ${number('missed')} miss it (or are wrong twice in fewer than ${ENOUGH} hits) and are in preview ` +
      `(off until switched on by name), ${number('too few hits to say')} have fewer than ${ENOUGH} hits, ${number('no hits')} have none: nothing is known of those.`,
    '',
    '| rule | hits | labelled | right | precision | wanted | verdict |',
    '|---|---|---|---|---|---|---|',
    ...sorted.map((rule) => row(rule, counts[rule.id])),
    '',
  ].join('\n');
}

function row(rule: AnyRule, counted: Counted | undefined): string {
  const { hits = 0, labelled = 0, right = 0 } = counted ?? {};
  const precision = labelled === 0 ? '–' : (right / labelled).toFixed(2);
  const verdict = verdictOn(rule, counted) + (rule.status === 'preview' ? ', preview' : '');
  return `| [${rule.id}](rules/${rule.id}.md) | ${hits} | ${labelled} | ${right} | ${precision} | ${wanted(rule).toFixed(2)} | ${verdict} |`;
}
