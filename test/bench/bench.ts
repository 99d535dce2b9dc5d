/**
 * `npm run bench [-- --rounds N] [-- --lines 100,1000] [-- --kind Macfile]`: one driver, the same files, every server.
 * Prints Markdown and keeps it in test-results/bench.md.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { packageExtension } from '../../scripts/package.ts';
import { cache, dist, results } from '../../scripts/paths.ts';
import { benchFile } from './files.ts';
import { kinds } from './kinds.ts';
import { type Measured, measure } from './measure.ts';
import { presentServers } from './servers.ts';
import { header, row } from './table.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    lines: { type: 'string', default: '100,1000,10000' },
    kind: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
const vsix = await packageExtension(join(cache, 'bench.vsix'));
const lines: string[] = [];
print(machine());
print(`Medians of ${rounds} with p95 behind the slash, milliseconds; a ratio is a peer's median to ours.\n`);
for (const kind of kinds.filter((it) => it.kind.includes(values.kind))) {
  for (const length of values.lines.split(',').map(Number)) {
    const file = benchFile(kind, length);
    print(`\n### ${kind.kind}, ${file.lines} lines\n\n${header}`);
    let ours: Measured | undefined;
    for (const server of presentServers(print).filter((it) => it.speaks.includes(kind.kind))) {
      try {
        const measured = await measure(server, file, rounds, rounds);
        ours ??= measured;
        print(row(server.name, measured, ours));
      } catch (error) {
        print(`| ${server.name} | ${error instanceof Error ? error.message : String(error)} |`);
      }
    }
  }
}
print(await sizes());
await mkdir(results, { recursive: true });
await writeFile(join(results, 'bench.md'), `${lines.join('\n')}\n`);

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
