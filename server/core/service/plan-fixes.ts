import type { Resource } from '../model/fact.ts';
import type { LifecycleClass } from '../model/lifecycle.ts';
import type { Plan } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
import { entryIn } from '../model/table.ts';
import {
  type Phrase,
  type PlanFix,
  planFixes,
  planWarningsAsFindings,
  say,
  told,
  type UnitFacts,
} from '../planner/index.ts';
import type { Workspace } from './api.ts';
import { ask } from './ask.ts';
import { policyEdits } from './config-edit.ts';
import { type Action, actionsAt, type FileEdits } from './fixes.ts';
import { lifecycleEdits } from './lifecycle-edits.ts';
import { publishedAnew } from './new-version.ts';
import { partsApart } from './parts.ts';
import { documentShownAs, type PlanAnswer } from './plan.ts';
import { fromDeployed } from './renamed-calls.ts';

/** A change after which the plan has the warning no more, or a step has what it lacked. */
interface FixOffer {
  /** Index into `plan.warnings`. */
  readonly warning?: number;
  /** `PlanStep.n`. */
  readonly step?: number;
  readonly title: string;
}

export interface PlanFixEdits extends FixOffer {
  readonly files: readonly FileEdits[];
}

/** What removes the warnings of a plan that stand at the span. */
export function planActionsAt(workspace: Workspace, path: string, span: Span, answer: PlanAnswer): readonly Action[] {
  if ('refused' in answer) return [];
  const { plan: made, green } = answer;
  const touched = made.warnings.flatMap((warning, at) =>
    planWarningsAsFindings({ ...made, warnings: [warning] }, green, answer.words)
      .filter((finding) => finding.span.start <= span.end && span.start <= finding.span.end)
      .map((finding) => ({ at, finding })),
  );
  if (touched.length === 0) return [];
  return touched.flatMap(({ at, finding }) => {
    const fixes = fixesOfPlan(workspace, path, made, green, { warning: at });
    const own = [...fixes, ...classesOffered(workspace, path, made, at)];
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
    const title = told(say('Say that it is {0}', state), workspace.words);
    return files.length > 0 ? [{ warning: at, title, files }] : [];
  });
}

/** What makes a plan better, without its edits: for its warnings first, then for its steps. */
export function fixOffers(workspace: Workspace, path: string, made: Plan, green: UnitFacts): readonly FixOffer[] {
  return candidates(workspace, path, made, green).map(({ files: _, ...offer }) => offer);
}

/** The same with edits, as far as they can be made; `only`: for one warning or step. */
export function fixesOfPlan(
  workspace: Workspace,
  path: string,
  made: Plan,
  green: UnitFacts,
  only?: Pick<FixOffer, 'warning' | 'step'>,
): readonly PlanFixEdits[] {
  return candidates(workspace, path, made, green)
    .filter(({ warning, step }) => !only || (warning === only.warning && step === only.step))
    .flatMap((fix): readonly PlanFixEdits[] => {
      const files = fix.files();
      return files.length > 0 ? [{ ...fix, files }] : [];
    });
}

interface Candidate extends FixOffer {
  readonly files: () => readonly FileEdits[];
}

function candidates(workspace: Workspace, path: string, made: Plan, green: UnitFacts): readonly Candidate[] {
  const textOf = (span: Span, file?: string): string =>
    workspace.text(documentShownAs(workspace, path, file))?.slice(span.start, span.end) ?? '';
  const intended = planFixes(made, green, textOf, workspace.words).map((fix) => rewritten(workspace, path, fix));
  const fixed = new Set(intended.map(({ warning }) => warning));
  const resources = once(() => resourcesOf(workspace, path));
  const others = made.warnings.flatMap((warning, at): readonly Candidate[] => [
    ...(fixed.has(at) ? [] : fixByRule({ workspace, path, resources }, warning, at)),
    ...policiesFor(workspace, path, warning, at),
    ...partsMoved(workspace, path, made, at),
    ...versionPublished({ workspace, path, resources }, warning, at),
  ]);
  const rank = ({ warning }: Candidate): number => warning ?? made.warnings.length;
  return [...intended, ...others].sort((one, other) => rank(one) - rank(other));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function resourcesOf(workspace: Workspace, path: string): ReadonlyMap<string, Resource> {
  const all = workspace.unitFacts(path).filter((fact): fact is Resource => fact.fact === 'resource');
  return new Map(all.toReversed().map((resource) => [resource.node, resource]));
}

function rewritten(workspace: Workspace, path: string, { file, intents, warning, step, title }: PlanFix): Candidate {
  const target = documentShownAs(workspace, path, file);
  const files = (): readonly FileEdits[] => {
    const edits = ask(workspace, target, 'plan fixes', ({ language, reading }) => language.rewrite(reading, intents));
    return edits && edits.length > 0 ? [{ path: target, edits }] : [];
  };
  return { ...(warning === undefined ? {} : { warning }), ...(step === undefined ? {} : { step }), title, files };
}

/** Moves what keeps data, or what switches, into a file of its own. */
function partsMoved(workspace: Workspace, path: string, made: Plan, at: number): readonly Candidate[] {
  const warning = made.warnings[at];
  if (!warning) return [];
  return partsApart(workspace, path, warning.code, warning.node).map(({ title, edits }) => ({
    warning: at,
    title,
    files: () => fromDeployed(edits, made),
  }));
}

/** Choices that are no part of the file: they are written into the configuration. */
const POLICIES: Readonly<Record<string, readonly (readonly [policy: string, title: Phrase])[]>> = {
  'plan/message-format': [
    ['version-routed', say('Route its messages by the version they carry (.verdigris.yaml)')],
    ['per-colour', say('Give each colour a queue of its own (.verdigris.yaml)')],
  ],
  'plan/cache-namespace': [['share-prefixed', say('Say that its keys carry the version (.verdigris.yaml)')]],
};

function policiesFor(
  workspace: Workspace,
  path: string,
  { code, node }: Plan['warnings'][number],
  at: number,
): readonly Candidate[] {
  return (entryIn(POLICIES, code) ?? []).map(([policy, title]) => {
    const files = (): readonly FileEdits[] => {
      const file = policyEdits(workspace, path, node, policy);
      return file.edits.length > 0 ? [file] : [];
    };
    return { warning: at, title: told(title, workspace.words), files };
  });
}

function versionPublished(
  { workspace, path, resources }: RuleSource,
  { code, node }: Plan['warnings'][number],
  at: number,
): readonly Candidate[] {
  const resource = code === 'plan/no-new-version' ? resources().get(node) : undefined;
  const made = resource && publishedAnew(workspace, resource.file ?? resource.path ?? path, resource);
  return made ? [{ warning: at, title: made.title, files: () => made.files }] : [];
}

interface RuleSource {
  readonly workspace: Workspace;
  readonly path: string;
  readonly resources: () => ReadonlyMap<string, Resource>;
}

function fixByRule(
  { workspace, path, resources }: RuleSource,
  warning: Plan['warnings'][number],
  at: number,
): readonly Candidate[] {
  const rules = entryIn(RULES_BEHIND, warning.code) ?? [];
  if (rules.length === 0) return [];
  const resource = resources().get(warning.node);
  const target = resource?.file ?? resource?.path ?? path;
  const nodes = [warning.node, resource?.definition?.node];
  const finding = workspace
    .check(target)
    .findings.find(({ code, node }) => rules.includes(code) && nodes.includes(node));
  const title = finding?.fixes?.[0]?.title;
  if (!finding || title === undefined) return [];
  const files = (): readonly FileEdits[] =>
    actionsAt(workspace, target, finding.span).find((each) => each.aim === 'fix' && each.finding === finding)?.files ??
    [];
  return [{ warning: at, title, files }];
}

/** Rules whose fix removes the cause of a warning. */
const RULES_BEHIND: Readonly<Record<string, readonly string[]>> = {
  'plan/no-retain': ['stateful-needs-retain-policy', 'final-snapshot-required'],
  'plan/name-collision': ['no-fixed-physical-name'],
  'plan/destroy-before-create': ['create-before-destroy-missing'],
  'plan/rollback-impossible': ['pin-launch-template-version'],
  'plan/no-destroy': ['resource-without-destroy'],
};
