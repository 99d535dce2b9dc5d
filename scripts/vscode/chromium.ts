/** A browser for the journeys: the one that is named, the one that is there, or Debian's. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../process.ts';

/** Debian's chromium as root and without a screen; nothing of it may call home. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Path of a chromium, or a sentence that says why there is none. `CHROME` names one; as root with apt it is installed. */
export async function findChromium(say: (line: string) => void): Promise<{ path: string } | { missing: string }> {
  const named = process.env.CHROME;
  if (named !== undefined && named !== '') {
    return runnable(named) ? { path: named } : { missing: `CHROME is set to ${named}, which cannot be run.` };
  }
  const present = chromiumOnPath();
  if (present !== undefined) {
    return { path: present };
  }
  if (process.getuid?.() !== 0 || onPath('apt-get') === undefined) {
    return { missing: 'There is no chromium: install one, or set CHROME to the path of a Chromium-based browser.' };
  }
  say('Installing chromium with apt-get ...');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await run('apt-get', ['update', '-qq'], { env: environment });
  const installed = await run('apt-get', ['install', '-y', '-qq', 'chromium'], { env: environment });
  const path = chromiumOnPath();
  return path === undefined
    ? { missing: `apt-get install chromium failed:\n${updated.output}${installed.output}` }
    : { path };
}

function chromiumOnPath(): string | undefined {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    const path = onPath(name);
    if (path !== undefined) {
      return path;
    }
  }
  return undefined;
}

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(runnable);
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
