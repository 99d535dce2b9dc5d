/**
 * `npm start [-- --port N] [-- --no-open]`: builds and packages the extension, serves a VS Code that has it on 127.0.0.1,
 * and prints the address. Ctrl+C ends it.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from './package.ts';
import { cache } from './paths.ts';
import { copySamples } from './samples.ts';
import { serveVscode } from './vscode/serve.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    open: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

const say = (line: string): void => console.log(line);
say('Building and packaging the extension ...');
const { path: vsix } = await packageExtension(join(cache, 'start.vsix'));
const home = await mkdtemp(join(tmpdir(), 'verdigris-start-'));
const folder = await copySamples(join(home, 'samples'));
const vscode = await serveVscode({ vsix, data: join(home, 'data'), port: Number(values.port), say });
const address = vscode.address(folder);
say(`\nVerdigris runs in VS Code at\n\n    ${address}\n\nThe folder is a copy of samples/; press Ctrl+C to end.`);
if (values.open) {
  openBrowser(address);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, stop);
}

async function stop(): Promise<void> {
  await vscode.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

/** Where there is a screen; anywhere else the printed address is enough. */
function openBrowser(address: string): void {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (screen) {
    spawn(opener, [address], { stdio: 'ignore', detached: true })
      .on('error', () => undefined)
      .unref();
  }
}
