import { afterEach, describe, expect, test } from 'vitest';
import { LineIndex } from '../../server/core/model/lines.ts';
import { applyEdits } from '../../server/core/model/span.ts';
import { connect, covered, type Peer } from './client.ts';
import { BROKEN, TEMPLATE } from './texts.ts';

let peer: Peer;
afterEach(() => peer.close());

const EDITOR = {
  workspace: {
    workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const], changeAnnotationSupport: {} },
  },
  textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true }, diagnostic: {} },
};

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly isPreferred?: boolean;
  readonly data?: unknown;
  readonly command?: { readonly command: string };
  readonly diagnostics?: readonly { readonly code: string }[];
  readonly edit?: {
    readonly changeAnnotations?: Readonly<Record<string, { readonly needsConfirmation: boolean }>>;
    readonly documentChanges: readonly {
      readonly kind?: string;
      readonly uri?: string;
      readonly textDocument?: { readonly uri: string; readonly version: number | null };
      readonly edits?: readonly TextEdit[];
    }[];
  };
}

interface TextEdit {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly newText: string;
}
interface Place {
  readonly line: number;
  readonly character: number;
}

function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({
      span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
      text: newText,
    })),
  );
}

function actionsOn(name: string, text: string, word: string, only?: readonly string[]): Promise<Action[]> {
  const lines = new LineIndex(text);
  const start = lines.positionAt(text.indexOf(word));
  const context = { diagnostics: [], ...(only ? { only } : {}) };
  return peer.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: peer.uri(name) },
    range: { start, end: start },
    context,
  });
}

describe('code actions', () => {
  test('offer the fix first, with the version it was made for', async () => {
    peer = await connect({ capabilities: EDITOR });
    await peer.open('a.macfile', BROKEN);
    const actions = await actionsOn('a.macfile', BROKEN, 'wep');
    const [first] = actions;
    expect(first).toMatchObject({ kind: 'quickfix', isPreferred: true });
    const change = first?.edit?.documentChanges[0];
    expect(change?.textDocument).toEqual({ uri: peer.uri('a.macfile'), version: 1 });
    expect(edited(BROKEN, change?.edits ?? [])).toContain('role: web\n');
  });

  test('suppress here and in the file, with a comment that is heeded', async () => {
    peer = await connect({ capabilities: EDITOR });
    await peer.open('a.yaml', TEMPLATE);
    const actions = await actionsOn('a.yaml', TEMPLATE, 'VisibilityTimeot');
    for (const title of ['here with a reason', 'in this file']) {
      const action = actions.find((each) => each.title.includes(title));
      const text = edited(TEMPLATE, action?.edit?.documentChanges[0]?.edits ?? []);
      expect(text).toContain('# verdigris: ignore');
      await peer.open(`${title}.yaml`, text);
      const { items } = await peer.connection.sendRequest<{ items: { code: string }[] }>('textDocument/diagnostic', {
        textDocument: { uri: peer.uri(`${title}.yaml`) },
      });
      expect(items.map(({ code }) => code)).not.toContain('cloudformation/unknown-property');
    }
  });

  test('switch a code off in a new configuration file, which is then heeded', async () => {
    peer = await connect({ capabilities: EDITOR });
    await peer.open('infra/a.yaml', TEMPLATE);
    const actions = await actionsOn('infra/a.yaml', TEMPLATE, 'VisibilityTimeot');
    const off = actions.find(({ title }) => title.startsWith('Switch cloudformation/unknown-property off'));
    const [creation, change] = off?.edit?.documentChanges ?? [];
    expect(creation).toMatchObject({ kind: 'create', uri: peer.uri('.verdigris.yaml') });
    const text = edited('', change?.edits ?? []);
    await peer.open('.verdigris.yaml', text);
    const { items } = await peer.connection.sendRequest<{ items: { code: string }[] }>('textDocument/diagnostic', {
      textDocument: { uri: peer.uri('infra/a.yaml') },
    });
    expect(items.map(({ code }) => code)).not.toContain('cloudformation/unknown-property');
  });

  test('source.fixAll is offered when asked for and made on resolve; its result has no safe fix left', async () => {
    peer = await connect({ capabilities: EDITOR });
    await peer.open('a.macfile', BROKEN);
    expect((await actionsOn('a.macfile', BROKEN, 'wep')).map(({ kind }) => kind)).not.toContain(
      'source.fixAll.verdigris',
    );
    const [action] = await actionsOn('a.macfile', BROKEN, 'mac', ['source.fixAll']);
    expect(action).toMatchObject({ kind: 'source.fixAll.verdigris' });
    expect(action?.edit).toBeUndefined();
    const resolved = await peer.connection.sendRequest<Action>('codeAction/resolve', action);
    const text = edited(BROKEN, resolved.edit?.documentChanges[0]?.edits ?? []);
    expect(text).not.toContain('wep');
    await peer.change('a.macfile', 2, text);
    expect(await actionsOn('a.macfile', text, 'mac', ['source.fixAll'])).toEqual([]);
  });

  test('what changes a deployment asks first', async () => {
    peer = await connect({ capabilities: EDITOR });
    await peer.open('a.yaml', TEMPLATE);
    const actions = await actionsOn('a.yaml', TEMPLATE, 'VisibilityTimeot');
    const remove = actions.find(({ title }) => title.startsWith('Remove'));
    expect(remove?.isPreferred).toBeUndefined();
    expect(Object.values(remove?.edit?.changeAnnotations ?? {})).toEqual([
      expect.objectContaining({ needsConfirmation: true }),
    ]);
  });

  test('commands of the extension are for the extension only', async () => {
    peer = await connect({ capabilities: EDITOR });
    await peer.open('a.yaml', TEMPLATE);
    expect((await actionsOn('a.yaml', TEMPLATE, 'Db')).every(({ command }) => command === undefined)).toBe(true);
    peer.close();
    peer = await connect({ capabilities: EDITOR, options: { peers: {} } });
    await peer.open('a.yaml', TEMPLATE);
    expect(
      (await actionsOn('a.yaml', TEMPLATE, 'Db')).some(({ command }) => command?.command === 'verdigris.openRule'),
    ).toBe(true);
  });
});

test('a template in the other notation: on resolve for who resolves, else at once', async () => {
  const codeAction = { resolveSupport: { properties: ['edit', 'command'] } };
  const resolving = { ...EDITOR, textDocument: { ...EDITOR.textDocument, codeAction } };
  peer = await connect({ capabilities: resolving });
  await peer.open('infra/a.yaml', TEMPLATE);
  const [later] = await actionsOn('infra/a.yaml', TEMPLATE, 'AWSTemplate', ['refactor.rewrite.notation']);
  expect(later).toMatchObject({ title: 'Convert to JSON' });
  expect(later?.edit).toBeUndefined();
  const resolved = await peer.connection.sendRequest<Action>('codeAction/resolve', later);
  peer.close();
  peer = await connect({ capabilities: EDITOR });
  await peer.open('infra/a.yaml', TEMPLATE);
  const [now] = await actionsOn('infra/a.yaml', TEMPLATE, 'AWSTemplate', ['refactor.rewrite.notation']);
  for (const action of [resolved, now]) {
    const [creation, change] = action?.edit?.documentChanges ?? [];
    expect(creation).toMatchObject({ kind: 'create', options: { overwrite: false, ignoreIfExists: false } });
    expect(creation?.uri).toMatch(/infra\/a\.json$/);
    expect(JSON.parse(edited('', change?.edits ?? [])).Resources.Queue.Type).toBe('AWS::SQS::Queue');
  }
  peer.close();
  peer = await connect({});
  await peer.open('infra/a.yaml', TEMPLATE);
  expect(await actionsOn('infra/a.yaml', TEMPLATE, 'AWSTemplate', ['refactor.rewrite.notation'])).toEqual([]);
});

describe('plans', () => {
  test('of an unsaved text, with its blue side, again when it changes, and in other forms', async () => {
    peer = await connect({ options: { peers: {} } });
    await peer.open('a.yaml', TEMPLATE);
    const uri = peer.uri('a.yaml');
    const first = await peer.connection.sendRequest<{ plan: Plan }>('verdigris/plan', { uri });
    expect(first.plan).toMatchObject({ schema: 'verdigris.plan/1', input: { blue: 'none', green: 'buffer' } });
    expect(first.plan.nodes.map(({ id }) => id).sort()).toEqual(['Resources.Db', 'Resources.Queue']);
    expect(first.plan.nodes[0]?.source.path).toBe('a.yaml');
    const changed = new Promise((resolve) => peer.connection.onNotification('verdigris/planChanged', resolve));
    await peer.change('a.yaml', 2, TEMPLATE.replace("'20'", "'40'"));
    expect(await changed).toEqual({ uri });
    const blue = { kind: 'git:HEAD', files: [{ uri, text: TEMPLATE }] };
    const second = await peer.connection.sendRequest<{ plan: Plan }>('verdigris/plan', { uri, blue });
    expect(second.plan.input.blue).toBe('git:HEAD');
    expect(second.plan.nodes.find(({ id }) => id === 'Resources.Db')?.change).not.toBe('unchanged');
    expect(second.plan.nodes.find(({ id }) => id === 'Resources.Queue')?.change).toBe('unchanged');
    for (const [format, start] of [
      ['markdown', '# '],
      ['json', '{'],
      ['mermaid', 'flowchart'],
      ['html', '<!doctype'],
      ['sarif', '{'],
      ['runbook', '# '],
    ] as const) {
      const text = await peer.connection.sendRequest<string>('verdigris/renderPlan', { uri, blue, format });
      expect(text.startsWith(start), format).toBe(true);
    }
  });

  test('a file without anything to deploy, or of another kind, is refused in one sentence', async () => {
    peer = await connect();
    await peer.open('a.yaml', 'a: 1\n');
    const answer = await peer.connection.sendRequest<{ refused: string }>('verdigris/plan', {
      uri: peer.uri('a.yaml'),
    });
    expect(answer.refused).toContain('a.yaml is not a Macfile');
  });

  test('a tool plan of a form nobody knows is refused by name', async () => {
    peer = await connect();
    await peer.open('a.yaml', TEMPLATE);
    const toolPlan = { name: 'plan.json', text: '{"a":1}' };
    const answer = await peer.connection.sendRequest<{ refused: string }>('verdigris/plan', {
      uri: peer.uri('a.yaml'),
      toolPlan,
    });
    expect(answer.refused).toMatch(/^plan\.json: /);
  });

  test('the plan is a virtual document too', async () => {
    peer = await connect();
    await peer.open('a.yaml', TEMPLATE);
    const uri = `verdigris-plan:/plan.md?${encodeURIComponent(peer.uri('a.yaml'))}`;
    const content = await peer.connection.sendRequest<{ text: string }>('workspace/textDocumentContent', { uri });
    expect(content.text).toMatch(/^# Blue-green plan: a\.yaml/);
  });
});

test('a template as it is deployed is a virtual document, for values that are asked for', async () => {
  peer = await connect();
  const text = `Parameters: { Env: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
Resources:
  A: { Type: AWS::SNS::Topic, Condition: IsProd }
  B: { Type: AWS::SNS::Topic }
`;
  await peer.open('a.yaml', text);
  const asked = await peer.connection.sendRequest('verdigris/choices', { uri: peer.uri('a.yaml') });
  expect(asked).toEqual({
    parameters: [{ name: 'Env', values: ['prod'], open: true }],
    given: [],
    ending: 'yaml',
  });
  const content = async (query: unknown) => {
    const uri = `verdigris-plan:/deployed/a%20%28dev%29.yaml?${encodeURIComponent(JSON.stringify(query))}`;
    return (await peer.connection.sendRequest<{ text: string }>('workspace/textDocumentContent', { uri })).text;
  };
  const shown = await content({ uri: peer.uri('a.yaml'), values: { Env: 'dev' }, version: 1 });
  expect(shown).toMatch(/^# As deployed with Env=dev\.\n# Not there: A\.\n/);
  expect(shown).toContain('  B:\n    Type: AWS::SNS::Topic\n');
  expect(await content({ uri: 1 })).toBe('');
  expect(await peer.connection.sendRequest('verdigris/choices', { uri: peer.uri('no.yaml') })).toBeNull();
});

describe('lenses and status', () => {
  test('the summary counts states; our extension gets the command as well', async () => {
    const status: unknown[] = [];
    peer = await connect({
      options: { peers: {} },
      prepare: (connection) => connection.onNotification('verdigris/status', (params) => void status.push(params)),
    });
    await peer.open('a.yaml', TEMPLATE);
    const uri = peer.uri('a.yaml');
    const lenses = await peer.connection.sendRequest<{ command: { title: string; command: string } }[]>(
      'textDocument/codeLens',
      { textDocument: { uri } },
    );
    expect(lenses.map(({ command }) => command.title)).toEqual(['1 shared · 1 drain', 'Preview Blue-Green Plan']);
    await peer.published('a.yaml');
    expect(status[0]).toMatchObject({
      uri,
      language: 'cloudformation',
      findings: expect.any(Number),
      schemaDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect((status[0] as { rules: number }).rules).toBeGreaterThan(0);
  });

  test('a choice of language wins, and can be taken back', async () => {
    peer = await connect();
    await peer.open('a.yaml', TEMPLATE);
    expect(await peer.published('a.yaml')).not.toHaveLength(0);
    await peer.connection.sendRequest('verdigris/chooseLanguage', { uri: peer.uri('a.yaml'), language: 'none' });
    expect(await peer.published('a.yaml')).toEqual([]);
    await peer.connection.sendRequest('verdigris/chooseLanguage', { uri: peer.uri('a.yaml'), language: null });
    expect(await peer.published('a.yaml')).not.toHaveLength(0);
  });
});

interface Plan {
  readonly schema: string;
  readonly input: { readonly blue: string };
  readonly nodes: readonly {
    readonly id: string;
    readonly change: string;
    readonly source: { readonly path: string };
  }[];
}

describe('the rest', () => {
  test.each([
    ['textDocument/definition', { position: { line: 3, character: 12 } }],
    ['textDocument/declaration', { position: { line: 3, character: 12 } }],
    ['textDocument/references', { position: { line: 3, character: 12 }, context: { includeDeclaration: true } }],
    ['textDocument/documentHighlight', { position: { line: 3, character: 12 } }],
    ['textDocument/selectionRange', { positions: [{ line: 3, character: 12 }] }],
    ['textDocument/documentLink', {}],
    ['textDocument/documentSymbol', {}],
  ])('%s gives a list', async (method, params) => {
    peer = await connect({ capabilities: EDITOR });
    await peer.open('a.yaml', TEMPLATE);
    const answer = await peer.connection.sendRequest(method, { textDocument: { uri: peer.uri('a.yaml') }, ...params });
    expect(answer).toBeInstanceOf(Array);
  });

  test('diagnostics point at the word and carry node, page and fix titles', async () => {
    peer = await connect({ capabilities: EDITOR });
    await peer.open('a.yaml', TEMPLATE);
    const { items } = await peer.connection.sendRequest<{
      items: { code: string; range: TextEdit['range']; data: unknown }[];
    }>('textDocument/diagnostic', { textDocument: { uri: peer.uri('a.yaml') } });
    const found = items.find(({ code }) => code === 'cloudformation/unknown-property');
    expect(found && covered(TEMPLATE, found.range)).toBe('VisibilityTimeot');
    expect(found?.data).toMatchObject({
      node: expect.stringContaining('Resources.Queue'),
      fixes: expect.arrayContaining([expect.any(String)]),
    });
  });
});
