/** A template as it is deployed: the values of the parameters that decide are asked for, the server writes what comes of them. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { CHOICES_REQUEST, type ChoicesParams, type ChoicesResult } from '../server/protocol.ts';

type Choice = ChoicesResult['parameters'][number];
type Values = Readonly<Record<string, string>>;

const { t } = vscode.l10n;

export async function showDeployed(client: BaseLanguageClient, document: vscode.Uri): Promise<void> {
  const params: ChoicesParams = { uri: document.toString() };
  const found = await client.sendRequest<ChoicesResult | null>(CHOICES_REQUEST, params);
  if (found === null) {
    vscode.window.setStatusBarMessage(t('$(warning) Only CloudFormation templates can be shown as deployed'), 5000);
    return;
  }
  const values = found.given.length > 0 ? await pickFile(found) : await pickEach(found.parameters);
  if (values === undefined) {
    return;
  }
  const name = document.path.slice(document.path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const said = found.parameters.flatMap((it) => values[it.name] ?? []).join(', ');
  // What is open under one address is not read again: the version makes it another one.
  const version = vscode.workspace.textDocuments.find((it) => it.uri.toString() === params.uri)?.version;
  const uri = vscode.Uri.from({
    scheme: 'verdigris-plan',
    path: `/deployed/${name}${said === '' ? '' : ` (${said.replaceAll(/[\\/]/g, '-')})`}.${found.ending}`,
    query: JSON.stringify({ uri: params.uri, values, version }),
  });
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

/** All values that a file of the workspace gives, or one by one. */
async function pickFile({ given, parameters }: ChoicesResult): Promise<Values | undefined> {
  const files = given.map(({ file, values }) => ({ label: `$(file) ${file}`, values }));
  const each = { label: `$(edit) ${t('Other values…')}`, values: undefined };
  const picked = await vscode.window.showQuickPick([...files, each]);
  return picked === each ? pickEach(parameters) : picked?.values;
}

async function pickEach(parameters: readonly Choice[]): Promise<Values | undefined> {
  const values: Record<string, string> = {};
  for (const [at, choice] of parameters.entries()) {
    const value = await pick(choice, `${choice.name} (${at + 1}/${parameters.length})`);
    if (value === undefined) {
      return undefined;
    }
    values[choice.name] = value;
  }
  return values;
}

async function pick({ values, open }: Choice, title: string): Promise<string | undefined> {
  const items = values.map((value) => ({ label: value === '' ? t('(empty)') : value, value }));
  const other = { label: `$(edit) ${t('Another value…')}`, value: undefined };
  const picked = await vscode.window.showQuickPick([...items, ...(open ? [other] : [])], { title });
  return picked === other ? vscode.window.showInputBox({ title }) : picked?.value;
}
