/** One served VS Code: own port, own data folder, own settings; ended by its process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, mustRun } from '../process.ts';
import { installedVscodeServer } from './codeServer.ts';

export interface ServeOptions {
  /** Absolute path of the VSIX to install. */
  readonly vsix: string;
  /** Absolute paths of further VSIX to install beside it. */
  readonly others?: readonly string[];
  /** Folder for settings, extensions and logs; made when absent. */
  readonly data: string;
  /** 0 or absent = a free one. */
  readonly port?: number;
  /** On top of the quiet defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly say: (line: string) => void;
}

export interface ServedVscode {
  readonly port: number;
  /** Address that opens `folder` (absolute path). */
  address(folder: string): string;
  /** Address that opens one file (absolute path) without a folder. */
  addressOfFile(path: string): string;
  /** The extension host's and the server's own logs, newest run, with the names of the files between. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

/** Installs the VSIX and starts the server; resolves when it answers. */
export async function serveVscode(options: ServeOptions): Promise<ServedVscode> {
  const server = join(await installedVscodeServer(options.say), 'out', 'server-main.js');
  await writeSettings(options);
  const common = ['--accept-server-license-terms', '--server-data-dir', options.data, '--telemetry-level', 'off'];
  for (const vsix of [options.vsix, ...(options.others ?? [])]) {
    await mustRun(process.execPath, [server, ...common, '--install-extension', vsix, '--force']);
  }
  const port = await freePort(options.port ?? 0);
  const where = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  const child = spawn(process.execPath, [server, ...where, ...common], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const log = createWriteStream(join(options.data, 'server-output.log'));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  try {
    await answers(child, port);
  } catch (error) {
    await end(child);
    throw error;
  }
  return {
    port,
    address: (folder) => `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder.replaceAll('\\', '/'))}`,
    addressOfFile: (path) => `http://127.0.0.1:${port}/?ew=true&payload=${encodeURIComponent(openFile(port, path))}`,
    logs: () => readLogs(options.data),
    stop: () => end(child),
  };
}

function openFile(port: number, path: string): string {
  return JSON.stringify([['openFile', `vscode-remote://127.0.0.1:${port}${path.replaceAll('\\', '/')}`]]);
}

/** `wanted` when it is free, else any free port. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

async function answers(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) {
      throw new Error(`The VS Code server ended at once with status ${child.exitCode}.`);
    }
    const answer = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await sleep(250);
  }
  throw new Error('The VS Code server does not answer after a minute.');
}

/** No welcome pages, no updates, no experiments, no calls home, no questions about git or trust. */
export const quiet: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'window.commandCenter': false,
};

async function writeSettings(options: ServeOptions): Promise<void> {
  const text = JSON.stringify({ ...quiet, ...options.settings }, undefined, 2);
  for (const kind of ['User', 'Machine']) {
    const folder = join(options.data, 'data', kind);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), text);
  }
}

async function readLogs(data: string): Promise<string> {
  const folder = join(data, 'data', 'logs');
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const wanted = files.filter((name) => name.endsWith('.log')).sort();
  const texts = await Promise.all(
    wanted.map(async (name) => `==== ${name}\n${await readFile(join(folder, name), 'utf8')}`),
  );
  const output = await readFile(join(data, 'server-output.log'), 'utf8').catch(() => '');
  return [`==== server output\n${output}`, ...texts].join('\n');
}
