import type { Fact, FactOf } from '../model/fact.ts';
import type { Finding, FindingSeverity } from '../model/finding.ts';
import { ALL_RULES } from '../rules/all.ts';
import type { AnyRule } from '../rules/define.ts';
import { type RawFinding, runRules } from '../rules/run.ts';
import type { CheckResult, Opened, Workspace } from './api.ts';
import { activeRules, type Config, effectiveRule, severityOfFinding } from './config.ts';
import type { OverrideContext } from './config-file.ts';
import { applySuppressions } from './suppression.ts';

/** Every finding of a document, sorted by position, then code; the same input gives the same list. */
export function checkDocument(workspace: Workspace, path: string): CheckResult {
  const { language: id, reason } = workspace.languageOf(path);
  const opened = workspace.opened(path);
  if (!opened) return { language: id, reason, findings: [], rules: 0 };
  const config = workspace.configOf(path);
  const rules = activeRules(config, ALL_RULES, path);
  const length = opened.reading.source.text.length;
  const found = [
    ...languageFindings(workspace, opened, config),
    ...workspace.guard('rules', path, () => ruleFindings(workspace, opened, config, rules), []),
  ];
  const findings = found.map((each) => inside(each, length)).sort(byPlace);
  const left = workspace.guard('suppressions', path, () => unsuppressed(workspace, opened, config, findings), findings);
  return { language: id, reason, findings: left.toSorted(byPlace), rules: rules.length };
}

function unsuppressed(
  workspace: Workspace,
  { reading }: Opened,
  config: Config,
  findings: readonly Finding[],
): readonly Finding[] {
  return applySuppressions({ reading, findings, config, rules: ALL_RULES, today: workspace.today }).findings;
}

function languageFindings(workspace: Workspace, opened: Opened, config: Config): Finding[] {
  const { language, reading, around, path } = opened;
  const checked = workspace.guard(`${language.id} check`, path, () => language.check(reading, around), []);
  return [...reading.problems, ...checked].flatMap((finding) => {
    const severity = configuredSeverity(config, finding, language.id, path);
    return severity === undefined ? [] : [severity === finding.severity ? finding : { ...finding, severity }];
  });
}

/** Checks of a language can be configured by code like rules; a profile says nothing about them. */
function configuredSeverity(
  config: Config,
  { code, severity }: Finding,
  group: string,
  path: string,
): FindingSeverity | undefined {
  if (!config.layers.some(({ rules, overrides }) => Object.keys(rules).length > 0 || overrides.length > 0))
    return severity;
  const asRule = { id: code, group, severity, profile: 'recommended', essential: true } as unknown as AnyRule;
  const configured = effectiveRule(
    { ...config, profile: { ...config.profile, severity: () => severity } },
    asRule,
    path,
  ).severity;
  return configured === 'off' ? undefined : configured;
}

function ruleFindings(workspace: Workspace, opened: Opened, config: Config, rules: readonly AnyRule[]): Finding[] {
  const { path } = opened;
  const facts = workspace.facts(path);
  const contextsOf = contextsBy(facts);
  const raw = runRules(rules, facts, {
    optionsOf: (id) => {
      const rule = rules.find((each) => each.id === id);
      return rule ? effectiveRule(config, rule, path).options : {};
    },
    log: (message) => workspace.log(message),
    faults: workspace.ruleFaults,
  });
  return raw.flatMap((found) => {
    const effective = effectiveRule(config, found.rule, path, contextsOf(found.node));
    const severity = severityOfFinding(config, effective.severity, found);
    return severity === undefined ? [] : [findingOf(found, severity, effective.fix !== 'off')];
  });
}

/** The fixes stay intents: turning one into edits reads the whole text again, and few are ever asked for. */
function findingOf(found: RawFinding, severity: FindingSeverity, fixable: boolean): Finding {
  const { rule, message, span, node, fixes = [], related, tags } = found;
  return {
    code: rule.id,
    kind: 'rule',
    severity,
    message,
    span,
    node,
    ...(fixable && fixes.length > 0
      ? { fixes: fixes.map(({ title, safety, intents }) => ({ title, safety, edits: [], intents })) }
      : {}),
    ...(related ? { related } : {}),
    ...(tags ? { tags } : {}),
  };
}

function contextsBy(facts: readonly Fact[]): (node: string) => readonly OverrideContext[] {
  const unit = facts.find((fact): fact is FactOf<'unit'> => fact.fact === 'unit');
  const contexts: readonly OverrideContext[] = unit?.contexts ?? [];
  const stateful = new Set(
    facts.flatMap((fact) => (fact.fact === 'resource' && fact.lifecycle.class === 'persistent' ? [fact.node] : [])),
  );
  return (node) => (stateful.has(node) ? [...contexts, 'stateful'] : contexts);
}

/** Spans are promised to lie inside the document; a part that breaks the promise must not break an editor. */
function inside(finding: Finding, length: number): Finding {
  const { start, end } = finding.span;
  if (start >= 0 && start <= end && end <= length) return finding;
  const from = Math.max(0, Math.min(start, length));
  return { ...finding, span: { start: from, end: Math.max(from, Math.min(end, length)) } };
}

function byPlace(a: Finding, b: Finding): number {
  return (
    a.span.start - b.span.start || a.span.end - b.span.end || compare(a.code, b.code) || compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
