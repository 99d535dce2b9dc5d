/** Running other programs: one place that knows about exit codes, output and ending what was started. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

export interface Ended {
  /** Exit status; 128 + n after signal n is not distinguished from a plain 1. */
  readonly status: number;
  /** Standard output and standard error in the order they came. */
  readonly output: string;
}

/** Runs to the end and collects the output. `echo` also shows it while it comes. */
export function run(
  file: string,
  args: readonly string[],
  options: SpawnOptions & { readonly echo?: boolean } = {},
): Promise<Ended> {
  const { echo = false, ...rest } = options;
  return new Promise((resolve) => {
    const child = spawn(file, [...args], { ...rest, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (echo) {
        process.stderr.write(chunk);
      }
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('error', (error) => resolve({ status: 127, output: `${output}${file}: ${error.message}\n` }));
    child.on('close', (code) => resolve({ status: code ?? 1, output }));
  });
}

/** As `run`, but anything except exit status 0 is an error that carries the output. */
export async function mustRun(
  file: string,
  args: readonly string[],
  options: SpawnOptions & { readonly echo?: boolean } = {},
): Promise<string> {
  const ended = await run(file, args, options);
  if (ended.status !== 0) {
    throw new Error(`${file} ${args.join(' ')} ended with status ${ended.status}\n${ended.output}`);
  }
  return ended.output;
}

/** Ends a process by its id: politely, and after `milliseconds` for good. Resolves when it is gone. */
export function end(child: ChildProcess, milliseconds = 3000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const killer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('exit', () => {
      clearTimeout(killer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
