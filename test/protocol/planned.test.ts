import { afterEach, expect, test } from 'vitest';
import type { CodeAction, Diagnostic, TextDocumentEdit, TextEdit } from 'vscode-languageserver-protocol/node';
import { LineIndex } from '../../server/core/model/lines.ts';
import type { Plan } from '../../server/core/model/plan.ts';
import { applyEdits } from '../../server/core/model/span.ts';
import { connect, type Peer } from './client.ts';

let peer: Peer;
afterEach(() => peer.close());

const group = (image: string): string => `resource "aws_launch_template" "web" {
  name     = "web"
  image_id = "${image}"
}
`;

/** A client that pulls diagnostics and has asked for the plan's. */
function connectWith(files: Readonly<Record<string, string>>): Promise<Peer> {
  return connect({
    files,
    capabilities: {
      workspace: { workspaceEdit: { documentChanges: true }, configuration: true },
      textDocument: { diagnostic: {} },
    },
    prepare: (connection) => {
      connection.onRequest('workspace/configuration', () => [{ plan: { diagnostics: true } }]);
      connection.onRequest('client/registerCapability', () => null);
    },
  });
}

async function codes(name: string): Promise<readonly string[]> {
  const { items } = await peer.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
    textDocument: { uri: peer.uri(name) },
  });
  return items.map(({ code }) => String(code)).filter((code) => code.startsWith('plan/'));
}

test('warnings of the plan that was asked for are diagnostics, with fixes after which they are gone', async () => {
  peer = await connectWith({});
  const green = group('ami-2');
  await peer.open('main.tf', green, 'terraform');
  const uri = peer.uri('main.tf');
  expect(await codes('main.tf')).not.toContain('plan/name-collision');
  const blue = { kind: 'git:HEAD', files: [{ uri, text: group('ami-1') }] };
  await peer.connection.sendRequest('verdigris/plan', { uri, blue });
  expect(await codes('main.tf')).toContain('plan/name-collision');

  const lines = new LineIndex(green);
  const at = lines.positionAt(green.indexOf('"web"\n'));
  const actions = await peer.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  const fix = actions.find(({ title }) => title.startsWith('Use name_prefix'));
  expect(fix?.diagnostics?.[0]?.code).toBe('plan/name-collision');
  const [change] = (fix?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  const edits = (change?.edits ?? []) as TextEdit[];
  const fixed = applyEdits(
    green,
    edits.map(({ range, newText }) => ({
      span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
      text: newText,
    })),
  );
  expect(fixed).toContain('name_prefix');
  await peer.change('main.tf', 2, fixed);
  expect(await codes('main.tf')).not.toContain('plan/name-collision');
});

test('migrations beside the document: those that the revision lacks', async () => {
  peer = await connectWith({
    'migrations/0001_first.sql': 'DROP TABLE a;',
    'migrations/0002_second.sql': 'DROP TABLE b;',
    'elsewhere/main.tf': group('ami-1'),
  });
  await peer.open('main.tf', group('ami-2'), 'terraform');
  const uri = peer.uri('main.tf');
  const files = [{ uri, text: group('ami-1') }];
  const checks = async (blue: unknown): Promise<readonly string[]> => {
    const { plan } = await peer.connection.sendRequest<{ plan: Plan }>('verdigris/plan', { uri, blue });
    return plan.schemaChecks?.map(({ change }) => change) ?? [];
  };
  expect(await checks({ kind: 'git:HEAD', files })).toEqual([]);
  const absent = [peer.uri('migrations/0002_second.sql')];
  expect(await checks({ kind: 'git:HEAD', files, absent })).toEqual(['DROP TABLE b']);
  expect(await checks({ kind: 'file', files })).toEqual([]);
  const other = [{ uri: peer.uri('elsewhere/main.tf'), text: group('ami-1') }];
  expect(await checks({ kind: 'file', files: other })).toEqual(['DROP TABLE a', 'DROP TABLE b']);
  expect(await checks(undefined)).toEqual([]);
});
