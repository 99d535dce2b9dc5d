/**
 * When the server is worth its memory. The extension is also woken by plain text: where nobody claims `.tf`, that is what such a file
 * is, and a single file without a folder wakes nobody else. A note in plain text must not start a server.
 */
import * as vscode from 'vscode';
import { log } from './log.ts';
import { documentSelector } from './selector.ts';

const ours = '**/{*.{macfile,tf,tofu},Macfile,macfile,.verdigris.yaml,.verdigris.yml}';
const notOurs = '**/{node_modules,.git,.terraform}/**';

/** Calls `start` once: at the first document the server may say something about, or in a folder that holds one. */
export function whenWanted(context: vscode.ExtensionContext, start: () => void): void {
  const listening: vscode.Disposable[] = [];
  let started = false;
  const go = (): void => {
    if (started) {
      return;
    }
    started = true;
    vscode.Disposable.from(...listening).dispose();
    start();
  };
  const selector = documentSelector() as vscode.DocumentSelector;
  const look = (document: vscode.TextDocument): void => {
    if (vscode.languages.match(selector, document) > 0) {
      go();
    }
  };
  listening.push(vscode.workspace.onDidOpenTextDocument(look));
  context.subscriptions.push(...listening);
  for (const document of vscode.workspace.textDocuments) {
    look(document);
  }
  if (!started && (vscode.workspace.workspaceFolders?.length ?? 0) > 0) {
    // Where nothing can be searched, the first document decides.
    vscode.workspace.findFiles(ours, notOurs, 1).then(
      (found) => found.length > 0 && go(),
      (error: unknown) => log().warn(`The folder could not be searched for files of ours: ${String(error)}`),
    );
  }
}
