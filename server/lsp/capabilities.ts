import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import type { ClientTraits } from './client.ts';
import { TOKEN_MODIFIERS, TOKEN_TYPES } from './legend.ts';
import type { Encoding } from './positions.ts';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.verdigris`;
export const PLAN_SCHEME = 'verdigris-plan';

/** What this server offers to a client. */
export function capabilitiesFor(client: ClientTraits, encoding: Encoding): ServerCapabilities {
  return {
    positionEncoding: encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
    completionProvider: {
      resolveProvider: true,
      triggerCharacters: ['.', ':', '"', "'", '$', '{', '!', ' ', '/', '[', '-'],
    },
    hoverProvider: true,
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    definitionProvider: true,
    declarationProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: { label: 'Verdigris' },
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
      full: { delta: true },
      range: true,
    },
    inlayHintProvider: true,
    codeLensProvider: { resolveProvider: false },
    documentLinkProvider: { resolveProvider: false },
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.RefactorExtract,
        CodeActionKind.RefactorInline,
        CodeActionKind.RefactorRewrite,
        FIX_ALL,
      ],
      resolveProvider: true,
    },
    callHierarchyProvider: true,
    ...(client.pullsDiagnostics
      ? { diagnosticProvider: { identifier: 'verdigris', interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      textDocumentContent: { schemes: [PLAN_SCHEME] },
    },
  };
}
