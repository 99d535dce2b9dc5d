import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver-protocol/node';
import { connect, covered, type Peer } from './client.ts';
import { BROKEN, SOUND, TEMPLATE } from './texts.ts';

let peer: Peer;
afterEach(() => peer.close());

const PULL = { textDocument: { diagnostic: { dynamicRegistration: false } } };

interface Report {
  readonly kind: 'full' | 'unchanged';
  readonly resultId?: string;
  readonly items?: readonly { readonly code: string; readonly range: { start: Place; end: Place } }[];
}
interface Place {
  readonly line: number;
  readonly character: number;
}

function pull(name: string, previousResultId?: string): Promise<Report> {
  return peer.connection.sendRequest('textDocument/diagnostic', {
    textDocument: { uri: peer.uri(name) },
    ...(previousResultId === undefined ? {} : { previousResultId }),
  });
}

describe('diagnostics that are asked for', () => {
  test('are full, then unchanged, then full again after an edit', async () => {
    peer = await connect({ capabilities: PULL });
    expect(peer.initialized.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: true });
    await peer.open('a.macfile', BROKEN);
    const first = await pull('a.macfile');
    expect(first.items?.map(({ code }) => code)).toContain('macfile/undefined-role');
    expect(await pull('a.macfile', first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await peer.change('a.macfile', 2, SOUND);
    const fixed = await pull('a.macfile', first.resultId);
    expect(fixed.kind).toBe('full');
    expect(fixed.items?.map(({ code }) => code)).not.toContain('macfile/undefined-role');
  });

  test('an edit of one document leaves the results of another alone', async () => {
    peer = await connect({ capabilities: PULL });
    await peer.open('a.yaml', TEMPLATE);
    await peer.open('b.yaml', TEMPLATE);
    const { resultId } = await pull('a.yaml');
    await peer.change('b.yaml', 2, TEMPLATE.replace('60', '61'));
    expect(await pull('a.yaml', resultId)).toMatchObject({ kind: 'unchanged' });
  });
});

describe('incremental edits', () => {
  const text = `# Grüße 🚀\n${BROKEN}`;
  const line = text.split('\n').findIndex((each) => each.includes('wep'));

  test.each(['utf-16', 'utf-8'] as const)('are counted in %s', async (encoding) => {
    peer = await connect({ capabilities: { ...PULL, general: { positionEncodings: [encoding] } } });
    expect(peer.initialized.capabilities.positionEncoding).toBe(encoding);
    await peer.open('a.macfile', text);
    const last = encoding === 'utf-16' ? '# Grüße 🚀'.length : Buffer.byteLength('# Grüße 🚀');
    await peer.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: peer.uri('a.macfile'), version: 2 },
      contentChanges: [
        // The rocket and a word behind it, then the role, each in terms of the text the change before it left.
        { range: { start: { line: 0, character: last }, end: { line: 0, character: last } }, text: ' 🚀 from 🌍' },
        {
          range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
          text: '    role: "wöp" # 🚀\n',
        },
      ],
    });
    const { items } = await pull('a.macfile');
    const found = items?.find(({ code }) => code === 'macfile/undefined-role');
    const shown = '    role: "wöp" # 🚀';
    const quote = shown.indexOf('"');
    expect(found?.range.start.line).toBe(line);
    const width = encoding === 'utf-16' ? '"wöp"'.length : Buffer.byteLength('"wöp"');
    expect([found?.range.start.character, found?.range.end.character]).toEqual([quote, quote + width]);
  });

  test('in random order give the same result as the whole text', async () => {
    peer = await connect({ capabilities: PULL });
    await peer.open('edited.yaml', TEMPLATE);
    const random = mulberry(7);
    let now = TEMPLATE;
    for (let version = 2; version < 120; version++) {
      const start = Math.floor(random() * now.length);
      const end = Math.min(now.length, start + Math.floor(random() * 12));
      const put = ['', '\n', '  ', ': ', '- ', 'Type', '"', '{', 'é🚀', '#'][Math.floor(random() * 10)] ?? '';
      const range = { start: placeOf(now, start), end: placeOf(now, end) };
      now = now.slice(0, start) + put + now.slice(end);
      await peer.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: peer.uri('edited.yaml'), version },
        contentChanges: [{ range, text: put }],
      });
    }
    await peer.open('whole.yaml', now);
    const [edited, whole] = [await pull('edited.yaml'), await pull('whole.yaml')];
    // Half-written text keeps the language it had; a fresh document may have none.
    if ((whole.items?.length ?? 0) > 0) expect(edited.items).toEqual(whole.items);
    for (const { range } of edited.items ?? []) expect(covered(now, range).length).toBeLessThanOrEqual(now.length);
  });
});

describe('what a client should not do', () => {
  test('edits before open are ignored and said in the log', async () => {
    peer = await connect({ capabilities: PULL });
    await peer.change('never-opened.yaml', 2, TEMPLATE);
    expect(await pull('never-opened.yaml')).toMatchObject({ kind: 'full', items: [] });
    expect(peer.logs.join('\n')).toContain('never-opened.yaml');
  });

  test('positions outside the text are moved inside', async () => {
    peer = await connect({ capabilities: PULL });
    await peer.open('a.yaml', TEMPLATE);
    for (const position of [
      { line: 9999, character: 0 },
      { line: 0, character: 9999 },
      { line: -1, character: -1 },
    ]) {
      const params = { textDocument: { uri: peer.uri('a.yaml') }, position };
      await expect(peer.connection.sendRequest('textDocument/definition', params)).resolves.toBeDefined();
    }
  });

  test('closing what is not open does nothing', async () => {
    peer = await connect({ capabilities: PULL });
    await peer.connection.sendNotification('textDocument/didClose', { textDocument: { uri: peer.uri('x.yaml') } });
    await peer.open('x.yaml', TEMPLATE);
    expect((await pull('x.yaml')).items).not.toHaveLength(0);
  });
});

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** Seeded random numbers. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test('a Terragrunt file that appears above a module, or goes, is noticed', async () => {
  const text = 'output "a" {\n  value = var.region\n}\n';
  peer = await connect({
    capabilities: { textDocument: { diagnostic: {} } },
    files: { 'live/app/main.tf': text },
  });
  await peer.open('live/app/main.tf', text, 'terraform');
  const undeclared = async () => {
    const { items } = await peer.connection.sendRequest<{ items: { code: string }[] }>('textDocument/diagnostic', {
      textDocument: { uri: peer.uri('live/app/main.tf') },
    });
    return items.filter(({ code }) => code === 'terraform/undeclared-reference').length;
  };
  const changed = (type: number) =>
    peer.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: peer.uri('live/terragrunt.hcl'), type }],
    });
  await vi.waitFor(async () => expect(await undeclared()).toBe(1), 5000);
  peer.write('live/terragrunt.hcl', 'generate "provider" {\n  path = "provider.tf"\n}\n');
  await changed(1);
  await vi.waitFor(async () => expect(await undeclared()).toBe(0), 5000);
  rmSync(join(peer.folder, 'live/terragrunt.hcl'));
  await changed(3);
  await vi.waitFor(async () => expect(await undeclared()).toBe(1), 5000);
});

describe('looking does not wait for judging', () => {
  const bare = 'Resources:\n  Orders:\n    Type: AWS::SQS::Queue\n';
  const mended = `${bare}    Properties:\n      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3 }\n  Dead:\n    Type: AWS::SQS::Queue\n`;
  const why = async (line: number): Promise<string> => {
    const answer = await peer.connection.sendRequest<{ contents: { value: string } } | null>('textDocument/hover', {
      textDocument: { uri: peer.uri('a.yaml') },
      position: { line, character: 4 },
    });
    return answer?.contents.value ?? '';
  };

  test('a hover explains what the editor shows, moved with what was typed, until the next judgement', async () => {
    peer = await connect({ capabilities: PULL });
    await peer.open('a.yaml', bare);
    await pull('a.yaml');
    expect(await why(1)).toContain('queue-needs-dlq');
    await peer.change('a.yaml', 2, `# typed\n${bare}`);
    expect(await why(2)).toContain('queue-needs-dlq');
    await peer.change('a.yaml', 3, mended);
    expect(await why(1)).toContain('queue-needs-dlq');
    await pull('a.yaml');
    expect(await why(1)).not.toContain('queue-needs-dlq');
  });

  test('a judgement that was asked for and is no longer wanted is not made', async () => {
    const long = bare + Array.from({ length: 400 }, (_, n) => `  Queue${n}:\n    Type: AWS::SQS::Queue\n`).join('');
    peer = await connect({ capabilities: PULL });
    await peer.open('a.yaml', long);
    await pull('a.yaml');
    // How long its judgement takes is known from the second one on.
    await peer.change('a.yaml', 2, `# once\n${long}`);
    await pull('a.yaml');
    await peer.change('a.yaml', 3, `# typed\n${long}`);
    const source = new CancellationTokenSource();
    const textDocument = { uri: peer.uri('a.yaml') };
    const asked = peer.connection.sendRequest('textDocument/diagnostic', { textDocument }, source.token);
    setTimeout(() => source.cancel(), 2);
    await expect(asked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect((await pull('a.yaml')).items?.length).toBeGreaterThan(400);
  });

  test('an answer that never leaves holds a judgement up for a blink only', async () => {
    const later = (milliseconds: number, work: () => void): (() => void) => {
      // What says that an answer has left.
      if (milliseconds === 6) return () => undefined;
      const timer = setTimeout(work, milliseconds);
      return () => clearTimeout(timer);
    };
    peer = await connect({ host: { later } });
    await peer.open('a.yaml', bare);
    await why(1);
    const published = peer.published('a.yaml');
    await peer.change('a.yaml', 2, mended);
    expect((await published).map(({ code }) => code)).not.toContain('queue-needs-dlq');
  });
});
