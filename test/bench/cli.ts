/**
 * `npm run bench:cli`: our command line beside other linters, on the same self-made files, in one run. A peer that is not installed
 * costs one line. `-- --files 400` for another number of files, `-- --folder DIR` for files of your own.
 *
 * Peers are found on the PATH or by a variable each: VERDIGRIS_CHECKOV, VERDIGRIS_ANSIBLE_LINT, VERDIGRIS_TFLINT, VERDIGRIS_CFN_LINT.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/paths.ts';
import { benchFile } from './files.ts';
import { playbook } from './kinds-ansible.ts';
import { cloudformation } from './kinds-cloudformation.ts';
import { terraform } from './kinds-terraform.ts';

interface Peer {
  readonly name: string;
  readonly command: string | undefined;
  /** What it reads of our files, and the arguments for that. */
  readonly reads: Readonly<Record<string, (folder: string, files: readonly string[]) => readonly string[]>>;
}

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

const KINDS = { CloudFormation: cloudformation, Ansible: playbook, Terraform: terraform } as const;
type KindName = keyof typeof KINDS;

/** Lines of one file: what people write, not what a machine makes. */
const LINES = 120;

const { values } = parseArgs({ options: { files: { type: 'string' }, folder: { type: 'string' } } });
const count = Number(values.files ?? 100);
const made = values.folder === undefined ? mkdtempSync(join(tmpdir(), 'verdigris-bench-')) : undefined;
try {
  await measureAll(made === undefined ? String(values.folder) : written(made, count));
} finally {
  if (made !== undefined) rmSync(made, { recursive: true, force: true });
}

async function measureAll(folder: string): Promise<void> {
  const model = cpus()[0]?.model ?? 'unknown';
  console.log(`${cpus().length} × ${model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`);
  console.log('| files | program | time | CPU | most memory |\n|---|---|---|---|---|');
  for (const kind of Object.keys(KINDS) as KindName[]) {
    const below = join(folder, kind);
    if (!existsSync(below)) continue;
    const files = readdirSync(below, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:ya?ml|tf)$/.test(name),
    );
    for (const peer of peers()) {
      const args = peer.reads[kind]?.(below, files);
      if (args === undefined) continue;
      const measured = peer.command === undefined ? undefined : await run(peer.command, args, below);
      const said = measured === undefined ? 'not installed | – | –' : cells(measured);
      console.log(`| ${files.length} ${kind} | ${peer.name} | ${said} |`);
    }
  }
}

function peers(): readonly Peer[] {
  const ours = join(root, 'dist', 'cli.js');
  const all = (folder: string) => ['check', folder, '--format', 'json'];
  const node = (args: readonly string[]) => [ours, ...args];
  return [
    {
      name: 'verdigris check',
      command: existsSync(ours) ? process.execPath : undefined,
      reads: {
        CloudFormation: (folder) => node(all(folder)),
        Ansible: (folder) => node(all(folder)),
        Terraform: (folder) => node(all(folder)),
      },
    },
    {
      name: 'cfn-lint',
      command: found('cfn-lint'),
      reads: { CloudFormation: (folder, files) => files.map((file) => join(folder, file)) },
    },
    {
      name: 'ansible-lint',
      command: found('ansible-lint'),
      reads: { Ansible: (folder, files) => ['--offline', '--nocolor', ...files.map((file) => join(folder, file))] },
    },
    {
      name: 'tflint',
      command: found('tflint'),
      reads: { Terraform: (folder) => ['--recursive', `--chdir=${folder}`] },
    },
    {
      name: 'checkov',
      command: found('checkov'),
      reads: {
        CloudFormation: (folder) => ['-d', folder, '--framework', 'cloudformation', '--compact', '--quiet'],
        Ansible: (folder) => ['-d', folder, '--framework', 'ansible', '--compact', '--quiet'],
        Terraform: (folder) => ['-d', folder, '--framework', 'terraform', '--compact', '--quiet'],
      },
    },
  ];
}

/** The program a variable names, else the one on the PATH. */
function found(name: string): string | undefined {
  const given = process.env[`VERDIGRIS_${name.toUpperCase().replaceAll('-', '_')}`];
  const candidates =
    given === undefined ? (process.env.PATH ?? '').split(delimiter).map((at) => join(at, name)) : [given];
  return candidates.find((path) => existsSync(path));
}

/** Time, processor and memory of a program and all it starts; what it finds does not count. Memory is looked at many times a second. */
function run(command: string, args: readonly string[], cwd: string): Promise<Run> {
  const start = performance.now();
  const child = spawn(command, [...args], { cwd, stdio: ['ignore', 'ignore', 'ignore'], env: quiet() });
  let most = 0;
  let cpu = 0;
  const look = setInterval(() => {
    most = Math.max(most, memoryOf(child.pid));
    cpu = Math.max(cpu, cpuOf(child.pid));
  }, 50);
  return new Promise((resolve) => {
    const end = (): void => {
      clearInterval(look);
      resolve({ seconds: (performance.now() - start) / 1000, cpuSeconds: cpu, megabytes: most });
    };
    child.on('close', end);
    child.on('error', end);
  });
}

function cells({ seconds, cpuSeconds, megabytes }: Run): string {
  const memory = megabytes > 0 ? `${megabytes.toFixed(0)} MB` : 'not known here';
  const cpu = cpuSeconds > 0 ? `${cpuSeconds.toFixed(1)} s` : 'not known here';
  return `${seconds.toFixed(1)} s | ${cpu} | ${memory}`;
}

/** No program asks the network for news of itself. */
function quiet(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ANSIBLE_LINT_SKIP_SCHEMA_UPDATE: '1',
    CKV_IGNORE_HIDDEN_DIRECTORIES: 'false',
    BC_SKIP_MAPPING: 'TRUE',
  };
}

/** Resident memory in MB of a process and its children, as /proc says it; 0 where there is no /proc. */
function memoryOf(pid: number | undefined): number {
  return treeOf(pid).reduce(
    (sum, each) => sum + Number(/VmRSS:\s+(\d+)/.exec(proc(each, 'status'))?.[1] ?? 0) / 1024,
    0,
  );
}

/** Seconds of processor of a process and of all children that ended, as /proc says it. */
function cpuOf(pid: number | undefined): number {
  return treeOf(pid).reduce((sum, each) => {
    const fields = proc(each, 'stat').split(') ')[1]?.split(' ') ?? [];
    const ticks = [11, 12, 13, 14].reduce((all, at) => all + Number(fields[at] ?? 0), 0);
    return sum + ticks / 100;
  }, 0);
}

function treeOf(pid: number | undefined): readonly number[] {
  if (pid === undefined) return [];
  const children = proc(pid, `task/${pid}/children`)
    .trim()
    .split(' ')
    .filter((each) => each !== '');
  return [pid, ...children.flatMap((each) => treeOf(Number(each)))];
}

function proc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function written(folder: string, files: number): string {
  for (const [name, kind] of Object.entries(KINDS)) {
    for (let at = 0; at < files; at++) {
      const { text } = benchFile({ ...kind, companions: () => ({}) }, LINES);
      // Terraform reads folders, the others files.
      const path = name === 'Terraform' ? join(folder, name, `m${at}`, 'main.tf') : join(folder, name, `f${at}.yaml`);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, text);
    }
  }
  return folder;
}
