/** The extension on a desktop, a remote host or any other machine with Node: the server is a process of its own. */
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import { SERVER_LIMITS } from '../server/protocol.ts';
import { activateWith } from './activate.ts';

export { deactivate } from './activate.ts';

export function activate(context: vscode.ExtensionContext): void {
  activateWith(context, (options) => createClient(context, options));
}

/** The server runs on the extension host's own runtime: no setting and no file of the workspace names a program. */
function createClient(context: vscode.ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const run = { module, transport: TransportKind.ipc, options: { execArgv: [...SERVER_LIMITS] } };
  return new LanguageClient('verdigris', 'Verdigris', { run, debug: run }, options);
}
