import type { Plan, PlanSeverity, PlanWarning } from '../../core/model/plan.ts';
import {
  comparePlans,
  type PlanFormat,
  readToolPlan,
  render,
  renderComparison,
  type ToolPlan,
} from '../../core/planner/index.ts';
import type { Workspace } from '../../core/service/api.ts';
import { importsOf } from '../../core/service/imports.ts';
import { type Beside, pendingMigrations } from '../../core/service/migrations.ts';
import { type PlanQuestion, planOf } from '../../core/service/plan.ts';
import { textOf } from '../files.ts';
import { argumentsOf, oneOf, Usage } from './arguments.ts';
import { absolute, type Input, shownPath } from './inputs.ts';
import { processOutput } from './output.ts';
import { blueSide, importersOnDisk, migrationsOnDisk, type Side, sideAt } from './plan-sides.ts';
import { fill, openWorkspace, type WorkspaceChoice } from './workspace.ts';

const FORMATS = ['markdown', 'json', 'mermaid', 'sarif', 'html', 'runbook'] as const satisfies readonly PlanFormat[];
const FAIL_ON = ['blocker', 'high', 'medium', 'none'] as const;

/** Exit status 1: a warning at or above `--fail-on`; with `--since` only those that the change added count. */
export async function plan(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, {
    against: { type: 'string' },
    since: { type: 'string' },
    'tool-plan': { type: 'string' },
    mode: { type: 'string' },
    format: { type: 'string' },
    'fail-on': { type: 'string' },
    config: { type: 'string' },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Usage('Name the one FILE to plan: verdigris plan FILE');
  const { since } = values;
  const format =
    since === undefined
      ? oneOf('--format', values.format, FORMATS, 'markdown')
      : oneOf('--format of a plan diff', values.format, ['markdown', 'json'], 'markdown');
  const failOn = oneOf('--fail-on', values['fail-on'], FAIL_ON, 'none');
  const mode =
    values.mode === undefined ? undefined : oneOf('--mode', values.mode, ['minimal', 'whole-environment'], 'minimal');
  if (since !== undefined && values['tool-plan'] !== undefined) {
    throw new Usage(
      '--since compares two texts, a tool plan knows only one: leave one of --since and --tool-plan out.',
    );
  }
  const input = await inputAt(file);
  const workspace = await openWorkspace(values);
  await fill(workspace, [input], true);
  const blue = values.against === undefined ? undefined : await blueSide(workspace, input, values.against);
  const toolPlan = values['tool-plan'] === undefined ? undefined : await toolPlanAt(values['tool-plan']);
  const imports = blue && importsOf(workspace, input.path, await importersOnDisk(workspace, input, blue));
  const question = { path: input.path, mode, greenKind: 'file', toolPlan, imports } as const;
  const now = planned(workspace, question, await migrationsOnDisk(workspace, input.path), blue);
  if (since === undefined || (format !== 'markdown' && format !== 'json')) {
    processOutput.write(render(now, format, format === 'html' ? workspace.data.json('plan-page.json') : undefined));
    return statusOf(now.warnings, failOn);
  }
  const then = await sideAt(workspace, input, '--since', since);
  const before = planned(await workspaceOf(then, workspace, values), question, then.migrations, blue);
  const comparison = comparePlans(before, now, since);
  processOutput.write(renderComparison(comparison, format));
  return statusOf(comparison.warnings.added, failOn);
}

function planned(
  workspace: Workspace,
  question: Omit<PlanQuestion, 'blue' | 'migrations'>,
  beside: Beside,
  blue: Side | undefined,
): Plan {
  const migrations = blue && pendingMigrations(beside, blue.migrations);
  const answer = planOf(workspace, { ...question, blue: blue?.texts, migrations });
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.plan;
}

/** A workspace in which the unit is as it was. */
async function workspaceOf({ texts }: Side, now: Workspace, choice: WorkspaceChoice): Promise<Workspace> {
  const workspace = await openWorkspace(choice);
  for (const { path, text } of texts.files) workspace.open(path, text);
  const [main] = texts.files;
  const language = main && now.languageOf(main.path).language;
  if (main && language) workspace.choose(main.path, language);
  return workspace;
}

function statusOf(warnings: readonly PlanWarning[], failOn: (typeof FAIL_ON)[number]): number {
  const order: readonly PlanSeverity[] = ['blocker', 'high', 'medium'];
  const counted = failOn === 'none' ? [] : order.slice(0, order.indexOf(failOn) + 1);
  return warnings.some(({ severity }) => counted.includes(severity)) ? 1 : 0;
}

async function inputAt(file: string): Promise<Input> {
  const path = absolute(file);
  const text = await textOf(path);
  if (text === undefined) throw new Usage(`There is no ${file}, or it cannot be read.`);
  return { path, shown: shownPath(path), text };
}

async function toolPlanAt(path: string): Promise<ToolPlan> {
  const text = await textOf(absolute(path));
  if (text === undefined) throw new Usage(`--tool-plan: there is no ${path}, or it cannot be read.`);
  const read = readToolPlan(text);
  if ('refused' in read) throw new Usage(`--tool-plan: ${path}: ${read.refused}`);
  return read;
}
