/** `dist/web/server.js`: the language server in a web worker. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { type Host, startServer } from '../lsp/index.ts';
import { localToday } from './clock.ts';
import { FetchedData } from './fetched.ts';
import { schemaDate } from './schema-date.ts';

/** The scope of a worker is what its reader and writer want; only these types do not know it. */
const scope = globalThis as never;
const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));
startServer(connection, workerHost());
connection.listen();

function workerHost(): Host {
  const data = new FetchedData();
  return {
    name: 'verdigris',
    version: '',
    data,
    schemaDate: (language) => schemaDate(data, language),
    today: localToday,
    now: () => performance.now(),
    later(milliseconds, work) {
      const timer = setTimeout(work, milliseconds);
      return () => clearTimeout(timer);
    },
    prepare: (options, locale) => data.fetchAll(dataFolder(options), locale),
  };
}

/** The extension says where its data lies: a worker of an editor in a browser is started from a blob and cannot tell. */
function dataFolder(options: unknown): string {
  const told = typeof options === 'object' && options !== null && 'schemas' in options ? options.schemas : undefined;
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  const folder = typeof told === 'string' ? told : new URL('../schemas', location?.href).href;
  return folder.endsWith('/') ? folder : `${folder}/`;
}
