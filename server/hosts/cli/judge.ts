import type { Finding } from '../../core/model/finding.ts';
import type { Workspace } from '../../core/service/api.ts';
import { withFixes } from '../../core/service/fixes.ts';
import { loadWanted } from '../../core/service/load.ts';
import { diskFiles } from '../files.ts';
import { configFindings, isConfigFile } from './described.ts';
import type { Input } from './inputs.ts';
import type { FileReport } from './report.ts';
import { foldersFor } from './workspace.ts';

/** What a file's judgement says, before a baseline is asked; plain data, so that a thread can hand it over. */
export interface Judged extends Pick<FileReport, 'language' | 'findings'> {
  /** Findings of which a baseline knows are shown as hints. */
  readonly showsKnown: boolean;
}

/**
 * Judges the inputs at the given places, in that order. All inputs are there to be asked about. Each result is handed over and then
 * forgotten: ten thousand files need no more room than a few.
 */
export async function judge(
  workspace: Workspace,
  inputs: readonly Input[],
  own: Iterable<number>,
  hand: (at: number, judged: Judged) => void | Promise<void>,
): Promise<void> {
  for (const { path, text } of inputs) workspace.open(path, text);
  const asked = new Set<string>();
  const folders = foldersFor(workspace, inputs);
  for (const at of own) {
    const input = inputs[at];
    if (input === undefined) continue;
    await loadWanted(workspace, input.path, (wanted) => diskFiles.read(wanted, folders), asked);
    await hand(at, await judged(workspace, input));
    workspace.release(input.path);
  }
}

async function judged(workspace: Workspace, input: Input): Promise<Judged> {
  const { path } = input;
  const { language, findings } = workspace.check(path);
  const described = isConfigFile(path) ? await configFindings(workspace, input) : [];
  const all = [...withFixes(workspace, path, findings), ...described];
  return {
    language,
    findings: all.map(shownOnly),
    showsKnown: workspace.configOf(path).profile.baselineAsHints === true,
  };
}

/** A report names fixes; nobody makes them from it. */
function shownOnly(finding: Finding): Finding {
  const { fixes, related: _, ...kept } = finding;
  if (!fixes?.length) return kept;
  return { ...kept, fixes: fixes.map(({ title, safety }) => ({ title, safety, edits: [] })) };
}
