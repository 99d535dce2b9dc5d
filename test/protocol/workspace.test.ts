import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CancellationTokenSource, ProgressType } from 'vscode-languageserver-protocol/node';
import { diskFiles } from '../../server/hosts/files.ts';
import { connect, marked, type Peer, PULL } from './client.ts';
import { BROKEN, FOREIGN, SOUND, TEMPLATE } from './texts.ts';

let peer: Peer;
afterEach(() => peer.close());

interface Item {
  readonly uri: string;
  readonly kind: string;
  readonly resultId?: string;
  readonly items?: readonly { readonly code: string }[];
}

/** The whole workspace, parts put together. */
async function pullAll(previous: readonly Item[] = []): Promise<{ readonly parts: number; readonly items: Item[] }> {
  const parts: Item[][] = [];
  const partialResultToken = `parts-${Math.random()}`;
  const type = new ProgressType<{ readonly items: Item[] }>();
  const listener = peer.connection.onProgress(type, partialResultToken, ({ items }) => void parts.push(items));
  const last = await peer.connection.sendRequest<{ items: Item[] }>('workspace/diagnostic', {
    partialResultToken,
    previousResultIds: previous.flatMap(({ uri, resultId }) =>
      resultId === undefined ? [] : [{ uri, value: resultId }],
    ),
  });
  listener.dispose();
  return { parts: parts.length, items: [...parts.flat(), ...last.items] };
}

describe('workspace diagnostics', () => {
  test('cover files that are not open, in parts, and are silent about foreign ones', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [`stacks/s${String(i).padStart(3, '0')}.yaml`, TEMPLATE]),
    );
    peer = await connect({
      capabilities: PULL,
      files: { ...files, 'service.yaml': FOREIGN, '.gitignore': 'stacks/s000.yaml\n' },
    });
    const { parts, items } = await pullAll();
    expect(parts).toBeGreaterThan(1);
    expect(items.map(({ uri }) => uri)).toEqual(
      Object.keys(files)
        .slice(1)
        .map((name) => peer.uri(name)),
    );
    expect(items.every(({ items: found = [] }) => found.length > 0)).toBe(true);
    const again = await pullAll(items);
    expect(again.items.every(({ kind }) => kind === 'unchanged')).toBe(true);
  });

  test('notice a file that was edited, made or deleted elsewhere', async () => {
    peer = await connect({ capabilities: PULL, files: { 'a.yaml': TEMPLATE, 'gone.yaml': TEMPLATE } });
    const first = await pullAll();
    peer.write('a.yaml', `${TEMPLATE}# edited\n`.replace('VisibilityTimeot', 'VisibilityTimeout'));
    peer.write('new.macfile', BROKEN);
    rmSync(join(peer.folder, 'gone.yaml'));
    await peer.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [
        { uri: peer.uri('a.yaml'), type: 2 },
        { uri: peer.uri('new.macfile'), type: 1 },
        { uri: peer.uri('gone.yaml'), type: 3 },
      ],
    });
    const { items } = await pullAll(first.items);
    const of = (name: string): Item | undefined => items.find(({ uri }) => uri === peer.uri(name));
    expect(of('a.yaml')?.items?.map(({ code }) => code)).not.toContain('cloudformation/unknown-property');
    expect(of('new.macfile')?.items?.map(({ code }) => code)).toContain('macfile/undefined-role');
    expect(of('gone.yaml')).toMatchObject({ kind: 'full', items: [] });
  });

  test('stop when cancelled', async () => {
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`s${i}.yaml`, TEMPLATE]));
    peer = await connect({ capabilities: PULL, files });
    const id = 4711;
    const message = { jsonrpc: '2.0', id, method: 'workspace/diagnostic', params: { previousResultIds: [] } };
    const cancel = { jsonrpc: '2.0', method: '$/cancelRequest', params: { id } };
    for (const each of [message, cancel]) {
      const text = JSON.stringify(each);
      peer.raw.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    }
    const start = performance.now();
    await peer.open('s0.yaml', TEMPLATE);
    const symbols = peer.connection.sendRequest('textDocument/documentSymbol', {
      textDocument: { uri: peer.uri('s0.yaml') },
    });
    await expect(symbols).resolves.toBeInstanceOf(Array);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a workspace of many files', () => {
  const files = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`s${i}.yaml`, TEMPLATE]));
  interface Shown {
    readonly token: string | number;
    readonly value: { readonly kind: string; readonly title?: string; readonly message?: string };
  }

  /** A server on a disk that takes its time: `ms` for each reading; what progress it shows, and how many files it was asked for. */
  async function slow(ms: number, workDoneProgress: boolean) {
    const shown: Shown[] = [];
    const read = { files: 0 };
    peer = await connect({
      capabilities: { ...PULL, window: { workDoneProgress } },
      files,
      host: {
        files: {
          ...diskFiles,
          read: async (wish, folders) => {
            read.files += wish.files.length;
            await new Promise((resolve) => setTimeout(resolve, ms));
            return diskFiles.read(wish, folders);
          },
        },
      },
      prepare(connection) {
        connection.onRequest('window/workDoneProgress/create', () => null);
        connection.onNotification('$/progress', (each: Shown) => void (each.value.kind && shown.push(each)));
      },
    });
    return { shown, read };
  }

  async function countAll(): Promise<number> {
    const all = await peer.connection.sendRequest<{ items: Item[] }>('workspace/diagnostic', { previousResultIds: [] });
    return all.items.length;
  }

  test('shows how far the index is, also when the editor asked by itself and gave no place to show it', async () => {
    const { shown } = await slow(300, true);
    expect(await countAll()).toBe(130);
    await vi.waitFor(() => expect(shown.at(-1)?.value.kind).toBe('end'));
    expect(shown[0]?.value).toMatchObject({ kind: 'begin', title: 'Verdigris: checking the workspace' });
    const messages = shown.flatMap(({ value }) => value.message ?? []);
    expect(messages).toContain('reading 130 of 130 files');
    expect(messages).toContain('100 of 130 files');
    expect(new Set(shown.map(({ token }) => token)).size).toBe(1);
  });

  test('shows nothing in an editor that shows no progress', async () => {
    const { shown } = await slow(300, false);
    expect(await countAll()).toBe(130);
    expect(shown).toEqual([]);
  });

  test('stops between two files when cancelled while the index is made, and goes on where it was when asked again', async () => {
    const { read, shown } = await slow(150, true);
    const source = new CancellationTokenSource();
    const asked = peer.connection.sendRequest(
      'workspace/diagnostic',
      { previousResultIds: [], workDoneToken: 'mine' },
      source.token,
    );
    await vi.waitFor(() => expect(read.files).toBeGreaterThan(40), 5000);
    source.cancel();
    await expect(asked).rejects.toMatchObject({ code: -32800 });
    const before = read.files;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(read.files).toBeLessThan(before + 10);
    expect(shown.filter(({ token, value }) => token === 'mine' && value.kind === 'begin').length).toBe(
      shown.filter(({ token, value }) => token === 'mine' && value.kind === 'end').length,
    );
    expect(await countAll()).toBe(130);
  });
});

test('what a playbook at the top of the workspace names above it is not waited for: modules of the project are read', async () => {
  const text = '- hosts: web\n  tasks:\n    - import_tasks: ../elsewhere.yml\n    - apt:\n        what: nginx\n';
  const own = 'DOCUMENTATION = """\nmodule: apt\noptions:\n  what: {type: str}\n"""\n';
  const codesIn = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
    peer = await connect({ capabilities: { textDocument: { diagnostic: {} } }, files });
    await peer.open('site.yml', text, 'yaml');
    const textDocument = { uri: peer.uri('site.yml') };
    const { items = [] } = await peer.connection.sendRequest<Item>('textDocument/diagnostic', { textDocument });
    peer.close();
    return items.map(({ code }) => code);
  };
  expect(await codesIn({})).toContain('ansible/unknown-option');
  expect(await codesIn({ 'library/apt.py': own })).not.toContain('ansible/unknown-option');
});

describe('across files', () => {
  const LIBRARY = `actions:
  who:
    ssh: hostname
resources:
  lb:
    create bash: make-lb --name infrastructure.param.name
    destroy bash: drop-lb --name infrastructure.param.name
defaults:
  lb_inf:
    resource: lb
    params:
      name: lb-default
`;
  const CHILD = `mac: 1.0.0
description: A shop
name: shop
version: '{INF_VERSION}'
parents:
  lib: lib.macfile
infrastructures:
  front_inf:
    resource: l‸b
    params:
      name: front
`;

  test('a parent on disk is read, led to, and renamed in', async () => {
    peer = await connect({ files: { 'lib.macfile': LIBRARY }, capabilities: { textDocument: { diagnostic: {} } } });
    const { text, position } = marked(CHILD);
    await peer.open('shop.macfile', text, 'macfile');
    const textDocument = { uri: peer.uri('shop.macfile') };
    const { items } = await peer.connection.sendRequest<Item>('textDocument/diagnostic', { textDocument });
    expect(items?.map(({ code }) => code)).not.toContain('macfile/undefined-resource');
    const definition = await peer.connection.sendRequest('textDocument/definition', { textDocument, position });
    expect(definition).toEqual([
      { uri: peer.uri('lib.macfile'), range: { start: { line: 4, character: 2 }, end: { line: 4, character: 4 } } },
    ]);
    const prepared = await peer.connection.sendRequest<{ placeholder: string }>('textDocument/prepareRename', {
      textDocument,
      position,
    });
    expect(prepared.placeholder).toBe('lb');
    const { changes } = await peer.connection.sendRequest<{ changes: Record<string, unknown[]> }>(
      'textDocument/rename',
      { textDocument, position, newName: 'balancer' },
    );
    expect(Object.keys(changes).sort()).toEqual([peer.uri('lib.macfile'), peer.uri('shop.macfile')]);
    const refused = peer.connection.sendRequest('textDocument/rename', {
      textDocument,
      position,
      newName: 'not a name:',
    });
    await expect(refused).rejects.toMatchObject({ code: -32803 });
  });

  test('nothing outside the workspace is read', async () => {
    peer = await connect({
      files: { 'lib.macfile': LIBRARY, 'in/readme.txt': '' },
      capabilities: { textDocument: { diagnostic: {} } },
    });
    peer.connection.dispose();
    const inner = await connect({ capabilities: { textDocument: { diagnostic: {} } } });
    const { text } = marked(CHILD.replace('lib.macfile', join(peer.folder, 'lib.macfile')));
    await inner.open('shop.macfile', text, 'macfile');
    const definition = await inner.connection.sendRequest('textDocument/definition', {
      textDocument: { uri: inner.uri('shop.macfile') },
      position: { line: 8, character: 15 },
    });
    expect(definition).toEqual([]);
    inner.close();
  });

  test('a file the client can read and we cannot is asked of the client', async () => {
    const asked: string[] = [];
    peer = await connect({
      capabilities: { textDocument: { diagnostic: {} } },
      prepare: (connection) =>
        connection.onRequest('verdigris/readFiles', ({ uris }: { uris: string[] }) => {
          asked.push(...uris);
          return { files: uris.map((uri) => ({ uri, text: uri.endsWith('/lib.macfile') ? LIBRARY : null })) };
        }),
    });
    const remote = 'vscode-vfs://github/shop/infra';
    await peer.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri: remote, name: 'remote' }], removed: [] },
    });
    const { text } = marked(CHILD);
    const uri = `${remote}/shop.macfile`;
    await peer.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'macfile', version: 1, text },
    });
    const { items } = await peer.connection.sendRequest<Item>('textDocument/diagnostic', { textDocument: { uri } });
    expect(asked).toContain(`${remote}/lib.macfile`);
    expect(items?.map(({ code }) => code)).not.toContain('macfile/undefined-resource');
  });
});

describe('a Macfile', () => {
  test('is offered every service', async () => {
    peer = await connect({
      capabilities: { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } },
    });
    await peer.open('shop.macfile', SOUND, 'macfile');
    const textDocument = { uri: peer.uri('shop.macfile') };
    const line = SOUND.split('\n').findIndex((each) => each.includes('role: web'));
    const position = { line, character: '    role: w'.length };
    const ask = <T>(method: string, params: object): Promise<T> =>
      peer.connection.sendRequest(method, { textDocument, ...params });
    const completion = await ask<{ items: { label: string; sortText: string }[] }>('textDocument/completion', {
      position,
    });
    expect(completion.items.map(({ label }) => label)).toContain('web');
    expect(completion.items.map(({ sortText }) => sortText)).toEqual(
      completion.items.map((_, rank) => String(rank).padStart(5, '0')),
    );
    expect(await ask<{ contents: { kind: string } }>('textDocument/hover', { position })).toMatchObject({
      contents: { kind: 'markdown' },
    });
    const references = await ask<unknown[]>('textDocument/references', {
      position,
      context: { includeDeclaration: true },
    });
    const uses = await ask<unknown[]>('textDocument/references', { position, context: { includeDeclaration: false } });
    expect(uses.length).toBe(references.length - 1);
    expect(await ask<unknown[]>('textDocument/documentHighlight', { position })).toHaveLength(references.length);
    expect((await ask<{ name: string }[]>('textDocument/documentSymbol', {})).length).toBeGreaterThan(0);
    expect((await ask<unknown[]>('textDocument/foldingRange', {})).length).toBeGreaterThan(0);
    const [selection] = await ask<{ range: unknown; parent?: { range: unknown } }[]>('textDocument/selectionRange', {
      positions: [position],
    });
    expect(selection?.parent).toBeDefined();
    const symbols = await peer.connection.sendRequest<{ name: string }[]>('workspace/symbol', { query: 'web' });
    expect(symbols.map(({ name }) => name)).toContain('web_inf');
  });

  test('semantic tokens: whole, a part, and only what changed', async () => {
    peer = await connect();
    await peer.open('shop.macfile', SOUND, 'macfile');
    const textDocument = { uri: peer.uri('shop.macfile') };
    const whole = await peer.connection.sendRequest<{ resultId: string; data: number[] }>(
      'textDocument/semanticTokens/full',
      { textDocument },
    );
    expect(whole.data.length).toBeGreaterThan(0);
    expect(whole.data.length % 5).toBe(0);
    const range = { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } };
    const part = await peer.connection.sendRequest<{ data: number[] }>('textDocument/semanticTokens/range', {
      textDocument,
      range,
    });
    expect(part.data).toEqual(whole.data.slice(0, part.data.length));
    expect(part.data.length).toBeLessThan(whole.data.length);
    await peer.change('shop.macfile', 2, `# one more line\n${SOUND}`);
    const delta = await peer.connection.sendRequest<{
      edits: { start: number; deleteCount: number; data?: number[] }[];
    }>('textDocument/semanticTokens/full/delta', { textDocument, previousResultId: whole.resultId });
    const applied = delta.edits
      .toReversed()
      .reduce((data, { start, deleteCount, data: put = [] }) => data.toSpliced(start, deleteCount, ...put), whole.data);
    const fresh = await peer.connection.sendRequest<{ data: number[] }>('textDocument/semanticTokens/full', {
      textDocument,
    });
    expect(applied).toEqual(fresh.data);
  });
});
