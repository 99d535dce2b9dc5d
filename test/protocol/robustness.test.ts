import { afterEach, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { connect, type Peer } from './client.ts';
import { TEMPLATE } from './texts.ts';

let peer: Peer;
afterEach(() => peer.close());

const HOVER = 'textDocument/hover';
const at = (uri: string) => ({ textDocument: { uri }, position: { line: 3, character: 12 } });

async function isAlive(): Promise<void> {
  await peer.open('alive.yaml', TEMPLATE);
  const symbols = peer.connection.sendRequest('textDocument/documentSymbol', {
    textDocument: { uri: peer.uri('alive.yaml') },
  });
  await expect(symbols).resolves.toBeInstanceOf(Array);
}

test('an unknown request is refused as such', async () => {
  peer = await connect();
  await expect(peer.connection.sendRequest('verdigris/nothing', {})).rejects.toMatchObject({ code: -32601 });
  await isAlive();
});

test.each([
  'file:///no/such/file.yaml',
  'untitled:Untitled-1',
  'http://example.com/a.yaml',
  'file://server/share/a.yaml',
  'file:///../../etc/passwd',
  'git:/a.yaml?%7B%7D',
  'not a uri',
  '',
  'file:///%E0%A4%A',
])('a document that nobody opened is answered: %j', async (uri) => {
  peer = await connect();
  await expect(peer.connection.sendRequest(HOVER, at(uri))).resolves.toBeNull();
  await expect(peer.connection.sendRequest('verdigris/plan', { uri })).resolves.toHaveProperty('refused');
  await isAlive();
});

test.each([
  ['no JSON', '{ this is not JSON'],
  ['an array', '[1,2,3]'],
  ['another version', '{"jsonrpc":"1.0","id":77,"method":"textDocument/hover"}'],
  ['no method', '{"jsonrpc":"2.0","id":78}'],
  [
    'parameters of the wrong shape',
    '{"jsonrpc":"2.0","id":79,"method":"textDocument/hover","params":{"textDocument":7}}',
  ],
  ['no parameters', '{"jsonrpc":"2.0","id":80,"method":"textDocument/completion"}'],
  ['a notification of the wrong shape', '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":null}'],
  ['a cancel of nothing', '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":4711}}'],
])('a message that is %s does not end the server', async (_name, message) => {
  peer = await connect();
  peer.raw.write(`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
  await isAlive();
});

test('1,000 cancelled requests are each answered, by result or as cancelled', async () => {
  peer = await connect();
  await peer.open('a.yaml', TEMPLATE);
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, async () => {
      const source = new CancellationTokenSource();
      const request = peer.connection.sendRequest(HOVER, at(peer.uri('a.yaml')), source.token);
      source.cancel();
      return request.then(
        () => 'result',
        (error: { readonly code: number }) => error.code,
      );
    }),
  );
  expect(outcomes.every((outcome) => outcome === 'result' || outcome === -32800)).toBe(true);
  expect(outcomes).toContain(-32800);
  await isAlive();
});

test('a bomb costs a moment, and the next request is answered', async () => {
  peer = await connect();
  const aliases = Array.from({ length: 9 }, (_, i) => `b${i + 1}: &b${i + 1} [${`*b${i}, `.repeat(9)}*b${i}]`).join(
    '\n',
  );
  await peer.open('bomb.yaml', `AWSTemplateFormatVersion: '2010-09-09'\nb0: &b0 x\n${aliases}\nResources: *b9\n`);
  const start = performance.now();
  await peer.published('bomb.yaml');
  expect(performance.now() - start).toBeLessThan(3000);
  await isAlive();
});
