/** The extension in a browser: the server is a worker. */
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions } from 'vscode-languageclient/browser';
import { activateWith } from './activate.ts';

/** The one thing used of the browser; the extension host's types know no DOM. */
declare const Worker: new (url: string) => WorkerOfBrowser;
type WorkerOfBrowser = Exclude<ConstructorParameters<typeof LanguageClient>[2], () => unknown>;

export function activate(context: vscode.ExtensionContext): void {
  activateWith(context, (options) => createClient(context, options));
}

/** Nothing of ours outlives the subscriptions of the context. */
export function deactivate(): void {}

function createClient(context: vscode.ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'web', 'server.js');
  return new LanguageClient('verdigris', 'Verdigris', async () => new Worker(script.toString(true)), options);
}
