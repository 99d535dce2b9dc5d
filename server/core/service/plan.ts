import type { Fact, LanguageId } from '../model/fact.ts';
import type { Finding } from '../model/finding.ts';
import { LineIndex } from '../model/lines.ts';
import { folderOf, isInside, nameOf } from '../model/paths.ts';
import type { Plan } from '../model/plan.ts';
import type { Span } from '../model/span.ts';
import {
  type Overrides,
  overridesIn,
  type PlanInput,
  plan,
  planWarningsAsFindings,
  say,
  told,
  type UnitFacts,
  type Words,
} from '../planner/index.ts';
import { classify } from '../schema/lifecycle.ts';
import { replacement } from '../schema/replacement.ts';
import type { Opened, Workspace } from './api.ts';
import { planSettings } from './config.ts';
import { type Imports, importsWithin } from './imports.ts';
import type { Migration } from './migrations.ts';
import { createWorkspace } from './workspace.ts';

/** What is deployed now: texts of the unit by path, the document itself first. */
export interface BlueTexts {
  readonly kind: NonNullable<PlanInput['blueKind']>;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Where the texts are not all: documents of today that were not there. What is in neither list is as it is today. */
  readonly absent?: readonly string[];
}

export interface PlanQuestion {
  readonly path: string;
  readonly mode?: Plan['mode'] | undefined;
  readonly blue?: BlueTexts | undefined;
  readonly toolPlan?: PlanInput['toolPlan'] | undefined;
  readonly greenKind?: PlanInput['greenKind'];
  /** Made by `importsOf`: what other templates import. */
  readonly imports?: Imports | undefined;
  /** Made by `pendingMigrations`: what blue has not run yet. */
  readonly migrations?: readonly Migration[] | undefined;
  /** Whatever the workspace speaks: for what others read. */
  readonly inEnglish?: boolean;
}

/** The plan with what removes its warnings, or one sentence that says why there is none and what to do. */
export type PlanAnswer =
  | { readonly plan: Plan; readonly green: UnitFacts; readonly words?: Words }
  | { readonly refused: string };

export function planOf(workspace: Workspace, question: PlanQuestion): PlanAnswer {
  const opened = workspace.opened(question.path);
  if (!opened) return { refused: refusal(workspace, question.path) };
  const green = unitOf(workspace, opened);
  const { language } = green;
  if (
    !green.facts.some(
      ({ fact }) =>
        fact === 'resource' ||
        (fact === 'module-call' && language === 'terraform') ||
        (fact === 'step' && language === 'ansible'),
    )
  ) {
    const refused = say(
      '{0} declares nothing that could be deployed: there is nothing to plan.',
      nameOf(question.path),
    );
    return { refused: told(refused, workspace.words) };
  }
  const input = inputOf(workspace, opened, green, question);
  const made = workspace.guard('planner', question.path, () => plan(input), undefined);
  if (made) return { plan: made, green, ...(input.words ? { words: input.words } : {}) };
  const refused = say('The planner failed on this file; the log says where. Nothing was changed.');
  return { refused: told(refused, workspace.words) };
}

/** Warnings of a plan as findings of its document; nothing when there is no plan. */
export function planFindings(answer: PlanAnswer): readonly Finding[] {
  return 'refused' in answer ? [] : planWarningsAsFindings(answer.plan, answer.green, answer.words);
}

function inputOf(workspace: Workspace, opened: Opened, green: UnitFacts, question: PlanQuestion): PlanInput {
  const { path, language } = opened;
  const { policies = {} } = planSettings(workspace.configOf(path), path);
  const { words } = workspace;
  return {
    green,
    ...(words && !question.inEnglish ? { words } : {}),
    overrides: { ...overridesInParts(workspace, opened), ...overridesOf(workspace, opened) },
    policies,
    ...(question.greenKind ? { greenKind: question.greenKind } : {}),
    ...(question.mode ? { mode: question.mode } : {}),
    ...migrationsOf(workspace, path, question),
    ...(question.toolPlan ? { toolPlan: question.toolPlan } : {}),
    ...classifying(workspace, language.id),
    ...importsShown(workspace, question),
    ...replacementOf(workspace, language.id),
    ...blueOf(workspace, opened, question.blue),
  };
}

function importsShown(
  workspace: Workspace,
  { path, blue, imports: given = [] }: PlanQuestion,
): Pick<PlanInput, 'imports'> {
  const shown = shownIn(workspace, path);
  const imports = blue ? [...given, ...importsWithin(workspace, path)] : [];
  return imports.length > 0 ? { imports: imports.map((each) => ({ ...each, path: shown(each.path) })) } : {};
}

/** Without a blue side nobody can tell what has run. */
function migrationsOf(
  workspace: Workspace,
  path: string,
  { blue, migrations = [] }: PlanQuestion,
): Pick<PlanInput, 'migrations'> {
  if (!blue || migrations.length === 0) return {};
  const shown = shownIn(workspace, path);
  return { migrations: migrations.map((each) => ({ ...each, path: shown(each.path) })) };
}

function refusal(workspace: Workspace, path: string): string {
  const { language, reason } = workspace.languageOf(path);
  const name = nameOf(path);
  const refused =
    language === null
      ? say(
          '{0} is not a Macfile, CloudFormation, Ansible or Terraform file ({1}). Choose its language to plan it.',
          name,
          reason,
        )
      : say('{0} could not be read: there is nothing to plan.', name);
  return told(refused, workspace.words);
}

function unitOf(workspace: Workspace, { path, language, reading }: Opened): UnitFacts {
  const shown = shownIn(workspace, path);
  const lines = new Map<string, LineIndex>();
  const paths = new Map<string, string>();
  const facts = workspace.unitFacts(path).map((fact): Fact => {
    if (fact.file === undefined) return fact;
    paths.set(shown(fact.file), fact.file);
    return { ...fact, file: shown(fact.file) };
  });
  const rangeOf = (span: Span, other?: string) => {
    const at = other === undefined ? path : (paths.get(other) ?? path);
    const text = at === path ? reading.source.text : (workspace.text(at) ?? '');
    const index = lines.get(at) ?? new LineIndex(text);
    lines.set(at, index);
    return index.rangeOf(span);
  };
  return { path: shown(path), language: language.id, facts, rangeOf };
}

/** Relative to the workspace folder, so that a plan says the same on every machine. */
function shownIn(workspace: Workspace, document: string): (path: string) => string {
  const top = workspace.folders.find((folder) => isInside(folder, document)) ?? folderOf(document);
  const prefix = top === '' || top.endsWith('/') ? top : `${top}/`;
  return (path) => (path.startsWith(prefix) ? path.slice(prefix.length) : path);
}

/** The document that a plan of `path` calls `shown`; `path` itself where that is nothing. */
export function documentShownAs(workspace: Workspace, path: string, shown: string | undefined): string {
  if (shown === undefined) return path;
  const asShown = shownIn(workspace, path);
  return workspace.documents.find((each) => asShown(each) === shown) ?? path;
}

function overridesOf(workspace: Workspace, { reading, path }: Opened): Overrides {
  const { overrides = [] } = planSettings(workspace.configOf(path), path);
  const configured = overrides.map(
    ({ node, lifecycle, reason }) => [node, { class: lifecycle, ...(reason ? { reason } : {}) }] as const,
  );
  const { source, comments, nodes } = reading;
  return { ...Object.fromEntries(configured), ...overridesIn(source.text, comments, nodes) };
}

/** What is said in the other files of the unit, where one name may stand for several things. */
function overridesInParts(workspace: Workspace, { path }: Opened): Overrides {
  const byFile = new Map<string, ReadonlyMap<number, Overrides[string]>>();
  const found = workspace.unitFacts(path).flatMap((fact) => {
    if (fact.fact !== 'resource' || fact.file === undefined || fact.file === path) return [];
    const said = byFile.get(fact.file) ?? overridesByPlace(workspace, fact.file);
    byFile.set(fact.file, said);
    const override = said.get(fact.header.start);
    return override ? [[fact.node, override] as const] : [];
  });
  return Object.fromEntries(found);
}

/** By where the head of the resource begins. */
function overridesByPlace(workspace: Workspace, path: string): ReadonlyMap<number, Overrides[string]> {
  const text = workspace.text(path) ?? '';
  const reading = text.includes('lifecycle') ? workspace.reading(path) : undefined;
  if (!reading) return new Map();
  const said = overridesIn(text, reading.comments, reading.nodes);
  return new Map(
    reading.nodes.flatMap(({ path: node, header }) => {
      const override = said[node];
      return override ? [[header.start, override] as const] : [];
    }),
  );
}

/** What only a plan of the tool names has a class, too. */
function classifying({ data }: Workspace, language: LanguageId): Pick<PlanInput, 'classify'> {
  if (language !== 'cloudformation' && language !== 'terraform') return {};
  return { classify: (type) => classify(language, type, data) };
}

function replacementOf({ data }: Workspace, language: LanguageId): Pick<PlanInput, 'replacement'> {
  if (language !== 'cloudformation' && language !== 'terraform') return {};
  return { replacement: (type, path) => replacement(language, type, path, data) };
}

/** The blue texts live in a workspace of their own: nothing of today's files may show through. */
function blueOf(
  workspace: Workspace,
  { path, language }: Opened,
  blue: BlueTexts | undefined,
): Pick<PlanInput, 'blue' | 'blueKind'> {
  const main = blue?.files[0];
  if (!blue || !main) return {};
  const before = createWorkspace({
    data: workspace.data,
    today: () => workspace.today,
    log: (message) => workspace.log(message),
  });
  before.setFolders(workspace.folders);
  for (const file of blue.files) before.open(file.path, file.text);
  before.choose(main.path, language.id);
  if (blue.absent) fillUnchanged(before, workspace, main.path, new Set(blue.absent));
  const opened = before.opened(main.path);
  return opened
    ? { blue: { ...unitOf(before, opened), path: shownIn(workspace, path)(main.path) }, blueKind: blue.kind }
    : {};
}

/** A chain of neighbours longer than this is cut. */
const MOST_ROUNDS = 20;

/** What the unit needs and nobody sent has not changed since. */
function fillUnchanged(before: Workspace, now: Workspace, path: string, absent: ReadonlySet<string>): void {
  const put = (each: string): void => {
    const text = absent.has(each) ? undefined : now.text(each);
    if (text === undefined) before.markMissing(each);
    else before.open(each, text);
  };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { files, folders } = before.wanted(path, true);
    if (files.length + folders.length === 0) return;
    for (const each of files) put(each);
    for (const folder of folders) {
      const there = foldersLike(folder.path);
      const found = now.documents.filter(
        (each) => there(folderOf(each)) && folder.endings.some((ending) => each.endsWith(ending)),
      );
      for (const each of found) if (before.text(each) === undefined && !absent.has(each)) put(each);
      before.markFolder(folder);
    }
  }
}

/** A folder by its path, in which one name may be `*`. */
function foldersLike(path: string): (folder: string) => boolean {
  const [before, after] = path.split('*', 2);
  if (before === undefined || after === undefined) return (folder) => folder === path;
  return (folder) =>
    folder.startsWith(before) &&
    folder.endsWith(after) &&
    !folder.slice(before.length, folder.length - after.length).includes('/');
}
