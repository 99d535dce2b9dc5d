import type { Finding } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { ALL_RULES } from '../rules/all.ts';
import type { AnyRule } from '../rules/define.ts';
import type { Workspace } from './api.ts';
import { type Config, explain } from './config.ts';

/** Rules told in one hover at most: the rest stands in the list of problems. */
const MOST = 3;

/** Why the rules report at a place what is among the findings, and which setting decided how loudly. Undefined where none does. */
export function whyAt(
  workspace: Workspace,
  path: string,
  offset: number,
  findings: readonly Finding[],
): { readonly markdown: string; readonly span: Span } | undefined {
  const config = workspace.configOf(path);
  const found = findings
    .filter(({ kind, span }) => kind === 'rule' && span.start <= offset && offset <= span.end)
    .filter(({ code }, at, all) => all.findIndex((other) => other.code === code) === at);
  const told = found.flatMap((finding) => {
    const rule = ALL_RULES.find(({ id }) => id === finding.code);
    return rule === undefined ? [] : [partOf(rule, finding, config, path)];
  });
  const [first] = found;
  if (first === undefined || told.length === 0) return undefined;
  return { markdown: told.slice(0, MOST).join('\n\n'), span: first.span };
}

function partOf(rule: AnyRule, finding: Finding, config: Config, path: string): string {
  return `**${rule.id}**: ${rule.title}  \n${rule.why}  \n_${decided(rule, finding, config, path)}_`;
}

/** `warning, as profile recommended (default) says`, and what a guard made of it. */
function decided(rule: AnyRule, finding: Finding, config: Config, path: string): string {
  const { severity, source, locked } = explain(config, rule, path);
  const profile = source === `profile ${config.profile.name}` ? ` (${config.profileSource})` : '';
  const lock = locked ? ', locked there' : '';
  const lowered = finding.severity === severity ? '' : `; here ${finding.severity}, by what this place is for`;
  return `${severity} by ${escaped(source)}${escaped(profile)}${lock}${lowered}`;
}

/** A path may hold what means something in Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&');
}
