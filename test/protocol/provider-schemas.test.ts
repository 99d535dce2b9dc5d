import { afterEach, expect, test, vi } from 'vitest';
import { connect, type Peer } from './client.ts';

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

async function unknown(): Promise<number> {
  const { items } = await peer.connection.sendRequest<{ items: { code: string }[] }>('textDocument/diagnostic', {
    textDocument: { uri: peer.uri('main.tf') },
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
