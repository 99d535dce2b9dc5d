import type { Finding } from '../../core/model/finding.ts';
import type { Workspace } from '../../core/service/api.ts';
import { withFixes } from '../../core/service/fixes.ts';
import { loadAllWanted } from '../../core/service/load.ts';
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
  for (const places of inGroups([...own])) {
    const group = places.flatMap((at) => {
      const input = inputs[at];
      return input ? [{ at, input }] : [];
    });
    // Whatever comes in makes the workspace ask anew what it may keep; so all of a group comes first.
    const paths = group.map(({ input }) => input.path);
    await loadAllWanted(workspace, paths, (wanted) => diskFiles.read(wanted, folders), asked);
    for (const { at, input } of group) {
      await hand(at, await judged(workspace, input));
      workspace.release(input.path);
    }
  }
}

/** Documents loaded for together. */
const GROUP = 100;

function* inGroups(places: readonly number[]): Iterable<readonly number[]> {
  for (let start = 0; start < places.length; start += GROUP) yield places.slice(start, start + GROUP);
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
