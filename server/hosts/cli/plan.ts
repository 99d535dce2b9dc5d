import { dirname } from 'node:path';
import { isInside, joinPath } from '../../core/model/paths.ts';
import { type PlanFormat, readToolPlan, render, type ToolPlan } from '../../core/planner/index.ts';
import type { Wanted, Workspace } from '../../core/service/api.ts';
import { type Loaded, loadWanted } from '../../core/service/load.ts';
import { type BlueTexts, planOf } from '../../core/service/plan.ts';
import { createWorkspace } from '../../core/service/workspace.ts';
import { diskFiles, textOf } from '../files.ts';
import { argumentsOf, oneOf, Usage } from './arguments.ts';
import { type Revision, revisionOf } from './git.ts';
import { absolute, type Input, shownPath } from './inputs.ts';
import { processOutput } from './output.ts';
import { fill, openWorkspace } from './workspace.ts';

const FORMATS = ['markdown', 'json', 'mermaid', 'sarif', 'html', 'runbook'] as const satisfies readonly PlanFormat[];

export async function plan(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, {
    against: { type: 'string' },
    'tool-plan': { type: 'string' },
    mode: { type: 'string' },
    format: { type: 'string' },
    config: { type: 'string' },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Usage('Name the one FILE to plan: verdigris plan FILE');
  const format = oneOf('--format', values.format, FORMATS, 'markdown');
  const mode =
    values.mode === undefined ? undefined : oneOf('--mode', values.mode, ['minimal', 'whole-environment'], 'minimal');
  const input = await inputAt(file);
  const workspace = await openWorkspace(values);
  await fill(workspace, [input]);
  const blue = values.against === undefined ? undefined : await blueSide(workspace, input, values.against);
  const toolPlan = values['tool-plan'] === undefined ? undefined : await toolPlanAt(values['tool-plan']);
  const answer = planOf(workspace, { path: input.path, mode, blue, greenKind: 'file', toolPlan });
  if ('refused' in answer) throw new Error(answer.refused);
  processOutput.write(render(answer.plan, format));
  return 0;
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

/** A file of that name wins; otherwise it is a revision. */
async function blueSide(workspace: Workspace, input: Input, against: string): Promise<BlueTexts> {
  const file = await textOf(absolute(against));
  if (file !== undefined) {
    const path = absolute(against);
    const read = (wanted: Wanted) => diskFiles.read(wanted, [...workspace.folders, dirname(path)]);
    return { kind: 'file', files: await unitTexts(workspace, path, file, read) };
  }
  const revision = await revisionOf(against, dirname(input.path));
  if (!revision)
    throw new Usage(`--against: there is neither a file nor a git revision ${JSON.stringify(against)} here.`);
  const text = await revision.text(input.path);
  if (text === undefined) throw new Usage(`--against: ${input.shown} does not exist at ${against}.`);
  const kind =
    against === 'HEAD' ? 'git:HEAD' : against === 'merge-base' ? 'git:merge-base' : (`git:${revision.name}` as const);
  return { kind, files: await unitTexts(workspace, input.path, text, (wanted) => readAt(revision, wanted, workspace)) };
}

/** The main text and everything it needs, the main one first. */
async function unitTexts(
  workspace: Workspace,
  path: string,
  text: string,
  read: (wanted: Wanted) => Promise<Loaded>,
): Promise<BlueTexts['files']> {
  const before = createWorkspace({ data: workspace.data, today: () => workspace.today, log: processOutput.warn });
  before.setFolders(workspace.folders);
  before.open(path, text);
  const { language } = workspace.languageOf(path);
  if (language) before.choose(path, language);
  await loadWanted(before, path, read, new Set());
  const others = before.documents.filter((each) => each !== path);
  return [{ path, text }, ...others.map((each) => ({ path: each, text: before.text(each) ?? '' }))];
}

/** Neighbours at a revision, inside the repository only. */
async function readAt(revision: Revision, { files, folders }: Wanted, workspace: Workspace): Promise<Loaded> {
  const inside = (path: string): boolean => workspace.folders.some((folder) => isInside(folder, path));
  const listed = await Promise.all(
    folders
      .filter(({ path }) => inside(path))
      .map(async ({ path, endings }) => {
        const names = await revision.names(path);
        return names
          .filter((name) => endings.some((ending) => name.endsWith(ending)))
          .map((name) => joinPath(path, name));
      }),
  );
  const paths = [...files.filter(inside), ...listed.flat()];
  const texts = await Promise.all(paths.map(async (path) => ({ path, text: (await revision.text(path)) ?? null })));
  return { files: texts, present: [] };
}
