import type { Listed, Named } from './inputs.ts';
import { judge } from './judge.ts';
import { progressOf } from './output.ts';
import type { Reported } from './report.ts';
import { type ReportChoice, reported } from './reported.ts';
import { areWorthIt, judgeInThreads } from './threads.ts';
import { openWorkspace, type WorkspaceChoice } from './workspace.ts';

type Hand = (file: Reported) => void;

/**
 * Judges everything that was listed and hands it over in that order, each file as soon as all before it are done. What cannot be read
 * is added to the troubles.
 */
export async function judgeAll(
  choice: WorkspaceChoice,
  report: ReportChoice,
  listed: Listed,
  hand: Hand,
): Promise<void> {
  const progress = progressOf(listed.files.length);
  const inOrder = ordered(listed.files, hand, progress.at);
  // A configuration that cannot be read ends the run before a thread is started.
  const workspace = await openWorkspace(choice);
  if (listed.piped === undefined && areWorthIt(listed.files)) {
    await judgeInThreads(choice, report, listed.files, inOrder.done);
  }
  const left = inOrder.left();
  if (left.length > 0) {
    const { piped } = listed;
    const inputs = left.map((file) => (file.path === piped?.path ? piped : file));
    await judge(workspace, inputs, inputs, (file, text, judged) => {
      if (judged) return inOrder.done(file.path, reported(file, text, judged, report));
      listed.troubles.push(`${file.shown} cannot be read`);
      inOrder.skip(file.path);
    });
  }
  progress.end();
}

/** Holds back what comes too early. */
function ordered(files: readonly Named[], hand: Hand, progress: (done: number) => void) {
  const early = new Map<string, Reported | undefined>();
  let next = 0;
  const forward = (): void => {
    for (let file = files[next]; file && early.has(file.path); file = files[++next]) {
      const found = early.get(file.path);
      early.delete(file.path);
      if (found) hand(found);
    }
    progress(next + early.size);
  };
  return {
    done(path: string, file: Reported): void {
      early.set(path, file);
      forward();
    },
    /** There is nothing to hand over. */
    skip(path: string): void {
      early.set(path, undefined);
      forward();
    },
    left: (): readonly Named[] => files.slice(next).filter(({ path }) => !early.has(path)),
  };
}
