import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeHost } from '../../server/hosts/node-host.ts';
import { connect, type Peer, type PeerOptions } from './client.ts';
import { BROKEN, FOREIGN, TEMPLATE } from './texts.ts';

const built = fileURLToPath(new URL('../../dist/server.js', import.meta.url));
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const servers: readonly (readonly [string, PeerOptions])[] = [
  ['from source', {}],
  ...(existsSync(built) ? ([['built', { command: [process.execPath, built, '--stdio'] }]] as const) : []),
  ...(existsSync(cli)
    ? ([['built, by the command line', { command: [process.execPath, cli, 'lsp', '--stdio'] }]] as const)
    : []),
];

let peer: Peer;
afterEach(() => peer.close());

describe.each(servers)('the server %s', (_name, options) => {
  test('says what it can do', async () => {
    peer = await connect(options);
    const { capabilities, serverInfo } = peer.initialized;
    expect(serverInfo?.name).toBe('verdigris');
    expect(capabilities.positionEncoding).toBe('utf-16');
    expect(capabilities.textDocumentSync).toMatchObject({ openClose: true, change: 2 });
    expect(capabilities.diagnosticProvider).toBeUndefined();
  });

  test('sends diagnostics to a client that cannot ask', async () => {
    peer = await connect(options);
    await peer.open('shop.macfile', BROKEN);
    const found = await peer.published('shop.macfile');
    expect(found.map(({ code }) => code)).toContain('macfile/undefined-role');
    expect(found.every(({ source }) => source === 'verdigris')).toBe(true);
  });

  test('takes them back when the document is closed', async () => {
    peer = await connect(options);
    await peer.open('a.yaml', TEMPLATE);
    expect(await peer.published('a.yaml')).not.toHaveLength(0);
    await peer.connection.sendNotification('textDocument/didClose', { textDocument: { uri: peer.uri('a.yaml') } });
    expect(await peer.published('a.yaml')).toEqual([]);
  });

  test('is silent in files that are not ours', async () => {
    peer = await connect(options);
    await peer.open('service.yaml', FOREIGN);
    expect(await peer.published('service.yaml')).toEqual([]);
    const at = { textDocument: { uri: peer.uri('service.yaml') }, position: { line: 1, character: 2 } };
    expect(await peer.connection.sendRequest('textDocument/hover', at)).toBeNull();
    expect(await peer.connection.sendRequest('textDocument/completion', at)).toMatchObject({ items: [] });
  });

  test('answers shutdown, and nothing after it', async () => {
    peer = await connect(options);
    expect(await peer.connection.sendRequest('shutdown')).toBeNull();
    const late = peer.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: 'file:///x.yaml' },
      position: { line: 0, character: 0 },
    });
    await expect(late).rejects.toMatchObject({ code: -32600 });
  });
});

test('our extension is told which document is judged, before the work and after it', async () => {
  const told: unknown[] = [];
  peer = await connect({
    options: { peers: {} },
    prepare: (connection) => {
      connection.onRequest('verdigris/judge', ({ uri }) => told.push(uri) > 0);
      connection.onNotification('verdigris/judged', () => void told.push(null));
      connection.onNotification('verdigris/status', () => void told.push('status'));
    },
  });
  await peer.open('a.yaml', TEMPLATE);
  await peer.published('a.yaml');
  expect(told).toEqual([peer.uri('a.yaml'), 'status', null]);
});

test('a document that our extension holds back is left alone, by the workspace as well', async () => {
  peer = await connect({
    capabilities: { textDocument: { diagnostic: {} } },
    files: { 'held.yaml': TEMPLATE, 'other.yaml': TEMPLATE },
    options: { peers: {} },
    prepare: (connection) => connection.onRequest('verdigris/judge', ({ uri }) => !uri.endsWith('held.yaml')),
  });
  const { items } = await peer.connection.sendRequest<{ items: { uri: string; items: unknown[] }[] }>(
    'workspace/diagnostic',
    { previousResultIds: [] },
  );
  expect(items.filter(({ items: found }) => found.length > 0).map(({ uri }) => uri)).toEqual([peer.uri('other.yaml')]);
});

test('of documents asked for at once one is judged at a time: no fault is put down to another', async () => {
  const told: unknown[] = [];
  peer = await connect({
    capabilities: { textDocument: { diagnostic: {} } },
    options: { peers: {} },
    prepare: (connection) => {
      connection.onRequest('verdigris/judge', ({ uri }) => told.push(uri) > 0);
      connection.onNotification('verdigris/judged', () => void told.push(null));
    },
  });
  const names = ['a.yaml', 'b.yaml', 'c.yaml'];
  for (const name of names) await peer.open(name, TEMPLATE);
  const asked = names.map((name) =>
    peer.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: peer.uri(name) } }),
  );
  await Promise.all(asked);
  await expect.poll(() => told).toEqual(names.flatMap((name) => [peer.uri(name), null]));
});

test('memory is given back after a burst of typing, and not before', async () => {
  let tidied = 0;
  const { later } = nodeHost();
  peer = await connect({
    host: { tidy: () => void tidied++, later: (milliseconds, work) => later(milliseconds / 50, work) },
  });
  await peer.open('a.yaml', TEMPLATE);
  await peer.published('a.yaml');
  for (let version = 2; version < 20; version++) {
    await peer.change('a.yaml', version, `${TEMPLATE}# ${version}\nB${version}: 1\n`);
    await peer.published('a.yaml');
    if (version < 10) expect(tidied).toBe(0);
  }
  await expect.poll(() => tidied).toBe(1);
});
