import type { Finding, Fix, Safety } from '../model/finding.ts';
import type { Intent } from '../model/intent.ts';
import type { Edit, Span } from '../model/span.ts';
import { ALL_RULES } from '../rules/all.ts';
import type { Opened, Workspace } from './api.ts';
import { ask } from './ask.ts';
import { effectiveRule } from './config.ts';
import { severityEdits, sidecarEdits } from './config-edit.ts';
import { partsApart } from './parts.ts';
import { adoptionTitle, foreignIgnoreOf, suppressionFixes } from './suppression-fix.ts';

/** Edits of one file. `create`: the file is made first, its edits are then those of an empty text; `new`: only where there is none. */
export interface FileEdits {
  readonly path: string;
  readonly edits: readonly Edit[];
  readonly create?: boolean | 'new';
}

/** Something a person can do about a finding. */
export interface Action {
  readonly title: string;
  readonly safety: Safety;
  readonly finding: Finding;
  readonly files: readonly FileEdits[];
  /** `fix` removes the cause, `suppress` the report, `configure` the rule. */
  readonly aim: 'fix' | 'suppress' | 'configure';
  readonly preferred: boolean;
}

/** Findings that are acted on at a time: nobody reads a longer menu, and a selection may hold thousands. */
const MOST_AT_ONCE = 50;

/**
 * What can be done about the first findings that touch the span: fixes first, then suppressions, then configuration.
 */
export function actionsAt(workspace: Workspace, path: string, span: Span): readonly Action[] {
  const opened = workspace.opened(path);
  if (!opened) return [];
  const touched = workspace
    .check(path)
    .findings.filter((finding) => touches(finding.span, span))
    .slice(0, MOST_AT_ONCE);
  return [
    ...touched.flatMap((finding) => fixesOf(workspace, opened, finding)),
    ...once(touched).flatMap((finding) => movesOf(workspace, path, finding)),
    ...touched.flatMap((finding) => suppressionsOf(workspace, opened, finding)),
    ...once(touched).flatMap((finding) => configurationsOf(workspace, path, finding)),
  ];
}

/** Characters that one round of fixes may read again: each rewritten fix reads the whole text. */
const MOST_REREAD = 16_000_000;

/** Edits of all safe fixes that do not get into each other's way; what is left comes with the next round. */
export function safeEdits(workspace: Workspace, path: string, also: Safety = 'safe'): readonly Edit[] {
  const opened = workspace.opened(path);
  if (!opened) return [];
  const taken: Edit[] = [];
  let rewrites = Math.max(20, Math.floor(MOST_REREAD / (opened.reading.source.text.length + 1)));
  for (const finding of workspace.check(path).findings) {
    const fix = finding.fixes?.find(({ safety, others }) => (safety === 'safe' || safety === also) && !others?.length);
    if (!fix || !joinsFixAll(workspace, path, finding)) continue;
    if (fix.intents?.length && rewrites-- <= 0) break;
    const edits = editsOf(workspace, opened, fix);
    if (edits.every((edit) => taken.every((other) => !collides(edit, other)))) taken.push(...edits);
  }
  return taken;
}

/** Findings with the fixes that can really be made in this notation; the edits of intents are not worked out. */
export function withFixes(workspace: Workspace, path: string, findings: readonly Finding[]): readonly Finding[] {
  const opened = workspace.opened(path);
  if (!opened) return findings;
  const possible = possibleOf(
    workspace,
    opened,
    findings.flatMap(({ fixes }) => fixes ?? []).filter(({ intents }) => intents?.length),
  );
  return findings.map((finding) => {
    if (!finding.fixes?.some(({ intents }) => intents)) return finding;
    const fixes = finding.fixes.flatMap((fix) => {
      const { intents, ...made } = fix;
      const isPossible = intents?.length ? possible.has(fix) : made.edits.length > 0;
      return isPossible || fix.others?.length ? [made] : [];
    });
    return { ...finding, fixes };
  });
}

/** Those of the fixes whose intents can be turned into edits. */
function possibleOf(workspace: Workspace, opened: Opened, fixes: readonly Fix[]): ReadonlySet<Fix> {
  const { language, reading, path } = opened;
  const part = `${language.id} rewriter`;
  const together = workspace.guard(
    part,
    path,
    () =>
      language.rewriteEach?.(
        reading,
        fixes.map(({ intents }) => intents ?? []),
      ),
    undefined,
  );
  if (together !== undefined) return new Set(fixes.filter((_, at) => (together[at] ?? []).length > 0));
  const isPossible = (intents: readonly Intent[]): boolean =>
    language.rewrites?.(reading, intents) ?? language.rewrite(reading, intents).length > 0;
  return new Set(fixes.filter(({ intents = [] }) => workspace.guard(part, path, () => isPossible(intents), false)));
}

function fixesOf(workspace: Workspace, opened: Opened, finding: Finding): Action[] {
  return (finding.fixes ?? []).flatMap((fix, at): Action[] => {
    const own = { path: opened.path, edits: editsOf(workspace, opened, fix) };
    const files = [own, ...(fix.others ?? [])].filter(({ edits }) => edits.length > 0);
    if (files.length === 0) return [];
    const preferred = at === 0 && fix.safety === 'safe';
    return [{ title: fix.title, safety: fix.safety, finding, files, aim: 'fix', preferred }];
  });
}

/** A part of the unit goes into a file of its own. */
function movesOf(workspace: Workspace, path: string, finding: Finding): Action[] {
  return partsApart(workspace, path, finding.code, finding.node).map(({ title, edits }) => {
    return { title, safety: 'confirm', finding, files: edits, aim: 'fix', preferred: false };
  });
}

/** Intents become edits here: only when a fix is really asked for. */
function editsOf(workspace: Workspace, { language, reading, path }: Opened, fix: Fix): readonly Edit[] {
  const { edits, intents = [] } = fix;
  if (intents.length === 0) return edits;
  const rewritten = workspace.guard(`${language.id} rewriter`, path, () => language.rewrite(reading, intents), []);
  return rewritten.length === 0 ? [] : [...edits, ...rewritten];
}

/** As a comment where the notation has comments, else beside the code. */
function suppressionsOf(workspace: Workspace, { path, reading }: Opened, finding: Finding): Action[] {
  const fixes =
    ask(workspace, path, 'suppression', ({ language, reading }) =>
      suppressionFixes(reading, finding, language.commentToken(reading)),
    ) ?? [];
  const plain = { safety: 'suggestion', finding, aim: 'suppress', preferred: false } as const;
  const comments = fixes.map(({ title, edits }): Action => ({ ...plain, title, files: [{ path, edits }] }));
  if (comments.length > 0 || finding.kind === 'syntax' || finding.kind === 'suppression') return comments;
  const beside = sidecarEdits(workspace, path, finding);
  if (beside.edits.length === 0) return [];
  const foreign = foreignIgnoreOf(reading, finding);
  return [
    { ...plain, title: `Suppress ${finding.code} here in .verdigris.yaml`, files: [beside] },
    ...(foreign === undefined
      ? []
      : [
          {
            ...plain,
            title: adoptionTitle(foreign.tool, finding),
            files: [sidecarEdits(workspace, path, finding, foreign.reason)],
          },
        ]),
  ];
}

function configurationsOf(workspace: Workspace, path: string, finding: Finding): Action[] {
  if (finding.kind === 'syntax' || finding.kind === 'suppression') return [];
  const wishes = [
    ...(finding.severity === 'error' || finding.severity === 'warning' ? (['hint'] as const) : []),
    'off' as const,
  ];
  return wishes.map((severity) => {
    const file = severityEdits(workspace, path, finding.code, severity);
    const title =
      severity === 'off'
        ? `Switch ${finding.code} off in .verdigris.yaml`
        : `Show ${finding.code} as a hint (.verdigris.yaml)`;
    return { title, safety: 'suggestion', finding, files: [file], aim: 'configure', preferred: false };
  });
}

function joinsFixAll(workspace: Workspace, path: string, { code }: Finding): boolean {
  const rule = ALL_RULES.find(({ id }) => id === code);
  return rule === undefined || effectiveRule(workspace.configOf(path), rule, path).fix === 'on-save';
}

function once(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code }, at) => findings.findIndex((other) => other.code === code) === at);
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Two insertions at one place have no order, so they count as colliding. */
function collides({ span: a }: Edit, { span: b }: Edit): boolean {
  return (a.start < b.end && b.start < a.end) || a.start === b.start;
}
