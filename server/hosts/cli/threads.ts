import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Task, Told } from './check-thread.ts';
import type { Named } from './inputs.ts';
import { processOutput } from './output.ts';
import type { Reported } from './report.ts';
import type { ReportChoice } from './reported.ts';
import { lanesOf, type Share } from './shares.ts';
import type { WorkspaceChoice } from './workspace.ts';

/** Below this one thread is done before a second has started. */
const WORTH_IT = 400;

/** Heap of one thread, in MB: the engine takes what it is given before it tidies up. A thread that needs more ends, see `judgeInThreads`. */
const HEAP = { maxOldGenerationSizeMb: 130, maxYoungGenerationSizeMb: 6 };

/**
 * What threads that start from now on do: two of them keep two processors busy, so that compiling beside them gains no time and costs
 * the memory of its helpers; and a heap grows by less than it usually would before it is tidied up.
 */
const THRIFTY = ['--no-concurrent-recompilation', '--heap-growing-percent=30'];

export function areWorthIt(files: readonly Named[]): boolean {
  return files.length >= WORTH_IT && availableParallelism() > 1;
}

/** Judges files in two threads. What a thread could not judge (it ran out of memory, or the file cannot be read) is not handed over. */
export async function judgeInThreads(
  choice: WorkspaceChoice,
  report: ReportChoice,
  files: readonly Named[],
  hand: (path: string, file: Reported) => void,
): Promise<void> {
  const sizes = await Promise.all(files.map(({ path }) => sizeOf(path)));
  const said = new Set<string>();
  const warn = (message: string): void => {
    if (!said.has(message)) processOutput.warn(message);
    said.add(message);
  };
  const lanes = lanesOf(files, sizes);
  for (const flag of THRIFTY) setFlagsFromString(flag);
  await Promise.all(
    lanes.map(async (lane) => {
      for (const share of lane) await threadFor({ choice, report, ...filesOf(files, share) }, hand, warn);
    }),
  );
}

function filesOf(files: readonly Named[], { all, own }: Share): Pick<Task, 'files' | 'own'> {
  const at = (places: readonly number[]): Named[] =>
    places.flatMap((place): Named[] => {
      const file = files[place];
      return file ? [file] : [];
    });
  return { files: at(all), own: new Set(at(own).map(({ path }) => path)) };
}

function threadFor(
  task: Task,
  hand: (path: string, file: Reported) => void,
  warn: (message: string) => void,
): Promise<void> {
  // From source this file is TypeScript too; bundled, the thread lies beside the program.
  const beside = import.meta.url.endsWith('.ts') ? './check-thread.ts' : './check-thread.js';
  const worker = new Worker(new URL(beside, import.meta.url), { workerData: task, resourceLimits: HEAP });
  return new Promise((resolve) => {
    worker.on('message', (told: readonly Told[]) => {
      for (const one of told) {
        if ('warning' in one) warn(one.warning);
        else hand(one.path, one.file);
      }
    });
    worker.on('error', () => resolve());
    worker.on('exit', () => resolve());
  });
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
