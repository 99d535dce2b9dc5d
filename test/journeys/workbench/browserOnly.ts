/**
 * VS Code as on vscode.dev: the same workbench without its server side. The extension comes over HTTP and runs in the
 * browser's extension host; the folder is in memory. Nothing can start a process or read a disk.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';

export interface BrowserOnly {
  readonly port: number;
  /** The data folder of a served VS Code that has the extension installed, so it lies there unpacked. */
  readonly data: string;
  /** Of the folder in memory, by relative path. */
  readonly files: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Prepares the page and returns the address to open. */
export async function browserOnly(page: Page, { port, data, files, settings }: BrowserOnly): Promise<string> {
  const origin = `http://127.0.0.1:${port}`;
  const [unpacked = ''] = (await readdir(join(data, 'extensions'))).filter((name) => name.startsWith('verdigris.'));
  const folders = { verdigris: join(data, 'extensions', unpacked), virtual: join(import.meta.dirname, 'virtual') };
  const listed = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/workspace/${path}`, text]));
  const extra = Object.keys(folders).map((name) => ({
    scheme: 'http',
    authority: `127.0.0.1:${port}`,
    path: `/extensions/${name}`,
  }));
  const configuration = {
    additionalBuiltinExtensions: extra,
    configurationDefaults: settings,
    enableWorkspaceTrust: false,
  };
  await page.route(
    (url) => url.origin === origin && url.pathname === '/',
    async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: withConfiguration(await response.text(), configuration) });
    },
  );
  await page.route('**/out/vs/code/browser/workbench/workbench.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: withoutRemote(await response.text()) });
  });
  for (const [name, folder] of Object.entries(folders)) {
    const prefix = `/extensions/${name}/`;
    await page.route(
      (url) => url.href.startsWith(origin + prefix),
      (route) => answer(route, folder, prefix),
    );
  }
  // The route that was added last is asked first.
  await page.route(`${origin}/extensions/virtual/files.json`, (route) => route.fulfill({ json: listed }));
  return `${origin}/?folder=memfs:/workspace`;
}

/** Changes the configuration that the workbench reads from its page. */
function withConfiguration(html: string, change: Readonly<Record<string, unknown>>): string {
  return html.replace(
    /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)/,
    (_, start: string, text: string) => {
      const configuration = JSON.parse(text.replaceAll('&quot;', '"')) as Record<string, unknown>;
      return start + JSON.stringify({ ...configuration, userDataPath: '/', ...change }).replaceAll('"', '&quot;');
    },
  );
}

/** code-server's workbench insists on a remote side and keeps the user's data there, whatever the page says. */
function withoutRemote(script: string): string {
  return script
    .replace('remoteAuthority:location.host', 'remoteAuthority:undefined')
    .replace(/(\(this\.userDataPath\)\.with\(\{scheme:)\w+\.vscodeRemote/, '$1"vscode-userdata"');
}

async function answer(route: Route, folder: string, prefix: string): Promise<void> {
  const path = decodeURIComponent(new URL(route.request().url()).pathname).slice(prefix.length);
  const body = await readFile(join(folder, path)).catch(() => undefined);
  const contentType = path.endsWith('.json')
    ? 'application/json'
    : path.endsWith('.js')
      ? 'text/javascript'
      : 'application/octet-stream';
  await route.fulfill(body === undefined ? { status: 404 } : { body, contentType });
}
