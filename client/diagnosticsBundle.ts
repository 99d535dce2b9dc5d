/** What a bug report needs: versions, states and counts. No path, no text and no name out of the user's files. */
import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { presentPeers } from './coexistence.ts';
import type { DocumentLanguages } from './languages.ts';

export function diagnosticsBundle(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  languages: DocumentLanguages,
): string {
  const documents = vscode.workspace.textDocuments.flatMap((document) => {
    const status = languages.statusOf(document.uri);
    return status === undefined || status.language === null ? [] : [{ ...status, lines: document.lineCount }];
  });
  const bundle = {
    verdigris: context.extension.packageJSON.version,
    vscode: vscode.version,
    host: vscode.env.appHost,
    remote: vscode.env.remoteName ?? null,
    ui: vscode.UIKind[vscode.env.uiKind],
    language: vscode.env.language,
    trusted: vscode.workspace.isTrusted,
    folders: vscode.workspace.workspaceFolders?.length ?? 0,
    schemes: [...new Set(vscode.workspace.workspaceFolders?.map((it) => it.uri.scheme))],
    server: State[client.state],
    serverInfo: client.initializeResult?.serverInfo ?? null,
    peers: presentPeers(),
    settings: changedSettings(context),
    documents: documents.map(({ language, findings, rules, schemaDate, milliseconds, lines }) => ({
      language,
      findings,
      rules,
      schemaDate,
      milliseconds,
      lines,
    })),
  };
  return `${JSON.stringify(bundle, undefined, 2)}\n`;
}

/** Names of the settings that are not at their default; values only where they are one of a few words. */
function changedSettings(context: vscode.ExtensionContext): Readonly<Record<string, unknown>> {
  const described: Readonly<Record<string, { readonly enum?: unknown; readonly type?: unknown }>> =
    context.extension.packageJSON.contributes?.configuration?.properties ?? {};
  const configuration = vscode.workspace.getConfiguration();
  const changed = Object.entries(described).flatMap(([name, { enum: words, type }]) => {
    const { globalValue, workspaceValue, workspaceFolderValue } = configuration.inspect(name) ?? {};
    const isSet = [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
    const harmless = words !== undefined || type === 'boolean';
    return isSet ? [[name, harmless ? configuration.get(name) : '(set)']] : [];
  });
  return Object.fromEntries(changed);
}
