import type { Finding } from '../../core/model/finding.ts';
import type { Workspace } from '../../core/service/api.ts';
import { withFixes } from '../../core/service/fixes.ts';
import { loadAllWanted } from '../../core/service/load.ts';
import { configFindings, isConfigFile } from './described.ts';
import type { Named } from './inputs.ts';
import type { FileReport } from './report.ts';
import { filesOfRun } from './run-files.ts';
import { foldersFor } from './workspace.ts';

/** What a file's judgement says, before a baseline is asked; plain data, so that a thread can hand it over. */
export interface Judged extends Pick<FileReport, 'language' | 'findings'> {
  /** Findings of which a baseline knows are shown as hints. */
  readonly showsKnown: boolean;
}

/** What can be judged: a file, or a text that is in no file. */
export type Judgeable = Named & { readonly text?: string };

/** `text` is empty where nothing was found; `judged` undefined: the file cannot be read. */
export type Hand = (file: Named, text: string, judged: Judged | undefined) => void | Promise<void>;

/**
 * Judges `own` in that order; everything in `all` is there to be asked about. Each result is handed over and then forgotten, and a
 * text is read again when it is needed: ten thousand files need little more room than a few.
 */
export async function judge(
  workspace: Workspace,
  all: readonly Judgeable[],
  own: readonly Judgeable[],
  hand: Hand,
): Promise<void> {
  for (const { path, text } of all) {
    if (text === undefined) workspace.list(path);
    else workspace.open(path, text);
  }
  await loadAll(workspace, all, own);
  workspace.freeze();
  for (const file of own) {
    await hand(file, ...(await judged(workspace, file.path)));
    workspace.release(file.path);
  }
}

/** Documents loaded for together. */
const GROUP = 100;

/** Everything comes in before anything is judged: what comes in later makes the workspace ask anew what it may keep. */
async function loadAll(workspace: Workspace, all: readonly Named[], own: readonly Named[]): Promise<void> {
  const asked = new Set<string>();
  const open = all.map(({ path }) => path);
  const read = filesOfRun(foldersFor(workspace, all), open);
  const paths = own.map(({ path }) => path);
  for (let start = 0; start < paths.length; start += GROUP) {
    const group = paths.slice(start, start + GROUP);
    await loadAllWanted(workspace, group, read, asked);
    for (const path of group) workspace.release(path);
  }
}

async function judged(workspace: Workspace, path: string): Promise<readonly [text: string, Judged | undefined]> {
  const text = workspace.text(path);
  if (text === undefined) return ['', undefined];
  const { language, findings } = workspace.check(path);
  const described = isConfigFile(path) ? await configFindings(workspace, { path, text }) : [];
  const all = [...withFixes(workspace, path, findings), ...described];
  const showsKnown = workspace.configOf(path).profile.baselineAsHints === true;
  return [all.length > 0 ? text : '', { language, findings: all.map(shownOnly), showsKnown }];
}

/** A report names fixes; nobody makes them from it. */
function shownOnly(finding: Finding): Finding {
  const { fixes, related: _, ...kept } = finding;
  if (!fixes?.length) return kept;
  return { ...kept, fixes: fixes.map(({ title, safety }) => ({ title, safety, edits: [] })) };
}
