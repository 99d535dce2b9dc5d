/** The extension in a browser: the server is a worker. */
import * as vscode from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type LanguageClientOptions,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { activateWith } from './activate.ts';

export { deactivate } from './activate.ts';

/** The one thing used of the browser; the extension host's types know no DOM. */
declare const Worker: new (url: string) => WorkerOfBrowser;
type WorkerOfBrowser = ConstructorParameters<typeof BrowserMessageReader>[0] &
  ConstructorParameters<typeof BrowserMessageWriter>[0];

export function activate(context: vscode.ExtensionContext): void {
  activateWith(context, (options) => createClient(context, options));
}

function createClient(context: vscode.ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'web', 'server.js');
  const schemas = vscode.Uri.joinPath(context.extensionUri, 'dist', 'schemas').toString(true);
  // A worker that was started from a blob cannot tell where its data lies.
  const initializationOptions = () => ({ ...options.initializationOptions(), schemas });
  return new LanguageClient('verdigris', 'Verdigris', () => startWorker(script), { ...options, initializationOptions });
}

/** The transports, not the worker: VS Code's own stand-in for `Worker` is not an instance of it, and the client asks that. */
async function startWorker(script: vscode.Uri): Promise<MessageTransports> {
  const worker = new Worker(script.toString(true));
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}
