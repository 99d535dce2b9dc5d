import type { InitializeParams } from 'vscode-languageserver';

/** What this client can do, in our words. */
export interface ClientTraits {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  readonly givesConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly registersFormatting: boolean;
  readonly registersConfiguration: boolean;
  readonly showsProgress: boolean;
  readonly snippets: boolean;
  readonly documentChanges: boolean;
  readonly createsFiles: boolean;
  readonly movesFiles: boolean;
  readonly annotations: boolean;
  /** Asks for the edit of an action when somebody takes it. */
  readonly resolvesActions: boolean;
  /** Shows actions that cannot be taken, with the reason. */
  readonly disabledActions: boolean;
  readonly nestedSymbols: boolean;
  readonly locationLinks: boolean;
  readonly related: boolean;
  /** The language its reader reads: `de`, `pt-br`. */
  readonly locale: string | undefined;
  /** Commands of our own editor extension may stand in answers. */
  readonly ownCommands: boolean;
}

export function clientTraits({ capabilities, initializationOptions, locale }: InitializeParams): ClientTraits {
  const { textDocument: text = {}, workspace = {}, window } = capabilities;
  const edit = workspace.workspaceEdit;
  const own: unknown = initializationOptions;
  return {
    pullsDiagnostics: text.diagnostic !== undefined,
    refreshesDiagnostics: workspace.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace.codeLens?.refreshSupport === true,
    refreshesHints: workspace.inlayHint?.refreshSupport === true,
    givesConfiguration: workspace.configuration === true,
    registersWatchers: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    registersFormatting: text.formatting?.dynamicRegistration === true,
    registersConfiguration: workspace.didChangeConfiguration?.dynamicRegistration === true,
    showsProgress: window?.workDoneProgress === true,
    snippets: text.completion?.completionItem?.snippetSupport === true,
    documentChanges: edit?.documentChanges === true,
    createsFiles: edit?.resourceOperations?.includes('create') === true,
    movesFiles: edit?.resourceOperations?.includes('rename') === true,
    annotations: edit?.changeAnnotationSupport !== undefined,
    resolvesActions: text.codeAction?.resolveSupport?.properties.includes('edit') === true,
    disabledActions: text.codeAction?.disabledSupport === true,
    nestedSymbols: text.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    locationLinks: text.definition?.linkSupport === true,
    related: text.publishDiagnostics?.relatedInformation === true || text.diagnostic?.relatedInformation === true,
    locale,
    ownCommands: typeof own === 'object' && own !== null && ('peers' in own || 'commands' in own),
  };
}
