/** `dist/check-thread.js`: judges a share of the inputs of `verdigris check`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Named } from './inputs.ts';
import { judge } from './judge.ts';
import type { Reported } from './report.ts';
import { type ReportChoice, reported } from './reported.ts';
import { openWorkspace, type WorkspaceChoice } from './workspace.ts';

export interface Task {
  readonly choice: WorkspaceChoice;
  readonly report: ReportChoice;
  /** Everything that may be asked about, sorted as all inputs are. */
  readonly files: readonly Named[];
  /** Paths to judge. */
  readonly own: ReadonlySet<string>;
}

export type Told = { readonly path: string; readonly file: Reported } | { readonly warning: string };

/** Reports told at once: a message costs more than what is in it. */
const TOGETHER = 25;

async function run({ choice, report, files, own }: Task, tell: (told: readonly Told[]) => void): Promise<void> {
  const workspace = await openWorkspace(choice, (warning) => tell([{ warning }]));
  const waiting: Told[] = [];
  const chosen = files.filter(({ path }) => own.has(path));
  await judge(workspace, files, chosen, (file, text, judged) => {
    // What cannot be read is not told about: whoever waits for it sees that it is missing.
    if (judged) waiting.push({ path: file.path, file: reported(file, text, judged, report) });
    if (waiting.length >= TOGETHER) tell(waiting.splice(0));
  });
  tell(waiting);
}

if (parentPort) {
  const port = parentPort;
  await run(workerData as Task, (told) => {
    if (told.length > 0) port.postMessage(told);
  });
}
