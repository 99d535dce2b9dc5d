import type { CreateFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdits } from '../core/service/fixes.ts';
import { textEditOf } from './convert.ts';
import type { Session } from './session.ts';

/** Asked before an edit that changes what is deployed is applied. */
export interface Confirmation {
  readonly label: string;
  readonly description: string;
}

/** Edits with the version they were computed for, where the client takes it: a stale edit is then refused, not applied. */
export function workspaceEditOf(session: Session, files: readonly FileEdits[], confirm?: Confirmation): WorkspaceEdit {
  const { client, open, uris } = session;
  const plain = files.map(({ path, edits }) => ({
    uri: uris.uriOf(path),
    version: open.get(path)?.version ?? null,
    edits: edits.map((edit) => textEditOf(session.positions(path), edit)),
  }));
  if (!client.documentChanges) return { changes: Object.fromEntries(plain.map(({ uri, edits }) => [uri, edits])) };
  const annotate = confirm !== undefined && client.annotations;
  const changes = plain.map(
    ({ uri, version, edits }): TextDocumentEdit => ({
      textDocument: { uri, version },
      edits: annotate ? edits.map((edit: TextEdit) => ({ ...edit, annotationId: 'confirm' })) : edits,
    }),
  );
  const created = files.filter(({ create }) => create && client.createsFiles);
  const creations = created.map(
    ({ path, create }): CreateFile => ({
      kind: 'create',
      uri: uris.uriOf(path),
      options: create === 'new' ? { overwrite: false, ignoreIfExists: false } : { ignoreIfExists: true },
    }),
  );
  return {
    documentChanges: [...creations, ...changes],
    ...(annotate ? { changeAnnotations: { confirm: { ...confirm, needsConfirmation: true } } } : {}),
  };
}
