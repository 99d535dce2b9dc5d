import { afterEach, expect, test } from 'vitest';
import { connect, type Peer } from './client.ts';

let peer: Peer;
afterEach(() => peer.close());

const shop = (property: string): string =>
  [
    'Resources:',
    '  Table:',
    '    Type: AWS::DynamoDB::Table',
    '    DeletionPolicy: Retain',
    '    Properties:',
    `      TableName: ${property}`,
    '  Code:',
    '    Type: AWS::Lambda::Function',
    '    Properties:',
    '      Handler: !Ref Table',
    '',
  ].join('\n');

interface Action {
  readonly title: string;
  readonly disabled?: { readonly reason: string };
  readonly edit?: { readonly documentChanges: readonly { readonly kind?: string }[] };
}

/** What is offered at the resources of a template, to move what keeps data. */
async function offered(text: string, traits: { readonly creates: boolean; readonly disabled: boolean }) {
  peer = await connect({
    capabilities: {
      workspace: {
        workspaceEdit: { documentChanges: true, resourceOperations: traits.creates ? ['create'] : [] },
      },
      textDocument: { diagnostic: {}, codeAction: { disabledSupport: traits.disabled } },
    },
  });
  await peer.open('shop.yaml', text);
  const start = { line: 0, character: 0 };
  const actions = await peer.connection.sendRequest<Action[]>('textDocument/codeAction', {
    textDocument: { uri: peer.uri('shop.yaml') },
    range: { start, end: start },
    context: { diagnostics: [], only: ['refactor.extract'] },
  });
  return actions.filter(({ title }) => title.includes('persistent resources'));
}

test('a template is split only where the client can make the other file', async () => {
  const [action] = await offered(shop('orders'), { creates: true, disabled: false });
  expect(action?.edit?.documentChanges.map(({ kind }) => kind)).toEqual(['create', undefined, undefined]);
  peer.close();
  expect(await offered(shop('orders'), { creates: false, disabled: true })).toEqual([]);
});

test('what cannot be split says why, to clients that show it', async () => {
  const [action] = await offered(shop('!Ref AWS::StackName'), { creates: true, disabled: true });
  expect(action?.disabled?.reason).toBe(
    'Not possible here: Table uses AWS::StackName, which is another one in a new stack.',
  );
  expect(action?.edit).toBeUndefined();
  peer.close();
  expect(await offered(shop('!Ref AWS::StackName'), { creates: true, disabled: false })).toEqual([]);
});
