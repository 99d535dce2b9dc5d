/** `dist/check-thread.js`: judges a share of the inputs of `verdigris check`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Named } from './inputs.ts';
import { type Judged, judge } from './judge.ts';
import { openWorkspace, type WorkspaceChoice } from './workspace.ts';

export interface Task {
  readonly choice: WorkspaceChoice;
  /** Everything that may be asked about, sorted as all inputs are. */
  readonly files: readonly Named[];
  /** Paths to judge. */
  readonly own: ReadonlySet<string>;
}

export type Told =
  /** `text` where there are findings: a report shows them in it. */
  { readonly path: string; readonly text: string; readonly judged: Judged } | { readonly warning: string };

/** Reports told at once: a message costs more than what is in it. */
const TOGETHER = 25;

async function run({ choice, files, own }: Task, tell: (told: readonly Told[]) => void): Promise<void> {
  const workspace = await openWorkspace(choice, (warning) => tell([{ warning }]));
  const waiting: Told[] = [];
  const chosen = files.filter(({ path }) => own.has(path));
  await judge(workspace, files, chosen, ({ path }, text, judged) => {
    // What cannot be read is not told about: whoever waits for it sees that it is missing.
    if (judged) waiting.push({ path, text, judged });
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
