/** The plan as text: to the clipboard, a new editor or a file. The server renders it, as on the command line. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { RENDER_REQUEST, type RenderParams } from '../server/protocol.ts';
import type { PlanPanels } from './preview/panels.ts';

type Format = RenderParams['format'];
interface Form {
  readonly format: Format;
  readonly extension: string;
  readonly languageId: string;
}

const forms: readonly Form[] = [
  { format: 'markdown', extension: 'md', languageId: 'markdown' },
  { format: 'runbook', extension: 'runbook.md', languageId: 'markdown' },
  { format: 'json', extension: 'plan.json', languageId: 'json' },
  { format: 'mermaid', extension: 'mmd', languageId: 'plaintext' },
  { format: 'sarif', extension: 'sarif', languageId: 'json' },
  { format: 'html', extension: 'html', languageId: 'html' },
];

export async function exportPlan(client: BaseLanguageClient, panels: PlanPanels, document: vscode.Uri): Promise<void> {
  const form = await pickForm();
  const target = form && (await pickTarget());
  if (form === undefined || target === undefined) {
    return;
  }
  const { params } = await (await panels.sessionFor(document)).params();
  const text = await client.sendRequest<string | null>(RENDER_REQUEST, { ...params, format: form.format });
  if (text === null) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(warning) There is no plan for this file'), 5000);
    return;
  }
  if (target === 'clipboard') {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Plan copied'), 3000);
  } else if (target === 'editor') {
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content: text, language: form.languageId }),
    );
  } else {
    await save(text, document, form);
  }
}

async function pickForm(): Promise<Form | undefined> {
  const { t } = vscode.l10n;
  const said: Readonly<Record<Format, readonly [label: string, detail: string]>> = {
    markdown: ['Markdown', t('Table, numbered steps and warnings for a pull request')],
    runbook: [t('Runbook'), t('The steps as a checklist for the person who deploys')],
    json: ['JSON', t('The whole plan for other tools')],
    mermaid: ['Mermaid', t('A diagram as text')],
    sarif: ['SARIF', t('The warnings for code scanning')],
    html: ['HTML', t('This view as one file, without a network')],
  };
  const items = forms.map((form) => ({ label: said[form.format][0], detail: said[form.format][1], form }));
  return (await vscode.window.showQuickPick(items, { title: t('Export plan: form') }))?.form;
}

async function pickTarget(): Promise<'clipboard' | 'editor' | 'file' | undefined> {
  const { t } = vscode.l10n;
  const items = [
    { label: `$(clippy) ${t('Copy to the clipboard')}`, target: 'clipboard' as const },
    { label: `$(file) ${t('Open in a new editor')}`, target: 'editor' as const },
    { label: `$(save) ${t('Save to a file…')}`, target: 'file' as const },
  ];
  return (await vscode.window.showQuickPick(items, { title: t('Export plan: where to') }))?.target;
}

async function save(text: string, document: vscode.Uri, form: Form): Promise<void> {
  const name = document.path.slice(document.path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(document, '..', `${name}.${form.extension}`),
  });
  if (uri !== undefined) {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await vscode.window.showTextDocument(uri, { preview: true });
  }
}
