/**
 * `npm run bench [-- --rounds N] [-- --lines 100,1000] [-- --kind Macfile] [-- --server AWS]`: one driver, the same files, every server.
 * Prints Markdown and keeps it in test-results/bench.md.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { packageExtension } from '../../scripts/package.ts';
import { cache, dist, results } from '../../scripts/paths.ts';
import { benchFile, type FileKind } from './files.ts';
import { kinds } from './kinds.ts';
import { type Measured, measure } from './measure.ts';
import { presentServers } from './servers.ts';
import { header, row } from './table.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    lines: { type: 'string' },
    server: { type: 'string', default: '' },
    kind: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
const vsix = await packageExtension(join(cache, 'bench.vsix'));
const lines: string[] = [];
print(machine());
print(
  `Medians of ${rounds} with p95 behind the slash, milliseconds; a ratio is a peer's median to ours. CPU is user time of the server's process until the first diagnostics.\n`,
);
const wanted = values.lines?.split(',').map(Number);
const servers = presentServers(print).filter(({ name }) => name.includes(values.server));
for (const kind of kinds.filter((it) => it.kind.includes(values.kind))) {
  for (const length of kind.fixed ? [0] : (wanted ?? kind.lengths ?? [100, 1000, 10_000])) {
    await compare(kind, length);
  }
}
print(await sizes());
await mkdir(results, { recursive: true });
await writeFile(join(results, 'bench.md'), `${lines.join('\n')}\n`);

/** One table: every server that speaks the kind, on the same file. A server that does not answer is said to. */
async function compare(kind: FileKind, length: number): Promise<void> {
  const file = benchFile(kind, length);
  const times = Math.min(rounds, kind.rounds ?? rounds);
  print(`\n### ${kind.kind}, ${file.lines} lines\n\n${header}`);
  let ours: Measured | undefined;
  for (const server of servers.filter((it) => it.speaks.includes(kind.kind))) {
    try {
      const measured = await measure(server, file, times, times);
      ours ??= measured;
      print(row(server.name, measured, ours));
    } catch (error) {
      print(`| ${server.name} | ${error instanceof Error ? error.message : String(error)} |`);
    }
  }
}

function print(line: string): void {
  lines.push(line);
  console.log(line);
}

function machine(): string {
  const [cpu] = cpus();
  const memory = `${(totalmem() / 1024 ** 3).toFixed(0)} GB`;
  const system = `${platform()} ${release()} ${arch()}`;
  return `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model.trim()}, ${memory}, ${system}, Node.js ${process.version}`;
}

async function sizes(): Promise<string> {
  const programs = vsix.files.filter((it) => /^dist\/.*\.(c?js|css)$/.test(it));
  const weighed = await Promise.all(
    programs.map(async (path) => {
      const bytes = await readFile(join(dist, '..', path));
      return `| ${path} | ${kilobytes(bytes.length)} | ${kilobytes(gzipSync(bytes).length)} |`;
    }),
  );
  return `\n### Sizes\n\n| file | kB | kB compressed |\n|---|---|---|\n${weighed.join('\n')}\n| the VSIX | | ${kilobytes(vsix.bytes)} |`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(0);
}
