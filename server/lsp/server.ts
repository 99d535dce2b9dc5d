import {
  type Connection,
  DidChangeWorkspaceFoldersNotification,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { capabilitiesFor } from './capabilities.ts';
import { clientTraits } from './client.ts';
import { serveCompletion, serveHover } from './completion.ts';
import { Diagnostics } from './diagnostics.ts';
import { listenToDocuments } from './documents.ts';
import type { Host } from './host.ts';
import { serveNavigation, serveRename } from './navigation.ts';
import { Session } from './session.ts';

/** Serves one connection until it ends. The host calls `connection.listen()` afterwards. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params) => initialize(connection, host, params));
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

function serve(session: Session, _params: InitializeParams): void {
  const diagnostics = new Diagnostics(session);
  listenToDocuments(session, {
    changed: (path) => diagnostics.changed(path),
    closed: (path) => diagnostics.closed(path),
  });
  serveCompletion(session);
  serveHover(session);
  serveNavigation(session);
  serveRename(session);
  const { connection } = session;
  connection.onInitialized(() => {
    if (session.client.workspaceFolders) {
      connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event: { added, removed } }) => {
        const gone = new Set(removed.map(({ uri }) => session.uris.pathOf(uri)));
        const kept = session.folders.filter((folder) => !gone.has(folder));
        setFolders(session, [...kept, ...added.map(({ uri }) => session.uris.pathOf(uri))]);
        diagnostics.refresh();
      });
    }
  });
}

function setFolders(session: Session, folders: readonly string[]): void {
  session.folders = folders.map((folder) => (folder.length > 1 ? folder.replace(/\/$/, '') : folder));
  session.workspace.setFolders(session.folders);
}

function foldersOf(session: Session, { workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.map((uri) => session.uris.pathOf(uri));
}

/** UTF-16 is what everybody speaks; UTF-8 only where the client puts it first. */
function encodingFor({ capabilities }: InitializeParams): 'utf-16' | 'utf-8' {
  const offered = capabilities.general?.positionEncodings ?? [];
  return offered.find((each) => each === 'utf-16' || each === 'utf-8') === 'utf-8' ? 'utf-8' : 'utf-16';
}
