import type { Language, Project, Reading } from '../../server/core/languages/language.ts';
import type { FindingSeverity, Fix } from '../../server/core/model/finding.ts';
import type { Span } from '../../server/core/model/span.ts';
import type { AnyRule } from '../../server/core/rules/define.ts';
import { runRules } from '../../server/core/rules/run.ts';
import { schemaData } from '../plans/data.ts';
import { LANGUAGES } from './languages.ts';

export const data = schemaData();

export interface Checked {
  readonly reading: Reading;
  readonly findings: readonly Found[];
}

export interface Found {
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly lowered: boolean;
  readonly span: Span;
  readonly node: string;
  readonly message: string;
  readonly fixes: readonly Fix[];
}

export interface CheckOptions {
  readonly path?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Runs rules over one text through its real language; a fault of a rule fails the test. */
export function checkText(
  language: Language,
  text: string,
  rules: readonly AnyRule[],
  given: CheckOptions = {},
): Checked {
  const reading = language.read({ path: given.path ?? DEFAULT_PATHS[language.id], text }, data);
  const facts = language.facts(reading, { project: onlyThis(reading), data });
  const fail = (message: string) => {
    throw new Error(message);
  };
  const raw = runRules(rules, facts, { log: fail, faults: new Map(), optionsOf: () => given.options ?? {} });
  const findings = raw.map(({ rule, fixes = [], ...found }) => ({
    ...found,
    code: rule.id,
    fixes: fixes
      .map(({ title, safety, intents }) => ({ title, safety, edits: language.rewrite(reading, intents) }))
      .filter(({ edits }) => edits.length > 0),
  }));
  return { reading, findings };
}

export function languageCalled(id: string): Language | undefined {
  return LANGUAGES.find((language) => language.id === id);
}

const DEFAULT_PATHS: Readonly<Record<Language['id'], string>> = {
  macfile: 'shop.macfile',
  cloudformation: 'shop.yaml',
  ansible: 'site.yml',
  terraform: 'main.tf',
};

function onlyThis(reading: Reading): Project {
  return {
    reading: (path) => (path === reading.source.path ? reading : undefined),
    paths: () => [reading.source.path],
    text: (path) => (path === reading.source.path ? reading.source.text : undefined),
    missing: (path) => path !== reading.source.path,
  };
}
