/** The extension on a desktop, a remote host or any other machine with Node: the server is a process of its own. */
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import { activateWith } from './activate.ts';

export { deactivate } from './activate.ts';

/**
 * The server's share of memory, in megabytes: it must never press the editor out of its own. Short-lived data is collected early, by one
 * thread beside the server's own: more of them take memory, and time from each other. A heap that grows by less is tidied in time.
 */
const memoryLimits = [
  '--max-old-space-size=256',
  '--max-semi-space-size=2',
  '--v8-pool-size=1',
  '--heap-growing-percent=40',
];

export function activate(context: vscode.ExtensionContext): void {
  activateWith(context, (options) => createClient(context, options));
}

/** The server runs on the extension host's own runtime: no setting and no file of the workspace names a program. */
function createClient(context: vscode.ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const run = { module, transport: TransportKind.ipc, options: { execArgv: memoryLimits } };
  return new LanguageClient('verdigris', 'Verdigris', { run, debug: run }, options);
}
