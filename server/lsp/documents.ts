import {
  DidChangeTextDocumentNotification,
  type DidChangeTextDocumentParams,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver';
import { Positions } from './positions.ts';
import type { OpenDocument, Session } from './session.ts';

export interface DocumentEvents {
  changed(path: string): void;
  closed(path: string): void;
}

/** Keeps the workspace equal to what the client has open. An edit of a document that is not open is said in the log and ignored. */
export function listenToDocuments(session: Session, events: DocumentEvents): void {
  const { connection, uris } = session;
  const put = (document: OpenDocument): void => {
    session.open.set(document.path, document);
    session.workspace.open(document.path, document.text, document.languageId);
    events.changed(document.path);
  };
  connection.onNotification(
    DidOpenTextDocumentNotification.type,
    ({ textDocument: { uri, languageId, version, text } }) =>
      put({ uri, path: uris.pathOf(uri), languageId, version, text }),
  );
  connection.onNotification(DidChangeTextDocumentNotification.type, (params) => {
    const document = session.open.get(uris.pathOf(params.textDocument.uri));
    if (document) put(changedBy(session, document, params));
    else connection.console.warn(`An edit of ${params.textDocument.uri}, which is not open, was ignored`);
  });
  connection.onNotification(DidCloseTextDocumentNotification.type, ({ textDocument: { uri } }) => {
    const path = uris.pathOf(uri);
    if (!session.open.delete(path)) return;
    session.workspace.close(path);
    session.forget(path);
    events.closed(path);
  });
}

function changedBy(session: Session, document: OpenDocument, params: DidChangeTextDocumentParams): OpenDocument {
  let { text } = document;
  for (const change of params.contentChanges) {
    if (!TextDocumentContentChangeEvent.isIncremental(change)) {
      text = change.text;
      continue;
    }
    const { start, end } = new Positions(text, session.encoding).spanOf(change.range);
    text = text.slice(0, start) + change.text + text.slice(end);
  }
  return { ...document, version: params.textDocument.version, text };
}
