/** A template as it is deployed: the values of the parameters that decide are asked for, the server writes what comes of them. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { CHOICES_REQUEST, type ChoicesParams, type ChoicesResult } from '../server/protocol.ts';

type Choice = ChoicesResult['choices'][number];

export async function showDeployed(client: BaseLanguageClient, document: vscode.Uri): Promise<void> {
  const { t } = vscode.l10n;
  const params: ChoicesParams = { uri: document.toString() };
  const found = await client.sendRequest<ChoicesResult | null>(CHOICES_REQUEST, params);
  if (found === null) {
    vscode.window.setStatusBarMessage(t('$(warning) Only CloudFormation templates can be shown as deployed'), 5000);
    return;
  }
  const values: Record<string, string> = {};
  for (const [at, choice] of found.choices.entries()) {
    const value = await pick(choice, `${choice.name} (${at + 1}/${found.choices.length})`);
    if (value === undefined) {
      return;
    }
    values[choice.name] = value;
  }
  const name = document.path.slice(document.path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  // What is open under one address is not read again: the version makes it another one.
  const version = vscode.workspace.textDocuments.find((it) => it.uri.toString() === params.uri)?.version;
  const said = Object.values(values).join(', ');
  const uri = vscode.Uri.from({
    scheme: 'verdigris-plan',
    path: `/deployed/${name}${said === '' ? '' : ` (${said.replaceAll(/[\\/]/g, '-')})`}.${found.ending}`,
    query: JSON.stringify({ uri: params.uri, values, version }),
  });
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

async function pick({ values, open }: Choice, title: string): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const items = values.map((value) => ({ label: value === '' ? t('(empty)') : value, value }));
  const other = { label: `$(edit) ${t('Another value…')}`, value: undefined };
  const picked = await vscode.window.showQuickPick([...items, ...(open ? [other] : [])], { title });
  return picked === other ? vscode.window.showInputBox({ title }) : picked?.value;
}
