import {
  type Connection,
  DeclarationRequest,
  DefinitionRequest,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  type Location,
  type LocationLink,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  type RenameFile,
  RenameRequest,
  ResponseError,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Reference, Rename } from '../core/model/editor.ts';
import { ask } from '../core/service/ask.ts';
import { locationOf } from './convert.ts';
import { workspaceEditOf } from './edits.ts';
import { type Session, throwIfCancelled } from './session.ts';

type Token = Parameters<Parameters<Connection['onHover']>[0]>[1];

export function serveNavigation(session: Session): void {
  const { uris } = session;
  const definition = async (params: TextDocumentPositionParams, token: Token): Promise<Location[] | LocationLink[]> => {
    const { path, offset } = await placeOf(session, params, token);
    const found = ask(session.workspace, path, 'definition', ({ language, reading, around }) =>
      language.definition?.(reading, offset, around),
    );
    return session.client.locationLinks
      ? (found ?? []).map((each) => ({
          targetUri: uris.uriOf(each.path),
          targetRange: session.positions(each.path).rangeOf(each.full ?? each.span),
          targetSelectionRange: session.positions(each.path).rangeOf(each.span),
        }))
      : (found ?? []).map((each) => locationOf(session, each));
  };
  session.answer(DefinitionRequest.type, definition);
  session.answer(DeclarationRequest.type, definition);
  session.answer(ReferencesRequest.type, async (params, token) => {
    const { path, offset } = await placeOf(session, params, token);
    const found = referencesAt(session, path, offset).filter(
      ({ role }) => params.context.includeDeclaration || role !== 'definition',
    );
    return found.map((each) => locationOf(session, each));
  });
  session.answer(DocumentHighlightRequest.type, async (params, token) => {
    const { path, offset } = await placeOf(session, params, token);
    const positions = session.positions(path);
    const own = referencesAt(session, path, offset).filter((each) => each.path === path);
    return own.map(({ span, role }) => ({
      range: positions.rangeOf(span),
      kind: role === 'read' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
    }));
  });
}

export function serveRename(session: Session): void {
  const { workspace } = session;
  session.answer(PrepareRenameRequest.type, async (params, token) => {
    const { path, offset } = await placeOf(session, params, token);
    const found = ask(workspace, path, 'rename', ({ language, reading, around }) =>
      language.renameable?.(reading, offset, around),
    );
    return found ? { range: session.positions(path).rangeOf(found.span), placeholder: found.name } : null;
  });
  session.answer(RenameRequest.type, async (params, token) => {
    const { path, offset } = await placeOf(session, params, token);
    const found = ask(workspace, path, 'rename', ({ language, reading, around }) =>
      language.rename?.(reading, offset, params.newName, around),
    );
    if (!found) return null;
    if ('refused' in found) return new ResponseError(LSPErrorCodes.RequestFailed, found.refused);
    const { moves = [] } = found;
    if (moves.length > 0 && !(session.client.documentChanges && session.client.movesFiles))
      return new ResponseError(
        LSPErrorCodes.RequestFailed,
        'This editor cannot rename the folder along with the name.',
      );
    return withMoves(session, workspaceEditOf(session, found.edits), moves);
  });
}

function withMoves(session: Session, edit: WorkspaceEdit, moves: NonNullable<Rename['moves']>): WorkspaceEdit {
  if (moves.length === 0) return edit;
  const { uris } = session;
  const renames = moves.map(
    ({ from, to }): RenameFile => ({ kind: 'rename', oldUri: uris.uriOf(from), newUri: uris.uriOf(to) }),
  );
  return { ...edit, documentChanges: [...(edit.documentChanges ?? []), ...renames] };
}

function referencesAt(session: Session, path: string, offset: number): readonly Reference[] {
  const find = ask(session.workspace, path, 'references', ({ language, reading, around }) =>
    language.references?.(reading, offset, around),
  );
  return find ?? [];
}

export async function placeOf(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
  token: Token,
): Promise<{ readonly path: string; readonly offset: number }> {
  const path = session.uris.pathOf(textDocument.uri);
  await session.ready(path);
  throwIfCancelled(token);
  return { path, offset: session.offsetOf(path, position) };
}
