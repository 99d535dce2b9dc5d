import type { Resource } from '../model/fact.ts';
import type { LifecycleClass } from '../model/lifecycle.ts';
import type { Plan } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
import { entryIn } from '../model/table.ts';
import { type PlanFix, planFixes, planWarningsAsFindings, type UnitFacts } from '../planner/index.ts';
import type { Workspace } from './api.ts';
import { ask } from './ask.ts';
import { policyEdits } from './config-edit.ts';
import { type Action, actionsAt, type FileEdits } from './fixes.ts';
import { lifecycleEdits } from './lifecycle-edits.ts';
import { documentShownAs, type PlanAnswer } from './plan.ts';

/** A change after which the plan has the warning no more, or a step has what it lacked. */
export interface PlanFixEdits {
  /** Index into `plan.warnings`. */
  readonly warning?: number;
  /** `PlanStep.n`. */
  readonly step?: number;
  readonly title: string;
  readonly files: readonly FileEdits[];
}

/** What removes the warnings of a plan that stand at the span. */
export function planActionsAt(workspace: Workspace, path: string, span: Span, answer: PlanAnswer): readonly Action[] {
  if ('refused' in answer) return [];
  const { plan: made, green } = answer;
  const touched = made.warnings.flatMap((warning, at) =>
    planWarningsAsFindings({ ...made, warnings: [warning] }, green)
      .filter((finding) => finding.span.start <= span.end && span.start <= finding.span.end)
      .map((finding) => ({ at, finding })),
  );
  if (touched.length === 0) return [];
  const fixes = fixesOfPlan(workspace, path, made, green);
  return touched.flatMap(({ at, finding }) => {
    const own = [...fixes.filter(({ warning }) => warning === at), ...classesOffered(workspace, path, made, at)];
    return own.map(({ title, files }): Action => {
      return { title, safety: 'confirm', finding, files, aim: 'fix', preferred: false };
    });
  });
}

const CLASSES: readonly LifecycleClass[] = ['stateless', 'persistent', 'volatile', 'config'];

/** For what the plan cannot classify: a person's word, written at the resource. */
function classesOffered(workspace: Workspace, path: string, made: Plan, at: number): readonly PlanFixEdits[] {
  const warning = made.warnings[at];
  if (warning?.code !== 'plan/unclassified' && warning?.code !== 'plan/external') return [];
  return CLASSES.flatMap((state) => {
    const files = lifecycleEdits(workspace, path, warning.node, state, 'chosen in the plan');
    return files.length > 0 ? [{ warning: at, title: `Say that it is ${state}`, files }] : [];
  });
}

/** Everything that makes a plan better by an edit: for its warnings first, then for its steps. */
export function fixesOfPlan(workspace: Workspace, path: string, made: Plan, green: UnitFacts): readonly PlanFixEdits[] {
  const textOf = (span: Span, file?: string): string =>
    workspace.text(documentShownAs(workspace, path, file))?.slice(span.start, span.end) ?? '';
  const intended = planFixes(made, green, textOf).flatMap((fix) => rewritten(workspace, path, fix));
  const fixed = new Set(intended.map(({ warning }) => warning));
  const others = made.warnings.flatMap((warning, at): readonly PlanFixEdits[] => [
    ...(fixed.has(at) ? [] : fixByRule(workspace, path, warning, at)),
    ...policiesFor(workspace, path, warning, at),
    ...partsMoved(workspace, path, warning, at),
  ]);
  const rank = ({ warning }: PlanFixEdits): number => warning ?? made.warnings.length;
  return [...intended, ...others].sort((one, other) => rank(one) - rank(other));
}

function rewritten(workspace: Workspace, path: string, { file, intents, ...fix }: PlanFix): readonly PlanFixEdits[] {
  const target = documentShownAs(workspace, path, file);
  const edits = ask(workspace, target, 'plan fixes', ({ language, reading }) => language.rewrite(reading, intents));
  const { warning, step, title } = fix;
  const at = warning === undefined ? { ...(step === undefined ? {} : { step }) } : { warning };
  return edits && edits.length > 0 ? [{ ...at, title, files: [{ path: target, edits }] }] : [];
}

/** Which part of a Macfile a warning wants elsewhere. */
const APART: Readonly<Record<string, string>> = {
  'plan/state-in-versioned-unit': 'persistent resources',
  'plan/cut-over-inside-unit': 'the switch',
};

/** Moves what keeps data, or what switches, into a file of its own: one refactoring of the whole document. */
function partsMoved(
  workspace: Workspace,
  path: string,
  { code }: Plan['warnings'][number],
  at: number,
): readonly PlanFixEdits[] {
  const part = entryIn(APART, code);
  if (part === undefined) return [];
  const whole = { start: 0, end: workspace.text(path)?.length ?? 0 };
  const found = ask(workspace, path, 'refactorings', ({ language, reading, around }) =>
    language.refactorings?.(reading, whole, around),
  );
  return (found ?? [])
    .filter(({ kind, title }) => kind === 'refactor.extract' && title.includes(part))
    .map(({ title, edits }) => ({ warning: at, title, files: edits }));
}

/** Choices that are no part of the file: they are written into the configuration. */
const POLICIES: Readonly<Record<string, readonly (readonly [policy: string, title: string])[]>> = {
  'plan/message-format': [
    ['version-routed', 'Route its messages by the version they carry (.verdigris.yaml)'],
    ['per-colour', 'Give each colour a queue of its own (.verdigris.yaml)'],
  ],
  'plan/cache-namespace': [['share-prefixed', 'Say that its keys carry the version (.verdigris.yaml)']],
};

function policiesFor(
  workspace: Workspace,
  path: string,
  { code, node }: Plan['warnings'][number],
  at: number,
): readonly PlanFixEdits[] {
  return (entryIn(POLICIES, code) ?? []).flatMap(([policy, title]) => {
    const file = policyEdits(workspace, path, node, policy);
    return file.edits.length > 0 ? [{ warning: at, title, files: [file] }] : [];
  });
}

function fixByRule(
  workspace: Workspace,
  path: string,
  warning: Plan['warnings'][number],
  at: number,
): readonly PlanFixEdits[] {
  const rules = entryIn(RULES_BEHIND, warning.code) ?? [];
  if (rules.length === 0) return [];
  const resource = workspace
    .facts(path)
    .find((fact): fact is Resource => fact.fact === 'resource' && fact.node === warning.node);
  const target = resource?.file ?? resource?.path ?? path;
  const nodes = [warning.node, resource?.definition?.node];
  const finding = workspace
    .check(target)
    .findings.find(({ code, node }) => rules.includes(code) && nodes.includes(node));
  if (!finding) return [];
  const action = actionsAt(workspace, target, finding.span).find(
    (each) => each.aim === 'fix' && each.finding === finding,
  );
  return action ? [{ warning: at, title: action.title, files: action.files }] : [];
}

/** Rules whose fix removes the cause of a warning. */
const RULES_BEHIND: Readonly<Record<string, readonly string[]>> = {
  'plan/no-retain': ['stateful-needs-retain-policy', 'final-snapshot-required'],
  'plan/name-collision': ['no-fixed-physical-name'],
  'plan/destroy-before-create': ['create-before-destroy-missing'],
  'plan/rollback-impossible': ['pin-launch-template-version'],
  'plan/no-destroy': ['resource-without-destroy'],
  'plan/sticky-connections': ['connection-draining-required'],
};
