import { afterEach, expect, test, vi } from 'vitest';
import { connect, type Peer } from './client.ts';

let peer: Peer;
afterEach(() => peer.close());

const TEXT = 'resource "x_y" "a" {\n  a   =   1\n      b = 2\n  }\n';

interface Change {
  readonly range: { readonly start: { readonly line: number } };
  readonly newText: string;
}

async function start(formatting: string) {
  const registered: string[] = [];
  peer = await connect({
    capabilities: { textDocument: { formatting: { dynamicRegistration: true } } },
    files: { 'main.tf': TEXT },
    prepare: (connection) =>
      connection.onRequest('client/registerCapability', ({ registrations }) => {
        registered.push(...registrations.map(({ method }: { method: string }) => method));
      }),
  });
  await peer.open('main.tf', TEXT, 'terraform');
  const settings = { verdigris: { coexistence: { formatting } } };
  await peer.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  return registered;
}

function ask(method: string, more: object): Promise<readonly Change[]> {
  const params = { textDocument: { uri: peer.uri('main.tf') }, options: { tabSize: 2, insertSpaces: true }, ...more };
  return peer.connection.sendRequest(`textDocument/${method}`, params);
}

test('a whole document, a range, and the line that was just finished', async () => {
  const registered = await start('on');
  await vi.waitFor(() => expect(registered).toContain('textDocument/onTypeFormatting'), 5000);
  const lines = (changes: readonly Change[]) => [...new Set(changes.map(({ range }) => range.start.line))];
  expect(lines(await ask('formatting', {}))).toEqual([1, 2, 3]);
  const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 5 } };
  expect(lines(await ask('rangeFormatting', { range }))).toEqual([2]);
  expect(lines(await ask('onTypeFormatting', { position: { line: 2, character: 0 }, ch: '\n' }))).toEqual([1]);
  expect(lines(await ask('onTypeFormatting', { position: { line: 3, character: 3 }, ch: '}' }))).toEqual([3]);
});

test('nothing while the settings do not want it', async () => {
  const registered = await start('off');
  expect(await ask('formatting', {})).toEqual([]);
  expect(registered).toEqual([]);
});
