/** From the plan's sources to places in the editor and back. */
import * as vscode from 'vscode';
import type { Plan, Source } from '../../server/core/model/plan.ts';
import { isInWorkspace } from '../readFiles.ts';

/** Where a source stands. Undefined: outside the workspace, and not the document itself. */
export function uriOf(source: Source, document: vscode.Uri): vscode.Uri | undefined {
  const uri = asUri(source.path, document);
  return uri.toString() === document.toString() || isInWorkspace(uri) ? uri : undefined;
}

/** A path is a URI, absolute, or relative to the document's workspace folder; without one, to the document's own folder. */
function asUri(path: string, document: vscode.Uri): vscode.Uri {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) {
    return vscode.Uri.parse(path);
  }
  if (path.startsWith('/')) {
    return document.with({ path });
  }
  const folder = vscode.workspace.getWorkspaceFolder(document)?.uri ?? vscode.Uri.joinPath(document, '..');
  return vscode.Uri.joinPath(folder, path);
}

export function rangeOf({ range: { start, end } }: Pick<Source, 'range'>): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Opens a source in the editor group that shows its document, without taking the focus of the panel's keyboard user for long. */
export async function reveal(source: Source, document: vscode.Uri): Promise<void> {
  const uri = uriOf(source, document);
  if (uri === undefined) {
    return;
  }
  const shown = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === uri.toString());
  const column = shown?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(uri, { viewColumn: column, selection: rangeOf(source), preserveFocus: false });
}

/** The node whose text the position in a file of the unit is in: the last one that starts at or before it. */
export function nodeAt(
  plan: Plan,
  document: vscode.Uri,
  file: vscode.Uri,
  position: vscode.Position,
): string | undefined {
  return plan.nodes
    .filter((it) => uriOf(it.source, document)?.toString() === file.toString())
    .map((it) => ({ id: it.id, range: rangeOf(it.source) }))
    .filter(({ range }) => range.start.line <= position.line)
    .sort((a, b) => b.range.start.compareTo(a.range.start))[0]?.id;
}
