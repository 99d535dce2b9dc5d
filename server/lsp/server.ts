import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWorkspaceFoldersNotification,
  type InitializeParams,
  type InitializeResult,
  InlayHintRefreshRequest,
} from 'vscode-languageserver';
import { serveActions } from './actions.ts';
import { serveCalls } from './calls.ts';
import { capabilitiesFor } from './capabilities.ts';
import { clientTraits } from './client.ts';
import { serveCompletion, serveHover } from './completion.ts';
import { Diagnostics } from './diagnostics.ts';
import { listenToDocuments } from './documents.ts';
import { Formatting } from './formatting.ts';
import { serveHints } from './hints.ts';
import type { Host } from './host.ts';
import { serveNavigation, serveRename } from './navigation.ts';
import { OwnRequests } from './own.ts';
import { ProviderSchemas } from './provider-schemas.ts';
import { Session } from './session.ts';
import { listenToSettings } from './settings.ts';
import { serveStructure, serveSymbols } from './symbols.ts';
import { serveTokens } from './tokens.ts';
import { listenToFiles } from './watching.ts';
import { WorkspaceDiagnostics } from './workspace-diagnostics.ts';

/** Serves one connection until it ends. The host calls `connection.listen()` afterwards. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize(async (params) => {
    await host.prepare?.(params.initializationOptions, params.locale).catch((error: unknown) => {
      connection.console.error(`The bundled data cannot be loaded: ${String(error)}`);
    });
    return initialize(connection, host, params);
  });
}

function initialize(connection: Connection, host: Host, params: InitializeParams): InitializeResult {
  const client = clientTraits(params);
  const session = new Session(connection, host, client);
  session.encoding = encodingFor(params);
  setFolders(session, foldersOf(session, params));
  serve(session, params);
  return {
    capabilities: capabilitiesFor(client, session.encoding),
    serverInfo: { name: host.name, version: host.version },
  };
}

/** Every service of one session, and what each tells the others. */
function serve(session: Session, { initializationOptions }: InitializeParams): void {
  const diagnostics = new Diagnostics(session);
  const formatting = new Formatting(session);
  const everything = (): void => {
    diagnostics.refresh();
    own.changed();
  };
  const own = new OwnRequests(session, {
    chosen: everything,
    asked: () => diagnostics.refresh(),
    planned: () => refreshLenses(session),
  });
  const workspaceDiagnostics = new WorkspaceDiagnostics(session, diagnostics);
  const schemas = new ProviderSchemas(session, everything);
  listenToDocuments(session, {
    changed(path) {
      diagnostics.changed(path);
      own.changed();
    },
    closed(path) {
      diagnostics.closed(path);
      own.closed(path);
      workspaceDiagnostics.changed([path]);
    },
  });
  listenToFiles(session, {
    isOwn: (path) => schemas.isOwn(path),
    noticed(paths) {
      schemas.noticed(paths);
      workspaceDiagnostics.changed(paths);
    },
    reread: everything,
  });
  const askAgain = listenToSettings(session, recordOf(initializationOptions).peers, () => {
    formatting.update();
    schemas.update();
    everything();
    refreshViews(session);
  });
  listenToFolders(session, () => {
    askAgain();
    schemas.update();
    everything();
  });
  serveCompletion(session);
  serveHover(session);
  serveNavigation(session);
  serveRename(session);
  serveSymbols(session);
  serveStructure(session);
  serveTokens(session);
  serveHints(session);
  serveActions(session);
  serveCalls(session);
  session.connection.onInitialized(() => {
    for (const start of session.onStart) start();
  });
}

function listenToFolders(session: Session, changed: () => void): void {
  const { connection } = session;
  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event: { added, removed } }) => {
    const gone = new Set(removed.map(({ uri }) => folderPath(session, uri)));
    const kept = session.folders.filter((folder) => !gone.has(folder));
    setFolders(session, [...kept, ...added.map(({ uri }) => folderPath(session, uri))]);
    changed();
  });
}

function refreshLenses({ client, connection }: Session): void {
  if (client.refreshesLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
}

/** What the editor drew by old settings. */
function refreshViews(session: Session): void {
  const { client, connection } = session;
  refreshLenses(session);
  if (client.refreshesHints) connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function folderPath(session: Session, uri: string): string {
  const path = session.uris.pathOf(uri);
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

function setFolders(session: Session, folders: readonly string[]): void {
  session.folders = folders;
  session.workspace.setFolders(session.folders);
}

function foldersOf(session: Session, { workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.map((uri) => folderPath(session, uri));
}

/** UTF-16 is what everybody speaks; UTF-8 only where the client puts it first. */
function encodingFor({ capabilities }: InitializeParams): 'utf-16' | 'utf-8' {
  const offered = capabilities.general?.positionEncodings ?? [];
  return offered.find((each) => each === 'utf-16' || each === 'utf-8') === 'utf-8' ? 'utf-8' : 'utf-16';
}
