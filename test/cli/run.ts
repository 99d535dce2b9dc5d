import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../server/hosts/cli/main.ts', import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own with files, in which the command line is run from source. */
export interface Place {
  readonly folder: string;
  write(name: string, text: string | Uint8Array): void;
  run(...args: readonly string[]): Promise<Ran>;
  /** Started in a folder below. */
  runIn(folder: string, ...args: readonly string[]): Promise<Ran>;
  /** With a text on standard input. */
  pipe(input: string, ...args: readonly string[]): Promise<Ran>;
  git(...args: readonly string[]): string;
  remove(): void;
}

export function place(files: Readonly<Record<string, string>> = {}): Place {
  const folder = mkdtempSync(join(tmpdir(), 'verdigris-cli-'));
  const write = (name: string, text: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const git = (...args: readonly string[]): string => {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
    const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  return {
    folder,
    write,
    git,
    run: (...args) => ran(folder, args, undefined),
    runIn: (below, ...args) => ran(join(folder, below), args, undefined),
    pipe: (input, ...args) => ran(folder, args, input),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function ran(cwd: string, args: readonly string[], input: string | undefined): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--no-warnings', main, ...args], { cwd, stdio: 'pipe' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.stdin.end(input ?? '');
    child.on('close', (status) =>
      resolve({ status, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }),
    );
  });
}
