import { afterEach, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { connect, marked, type Peer, PULL } from './client.ts';
import { TEMPLATE } from './texts.ts';

let peer: Peer;
afterEach(() => peer.close());

interface Item {
  readonly items?: readonly { readonly code: string }[];
}

/** Codes of the first findings that are sent. */
async function firstCodes(): Promise<(Diagnostic['code'] | undefined)[]> {
  const first = peer.published('a.yaml');
  const textDocument = { uri: peer.uri('a.yaml'), languageId: 'yaml', version: 1, text: TEMPLATE };
  await peer.connection.sendNotification('textDocument/didOpen', { textDocument });
  return (await first).map(({ code }) => code);
}

describe('the configuration file', () => {
  test('a .verdigris.yaml that nobody opened is heeded, and its change asks for new diagnostics', async () => {
    let refreshed = 0;
    peer = await connect({
      capabilities: PULL,
      files: { '.verdigris.yaml': 'rules:\n  cloudformation/unknown-property: off\n', 'infra/a.yaml': TEMPLATE },
      prepare: (connection) => {
        connection.onRequest('workspace/configuration', () => [null]);
        connection.onRequest('workspace/diagnostic/refresh', () => {
          refreshed++;
          return null;
        });
      },
    });
    await peer.open('infra/a.yaml', TEMPLATE);
    const pull = async (): Promise<string[]> => {
      const { items } = await peer.connection.sendRequest<Item>('textDocument/diagnostic', {
        textDocument: { uri: peer.uri('infra/a.yaml') },
      });
      return (items ?? []).map(({ code }) => code);
    };
    expect(await pull()).not.toContain('cloudformation/unknown-property');
    peer.write('.verdigris.yaml', 'rules: {}\n');
    await peer.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: peer.uri('.verdigris.yaml'), type: 2 }],
    });
    await expect.poll(() => refreshed).toBeGreaterThan(0);
    expect(await pull()).toContain('cloudformation/unknown-property');
  });

  test('the file itself is validated, completed and explained by its schema', async () => {
    peer = await connect({ capabilities: PULL });
    const { text, position } = marked('profile: ‸strikt\nrules:\n  no-latest-tag: of\n');
    await peer.open('.verdigris.yaml', text);
    const textDocument = { uri: peer.uri('.verdigris.yaml') };
    const { items } = await peer.connection.sendRequest<{
      items: { code: string; range: { start: { line: number } } }[];
    }>('textDocument/diagnostic', { textDocument });
    expect(items.map(({ code, range }) => [code, range.start.line])).toEqual([
      ['config/schema', 0],
      ['config/schema', 2],
    ]);
    const completion = await peer.connection.sendRequest<{ items: { label: string }[] }>('textDocument/completion', {
      textDocument,
      position,
    });
    expect(completion.items.map(({ label }) => label)).toContain('strict');
    const hover = await peer.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
      textDocument,
      position: { line: 0, character: 2 },
    });
    expect(hover.contents.value.length).toBeGreaterThan(10);
  });
});

describe('settings of the client', () => {
  test('nothing is judged before the client has said its settings', async () => {
    peer = await connect({
      capabilities: { workspace: { configuration: true } },
      prepare: (connection) => {
        connection.onRequest('workspace/configuration', async () => {
          await new Promise((resolve) => setTimeout(resolve, 100));
          return [{ rules: { severity: { 'cloudformation/unknown-property': 'off' } } }];
        });
      },
    });
    const codes = await firstCodes();
    expect(codes).not.toContain('cloudformation/unknown-property');
  });

  test('a client that keeps its settings to itself is served all the same', async () => {
    peer = await connect({
      capabilities: { workspace: { configuration: true } },
      prepare: (connection) => connection.onRequest('workspace/configuration', () => new Promise(() => undefined)),
    });
    expect(await firstCodes()).toContain('cloudformation/unknown-property');
  });

  test('settings of the editor are the lowest layer', async () => {
    let severity = 'hint';
    peer = await connect({
      capabilities: PULL,
      files: {},
      prepare: (connection) => {
        connection.onRequest('workspace/diagnostic/refresh', () => null);
        connection.onRequest('workspace/configuration', () => [
          {
            rules: { profile: 'recommended', severity: { 'cloudformation/unknown-property': severity } },
            codeLens: { enabled: false },
          },
        ]);
      },
    });
    await peer.open('a.yaml', TEMPLATE);
    const textDocument = { uri: peer.uri('a.yaml') };
    const severityOf = async (): Promise<number | undefined> => {
      const { items } = await peer.connection.sendRequest<{ items: { code: string; severity: number }[] }>(
        'textDocument/diagnostic',
        { textDocument },
      );
      return items.find(({ code }) => code === 'cloudformation/unknown-property')?.severity;
    };
    await expect.poll(severityOf).toBe(4);
    expect(await peer.connection.sendRequest('textDocument/codeLens', { textDocument })).toEqual([]);
    severity = 'off';
    await peer.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await expect.poll(severityOf).toBeUndefined();
  });

  test('every folder of a workspace has settings of its own, also one that comes later', async () => {
    const asked: (string | undefined)[][] = [];
    const severities: Record<string, string> = { one: 'off', two: 'error' };
    peer = await connect({
      capabilities: PULL,
      files: { 'one/a.yaml': TEMPLATE, 'two/a.yaml': TEMPLATE },
      prepare: (connection) => {
        connection.onRequest('workspace/diagnostic/refresh', () => null);
        connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) => {
          asked.push(items.map(({ scopeUri }) => scopeUri?.split('/').at(-1)));
          return items.map(({ scopeUri }) => {
            const severity = severities[scopeUri?.split('/').at(-1) ?? ''] ?? 'hint';
            return {
              rules: { severity: { 'cloudformation/unknown-property': severity } },
              codeLens: { enabled: severity === 'error' },
            };
          });
        });
      },
    });
    const change = (added: readonly string[], removed: readonly { uri: string; name: string }[]) =>
      peer.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: { added: added.map((name) => ({ uri: peer.uri(name), name })), removed },
      });
    await change(['one'], [{ uri: peer.uri('.').replace(/\/\.?$/, ''), name: 'test' }]);
    await change(['two'], []);
    await expect.poll(() => asked.at(-1)).toEqual([undefined, 'one', 'two']);
    const severityIn = async (name: string): Promise<number | undefined> => {
      const textDocument = { uri: peer.uri(`${name}/a.yaml`) };
      const { items } = await peer.connection.sendRequest<{ items: { code: string; severity: number }[] }>(
        'textDocument/diagnostic',
        { textDocument },
      );
      return items.find(({ code }) => code === 'cloudformation/unknown-property')?.severity;
    };
    const lenses = (name: string) =>
      peer.connection.sendRequest<unknown[]>('textDocument/codeLens', {
        textDocument: { uri: peer.uri(`${name}/a.yaml`) },
      });
    await peer.open('one/a.yaml', TEMPLATE);
    await peer.open('two/a.yaml', TEMPLATE);
    await expect.poll(() => severityIn('two')).toBe(1);
    expect(await severityIn('one')).toBeUndefined();
    expect((await lenses('two')).length).toBeGreaterThan(0);
    expect(await lenses('one')).toEqual([]);
  });
});

test('a hover says why a rule speaks and which setting decided, nearer ones over farther ones', async () => {
  const text = 'Resources:\n  Orders:\n    Type: AWS::SQS::Queue\n';
  peer = await connect({ capabilities: PULL, files: { 'infra/a.yaml': text, '.verdigris.yaml': 'root: true\n' } });
  await peer.open('infra/a.yaml', text);
  const hover = async (): Promise<string> => {
    const answer = await peer.connection.sendRequest<{ contents: { value: string } } | null>('textDocument/hover', {
      textDocument: { uri: peer.uri('infra/a.yaml') },
      position: { line: 1, character: 4 },
    });
    return answer?.contents.value ?? '';
  };
  expect(await hover()).toContain('**queue-needs-dlq**: Queue without a dead-letter path');
  expect(await hover()).toContain('_warning by profile recommended (default)_');
  const says = async (name: string, severity: string): Promise<void> => {
    peer.write(name, `rules: { queue-needs-dlq: ${severity} }\n`);
    const changes = [{ uri: peer.uri(name), type: 1 }];
    await peer.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  };
  await says('.verdigris.yaml', 'error');
  await expect.poll(hover).toMatch(/_error by \S*\/\.verdigris\.yaml_/);
  await says('infra/.verdigris.yaml', 'hint');
  await expect.poll(hover).toMatch(/_hint by \S*infra\/\.verdigris\.yaml_/);
});
