/** The one output channel. Texts of documents never go into it. */
import * as vscode from 'vscode';

let channel: vscode.LogOutputChannel | undefined;

export function log(): vscode.LogOutputChannel {
  channel ??= vscode.window.createOutputChannel('Verdigris', { log: true });
  return channel;
}
