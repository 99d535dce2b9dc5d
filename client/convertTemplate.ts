/** A template in the other notation, in a new file beside it. The server writes it; nothing that exists is touched. */
import * as vscode from 'vscode';

const kind = 'refactor.rewrite.notation';

export async function convertTemplate(document: vscode.Uri): Promise<void> {
  const { t } = vscode.l10n;
  const top = new vscode.Range(0, 0, 0, 0);
  const offered = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document,
    top,
    kind,
    1,
  );
  const action = offered.find((it) => it.kind?.value === kind && it.edit !== undefined && it.edit.size > 0);
  if (action?.edit === undefined) {
    vscode.window.setStatusBarMessage(t('$(warning) This file cannot be written in the other notation'), 5000);
  } else if (!(await vscode.workspace.applyEdit(action.edit))) {
    vscode.window.setStatusBarMessage(t('$(warning) The other file is there already'), 5000);
  } else {
    await show(action.command?.arguments?.[0]);
  }
}

/** Shows a file that an action of the server has made. */
export async function show(uri: unknown): Promise<void> {
  if (typeof uri === 'string') {
    await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  }
}
