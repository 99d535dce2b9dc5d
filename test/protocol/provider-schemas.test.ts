import { afterEach, expect, test, vi } from 'vitest';
import { diskFiles } from '../../server/hosts/files.ts';
import { connect, type Peer, PULL } from './client.ts';

let peer: Peer;
afterEach(() => peer.close());

const schemas = (argument: string, version = '1.0') =>
  JSON.stringify({
    format_version: version,
    provider_schemas: {
      'registry.terraform.io/hashicorp/aws': {
        resource_schemas: { aws_lb: { block: { attributes: { [argument]: { type: 'string', optional: true } } } } },
      },
    },
  });

const TEXT = 'resource "aws_lb" "a" {\n  brand_new = "x"\n}\n';

async function start(content: string) {
  const messages: string[] = [];
  peer = await connect({
    capabilities: { textDocument: { diagnostic: {} } },
    files: { 'providers.json': content, 'main.tf': TEXT },
    prepare: (connection) =>
      connection.onNotification(
        'window/showMessage',
        ({ message }: { message: string }) => void messages.push(message),
      ),
  });
  await peer.open('main.tf', TEXT);
  const settings = { verdigris: { terraform: { providerSchemas: 'providers.json' } } };
  await peer.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  return messages;
}

async function unknown(name = 'main.tf'): Promise<number> {
  const { items } = await peer.connection.sendRequest<{ items: { code: string }[] }>('textDocument/diagnostic', {
    textDocument: { uri: peer.uri(name) },
  });
  return items.filter(({ code }) => code === 'terraform/unknown-attribute').length;
}

test('a file of provider schemas is read beside everything else, and again when it changes', async () => {
  await start(schemas('brand_new'));
  await vi.waitFor(async () => expect(await unknown()).toBe(0), 5000);
  peer.write('providers.json', schemas('other'));
  const changes = [{ uri: peer.uri('providers.json'), type: 2 }];
  await peer.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  await vi.waitFor(async () => expect(await unknown()).toBe(1), 5000);
  await peer.connection.sendNotification('workspace/didChangeConfiguration', { settings: { verdigris: {} } });
  await vi.waitFor(async () => expect(await unknown()).toBe(1), 5000);
});

test('a format of another major version is refused with a message, and the bundled schemas hold', async () => {
  const messages = await start(schemas('brand_new', '2.1'));
  await vi.waitFor(
    () => expect(messages.join()).toContain('Its format is 2.1; formats 0.1 to 1.x are understood.'),
    5000,
  );
  expect(await unknown()).toBe(1);
});

test('a file outside of the workspace is not read', async () => {
  peer = await connect({ capabilities: { textDocument: { diagnostic: {} } }, files: { 'main.tf': TEXT } });
  const messages: string[] = [];
  peer.connection.onNotification(
    'window/showMessage',
    ({ message }: { message: string }) => void messages.push(message),
  );
  await peer.open('main.tf', TEXT);
  const settings = { verdigris: { terraform: { providerSchemas: '../../etc/hostname' } } };
  await peer.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  await vi.waitFor(() => expect(messages.join()).toContain('no such file in the workspace'), 5000);
});

interface Progress {
  readonly token: string | number;
  readonly value: { readonly kind: string; readonly title?: string; readonly message?: string };
}

/** Opens the settings' file of schemas through a host that hands out the pieces as they are made. */
async function readInPieces(pieces: () => AsyncIterable<string>, workDoneProgress = true) {
  const created: (string | number)[] = [];
  const shown: Progress[] = [];
  peer = await connect({
    capabilities: { textDocument: { diagnostic: {} }, window: { workDoneProgress } },
    files: { 'main.tf': TEXT },
    host: { files: { ...diskFiles, pieces: async () => pieces() } },
    prepare(connection) {
      connection.onRequest('window/workDoneProgress/create', ({ token }: Progress) => {
        created.push(token);
        return null;
      });
      connection.onNotification('$/progress', (progress: Progress) => void shown.push(progress));
    },
  });
  await peer.open('main.tf', TEXT);
  const settings = { verdigris: { terraform: { providerSchemas: 'providers.json' } } };
  await peer.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  return { created, shown };
}

test('while a large file is read the editor shows how far it is, and stays answered', async () => {
  const blank = ' '.repeat(1_000_000);
  let goOn: (() => void) | undefined;
  const seen = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const { created, shown } = await readInPieces(async function* () {
    yield blank;
    await seen;
    for (let at = 0; at < 3; at++) yield blank;
    yield schemas('brand_new');
  });
  await vi.waitFor(() => expect(shown).toHaveLength(1), 5000);
  expect(shown[0]?.value).toMatchObject({ kind: 'begin', title: 'Verdigris: reading provider schemas' });
  expect(await unknown()).toBe(1);
  goOn?.();
  await vi.waitFor(() => expect(shown.at(-1)?.value.kind).toBe('end'), 5000);
  const reports = shown.filter(({ value }) => value.kind === 'report').map(({ value }) => value.message);
  expect(reports.slice(0, 3)).toEqual(['2 MB', '3 MB', '4 MB']);
  expect(new Set(shown.map(({ token }) => token))).toEqual(new Set(created));
  expect(created).toHaveLength(1);
  await vi.waitFor(async () => expect(await unknown()).toBe(0), 5000);
});

test('a reading that fails half-way takes its progress away and says why', async () => {
  const { shown } = await readInPieces(async function* () {
    yield '{';
    await vi.waitFor(() => expect(shown).toHaveLength(1), 5000);
    throw new Error('the disk is gone');
  });
  const messages: string[] = [];
  peer.connection.onNotification(
    'window/showMessage',
    ({ message }: { message: string }) => void messages.push(message),
  );
  await vi.waitFor(() => expect(shown.map(({ value }) => value.kind)).toEqual(['begin', 'end']), 5000);
  await vi.waitFor(() => expect(messages.join()).toContain('the disk is gone'), 5000);
  expect(await unknown()).toBe(1);
});

test('nothing is shown for a file that is read at once, or in an editor that shows no progress', async () => {
  const quick = await readInPieces(async function* () {
    yield schemas('brand_new');
  });
  await vi.waitFor(async () => expect(await unknown()).toBe(0), 5000);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(quick.created).toEqual([]);
  peer.close();
  const plain = await readInPieces(async function* () {
    yield ' ';
    await new Promise((resolve) => setTimeout(resolve, 700));
    yield schemas('brand_new');
  }, false);
  await vi.waitFor(async () => expect(await unknown()).toBe(0), 5000);
  expect([...plain.created, ...plain.shown]).toEqual([]);
});

test('each workspace folder has a file of its own, or none', async () => {
  peer = await connect({
    capabilities: PULL,
    files: { 'one/own.json': schemas('brand_new'), 'one/main.tf': TEXT, 'two/main.tf': TEXT },
    prepare: (connection) =>
      connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) =>
        items.map(({ scopeUri }) => ({ terraform: { providerSchemas: scopeUri?.endsWith('/one') ? 'own.json' : '' } })),
      ),
  });
  await peer.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: {
      added: ['one', 'two'].map((name) => ({ uri: peer.uri(name), name })),
      removed: [{ uri: peer.uri(''), name: 'test' }],
    },
  });
  for (const name of ['one/main.tf', 'two/main.tf']) await peer.open(name, TEXT);
  await vi.waitFor(async () => expect(await unknown('one/main.tf')).toBe(0), 5000);
  expect(await unknown('two/main.tf')).toBe(1);
});
