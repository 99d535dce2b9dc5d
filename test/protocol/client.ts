import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { nodeHost } from '../../server/hosts/node-host.ts';
import { type Host, startServer } from '../../server/lsp/index.ts';

export interface Peer {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Folder of the workspace, and URIs below it. */
  readonly folder: string;
  uri(name: string): string;
  /** Opens a document and waits for its first diagnostics, where the server sends them. */
  open(name: string, text: string, languageId?: string): Promise<void>;
  change(name: string, version: number, text: string): Promise<void>;
  /** Diagnostics the server sends next for a document. */
  published(name: string): Promise<Diagnostic[]>;
  write(name: string, text: string): void;
  /** Bytes straight to the server. */
  readonly raw: NodeJS.WritableStream;
  readonly logs: string[];
  readonly process: ChildProcess | undefined;
  close(): void;
}

export interface PeerOptions {
  readonly capabilities?: ClientCapabilities;
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: unknown;
  /** The language the client's user reads. */
  readonly locale?: string;
  /** A program with arguments; absent = the server from source in this process. */
  readonly command?: readonly string[];
  /** What this process's host does differently. */
  readonly host?: Partial<Host>;
  /** Called before anything is sent, to answer the server's own requests. */
  readonly prepare?: (connection: ProtocolConnection) => void;
}

/** A client that asks for diagnostics and gives settings, as VS Code does. */
export const PULL: ClientCapabilities = {
  textDocument: { diagnostic: {} },
  workspace: { diagnostics: { refreshSupport: true }, configuration: true },
};

/** Starts a server and shakes hands with it. */
export async function connect({
  capabilities = {},
  files = {},
  options,
  locale,
  command,
  host,
  prepare,
}: PeerOptions = {}): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'verdigris-protocol-'));
  for (const [name, text] of Object.entries(files)) put(join(folder, name), text);
  const started = command ? spawned(command) : inProcess(host);
  const connection = createProtocolConnection(
    new StreamMessageReader(started.output),
    new StreamMessageWriter(started.input),
  );
  const logs: string[] = [];
  const waiting = new Map<string, ((diagnostics: Diagnostic[]) => void)[]>();
  const unseen = new Map<string, Diagnostic[][]>();
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => void logs.push(message));
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }: PublishDiagnosticsParams) => {
    const next = waiting.get(uri)?.shift();
    if (next) next(diagnostics);
    else unseen.set(uri, [...(unseen.get(uri) ?? []), diagnostics]);
  });
  prepare?.(connection);
  connection.listen();
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const params: InitializeParams = {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'test' }],
    capabilities,
    ...(options === undefined ? {} : { initializationOptions: options as never }),
    ...(locale === undefined ? {} : { locale }),
  };
  const initialized = await connection.sendRequest(InitializeRequest.type, params);
  await connection.sendNotification(InitializedNotification.type, {});
  const published = (name: string): Promise<Diagnostic[]> => {
    const early = unseen.get(uri(name))?.shift();
    if (early) return Promise.resolve(early);
    return new Promise((resolve) => waiting.set(uri(name), [...(waiting.get(uri(name)) ?? []), resolve]));
  };
  return {
    connection,
    initialized,
    folder,
    uri,
    published,
    logs,
    raw: started.input,
    process: started.process,
    async open(name, text, languageId = 'yaml') {
      const textDocument = { uri: uri(name), languageId, version: 1, text };
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    },
    async change(name, version, text) {
      const textDocument = { uri: uri(name), version };
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument,
        contentChanges: [{ text }],
      });
    },
    write: (name, text) => put(join(folder, name), text),
    close() {
      connection.dispose();
      started.process?.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Position of the mark `‸` in a text, and the text without it. */
export function marked(text: string): { readonly text: string; readonly position: Position } {
  const at = text.indexOf('‸');
  if (at < 0) throw new Error('The text has no mark.');
  const before = text.slice(0, at).split('\n');
  return {
    text: text.replace('‸', ''),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

/** What a range covers. */
export function covered(text: string, { start, end }: { readonly start: Position; readonly end: Position }): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return text.slice(offset(start), offset(end));
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

interface Started {
  readonly input: NodeJS.WritableStream;
  readonly output: NodeJS.ReadableStream;
  readonly process: ChildProcess | undefined;
}

function inProcess(host: Partial<Host> = {}): Started {
  const input = new PassThrough();
  const output = new PassThrough();
  const connection = createConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  startServer(connection, { ...nodeHost(), ...host });
  connection.listen();
  return { input, output, process: undefined };
}

function spawned([program = '', ...args]: readonly string[]): Started {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  return { input: child.stdin, output: child.stdout, process: child };
}
